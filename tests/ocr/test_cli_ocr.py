"""``brailledesk ocr``, and pictures in the other commands, as people use them."""

from __future__ import annotations

import json
import threading
from collections.abc import Generator
from pathlib import Path
from typing import NamedTuple, Self, cast

import numpy as np
import pytest
from click.testing import CliRunner, Result
from lxml import html as lxml_html
from PIL import Image

from brailledesk.cli import recognising
from brailledesk.cli.app import app
from brailledesk.devices.transport.lock import VARIABLE
from brailledesk.document import (
    Document,
    Heading,
    ListBlock,
    ListItem,
    Note,
    PageMark,
    Paragraph,
    Quote,
    Table,
    TableCell,
    TableRow,
)
from brailledesk.formats import parse_publication
from brailledesk.formats.prose import format_html, format_text
from brailledesk.ingest import read_document
from brailledesk.ingest.ocr.engines import open_engine
from brailledesk.ingest.ocr.page import Picture
from brailledesk.text import DOUBTFUL, Run, Typeform
from tests.cli.test_commands import run as run_process

from .scans import LETTER, saved, scan, tiff

WHOLE = " ".join(LETTER)


class Made(NamedTuple):
    """A letter, and all that one run of the command makes of it."""

    letter: Path
    folder: Path
    result: Result


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "lettera.png"
    path.write_bytes(saved(scan()))
    return path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("lettera")
    letter = folder / "lettera.png"
    letter.write_bytes(saved(scan()))
    outputs = [part for name in ("a.txt", "a.html", "a.brf") for part in ("-o", folder / name)]
    wanted = ("--review", folder / "r.html", "--record", folder / "c.json")
    result = run("ocr", letter, *outputs, *wanted, "--keep-steps", folder / "passi")
    return Made(letter, folder, result)


def run(*arguments: object, language: str = "C.UTF-8") -> Result:
    """The command in this process, which starts in no time; recognition has its own anyway."""
    environment = {"LANG": language, "LANGUAGE": None, "LC_ALL": None, "LC_MESSAGES": None}
    return CliRunner().invoke(app, list(map(str, arguments)), env=environment)


def told(path: Path) -> str:
    return " ".join(path.read_text(encoding="utf-8").split())


def test_text_is_printed(letter: Path) -> None:
    done = run_process("ocr", "-", "--progress", "lines", stdin=letter.read_bytes())
    assert done.returncode == 0
    assert " ".join(done.stdout.decode().split()) == WHOLE
    assert done.stderr.decode().splitlines()[-1].startswith("Recognising: 1 of 1")


def test_text_html_and_braille_at_once(made: Made) -> None:
    outputs = [made.folder / name for name in ("a.txt", "a.html", "a.brf")]
    assert (made.result.exit_code, made.result.stdout, made.result.stderr) == (0, "", "")
    assert told(outputs[0]) == WHOLE
    root = lxml_html.document_fromstring(outputs[1].read_bytes())
    assert root.get("lang") == "it"
    assert " ".join(str(root.find("body").text_content()).split()) == WHOLE  # type: ignore[union-attr]
    publication = parse_publication(outputs[2].read_bytes(), charset="mit")
    assert sum(1 for _ in publication.pages()) >= 1


