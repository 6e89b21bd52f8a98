"""Runs as pieces that are set in one way, for paper and for browsers alike."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from brailledesk.document import Document, Heading
from brailledesk.largeprint.signs import visible
from brailledesk.layout.protected import protected_spans
from brailledesk.text import EMPHASIS, Run, plain_text

_DEEPEST = 6
"""Levels of headings that PDF and HTML know."""

_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:-[A-Za-z]{4})?(?:-([A-Za-z]{2}))?(?:-.*)?")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text. Emphasis of any kind is strong: italics and underlines are hard to read.

    ``language`` is a tag, or None for the document's; ``note`` is the number of the note that it
    is a mark of; ``is_whole`` says that it must not be divided between two lines.
    """

    text: str
    is_strong: bool = False
    language: str | None = None
    note: int | None = None
    is_whole: bool = False


def pieces_of(runs: Sequence[Run], notes: dict[str, int]) -> list[Piece]:
    """The pieces of some runs; ``notes`` are the numbers of notes by their labels."""
    found: list[Piece] = []
    for run in runs:
        text = visible(run.text)
        if not text:
            continue
        is_strong = bool(run.typeform & EMPHASIS)
        language = run.language if run.language and _LANGUAGE.fullmatch(run.language) else None
        if run.note is not None:
            shown = text if not text.strip().isalnum() else f"[{text.strip()}]"
            found.append(Piece(shown, is_strong, language, notes.get(run.note)))
            continue
        for part, is_whole in _parts(text):
            found.append(Piece(part, is_strong, language, None, is_whole))
    return found


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """The text at the edges of what stays whole: amounts, codes, addresses."""
    place = 0
    for start, end in protected_spans(text):
        if start > place:
            yield text[place:start], False
        yield text[start:end], True
        place = end
    if place < len(text):
        yield text[place:], False


def language_parts(tag: str) -> tuple[str, str]:
    """The language and the region of a BCP 47 tag, each empty where there is none."""
    match = _LANGUAGE.fullmatch(tag)
    return (match[1].lower(), (match[2] or "").upper()) if match else ("", "")


def note_numbers(document: Document) -> dict[str, int]:
    """A number from 1 for each note, by its label; the first note of a label has it."""
    numbers: dict[str, int] = {}
    for number, note in enumerate(document.notes, 1):
        numbers.setdefault(note.label, number)
    return numbers


def has_own_title(document: Document) -> bool:
    """Whether the title has to be shown: it is there, and the first heading does not say it."""
    title = visible(document.title).split()
    first = next((block for block in document.blocks[:3] if isinstance(block, Heading)), None)
    return bool(title) and (first is None or visible(plain_text(first.runs)).split() != title)


class Levels:
    """Levels of headings without a gap, as tagged PDF has to have them (PDF/UA-1, 7.4.2)."""

    def __init__(self) -> None:
        self._above: list[int] = []

    def of(self, level: int) -> int:
        """The level from 1 to 6 for the next heading, which the document has on ``level``."""
        while self._above and self._above[-1] >= level:
            self._above.pop()
        self._above.append(level)
        return min(len(self._above), _DEEPEST)


def words_of(pieces: Iterable[Piece]) -> str:
    """The text of some pieces in one line."""
    return " ".join("".join(piece.text for piece in pieces).split())
