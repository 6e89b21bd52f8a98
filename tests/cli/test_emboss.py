"""``emboss``, ``jobs`` and ``embosser`` as people use them."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from brailledesk.cli.app import app
from brailledesk.cli.resuming import ask_resumption
from brailledesk.devices.connected import model_of
from brailledesk.devices.detect import Found, describe_id, queues, serial_ports, usb_printers
from brailledesk.devices.jobs.encoding import select_pages
from brailledesk.devices.jobs.job import Job, Place, Request, State
from brailledesk.devices.jobs.journal import Journal, journal_path
from brailledesk.devices.jobs.ranges import parse_pages
from brailledesk.devices.jobs.run import Choice, Resumption
from brailledesk.devices.transport.ipp import Server
from brailledesk.devices.transport.lock import VARIABLE, DeviceLock
from brailledesk.errors import UsageError
from brailledesk.formats import format_brf, format_pef
from brailledesk.pages import PageFormat, Publication, Section, Volume
from tests.devices.sinks import Sink, listening
from tests.formats.publications import make_publication

from .test_commands import FIXTURES

MODEL = "index-everest-d-v5"
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Commands of a user who has nothing set up yet."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv(VARIABLE, str(tmp_path / "locks"))

    def invoke(*arguments: object) -> Result:
        return CliRunner().invoke(app, [str(one) for one in arguments])

    return invoke


def _publication(pages: int = 6) -> Publication:
    """Each page says its number in its second row, in cells of its own."""
    return make_publication([[b"\x3f" * 30, bytes([1 + page % 63])] for page in range(pages)])


@pytest.fixture
def braille(tmp_path: Path) -> Path:
    path = tmp_path / "sei.pef"
    path.write_bytes(format_pef(_publication()))
    return path


def _expected(run: Run, tmp_path: Path, source: Path, *options: object) -> bytes:
    """What a file gets is the whole job: the other ways are compared with it."""
    target = tmp_path / "expected.prn"
    assert _set_up(run, "file", f"file:{target}").exit_code == 0
    done = run("emboss", source, "--to", "file", *options)
    assert done.exit_code == 0, done.output
    return target.read_bytes()


def _set_up(run: Run, name: str, connection: str, *options: object) -> Result:
    return run("embosser", "add", name, "--connection", connection, "--model", MODEL, *options)


def _add(run: Run, sink: Sink) -> None:
    done = _set_up(run, "rete", f"tcp://127.0.0.1:{sink.port}")
    assert done.exit_code == 0, done.output


def test_a_document_becomes_pages_of_the_embosser_s_size(run: Run, tmp_path: Path) -> None:
    sheet = FIXTURES / "sheets" / "asciugatrice.html"
    data = _expected(run, tmp_path, sheet)
    # A4 without 3 mm at the right, 5 at the top and 5 at the bottom, 6 by 10 mm a cell.
    assert data.startswith(b"\x1bD")
    assert b"CH34,LP28" in data
    rows = data.partition(b";")[2].replace(b"\f", b"\r\n").split(b"\r\n")
    assert max(map(len, rows)) <= 34
    assert data.count(b"\f") == 3
    assert "done; asciugatrice.html to file; 3 of 3 pages" in run("jobs", "list").output


def test_braille_files_go_as_they_are(run: Run, tmp_path: Path, braille: Path) -> None:
    """A BRF says nothing of sides: its pages are those of a stream for both."""
    brf = tmp_path / "sei.brf"
    brf.write_bytes(format_brf(_publication()))
    assert _expected(run, tmp_path, braille) == _expected(
        run, tmp_path, brf, "--brf-charset", "mit"
    )


def test_a_pef_goes_with_the_blanks_that_it_has(run: Run, tmp_path: Path, braille: Path) -> None:
    """As braille-utils sends it: a row that ends in a blank is not another row, but other bytes."""
    blank = tmp_path / "vuoti.pef"
    row = "<row>" + chr(0x283F) * 30
    text = braille.read_text("utf-8")
    assert row + "</row>" in text
    blank.write_text(text.replace(row, row + chr(0x2800) * 2, 1), "utf-8")
    data = _expected(run, tmp_path, blank)
    assert b"=" * 30 + b"  \r\n" in data
    assert b"=" * 30 + b"\r\n" in data


def test_copies_and_pages(run: Run, tmp_path: Path, braille: Path) -> None:
    one = _expected(run, tmp_path, braille)
    assert _expected(run, tmp_path, braille, "--copies", 3) == one * 3
    second = tmp_path / "zwei.pef"
    second.write_bytes(format_pef(select_pages(_publication(), ((2, 3), (5, None)))))
    chosen = _expected(run, tmp_path, braille, "--pages", "2-3,5-")
    assert chosen == _expected(run, tmp_path, second)
    assert chosen != one
    nothing = run("emboss", braille, "--to", "file", "--pages", "9")
    assert nothing.exit_code == 2
    assert "no pages to emboss. Look at --pages." in nothing.output
    empty = tmp_path / "vuoto.pef"
    none = Publication((Volume((Section((), PageFormat(30, 20)),)),))
    empty.write_bytes(format_pef(none).replace(b"<page/>", b""))
    nothing = run("emboss", empty, "--to", "file")
    assert nothing.exit_code == 2
    assert "no pages to emboss. The document is empty." in nothing.output


def test_pages_are_chosen_over_volumes_and_sections() -> None:
    pages = tuple(_publication(7).pages())
    wide, narrow = PageFormat(40, 20), PageFormat(30, 20, duplex=False)
    whole = Publication(
        (
            Volume((Section(pages[:2], wide), Section(pages[2:4], narrow))),
            Volume((Section(pages[4:], wide),)),
        )
    )
    chosen = select_pages(whole, parse_pages("2,4-5") or ())
    assert chosen.volumes == (
        Volume((Section(pages[1:2], wide), Section(pages[3:4], narrow))),
        Volume((Section(pages[4:5], wide),)),
    )


def test_a_reset_is_told_with_its_pages_and_the_job_goes_on(
    run: Run, tmp_path: Path, braille: Path
) -> None:
    expected = _expected(run, tmp_path, braille)
    with listening(reset_after=80) as sink:
        _add(run, sink)
        failed = run("emboss", braille, "--to", "rete")
        assert failed.exit_code == 14
        assert "Job 2 failed." in failed.output
        assert "may be out or not: look at the paper" in failed.output
        assert "To go on: brailledesk jobs resume 2" in failed.output
        shown = run("jobs", "show", 2).output
        assert "Job 2: failed" in shown
        assert "In doubt: Pages 1 to " in shown
        assert "counted from the first one of the job" in shown
        assert "Its Braille is kept." in shown
        assert "Job 2" in run("jobs", "list", "--open").output
        done = run("jobs", "resume", 2)
        assert done.exit_code == 0, done.output
        assert "Pages 1 to " in done.output  # what was in doubt is told first
        assert "counted from the first one of the job" in done.output
        assert sink.last == expected
    assert "wiped" in run("jobs", "show", 2).output
    assert run("jobs", "resume", 2).exit_code == 14
    assert "There are no jobs" in run("jobs", "list", "--open").output


def test_going_on_from_the_page_that_the_paper_shows(
    run: Run, tmp_path: Path, braille: Path
) -> None:
    with listening(reset_after=80) as sink:
        _add(run, sink)
        run("emboss", braille, "--to", "rete")
        assert run("jobs", "resume", 1, "--from-page", 9).exit_code == 2
        assert run("jobs", "resume", 1, "--from-page", 5).exit_code == 0
        rest = sink.last
    assert rest == _expected(run, tmp_path, braille, "--pages", "5-")


def test_beginning_with_a_later_page(run: Run, tmp_path: Path, braille: Path) -> None:
    with listening() as sink:
        _add(run, sink)
        assert run("emboss", braille, "--to", "rete", "--resume-from", 3).exit_code == 0
        assert sink.last == _expected(run, tmp_path, braille, "--pages", "3-")
        wrong = run("emboss", braille, "--to", "rete", "--resume-from", 7)
        assert wrong.exit_code == 2
        assert "there are 6" in wrong.output
        assert run("emboss", braille, "--to", "file", "--resume-from", 2).exit_code == 2
        assert "Job 3" not in run("jobs", "list").output


def test_an_embosser_in_use_is_waited_for_or_not(
    run: Run, tmp_path: Path, braille: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "out.prn"
    _set_up(run, "a", f"file:{target}")
    lock = DeviceLock("x", (f"file:{target.resolve()}",), "job 9")
    with lock:
        busy = run("emboss", braille, "--to", "a")
        assert busy.exit_code == 13
        assert f"job 9 (process {os.getpid()})" in busy.output
        assert "Job 1 waits. To send it: brailledesk jobs resume 1" in busy.output
        assert not target.exists()
    from brailledesk.cli import embossing

    lock.__enter__()
    monkeypatch.setattr(embossing, "sleep", lambda _: lock.__exit__())
    assert run("jobs", "resume", 1, "--wait").exit_code == 0
    assert target.exists()


def test_jobs_are_paused_cancelled_and_wiped(run: Run, tmp_path: Path, braille: Path) -> None:
    target = tmp_path / "no" / "folder.prn"
    _set_up(run, "a", f"file:{target}")
    assert run("emboss", braille, "--to", "a").exit_code == 14  # there is no such folder
    assert "Job 1 is paused" in run("jobs", "pause", 1).output
    assert "Job 1: paused" in run("jobs", "show", 1).output
    assert run("jobs", "wipe", 1).exit_code == 14  # it may go on
    assert "Job 1 is cancelled" in run("jobs", "cancel", 1).output
    assert run("jobs", "pause", 1).exit_code == 14
    assert run("jobs", "show", 5).exit_code == 14
    target.parent.mkdir()
    assert run("emboss", braille, "--to", "a", "--keep").exit_code == 0
    assert "Its Braille is kept" in run("jobs", "show", 2).output
    assert run("jobs", "wipe", 2).exit_code == 0
    assert "Its Braille is wiped" in run("jobs", "show", 2).output


def test_what_is_wrong_is_found_before_there_is_a_job(
    run: Run, tmp_path: Path, braille: Path
) -> None:
    connection = f"file:{tmp_path / 'a.prn'}"
    assert run("emboss", braille, "--to", "nessuna").exit_code == 2
    assert _set_up(run, "a", connection, "--model", "nessuno").exit_code == 2
    assert _set_up(run, "a", "lp0").exit_code == 2
    assert _set_up(run, "a", connection, "--paper", "2000x3000").exit_code == 12
    assert run("embosser", "list").output.startswith("There are no embossers")
    _set_up(run, "a", connection)
    assert run("embosser", "list").output == f"a: {MODEL}; {connection}; a4\n"
    assert run("emboss", braille, "--to", "a", "--charset", "ebcdic").exit_code == 2
    large = tmp_path / "grande.pef"
    large.write_bytes(format_pef(make_publication([[b"\x01" * 60]])))
    assert run("emboss", large, "--to", "a").exit_code == 12
    assert run("emboss", tmp_path / "nothing.pef", "--to", "a").exit_code == 3
    assert run("jobs", "list").output == "There are no jobs.\n"
    assert run("embosser", "remove", "a").exit_code == 0
    assert run("embosser", "remove", "a").exit_code == 2


COMMAND = [sys.executable, "-c", "from brailledesk.cli import main; main()"]


def _start(*arguments: object) -> subprocess.Popen[str]:
    """A real process, which hears signals."""
    return subprocess.Popen(
        [*COMMAND, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "LANGUAGE": "en"},
    )


def _wait_for_page(number: int, page: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with Journal(journal_path()) as journal:
            jobs = [job for job in journal.jobs() if job.number == number]
            if jobs and jobs[0].out.page >= page:
                return
        time.sleep(0.02)
    raise AssertionError("the job does not move")


@pytest.fixture
def long(tmp_path: Path) -> Path:
    path = tmp_path / "lungo.pef"
    path.write_bytes(format_pef(make_publication([[b"\x3f" * 34] * 28] * 120)))
    return path


@pytest.mark.parametrize("times", [1, 2])
def test_ctrl_c_pauses_at_the_end_of_the_page_and_twice_at_once(
    run: Run, long: Path, times: int
) -> None:
    with listening(pause=0.02, room=2048) as sink:
        _add(run, sink)
        process = _start("emboss", long, "--to", "rete")
        _wait_for_page(1, 2)
        for _ in range(times):
            process.send_signal(signal.SIGINT)
            time.sleep(0.002)
        _, said = process.communicate(timeout=60)
        assert process.returncode == 15, said
        assert "Pausing at the end of the page. Press Ctrl-C again to stop at once." in said
        with Journal(journal_path()) as journal:
            job = journal.job(1)
        assert job.state is State.PAUSED
        if times == 1:
            assert job.doubt is None
            assert 2 <= job.out.page < 120
            assert f"{job.out.page} of 120 pages are out" in said
            assert sink.last.count(b"\f") == job.out.page
            assert sink.last.endswith(b"\f")
        elif job.doubt is not None:  # else the page ended between the two
            assert job.doubt.first == Place(1, 1)
            assert "may be out or not" in said


def test_another_process_pauses_a_job_and_ends_it(run: Run, long: Path) -> None:
    with listening(pause=0.02, room=2048) as sink:
        _add(run, sink)
        process = _start("emboss", long, "--to", "rete")
        _wait_for_page(1, 1)
        assert "Job 1: sending" in run("jobs", "show", 1).output
        assert run("jobs", "resume", 1).exit_code == 14  # another process sends it
        assert "pauses at the end of its page" in run("jobs", "pause", 1).output
        process.communicate(timeout=60)
        assert process.returncode == 15
        page = _job_page(1)
        process = _start("jobs", "resume", 1)
        _wait_for_page(1, page + 1)
        assert "ends at the end of its page" in run("jobs", "cancel", 1).output
        said, _ = process.communicate(timeout=60)
        assert process.returncode == 0
        assert "Job 1 is cancelled." in said
        assert [bytes(one).count(b"\f") for one in sink.received] == [page, _job_page(1) - page]
        assert "wiped" in run("jobs", "show", 1).output


def _job_page(number: int) -> int:
    with Journal(journal_path()) as journal:
        return journal.job(number).out.page


def test_a_job_that_was_killed_is_called_interrupted(run: Run, long: Path) -> None:
    with listening(pause=0.02, room=2048) as sink:
        _add(run, sink)
        process = _start("emboss", long, "--to", "rete")
        _wait_for_page(1, 1)
        process.kill()
        process.communicate()
        shown = run("jobs", "show", 1).output
        assert "Job 1: interrupted" in shown
        assert "may be half embossed" in shown


def _killed(run: Run, sink: Sink, source: Path) -> int:
    """A job whose process was killed behind its third page; how many pages the journal has."""
    _add(run, sink)
    process = _start("emboss", source, "--to", "rete")
    _wait_for_page(1, 3)
    process.kill()
    process.communicate()
    return _job_page(1)


def test_a_job_whose_connection_nobody_saw_end_asks_where_to_go_on(run: Run, long: Path) -> None:
    with listening(pause=0.005, room=2048) as sink:
        out = _killed(run, sink, long)
        shown = run("jobs", "show", 1).output
        assert "Sure, whatever went off: 0 of " in shown
        assert "jobs resume 1 --from-sure" in shown
        assert "jobs resume 1 --again" in shown
        refused = run("jobs", "resume", 1)  # nobody is there to be asked
        assert refused.exit_code == 2
        assert "--from-sure" in refused.output
        both = run("jobs", "resume", 1, "--again", "--from-page", 2)
        assert both.exit_code == 2
        assert "--again, --from-page" in both.output
        assert _job_page(1) == out
        assert run("jobs", "resume", 1, "--from-sure").exit_code == 0
        assert sink.last.count(b"\f") == 120


def test_of_a_file_nothing_is_in_doubt(run: Run, tmp_path: Path, braille: Path) -> None:
    """It goes on at the byte where it was cut off: there is no paper to look at."""
    whole = _expected(run, tmp_path, braille)
    target = tmp_path / "out.prn"
    _set_up(run, "a", f"file:{target}")
    target.mkdir()
    failed = run("emboss", braille, "--to", "a")  # job 2
    assert failed.exit_code == 14
    with Journal(journal_path()) as journal:  # as a process leaves it that is killed in page 3
        journal.start(2, 6, Place(1, 2), Place(1, 3), 90)
        assert journal.job(2).is_interrupted
        assert journal.job(2).doubt is not None
    shown = run("jobs", "show", 2).output
    assert "Job 2: interrupted" in shown
    assert "paper" not in shown
    assert "To go on: brailledesk jobs resume 2\n" in shown
    target.rmdir()
    done = run("jobs", "resume", 2)
    assert done.exit_code == 0, done.output
    assert "paper" not in done.output
    assert target.read_bytes() == whole


def test_two_faults_at_once_as_their_operator_sees_them(run: Run, long: Path) -> None:
    """Killed, and then the other side goes away with much that it had acknowledged and not read.

    The journal has pages as out that never will be; it says up to where it is sure, and what to do,
    and the page that the paper shows brings all that is missing.
    """
    with listening(stall_after=20_000) as sink:
        _add(run, sink)
        process = _start("emboss", long, "--to", "rete")
        _wait_for_page(1, 30)
        process.kill()
        process.communicate()
        sink.go_on.set()
        read = bytes(sink.received[0]).count(b"\f")
        assert read < 30 <= _job_page(1)
        shown = run("jobs", "show", 1).output
        assert "Job 1: interrupted" in shown
        assert "Sure, whatever went off: 0 of 120 pages" in shown
        assert "is missing if the embosser or the network went off as well" in shown
        for way in ("--from-sure", "--again", "--skip"):
            assert f"jobs resume 1 {way}" in shown
        refused = run("jobs", "resume", 1)
        assert refused.exit_code == 2
        assert "pages may be missing" in refused.output
        assert run("jobs", "resume", 1, "--from-page", read + 1).exit_code == 0
        # From the front of its sheet: if that was read, too, it is there twice; none is lost.
        assert sink.last.count(b"\f") in {120 - read, 120 - read + 1}
    assert "done; lungo.pef to rete; 120 of 120 pages" in run("jobs", "list").output


def test_a_page_of_several_copies_is_named_with_its_copy(
    run: Run, tmp_path: Path, braille: Path
) -> None:
    """One connection had both copies, and it broke: page 5 may be missing in either of them."""
    end = len(_expected(run, tmp_path, braille, "--copies", 2))
    with listening(reset_after=end - 20) as sink:
        _add(run, sink)
        assert run("emboss", braille, "--to", "rete", "--copies", 2).exit_code == 14
        with Journal(journal_path()) as journal:
            assert journal.job(2).begun.copy == 2
        unclear = run("jobs", "resume", 2, "--from-page", 5)
        assert unclear.exit_code == 2
        assert "any copy from 1 to 2" in unclear.output
        alone = run("jobs", "resume", 2, "--copy", 2)
        assert alone.exit_code == 2
        assert "that --from-page names" in alone.output
        assert len(sink.received) == 1
        assert run("jobs", "resume", 2, "--from-page", 5, "--copy", 1).exit_code == 0
        assert sink.last.count(b"\f") == 2 + 6


def test_a_job_that_lost_nothing_goes_on_with_the_page_in_doubt(run: Run, long: Path) -> None:
    with listening(pause=0.005, room=2048) as sink:
        out = _killed(run, sink, long)
        assert run("jobs", "resume", 1, "--again").exit_code == 0
        assert sink.last.count(b"\f") in {120 - out, 120 - out + 1}  # from the front of its sheet


@pytest.mark.parametrize(
    ("sure", "typed", "expected"),
    [
        (Place(2, 1), "\n", Resumption(Choice.AGAIN)),
        (Place(2, 1), "0\n", Resumption(Choice.SURE)),
        (Place(2, 1), "4\n", Resumption(page=4, copy=2)),
        (Place(2, 1), "four\n 04 \n", Resumption(page=4, copy=2)),
        (Place(2, 1), "2 / 4\n", Resumption(page=4, copy=2)),
        (Place(1, 9), "4\n", Resumption(page=4, copy=2)),  # the first copy is out for sure
        (Place(2, 1), "", None),
        (Place(2, 1), "four\n", None),
        # Of which copy is page 4, where none is sure? The question is asked again.
        (Place(1, 0), "4\n1/4\n", Resumption(page=4, copy=1)),
        (Place(1, 0), "2/4\n", Resumption(page=4, copy=2)),
        (Place(1, 0), "4\n", None),
        (Place(1, 0), "0/4\n1/0\n", None),
    ],
)
def test_the_paper_s_answer(
    sure: Place, typed: str, expected: Resumption | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdin", Terminal(typed))
    monkeypatch.setattr(sys, "stderr", Terminal())
    job = Job(1, Request("rete", "libro", 2), State.SENDING, 9, out=Place(2, 7), sure=sure)
    if expected is not None:
        assert ask_resumption(job) == expected
        return
    with pytest.raises(UsageError, match="may be missing"):
        ask_resumption(job)


def test_what_is_connected(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "lp0").write_bytes(b"")
    (found,) = usb_printers(tmp_path)
    assert found.connection == f"usb:{tmp_path / 'lp0'}"
    said = b"MFG:Index Braille;CMD:ESC;MDL:Everest-D V5;CLS:PRINTER;"
    assert describe_id(said) == "Index Braille Everest-D V5"
    assert describe_id(b"MANUFACTURER: ViewPlus ;MODEL: Max\x1b[2J;") == "ViewPlus Max[2J"
    assert describe_id(b"\xff\x00") == ""
    assert list(queues(Server("127.0.0.1", 9))) == []
    assert all(one.connection.startswith("serial:/dev/") for one in serial_ports())
    from brailledesk.devices import detect

    nothing = run("embosser", "detect")
    assert nothing.exit_code == 0
    assert nothing.output.strip()
    monkeypatch.setattr(detect, "is_running", lambda name: name == "brltty")
    monkeypatch.setattr(detect, "has_lone_converter", lambda: True)
    monkeypatch.setattr(detect, "detect", lambda: iter(()))
    assert "systemctl stop brltty" in run("embosser", "detect").output
    monkeypatch.setattr(detect, "has_lone_converter", lambda: False)
    ports = [Found("serial:/dev/ttyUSB0", "QinHeng (USB 1a86:7523)", ("brltty (process 8)",))]
    monkeypatch.setattr(detect, "detect", lambda: iter(ports))
    assert run("embosser", "detect").output == (
        "serial:/dev/ttyUSB0: QinHeng (USB 1a86:7523); in use: brltty (process 8)\n"
    )


USB = Found("usb:/dev/usb/lp0", "Index Braille Everest-D V5")
OTHER = Found("usb:/dev/usb/lp1", "ViewPlus Max")
PORT = Found("serial:/dev/ttyUSB0", "QinHeng (USB 1a86:7523)")


@pytest.mark.parametrize(
    ("found", "given", "told"),
    [
        ([USB, PORT], [], "index-everest-d-v5 at usb:/dev/usb/lp0"),
        ([USB, OTHER], ["--model", "viewplus-max"], "viewplus-max at usb:/dev/usb/lp1"),
        ([USB, OTHER], ["--connection", USB.connection], "index-everest-d-v5 at usb:/dev/usb/lp0"),
    ],
)
def test_an_embosser_that_says_what_it_is_need_not_be_described(
    run: Run, monkeypatch: pytest.MonkeyPatch, found: list[Found], given: list[str], told: str
) -> None:
    from brailledesk.devices import connected

    monkeypatch.setattr(connected, "detect", lambda: iter(found))
    done = run("embosser", "add", "qui", *given)
    assert done.exit_code == 0, done.output
    assert f"Found: {told}.\n" in done.output
    model, _, connection = told.partition(" at ")
    assert run("embosser", "list").output == f"qui: {model}; {connection}; a4\n"


@pytest.mark.parametrize(
    ("found", "given", "told"),
    [
        ([], [], "No embosser can be seen from here."),
        # The only port may be somebody's Braille display.
        ([PORT], ["--model", MODEL], "Connected: serial:/dev/ttyUSB0 (QinHeng (USB 1a86:7523))."),
        ([USB, OTHER], [], "usb:/dev/usb/lp0 (Index Braille Everest-D V5); usb:/dev/usb/lp1"),
        ([USB], ["--model", "viewplus-max"], "It is not clear which device is the embosser."),
        ([PORT], ["--connection", PORT.connection], "does not say which model it is."),
        ([USB], ["--connection", "tcp://a:9100"], "does not say which model it is."),
    ],
)
def test_what_is_connected_is_told_and_never_guessed(
    run: Run, monkeypatch: pytest.MonkeyPatch, found: list[Found], given: list[str], told: str
) -> None:
    from brailledesk.devices import connected

    monkeypatch.setattr(connected, "detect", lambda: iter(found))
    done = run("embosser", "add", "qui", *given)
    assert done.exit_code == 2
    assert told in done.output
    assert run("embosser", "list").output.startswith("There are no embossers")


@pytest.mark.parametrize(
    ("said", "model"),
    [
        ("Index Braille Everest-D V5", "index-everest-d-v5"),
        ("ViewPlus Cub Jr.", "viewplus-cub-jr"),
        ("ViewPlus Technologies, Inc. Cub", "viewplus-cub"),
        ("ViewPlus", None),
        ("Everest-D V5", None),
        ("HP LaserJet 4", None),
        ("Index Basic-D V4 Basic-D V5", None),
        ("", None),
    ],
)
def test_the_model_that_a_device_says_it_is(said: str, model: str | None) -> None:
    assert model_of(said) == model


def test_a_change_leaves_alone_what_it_does_not_name(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A USB device that is connected, too, does not take its place."""
    from brailledesk.devices import connected

    monkeypatch.setattr(connected, "detect", lambda: iter([USB]))
    own = tmp_path / "config/brailledesk/embossers/a.toml"
    assert _set_up(run, "a", "tcp://h:9100", "--paper", "letter", "--sides", 1).exit_code == 0
    assert run("embosser", "add", "a", "--charset", "it_it_firenze", "--sides", 2).exit_code == 0
    changed = tomllib.loads(own.read_text())
    assert changed["connection"] == "tcp://h:9100"
    assert (changed["model"], changed["paper"]) == (MODEL, "letter")
    assert (changed["charset"], changed["sides"]) == ("it_it_firenze", 2)
    assert run("embosser", "add", "a", "--paper", "1x1").exit_code == 12
    assert tomllib.loads(own.read_text()) == changed
    assert _set_up(run, "a", "tcp://h:9101").exit_code == 0
    assert run("embosser", "list").output == f"a: {MODEL}; tcp://h:9101; a4\n"
    assert "charset" not in own.read_text()


