"""The WebSocket with all that belongs to it: the grants, the pairing, who shows its codes."""

from __future__ import annotations

import errno
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from brailledesk.errors import N_, SocketNotSafe
from brailledesk.i18n import catalogue
from brailledesk.resources import state_path
from brailledesk.service.security.announcing import (
    DeskAnnouncer,
    Speak,
    answer_by_key,
    speak_aloud,
)
from brailledesk.service.security.door import Door
from brailledesk.service.security.limits import FOR_PAGES, Limits
from brailledesk.service.security.tokens import AccessFile, new_token
from brailledesk.service.service import Service
from brailledesk.service.transports.viewing import viewer_of, viewer_pages, viewer_url
from brailledesk.service.transports.websocket import WebSocketServer
from brailledesk.system_errors import reason_of

_PATIENCE = 0.2
"""Seconds for which the desk may stand still because another process changes the grants."""


@asynccontextmanager
async def serve_websocket(
    service: Service,
    folder: Path,
    access: AccessFile | None = None,
    speak: Speak | None = None,
    limits: Limits = FOR_PAGES,
    *,
    has_viewer: bool = False,
    port: int = 0,
) -> AsyncIterator[WebSocketServer]:
    """Let pages and programs come over the loopback interface for as long as the block lasts.

    ``has_viewer``: the developer's page is there, too, at ``viewer_url``. ``port`` 0 lets the
    system choose. Where the server listens
    stands in ``folder``. Raises SocketNotSafe, SecretUnsafe or OutputError.
    """
    token = new_token()
    announcer = DeskAnnouncer(service, speak or partial(speak_aloud, language=service.locale))
    words = catalogue(service.locale)
    door = Door(access or AccessFile(patience=_PATIENCE), announcer, token, words=words)
    server = WebSocketServer(service, door, token, folder, limits)
    service.takes_key = partial(answer_by_key, door, announcer)
    try:
        try:
            await server.start(port)
        except OSError as error:
            if port and error.errno == errno.EADDRINUSE:
                raise SocketNotSafe(
                    f"127.0.0.1:{port}",
                    N_("another program has this port"),
                    N_("Name another one with --port, or end that program."),
                ) from None
            raise SocketNotSafe("127.0.0.1", reason_of(error)) from None
        if has_viewer:
            server.pages = viewer_pages(server.port)
            door.viewer = viewer_of(server.port)
            server.viewer_url = viewer_url(server.port, door.viewer)
        yield server
    finally:
        await server.close()


def folder_beside(place: str) -> Path:
    """Where ``websocket.json`` is of a service whose local socket, or pipe, is at this place."""
    if sys.platform == "win32":  # the name of a pipe is no path of a file
        return Path(state_path("run"))
    return Path(place).absolute().parent
