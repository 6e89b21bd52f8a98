"""Emboss jobs through the service: to a file, to a network socket that takes its time."""

from __future__ import annotations

import base64
import hashlib
import os
import threading
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from brailledesk.devices.jobs.encoding import encode_job
from brailledesk.devices.jobs.job import State
from brailledesk.devices.jobs.journal import Journal, journal_path
from brailledesk.devices.jobs.setup import Setup, Setups, setups_folder
from brailledesk.devices.transport.lock import VARIABLE, DeviceLock
from brailledesk.formats import format_brf, format_pef
from brailledesk.pages import Publication
from brailledesk.service.handlers import sending
from brailledesk.service.rights import Rights
from brailledesk.service.wire.scopes import Scope
from tests.devices.sinks import listening
from tests.formats.publications import make_publication
from tests.service.world import World, run, settle

MODEL = "index-everest-d-v5"


@pytest.fixture(autouse=True)
def _user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody who has nothing set up yet."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv(VARIABLE, str(tmp_path / "locks"))


def _publication(pages: int = 6) -> Publication:
    return make_publication([[b"\x3f" * 30, bytes([1 + page % 63])] for page in range(pages)])


def _set_up(connection: str) -> Setup:
    setup = Setup(model=MODEL, connection=connection)
    Setups(setups_folder()).add("stanza", setup)
    return setup


def _is_job(number: int, state: str) -> Callable[[Any], bool]:
    """Whether a message tells that a job is in a state."""

    def is_it(message: Any) -> bool:
        told = message.get("params", {})
        return (told.get("job"), told.get("state")) == (number, state)

    return is_it


def _source(data: bytes, name: str = "listino.pef") -> dict[str, Any]:
    return {"data": base64.b64encode(data).decode(), "name": name}


def _all(braille: bytes, setup: Setup, copies: int = 1) -> bytes:
    encoded = encode_job(braille, setup.values())
    return b"".join(chunk.data for chunk in encoded.chunks(1)) * copies


@pytest.mark.parametrize("copies", [1, 2])
def test_a_job_comes_to_its_end(tmp_path: Path, copies: int) -> None:
    target = tmp_path / "job.prn"
    setup = _set_up(f"file:{target}")
    braille = format_pef(_publication())

    async def test(world: World) -> None:
        client = await world.client()
        made = await client.ask(
            "emboss/submit", source=_source(braille), embosser="stanza", copies=copies
        )
        assert (made["state"], made["name"], made["embosser"]) == (
            "queued",
            "listino.pef",
            "stanza",
        )
        number = made["job"]
        await client.wait(lambda one: one.get("params", {}).get("state") == "done")
        done = await client.ask("job/status", job=number)
        assert (done["state"], done["page"], done["copy"], done["error"]) == ("done", 6, copies, "")
        told = client.told("job/changed")
        places = [(one["copy"], one["page"]) for one in told]
        assert places == sorted(places)
        assert [one["job"] for one in (await client.ask("job/list"))["jobs"]] == [number]
        error = await client.fail("job/cancel", job=number)
        assert error["data"]["kind"] == "JobNotPossible"

    run(test)
    assert target.read_bytes() == _all(braille, setup, copies)


def test_pages_of_a_brf(tmp_path: Path) -> None:
    target = tmp_path / "job.prn"
    _set_up(f"file:{target}")
    path = tmp_path / "listino.brf"
    path.write_bytes(format_brf(_publication()))

    async def test(world: World) -> None:
        client = await world.client()
        made = await client.ask(
            "emboss/submit", source={"path": str(path)}, embosser="stanza", pages="2-3"
        )
        assert made["name"] == "listino.brf"
        await client.wait(lambda one: one.get("params", {}).get("state") == "done")
        assert (await client.ask("job/status", job=made["job"]))["pages"] == 2

    run(test)
    assert target.stat().st_size > 0


