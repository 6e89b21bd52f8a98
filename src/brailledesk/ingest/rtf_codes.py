"""What the numbers and words of RTF stand for: character sets, languages, signs.

Sources: Microsoft's RTF 1.9.1; for languages the codes of Windows (MS-LCID), as Python has them.
"""

from __future__ import annotations

import locale

_CHARSETS = {
    77: "mac-roman", 78: "cp932", 128: "cp932", 129: "cp949", 130: "johab", 134: "cp936",
    136: "cp950", 161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256",
    186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip
SYMBOL_CHARSET = 2
_PAGES = frozenset(
    [
        437, 720, 737, 775, 850, 852, 855, 857, 858, 860, 861, 862, 863, 864, 865, 866, 869, 874,
        932, 936, 949, 950, *range(1250, 1259),
    ]
)  # fmt: skip

SIGNS = {
    "tab": " ",
    "emspace": " ",
    "enspace": " ",
    "qmspace": " ",
    "page": " ",
    "column": " ",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
    "endash": "–",
    "emdash": "—",
}
SYMBOLS = {"~": "\xa0", "-": "\xad", "_": "\u2011", "\\": "\\", "{": "{", "}": "}"}

NOT_TEXT = frozenset(
    [
        "colortbl", "filetbl", "info", "header", "headerl", "headerr", "headerf", "footer",
        "footerl", "footerr", "footerf", "ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc",
        "aftncn", "nonshppict", "shprslt", "fldinst", "xe", "rxe", "tc", "tcn", "txe", "comment",
        "author", "operator", "pnseclvl", "private", "template", "keywords", "subject", "doccomm",
        "company", "nextfile", "bkmkstart", "bkmkend", "objdata",
    ]
)  # fmt: skip
"""Destinations whose text is not text of the document."""


def encoding_of_charset(charset: int, default: str) -> str:
    """Python's name for a font's character set; ``default`` is the document's."""
    return _CHARSETS.get(charset, default)


def encoding_of_page(page: int, default: str) -> str:
    """Python's name for a code page; those that nobody writes are the default."""
    if page == 65_001:
        return "utf-8"
    if page == 10_000:
        return "mac-roman"
    return f"cp{page}" if page in _PAGES else default


def language_of(code: int) -> str | None:
    """The language tag of a Windows code; None for "no language" and unknown ones."""
    name = locale.windows_locale.get(code, "")
    return name.replace("_", "-")[:35] or None
