"""Contracted Italian there and back: 100,000 sentences, a list of words, all pairs of signs.

The sentences are those that contraction is judged on; none of them was used for its design. That no
two texts share their cells is proved from the rules (test_decodability.py); here it is the search
that must find the one text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pytest

from brailledesk import DoubtReason
from brailledesk.tables import load_table
from brailledesk.translate import load_back_translator, load_translator
from tests.judgement import KINDS, texts
from tests.judges import require
from tests.liblouis import lou_translate
from tests.translate.back.folding import fold

LEVELS = ("it-g2-1", "it-g2-2", "it-g2-3")
CHUNKS = 4
LEAST_SENTENCES = 100_000
WORDS = Path("/usr/share/dict/italian")
LEAST_WORDS = 100_000
LINE = 12
"""Words that are tried at once, as a line."""


def _differences(lines: Iterable[str], table: str) -> Iterator[tuple[str, str]]:
    """Lines that come back otherwise, or with a doubt whether the table writes them at all."""
    forward, backward = load_translator(table), load_back_translator(table)
    for line in lines:
        back = backward.back_translate(forward.translate(line).cells)
        is_foreign = any(doubt.reason is DoubtReason.FOREIGN for doubt in back.doubts)
        if is_foreign or fold(back.text, table) != fold(line, table):
            yield line, back.text


def _sentences() -> list[str]:
    """Some of each kind: all of the smaller ones, every third product description."""
    found = [line for kind in KINDS for line in texts(kind)[:: 3 if kind == "sheets" else 1]]
    package = "the texts of tests/judgement.py (bash tests/fetch-judgement.sh)"
    require(
        is_there=len(found) >= LEAST_SENTENCES, what="the Italian of four kinds", package=package
    )
    return found


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_every_sentence_comes_back(chunk: int) -> None:
    assert not list(_differences(_sentences()[chunk::CHUNKS], "it-g2"))


@pytest.mark.parametrize("table", LEVELS[:2])
def test_sentences_come_back_at_every_level(table: str) -> None:
    assert not list(_differences(_sentences()[::16], table))


def _words() -> list[str]:
    require(is_there=WORDS.is_file(), what="the list of words", package="witalian")
    words = WORDS.read_text(encoding="utf-8").split()
    assert len(words) >= LEAST_WORDS
    return words


def _lines(words: Sequence[str]) -> Iterator[str]:
    for start in range(0, len(words), LINE):
        yield " ".join(words[start : start + LINE])


@pytest.mark.parametrize("chunk", range(2))
def test_liblouis_gives_the_same_cells(chunk: int) -> None:
    """Of all sentences, all words, and all pairs of signs."""
    lines = [*_sentences(), *_lines(_words()), *_lines(_pairs())][chunk::2]
    translator = load_translator("it-g2")
    judged = lou_translate(lines, "it-g2")
    different = [
        line
        for line, cells in zip(lines, judged, strict=True)
        if translator.translate(line).cells != cells
    ]
    assert not different


@pytest.mark.parametrize("chunk", range(2))
def test_every_word_comes_back(chunk: int) -> None:
    assert not list(_differences(_lines(_words()[chunk::2]), "it-g2"))


def _pairs() -> list[str]:
    """Each sign directly before each other one, alone and inside a word."""
    signs = [rule.text for rule in load_table("it-g2").strings if rule.level]
    pairs = [first + second for first in signs for second in signs]
    assert len(pairs) == len(signs) ** 2 > 10_000
    return [form for pair in pairs for form in (pair, f"n{pair}n")]


@pytest.mark.parametrize("chunk", range(2))
def test_every_pair_of_signs_comes_back(chunk: int) -> None:
    assert not list(_differences(_lines(_pairs()[chunk::2]), "it-g2"))
