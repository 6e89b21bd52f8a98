"""A missing judge is never silent."""

from __future__ import annotations

import pytest

from tests.judges import require, require_program


def test_what_is_there_is_found() -> None:
    assert require_program("sh", "dash").endswith("/sh")
    require(is_there=True, what="it", package="p")


def test_a_missing_judge_skips_and_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BRAILLEDESK_JUDGES", raising=False)
    with pytest.raises(pytest.skip.Exception, match="no-such-judge is missing: sudo apt install p"):
        require_program("no-such-judge", "p")


def test_a_missing_judge_fails_where_judges_are_required(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRAILLEDESK_JUDGES", "required")
    with pytest.raises(pytest.fail.Exception, match="sudo apt install p"):
        require_program("no-such-judge", "p")
    with pytest.raises(pytest.fail.Exception, match="the schema is missing: sudo apt install q"):
        require(is_there=False, what="the schema", package="q")
