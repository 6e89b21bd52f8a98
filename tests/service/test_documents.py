"""Documents, scans and sheets through the service: in processes beside it."""

from __future__ import annotations

import asyncio
import base64
import io
import os
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Event
from threading import enumerate as enumerate_threads
from typing import Any

import psutil
import pytest
from PIL import Image, ImageDraw, ImageFont

import brailledesk
from brailledesk.cells import cells_to_unicode
from brailledesk.conversion import format_conversion, transcribe
from brailledesk.errors import (
    ConversionBroken,
    RequestCancelled,
    SourceEmpty,
    WorkerLost,
    WorkTookTooLong,
)
from brailledesk.formats import parse_publication
from brailledesk.ingest import read_document
from brailledesk.layout import LayoutOptions
from brailledesk.service.handlers import core_handlers
from brailledesk.service.handlers.documents import document_handlers
from brailledesk.service.handling import NOTHING, Task
from brailledesk.service.rights import EXTENSION, LOCAL, Rights
from brailledesk.service.wire.documents import Convert, Source
from brailledesk.service.work.processes import Patience, Processes, _Process
from tests.service.world import World, run

FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
SHEETS = Path(__file__).parents[2] / "fixtures" / "sheets"
TEXT = "Gentile cliente,\n\nil ricambio € 12,50 è 中 pronto.\n"


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


@pytest.mark.parametrize("format_name", ["brf", "pef", "ubrl", "ebrl"])
def test_a_document_is_what_it_is_in_process(format_name: str) -> None:
    async def test(world: World) -> None:
        client = await world.client(locale="it")
        source = {"data": _base64(TEXT.encode()), "name": "lettera.txt"}
        paper = {"width": 24, "height": 20}
        found = await client.ask("document/convert", source=source, format=format_name, paper=paper)
        options = LayoutOptions(page=brailledesk.PageFormat(cells=24, rows=20))
        document = read_document(TEXT.encode(), name="lettera.txt")
        expected = transcribe(document, options=options)
        data = base64.b64decode(found["data"])
        if format_name in {"brf", "ubrl"}:
            assert data == format_conversion(expected, format_name)
        assert found["format"] == format_name
        assert found["pages"] == (0 if format_name == "ebrl" else 1)
        [undefined] = found["undefined"]
        assert (undefined["character"], undefined["count"]) == ("中", 1)
        assert found["remarks"] == []

    run(test)


def test_what_was_left_out_is_told() -> None:
    async def test(world: World) -> None:
        client = await world.client()
        page = b"<h1>Foto</h1><img src=a.png><p>testo</p>"
        found = await client.ask(
            "document/convert", source={"data": _base64(page), "name": "a.html"}, format="brf"
        )
        assert [set(one) for one in found["remarks"]] == [
            {"place", "text"} for _ in found["remarks"]
        ]
        document = read_document(page, name="a.html")
        assert len(found["remarks"]) == len(document.remarks)

    run(test)


def test_a_path_of_a_local_program_only(tmp_path: Path) -> None:
    path = tmp_path / "lettera.txt"
    path.write_text(TEXT, encoding="utf-8")

    async def test(world: World) -> None:
        local = await world.client()
        found = await local.ask("document/convert", source={"path": str(path)}, format="ubrl")
        letters = cells_to_unicode(brailledesk.translate("Gentile cliente,").cells)
        assert letters in base64.b64decode(found["data"]).decode()
        page = await world.client(EXTENSION)
        for method in ("document/convert", "document/ocr", "document/sheet"):
            error = await page.fail(method, source={"path": str(path)})
            assert error["data"]["kind"] == "PathNotAllowed"
            assert str(path) not in str(error)
        for source in (
            {},
            {"path": str(path), "data": ""},
            {"path": "lettera.txt"},
            {"path": "/\0"},
        ):
            error = await local.fail("document/convert", source=source)
            assert error["data"]["kind"] == "UsageError"
        error = await page.fail(
            "document/convert", source={"data": _base64(b"x")}, table=str(tmp_path / "t.uti")
        )
        assert error["data"]["kind"] == "PathNotAllowed"
        error = await local.fail("document/convert", source={"data": "eA=="}, format="doc")
        assert error["data"]["kind"] == "UsageError"

    run(test)


def test_documents_of_pages_leave_a_process_to_programs() -> None:
    class Held(Processes):
        """Works that go on until they are let go; of pages, or not."""

        def __init__(self) -> None:
            super().__init__()
            self.go_on = Event()
            self.pages = 0

        def run(self, task: Task, label: str, work: str, *arguments: object) -> object:
            del label, work, arguments
            if not task.rights.may_name_paths:
                self.pages += 1
                assert self.go_on.wait(60)
                self.pages -= 1
            return NOTHING

    held = Held()

    async def test(world: World) -> None:
        page = await world.client(EXTENSION)
        program = await world.client()
        source = {"data": _base64(b"a"), "name": "a.txt"}
        given = {"source": source, "format": "brf"}
        numbers = [page.start("document/convert", given) for _ in range(3)]
        await program.ask("document/convert", **given)
        while not held.pages:  # noqa: ASYNC110 - a thread's
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.1)  # no second one begins
        assert held.pages == 1
        held.go_on.set()
        for number in numbers:
            assert "result" in await page.reply(number)

    run(test, handlers={**core_handlers(), **document_handlers(held)})