def test_many_files_of_which_one_is_damaged(letter: Path, tmp_path: Path) -> None:
    scans = tmp_path / "scansioni"
    scans.mkdir()
    (scans / "a.png").write_bytes(letter.read_bytes())
    (scans / "b.tif").write_bytes(tiff([scan(("La prima.",)), scan(("La seconda.",))]))
    (scans / "rotto.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    (scans / "leggimi.txt").write_text("non lo riguarda")
    done = run("ocr", str(scans), "-o", f"{tmp_path}/testi/", language="it_IT.UTF-8")
    assert done.exit_code == 3
    assert [line.replace(str(scans), "") for line in done.stderr.splitlines()] == [
        (
            "brailledesk: /rotto.jpg: l'immagine è danneggiata o troncata. Acquisirla di nuovo, o"
            " chiedere di nuovo il file."
        ),
        (
            "brailledesk: Pagine o file che non si sono potuti leggere: 1. Sono indicati sopra; gli"
            " altri sono completi."
        ),
    ]
    names = sorted(path.name for path in (tmp_path / "testi").iterdir())
    assert names == ["a.txt", "b.txt"]
    assert (tmp_path / "testi" / "b.txt").read_text() == "La prima.\n\n\fLa seconda.\n"


def test_steps_of_the_clean_up_are_kept(made: Made) -> None:
    steps = made.folder / "passi"
    names = sorted(path.name for path in steps.iterdir())
    assert names[0] == "lettera-0001-0-original.png"
    assert names[-1].endswith("-clean.png")
    with Image.open(steps / names[0]) as image:
        assert image.size == scan().size


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        ([], 2, "No file was named."),
        (["nessuno.png"], 3, "There is no file nessuno.png."),
        (["FOLDER"], 2, "There are no pictures and no PDFs in"),
        (["-", "-"], 2, "Standard input can be read once only."),
        (["LETTER", "--ocr-engine", "zzz"], 2, "There is no recognition engine zzz."),
        (["LETTER", "--ocr-language", "fi"], 3, "sudo apt-get install tesseract-ocr-fin"),
        (["LETTER", "--ocr-language", "it+"], 2, "names no languages"),
        (["LETTER", "--ocr-language", "9-1=it"], 2, "9-1 names no pages."),
        (["LETTER", "--no-ocr"], 3, "its pages are pictures (1). Leave out --no-ocr"),
        (
            ["LETTER", "-o", "a.xyz"],
            2,
            "which format is wanted. Use one of .txt",
        ),
        (["LETTER", "-f", "doc", "-o", "a"], 2, "There is no format doc."),
        (["LETTER", "-f", "text", "-o", "LETTER"], 2, "is the document itself"),
        (["LETTER", "--skip-step", "zzz"], 2, "There is no step of the clean-up zzz."),
        (["LETTER", "LETTER", "--review", "a"], 2, "Review and corrections are of one document."),
        (["LETTER", "--corrections", "LETTER"], 2, "it is damaged, or of another program"),
        (["--watch", "nessuna", "-o", "x"], 3, "There is no file nessuna."),
        (["--watch", "FOLDER"], 2, "A watched folder needs an output folder"),
    ],
)
def test_what_is_wrong_is_one_sentence(
    arguments: list[str], status: int, words: str, letter: Path, tmp_path: Path
) -> None:
    (tmp_path / "vuota").mkdir()
    places = {"LETTER": str(letter), "FOLDER": str(tmp_path / "vuota")}
    before = letter.read_bytes()
    done = run("ocr", *[places.get(one, one) for one in arguments])
    assert done.exit_code == status
    assert words in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""
    assert letter.read_bytes() == before


