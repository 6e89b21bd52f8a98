"""The pages, made once for each process of tests."""

from __future__ import annotations

import pytest

from tests.screens import pages
from tests.screens.pages import RealPage


@pytest.fixture(scope="session")
def real_pages(tmp_path_factory: pytest.TempPathFactory) -> list[RealPage]:
    return [
        *pages.django(tmp_path_factory.mktemp("django")),
        *pages.flask(tmp_path_factory.mktemp("flask")),
        *pages.admin_lte(),
    ]