def test_errors_of_documents_keep_their_kind() -> None:
    async def test(world: World) -> None:
        client = await world.client()
        for data, name, kind in (
            (b" ", "a.txt", "SourceEmpty"),
            (b"PK\3\4 broken", "a.docx", "SourceDamaged"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "a.doc", "FormatNotSupported"),
        ):
            source = {"data": _base64(data), "name": name}
            error = await client.fail("document/convert", source=source)
            assert error["data"]["kind"] == kind
            assert name in error["message"]

    run(test)


def test_a_sheet_has_its_facts_first() -> None:
    page = (SHEETS / "asciugatrice.html").read_bytes()

    async def test(world: World) -> None:
        client = await world.client()
        source = {"data": _base64(page), "name": "asciugatrice.html"}
        sheet = await client.ask("document/sheet", source=source, format="brf")
        whole = await client.ask("document/convert", source=source, format="brf")
        assert base64.b64decode(sheet["data"]) != base64.b64decode(whole["data"])
        assert sheet["pages"] >= 1
        publication = parse_publication(base64.b64decode(sheet["data"]), path="a.brf")
        assert sum(1 for _ in publication.pages()) == sheet["pages"]

    run(test)


def test_a_scan() -> None:
    picture = Image.new("L", (1400, 400), 255)
    ImageDraw.Draw(picture).text((80, 120), "Gentile cliente", 0, ImageFont.truetype(FONT, 80))
    stream = io.BytesIO()
    picture.save(stream, "PNG", dpi=(300, 300))

    async def test(world: World) -> None:
        client = await world.client(capabilities={"progress": True})
        source = {"data": _base64(stream.getvalue()), "name": "scan.png"}
        found = await client.ask("document/ocr", source=source, languages=["ita"])
        assert found["text"].strip() == "Gentile cliente"
        assert found["pages"] == 1
        error = await client.fail("document/ocr", source=source, languages=["no such"])
        assert error["data"]["kind"] == "UsageError"

    run(test)


class _Asked:
    """A call as long as a test wants it."""

    def __init__(self) -> None:
        self.is_given_up = Event()
        self.told: list[tuple[int, int, str]] = []
        self.service: Any = self
        self.closers: list[Any] = []
        self.rights: Rights = LOCAL

    def soon(self, call: Any, *given: Any) -> None:
        call(*given)

    def at_close(self, call: Any) -> None:
        self.closers.append(call)

    def check(self) -> None:
        if self.is_given_up.is_set():
            raise RequestCancelled

    def tell(self, done: int, total: int = 0, text: str = "") -> None:
        self.told.append((done, total, text))


@pytest.fixture
def processes() -> Iterator[Processes]:
    found = Processes(1)
    yield found
    found.close()
    assert not found._idle


def _convert(data: bytes, name: str = "a.txt") -> tuple[Convert, str]:
    return Convert(source=Source(data=data, name=name), format="brf"), "it"


def test_a_process_serves_many_works(processes: Processes) -> None:
    asked = _Asked()
    first = processes.run(asked, "a", "convert", *_convert(b"uno"))  # type: ignore[arg-type]
    [process] = processes._idle
    with pytest.raises(SourceEmpty):
        processes.run(asked, "a", "convert", *_convert(b""))  # type: ignore[arg-type]
    again = processes.run(asked, "a", "convert", *_convert(b"uno"))  # type: ignore[arg-type]
    assert first == again
    assert processes._idle == [process]
    assert asked.closers == [processes.close]
    assert asked.told


def test_what_is_given_up_ends_at_once(processes: Processes) -> None:
    """A document that takes long; its process is ended, and the next has another."""
    asked = _Asked()
    long = ("Una riga di testo abbastanza lunga, con parole.\n\n" * 60_000).encode()
    processes.run(asked, "a", "convert", *_convert(b"uno"))  # type: ignore[arg-type]
    [process] = processes._idle
    asked.is_given_up.set()
    with pytest.raises(RequestCancelled):
        processes.run(asked, "a", "convert", *_convert(long))  # type: ignore[arg-type]
    assert not process.is_alive
    asked.is_given_up.clear()
    assert processes.run(asked, "a", "convert", *_convert(b"uno"))  # type: ignore[arg-type]


