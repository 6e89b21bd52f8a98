"""Books on the command line: every option does what its help says."""

from __future__ import annotations

from pathlib import Path

import pytest

from brailledesk.formats import parse_publication
from brailledesk.pages import Publication
from brailledesk.translate import load_back_translator

from .test_commands import FIXTURES, run

BOOK = "\n\n".join(
    f"# Capitolo {number}\n\n" + "\n\n".join(f"Riga {row}." for row in range(60))
    for number in range(1, 4)
)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "libro.md"
    path.write_text(BOOK, encoding="utf-8")
    return path


def printed(publication: Publication) -> list[list[list[str]]]:
    """Volumes, pages and rows as print, without blanks at the edges."""
    back = load_back_translator("it-6dot").back_translate
    return [
        [[back(row.cells).text.strip() for row in page.rows] for page in volume.pages()]
        for volume in publication.volumes
    ]


def test_a_book_in_volumes(book: Path, tmp_path: Path) -> None:
    target = tmp_path / "a.pef"
    done = run(
        *("convert", str(book), "-o", str(target), "--sheets", "5", "--no-duplex"),
        *("--contents", "all", "--running-chapter", "--chapter-pages", "--title-page"),
        *(
            "--title",
            "Capitoli",
            "--author",
            "A. Bianchi",
            "--publisher",
            "Rossi",
            "--edition",
            "terza",
            "--year",
            "1999",
        ),
        *("--institution", "Biblioteca", "--place", "Monza", "--date", "maggio 2026", "--note"),
    )
    assert (done.returncode, done.stderr) == (0, b"")
    volumes = printed(parse_publication(target.read_bytes()))
    assert [len(volume) for volume in volumes] == [5, 5, 5]
    title = [row for row in volumes[1][0] if row]
    assert title == [
        *("A. Bianchi", "Capitoli", "Rossi", "terza", "1999", "Biblioteca"),
        *("Monza, maggio 2026", "Pagine Braille 1-5", "2° vol. Braille di 3"),
    ]
    contents = volumes[0][1]
    note = " ".join(contents[1:5]).replace("- ", "")
    assert "Nota del trascrittore: Questo testo è stato tradotto in braille" in note
    assert "it-6dot 1.0" in " ".join(contents)
    assert "Indice" in contents
    entries = [row.split(".")[0].strip() for row in contents[1:] if row.startswith("Capitolo")]
    assert entries == ["Capitolo 1", "Capitolo 2", "Capitolo 3"]
    assert volumes[2][2][0].split() == ["Capitolo", "3", "3"]
    assert volumes[2][2][1] == "Capitolo 3"
    assert "Riga 59." in volumes[2][4]


def test_a_sheet_looks_as_it_did(tmp_path: Path) -> None:
    """Without options there is one volume, and its first row of text is the document's."""
    target = tmp_path / "a.pef"
    done = run("convert", str(FIXTURES / "sheets" / "asciugatrice.html"), "-o", str(target))
    assert done.returncode == 0
    (volume,) = printed(parse_publication(target.read_bytes()))
    assert volume[0][1] == "Asciugatrice Brezza 9"


def test_notes_and_numbers_out_of_range(book: Path, tmp_path: Path) -> None:
    for arguments, status in (
        (("--notes", "page"), 0),
        (("--notes", "nowhere"), 2),
        (("--sheets", "4"), 2),
    ):
        target = tmp_path / "a.brf"
        done = run("convert", str(book), "-o", str(target), *arguments)
        assert done.returncode == status, arguments
        assert target.exists() == (status == 0)
        target.unlink(missing_ok=True)


def test_ebraille_there_and_back(book: Path, tmp_path: Path) -> None:
    target = tmp_path / "libro.ebrl"
    done = run("convert", str(book), "-o", str(target), "-o", str(tmp_path / "a.brf"), "--note")
    assert (done.returncode, done.stderr) == (0, b"")
    back = run("back", str(target))
    assert back.returncode == 0
    lines = back.stdout.decode().splitlines()
    assert lines[0].startswith("Nota del trascrittore: Questo testo")
    assert lines[1:4] == ["Capitolo 1", "Riga 0.", "Riga 1."]
    assert lines[-1] == "Riga 59."
    target.write_bytes(target.read_bytes()[:-100])
    broken = run("back", str(target))
    assert broken.returncode == 8
    assert b"cut off" in broken.stderr


def test_help_in_two_languages() -> None:
    assert b"Sheets of paper a volume" in run("convert", "--help").stdout
    italian = " ".join(run("convert", "--help", language="it_IT.UTF-8").stdout.decode().split())
    assert "Fogli di carta per volume" in italian
    assert "Un frontespizio per ogni volume" in italian
