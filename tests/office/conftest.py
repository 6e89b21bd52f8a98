"""LibreOffice starts once for all tests that want what it makes."""

from __future__ import annotations

import pytest

from tests.office.libreoffice import Office


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return Office(tmp_path_factory.mktemp("office"))
