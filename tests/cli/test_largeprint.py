"""``brailledesk largeprint`` as people use it."""

from __future__ import annotations

import io
from pathlib import Path

import pdfplumber
import pytest
from lxml import html as lxml_html

from .test_commands import FIXTURES, run
from .test_start import imported

SHEET = FIXTURES / "sheets" / "asciugatrice.html"


def test_a_sheet_for_paper_and_for_a_browser(tmp_path: Path) -> None:
    paper, page = tmp_path / "a.pdf", tmp_path / "a.html"
    done = run(
        "largeprint", str(SHEET), "-o", str(paper), "-o", str(page), "--size", "28",
        "--scheme", "yellow-black", "--title-page", language="it_IT.UTF-8",
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    with pdfplumber.open(paper) as pdf:
        text = pdf.pages[1].extract_text()
        sizes = {round(one["size"], 1) for one in pdf.pages[1].chars}
    assert "Edizione" not in text
    assert "AB-1234/C" in text
    assert 28 in sizes
    root = lxml_html.document_fromstring(page.read_text(encoding="utf-8"))
    checked = [one.get("id") for one in root.iterfind(".//input[@checked]")]
    assert checked == ["size-own", "scheme-yellow-black"]
    assert root.findtext(".//legend") == "Dimensione del testo"


def test_standard_input_and_output() -> None:
    done = run("largeprint", "-", "-o", "-", "--from", "markdown", stdin=b"# Uno\n\ndue\n")
    assert done.returncode == 0
    root = lxml_html.document_fromstring(done.stdout.decode())
    assert [one.text for one in root.iterfind(".//main/*")] == ["Uno", "due"]


@pytest.mark.parametrize(
    ("wrong", "status", "said"),
    [
        (["-o", "a.txt"], 2, "Usare uno tra .pdf .html."),
        (["-o", "a.pdf", "--size", "12"], 2, "Indicare un numero da 16 a 48."),
        (["-o", "a.pdf", "--paper", "b5"], 2, "Formati noti: a5, a4, a3."),
        (["-o", "a.pdf", "--scheme", "rosso.toml"], 2, "insistere con --force"),
        (["-o", "a.pdf", "--font", "rosso.toml"], 2, "TrueType"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_written(
    wrong: list[str], status: int, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    scheme = 'base = "black-white"\ntext = "#FF7777"\n'
    Path("rosso.toml").write_text(scheme, encoding="utf-8")
    done = run("largeprint", str(SHEET), *wrong, language="it_IT.UTF-8")
    assert done.returncode == status, done.stderr.decode()
    assert said in done.stderr.decode()
    assert [one.name for one in tmp_path.iterdir()] == ["rosso.toml"]


def test_who_insists_has_the_colours_and_a_warning(tmp_path: Path) -> None:
    own = tmp_path / "rosso.toml"
    own.write_text('base = "black-white"\ntext = "#FF7777"\n', encoding="utf-8")
    target = tmp_path / "a.pdf"
    done = run("largeprint", str(SHEET), "-o", str(target), "--scheme", str(own), "--force")
    assert done.returncode == 0
    assert b"#FF7777 on #FFFFFF: 2." in done.stderr
    with pdfplumber.open(io.BytesIO(target.read_bytes())) as pdf:
        colour = pdf.pages[0].chars[0]["non_stroking_color"]
    assert [round(one * 255) for one in colour] == [255, 119, 119]


def test_characters_without_a_glyph_are_named(tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_text("uno \U000f1234 due\n\ntre \U000f1234\n", encoding="utf-8")
    done = run("largeprint", str(source), "-o", str(tmp_path / "a.pdf"), language="it_IT.UTF-8")
    assert (done.returncode, done.stderr.decode()) == (
        0,
        "In nessun carattere tipografico: ? (U+F1234), 2 volte, mostrato come [U+F1234], line 1.\n",
    )


def test_html_needs_no_typst(tmp_path: Path) -> None:
    names = imported("largeprint", str(SHEET), "-o", str(tmp_path / "a.html"))
    assert "brailledesk.largeprint.markup" in names
    assert not names & {"typst", "brailledesk.largeprint.pdf", "brailledesk.magnify", "PIL"}
