"""PDFs that LibreOffice writes from a document whose every word is known."""

from __future__ import annotations

import pytest

from brailledesk.document import (
    Document,
    Heading,
    ListBlock,
    PageMark,
    Paragraph,
    Table,
    block_runs,
)
from brailledesk.ingest import read_document
from tests.judges import require_program

from . import document as source
from .making import convert


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Document:
    soffice = require_program("soffice", "libreoffice-writer-nogui")
    folder = tmp_path_factory.mktemp("office")
    flat = folder / "guida.fodt"
    flat.write_text(source.flat_document(), encoding="utf-8")
    return read_document(convert(soffice, flat, folder))


def said(block: object) -> str:
    return "".join(run.text for run in block_runs(block))  # type: ignore[arg-type]


def paragraphs(document: Document) -> list[str]:
    return [said(block) for block in document.blocks if isinstance(block, Paragraph)]


def test_headings_and_title(written: Document) -> None:
    found = [(b.level, said(b)) for b in written.blocks if isinstance(b, Heading)]
    assert found == [
        (1, source.TITLE),
        (2, "Manutenzione"),
        (2, "Listino"),
        (2, "Listino senza righe"),
        (2, "Procedure"),
        (1, "Due colonne"),
    ]
    assert (written.title, written.language) == (source.TITLE, "it-IT")


def test_every_paragraph_is_whole_and_in_order(written: Document) -> None:
    expected = [
        "Il prezzo si legge per primo(1), poi il codice.",
        "Poi, con il cliente:",
        *source.PARAGRAPHS,
        *source.COLUMNS,
        "Dopo le colonne si legge di nuovo per tutta la larghezza della pagina.",
    ]
    assert paragraphs(written) == expected


def test_lists(written: Document) -> None:
    first, second = (block for block in written.blocks if isinstance(block, ListBlock))
    found = [[(i.marker, said(i.blocks[0])) for i in one.items] for one in (first, second)]
    assert found == [
        [("•", words) for words in source.BULLETS],
        [(f"{n}.", words) for n, words in enumerate(source.STEPS, 1)],
    ]


def test_tables_cell_by_cell(written: Document) -> None:
    ruled, bare = (block for block in written.blocks if isinstance(block, Table))
    for table, rows in ((ruled, source.ROWS), (bare, source.ROWS[:-1])):
        found = [tuple("".join(map(said, c.blocks)) for c in row.cells) for row in table.rows]
        assert found == list(rows)
        assert table.header_rows == 1


def test_the_footnote_is_a_note(written: Document) -> None:
    (note,) = written.notes
    assert (note.label, said(note.blocks[0])) == ("1", source.NOTE)
    marks = [run.note for block in written.blocks for run in block_runs(block) if run.note]
    assert marks == ["1"]


def test_running_lines_are_gone_and_pages_marked(written: Document) -> None:
    whole = " ".join(said(block) for block in written.blocks)
    assert "edizione prima" not in whole
    assert "Pagina " not in whole
    labels = [block.label for block in written.blocks if isinstance(block, PageMark)]
    assert labels == [str(n) for n in range(1, len(labels) + 1)]
    assert len(labels) > 3


def test_runs_know_their_page(written: Document) -> None:
    page = ""
    for block in written.blocks:
        if isinstance(block, PageMark):
            page = block.label
        else:
            runs = list(block_runs(block))
            assert runs[0].origin is not None
            assert runs[0].origin.page == page
            # A paragraph that goes over the page has runs of both.
            assert {run.origin.page for run in runs if run.origin} <= {page, str(int(page) + 1)}
