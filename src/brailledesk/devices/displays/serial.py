"""A display at a serial port, USB converter or Bluetooth serial port."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event as Flag
from threading import Thread
from time import monotonic, sleep

from brailledesk.devices.displays.catalogue import match, sound_displays
from brailledesk.devices.displays.connection import Connection, Lost, Opener, Post
from brailledesk.devices.displays.model import DisplayModel
from brailledesk.devices.protocols.displays import CODECS
from brailledesk.devices.protocols.displays.events import Answer, Codec, Event, Identified
from brailledesk.devices.transport.base import Duplex
from brailledesk.devices.transport.serial import SerialTransport
from brailledesk.errors import N_, DeviceError, DeviceLost, DeviceRefused, DeviceStalled
from brailledesk.frame import Frame, Geometry
from brailledesk.system_errors import reason_of

ATTEMPTS = 4
"""Times that a display is asked who it is; some sleep, or are still starting."""

_ANSWER = 0.4
"""Seconds for an answer."""

_READ = 0.1
_TAKE = 5.0
"""Seconds in which a port takes a frame."""


def serial_opener(port: str, model: DisplayModel) -> Opener:
    """Opens the display at a port; ``model`` says the protocol, and the family or the model."""

    def open_port(post: Post) -> Connection:
        transport = SerialTransport(port, model.line, timeout=_TAKE)
        transport.open()
        if model.pause:
            sleep(model.pause)
        return wire_connection(transport, model, post)

    return open_port


def wire_connection(way: Duplex, model: DisplayModel, post: Post) -> Connection:
    """A display at an open way. Raises DeviceStalled where none answers; the way is then closed."""
    codec = _codec(model.protocol)
    try:
        found, rest = _identify(way, codec)
        model = match(sound_displays(), found, model)
        return WireConnection(way, codec, model, post, rest)
    except BaseException:
        way.abort()
        raise


def _codec(protocol: str) -> Codec:
    """A codec of ours, or of a plugin."""
    if protocol in CODECS:
        return CODECS[protocol]()
    from brailledesk.devices.protocols.offers import (  # noqa: PLC0415 - few models need it
        display_protocols,
    )

    return display_protocols()[protocol].codec()


def _identify(way: Duplex, codec: Codec) -> tuple[Identified, list[Event]]:
    """What the display says it is, and what else it said by then."""
    for _ in range(ATTEMPTS):
        for question in codec.questions():
            way.send(question)
            for events in _heard(way, codec):
                for event in events:
                    if isinstance(event, Identified):
                        return event, [one for one in events if one != event]
                for event in events:
                    if isinstance(event, Answer):
                        way.send(event.data)
    raise DeviceStalled(way.address, N_("no display of this kind answered"), ATTEMPTS * _ANSWER)


def _heard(way: Duplex, codec: Codec) -> Iterator[list[Event]]:
    until = monotonic() + _ANSWER
    while (left := until - monotonic()) > 0:
        yield codec.receive(way.read(left))


class WireConnection:
    """An open display behind a codec; a thread reads what it says."""

    def __init__(
        self, way: Duplex, codec: Codec, model: DisplayModel, post: Post, heard: list[Event]
    ) -> None:
        self.model = model
        self.geometry: Geometry | None = codec.geometry or model.geometry
        if self.geometry is None:
            raise DeviceRefused(way.address, N_("it does not say how many cells it has"))
        codec.geometry = self.geometry
        self._way = way
        self._codec = codec
        self._post = post
        self._is_closing = Flag()
        for event in heard:
            post(event)
        self._thread = Thread(target=self._read, name=f"read {way.address}", daemon=True)
        self._thread.start()

    def send(self, frame: Frame, before: Frame | None) -> int:
        packets = self._codec.encode(frame, before)
        if packets:
            self._way.send(b"".join(packets))
        return len(packets) if self._codec.is_confirmed else 0

    def answer(self, data: bytes) -> None:
        self._way.send(data)

    def refresh(self) -> None:
        """The size of these does not change while they are open."""

    def release(self) -> None:
        """Nothing is held by anyone else."""

    def close(self) -> None:
        self._is_closing.set()
        self._thread.join(10 * _READ)
        if self.model.pause:
            sleep(self.model.pause)
        self._way.abort()

    def _read(self) -> None:
        while not self._is_closing.is_set():
            try:
                data = self._way.read(_READ)
            except DeviceError as error:
                self._post(Lost(error))
                return
            except Exception as error:  # noqa: BLE001 - what pyserial says of a pulled cable
                self._post(Lost(DeviceLost(self._way.address, reason_of(error))))
                return
            for event in self._codec.receive(data) if data else ():
                self._post(event)
