"""What developers see: the frames of the displays, and the messages of the clients, masked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from brailledesk.cells import cells_to_unicode
from brailledesk.desk.masking import mask
from brailledesk.frame import Frame
from brailledesk.service.slots import DisplaySlot
from brailledesk.service.wire.displays import FrameShown, Place, RowShown, Traffic

if TYPE_CHECKING:
    from brailledesk.service.endpoint import Endpoint
    from brailledesk.service.service import Service

MOST_CONTENT = 4_000
"""Characters of a message that are told."""
_MOST_NAME = 60
_NAME = re.compile(r"[\w$/]+")
# The last text may have no end: messages are cut.
_TEXT = re.compile(r'"(?:[^"\\]|\\.)*+(?:"(\s*:)?|\\?\Z)', re.DOTALL)


class Watching:
    """Tells those who watch. Costs nothing while nobody does."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._is_telling = False
        self._of_frames: list[Endpoint] = []
        self._of_traffic: list[Endpoint] = []

    def recount(self) -> None:
        """See who watches: somebody began, ended or went away."""
        endpoints = self._service.endpoints
        self._of_frames = [one for one in endpoints if one.watch.frames]
        self._of_traffic = [one for one in endpoints if one.watch.traffic]

    def frames(self) -> None:
        """Tell what has changed on the displays."""
        watchers = self._of_frames
        for slot in self._service.stack.displays.values():
            if slot.is_changed:
                slot.is_changed = False
                shown = self.shown(slot) if watchers else None
                if shown is not None:
                    for endpoint in watchers:
                        endpoint.tell("display/frame", shown)

    def shown(self, slot: DisplaySlot) -> FrameShown | None:
        """What a display shows; None where nothing was ever shown."""
        top = self._service.stack.top
        port = top.port(slot)
        frame = None if port is None else top.desk.frame(port)
        if frame is None or port is None:
            return None
        return _frame_shown(slot.name, top.name, frame, top.desk.texts(port))

    def traffic(self, endpoint: Endpoint, data: bytes, *, is_sent: bool) -> None:
        """Tell of a message; not of those that tell of messages."""
        if not self._of_traffic or self._is_telling:
            return
        watchers = [one for one in self._of_traffic if one is not endpoint]
        if not watchers:
            return
        self._is_telling = True
        try:
            told = self._told(endpoint, data, is_sent=is_sent)
            for one in watchers:
                one.tell("service/traffic", told)
        finally:
            self._is_telling = False

    def _told(self, endpoint: Endpoint, data: bytes, *, is_sent: bool) -> Traffic:
        is_open = self._service.options.is_for_developers
        text = data[: 4 * MOST_CONTENT].decode(errors="replace")
        if not is_open and not _is_json(data):
            text = mask(text)  # nobody knows what of it is a text
        return Traffic(
            client=endpoint.connection.name,
            is_sent=is_sent,
            method=_method_in(data),
            size=len(data),
            content=(text if is_open else masked(text))[:MOST_CONTENT],
        )


def masked(text: str) -> str:
    """JSON with all its texts masked; names of fields stay, as do numbers and whether they are."""
    return _TEXT.sub(_masked_text, text)


def _masked_text(found: re.Match[str]) -> str:
    return found[0] if found[1] else mask(found[0])


def _is_json(data: bytes) -> bool:
    try:
        msgspec.json.decode(data, type=msgspec.Raw)
        data.decode()
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return False
    return True


class _Named(msgspec.Struct):
    method: str = ""


def _method_in(data: bytes) -> str:
    """The method that a message names, empty for replies and for what is no message."""
    try:
        name = msgspec.json.decode(data, type=_Named).method
    except (msgspec.DecodeError, RecursionError):
        return ""
    return name if len(name) <= _MOST_NAME and _NAME.fullmatch(name) else ""


def _frame_shown(display: str, sheet: str, frame: Frame, texts: tuple[str, ...]) -> FrameShown:
    rows = [
        RowShown(cells=cells_to_unicode(cells), text=text)
        for cells, text in zip(frame.rows, texts, strict=True)
    ]
    cursor = frame.cursor
    return FrameShown(
        display=display,
        sheet=sheet,
        rows=rows,
        status=cells_to_unicode(frame.status),
        cursor=None if cursor is None else Place(row=cursor[0], cell=cursor[1]),
    )
