"""Random tables for the properties: few characters, many rules, so that rules meet."""

from __future__ import annotations

from itertools import combinations

from hypothesis import strategies as st

_LETTERS = "abcde"
STRANGERS = "日é½\u0300\u00a0\u200d☃\ud800"
"""Undefined, composed, opened, left out: what has to be prepared first."""
DEFINITIONS = """\
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
swapcc lose bc \\xE000\\x2603
emphclass italic
emphclass bold
begemph italic 456
endemph italic 6-3
begemph bold 45
endemph bold 6-2
"""

_OTHERS = "".join(
    f"letter {letter} {''.join(dots)}\n"
    for letter, dots in zip("fghijklmnopqrstuvwxy", combinations("123456", 3), strict=True)
)
"""Letters that no rule asks for: with them most text is one in which nothing happens."""

_CELLS = st.sampled_from(["1", "2", "123", "3456", "1-2", "1-2-3", "6-36-1", "0"])
_CHARACTER = st.sampled_from([*_LETTERS, "A", "B", "1", "2", ",", ".", "'", "\\s"])
STRINGS = st.lists(_CHARACTER, min_size=1, max_size=4).map("".join)
_CLASS = st.sampled_from(
    ["$a", "$d", "$l", "$p", "$S", "$s", "$U", "$u", "$ld", "$ps", "%some", "%blankish"]
)
_RANGE = st.sampled_from(["", "", "2", "1-3", ".", ".", "2-20"])
_ONE = st.one_of(STRINGS.map(lambda text: f'"{text}"'), _CLASS)
_TEST = st.one_of(
    STRINGS.map(lambda text: f'"{text}"'), st.builds("".join, st.tuples(_CLASS, _RANGE))
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
    STRINGS.map(lambda text: f'"{text}"'),
    st.just('""'),
    st.just("%swap"),
    st.just("%hide"),
    STRINGS.map(lambda text: f'"{text}"%swap'),
)
_CORRECT = st.builds("correct {} {}".format, _pattern(1), _ACTION)
_FAULTY = st.builds("correct {} %lose".format, _pattern(1))
_OPCODE = st.sampled_from(
    ["always", "word", "begword", "midword", "endword", "begmidword", "midendword"]
)
_PREFIX = st.sampled_from(["", "", "", "after some ", "before space ", "after space "])
_WRITTEN = st.builds("{}{} {} {}".format, _PREFIX, _OPCODE, STRINGS, _CELLS)
_MIDNUM = st.builds("midnum {} {}".format, st.sampled_from([",", ".", "a", "\\s"]), _CELLS)
_NUMSIGN = st.just("numsign 3456")


@st.composite
def table_texts(draw: st.DrawFn, *, has_faults: bool = False) -> str:
    """The text of a table that the parser takes; a fault writes what the table does not define."""
    rules = [
        *draw(st.lists(_WRITTEN, max_size=8)),
        *draw(st.lists(_CONTEXT, max_size=6)),
        *draw(st.lists(_CORRECT | _FAULTY if has_faults else _CORRECT, max_size=4)),
        *draw(st.lists(_MIDNUM, max_size=2)),
        *draw(st.lists(_NUMSIGN, max_size=1)),
    ]
    definitions = DEFINITIONS + draw(st.sampled_from(["", _OTHERS]))
    return definitions + "\n".join(f"noback {rule}" for rule in rules) + "\n"
