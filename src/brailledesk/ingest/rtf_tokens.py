"""RTF as tokens: groups, control words, bytes of text. Source: Microsoft's RTF 1.9.1."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_TOKEN = re.compile(
    rb"(?P<open>\{)|(?P<close>\})|\\'(?P<hex>[0-9A-Fa-f]{2})"
    rb"|\\(?P<word>[a-zA-Z]{1,40})(?P<number>-?[0-9]{1,10})?[ ]?"
    rb"|\\(?P<symbol>[^a-zA-Z'])|(?P<text>[^\\{}\r\n]+)|[\r\n]+|\\'?",
    re.DOTALL,
)


class Token(NamedTuple):
    """``kind`` is open, close, word, symbol or text; ``name`` a word or symbol without backslash.

    ``number`` is what follows a word, None where nothing does; ``data`` are the bytes of a text.
    """

    kind: str
    name: str = ""
    number: int | None = None
    data: bytes = b""


_OPEN = Token("open")
_CLOSE = Token("close")


def tokens(data: bytes) -> Iterator[Token]:
    """The tokens in order; what the word bin brings along is passed over."""
    place = 0
    while True:
        match = _TOKEN.match(data, place)
        if match is None:
            return
        place = match.end()
        kind = match.lastgroup
        if kind == "text":
            yield Token("text", data=match[0])
        elif kind == "hex":
            yield Token("text", "'", data=bytes.fromhex(match["hex"].decode("ascii")))
        elif kind in {"word", "number"}:
            number = None if match["number"] is None else int(match["number"])
            name = match["word"].decode("ascii")
            if name == "bin":
                place += max(number or 0, 0)
            else:
                yield Token("word", name, number)
        elif kind == "symbol":
            yield Token("symbol", match["symbol"].decode("latin-1"))
        elif kind is not None:
            yield _OPEN if kind == "open" else _CLOSE
