"""A display that brltty drives, through BrlAPI."""

from __future__ import annotations

import os
from collections.abc import Callable

from brailledesk.devices.brlapi import client as brlapi
from brailledesk.devices.brlapi.address import Server, tty_from
from brailledesk.devices.brlapi.client import Client, OwnClient
from brailledesk.devices.brlapi.keys import understand
from brailledesk.devices.brlapi.official import OfficialClient, load_binding
from brailledesk.devices.displays.connection import Changed, Connection, Lost, Opener, Post
from brailledesk.devices.displays.model import DisplayModel
from brailledesk.errors import DeviceRefused
from brailledesk.frame import Frame, Geometry

_MOST_REJECTED = 5
"""Writes in a row that the server did not do: it will not do the next one either."""

MakeClient = Callable[[Server, brlapi.Post], Client]


def best_client(server: Server, post: brlapi.Post) -> Client:
    """The official binding where it imports, else our own client."""
    binding = load_binding()
    return OwnClient(server, post) if binding is None else OfficialClient(binding, server, post)


def brltty_opener(
    server: Server,
    model: DisplayModel,
    *,
    path: tuple[int, ...] | None = None,
    make: MakeClient = best_client,
) -> Opener:
    """Opens the display of a server. ``path`` is the tty; None: as the environment says."""

    def open_server(post: Post) -> Connection:
        chosen = tty_from(os.environ) if path is None else path
        return BrlttyConnection(server, model, chosen, make, post)

    return open_server


class BrlttyConnection:
    """The display of a server, in a tty of it."""

    def __init__(
        self,
        server: Server,
        model: DisplayModel,
        path: tuple[int, ...],
        make: MakeClient,
        post: Post,
    ) -> None:
        self.model = model
        self.geometry: Geometry | None = None
        self._server = server
        self._path = path
        self._post = post
        self._rejected = 0
        self._client = make(server, self._hear)
        try:
            self.geometry = self._client.enter(path)
        except BaseException:
            self._client.close()
            raise

    def send(self, frame: Frame, before: Frame | None) -> int:
        """All cells; the server sends the display only those that differ."""
        if before is None or before.rows != frame.rows:
            self._client.write(b"".join(frame.rows))
        return 0

    def answer(self, data: bytes) -> None:
        """The server is owed nothing."""

    def refresh(self) -> None:
        """Leave and enter: only then the server takes cells for the display that is there now."""
        self.geometry = None
        if self._client.is_online is not False:
            self._client.leave()
            self.geometry = self._client.enter(self._path)

    def release(self) -> None:
        """Forget what was shown: else the server shows it first when a display is there again.

        It may answer late, since it is looking for one. The binding hears of that in a tty only.
        """
        self._client.leave()
        self._client.enter(self._path)

    def close(self) -> None:
        self._client.close()

    def _hear(self, notice: brlapi.Notice) -> None:
        match notice:
            case brlapi.KeyCode(code):
                self._rejected = 0
                size = self.geometry
                for event in understand(code, size.columns * size.rows) if size else ():
                    self._post(event)
            case brlapi.Changed():
                self._rejected = 0
                self._post(Changed())
            case brlapi.Rejected(code):
                self._rejected += 1
                if self._rejected > _MOST_REJECTED:
                    self._post(Lost(DeviceRefused(self._server.name, f"BrlAPI {code}")))
                else:
                    self._post(Changed())
            case brlapi.Ended(error):
                self._post(Lost(error))
