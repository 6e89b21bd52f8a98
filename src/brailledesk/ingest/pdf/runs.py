"""Runs of a paragraph from its lines: blanks, divided words, emphasis, raised signs, note marks."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import NamedTuple

from brailledesk.ingest.pdf.lines import Line
from brailledesk.ingest.pdf.page import BOLD, ITALIC, Piece, Reading
from brailledesk.ingest.pdf.words import HYPHENS, WordJoiner, goes_on_without_blank
from brailledesk.ingest.runs import SURE, OpenRuns, lowered, raised
from brailledesk.text import Origin, Run, Typeform

SMALLER = 0.85
SHIFTED = 0.12
"""Of the size: a smaller sign this far off the baseline is raised or lowered."""


class Placed(NamedTuple):
    """A line with its origin.

    ``notes`` are the notes of its page: what print calls them, and their labels in the document.
    ``is_break_before`` says that the break between the line before and this one was meant.
    """

    line: Line
    origin: Origin
    notes: Mapping[str, str] = MappingProxyType({})
    is_break_before: bool = False


def is_raised(piece: Piece, line: Line) -> bool:
    return piece.size < SMALLER * line.size and line.base - piece.base > SHIFTED * line.size


def is_lowered(piece: Piece, line: Line) -> bool:
    return piece.size < SMALLER * line.size and piece.base - line.base > SHIFTED * line.size


def runs_of(
    lines: Sequence[Placed], joiner: WordJoiner, *, skip: int = 0, has_emphasis: bool = True
) -> tuple[Run, ...]:
    """The runs of a paragraph; the first ``skip`` characters, a marker, are left out."""
    writer = _Writer(joiner, has_emphasis=has_emphasis)
    for number, placed in enumerate(lines):
        pieces = _without(list(placed.line.pieces), 0 if number else skip)
        if pieces:
            writer.add_line(placed, pieces)
    return writer.close()


class _Writer:
    """Writes lines one behind the other; a hyphen at the end of one waits for the next."""

    def __init__(self, joiner: WordJoiner, *, has_emphasis: bool) -> None:
        self.opened = OpenRuns()
        self._joiner = joiner
        self._has_emphasis = has_emphasis
        self._hyphen: tuple[str, Typeform, Origin, Reading | None] | None = None
        self._before = ""
        self._origin: Origin | None = None

    def add_line(self, placed: Placed, pieces: Sequence[Piece]) -> None:
        self._join(placed, pieces[0])
        for place, piece in enumerate(pieces):
            if place and not piece.is_glued:
                self._add_blank(piece, placed.origin)
            self._add(piece, placed, is_first=place == 0, is_last=place == len(pieces) - 1)
        self._before = pieces[-1].text

    def _join(self, placed: Placed, first: Piece) -> None:
        """What goes between the line before and this one: nothing, a hyphen, a break, a blank."""
        before = self._before
        if not before:
            self._origin = placed.origin
            return
        is_whole = placed.is_break_before or not self._joiner.is_division(before, first.text)
        if self._hyphen is not None and is_whole:
            self._put(*self._hyphen)
        self._hyphen = None
        if placed.is_break_before:
            self.opened.add_break(Typeform.PLAIN, None, placed.origin)
        elif is_whole and not goes_on_without_blank(before, first.text):
            self._add_blank(first, placed.origin)
        if placed.origin != self._origin:
            self.opened.part()
            self._origin = placed.origin

    def _add_blank(self, piece: Piece, origin: Origin) -> None:
        """A blank, with the emphasis that both its neighbours have."""
        typeform = self._typeform(piece)
        common = typeform if self.opened.last_typeform() == typeform else Typeform.PLAIN
        language = piece.reading.language if piece.reading is not None else None
        self.opened.add(" ", common, language, origin)

    def _add(self, piece: Piece, placed: Placed, *, is_first: bool, is_last: bool) -> None:
        text, typeform = piece.text, self._typeform(piece)
        if text in placed.notes and is_raised(piece, placed.line):
            label = placed.notes[text]
            self.opened.add(f"({label})", Typeform.PLAIN, None, placed.origin, note=label)
            return
        if piece.is_glued and not is_first:
            if is_raised(piece, placed.line):
                text = raised(text, self.opened.last_character())
            elif is_lowered(piece, placed.line):
                text = lowered(text, self.opened.last_character())
        if is_last and len(text) > 1 and text[-1] in HYPHENS and text[-2].isalpha():
            self._hyphen = (text[-1], typeform, placed.origin, piece.reading)
            text = text[:-1]
        self._put(text, typeform, placed.origin, piece.reading)

    def _put(self, text: str, typeform: Typeform, origin: Origin, reading: Reading | None) -> None:
        if reading is None:
            self.opened.add(text, typeform, None, origin)
            return
        is_sure = reading.confidence >= SURE
        place = f"{origin.place}, line {reading.line}"
        self.opened.add(
            text,
            typeform,
            reading.language,
            origin if is_sure else replace(origin, place=place),
            # Never up: a doubtful word must not reach the threshold by rounding.
            confidence=math.floor(1000 * reading.confidence) / 1000,
            others=() if is_sure else reading.others,
        )

    def close(self) -> tuple[Run, ...]:
        """The runs; a hyphen that waited for another line stays."""
        if self._hyphen is not None:
            self._put(*self._hyphen)
        return self.opened.take()

    def _typeform(self, piece: Piece) -> Typeform:
        if not self._has_emphasis:
            return Typeform.PLAIN
        bold = Typeform.BOLD if piece.style & BOLD else Typeform.PLAIN
        return bold | Typeform.ITALIC if piece.style & ITALIC else bold


def _without(pieces: list[Piece], skip: int) -> list[Piece]:
    """The pieces of a line without its first characters, and the blank behind them."""
    while pieces and skip > 0:
        first = pieces.pop(0)
        if len(first.text) > skip:
            pieces.insert(0, first._replace(text=first.text[skip:]))
            return pieces
        skip -= len(first.text) + (not pieces or not pieces[0].is_glued)
    return pieces
