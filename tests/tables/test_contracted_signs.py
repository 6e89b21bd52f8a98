"""The signs of it-g2 as a reader of the list sees them: each once, with its reason and cells."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path

import pytest
from design.contraction.listing import pages

from brailledesk import translate
from brailledesk.cells import cells_from_dots
from brailledesk.tables import load_table
from brailledesk.tables.rules import StringRule
from tests.judges import require

WORDS = Path("/usr/share/dict/italian")
MOST_SIGNS = 180
LOWERED = frozenset(cells_from_dots("2-23-25-256-26-235-2356-236-356-35"))
FREE = frozenset(
    cells_from_dots("16-126-146-1456-156-1246-12456-246-1256-345-12346-245-13-2456-1346-13456")
)
"""Foreign accents and foreign letters (8.3 of the facts, A and B)."""
LETTERS = frozenset(cells_from_dots("12-14-145-124-1245-125-123-134-1345-1234-12345-1235-234-2345"))
REST = frozenset(cells_from_dots("1236-1356-136"))
ACCENTS = frozenset(cells_from_dots("12356-2346-123456-34-346-23456"))
VOWELS = frozenset(cells_from_dots("1-15-24-135"))
PREFIXES = frozenset(cells_from_dots("4-5-45"))
NUMBER_SIGN = 0x3C


@pytest.fixture(scope="module")
def signs() -> tuple[StringRule, ...]:
    return tuple(rule for rule in load_table("it-g2").strings if rule.level)


def test_there_are_at_most_180_signs_each_with_a_level_and_a_reason(
    signs: tuple[StringRule, ...],
) -> None:
    assert 100 < len(signs) <= MOST_SIGNS
    assert {sign.level for sign in signs} == {1, 2, 3}
    assert all(sign.reason.partition(";")[0] and "saves" in sign.reason for sign in signs)


def test_no_text_has_two_signs_and_no_sign_two_texts_in_one_place(
    signs: tuple[StringRule, ...],
) -> None:
    texts = Counter(sign.text for sign in signs)
    assert [text for text, count in texts.items() if count > 1] == []
    by_cells: dict[bytes, list[StringRule]] = defaultdict(list)
    for sign in signs:
        by_cells[sign.cells].append(sign)
    for some in by_cells.values():
        places = [_places(sign) for sign in some]
        assert sum(map(len, places)) == len(frozenset().union(*places)), some


def _places(sign: StringRule) -> frozenset[str]:
    """Where in a word a sign is read: alone, at the beginning, inside, at the end."""
    opcode = sign.origin.opcode
    if opcode == "always":
        text = sign.text
        # Alone the cell of a group is another word, where a rule spells the group as a word.
        is_spelled = any(
            rule.text == text and rule.origin.opcode == "word" for rule in _exceptions()
        )
        inside = {"beginning", "inside"} if sign.after else {"beginning", "inside", "end"}
        return frozenset(inside if is_spelled or sign.after else inside | {"alone"})
    return frozenset(
        {
            "word": {"alone"},
            "begword": {"beginning"},
            "midword": {"inside"},
            "endword": {"end"},
            "midendword": {"inside", "end"},
        }[opcode]
    )


def _exceptions() -> list[StringRule]:
    return [rule for rule in load_table("it-g2").strings if not rule.level]


def test_cells_are_free_where_the_sign_stands(signs: tuple[StringRule, ...]) -> None:
    for sign in signs:
        first, *rest = sign.cells
        opcode = sign.origin.opcode
        if len(sign.cells) == 2:
            assert first in PREFIXES, sign
            assert rest[0] in LETTERS | REST | VOWELS, sign
        elif first in LOWERED:
            assert sign.origin.source.startswith(("after plain midword", "after space begword"))
        elif first == NUMBER_SIGN:
            assert sign.origin.source.startswith(("after plain midword", "before space word"))
        elif first in ACCENTS:
            assert opcode == "word" or sign.after is not None, sign
        elif first in LETTERS | REST:
            # q is qu; else a letter is a sign only alone or at an end where Italian has it not.
            assert opcode in {"word", "endword"} or sign.text == "qu", sign
        else:
            assert first in FREE, sign


def test_letters_that_are_signs_keep_their_own_reading(signs: tuple[StringRule, ...]) -> None:
    for opcode in ("word", "endword"):
        taken = {
            sign.cells
            for sign in signs
            if sign.origin.opcode == opcode and sign.cells[0] in LETTERS | REST | ACCENTS
        }
        kept = {
            rule.cells[1:]
            for rule in _exceptions()
            if rule.origin.opcode == opcode and rule.cells[:1] == cells_from_dots("56")
        }
        assert taken <= kept


def test_no_two_lowered_cells_meet_in_any_word_of_italian() -> None:
    require(is_there=WORDS.is_file(), what="the list of words", package="witalian")
    words = WORDS.read_text(encoding="utf-8").split()
    met = []
    for start in range(0, len(words), 500):
        line = words[start : start + 500]
        for word, cells in zip(line, _cells(line), strict=True):
            if any(one in LOWERED and other in LOWERED for one, other in pairwise(cells)):
                met.append(word)
    assert met == []


def _cells(words: list[str]) -> list[bytes]:
    return translate(" ".join(words), "it-g2").cells.split(b"\0")


def test_every_table_says_that_the_system_is_unofficial_and_which_version_it_is() -> None:
    for name in ("it-g2", "it-g2-1", "it-g2-2", "it-g2-3"):
        metadata = load_table(name).metadata
        assert "unofficial" in metadata["display-name"]
        assert metadata["unofficial"] == "yes"
        assert f"{name} {metadata['version']}" in metadata["notice"]
        assert "non ufficiale" in metadata["notice"]


def test_each_level_has_the_signs_of_the_one_before() -> None:
    levels = [
        {(rule.text, rule.cells) for rule in load_table(name).strings if rule.level}
        for name in ("it-g2-1", "it-g2-2", "it-g2-3")
    ]
    assert levels[0] < levels[1] < levels[2]
    whole = {(rule.text, rule.cells) for rule in load_table("it-g2").strings if rule.level}
    assert levels[2] == whole


@pytest.mark.parametrize(
    ("path", "page"), pages().items(), ids=lambda one: getattr(one, "name", "")
)
def test_the_lists_in_the_docs_are_those_of_the_table(path: Path, page: str) -> None:
    assert path.read_text(encoding="utf-8") == page, "run: python -m design.contraction.listing"
