"""``brailledesk batch`` as people use it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import brailledesk
from brailledesk.batch.jobs import Job, Outcome, Skipped, State
from brailledesk.batch.recipe import Recipe
from brailledesk.batch.report import BatchReport, tell_report
from brailledesk.cli.app import app
from brailledesk.cli.pacing import pace_for, tell_seconds
from brailledesk.conversion import UndefinedCharacter
from brailledesk.errors import WorkerLost
from brailledesk.i18n import catalogue
from brailledesk.pages import PageFormat
from brailledesk.progress import Pace


def _batch(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["batch", "--jobs", "1", *map(str, arguments)])


def _converted(source: Path, folder: Path, **options: object) -> bytes:
    target = folder / "alone.brf"
    brailledesk.convert(source, target, **options)  # type: ignore[arg-type]
    return target.read_bytes()


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "documenti"
    (folder / "sotto").mkdir(parents=True)
    (folder / "a.txt").write_text("La città e la nazione, nello stesso giorno.\n" * 3, "utf-8")
    (folder / "a.html").write_text("<h1>Avviso</h1><p>Città chiusa.", "utf-8")
    (folder / "sotto" / "b.md").write_text("# Titolo\n\n*testo*\n", "utf-8")
    return folder


def test_a_folder_becomes_a_folder_and_only_changes_are_done_again(
    documents: Path, tmp_path: Path
) -> None:
    output = tmp_path / "uscita"
    done = _batch(documents, "-o", output)
    assert done.exit_code == 0, done.output
    names = {path.relative_to(output).as_posix() for path in output.rglob("*.brf")}
    assert names == {"a.txt.brf", "a.html.brf", "sotto/b.brf"}
    assert (output / "a.txt.brf").read_bytes() == _converted(documents / "a.txt", tmp_path)
    assert "0 converted, 3 done before" in _batch(documents, "-o", output).output
    (documents / "a.txt").write_text("Altro.\n", "utf-8")
    assert "1 converted, 2 done before" in _batch(documents, "-o", output).output
    assert (output / "a.txt.brf").read_bytes() == _converted(documents / "a.txt", tmp_path)
    assert "3 converted, 0 done before" in _batch(documents, "-o", output, "--cells", "32").output
    wide = _converted(documents / "a.txt", tmp_path, page=PageFormat(32, 28))
    assert (output / "a.txt.brf").read_bytes() == wide


def test_the_braille_may_lie_beside_the_documents(documents: Path) -> None:
    for count in ("3 converted, 0 done before", "0 converted, 3 done before"):
        done = _batch(documents, "-o", documents)
        assert done.exit_code == 0
        # Our own files are neither documents nor told of.
        assert done.output.splitlines() == [f"{count}, 0 failed, 0 still to be done, 0 left out."]


def test_a_manifest_gives_each_document_its_options(documents: Path, tmp_path: Path) -> None:
    (documents / "elenco.csv").write_text(
        "file;output;cells;page-numbers;table\n"
        "a.txt;uno/largo.brf;40;false;\n"
        "a.txt;uno/contratto.brf;;;it-g2\n"
        "sotto/b.md;;;;\n",
        "utf-8",
    )
    report = tmp_path / "resoconto.json"
    call = ("--manifest", documents / "elenco.csv", "-o", tmp_path / "uscita", "--rows", "20")
    done = _batch(*call, "--report", report)
    assert done.exit_code == 0, done.output
    uno = tmp_path / "uscita" / "uno"
    from brailledesk.layout import LayoutOptions

    options = LayoutOptions(page=PageFormat(40, 20), has_page_numbers=False)
    assert (uno / "largo.brf").read_bytes() == _converted(
        documents / "a.txt", tmp_path, options=options
    )
    assert (uno / "contratto.brf").read_bytes() == _converted(
        documents / "a.txt", tmp_path, page=PageFormat(30, 20), table="it-g2"
    )
    assert (tmp_path / "uscita" / "sotto" / "b.brf").exists()
    told = json.loads(report.read_bytes())
    assert told["counts"] == {
        "done": 3, "unchanged": 0, "failed": 0, "waiting": 0, "skipped": 0
    }  # fmt: skip
    assert [file["pages"] for file in told["files"]] == [1, 1, 1]
    assert "0 converted, 3 done before" in _batch(*call).output


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ('{"file": "a.txt", "colour": "red"}', ("line 1", "colour")),
        ('{"file": "a.txt", "cells": "molte"}', ("line 1", "molte")),
        ('{"file": "a.txt", "cells": 3}', ("line 1", "cells")),
        ('{"file": "a.txt", "charset": "ebcdic"}', ("line 1", "ebcdic")),
        ('{"file": "a.txt", "output": "a.txt.zip"}', ("line 1", "a.txt.zip")),
    ],
)
def test_a_wrong_manifest_is_refused_before_anything_begins(
    documents: Path, row: str, words: tuple[str, str]
) -> None:
    (documents / "elenco.jsonl").write_text(row + "\n", "utf-8")
    done = _batch("--manifest", documents / "elenco.jsonl", "-o", documents / "uscita")
    assert done.exit_code == 2
    assert all(word in done.output for word in words)
    assert not (documents / "uscita").exists()


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        ([], 2),
        (["documenti"], 2),
        (["documenti", "--manifest", "x.csv", "-o", "uscita"], 2),
        (["nulla", "-o", "uscita"], 3),
        (["--manifest", "nulla.csv", "-o", "uscita"], 3),
        (["documenti/vuota", "-o", "uscita"], 2),
        (["documenti", "-o", "uscita", "--table", "nessuna"], 5),
        (["documenti", "-o", "uscita", "--cells", "3"], 7),
        (["documenti", "-o", "uscita", "--format", "pdf"], 2),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_nothing(
    documents: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], status: int
) -> None:
    monkeypatch.chdir(documents.parent)
    (documents / "vuota").mkdir()
    assert _batch(*arguments).exit_code == status
    assert not Path("uscita").exists()


def test_what_cannot_be_written_fails_alone(documents: Path, tmp_path: Path) -> None:
    output = tmp_path / "uscita"
    (output / "a.txt.brf").mkdir(parents=True)
    (output / "sotto").write_text("in the way", "utf-8")
    done = _batch(documents, "-o", output)
    assert done.exit_code == 10
    assert "1 converted, 0 done before, 2 failed" in done.output
    (output / "a.txt.brf").rmdir()
    (output / "sotto").unlink()
    assert "2 converted, 1 done before, 0 failed" in _batch(documents, "-o", output).output


def test_pieces_of_a_killed_run_are_taken_away_and_nothing_else(
    documents: Path, tmp_path: Path
) -> None:
    output = tmp_path / "uscita"
    output.mkdir()
    piece = output / f".a.txt.brf.{os.urandom(8).hex()}"
    others = [output / ".a.txt.brf.nota", output / f".z.brf.{os.urandom(8).hex()}"]
    for path in (piece, *others):
        path.write_text("half", "utf-8")
    assert _batch(documents, "-o", output).exit_code == 0
    assert [path.exists() for path in (piece, *others)] == [False, True, True]


def test_what_a_reader_left_out_is_told(tmp_path: Path) -> None:
    source = tmp_path / "a.rtf"
    source.write_bytes(rb"{\rtf1\ansi Ciao{\object\objemb{\*\objdata 00}}\par}")
    done = _batch(source, "-o", tmp_path / "uscita", "--report", tmp_path / "r.json")
    assert done.exit_code == 0, done.output
    (told,) = json.loads((tmp_path / "r.json").read_bytes())["files"]
    assert len(told["remarks"]) == 1
    assert "object" in told["remarks"][0]
    assert done.output.splitlines()[0] == told["remarks"][0]


def test_what_is_told_is_told_in_italian(documents: Path) -> None:
    job = Job(documents / "a.txt", documents / "a.brf", Recipe())
    unknown = UndefinedCharacter("日", "[U+65E5]", 2, "")
    outcomes = [
        Outcome(job, State.FAILED, error=WorkerLost("a.txt")),
        Outcome(job, State.DONE, 1, (unknown,)),
    ]
    skipped = [Skipped(Path("b.xyz"), "files of this kind are not read")]
    report = BatchReport(outcomes, skipped, 1.0)
    failed, character, left_out, summary = tell_report(report, catalogue("it"))
    assert failed.startswith("Non riuscito: a.txt: il processo che lo convertiva")
    assert character.endswith("la tabella non conosce 日 (U+65E5), 2 volte.")
    assert left_out == "Tralasciato: b.xyz: i file di questo tipo non vengono letti."
    assert summary.startswith("1 convertiti, 0 già fatti, 1 non riusciti")


def test_progress_in_lines(documents: Path, tmp_path: Path) -> None:
    done = _batch(documents, "-o", tmp_path / "uscita", "--progress", "lines")
    assert done.stderr.startswith("Converting: 3 of 3; ")


def test_pace() -> None:
    now = [0.0]
    pace = Pace(lambda: now[0])
    assert pace.note(0, 100) == (None, None)
    now[0] = 10.0
    assert pace.note(20, 100) == (2.0, 40.0)
    for second in range(11, 200):  # slower now: a minute later the beginning is forgotten
        now[0] = float(second)
        speed = pace.note(20 + (second - 10) // 10, 100)
    assert speed.rate == pytest.approx(0.1, rel=0.2)
    assert speed.left == pytest.approx((100 - 38) / 0.1, rel=0.25)


def test_lines_are_far_apart_and_a_bar_ends_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    now = [0.0]
    with pace_for("lines", lambda: now[0]) as progress:
        for second in range(1, 26):
            now[0] = float(second)
            progress("Converting", second * 2, 50)
    assert capsys.readouterr().err.splitlines() == [
        "Converting: 20 of 50; 2.0 a second; time left: 15 s",
        "Converting: 40 of 50; 2.0 a second; time left: 5 s",
        "Converting: 50 of 50; 2.0 a second; time left: 0 s",
    ]
    with pace_for("bar", lambda: now[0]) as progress:
        now[0] += 1
        progress("Converting", 10, 20)
    drawn = capsys.readouterr().err
    assert drawn.startswith("\r[##########          ] Converting: 10 of 20; 10.0 a second")
    assert drawn.endswith("\n")
    with pace_for("none") as progress:
        progress("Converting", 10, 20)
    assert capsys.readouterr().err == ""


def test_times_in_words() -> None:
    assert [tell_seconds(seconds) for seconds in (0.4, 59, 61, 3600, 7300)] == [
        "0 s", "59 s", "1 min 1 s", "1 h 0 min", "2 h 1 min"
    ]  # fmt: skip
