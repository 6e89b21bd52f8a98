"""The proof of unique decodability: our tables, tables by hand, random ones by brute force."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brailledesk.cells import dots_from_cells
from brailledesk.errors import TableTooComplex
from brailledesk.tables import Table, list_tables, load_table, parse_table
from brailledesk.translate.back import differences, graph
from brailledesk.translate.back.decodability import (
    Ambiguity,
    Decodability,
    check_decodability,
)
from brailledesk.translate.back.sameness import Sameness
from brailledesk.translate.reference import ReferenceTranslator
from tests.translate.back.test_corpus import CAUSES

NOT_DECODABLE = frozenset({"it-6dot"})
"""The table of readers keeps the ambiguities of the code."""

Check = Callable[[str], Decodability]


@pytest.fixture
def check(tmp_path: Path) -> Check:
    """The proof of a table that is written here."""

    def checked(source: str) -> Decodability:
        return _checked(tmp_path / "made-up.utb", source)

    return checked


def _checked(path: Path, source: str) -> Decodability:
    table = _table(path, source)
    found = check_decodability(table)
    for ambiguity in found.ambiguities:
        _check_ambiguity(table, ambiguity)
    return found


def _table(path: Path, source: str) -> Table:
    path.write_text(source, encoding="utf-8")
    return parse_table(path)


def _check_ambiguity(table: Table, ambiguity: Ambiguity) -> None:
    """Both texts have the cells, and are not one by what the table declares."""
    translate = ReferenceTranslator(table).translate
    assert translate(ambiguity.first).cells == ambiguity.cells
    assert translate(ambiguity.second).cells == ambiguity.cells
    assert ambiguity.first != ambiguity.second
    assert ambiguity.pieces[0] != ambiguity.pieces[1]


def _texts(found: Decodability) -> set[str]:
    """The texts of the shortest ambiguity."""
    return {found.ambiguities[0].first, found.ambiguities[0].second}


LETTERS = """
space \\s 0
lowercase a 1
lowercase b 12
lowercase c 14
"""


# -- our tables ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [entry.name for entry in list_tables()])
def test_our_tables_are_decodable(name: str) -> None:
    table = load_table(name)
    found = check_decodability(table)
    for ambiguity in found.ambiguities:
        _check_ambiguity(table, ambiguity)
    shown = [(one.first, one.second, dots_from_cells(one.cells)) for one in found.ambiguities]
    assert found.is_decodable == (name not in NOT_DECODABLE), shown


def test_the_ambiguities_of_the_code_are_found_and_no_others() -> None:
    found = check_decodability(load_table("it-6dot"))
    fold = Sameness(load_table("it-6dot")).fold
    causes = set()
    for one in found.ambiguities:
        first, second = fold(one.first), fold(one.second)
        names = [cause.name for cause in CAUSES if cause.merge(first) == cause.merge(second)]
        assert names, one
        causes.update(names)
    assert causes == {cause.name for cause in CAUSES}


@pytest.mark.parametrize("name", [entry.name for entry in list_tables()])
def test_what_is_declared_the_same_has_the_cells_somewhere(name: str) -> None:
    """An exception that no text needs would hide nothing, but promise what is not so."""
    table = load_table(name)
    translate = ReferenceTranslator(table).translate
    for one in table.same.values():
        # A word of capitals brings its own private characters.
        places = [("", ""), ("a", "a"), ("a", ""), ("A", "A"), (" ", " ")]
        assert one.character in table.private or any(
            translate(before + one.character + after).cells
            == translate(before + one.text + after).cells
            for before, after in places
        ), one
        assert one.reason


# -- tables by hand ------------------------------------------------------------------------------


def test_letters_with_cells_of_their_own_are_decodable(check: Check) -> None:
    found = check(LETTERS)
    assert found.is_decodable
    assert found.pairs > 0


def test_two_characters_with_one_cell_are_not(check: Check) -> None:
    found = check(LETTERS + "sign % 14\n")
    assert _texts(found) == {"c", "%"}
    assert found.ambiguities[0].cells == b"\x09"
    assert len(found.ambiguities) == 1


def test_a_word_may_have_the_cell_of_a_letter_if_the_letter_alone_is_marked(check: Check) -> None:
    assert _texts(check(LETTERS + "word abc 12\n")) == {"abc", "b"}
    assert check(LETTERS + "word abc 12\nword b 6-12\n").is_decodable


def test_a_group_may_not_have_the_cells_of_two_letters(check: Check) -> None:
    assert _texts(check(LETTERS + "always cc 1-12\n")) == {"cc", "ab"}


def test_a_group_may_have_the_cells_of_letters_that_it_contracts_itself(check: Check) -> None:
    assert check(LETTERS + "always ab 1-12\n").is_decodable


def test_cells_that_are_divided_otherwise_are_found(check: Check) -> None:
    # a-bc and ab-c: neither way's signs end where the other's do, until the end.
    source = "lowercase a 1\nlowercase b 1-2\nlowercase c 2-1\nlowercase d 3-3\n"
    assert _texts(check(source)) == {"ac", "ba"}


def test_what_only_the_next_character_tells_is_respected(check: Check) -> None:
    # A b before c has the cell of a, which never stands there.
    rule = 'noback context ["b"]"c" @1\n'
    assert _texts(check(LETTERS + rule)) == {"ac", "bc"}
    assert check(LETTERS + rule + 'noback context ["a"]"c" @6-1\n').is_decodable


def test_what_only_the_end_of_the_text_tells_is_respected(check: Check) -> None:
    # As "word" does: a b at the end has the cell of a.
    rule = "endword b 1\n"
    found = check(LETTERS + rule)
    assert _texts(found) == {"ab", "aa"}
    assert found.ambiguities[0].pieces in {("a", "b"), ("b", "a")}
    assert check(LETTERS + rule + "endword a 6-1\n").is_decodable


def test_numbers_are_letters_behind_a_sign(check: Check) -> None:
    numbers = "digit 1 1\ndigit 2 12\nnumsign 3456\n"
    assert _texts(check(LETTERS + numbers)) == {"11", "1a"}
    marked = 'noback context _$d[]"a" @56\nnoback context _$d[]"b" @56\n'
    assert check(LETTERS + numbers + marked).is_decodable
    comma = "punctuation , 2\nmidnum , 2\n"
    assert _texts(check(LETTERS + numbers + marked + comma)) == {"1,1", "1,a"}


def test_a_deletion_loses_what_it_deletes(check: Check) -> None:
    found = check(LETTERS + 'noback correct ["c"] ""\n')
    assert _texts(found) == {"", "c"}
    assert found.ambiguities[0].cells == b""


def test_deletions_without_end_come_to_an_end(check: Check) -> None:
    # Any number of c, but only before b, whose sign tells that there was one and not how many.
    source = LETTERS + 'noback correct ["c"."b"] "b"\n'.replace('"c".', "%many.")
    found = check("attribute many c\n" + source)
    assert _texts(found) == {"b", "cb"}


def test_text_ahead_without_end_on_ways_that_end_nowhere_is_no_ambiguity(check: Check) -> None:
    # Two ways read letters without writing: one is the focus of a rule, the other never ends.
    rules = 'noback context [$l.]"%" @1\nnoback context ["a"]$l."+" @1\n'
    found = check("lowercase a 12\nsign % 2\nsign + 3\n" + rules)
    assert _texts(found) == {"a%", "aa%"}


def test_swaps_and_marks_are_seen_through(check: Check) -> None:
    capitals = """
