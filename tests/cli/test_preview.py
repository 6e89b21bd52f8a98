"""``brailledesk preview`` as people use it."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from lxml import html as lxml_html
from PIL import Image

from .test_commands import FIXTURES, run

LETTER = FIXTURES / "letters" / "sollecito.html"


def _headings(data: bytes) -> list[str]:
    root = lxml_html.document_fromstring(data.decode())
    return [heading.text or "" for heading in root.iterfind(".//h3")]


def test_a_letter_as_html_and_png(tmp_path: Path) -> None:
    page, picture = tmp_path / "a.html", tmp_path / "a.png"
    done = run("preview", str(LETTER), "-o", str(page), "-o", str(picture), language="it_IT.UTF-8")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert _headings(page.read_bytes()) == [
        "Pagina 1 di 2, fronte del foglio 1", "Pagina 2 di 2, retro del foglio 1",
    ]  # fmt: skip
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a-1.png", "a-2.png", "a.html"]
    with Image.open(tmp_path / "a-1.png") as image:
        assert "Sollecito di pagamento" in image.info["Description"]
    label = '<text x="90" y="37">e</text>'  # a letter under its cell, by the maps
    assert label in page.read_text(encoding="utf-8")


def test_chosen_pages_and_standard_output(tmp_path: Path) -> None:
    done = run("preview", str(LETTER), "-o", "-", "--pages", "2-", "--theme", "dark")
    assert done.returncode == 0
    assert _headings(done.stdout) == ["Page 2 of 2, back of sheet 1"]
    one = tmp_path / "one.png"
    assert (
        run("preview", str(LETTER), "-o", str(one), "--pages", "1", "--scale", "1").returncode == 0
    )
    assert [path.name for path in tmp_path.iterdir()] == ["one.png"]
    assert Image.open(io.BytesIO(one.read_bytes())).size[0] == 30 * 20 + 2 * 20


def test_volumes_and_title_pages() -> None:
    book = "".join(f"# Capitolo {n}\n\n" + "parola " * 900 + "\n\n" for n in range(4))
    done = run(
        "preview", "-", "-o", "-", "--from", "markdown", "--sheets", "8", "--title-page",
        "--title", "Il libro", stdin=book.encode(), language="it_IT.UTF-8",
    )  # fmt: skip
    assert done.returncode == 0
    root = lxml_html.document_fromstring(done.stdout.decode())
    volumes = [heading.text for heading in root.iterfind(".//h2")]
    assert len(volumes) > 1
    assert volumes[-1] == f"Volume {len(volumes)} di {len(volumes)}"
    labels = [row.get("aria-label") for row in root.iterfind(".//svg[@role='img']")]
    assert labels.count("Il libro") == len(volumes)  # on each title page


def test_a_braille_file(tmp_path: Path) -> None:
    brf = tmp_path / "a.brf"
    assert run("convert", str(LETTER), "-o", str(brf)).returncode == 0
    done = run("preview", str(brf), "-o", "-")
    assert done.returncode == 0
    assert b"Read as BRF in charset mit by table it-6dot." in done.stderr
    root = lxml_html.document_fromstring(done.stdout.decode())
    labels = [row.get("aria-label") for row in root.iterfind(".//svg[@role='img']")]
    assert labels[0] == "Running line: Sollecito di pagamento  1"
    assert labels[1] == "Sollecito di pagamento"
    piped = run("preview", "-", "--from", "braille", "-o", "-", stdin=brf.read_bytes())
    assert piped.stdout == done.stdout


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["-o", "a.pdf"], 2, "Usare .html o .png."),
        (["-o", "a.html", "--pages", "3-2"], 2, "3-2 non indica pagine"),
        (["-o", "a.html", "--pages", "0"], 2, "0 non indica pagine"),
        (["-o", "a.html", "--pages", "9-999999999"], 2, "sono 2"),
        (["-o", "a.html", "--table", "nessuna"], 5, "nessuna"),
        (["-o", "no/such/folder/a.png"], 4, "a-1.png"),
        ([], 2, "--output"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], status: int, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("preview", str(LETTER), *arguments, language="it_IT.UTF-8")
    assert done.returncode == status
    assert said in done.stderr.decode()
    assert not list(tmp_path.iterdir())


def test_ebraille_has_no_pages_and_the_document_stays(tmp_path: Path) -> None:
    ebrl = tmp_path / "a.ebrl"
    assert run("convert", str(LETTER), "-o", str(ebrl)).returncode == 0
    done = run("preview", str(ebrl), "-o", "-")
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"eBraille, which has no pages" in done.stderr
    own = tmp_path / "own.html"
    own.write_bytes(LETTER.read_bytes())
    assert run("preview", str(own), "-o", str(own)).returncode == 2
    assert own.read_bytes() == LETTER.read_bytes()


def test_what_the_table_lacks_is_told() -> None:
    done = run("preview", "-", "-o", "-", "--from", "text", stdin="è 日".encode())
    assert done.returncode == 0
    assert b"Not in the table: \xe6\x97\xa5 (U+65E5)" in done.stderr
