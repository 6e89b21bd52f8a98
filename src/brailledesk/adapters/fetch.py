"""Pages from a web server: of this computer, unless others are allowed.

A screen may show what only its user may see, and a page may send a program anywhere; so the host
is checked again for each address that a server sends us on to.
"""

from __future__ import annotations

import http.client
import time
from collections.abc import Iterator
from ipaddress import ip_address
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.parse import urljoin, urlsplit
from urllib.request import (
    HTTPRedirectHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
    build_opener,
)

from brailledesk.errors import N_, PageNotFetched, SourceNotReadable, SourceTooLarge, UsageError
from brailledesk.system_errors import reason_of

MAX_PAGE = 16_000_000
"""Bytes of a page."""
MAX_STYLE = 4_000_000
MAX_STYLES = 20
"""Stylesheets that are brought for one page."""
TIMEOUT = 20.0
"""Seconds for a page; as many again for all its stylesheets."""
_PIECE = 1 << 16


def is_url(source: str) -> bool:
    """Whether a source is an address of the web."""
    return urlsplit(source).scheme.lower() in {"http", "https"}


class Fetcher:
    """Brings a page and its stylesheets."""

    def __init__(self, *, is_remote_allowed: bool = False, timeout: float = TIMEOUT) -> None:
        self._is_remote_allowed = is_remote_allowed
        self._timeout = timeout
        self._styles = 0
        self._styles_end = 0.0

    def page(self, url: str) -> tuple[bytes, str]:
        """The bytes of a page, and the address that they came from in the end.

        Raises UsageError for an address that is not allowed, SourceNotReadable, SourceTooLarge.
        """
        self._check(url)
        end = time.monotonic() + self._timeout
        try:
            with self._opener(url).open(_request(url), timeout=self._timeout) as answer:
                return _bytes(answer, url, MAX_PAGE, end), answer.geturl()
        except HTTPError as error:
            raise PageNotFetched(url, status=error.code) from None
        except (URLError, OSError, http.client.HTTPException, ValueError) as error:
            raise PageNotFetched(url, _reason(error)) from None

    def style(self, base: str, link: str) -> str | None:
        """The text of a stylesheet of the same server; None where it is not to be had."""
        url = urljoin(base, link)
        now = time.monotonic()
        self._styles_end = self._styles_end or now + self._timeout
        self._styles += 1
        is_own = urlsplit(url)[:2] == urlsplit(base)[:2]
        if not is_own or self._styles > MAX_STYLES or now >= self._styles_end:
            return None
        try:
            left = self._styles_end - now
            with self._opener(url).open(_request(url), timeout=left) as answer:
                return _bytes(answer, url, MAX_STYLE, self._styles_end).decode("utf-8", "replace")
        except (OSError, http.client.HTTPException, ValueError, UsageError):
            return None  # a page without a style is still a page
        except (SourceNotReadable, SourceTooLarge):
            return None

    def _opener(self, url: str) -> OpenerDirector:
        handlers: list[HTTPRedirectHandler | ProxyHandler] = [_Redirects(self)]
        if _is_loopback(url):
            handlers.append(ProxyHandler({}))
        return build_opener(*handlers)

    def _check(self, url: str) -> None:
        if not is_url(url):
            raise UsageError(
                N_("{url} is no address of the web."),
                N_("Write http://... or https://..."),
                url=url,
            )
        if not self._is_remote_allowed and not _is_loopback(url):
            raise UsageError(
                N_("{url} is not on this computer."),
                N_("To fetch it all the same: --remote"),
                url=url,
            )


class _Redirects(HTTPRedirectHandler):
    """Follows a server only to where one might have gone at first."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher

    def redirect_request(
        self,
        req: Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> Request | None:
        """Raises UsageError where the new address is not allowed."""
        self._fetcher._check(newurl)  # noqa: SLF001 - two halves of one thing
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _request(url: str) -> Request:
    headers = {"User-Agent": "brailledesk", "Accept": "text/html,text/css", "Accept-Language": "it"}
    return Request(url, headers=headers)  # noqa: S310 - the scheme was checked


def _is_loopback(url: str) -> bool:
    try:
        host = urlsplit(url).hostname or ""
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _bytes(answer: http.client.HTTPResponse, url: str, most: int, end: float) -> bytes:
    data = bytearray()
    for piece in _pieces(answer):
        data += piece
        if len(data) > most:
            raise SourceTooLarge(url, len(data), most)
        if time.monotonic() > end:
            raise SourceNotReadable(url, N_("it takes too long"))
    return bytes(data)


def _pieces(answer: http.client.HTTPResponse) -> Iterator[bytes]:
    while piece := answer.read1(_PIECE):
        yield piece


def _reason(error: Exception) -> str:
    """Of what urllib wraps, the fault inside."""
    inner = getattr(error, "reason", error)
    return reason_of(inner) if isinstance(inner, Exception) else str(inner)
