"""The fixture that makes one test of what a translation is a test of every engine."""

from __future__ import annotations

import pytest

from brailledesk.translate.load import ENGINE_VARIABLE
from tests.engines import ENGINES


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The engine that serves where a test names none, in this process and in those it starts.

    A module asks for it with ``pytestmark = pytest.mark.usefixtures("engine")``.
    """
    name: str = request.param
    monkeypatch.setenv(ENGINE_VARIABLE, name)
    return name
