"""LibreOffice starts once for all tests that want what it makes, in however many processes."""

from __future__ import annotations

import pytest

from tests.office.libreoffice import Office


@pytest.fixture(scope="session")
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Office:
    base = tmp_path_factory.getbasetemp()
    if hasattr(request.config, "workerinput"):  # a process of xdist has a folder in that of all
        base = base.parent
    folder = base / "office"
    folder.mkdir(exist_ok=True)
    return Office(folder)