def test_what_is_wrong_is_told_before(tmp_path: Path) -> None:
    _set_up(f"file:{tmp_path / 'job.prn'}")
    braille = _source(format_pef(_publication()))

    async def test(world: World) -> None:
        client = await world.client()
        for params, kind in (
            ({"source": braille, "embosser": "altrove"}, "UsageError"),
            ({"source": braille, "embosser": "../etc"}, "UsageError"),
            ({"source": braille, "embosser": "stanza", "pages": "9-"}, "UsageError"),
            ({"source": braille, "embosser": "stanza", "pages": "x"}, "UsageError"),
            ({"source": _source(b"<pef", "a.pef"), "embosser": "stanza"}, "FormatError"),
        ):
            error = await client.fail("emboss/submit", **params)
            assert error["data"]["kind"] == kind
        assert (await client.ask("job/list"))["jobs"] == []
        error = await client.fail("job/status", job=7)
        assert error["data"]["kind"] == "JobNotFound"
        for method in ("job/status", "job/cancel"):  # more than the journal's file can hold
            for number in (2**63, 2**70, -(2**70)):
                assert (await client.fail(method, job=number))["code"] == -32602
            error = await client.fail(method, job=2**63 - 1)
            assert error["data"]["kind"] == "JobNotFound"

    run(test)
    assert not (tmp_path / "job.prn").exists()


def test_a_job_is_given_up_at_the_end_of_a_page() -> None:
    braille = format_pef(_publication(200))

    async def test(world: World) -> None:
        client = await world.client()
        made = await client.ask("emboss/submit", source=_source(braille), embosser="stanza")
        await client.wait(lambda one: one.get("params", {}).get("page", 0) >= 1)
        await client.ask("job/cancel", job=made["job"])
        await client.wait(lambda one: one.get("params", {}).get("state") == "cancelled")
        page = (await client.ask("job/status", job=made["job"]))["page"]
        assert 1 <= page < 200

    with listening(room=1_000, pause=0.02) as sink:
        _set_up(f"tcp://127.0.0.1:{sink.port}")
        run(test)


def test_a_service_that_ends_pauses_its_jobs() -> None:
    """At the end of a page, so that nothing is in doubt."""
    braille = format_pef(_publication(200))
    numbers = []

    async def test(world: World) -> None:
        client = await world.client()
        made = await client.ask("emboss/submit", source=_source(braille), embosser="stanza")
        numbers.append(made["job"])
        await client.wait(lambda one: one.get("params", {}).get("page", 0) >= 1)

    with listening(room=1_000, pause=0.02) as sink:
        _set_up(f"tcp://127.0.0.1:{sink.port}")
        run(test)
        with Journal(journal_path()) as journal:
            job = journal.job(numbers[0])
    assert job.state is State.PAUSED
    assert not job.is_held
    assert job.doubt is None
    assert 1 <= job.out.page < 200


def test_who_may_not_emboss_hears_nothing(tmp_path: Path) -> None:
    _set_up(f"file:{tmp_path / 'job.prn'}")

    async def test(world: World) -> None:
        deaf = await world.client(Rights(frozenset({Scope.PUBLISH})))
        error = await deaf.fail("job/list")
        assert error["data"]["kind"] == "NotAllowed"
        client = await world.client()
        source = _source(format_pef(_publication(1)))
        await client.ask("emboss/submit", source=source, embosser="stanza")
        await client.wait(lambda one: one.get("params", {}).get("state") == "done")
        assert deaf.told("job/changed") == []

    run(test)


def test_jobs_to_one_embosser_wait_for_each_other(tmp_path: Path) -> None:
    setup = _set_up(f"file:{tmp_path / 'job.prn'}")
    files = [format_pef(_publication(pages)) for pages in (40, 3, 5)]

    async def test(world: World) -> None:
        client = await world.client()
        for braille in files:
            await client.ask("emboss/submit", source=_source(braille), embosser="stanza")
        for number in (1, 2, 3):
            await client.wait(_is_job(number, "done"))
        ends = [one["job"] for one in client.told("job/changed") if one["state"] == "done"]
        assert ends == [1, 2, 3]

    run(test)
    assert (tmp_path / "job.prn").read_bytes() == _all(files[-1], setup)


def test_a_job_waits_for_another_program(tmp_path: Path) -> None:
    target = tmp_path / "job.prn"
    setup = _set_up(f"file:{target}")
    braille = format_pef(_publication())

    async def test(world: World) -> None:
        client = await world.client()
        with DeviceLock("x", (f"file:{target.resolve()}",), "job 9"):
            for _ in range(2):
                await client.ask("emboss/submit", source=_source(braille), embosser="stanza")
            told = await client.wait(lambda one: one.get("params", {}).get("error"))
            assert told["params"]["state"] == "queued"
            assert "job 9" in told["params"]["error"]
            assert (await client.ask("job/cancel", job=2))["state"] == "cancelled"
        await client.wait(_is_job(1, "done"))

    run(test)
    assert target.read_bytes() == _all(braille, setup)


