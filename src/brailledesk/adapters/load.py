"""A screen from wherever it is: a page of HTML, JSON of a host, lines of a terminal, an address."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from brailledesk.adapters.fetch import MAX_PAGE, Fetcher, is_url
from brailledesk.adapters.html import read_screen
from brailledesk.adapters.offers import read_offered
from brailledesk.adapters.terminal import grid_of, read_grid
from brailledesk.ingest.encoding import decode
from brailledesk.screen import Screen
from brailledesk.screen_json import parse_screen
from brailledesk.sources import ByteStream, take_source

KINDS = ("html", "json", "text")
MAX_STYLE = 4_000_000
"""Bytes of a stylesheet."""
_MARKUP = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<[!a-zA-Z]", re.DOTALL)


def load_screen(
    source: str,
    *,
    kind: str | None = None,
    is_remote_allowed: bool = False,
    has_styles: bool = True,
    standard_input: ByteStream | None = None,
) -> Screen:
    """The screen of a file, an address, or standard input ("-").

    ``kind`` is one of KINDS, or what a plugin's adapter reads, which is then given ``source`` as it
    stands; None goes by what is there. Stylesheets that a page links to are read
    with ``has_styles``: those beside a file, those of the same server.
    Raises what reading raises: errors of sources, ScreenFaulty, ScreenTooLarge, UsageError,
    PluginFailed.
    """
    if kind is not None and kind not in KINDS:
        return read_offered(kind, source)
    if is_url(source):
        fetcher = Fetcher(is_remote_allowed=is_remote_allowed)
        data, base = fetcher.page(source)
        styles = (lambda link: fetcher.style(base, link)) if has_styles else None
        return _screen(data, source, kind, styles)
    if source == "-" and standard_input is not None:
        name, data = take_source(standard_input, "", MAX_PAGE)
        return _screen(data, name, kind, None)
    name, data = take_source(Path(source), "", MAX_PAGE)
    return _screen(data, name, kind, _beside(Path(source)) if has_styles else None)


def _screen(
    data: bytes, name: str, kind: str | None, styles: Callable[[str], str | None] | None
) -> Screen:
    chosen = kind or _kind_of(data)
    if chosen == "json":
        return parse_screen(data)
    if chosen == "html":
        return read_screen(data, name, read_style=styles)
    return read_grid(grid_of(decode(data, name).text.expandtabs().splitlines()))


def _kind_of(data: bytes) -> str:
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return "json"
    return "html" if _MARKUP.match(data.removeprefix(b"\xef\xbb\xbf")) else "text"


def _beside(page: Path) -> Callable[[str], str | None]:
    """Stylesheets by their path from the page; only ordinary files that are called .css."""

    def read(link: str) -> str | None:
        path = link.partition("?")[0].partition("#")[0]
        if "://" in path or path.startswith("//") or not path.lower().endswith(".css"):
            return None
        try:
            place = (page.parent / path).resolve()
            if not place.is_file() or place.stat().st_size > MAX_STYLE:
                return None
            return place.read_text(encoding="utf-8", errors="replace")
        except (OSError, ValueError):
            return None

    return read
