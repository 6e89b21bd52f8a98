"""Files that nobody here made: books of Debian, templates and sheets of LibreOffice, by pandoc."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from brailledesk.document import Document, Heading, ListBlock, Note, Table
from brailledesk.errors import SourceDamaged, SourceEmpty
from brailledesk.ingest import read_document
from tests.judgement import FOLDER
from tests.judges import require
from tests.office import pandoc
from tests.office.libreoffice import WORD_FILES, Office
from tests.office.shape import words

_NEAR = 6_000
"""Characters in which the next paragraph must come."""
_NUMBER_OF_NOTE = re.compile(r"^(?:\d+|i+)(?=[A-Z])")
_TEMPLATES = Path("/usr/lib/libreoffice/share/template")
_HELP = "usr/share/libreoffice/help/media/files/scalc/it/*.ods"
_HISTORY = "usr/share/doc/debian-history/docs/project-history.it.epub"
_REFERENCE = "usr/share/developers-reference/it/developers-reference.epub"


def _find(pattern: str, package: str) -> list[Path]:
    found = next(
        (list(root.glob(pattern)) for root in (Path("/"), FOLDER) if list(root.glob(pattern))), []
    )
    require(bool(found), pattern, package)
    return sorted(found)


def _without_marks(text: str) -> str:
    """Text without the marks of notes, which each program writes in its own way."""
    return re.sub(r"\[\d{1,3}\]", "", text)


def _lost(document: Document, theirs: list[str]) -> list[str]:
    """What pandoc found and we have not, or not in this order; notes are looked for at the end."""
    body = Document(document.blocks)
    ours, notes = _without_marks(words(body)), words(Document(_note_blocks(document.notes)))
    place, lost = 0, []
    for text in map(_without_marks, theirs):
        found = ours.find(text, place, place + _NEAR + len(text))
        if found >= 0:
            place = found + len(text)
        elif text not in notes:
            lost.append(text)
    return lost


def _note_blocks(notes: tuple[Note, ...]) -> tuple[Heading, ...]:
    return tuple(block for note in notes for block in note.blocks)  # type: ignore[misc]


@pytest.mark.parametrize(
    ("pattern", "package", "least", "notes"),
    [(_HISTORY, "debian-history", 50_000, 0), (_REFERENCE, "developers-reference-it", 200_000, 8)],
)
def test_no_text_of_a_book_is_lost(pattern: str, package: str, least: int, notes: int) -> None:
    (path,) = _find(pattern, package)
    document = read_document(path)
    assert _lost(document, pandoc.texts(path, "epub")) == []
    assert len(words(document)) > least
    assert len(document.notes) == notes
    assert document.language == "it"
    kinds = {type(block) for block in document.blocks}
    assert {Heading, ListBlock} <= kinds
    assert all(block.origin for block in document.blocks if isinstance(block, Heading))


def test_templates_of_libreoffice() -> None:
    """All are read; some hold styles and no text, and say so."""
    paths = [path for suffix in ("ott", "ots") for path in _TEMPLATES.rglob(f"*.{suffix}")]
    require(len(paths) > 50, "templates", "libreoffice-common")
    read, empty, damaged = [], 0, []
    for path in sorted(paths):
        try:
            read.append((path, read_document(path)))
        except SourceEmpty:
            empty += 1
        except SourceDamaged as error:
            damaged.append((path.parent.name, error.fields["where"]))
    # Templates of styles only have no content part.
    assert set(damaged) == {("styles", "content.xml")}
    assert len(read) > 60
    assert empty < 15
    fields = ("<text:placeholder", "<text:database", "<text:text-input")
    compared = 0
    for path, document in read[::8]:
        if path.suffix == ".ott" and not any(field in _content(path) for field in fields):
            assert _lost(document, pandoc.texts(path, "odt")) == []
            compared += 1
    assert compared > 3


def _content(path: Path) -> str:
    import zipfile

    with zipfile.ZipFile(path) as archive:
        return archive.read("content.xml").decode("utf-8")


def test_sheets_of_the_italian_help() -> None:
    for path in _find(_HELP, "libreoffice-help-it"):
        document = read_document(path)
        tables = [block for block in document.blocks if isinstance(block, Table)]
        assert tables
        cells = [
            cell for table in tables for row in table.rows for cell in row.cells if cell.blocks
        ]
        content = re.sub(
            r"<office:annotation.*?</office:annotation>", "", _content(path), flags=re.DOTALL
        )
        shown = re.findall(r"<table:table-cell[^>]*[^/]><text:p[ >]", content)
        assert len(cells) >= 0.9 * len(shown) > 10


@pytest.mark.parametrize("name", [*WORD_FILES, "manuale"])
@pytest.mark.parametrize(
    ("suffix", "kind"), [("odt", "odt"), ("docx", "docx"), ("epub", "epub"), ("rtf", "rtf")]
)
def test_no_text_of_libreoffice_files_is_lost(
    office: Office, name: str, suffix: str, kind: str
) -> None:
    path = office(Path(name).name, suffix)
    theirs = [
        re.sub(r"OEBPS/images/\S+?\.png|nascosto", "", text) for text in pandoc.texts(path, kind)
    ]
    ours = read_document(path)
    lost = (_NUMBER_OF_NOTE.sub("", text) for text in _lost(ours, theirs))
    assert [text for text in lost if text not in _raised(ours)] == []


def _raised(document: Document) -> str:
    """What pandoc makes of it: m2 for m with a raised 2, and in RTF no text of links."""
    plain = words(document).replace("²", "2").replace("º", "o").replace("nascosto", "")
    return plain + plain.replace("ilsito", "il")
