"""The local way of this system: a Unix socket, on Windows a named pipe."""

from __future__ import annotations

import sys
from contextlib import AbstractAsyncContextManager

from brailledesk.service.service import Service


def serve_local(service: Service, place: str) -> AbstractAsyncContextManager[None]:
    """Serve there for as long as the block lasts. Raises SocketNotSafe."""
    if sys.platform == "win32":
        from brailledesk.service.transports.pipe import serve_pipe  # noqa: PLC0415

        return serve_pipe(service, place)
    from brailledesk.service.transports.unix import serve_socket  # noqa: PLC0415

    return serve_socket(service, place)
