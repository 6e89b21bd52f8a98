"""Real PDFs from Debian's packages, judged by pdftotext and by the HTML of the same books.

What may differ from pdftotext, by kind: running heads and feet (known for these books), leader dots
(one sign here), the label of a footnote (one here, one there). The hyphen that divides a word at
the end of a line pdftotext drops as we do. All else must be there, in the order of the page.
"""

from __future__ import annotations

import difflib
import io
import re
import subprocess
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import pikepdf
import pytest

from brailledesk.document import (
    Block,
    Document,
    ListBlock,
    PageMark,
    Table,
    block_runs,
    inner_blocks,
)
from brailledesk.ingest import read_document
from brailledesk.text import Run
from tests.judges import require, require_program

MAINT_GUIDE = Path("/usr/share/doc/maint-guide-it/maint-guide.it.pdf")
REFERENCE = Path("/usr/share/debian-reference/debian-reference.it.pdf")
TASN1 = Path("/usr/share/doc/libtasn1-doc/libtasn1.pdf")

FURNITURE = {
    MAINT_GUIDE: r"Guida per il nuovo Maintainer|[ivxl]+|\d+ / \d+",
    TASN1: r"(?:Chapter|Appendix) \w+: .*|\S[^\n]* Index|\d{1,2}|[ivx]{1,4}",
}


def words_of_pages(document: Document) -> dict[int, list[str]]:
    """The words by page, as the origins say, in the order of the document."""
    pages: dict[int, list[str]] = defaultdict(list)
    notes = [block for note in document.notes for block in note.blocks]
    for block in (*document.blocks, *notes):
        for leaf in leaves(block):
            for page in pages.values():
                page.append(" ")
            for run in leaf:
                if run.origin:
                    pages[number_of(run.origin.place)].append(run.text)
    return {page: plain("".join(texts)).split() for page, texts in pages.items()}


def leaves(block: Block) -> Iterator[list[Run]]:
    """The runs of each paragraph in a block, the markers of items as print has them."""
    if isinstance(block, ListBlock):
        for item in block.items:
            origin = next((run.origin for b in item.blocks for run in block_runs(b)), None)
            yield [Run(item.marker, origin=origin)]
            for inner in item.blocks:
                yield from leaves(inner)
    elif isinstance(block, Table):
        for inner in inner_blocks(block):
            yield from leaves(inner)
    elif not isinstance(block, PageMark):
        yield list(block_runs(block))


def number_of(place: str) -> int:
    return int(place.removeprefix("page "))


def plain(text: str) -> str:
    """Compatibility forms opened, leader dots as one sign on both sides."""
    text = unicodedata.normalize("NFKC", text.replace("…", " LEADER "))
    return re.sub(r"(?:\.\s?){4,}", " LEADER ", text)


def judged(path: Path) -> list[list[str]]:
    """The words of each page by pdftotext, without the running lines of this book."""
    program = require_program("pdftotext", "poppler-utils")
    run = subprocess.run([program, str(path), "-"], capture_output=True, check=True)
    running = re.compile(rf"(?:{FURNITURE[path]})\Z")
    pages = run.stdout.decode("utf-8").split("\f")[:-1]
    found = []
    for page in pages:
        lines = [line for line in page.split("\n") if line.strip()]
        edges = {*range(3), *range(len(lines) - 2, len(lines))}
        kept = [
            line
            for n, line in enumerate(lines)
            if n not in edges or not running.match(line.strip())
        ]
        found.append(plain("\n".join(kept)).split())
    return found


@pytest.mark.parametrize(
    ("path", "package", "lost", "in_order"),
    [(MAINT_GUIDE, "maint-guide-it", 0.0002, 0.99), (TASN1, "libtasn1-doc", 0.0002, 0.985)],
    ids=["maint-guide", "libtasn1"],
)
def test_no_text_is_lost(path: Path, package: str, lost: float, in_order: float) -> None:
    require(path.is_file(), str(path), package)
    pages = judged(path)
    document = read_document(path)
    ours = words_of_pages(document)
    missing: Counter[str] = Counter()
    characters = words = ordered = 0
    for number, theirs in enumerate(pages, 1):
        mine = ours.get(number, [])
        characters += sum(map(len, theirs))
        missing += Counter("".join(theirs)) - Counter("".join(mine))
        matcher = difflib.SequenceMatcher(None, theirs, mine, autojunk=False)
        ordered += sum(block.size for block in matcher.get_matching_blocks())
        words += len(theirs)
    assert missing.total() <= lost * characters
    assert ordered >= in_order * words


# -- tables, cell by cell ------------------------------------------------------------------------


def some_pages(path: Path, first: int, last: int) -> bytes:
    """Pages of a PDF as a file of their own, counted from 1."""
    stream = io.BytesIO()
    with pikepdf.open(path) as pdf:
        del pdf.pages[last:]
        del pdf.pages[: first - 1]
        pdf.save(stream)
    return stream.getvalue()


def tables_of(document: Document) -> Iterator[list[list[str]]]:
    """The tables as rows of cells, blanks left out: the book breaks long names as it likes."""
    for block in document.blocks:
        if isinstance(block, Table):
            yield [
                [squeezed(said(cell.blocks)) for cell in row.cells if cell.column_span == 1]
                for row in block.rows
            ]


def said(blocks: Sequence[Block]) -> str:
    return " ".join(run.text for block in blocks for run in block_runs(block))


def squeezed(text: str) -> str:
    """Letters and digits alone: the two formats quote otherwise, and divide words otherwise."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text))).lower()


def test_tables_of_a_real_book_cell_by_cell() -> None:
    """Two chapters as PDF against the same two as HTML, all cells with data.

    What is not right: names too long for their column, which the PDF prints over the next one, and
    24 rows that the PDF does not have.
    """
    require(REFERENCE.is_file(), str(REFERENCE), "debian-reference-it")
    chapters = [REFERENCE.parent / f"ch0{number}.it.html" for number in (1, 2)]
    expected = [
        table
        for page in chapters
        for table in tables_of(read_document(page))
        # The HTML sets its notes and its navigation as tables of two rows.
        if len(table) > 2
    ]
    found = list(tables_of(read_document(some_pages(REFERENCE, 30, 110))))
    assert len(expected) > 40
    assert share_right(expected, found) >= 0.93


def share_right(
    expected: Sequence[Sequence[Sequence[str]]], found: Sequence[Sequence[Sequence[str]]]
) -> float:
    """The share of the source's cells that stand in the same row and column of a found table."""
    total = right = 0
    for table in expected:
        near = max(found, key=lambda one: agreement(table, one), default=[])
        total += sum(len(row) for row in table)
        right += agreement(table, near)
    return right / total


def agreement(one: Sequence[Sequence[str]], other: Sequence[Sequence[str]]) -> int:
    return sum(
        cell == there
        for row, across in zip(one, other, strict=False)
        for cell, there in zip(row, across, strict=False)
    )
