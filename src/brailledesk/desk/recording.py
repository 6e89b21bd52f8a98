"""Recordings of a desk for reports of faults: what came and when, with all contents masked.

A file of JSON lines. The first says what desk it was::

    {"format": "brailledesk-desk", "version": 1, "profile": "nvda-it", "table": "it-8dot", ...}

and each further one has ``at`` (seconds since the beginning) and one of ``attach``, ``screen``,
``patch``, ``command``, ``message``, ``call``, ``tick``. It is written line by line, and so holds
what came before a program failed. The player gives a desk the same things at the same times; what
the host answered to requests is in the recording too, as its patches.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, TypeVar

import msgspec

from brailledesk.desk.commands import ActionRequest, Command, Key
from brailledesk.desk.masking import Mask, mask
from brailledesk.desk.messages import Priority
from brailledesk.desk.port import DeskPort
from brailledesk.desk.session import DeskSession
from brailledesk.errors import N_, BrailledeskError, RecordingFaulty
from brailledesk.frame import DisplayPort, Frame, Geometry
from brailledesk.screen import Patch, Screen
from brailledesk.screen_json import format_patch, format_screen, parse_patch, parse_screen

FORMAT = "brailledesk-desk"
VERSION = 1
MAX_RECORDING = 256_000_000
"""Bytes of a recording that is played."""


class Setup(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What desk it was: the arguments of ``open_desk`` that matter."""

    profile: str = "nvda-it"
    table: str = "it-8dot"
    contracted: str | None = None


class _Header(Setup, frozen=True, kw_only=True):
    format: str
    version: int