def test_a_file_is_the_same_file_in_every_folder(
    run: Run, tmp_path: Path, braille: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A job that goes on elsewhere must find the part that it wrote."""
    here, there = tmp_path / "qui", tmp_path / "altrove"
    here.mkdir()
    there.mkdir()
    monkeypatch.chdir(here)
    assert _set_up(run, "file", "file:out.prn").exit_code == 0
    monkeypatch.chdir(there)
    assert run("embosser", "list").output == f"file: {MODEL}; file:{here / 'out.prn'}; a4\n"
    assert run("emboss", braille, "--to", "file").exit_code == 0
    assert (here / "out.prn").stat().st_size > 0
    own = tmp_path / "config/brailledesk/embossers/mano.toml"
    own.write_text(f'model = "{MODEL}"\nconnection = "file:mano.prn"\n')
    assert run("emboss", braille, "--to", "mano", "--keep").exit_code == 0
    assert (there / "mano.prn").stat().st_size > 0
    with Journal(journal_path()) as journal:
        content = journal.content(2)
    assert content is not None
    assert content[1]["connection"] == f"file:{there / 'mano.prn'}"


@pytest.mark.parametrize(
    ("model", "paper", "options", "start"),
    [
        ("index-basic-d-v5", "280mm x 12in", ["--z-fold"], b"\x1bDBT0,TD0,LS50,DP3,PN0,CH46"),
        ("index-basic-d-v5", "280mm x 12in", ["--sides", "1"], b"\x1bDBT0,TD0,LS50,DP1,"),
        ("index-basic-d-v5", "280mm x 12in", ["--dots", "8"], b"\x1bDBT1,TD0,LS50,DP2,PN0,CH46,"),
        ("index-everest-d-v5", "420x297", ["--saddle-stitch"], b"\x1bDBT0,TD0,LS50,DP4,PN0,CH34"),
        ("generic", "a4", ["--alignment", "right"], b"     =====\r\n     A"),
    ],
)
@pytest.mark.parametrize("is_set_up", [True, False])
def test_modes_are_set_up_or_asked_for(
    run: Run,
    tmp_path: Path,
    *,
    is_set_up: bool,
    model: str,
    paper: str,
    options: list[str],
    start: bytes,
) -> None:
    width = 30 if model == "generic" else 20
    pages = [[b"\x3f" * 5, b"\x01"]]
    source = tmp_path / "page.pef"
    source.write_bytes(format_pef(make_publication(pages, geometry=PageFormat(width, 11))))
    target = tmp_path / "out.prn"
    chosen = ["--paper", paper, *options]
    plain = ["--paper", paper if "in" in paper else "a4"]
    ways = ("--connection", f"file:{target}", "--model", model)
    done = run("embosser", "add", "file", *ways, *(chosen if is_set_up else plain))
    assert done.exit_code == 0, done.output
    done = run("emboss", source, "--to", "file", *([] if is_set_up else chosen))
    assert done.exit_code == 0, done.output
    assert target.read_bytes().startswith(start)


def test_a_mode_that_the_model_lacks_is_told_when_it_is_set_up(run: Run, tmp_path: Path) -> None:
    ways = ("--connection", f"file:{tmp_path / 'x'}", "--model", "viewplus-cub")
    done = run("embosser", "add", "tigre", *ways, "--saddle-stitch")
    assert done.exit_code == 12
    assert "The ViewPlus Cub cannot do this: saddle stitch" in done.stderr


def test_a_test_page_is_a_job_like_all_others(run: Run, tmp_path: Path) -> None:
    with listening() as sink:
        _add(run, sink)
        done = run("embosser", "test", "rete")
        assert done.exit_code == 0, done.output
        assert "the ruler" in done.output
        target = tmp_path / "test.prn"
        assert run("driver", "test-page", MODEL, "-o", target).exit_code == 0
        assert sink.last == target.read_bytes()
        with DeviceLock("-", (f"tcp:127.0.0.1:{sink.port}",), "another one"):
            assert run("embosser", "test", "rete").exit_code == 13
    assert "done; test page to rete; 1 of 1 pages" in run("jobs", "list").output
    assert "queued; test page" in run("jobs", "list").output


def test_what_a_machine_needs_is_told_when_it_is_set_up(run: Run) -> None:
    queue = ("--connection", "cups:braille", "--model")
    for model, needed in (
        ("braillerap", "answers each line"),
        ("harpo-mountbatten-pro", "by hand"),
    ):
        done = run("embosser", "add", "a", *queue, model)
        assert done.exit_code == 2
        assert needed in done.output
    assert run("embosser", "add", "a", *queue, MODEL).exit_code == 0


def test_the_doctor_looks_at_embossers(run: Run, tmp_path: Path) -> None:
    port = tmp_path / "lp0"
    port.write_bytes(b"")
    _set_up(run, "sana", f"usb:{port}")
    _set_up(run, "rete", "tcp://127.0.0.1:9100")
    _set_up(run, "staccata", f"usb:{tmp_path / 'lp7'}")
    _set_up(run, "rotta", f"usb:{port}")
    wrong = tmp_path / "config" / "brailledesk" / "embossers" / "rotta.toml"
    wrong.write_text(wrong.read_text("utf-8").replace(MODEL, "nessuno"), "utf-8")
    said = run("doctor").output
    assert f"embosser sana: present (usb:{port})" in said
    assert "embosser rete: present (tcp://127.0.0.1:9100)" in said
    assert "embosser staccata: missing" in said
    assert "lp7 cannot be reached: No such file or directory" in said
    assert "embosser rotta: missing" in said
    assert "nessuno" in said
    with port.open("rb"):
        holder = subprocess.Popen(["tail", "-f", str(port)], stdout=subprocess.DEVNULL)
        try:
            until = time.monotonic() + 60
            while f"tail (process {holder.pid})" not in (said := run("doctor").output):
                assert time.monotonic() < until
            assert f"lp0 is in use: tail (process {holder.pid})" in said
        finally:
            holder.kill()
            holder.wait()
