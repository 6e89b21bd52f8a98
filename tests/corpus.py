"""Sentences of real Italian from Debian's documentation packages, where they are installed.

Nothing of them is kept in the repository: the packages are read where Debian put them.
"""

from __future__ import annotations

import gzip
import html
import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain, islice
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

_DROPPED = re.compile(r"<(?:script|style).*?</(?:script|style)>|<!--.*?-->", re.DOTALL)
_INLINE = "a|abbr|acronym|b|code|em|i|kbd|samp|small|span|strong|sub|sup|tt|u|var"
_INLINE_TAG = re.compile(rf"</?(?:{_INLINE})\b[^>]*>")
_TAG = re.compile(r"<[^>]+>")
_MACRO = re.compile(r"^[.'].*$", re.MULTILINE)
_ESCAPE = re.compile(r"\\(?:f(?:\(..|\[\w*\]|.)|s[-+]?\d|\*?\((..)|\*?\[([^\]]*)\]|\*(.)|(.))")
_GLYPHS = {
    "aq": "'", "cq": "’", "oq": "‘", "lq": "“", "rq": "”", "dq": '"', "Fo": "«", "Fc": "»",
    "`e": "è", "`a": "à", "`i": "ì", "`o": "ò", "`u": "ù", "'e": "é", "`E": "È", "en": "–",
    "em": "—", "bu": "•", "co": "©", "ha": "^", "ti": "~", "rs": "\\", "Eu": "€", "ga": "`",
    "^e": "ê", ":u": "ü", ":o": "ö", "'o": "ó", "'a": "á", ",c": "ç", "~n": "ñ", "ss": "ß",
    "-": "-", "e": "\\", "R": "®", "S": "", "Tm": "™", "T": "™", " ": " ", "~": " ", "t": " ",
}  # fmt: skip
"""What roff's names of glyphs and strings mean, as far as Italian pages use them."""
_END = re.compile(r"(?<=[.!?:;])\s+|\n\s*\n|\n%\n|\n(?=\s{2,})")


@lru_cache(maxsize=1)
def sentences(most: int = 60_000) -> tuple[str, ...]:
    """Distinct sentences in a fixed order, at most ``most``."""
    return tuple(islice(dict.fromkeys(_all()), most))


@lru_cache(maxsize=1)
def lines(most: int = 100_000) -> tuple[str, ...]:
    """Distinct lines, as the files divide them, behind the sentences: at most ``most`` in all."""
    both = chain(sentences(most), (line for text in _texts() for line in text.split("\n")))
    return tuple(islice(dict.fromkeys(line for line in map(_clean, both) if line), most))


def sentences_of(patterns: tuple[str, ...]) -> Iterator[str]:
    """The sentences of the files that match ``patterns``, in a fixed order."""
    for text in _texts(patterns):
        yield from filter(None, map(_clean, _END.split(text)))


def _all() -> Iterator[str]:
    yield from sentences_of(PATTERNS)


def _texts(patterns: tuple[str, ...] = PATTERNS) -> Iterator[str]:
    for pattern in patterns:
        for path in sorted(Path("/").glob(pattern.lstrip("/"))):
            if path.is_file() and path.suffix not in {".dat", ".u8", ".png"}:
                yield _read(path)


def _read(path: Path) -> str:
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    text = data.decode("utf-8", "replace")
    if path.suffix == ".html":
        return html.unescape(_TAG.sub(" ", _INLINE_TAG.sub("", _DROPPED.sub("", text))))
    if path.suffix == ".gz":
        return _ESCAPE.sub(_glyph, _MACRO.sub("", text))
    return text


def _glyph(match: re.Match[str]) -> str:
    name = match[1] or match[2] or match[3] or match[4] or ""
    return "" if name in {"&", "|", "^", "/", ",", "c", "%", ":"} else _GLYPHS.get(name, "")


def _clean(piece: str) -> str:
    """The piece with single blanks; empty where it is no line of words."""
    line = " ".join(piece.split())
    return line if 3 <= len(line) <= 400 and re.search(r"[a-zà-ù]", line) else ""
