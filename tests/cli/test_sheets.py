"""``brailledesk sheet`` as people use it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from brailledesk.cli import main
from brailledesk.formats import parse_publication

SHEETS = Path(__file__).parents[2] / "fixtures" / "products" / "sheets"
TELEVISION = str(SHEETS / "12-televisore-saldi.html")
CHAIR = str(SHEETS / "08-sedia.txt")
LIST = str(SHEETS / "18-listino-cancelleria.html")


def _run(
    *arguments: str, stdin: bytes = b"", language: str = "C.UTF-8"
) -> subprocess.CompletedProcess[bytes]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG"))}
    return subprocess.run(
        [sys.executable, "-c", "from brailledesk.cli import main; main()", "sheet", *arguments],
        input=stdin,
        capture_output=True,
        check=False,
        env={**environment, "LANG": language, "PYTHONUTF8": "1"},
        timeout=120,
    )


def test_key_facts_come_first_on_the_page() -> None:
    shown = _run(TELEVISION, "--show", "--cells", "40").stdout.decode()
    prints = [line.split("  ", 1)[1].strip() for line in shown.splitlines() if "  " in line]
    assert prints[1:7] == [
        'Televisore Orizzonte 50"', "SKU: ORZ50-4K", "Prezzo: 379,00 €",
        "Prezzo precedente: 499,00 €", "Sconto: 24%", "Disponibilità: Disponibile",
    ]  # fmt: skip
    assert prints.index("Il resto") > prints.index('Diagonale: 50"')


def test_facts_as_json() -> None:
    done = _run(TELEVISION, CHAIR, LIST, "--json")
    assert done.returncode == 0
    data = json.loads(done.stdout)
    assert [Path(one["source"]).name for one in data] == [
        "12-televisore-saldi.html", "08-sedia.txt", "18-listino-cancelleria.html",
    ]  # fmt: skip
    assert [len(one["products"]) for one in data] == [1, 1, 3]
    assert data[0]["products"][0][1] == {
        "kind": "code", "label": "SKU", "value": "ORZ50-4K", "from": "line", "place": "line 3",
        "page": "",
    }  # fmt: skip


def test_one_volume_or_one_file_each(tmp_path: Path) -> None:
    volume, folder = tmp_path / "a.pef", tmp_path / "schede"
    done = _run(TELEVISION, CHAIR, "-o", str(volume), "-o", f"{folder}/")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert sorted(path.name for path in folder.iterdir()) == [
        "08-sedia.brf", "12-televisore-saldi.brf",
    ]  # fmt: skip
    assert parse_publication(volume.read_bytes()).table == "it-6dot 1.0"


def test_standard_input_and_a_profile(tmp_path: Path) -> None:
    (tmp_path / "p.toml").write_text('order = ["price"]\nrest = false\n', encoding="utf-8")
    text = "# Lume\n\nCodice: A-1\n\nPrezzo: 5 €\n\nAltro.\n"
    arguments = ("-", "--from", "markdown", "--profile", str(tmp_path / "p.toml"), "--json")
    facts = json.loads(_run(*arguments, stdin=text.encode()).stdout)[0]["products"][0]
    assert [fact["value"] for fact in facts] == ["5 €", "Lume", "A-1"]


def test_a_catalogue_through_a_template(tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text("Codice;Nome\nA/1;Lume\nA-2\na-1;Sedia\n", encoding="utf-8")
    (tmp_path / "t.txt").write_text("# {nome}\nCodice: {codice}\n", encoding="utf-8")
    done = _run(
        "--catalogue", str(tmp_path / "c.csv"), "--template", str(tmp_path / "t.txt"),
        "-o", f"{tmp_path}/out/", "--format", "pef", language="it_IT.UTF-8",
    )  # fmt: skip
    assert done.returncode == 3
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["A-1.pef", "a-1-2.pef"]
    assert (
        done.stderr.decode()
        .splitlines()[0]
        .endswith("c.csv: 1 righe su 3 sono errate e non hanno una scheda:")
    )
    assert done.stderr.decode().splitlines()[1:] == ["  riga 3: celle: 1; nella prima riga: 2"]


def test_a_catalogue_without_names_of_facts_is_told_so(tmp_path: Path) -> None:
    catalogue = tmp_path / "c.csv"
    catalogue.write_text("Alfa;Beta\nuno;due\n", encoding="utf-8")
    done = _run("--catalogue", str(catalogue), "-o", f"{tmp_path}/out/", language="it_IT.UTF-8")
    assert done.returncode == 0
    assert "c.csv: nessuna colonna ha il nome di un dato, come Codice" in done.stderr.decode()
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["riga-1.brf"]
    shown = _run("--catalogue", str(catalogue), "--show").stdout.decode()
    assert "Alfa: uno" in shown
    assert "RESTO" not in shown.upper()


def test_a_document_without_facts_stays_as_it_is(tmp_path: Path) -> None:
    letter = tmp_path / "a.txt"
    letter.write_text("Gentile cliente,\n\nla saluto.\n", encoding="utf-8")
    done = _run(str(letter), "--show")
    assert done.returncode == 0
    assert b"no facts were found" in done.stderr
    assert "la saluto." in done.stdout.decode()


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        ((TELEVISION,), 2),
        (("--show",), 2),
        ((TELEVISION, "--catalogue", "{c}", "--show"), 2),
        ((TELEVISION, "--template", "{t}", "--show"), 2),
        (("-", "-", "--json"), 2),
        (("manca.html", "--json"), 3),
        ((TELEVISION, "--profile", "{bad}", "--json"), 2),
        (("--catalogue", "{c}", "--template", "{bad}", "-o", "{out}"), 2),
        (("--catalogue", "{t}", "-o", "{out}"), 3),
        (("--catalogue", "{c}", "--table", "nessuna", "-o", "{out}"), 5),
        (("--catalogue", "{c}", "--format", "doc", "-o", "{out}"), 2),
        ((TELEVISION, "-o", "{new}/a.xyz"), 2),
    ],
)
def test_bad_calls_are_told_and_leave_nothing(
    arguments: tuple[str, ...],
    status: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    """In this process: a dozen starts of Python would only take time."""
    (tmp_path / "c.csv").write_text("Codice;Nome\nA-1;Lume\n", encoding="utf-8")
    (tmp_path / "t.txt").write_text("# {nome}\n", encoding="utf-8")
    (tmp_path / "bad.txt").write_text("{nomi} [", encoding="utf-8")
    names = {
        "c": tmp_path / "c.csv",
        "t": tmp_path / "t.txt",
        "bad": tmp_path / "bad.txt",
        "out": f"{tmp_path}/out/",
        "new": tmp_path,
    }
    before = sorted(tmp_path.iterdir())
    given = [argument.format(**names) for argument in arguments]
    monkeypatch.setattr(sys, "argv", ["brailledesk", "sheet", *given])
    with pytest.raises(SystemExit) as caught:
        main()
    output, errors = capfdbinary.readouterr()
    assert (caught.value.code, output) == (status, b"")
    assert errors.startswith(b"brailledesk: ")
    assert b"Traceback" not in errors
    assert sorted(tmp_path.iterdir()) == before


def test_help_in_italian_and_english() -> None:
    assert b"Digests of product sheets" in _run("--help").stdout
    assert b"Riassunti di schede prodotto" in _run("--help", language="it_IT.UTF-8").stdout
