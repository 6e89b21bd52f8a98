"""Sentences of real Italian from Debian's documentation packages, where they are installed.

Nothing of them is kept in the repository: the packages are read where Debian put them.
"""

from __future__ import annotations

import gzip
import html
import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from pathlib import Path

PATTERNS = (
    "/usr/share/games/fortunes/it/*",
    "/usr/share/doc/debian-handbook/html/it-IT/*.html",
    "/usr/share/doc/debian-reference-it/html/*.html",
    "/usr/share/debian-reference/*.it.html",
    "/usr/share/doc/debian/FAQ/it/*.html",
    "/usr/share/doc/debian/FAQ/*.it.html",
    "/usr/share/doc/developers-reference-it/**/*.html",
    "/usr/share/developers-reference/*.it.html",
    "/usr/share/doc/maint-guide-it/html/*.html",
    "/usr/share/doc/aptitude/html/it/*.html",
    "/usr/share/man/it/**/*.gz",
)
PACKAGES = "fortunes-it debian-handbook debian-reference-it manpages-it aptitude-doc-it"

_TAG = re.compile(r"<(?:script|style).*?</(?:script|style)>|<[^>]+>", re.DOTALL)
_ROFF = re.compile(r"^[.'].*$|\\f.|\\[&|^]|\\\*.", re.MULTILINE)
_END = re.compile(r"(?<=[.!?:;])\s+|\n\s*\n|\n%\n|\n(?=\s{2,})")


@lru_cache(maxsize=1)
def sentences(most: int = 60_000) -> tuple[str, ...]:
    """Distinct sentences in a fixed order, at most ``most``."""
    return tuple(islice(dict.fromkeys(_all()), most))


def _all() -> Iterator[str]:
    for pattern in PATTERNS:
        for path in sorted(Path("/").glob(pattern.lstrip("/"))):
            if path.is_file() and path.suffix not in {".dat", ".u8", ".png"}:
                yield from _split(_read(path))


def _read(path: Path) -> str:
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    text = data.decode("utf-8", "replace")
    if path.suffix == ".html":
        return html.unescape(_TAG.sub(" ", text))
    if path.suffix == ".gz":
        return _ROFF.sub("", text).replace("\\-", "-").replace("\\", "")
    return text


def _split(text: str) -> Iterator[str]:
    for piece in _END.split(text):
        sentence = " ".join(piece.split())
        if 3 <= len(sentence) <= 400 and re.search(r"[a-zà-ù]", sentence):
            yield sentence
