"""The local way of this system: a Unix socket, on Windows a named pipe."""

from __future__ import annotations

import sys
from contextlib import AbstractAsyncContextManager

from brailledesk.service.service import Service


def default_place() -> str:
    """The path of the socket, or the name of the pipe, if nobody says otherwise."""
    if sys.platform == "win32":
        from brailledesk.service.transports.pipe import default_name  # noqa: PLC0415

        return default_name()
    from brailledesk.service.transports.unix import default_path  # noqa: PLC0415

    return default_path()


def serve_local(service: Service, place: str) -> AbstractAsyncContextManager[None]:
    """Serve there for as long as the block lasts. Raises SocketNotSafe."""
    if sys.platform == "win32":
        from brailledesk.service.transports.pipe import serve_pipe  # noqa: PLC0415

        return serve_pipe(service, place)
    from brailledesk.service.transports.unix import serve_socket  # noqa: PLC0415

    return serve_socket(service, place)
