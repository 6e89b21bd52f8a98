"""Several documents in one volume."""

from __future__ import annotations

from brailledesk.document import (
    Document,
    Heading,
    ListBlock,
    Note,
    Paragraph,
    Table,
    TableCell,
    TableRow,
    block_runs,
)
from brailledesk.sheets.volume import join
from brailledesk.text import Run


def paragraph(text: str, language: str | None = None) -> Paragraph:
    return Paragraph((Run(text, language=language),))


def test_each_document_keeps_its_notes_and_its_language() -> None:
    note = Note("1", (paragraph("nota"),))
    first = Document((paragraph("a"),), "A", "it", (note,))
    cell = TableCell((paragraph("b"), paragraph("c", "fr")))
    second = Document((Table((TableRow((cell,)),)),), "B", "en", (note,))
    volume = join([first, second], "Tutto")
    assert (volume.title, volume.language, volume.notes) == ("Tutto", "it", ())
    assert [type(block) for block in volume.blocks] == [
        Paragraph, Heading, ListBlock, Table, Heading, ListBlock,
    ]  # fmt: skip
    said = [(run.text, run.language) for block in volume.blocks for run in block_runs(block)]
    assert said == [
        ("a", None), ("Note", None), ("nota", None),
        ("b", "en"), ("c", "fr"), ("Notes", "en"), ("nota", "en"),
    ]  # fmt: skip


def test_one_document_stays_as_it_is() -> None:
    document = Document((paragraph("a"),), "A", "it", (Note("1", ()),))
    assert join([document]) is document
