"""Several documents as one volume, in their order, each with its notes behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from brailledesk.document import Block, Document, Heading, ListBlock, ListItem
from brailledesk.sheets.blocks import changed
from brailledesk.text import Run

_NOTES = {"it": "Note", "en": "Notes"}


def join(documents: Sequence[Document], title: str = "") -> Document:
    """One document of one or more. Its language is the first one's; others go to the runs."""
    if len(documents) == 1:
        return documents[0]
    first = documents[0]
    authors = {document.author for document in documents}
    return Document(
        tuple(_blocks(documents, first.language)),
        title,
        first.language,
        source=first.source,
        author=first.author if len(authors) == 1 else "",
        has_ocr=any(document.has_ocr for document in documents),
        remarks=tuple(remark for document in documents for remark in document.remarks),
    )


def _blocks(documents: Iterable[Document], language: str) -> Iterator[Block]:
    for document in documents:
        own = [*document.blocks, *_notes(document)]
        if document.language == language:
            yield from own
            continue
        tag = document.language

        def tagged(run: Run, tag: str = tag) -> Run:
            return replace(run, language=run.language or tag)

        yield from (changed(block, tagged) for block in own)


def _notes(document: Document) -> Iterator[Block]:
    """The notes as a list: labels of two documents may be the same."""
    if document.notes:
        language = document.language.partition("-")[0]
        yield Heading(2, (Run(_NOTES.get(language, _NOTES["it"])),))
        yield ListBlock(tuple(ListItem(note.blocks, note.label) for note in document.notes))
