"""Several documents in one volume."""

from __future__ import annotations

from brailledesk.document import (
    Document,
    Heading,
    ListBlock,
    Note,
    Paragraph,
    Remark,
    Table,
    TableCell,
    TableRow,
    block_runs,
)
from brailledesk.sheets.volume import join
from brailledesk.text import Origin, Run


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


def test_what_is_to_be_told_of_each_is_told_of_all() -> None:
    first, second = (
        Document(
            (paragraph(name),),
            author=author,
            has_ocr=has_ocr,
            remarks=(Remark("a hidden sheet was left out.", Origin(name)),),
        )
        for name, author, has_ocr in (("a", "Ada", False), ("b", "Ugo", True))
    )
    volume = join([first, second])
    assert [remark.origin.source for remark in volume.remarks] == ["a", "b"]
    assert (volume.has_ocr, volume.author) == (True, "")
    assert join([first, first]).author == "Ada"


def test_one_document_stays_as_it_is() -> None:
    document = Document((paragraph("a"),), "A", "it", (Note("1", ()),))
    assert join([document]) is document