def test_a_job_that_cannot_be_begun_says_why(tmp_path: Path) -> None:
    """Nobody may write where the lock of its device is to stand."""
    target = tmp_path / "job.prn"
    _set_up(f"file:{target}")
    name = hashlib.sha256(f"file:{target.resolve()}".encode()).hexdigest()[:24]
    (tmp_path / "locks" / f"brailledesk-{name}.lock").mkdir(parents=True)

    async def test(world: World) -> None:
        client = await world.client()
        source = _source(format_pef(_publication()))
        await client.ask("emboss/submit", source=source, embosser="stanza")
        failed = await client.wait(_is_job(1, "failed"))
        assert failed["params"]["error"]
        assert (await client.ask("job/status", job=1))["error"] == failed["params"]["error"]

    run(test)


def test_a_service_that_ends_pauses_the_jobs_that_wait(tmp_path: Path) -> None:
    target = tmp_path / "job.prn"
    _set_up(f"file:{target}")

    async def test(world: World) -> None:
        client = await world.client()
        source = _source(format_pef(_publication()))
        for _ in range(2):
            await client.ask("emboss/submit", source=source, embosser="stanza")
        await client.wait(lambda one: one.get("params", {}).get("error"))

    with DeviceLock("x", (f"file:{target.resolve()}",), "job 9"):
        run(test)
    with Journal(journal_path()) as journal:
        assert [job.state for job in journal.jobs()] == [State.PAUSED] * 2


def test_a_service_ends_while_a_job_is_being_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a long book that takes long, and nobody can end it: the job waits, and is sent later."""
    making, go_on = Event(), Event()

    def slow(braille: bytes, values: Any) -> Any:
        making.set()
        assert go_on.wait(60)
        return encode_job(braille, values)

    monkeypatch.setattr(sending, "encode_job", slow)
    monkeypatch.setattr(sending, "_PAGE_SECONDS", 60.0)
    target = tmp_path / "job.prn"
    _set_up(f"file:{target}")

    async def test(world: World) -> None:
        client = await world.client()
        source = _source(format_pef(_publication()))
        await client.ask("emboss/submit", source=source, embosser="stanza")
        while not making.is_set():
            await settle(50)
        world.service.close()

    try:
        run(test)  # it does not wait for the thread
        assert making.is_set()
        assert not go_on.is_set()
        with Journal(journal_path()) as journal:
            assert journal.job(1).state is State.PAUSED
    finally:
        go_on.set()
        for thread in threading.enumerate():
            if thread.name == "job 1":
                thread.join(60)
    assert not target.exists()  # what was asked of it meanwhile counts
    with Journal(journal_path()) as journal:
        assert journal.job(1).state is State.PAUSED


def test_a_pipe_is_no_job(tmp_path: Path) -> None:
    _set_up(f"file:{tmp_path / 'job.prn'}")
    pipe = tmp_path / "listino.brf"
    os.mkfifo(pipe)

    async def test(world: World) -> None:
        client = await world.client()
        error = await client.fail("emboss/submit", source={"path": str(pipe)}, embosser="stanza")
        assert error["data"]["kind"] == "SourceNotReadable"

    run(test)


def test_a_page_sees_its_own_jobs_only(tmp_path: Path) -> None:
    _set_up(f"file:{tmp_path / 'job.prn'}")
    source = _source(format_pef(_publication(1)))
    scopes = frozenset({Scope.EMBOSS})

    async def test(world: World) -> None:
        program = await world.client()
        pages = [
            await world.client(Rights(scopes, f"https://{name}.example", may_name_paths=False))
            for name in ("a", "a", "b")
        ]
        for number, client in enumerate((program, pages[0]), 1):
            await client.ask("emboss/submit", source=source, embosser="stanza")
            await program.wait(_is_job(number, "done"))
        await pages[1].wait(_is_job(2, "done"))
        for client, seen in zip((program, *pages), ({1, 2}, {2}, {2}, set()), strict=True):
            assert {one["job"] for one in client.told("job/changed")} == seen
            assert {one["job"] for one in (await client.ask("job/list"))["jobs"]} == seen
            for number in {1, 2} - seen:
                for method in ("job/status", "job/cancel"):
                    error = await client.fail(method, job=number)
                    assert error["data"]["kind"] == "JobNotFound"

    run(test)
