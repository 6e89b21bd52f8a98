"""Text without end, line by line: what is held is a batch of lines, never the whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from brailledesk.languages import run_translator
from brailledesk.text import Run
from brailledesk.translate import Translation, load_translator
from brailledesk.translate.base import cells_of_many
from brailledesk.translate.contraction import ALL_SIGNS, Contraction

BATCH = 64
"""Lines that go to the engine in one call."""

_T = TypeVar("_T")

_BATCH_CHARACTERS = 1 << 16
"""A batch ends behind the line with which it has so many characters."""


def translate_lines(
    lines: Iterable[str],
    table: str = "it-6dot",
    *,
    engine: str | None = None,
    contraction: Contraction = ALL_SIGNS,
    batch: int = BATCH,
) -> Iterator[Translation]:
    """Translate lines as they come: for each, in order, what ``translate`` gives for it.

    ``lines`` may be endless: at most ``batch`` of them are taken before the first result comes out,
    and forgotten behind it. A ``batch`` of 1 suits lines that somebody is typing. A line feed at
    the end of a line is text like any other: it gives a blank cell.
    Raises at once what ``translate`` raises for a table, an engine or a contraction, and ValueError
    for a ``batch`` below 1; never for what a line holds.
    """
    _check(batch)
    if contraction.uncontracted:
        return _one_by_one(lines, table, engine, contraction)
    translator = load_translator(table, engine, contraction)
    return _in_batches(translator.translate_many, lines, batch)


def cells_of_lines(
    lines: Iterable[str],
    table: str = "it-6dot",
    *,
    engine: str | None = None,
    contraction: Contraction = ALL_SIGNS,
    batch: int = BATCH,
) -> Iterator[bytes]:
    """The ``cells`` of :func:`translate_lines` alone, for who prints: no position maps are made."""
    _check(batch)
    if contraction.uncontracted:
        return (one.cells for one in _one_by_one(lines, table, engine, contraction))
    translator = load_translator(table, engine, contraction)
    return _in_batches(lambda texts: cells_of_many(translator, texts), lines, batch)


def _check(batch: int) -> None:
    if batch < 1:
        raise ValueError(f"a batch has at least one line, not {batch}")


def _one_by_one(
    lines: Iterable[str], table: str, engine: str | None, contraction: Contraction
) -> Iterator[Translation]:
    translator = run_translator(table, engine=engine, contraction=contraction)
    return (translator([Run(line)]) for line in lines)


def _in_batches(
    translate: Callable[[Sequence[str]], list[_T]], lines: Iterable[str], batch: int
) -> Iterator[_T]:
    for texts in _batches(lines, batch):
        # Popped, so that a result is kept no longer than its receiver keeps it.
        results = translate(texts)[::-1]
        while results:
            yield results.pop()


def _batches(lines: Iterable[str], most: int) -> Iterator[Sequence[str]]:
    texts: list[str] = []
    size = 0
    for line in lines:
        texts.append(line)
        size += len(line)
        if len(texts) >= most or size >= _BATCH_CHARACTERS:
            yield texts
            texts, size = [], 0
    if texts:
        yield texts
