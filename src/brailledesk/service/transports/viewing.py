"""The developer's page: its files, who may use it, and its address.

The page is served by the WebSocket's own server, so that it has the service's own origin and no
other page has. Its token stands behind the # of its address, which browsers send to nobody; it is
of this run, and allows to look and to press keys of virtual displays.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources

from websockets.datastructures import Headers
from websockets.http11 import Response

from brailledesk.service.security.door import Viewer
from brailledesk.service.security.tokens import new_token

_FILES = {
    "/viewer/": ("index.html", "text/html; charset=utf-8"),
    "/viewer/viewer.js": ("viewer.js", "text/javascript; charset=utf-8"),
    "/viewer/socket.js": ("socket.js", "text/javascript; charset=utf-8"),
    "/viewer/viewer.css": ("viewer.css", "text/css; charset=utf-8"),
}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src {hosts}; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Connection": "close",
}
_NAMES = ("127.0.0.1", "[::1]", "localhost")


def viewer_pages(port: int) -> Mapping[str, Response]:
    """The files of the page, by their paths."""
    folder = resources.files("brailledesk.service.viewer")
    return {
        path: _response((folder / name).read_bytes(), kind, port)
        for path, (name, kind) in _FILES.items()
    }


def viewer_of(port: int) -> Viewer:
    """Who the page is, for a server at this port."""
    return Viewer(frozenset(f"http://{name}:{port}" for name in _NAMES), new_token())


def viewer_url(port: int, viewer: Viewer) -> str:
    """The address that a developer opens. Whoever has it can look."""
    return f"http://127.0.0.1:{port}/viewer/#{viewer.token}"


def _response(body: bytes, kind: str, port: int) -> Response:
    # 'self' is for older browsers no word for the same server's WebSocket.
    hosts = f"'self' ws://127.0.0.1:{port} ws://localhost:{port}"
    own = {
        "Content-Type": kind,
        "Content-Length": str(len(body)),
        "Content-Security-Policy": _POLICY.format(hosts=hosts),
    }
    return Response(200, "OK", Headers({**own, **_HEADERS}), body)