def test_a_process_that_dies_and_one_that_fails(
    processes: Processes, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = _Asked()
    with pytest.raises(ConversionBroken, match=r"lettera.*AttributeError"):
        processes.run(asked, "lettera", "convert", None, "it")  # type: ignore[arg-type]
    processes.run(asked, "a", "convert", *_convert(b"uno"))  # type: ignore[arg-type]
    [process] = processes._idle
    real_run = _Process.run

    def killed(self: _Process, *arguments: Any) -> object:
        os.kill(self._process.pid, 9)
        return real_run(self, *arguments)

    monkeypatch.setattr(_Process, "run", killed)
    with pytest.raises(WorkerLost, match="lettera"):
        processes.run(asked, "lettera", "convert", *_convert(b"x"))  # type: ignore[arg-type]
    assert not process.is_alive
    assert processes._idle == []


def test_what_a_dead_process_did_not_take_is_nobody_s_fault() -> None:
    """A fault of the thread that listens to it would be one of whatever test runs then."""
    before = set(enumerate_threads())
    process = _Process()
    listeners = set(enumerate_threads()) - before
    given = process._process.stdin
    assert given is not None
    given.write(b"x")  # as a part of a request that it did not take any more
    process.end()
    assert process._heard.get(timeout=60) == ("lost", None)
    for thread in listeners:
        thread.join(60)
    assert given.closed


@pytest.mark.parametrize(
    ("patience", "rights"),
    [
        (Patience(silent=0.3, whole=600, of_page=600), LOCAL),
        (Patience(silent=600, whole=0.3, of_page=600), LOCAL),
        (Patience(silent=600, whole=600, of_page=0.3), EXTENSION),
    ],
)
def test_what_takes_too_long_is_ended(patience: Patience, rights: Rights) -> None:
    """A document that takes many seconds; whoever comes next has another process."""
    processes, asked = Processes(1, patience), _Asked()
    asked.rights = rights
    hard = ("> " * 50 + "a\n" * 15_000).encode()
    try:
        with pytest.raises(WorkTookTooLong) as told:
            processes.run(asked, "lento.md", "convert", *_convert(hard, "lento.md"))  # type: ignore[arg-type]
        assert str(told.value).startswith("lento.md: the work took more than 0.3 s")
        assert processes._idle == []
        assert processes._places.acquire(timeout=1)  # its place is free
        processes._places.release()
    finally:
        processes.close()


def test_a_pipe_is_no_document(tmp_path: Path) -> None:
    """Nobody writes into it: whoever opened it would wait for ever."""
    pipe = tmp_path / "lettera.txt"
    os.mkfifo(pipe)

    async def test(world: World) -> None:
        client = await world.client()
        for path in (pipe, tmp_path, Path("/dev/zero")):
            for method in ("document/convert", "document/sheet", "document/ocr"):
                error = await client.fail(method, source={"path": str(path)})
                assert error["data"]["kind"] == "SourceNotReadable"
                assert f"{path}: " in error["message"]
        error = await client.fail("document/convert", source={"path": str(tmp_path / "x.txt")})
        assert error["data"]["kind"] == "SourceNotFound"

    run(test)


@pytest.mark.parametrize("is_seen", [True, False])
def test_a_process_that_died_while_it_had_nothing_to_do(
    processes: Processes, monkeypatch: pytest.MonkeyPatch, *, is_seen: bool
) -> None:
    """As the system ends it where memory runs out. Its way is closed then, at this end too."""
    asked = _Asked()
    expected = processes.run(asked, "a", "convert", *_convert(b"uno"))  # type: ignore[arg-type]
    [process] = processes._idle
    process._process.kill()
    process._process.wait()
    assert process._heard.get(timeout=60) == ("lost", None)
    assert process._process.stdin is not None
    while not process._process.stdin.closed:
        time.sleep(0.01)
    if not is_seen:  # it died in the moment between
        monkeypatch.setattr(_Process, "is_alive", True)
        with pytest.raises(WorkerLost):
            processes.run(asked, "a", "convert", *_convert(b"uno"))  # type: ignore[arg-type]
        monkeypatch.undo()
        processes._idle.remove(process)
    found = processes.run(asked, "a", "convert", *_convert(b"uno"))  # type: ignore[arg-type]
    assert found == expected
    assert process not in processes._idle


def test_what_a_process_has_started_is_ended_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As one that reads pictures, in which a library hangs."""
    program, told = tmp_path / "program", tmp_path / "told"
    program.write_text(f"#!/bin/sh\nsleep 600 &\necho $! > {told}\nwait\n", encoding="utf-8")
    program.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(program))
    process = _Process()
    while not (told.exists() and told.read_text().strip()):
        time.sleep(0.01)
    child = psutil.Process(int(told.read_text()))
    process.end()
    with suppress(psutil.NoSuchProcess):
        while child.status() != psutil.STATUS_ZOMBIE:
            time.sleep(0.01)


def test_a_process_ends_with_its_service() -> None:
    process = _Process()
    assert process.is_alive
    assert process._process.stdin is not None
    process._process.stdin.close()
    until = time.monotonic() + 60
    while process.is_alive:
        assert time.monotonic() < until
        time.sleep(0.02)
