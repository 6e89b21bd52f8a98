"""The settings that wprint55 needs beside the bytes: braille-utils as the judge, and the files."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from click.testing import CliRunner

from brailledesk.cli.app import app
from brailledesk.devices.embossers import Settings, encode, find_model, parse_paper
from brailledesk.devices.embossers.beside import Beside
from brailledesk.devices.jobs.encoding import check_setup, encode_job
from brailledesk.devices.jobs.job import Request, State
from brailledesk.devices.jobs.journal import Journal
from brailledesk.devices.jobs.run import Runner
from brailledesk.devices.jobs.send import Stop
from brailledesk.devices.jobs.setup import Setup
from brailledesk.errors import UsageError
from brailledesk.formats import format_pef
from brailledesk.pages import PageFormat
from tests.brailleutils import emboss
from tests.formats.publications import make_publication

MODEL = find_model("interpoint-55")
TABLE = "table=org_daisy.EmbosserTableProvider.TableType."
DOCUMENT = make_publication([[b"\x01"], [b"\x02"]], geometry=PageFormat(8, 4))
BEFORE = b"Speed=4\nMode=7\nCopies=99\nFont=Large\n"
KEYS = {
    *("TableName", "Mode", "MirrorMargins", "CharactersPerLine", "LinesPerPage"),
    *("LeftMargin", "RightMargin", "TopMargin", "MaxPagesInQuire", "Copies"),
}


def settings_in(data: bytes) -> dict[str, str]:
    lines = [line for line in data.decode("latin-1").splitlines() if not line.startswith("#")]
    return dict(line.split("=", 1) for line in lines)


def test_settings_are_those_of_braille_utils(tmp_path: Path) -> None:
    papers = ("330mm x 297mm", "280mm x 12in", "330mm x 420mm", "297mm x 250mm")
    modes = ((1, False), (2, False), (None, False), (None, True))
    ours: dict[str, dict[str, str]] = {}
    jobs: list[tuple[str, ...]] = []
    for paper, (sides, fold), table, copies in product(papers, modes, MODEL.charsets, (1, 12)):
        settings = Settings(
            paper=parse_paper(paper), sides=sides, saddle_stitch=fold, charset=table, copies=copies
        )
        beside = encode(DOCUMENT, MODEL, settings).beside
        assert beside is not None
        name = f"{paper}, {sides}, {fold}, {table}, {copies}"
        ours[name] = settings_in(beside.merged(BEFORE))
        path = tmp_path / f"{len(jobs)}.ini"
        path.write_bytes(BEFORE)
        words = [f"{TABLE}{table.upper()}", f"copies={copies}"]
        words += [f"duplex={str(sides == 2).lower()}"] if sides else []
        words += ["saddleStitch=true"] if fold else []
        fed = f"roll {paper.replace(' x ', ' ')}"
        jobs.append((name, MODEL.braille_utils, fed, " ".join(words), "INNER", "0", "-", str(path)))
    answers = emboss(jobs)
    theirs = {
        name: one if isinstance(one, str) else settings_in(one) for name, one in answers.items()
    }
    assert theirs == ours
    assert all(one.keys() == KEYS | {"Speed", "Font"} for one in ours.values())
    assert len({tuple(sorted(one.items())) for one in ours.values()}) > 40


def test_what_else_the_file_says_stays_at_its_place() -> None:
    beside = Beside(".ini", {"Mode": "3", "Copies": "1"})
    before = "; Größe\r\n[Print]\r\nMode=1\r\nSpeed = 4\r\nMode=2\r\n".encode("latin-1")
    after = "; Größe\r\n[Print]\r\nMode=3\r\nSpeed = 4\r\nCopies=1\r\n".encode("latin-1")
    assert beside.merged(before) == after
    assert beside.merged(after) == after
    assert beside.path(Path("a/book.prn")) == Path("a/book.ini")
    assert beside.path(Path("a/book.INI")) == Path("a/book.INI.ini")


def run_job(folder: Path) -> State:
    setup = Setup(model=MODEL.name, connection=f"file:{folder}/book.prn", paper="330mm x 297mm")
    with Journal(folder / "jobs.sqlite3") as journal:
        braille = format_pef(DOCUMENT)
        number = journal.add(Request("roll", "book"), braille, setup.values())
        return Runner(journal, encode_job, Stop()).run(number, setup.way()).state


def test_a_job_writes_both_files(tmp_path: Path) -> None:
    (tmp_path / "book.ini").write_bytes(BEFORE)
    assert run_job(tmp_path) is State.DONE
    written = settings_in((tmp_path / "book.ini").read_bytes())
    assert written["Speed"] == "4"
    assert (written["Mode"], written["Copies"], written["CharactersPerLine"]) == ("3", "1", "49")
    assert (tmp_path / "book.prn").read_bytes().count(b"\x0c") > 0


def test_without_its_settings_a_job_is_not_done(tmp_path: Path) -> None:
    (tmp_path / "book.ini").mkdir()
    assert run_job(tmp_path) is State.FAILED
    assert not (tmp_path / "book.prn").exists()


@pytest.mark.parametrize(
    "connection", ["usb:/dev/usb/lp0", "tcp://h:9100", "cups:q", "serial:COM3"]
)
def test_only_a_file_reaches_its_program(connection: str) -> None:
    with pytest.raises(UsageError, match="program of its maker"):
        check_setup(Setup(model=MODEL.name, connection=connection, paper="330mm x 297mm"))
    check_setup(Setup(model=MODEL.name, connection="file:/tmp/x.prn", paper="330mm x 297mm"))


def test_the_test_page_has_both_files(tmp_path: Path) -> None:
    page = tmp_path / "page.prn"
    asked = ["driver", "test-page", MODEL.name, "--paper", "330mm x 297mm", "-o", str(page)]
    done = CliRunner().invoke(app, asked)
    assert done.exit_code == 0, done.output
    assert f"{tmp_path / 'page.ini'}: the settings" in done.output
    assert page.stat().st_size > 0
    assert settings_in((tmp_path / "page.ini").read_bytes()).keys() == KEYS


def test_the_list_tells_how_models_are_reached() -> None:
    runner = CliRunner()
    lines = runner.invoke(app, ["driver", "list"]).output.splitlines()
    told = dict(line.split(": ", 1) for line in lines)
    assert told["braillerap"].endswith("connection: serial (250000 baud, handshake none)")
    assert told["index-everest-d-v4"].endswith("connection: USB, network")
    assert told["index-everest-d-v3"].endswith("connection: USB, network, serial, parallel")
    assert told["interpoint-55"].endswith("connection: by its maker's program")
    assert told["braillo-300"].endswith("connection not known")
    assert not any("connection not told" in line for line in lines)
    checked = runner.invoke(app, ["driver", "check", "drivers/embossers/nippon.toml"]).output
    assert "connection not known. Looked for it in: libembosser" in checked