uppercase A 1
uppercase B 12
letter \\xE000 46-1
letter \\xE001 46-12
sign \\xE002 45
attribute capital AB
swapcc single AB \\xE000\\xE001
swapcc small AB ab
"""
    run = "noback correct _%capital[%capital] %small\n"
    one = "noback correct [%capital] %single\n"
    # The private characters themselves are in no text, so that 46-1 is A alone.
    assert _texts(check(LETTERS + capitals + run + one)) == {"Aa", "AA"}
    begin = 'noback correct [%capital]%capital "\\xE002"%single\n'
    assert _texts(check(LETTERS + capitals + run + begin + one)) == {"AAa", "AAA"}
    end = "noback correct _%capital[%capital]$u %single\n"
    assert check(LETTERS + capitals + end + run + begin + one).is_decodable


def test_the_shortest_texts_stand_first(check: Check) -> None:
    # c, a and + share cells behind one, two and three b.
    source = LETTERS + "sign % 3\nsign + 4\n"
    rules = (
        'noback context _3"bbb"["+"] @1-1\n'
        'noback context _2"bb"["%"] @1\n'
        'noback context _"b"["c"] @12\n'
    )
    found = check(source + rules)
    lengths = [len(one.first) + len(one.second) for one in found.ambiguities]
    assert lengths == sorted(lengths)
    assert [{one.first, one.second} for one in found.ambiguities][:2] == [
        {"bb", "bc"},
        {"bba", "bb%"},
    ]
    assert {"bbbaa", "bbb+"} in [{one.first, one.second} for one in found.ambiguities]


# -- declared exceptions -------------------------------------------------------------------------


def test_what_is_declared_the_same_is_no_ambiguity(check: Check) -> None:
    source = LETTERS + "lowercase á 1\nlowercase æ 1-12\n"
    assert not check(source).is_decodable
    found = check(source + "#+same: á a  as in print\n#+same: æ ab  two letters\n")
    assert found.is_decodable
    assert [one.reason for one in found.same] == ["as in print", "two letters"]


def test_only_what_is_declared_is_the_same(check: Check) -> None:
    found = check(LETTERS + "lowercase á 1\nlowercase à 1\n#+same: á a  as in print\n")
    assert "à" in found.ambiguities[0].first + found.ambiguities[0].second


def test_characters_that_are_their_own_cells_are_left_out(check: Check) -> None:
    source = LETTERS + "sign \\x2801 1\nsign \\x2803 12\n"
    assert not check(source).is_decodable
    assert not check(source + "#+raw: \\x2801 one of them\n").is_decodable
    found = check(source + "#+raw: \\x2801-\\x2803 all of them\n")
    assert found.is_decodable
    assert found.raw == frozenset("\u2801\u2802\u2803")


@pytest.mark.parametrize("character", ["\ue16e", "Œ", "œ"])
def test_a_capital_that_is_two_letters_is_the_same_in_capitals(character: str) -> None:
    """Œ is Oe, but OE in a word of capitals: each of the three lines for it is needed."""
    table = load_table("it-6dot-exact")
    fewer = replace(table, same={one: same for one, same in table.same.items() if one != character})
    found = check_decodability(fewer)
    assert not found.is_decodable
    assert any("Œ" in text or "œ" in text for text in _texts(found))


def test_the_fold_of_a_text_is_that_of_its_characters() -> None:
    same = Sameness(load_table("it-6dot-exact"))
    assert same.fold("«Œuvre…»\n") == '"Oeuvre..." '
    assert same.fold("pàá") == "pàá"
    assert Sameness(load_table("it-6dot")).fold("pàá") == "pàà"


# -- bounds --------------------------------------------------------------------------------------


def test_a_bound_is_an_error_and_no_proof(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graph, "MOST_STEPS", 0)
    with pytest.raises(TableTooComplex, match="more than"):
        check(LETTERS)
    monkeypatch.undo()
    monkeypatch.setattr(differences, "MOST_PAIRS", 3)
    with pytest.raises(TableTooComplex, match="Nothing is decided"):
        check(LETTERS + "always abc 1-1\nalways acb 1-1\n")


# -- random tables -------------------------------------------------------------------------------

_LENGTH = 4
"""Texts up to this length are tried, all of them."""
_DEFINITIONS = {"a": "lowercase", "b": "lowercase", "1": "digit", ".": "punctuation"}
_CELLS = st.sampled_from(["1", "2", "3", "1-2", "2-1", "1-1", "2-3", "12", "1-2-3"])
_OPCODES = ("always", "word", "begword", "midword", "endword", "midendword", "begmidword")


@st.composite
def _sources(draw: st.DrawFn) -> str:
    """A table of three characters or four, with rules that meet."""
    characters = draw(st.lists(st.sampled_from("ab1."), min_size=2, max_size=4, unique=True))
    lines = [f"{_DEFINITIONS[one]} {one} {draw(_CELLS)}" for one in characters]
    text = st.text(st.sampled_from(characters), min_size=1, max_size=2)
    literal = text.map(lambda some: f'"{some}"')
    test = st.one_of(literal, st.sampled_from(["$l", "$d", "$p", "$l.", "$ld.", "$l1-2", "$a"]))
    behind = st.one_of(st.sampled_from(["", "", "`", "_$l", "_$d"]), literal.map(_behind))
    ahead = st.one_of(st.just(""), st.just(""), test)
    rules = st.one_of(
        st.builds("{} {} {}".format, st.sampled_from(_OPCODES), text, _CELLS),
        st.builds("noback context {}[{}]{} @{}".format, behind, test, ahead, _CELLS),
        st.builds("noback context {}[]{} @{}".format, behind, test, _CELLS),
        st.builds("noback correct {}[{}]{} {}".format, behind, test, ahead, literal),
        st.builds('noback correct {}[{}]{} ""'.format, behind, test, ahead),
        st.builds("noback correct {}[{}]{} {}%swap".format, behind, test, ahead, literal),
        st.builds("midnum {} {}".format, st.sampled_from(characters), _CELLS),
        st.builds("numsign {}".format, _CELLS),
    )
    private = f"letter \\xE000 {draw(_CELLS)}\nswapcc swap {characters[0]} \\xE000"
    same = f"#+same: {characters[0]} {characters[1]} one sign" if draw(st.booleans()) else ""
    return "\n".join([*lines, private, same, *draw(st.lists(rules, max_size=4)), ""])


def _behind(literal: str) -> str:
    return f"_{len(literal) - 2}{literal}"


def _shortest(table: Table) -> int | None:
    """The length of two different texts with the same cells, by trying all texts."""
    translate, fold = ReferenceTranslator(table).translate, Sameness(table).fold
    lengths: dict[bytes, dict[str, int]] = defaultdict(dict)
    for text in _all_texts([one for one in table.definitions if table.has(one)]):
        lengths[translate(text).cells].setdefault(fold(text), len(text))  # the shortest come first
    sums = [sum(sorted(some.values())[:2]) for some in lengths.values() if len(some) > 1]
    return min(sums, default=None)


def _all_texts(characters: list[str]) -> Iterator[str]:
    for length in range(_LENGTH + 1):
        yield from map("".join, product(characters, repeat=length))


def test_random_tables_are_judged_as_by_brute_force(tmp_path: Path) -> None:
    @settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
    @given(_sources())
    def judge(source: str) -> None:
        table = _table(tmp_path / "random.utb", source)
        found, least = check_decodability(table), _shortest(table)
        if found.is_decodable:
            assert least is None
            return
        first, second = found.ambiguities[0].first, found.ambiguities[0].second
        _check_ambiguity(table, found.ambiguities[0])
        if max(len(first), len(second)) <= _LENGTH:
            assert least == len(first) + len(second)
        else:
            assert least is None or least >= len(first) + len(second)

    judge()