class _Posted(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    text: str
    priority: Priority = Priority.TEXT
    channel: str = ""
    key: str = ""
    seconds: float | None = None


class _Key(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    key: Key
    cell: int = 0
    row: int = 0
    dots: int = 0
    display: int = 0


class _Attached(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    columns: int
    rows: int = 1
    status: int = 0


_NOTHING = msgspec.Raw()


class _Event(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    at: float
    attach: _Attached | None = None
    screen: msgspec.Raw = _NOTHING
    patch: msgspec.Raw = _NOTHING
    command: _Key | None = None
    message: _Posted | None = None
    call: str | None = None
    tick: bool = False


class Recorder:
    """A desk whose use is written down. It has the methods of :class:`DeskSession`."""

    def __init__(
        self, desk: DeskPort, stream: BinaryIO, setup: Setup, clock: Callable[[], float]
    ) -> None:
        self._desk = desk
        self._stream = stream
        self._clock = clock
        self._start = clock()
        self._mask = Mask()
        self._displays: list[DisplayPort] = []
        values = msgspec.structs.asdict(setup)
        self._write(_Header(format=FORMAT, version=VERSION, **values))

    @property
    def screen(self) -> Screen:
        """See :attr:`DeskSession.screen`."""
        return self._desk.screen

    def attach(self, display: DisplayPort) -> Frame:
        """See :meth:`DeskSession.attach`."""
        size = display.geometry
        self._displays.append(display)
        attached = _Attached(columns=size.columns, rows=size.rows, status=size.status)
        self._add(attach=attached)
        return self._desk.attach(display)

    def publish(self, screen: Screen) -> list[ActionRequest]:
        """See :meth:`DeskSession.publish`."""
        self._add(screen=msgspec.Raw(format_screen(self._mask.screen(screen))))
        return self._desk.publish(screen)

    def patch(self, patch: Patch) -> list[ActionRequest]:
        """See :meth:`DeskSession.patch`; also one that is refused is written down."""
        self._add(patch=msgspec.Raw(format_patch(self._mask.patch(patch))))
        return self._desk.patch(patch)

    def command(self, command: Command, display: DisplayPort | None = None) -> list[ActionRequest]:
        """See :meth:`DeskSession.command`."""
        one = self._mask.command(command)
        place = next((n for n, port in enumerate(self._displays) if port is display), 0)
        key = _Key(key=one.key, cell=one.cell, row=one.row, dots=one.dots, display=place)
        self._add(command=key)
        return self._desk.command(command, display)

    def post(
        self,
        text: str,
        priority: Priority = Priority.TEXT,
        *,
        channel: str = "",
        key: str = "",
        seconds: float | None = None,
    ) -> None:
        """See :meth:`DeskSession.post`."""
        number = self._mask.id(key) if key else ""
        masked = _Posted(
            text=mask(text), priority=priority, channel=mask(channel), key=number, seconds=seconds
        )
        self._add(message=masked)
        self._desk.post(text, priority, channel=channel, key=key, seconds=seconds)

    def set_call(self, state: str) -> None:
        """See :meth:`DeskSession.set_call`."""
        self._add(call=state)
        self._desk.set_call(state)

    def tick(self) -> float | None:
        """See :meth:`DeskSession.tick`."""
        self._add(tick=True)
        return self._desk.tick()

    def frame(self, display: DisplayPort | None = None) -> Frame | None:
        """See :meth:`DeskSession.frame`."""
        return self._desk.frame(display)

    def texts(self, display: DisplayPort | None = None) -> tuple[str, ...]:
        """See :meth:`DeskSession.texts`."""
        return self._desk.texts(display)

    def _add(self, **what: object) -> None:
        at = round(self._clock() - self._start, 3)
        self._write(msgspec.convert({"at": at}, _Event), what)

    def _write(self, value: msgspec.Struct, what: dict[str, object] | None = None) -> None:
        if what:
            value = msgspec.structs.replace(value, **what)
        self._stream.write(msgspec.json.encode(value) + b"\n")
        self._stream.flush()


class _Port:
    """A display that shows nothing; the desk keeps its frame."""

    def __init__(self, geometry: Geometry) -> None:
        self.geometry = geometry

    def show(self, frame: Frame) -> None:
        """Nothing to do."""


@dataclass(frozen=True, slots=True)
class Played:
    """The desk after an event: what came, the frame and print of each display, what it asked.

    ``refused`` is the error that the event was answered with.
    """

    at: float
    event: str
    frames: tuple[Frame | None, ...]
    texts: tuple[tuple[str, ...], ...]
    requests: tuple[ActionRequest, ...]
    refused: BrailledeskError | None = None


def play(
    data: bytes, open_session: Callable[[Setup, Callable[[], float]], DeskSession]
) -> Iterator[Played]:
    """Play a recording to a new desk, which ``open_session`` makes with a set-up and a clock.

    Raises RecordingFaulty with the line that is none.
    """
    lines = data.splitlines()
    header = _decode(lines[0] if lines else b"", 1, _Header)
    if header.format != FORMAT or header.version != VERSION:
        raise RecordingFaulty(1, N_("it is of another format or version"))
    now = [0.0]
    setup = Setup(profile=header.profile, table=header.table, contracted=header.contracted)
    desk = open_session(setup, lambda: now[0])
    ports: list[_Port] = []
    for number, line in enumerate(lines[1:], 2):
        event = _decode(line, number, _Event)
        now[0] = max(event.at, now[0])
        refused = None
        requests: list[ActionRequest] = []
        try:
            requests = _do(desk, event, ports, number)
        except RecordingFaulty:
            raise
        except BrailledeskError as error:
            refused = error
        frames = tuple(desk.frame(one) for one in ports)
        texts = tuple(desk.texts(one) for one in ports)
        yield Played(event.at, _name(event), frames, texts, tuple(requests), refused)


def _do(desk: DeskSession, event: _Event, ports: list[_Port], number: int) -> list[ActionRequest]:
    if event.attach is not None:
        try:
            size = Geometry(event.attach.columns, event.attach.rows, event.attach.status)
        except ValueError as error:
            raise RecordingFaulty(number, str(error)) from None
        ports.append(_Port(size))
        desk.attach(ports[-1])
    elif event.screen:
        return desk.publish(parse_screen(bytes(event.screen)))
    elif event.patch:
        return desk.patch(parse_patch(bytes(event.patch)))
    elif event.command is not None:
        one = event.command
        port = ports[one.display] if 0 <= one.display < len(ports) else None
        return desk.command(Command(one.key, one.cell, one.row, one.dots), port)
    elif event.message is not None:
        told = event.message
        desk.post(
            told.text, told.priority, channel=told.channel, key=told.key, seconds=told.seconds
        )
    elif event.call is not None:
        desk.set_call(event.call)
    else:
        desk.tick()
    return []


def _name(event: _Event) -> str:
    if event.command is not None:
        return f"command {event.command.key}"
    if event.screen or event.patch:
        return "screen" if event.screen else "patch"
    named = ("attach", "message", "call")
    return next((one for one in named if getattr(event, one) is not None), "tick")


_Form = TypeVar("_Form", bound=msgspec.Struct)


def _decode(line: bytes, number: int, kind: type[_Form]) -> _Form:
    try:
        return msgspec.json.decode(line, type=kind)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise RecordingFaulty(number, str(error)) from None
