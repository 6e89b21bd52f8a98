"""The command line as people use it: a process, its output, its exit status."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO

import pytest

from brailledesk import translate
from brailledesk.cells import cells_to_unicode
from brailledesk.formats import parse_publication
from tests.ingest.archives import xlsx

FIXTURES = Path(__file__).parent.parent.parent / "fixtures"


def run(
    *arguments: str, stdin: bytes = b"", language: str = "C.UTF-8"
) -> subprocess.CompletedProcess[bytes]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG"))}
    return subprocess.run(
        [sys.executable, "-m", "brailledesk", *arguments],
        input=stdin,
        capture_output=True,
        check=False,
        env={**environment, "LANG": language, "PYTHONUTF8": "1"},
        timeout=120,
    )


@pytest.mark.parametrize(
    "name", sorted(str(p.relative_to(FIXTURES)) for p in FIXTURES.glob("*/*") if p.is_file())
)
def test_every_fixture_becomes_pages(name: str, tmp_path: Path) -> None:
    done = run(
        "convert",
        str(FIXTURES / name),
        "-o",
        str(tmp_path / "a.brf"),
        "-o",
        str(tmp_path / "a.pef"),
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    brf = parse_publication((tmp_path / "a.brf").read_bytes(), charset="mit")
    pef = parse_publication((tmp_path / "a.pef").read_bytes())
    rows = [[row.cells for row in page.rows] for page in pef.pages()]
    assert [[row.cells for row in page.rows] for page in brf.pages()] == rows
    assert pef.table == "it-6dot 1.0"
    assert all(len(page) <= 28 for page in rows)
    assert all(len(row) <= 30 for page in rows for row in page)


def test_pipes() -> None:
    done = run("convert", "-", "-o", "-", "--format", "ubrl", stdin="# È\n\nciao".encode())
    assert done.returncode == 0
    assert "⠨⠮".encode() in done.stdout
    # L'è: 46-123-3-2346, in dots and in ASCII Braille.
    assert run("translate", "L'è", "--dots").stdout == b"46-123-3-2346\n"
    assert run("translate", "--ascii", "mit", stdin="L'è".encode()).stdout == b".L'!\n"


def test_a_pipe_is_translated_while_it_still_runs() -> None:
    line, most = "Città: 5 €\n".encode(), 150_000
    is_read = threading.Event()
    with subprocess.Popen(
        [sys.executable, "-c", "from brailledesk.cli import main; main()", "translate"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdin
        assert process.stdout

        def write(stream: IO[bytes]) -> None:
            stream.write(line * most)
            is_read.wait(60)
            stream.write(line)
            stream.close()

        writer = threading.Thread(target=write, args=(process.stdin,))
        writer.start()
        first = process.stdout.readline()
        is_read.set()
        others = process.stdout.read()
        writer.join()
    assert first.decode() == cells_to_unicode(translate("Città: 5 €").cells) + "\n"
    assert others == first * most


def test_trace_names_file_and_line() -> None:
    lines = run("trace", "5").stdout.decode().splitlines()
    assert lines[0].startswith("\t⠼\t3456\tnumsign 3456\tit-base6.uti:")
    assert lines[1].startswith("5\t⠑\t15\tdigit 5 15\tit-base6.uti:")


def test_tables(tmp_path: Path) -> None:
    assert b"it-8dot: " in run("table", "list").stdout
    assert run("table", "check", "it-6dot", "it-6dot-exact", "it-8dot").returncode == 0
    assert "à\t⠷\t12356\t".encode() in run("table", "show", "it-6dot").stdout
    (tmp_path / "x.utb").write_text("sign % 9\n", encoding="utf-8")
    done = run("table", "check", str(tmp_path / "x.utb"))
    assert done.returncode == 5
    assert b"x.utb:1:8:" in done.stderr


def test_doctor_says_what_is_there() -> None:
    done = run("doctor", language="it_IT.UTF-8")
    assert done.returncode == 0
    assert b"it-6dot: presente" in done.stdout


def test_doctor_says_where_compiled_tables_are(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = os.environ["BRAILLEDESK_CACHE"]
    assert f"cache of compiled tables: present ({folder})".encode() in run("doctor").stdout
    monkeypatch.setenv("BRAILLEDESK_CACHE", "off")
    done = run("doctor")
    assert b"cache of compiled tables: missing\n  Without it: every program parses" in done.stdout
    assert done.returncode == 0


def test_italian_and_english() -> None:
    assert b"Converte un documento" in run("--help", language="it_IT.UTF-8").stdout
    assert b"Convert a document" in run("--help").stdout
    done = run("convert", "manca.txt", "-o", "a.brf", language="it_IT.UTF-8")
    assert done.stderr.decode().strip() == (
        "brailledesk: Non c'è nessun file manca.txt. Controllare il nome e la cartella."
    )


def _bad(tmp_path: Path) -> list[tuple[list[str], int]]:
    good = str(FIXTURES / "letters" / "reclamo.md")
    (tmp_path / "vuoto.txt").touch()
    (tmp_path / "rotto.docx").write_bytes((FIXTURES / "letters" / "reso.docx").read_bytes()[:900])
    with (tmp_path / "grande.txt").open("wb") as stream:
        stream.truncate(200_000_000)
    out = str(tmp_path / "out.brf")
    own = tmp_path / "proprio.md"
    own.write_text("testo", encoding="utf-8")
    return [
        (["convert", str(tmp_path / "manca.txt"), "-o", out], 3),
        (["convert", str(tmp_path), "-o", out], 3),
        (["convert", str(tmp_path / "vuoto.txt"), "-o", out], 3),
        (["convert", str(tmp_path / "rotto.docx"), "-o", out], 3),
        (["convert", str(tmp_path / "grande.txt"), "-o", out], 3),
        (["convert", good, "-o", str(tmp_path / "none" / "a.brf")], 4),
        (["convert", good, "-o", "/dev/full"], 2),
        (["convert", good, "-o", "/dev/full", "--format", "brf"], 4),
        (["convert", good, "-o", out, "--table", "nessuna"], 5),
        (["convert", good, "-o", out, "--cells", "9"], 7),
        (["convert", good, "-o", out, "--rows", "41"], 7),
        (["convert", good, "-o", out, "--table", "it-8dot"], 2),
        (["convert", good, "-o", str(tmp_path / "a.xyz")], 2),
        (["convert", good], 2),
        (["convert", str(own), "-o", str(own), "--format", "brf"], 2),
        (["convert", good, "-o", out, "--charset", "x"], 2),
        (["convert", good, "-o", out, "--foreign", "en"], 2),
    ]


def test_bad_input_is_one_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    for arguments, status in _bad(tmp_path):
        before = sorted(tmp_path.iterdir())
        done = run(*arguments)
        message = done.stderr.decode()
        assert (done.returncode, done.stdout) == (status, b""), (arguments, message)
        assert message.startswith("brailledesk: ")
        assert message.count("\n") == 1
        assert "Traceback" not in message
        assert sorted(tmp_path.iterdir()) == before


def test_back_turns_braille_into_print_and_says_how(tmp_path: Path) -> None:
    brf = tmp_path / "a.brf"
    text = "Il cliente abita al 2° piano: chiami lunedì (ore 9).\n"
    made = run("convert", "-", "-o", str(brf), "--from", "text", stdin=text.encode())
    assert made.returncode == 0
    done = run("back", str(brf))
    assert (done.returncode, done.stdout.decode()) == (0, text)
    assert b"by table it-6dot" in done.stderr
    italian = run("back", str(brf), language="it_IT.UTF-8")
    assert "con la tabella it-6dot" in italian.stderr.decode()
    named = run("back", str(brf), "--table", "it-6dot", "--charset", "mit")
    assert (named.stdout.decode(), named.stderr) == (text, b"")
    assert run("back", "-", stdin=brf.read_bytes()).stdout.decode() == text


def test_back_lists_doubts_and_keeps_rows(tmp_path: Path) -> None:
    source = tmp_path / "a.ubrl"
    source.write_text("⠨⠨⠁⠀⠃\n⠉⠊⠁⠕\n", encoding="utf-8")
    done = run("back", str(source), "--rows", "--doubts", "-t", "it-6dot")
    assert done.stdout.decode() == "A b\nciao\n"
    assert b"1 are not written by the table" in done.stderr
    assert b"page 1, row 1: A " in done.stderr


def test_back_never_overwrites_its_source_and_writes_whole_files(tmp_path: Path) -> None:
    source = tmp_path / "a.brf"
    source.write_bytes(b"CIAO\r\n")
    refused = run("back", str(source), "-o", str(source))
    assert refused.returncode == 2
    assert source.read_bytes() == b"CIAO\r\n"
    assert run("back", str(source), "-o", str(tmp_path / "a.txt")).returncode == 0
    assert (tmp_path / "a.txt").read_text() == "ciao\n"


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["back", "none.brf"], 3),
        (["back", "."], 3),
        (["back", "-", "-o", "b.docx"], 2),
        (["back", "-", "--charset", "klingon"], 2),
        (["back", "-", "--table", "klingon"], 5),
    ],
)
def test_back_says_what_is_wrong_in_one_sentence(arguments: list[str], status: int) -> None:
    done = run(*arguments, stdin=b"CIAO\n")
    assert done.returncode == status
    assert done.stdout == b""
    assert len(done.stderr.decode().splitlines()) == 1
    assert b"Traceback" not in done.stderr


def test_what_is_left_out_is_told(tmp_path: Path) -> None:
    cells = '<cols><col min="2" max="2" hidden="1"/></cols><sheetData><row r="1"><c r="A1"><v>1</v>'
    data = xlsx(f'{cells}</c><c r="B1"><v>2</v></c></row></sheetData>', name="Listino")
    (tmp_path / "a.xlsx").write_bytes(data)
    done = run("convert", str(tmp_path / "a.xlsx"), "-o", str(tmp_path / "a.brf"), language="it_IT")
    assert done.returncode == 0
    assert done.stderr.decode().strip() == (
        f"{tmp_path / 'a.xlsx'}, foglio Listino: colonne nascoste tralasciate: 1."
    )
    assert (tmp_path / "a.brf").is_file()
