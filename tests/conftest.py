"""Fixtures of all tests: a cache of their own, and every engine where a test asks for them."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from brailledesk.translate.cache import VARIABLE
from brailledesk.translate.load import ENGINE_VARIABLE
from tests.engines import ENGINES

# No test says how long something takes: machines are shared. (CI's own profile has none either.)
_SLOW = [HealthCheck.too_slow]
settings.register_profile("untimed", settings(), deadline=None, suppress_health_check=_SLOW)
settings.load_profile("untimed")

# A shell that starts the tests in the background has them ignore Ctrl-C, and the programs that
# tests start inherit that: those that are to be stopped by it would never end.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Tests neither read nor write what the developer's own programs keep."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, str(tmp_path_factory.mktemp("compiled")))
        yield


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The engine that serves where a test names none, in this process and in those it starts.

    A module asks for it with ``pytestmark = pytest.mark.usefixtures("engine")``.
    """
    name: str = request.param
    monkeypatch.setenv(ENGINE_VARIABLE, name)
    return name
