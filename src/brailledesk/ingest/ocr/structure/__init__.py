"""From words with places to blocks of a document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from brailledesk.document import Block, Paragraph
from brailledesk.ingest.ocr.page import Line, PageWords
from brailledesk.text import Origin, Run


def blocks_of(page: PageWords, language: str) -> tuple[Block, ...]:
    """A paragraph of every block of the engine; a run has the confidence of its words."""
    origin = Origin(page.source, f"page {page.number}", str(page.number))
    return tuple(
        Paragraph(tuple(_runs(lines, origin, language)), origin)
        for _, lines in groupby(page.lines, key=lambda line: line.block)
    )


def _runs(lines: Iterable[Line], origin: Origin, main: str) -> Iterator[Run]:
    gap = ""
    for line in lines:
        for word in line.words:
            language = word.language if word.language != main else None
            yield Run(gap + word.text, language=language, origin=origin, confidence=word.confidence)
            gap = " "
