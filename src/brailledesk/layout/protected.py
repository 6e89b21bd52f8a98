r"""What may not be split between two rows: amounts, dates, times, codes, addresses, numbers.

A small set of named patterns. Each is tried only where the text holds what it cannot do without
(its hint), begins only at the edge of a word, and has bounded or possessive repeats, so that the
search is linear in the text whatever the text is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

_BLANK = "[ \u00a0\u2007\u2009\u202f]"
_START = r"(?<![\w.,])"
_END = r"(?!\w)"
_NUMBER = rf"[+\-\u2212±]?\d{{1,15}}+(?:{_BLANK}\d{{3}}(?!\d)){{0,4}}(?:[.,'’]\d{{1,15}}){{0,8}}"
_CURRENCY = r"(?:€|(?:US)?\$|£|¥|EUR|CHF|GBP|USD|(?i:euro))"
_SCALE = rf"(?:{_BLANK}(?:mila|milion[ei]|miliard[oi])(?:{_BLANK}di)?(?!\w))"
_RATE = r"(?:/\w{1,12})?"
_UNIT = (
    r"(?:%|‰|°C|°F|°|º|ª|kWh|kW|W|kg|hg|mg|g|q|t|km|cm|mm|dm|m|m²|m³|m2|m3|mq|mc|l|lt|dl|cl|ml"
    r"|mAh|Ah|A|V|kHz|MHz|GHz|Hz|kB|MB|GB|TB|[kMG]bit/s|Mb/s|bar|Pa|cv|CV|ore|min|sec|h|s)"
)
_MONTH = (
    r"(?i:gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre"
    r"|dicembre|gen|feb|mar|apr|mag|giu|lug|ago|set|sett|ott|nov|dic)"
)
_DOMAIN = r"(?:it|com|org|net|eu|gov|edu|info|io|biz|ch|sm|va|fr|de|uk)"


class Protected(NamedTuple):
    """A named pattern; ``hint`` is what a text must hold for the pattern to be worth trying.

    ``re`` compiles a pattern when it is tried first: all at once would be a tenth of a short job.
    """

    name: str
    hint: str
    pattern: str


_DIGIT = r"\d"
_DOT = r"\.\w|://"

PATTERNS: tuple[Protected, ...] = (
    # € 1.249,90   EUR 5   € 2 milioni   49,90 €   5 milioni di euro   0,25 €/kWh   5 %   +2 °C
    Protected(
        "sum of money",
        _DIGIT,
        rf"(?<!\w){_CURRENCY}{_BLANK}?{_NUMBER}{_SCALE}?(?:{_RATE}{_END})?",
    ),
    Protected(
        "amount",
        _DIGIT,
        (rf"{_START}{_NUMBER}(?:{_SCALE}?{_BLANK}?{_CURRENCY}|{_BLANK}?{_UNIT}){_RATE}{_END}"),
    ),
    # 10x15 cm   60 × 45 × 85
    Protected(
        "dimensions",
        _DIGIT,
        (
            rf"{_START}\d{{1,8}}(?:[.,]\d{{1,4}})?"
            rf"(?:{_BLANK}?[x×]{_BLANK}?\d{{1,8}}(?:[.,]\d{{1,4}})?){{1,3}}"
            rf"(?:{_BLANK}?{_UNIT})?{_END}"
        ),
    ),
    # 12/05/2026   3 maggio 2026   1º giugno
    Protected(
        "date",
        _DIGIT,
        (
            rf"{_START}\d{{1,2}}[°º]?{_BLANK}{_MONTH}\.?(?:{_BLANK}(?:\d{{4}}|'\d\d))?{_END}"
            rf"|{_START}\d{{1,4}}[/.-]\d{{1,2}}[/.-]\d{{1,4}}{_END}"
        ),
    ),
    # maggio 2026   aprile '26
    Protected(
        "month",
        rf"{_BLANK}(?:\d{{4}}|['’]\d\d)(?!\w)",
        rf"(?<!\w){_MONTH}{_BLANK}(?:\d{{4}}|['’]\d\d){_END}",
    ),
    # n. 12   art. 5   pag. 3 bis   int. 12a: an abbreviation and its number
    Protected(
        "numbered reference",
        _DIGIT,
        (
            rf"(?<!\w)(?i:nn?|nr|num|artt?|pagg?|capp?|par|figg?|tabb?|voll?|int|tel|cell|lett|co)"
            rf"\.{_BLANK}?\d[\w./-]*+(?:{_BLANK}(?:bis|ter|quater)(?!\w))?"
        ),
    ),
    # 8:30   13.05.59
    Protected("time", _DIGIT, rf"{_START}\d{{1,2}}(?:[:.]\d\d){{1,2}}{_END}"),
    # AB-1234/C   COD.7/B   MP3-X200   #58213   2024-00173: word characters and joints, one a digit
    Protected(
        "code",
        _DIGIT,
        r"(?<![\w./#°-])[^\W\d]{0,32}+(?:[./#-][^\W\d]{0,32}+){0,4}\d[\w./#-]*+",
    ),
    # AB-CD/E
    Protected(
        "letter code",
        r"[A-Z][-/._][A-Z]",
        rf"(?<![\w./-])[A-Z]{{1,4}}(?:[-/._][A-Z]{{1,4}}){{1,8}}{_END}",
    ),
    # IT00 X000 0012 3450 0000 0067 890
    Protected(
        "account number",
        _DIGIT,
        (rf"(?<!\w)[A-Z]{{2}}\d\d(?:{_BLANK}[A-Z0-9]{{4}}){{2,8}}(?:{_BLANK}\d{{1,3}})?{_END}"),
    ),
    # +39 02 0000 1234   800 000 123   (02) 123 456   (+39) 02 1234567
    Protected(
        "telephone number",
        _DIGIT,
        rf"(?<![\w.,])\(?\+?\d{{1,5}}\)?(?:(?:{_BLANK}|[./-])\d{{2,8}}){{1,6}}{_END}",
    ),
    # mario_rossi@esempio.it
    Protected(
        "e-mail address",
        "@",
        r"(?<![\w.+-])[\w.+-]{1,64}+@[\w-]{1,63}+(?:\.[\w-]{1,63}+){0,8}",
    ),
    # https://www.esempio.it/ordini?id=4587   www.esempio.it   esempio.it/a
    Protected(
        "web address",
        _DOT,
        (
            r"(?<!\w)(?i:(?:https?|ftp)://|www\.)\S++"
            rf"|(?<![\w.-])(?:[\w-]{{1,63}}\.){{1,8}}{_DOMAIN}(?!\w)(?:/\S*+)?"
        ),
    ),
    # manuale.pdf   negozio.online   nome_utente: a hyphen in one would be read as part of it
    Protected(
        "name of a file, site or user",
        r"\.[a-z]|_",
        (
            r"(?<![\w.-])[\w-]{1,63}+(?:\.[\w-]{1,63}+){0,7}\.[a-z][a-z0-9-]{1,63}+(?!\w|\.\w)"
            r"|(?<!\w)[^\W_]{1,64}+(?:_+[^\W_]{1,64}+){1,8}(?!\w)"
        ),
    ),
    # /etc/host.conf   C:\Utenti\mario   @utente   #parola
    Protected(
        "path or handle",
        r"[/\\@#]\w",
        r"(?<![^\s(«“\"'])(?:(?:[A-Za-z]:)?[/\\](?=\w)|[@#](?=\w))\S++",
    ),
)


def protected_spans(text: str) -> list[tuple[int, int]]:
    """The stretches of ``text`` that stay whole, as rising (start, end); overlaps are joined."""
    found: list[tuple[int, int]] = []
    held: dict[str, bool] = {}  # patterns share their hints
    for one in PATTERNS:
        if one.hint not in held:
            held[one.hint] = _compiled(one.hint).search(text) is not None
        if held[one.hint]:
            found += [match.span() for match in _compiled(one.pattern).finditer(text)]
    return _joined(sorted(found))


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """``re`` has a cache, too, but one that asks more of its callers."""
    return re.compile(pattern)


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