def test_pictures_in_the_other_commands(
    letter: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", VARIABLE):
        monkeypatch.setenv(name, str(tmp_path / name))
    embossed = tmp_path / "a.prn"
    setting = ("--connection", f"file:{embossed}", "--model", "index-everest-d-v5")
    assert run("embosser", "add", "carta", *setting).exit_code == 0
    sheet = tmp_path / "scheda.png"
    sheet.write_bytes(saved(scan(("Prodotto: Telefono", "Codice: AB 123", "Prezzo: 49,90 euro"))))
    commands = [
        ["convert", str(letter), "-o", str(tmp_path / "a.brf"), "--ocr-language", "it"],
        ["preview", str(letter), "-o", str(tmp_path / "a.html")],
        ["sheet", str(sheet), "-o", str(tmp_path / "s.brf")],
        ["batch", str(letter), "-o", str(tmp_path / "braille"), "--progress", "none"],
        ["emboss", str(letter), "--to", "carta", "--ocr-language", "it", "--progress", "none"],
    ]
    for command in commands:
        refused = run(*command, "--no-ocr")
        assert refused.exit_code != 0, command
        done = run(*command)
        assert done.exit_code == 0, (command, done.stderr)
    assert embossed.stat().st_size > 0
    (facts,) = json.loads(run("sheet", sheet, "--json").stdout)[0]["products"]
    assert {"Telefono", "49,90 euro"} <= {fact["value"] for fact in facts}
    assert all(fact["is_doubtful"] is (fact["confidence"] < DOUBTFUL) for fact in facts)
    converted = (tmp_path / "a.brf").read_bytes()
    assert (tmp_path / "braille" / "lettera.brf").read_bytes() == converted
    assert b"ocr" in converted.lower()  # the transcriber's note says how it was read


def test_a_review_whose_corrections_are_used(made: Made, tmp_path: Path) -> None:
    letter, record = made.letter, tmp_path / "c.json"
    assert b"data:image/jpeg" in (made.folder / "r.html").read_bytes()
    saved = json.loads((made.folder / "c.json").read_text(encoding="utf-8"))
    assert saved["source"]["name"] == str(letter)
    # What a person saved from the page of review: one word of the first line, by its place.
    page = open_engine("tesserocr").read(Picture(np.asarray(scan()), (200, 200)), ("it",))
    words = [word for line in page.lines for word in line.words]
    word = next(one for one in words if one.text == "reclamo")
    saved["corrections"] = [
        {"page": 1, "box": list(word.box), "before": "reclamo", "after": "ricorso",
         "reason": "review"}
    ]  # fmt: skip
    record.write_text(json.dumps(saved), encoding="utf-8")
    done = run("ocr", str(letter), "--corrections", str(record))
    assert " ".join(done.stdout.split()) == WHOLE.replace("reclamo", "ricorso")
    other = tmp_path / "altra.png"
    other.write_bytes(saved_picture())
    refused = run("ocr", str(other), "--corrections", str(record))
    assert refused.exit_code != 0
    assert "it belongs to another document" in refused.stderr


def saved_picture() -> bytes:
    return saved(scan(("un'altra lettera",)))


# -- documents as print --------------------------------------------------------------------------


def _paragraph(text: str, **options: object) -> Paragraph:
    return Paragraph((Run(text, **options),))  # type: ignore[arg-type]


DOCUMENT = Document(
    (
        PageMark("1"),
        Heading(2, (Run("Titolo"),)),
        Paragraph((Run("uno "), Run("due", Typeform.BOLD), Run(" three", language="en"))),
        _paragraph("via Roma 1\n20100 Milano"),
        ListBlock((
            ListItem((_paragraph("primo"),), "1."), ListItem((_paragraph("secondo"),), "2."),
        )),
        PageMark("2"),
        Table((
            TableRow((TableCell((_paragraph("Voce"),), is_header=True),
                      TableCell((_paragraph("Euro"),), is_header=True))),
            TableRow((TableCell((_paragraph("Tasse"),)), TableCell((_paragraph("1 < 2"),)))),
        ), 1),
        Quote((_paragraph("detto"),)),
    ),
    "Prova",
    notes=(Note("1", (_paragraph("nota"),)),),
)  # fmt: skip


def test_a_document_as_text() -> None:
    assert format_text(DOCUMENT).decode() == (
        "Titolo\n\nuno due three\n\nvia Roma 1\n20100 Milano\n\n1. primo\n2. secondo\n\n"
        "\fVoce\tEuro\nTasse\t1 < 2\n\ndetto\n\n[1]\nnota\n"
    )


def test_a_document_as_html() -> None:
    assert format_html(DOCUMENT).decode() == (
        "<!DOCTYPE html>\n"
        '<html lang="it"><head><meta charset="utf-8"><title>Prova</title></head><body>'
        '<div role="doc-pagebreak" aria-label="1"></div><h2>Titolo</h2>'
        '<p>uno <b>due</b><span lang="en"> three</span></p><p>via Roma 1<br>20100 Milano</p>'
        '<ul style="list-style: none"><li>1. <p>primo</p></li><li>2. <p>secondo</p></li></ul>'
        '<div role="doc-pagebreak" aria-label="2"></div>'
        "<table><tr><th><p>Voce</p></th><th><p>Euro</p></th></tr>"
        "<tr><td><p>Tasse</p></td><td><p>1 &lt; 2</p></td></tr></table>"
        "<blockquote><p>detto</p></blockquote><div>[1] <p>nota</p></div></body></html>\n"
    )


def test_text_and_html_are_read_again() -> None:
    for name, data in (("a.txt", format_text(DOCUMENT)), ("a.html", format_html(DOCUMENT))):
        again = read_document(data, name=name)
        words = " ".join(run.text for run in again.runs()).split()
        for word in ("Titolo", "due", "three", "Milano", "secondo", "Tasse", "<", "detto", "nota"):
            assert word in words, (name, word)


def test_signs_that_html_cannot_carry() -> None:
    odd = Document((_paragraph("a\x00b\ufffec\ud800d"),), "x\x01")
    assert b"abcd" in format_html(odd)
    assert format_text(odd).endswith(b"d\n")


class _Waiting:
    """A reading, and its pool: the first file is read at once, others wait for the pool's end."""

    style = "none"
    count = 2

    def __init__(self) -> None:
        self.is_ended, self.is_begun = threading.Event(), threading.Event()
        self.waited: list[bool] = []

    def pool(self) -> Self:
        return self

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def kill(self) -> None:
        self.is_ended.set()

    def read(self, source: str, _pool: object) -> tuple[Document, int]:
        if source != "a":
            self.is_begun.set()
            self.waited.append(self.is_ended.wait(60))
        return Document(()), 0


def test_who_stops_waits_for_no_page() -> None:
    reading = _Waiting()
    results = recognising._results(["a", "b"], cast("recognising.Reading", reading))
    assert next(results) == (Document(()), 0)
    assert reading.is_begun.wait(60)
    cast("Generator[object]", results).close()
    assert reading.waited == [True]
