"""Native and reference on random tables: few characters, many rules, so that rules meet."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brailledesk.tables.parse import parse_table
from brailledesk.translate.native import NativeTranslator, is_available
from brailledesk.translate.reference import ReferenceTranslator
from tests.translate.test_native import check_equal, with_forms

pytestmark = pytest.mark.skipif(
    not is_available(), reason="the native engine was not built (cargo, https://rustup.rs)"
)

_LETTERS = "abcde"
_DEFINITIONS = """\
space \\s 0
space \\x000A 0
letter \\xE000 6-1
digit 1 2
digit 2 23
punctuation , 2
punctuation . 3
sign ' 6
uppercase A 46-1
uppercase B 46-12
lowercase a 1
lowercase b 12
lowercase c 14
letter d 145
letter e 15-6
attribute some abA1
attribute blankish \\s,.
swapcc swap abAB12 bacd21
swapcc hide ab \\xE000\\xE000
emphclass italic
emphclass bold
begemph italic 456
endemph italic 6-3
begemph bold 45
endemph bold 6-2
"""

_CELLS = st.sampled_from(["1", "2", "123", "3456", "1-2", "1-2-3", "6-36-1", "0"])
_CHARACTER = st.sampled_from([*_LETTERS, "A", "B", "1", "2", ",", ".", "'", "\\s"])
_STRING = st.lists(_CHARACTER, min_size=1, max_size=4).map("".join)
_CLASS = st.sampled_from(
    ["$a", "$d", "$l", "$p", "$S", "$s", "$U", "$u", "$ld", "$ps", "%some", "%blankish"]
)
_RANGE = st.sampled_from(["", "", "2", "1-3", ".", ".", "2-20"])
_ONE = st.one_of(_STRING.map(lambda text: f'"{text}"'), _CLASS)
_TEST = st.one_of(
    _STRING.map(lambda text: f'"{text}"'), st.builds("".join, st.tuples(_CLASS, _RANGE))
)


def _length(test: str) -> int:
    if test.startswith('"'):
        return len(test.strip('"').replace("\\s", "s"))
    digits = test[-1]
    return int(digits) if digits.isdigit() else 1


def _behind(tests: list[str]) -> str:
    return f"_{sum(map(_length, tests))}{''.join(tests)}" if tests else ""


_BEHIND = st.one_of(
    st.just(""),
    st.just("`"),
    st.lists(_ONE | _CLASS.map(lambda one: f"{one}2"), min_size=1, max_size=2).map(_behind),
)


@st.composite
def _pattern(draw: st.DrawFn, least_focus: int) -> str:
    focus = draw(st.lists(_TEST, min_size=least_focus, max_size=2))
    ahead = draw(st.lists(_TEST, min_size=0 if focus else 1, max_size=2))
    return f"{draw(_BEHIND)}[{''.join(focus)}]{''.join(ahead)}"


_CONTEXT = st.builds("context {} @{}".format, _pattern(0), _CELLS)
_ACTION = st.one_of(
    _STRING.map(lambda text: f'"{text}"'),
    st.just('""'),
    st.just("%swap"),
    st.just("%hide"),
    _STRING.map(lambda text: f'"{text}"%swap'),
)
_CORRECT = st.builds("correct {} {}".format, _pattern(1), _ACTION)
_OPCODE = st.sampled_from(
    ["always", "word", "begword", "midword", "endword", "begmidword", "midendword"]
)
_PREFIX = st.sampled_from(["", "", "", "after some ", "before space ", "after space "])
_WRITTEN = st.builds("{}{} {} {}".format, _PREFIX, _OPCODE, _STRING, _CELLS)
_MIDNUM = st.builds("midnum {} {}".format, st.sampled_from([",", ".", "a", "\\s"]), _CELLS)
_NUMSIGN = st.just("numsign 3456")


@st.composite
def _table_texts(draw: st.DrawFn) -> str:
    """The text of a table that the parser takes."""
    rules = [
        *draw(st.lists(_WRITTEN, max_size=8)),
        *draw(st.lists(_CONTEXT, max_size=6)),
        *draw(st.lists(_CORRECT, max_size=4)),
        *draw(st.lists(_MIDNUM, max_size=2)),
        *draw(st.lists(_NUMSIGN, max_size=1)),
    ]
    return _DEFINITIONS + "\n".join(f"noback {rule}" for rule in rules) + "\n"


_EDITS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 4), _STRING), max_size=4)


def _check_edits(native: NativeTranslator, text: str, edits: list[tuple[int, int, str]]) -> None:
    """What changed by itself gives what the whole gives, which was compared with the reference."""
    now = native.translate(text)
    for start, length, string in edits:
        new = string.replace("\\s", " ")
        text = text[:start] + new + text[start + length :]
        now = native.translate_change(now, start, start + length, new)
        assert now == native.translate(text)


def test_random_tables(tmp_path: Path) -> None:
    """Tables and texts that nobody would write."""

    @settings(max_examples=600, deadline=None)
    @given(st.data())
    def check(data: st.DataObject) -> None:
        path = tmp_path / "random.utb"
        path.write_text(data.draw(_table_texts()), encoding="utf-8")
        table = parse_table(path)
        engines = NativeTranslator(table), ReferenceTranslator(table)
        alphabet = sorted(filter(table.has, table.definitions))
        texts = st.text(st.sampled_from([*alphabet, " ", " "]), max_size=40)
        for _ in range(5):
            check_equal(engines, data.draw(texts))
        _check_edits(engines[0], data.draw(texts), data.draw(_EDITS))
        check_equal(engines, *data.draw(with_forms(texts)))

    check()
