"""Native and reference on random tables: few characters, many rules, so that rules meet."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brailledesk.tables.parse import parse_table
from brailledesk.translate.base import Translation
from brailledesk.translate.native import NativeTranslator, is_available
from brailledesk.translate.reference import ReferenceTranslator
from tests.translate.random_tables import DEFINITIONS, STRANGERS, STRINGS, table_texts
from tests.translate.test_native import check_equal, with_forms

pytestmark = pytest.mark.skipif(
    not is_available(), reason="the native engine was not built (cargo, https://rustup.rs)"
)


def test_a_character_that_only_a_swap_brings_is_the_same_error(tmp_path: Path) -> None:
    path = tmp_path / "lost.utb"
    path.write_text(DEFINITIONS + 'noback correct ["c"] %lose\n', encoding="utf-8")
    table = parse_table(path)
    engines = NativeTranslator(table), ReferenceTranslator(table)
    check_equal(engines, "abc")
    for engine in engines:
        with pytest.raises(KeyError, match="☃"):
            engine.translate("a c")
        assert engine.translate("ab").cells == engine.translate("a").cells + b"\x03"


_EDITS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 4), STRINGS), max_size=4)


def _outcome(run: Callable[[], Translation]) -> Translation | tuple[object, ...]:
    try:
        return run()
    except KeyError as error:
        return error.args


_BEFORE = ["", "d e " * 80]
"""What stands before an edit: of a short text no change is kept, the whole is as quick."""


def _check_edits(
    native: NativeTranslator, before: str, text: str, edits: list[tuple[int, int, str]]
) -> None:
    """What changed by itself gives what the whole gives, which was compared with the reference.

    Where the whole has no translation the edit ends in the same error.
    """
    text = before + text
    now = _outcome(lambda: native.translate(text))
    for place, length, string in edits:
        if isinstance(now, tuple):
            return
        start, new = len(before) + place, string.replace("\\s", " ")
        text = text[:start] + new + text[start + length :]
        change = partial(native.translate_change, now, start, start + length, new)
        now = _outcome(change)
        assert now == _outcome(partial(native.translate, text))


def test_random_tables(tmp_path: Path) -> None:
    """Tables and texts that nobody would write.

    The swap "lose" writes a character that no rule covers: both engines name the same one.
    """

    @settings(max_examples=600, deadline=None)
    @given(st.data())
    def check(data: st.DataObject) -> None:
        path = tmp_path / "random.utb"
        path.write_text(data.draw(table_texts(has_faults=True)), encoding="utf-8")
        table = parse_table(path)
        engines = NativeTranslator(table), ReferenceTranslator(table)
        alphabet = sorted(filter(table.has, table.definitions))
        texts = st.text(st.sampled_from([*alphabet, " ", " "]), max_size=40)
        for _ in range(5):
            check_equal(engines, data.draw(texts))
        _check_edits(
            engines[0], data.draw(st.sampled_from(_BEFORE)), data.draw(texts), data.draw(_EDITS)
        )
        check_equal(engines, *data.draw(with_forms(texts)))
        others = st.text(st.sampled_from([*alphabet, *STRANGERS]), max_size=20)
        check_equal(engines, data.draw(others))
        check_equal(engines, *data.draw(with_forms(others)))

    check()
