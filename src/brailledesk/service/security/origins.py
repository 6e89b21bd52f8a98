"""Who speaks: the origin of a page, and the name that it used for this computer.

An origin is scheme, host and port (RFC 6454); browsers send it and pages cannot change it. The
name in ``Host`` is what a page's address said: it is another one where a foreign name was made to
point here (DNS rebinding), so only the literal names of the loopback interface are taken.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from brailledesk.errors import OriginFaulty, OriginInTheClear

_ORIGIN = re.compile(
    r"(?P<scheme>https?)://"
    r"(?P<host>\[[0-9a-f:.]{2,45}\]|(?!-)[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})*)"
    r"(?::(?P<port>[1-9][0-9]{0,4}))?"
)
_EXTENSION = re.compile(r"(?:chrome-extension://[a-p]{32}|moz-extension://[0-9a-f-]{36})")
_DEFAULT_PORTS = {"http": "80", "https": "443"}
_MOST = 280
"""A host has 253 characters at most."""
_NAMES = ("127.0.0.1", "[::1]", "localhost")


def normalise_origin(text: str) -> str:
    """The origin as browsers write it: small letters, no port where it is the scheme's own.

    ``http`` is taken for this computer only: what comes over a network in the clear may have been
    changed on the way. Raises OriginFaulty; so does "null", which is many pages at once.
    """
    found = text.strip().lower().removesuffix("/")
    if _EXTENSION.fullmatch(found):
        return found
    match = _ORIGIN.fullmatch(found) if len(found) <= _MOST else None
    if match is None:
        raise OriginFaulty(text[:_MOST])
    scheme, host, port = match["scheme"], match["host"], match["port"]
    if scheme == "http" and host not in _NAMES:
        raise OriginInTheClear(text[:_MOST])
    if port is None or port == _DEFAULT_PORTS[scheme]:
        return f"{scheme}://{host}"
    return f"{scheme}://{host}:{port}"


def is_loopback_host(hosts: Sequence[str], port: int) -> bool:
    """Whether these values of ``Host`` are one, and it names this port of the loopback interface.

    The port belongs to it: without it the page's address had port 80, which is not ours.
    """
    return len(hosts) == 1 and hosts[0].lower() in {f"{name}:{port}" for name in _NAMES}


def one_origin(values: Sequence[str]) -> str | None:
    """The origin that a request names exactly as a browser does, None where it names none.

    Raises OriginFaulty for "null", for several, and for whatever no browser writes.
    """
    if not values:
        return None
    if len(values) > 1 or values[0] != normalise_origin(values[0]):
        raise OriginFaulty("Origin")
    return values[0]
