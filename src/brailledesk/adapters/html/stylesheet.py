"""Of a stylesheet, the rules that hide and show elements or write text before and behind them.

A page's stylesheet may have 10,000 rules, of which 400 concern us. To parse all of them takes
seconds in Python, so blocks are found by their braces first, and cssselect2 gets the selectors of
those that matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

MAX_STYLESHEET = 4_000_000
"""Characters of a stylesheet that are read; a longer one is passed over."""
_VIEWPORT = 1280
"""The width in CSS pixels that widths in media queries are compared with: a desktop's."""
_TOKEN = re.compile(
    r"/\*.*?(?:\*/|\Z)|\"(?:[^\"\\\n]|\\.)*\"?|'(?:[^'\\\n]|\\.)*'?|[{};]", re.DOTALL
)
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_DECLARATION = re.compile(
    r"(?:^|;)\s*(display|visibility|content|position|float)\s*:"
    r"\s*((?:[^;\"']|\"[^\"]*\"|'[^']*')*)",
    re.IGNORECASE,
)
_PROPERTIES = ("display", "visibility", "content", "position", "float")
_IMPORTANT = re.compile(r"\s*!\s*important\s*$", re.IGNORECASE)
_WIDTH = re.compile(r"\(\s*(min|max)-width\s*:\s*([\d.]+)(px|em|rem)\s*\)")
_MAX_NESTING = 16


@dataclass(frozen=True, slots=True)
class Declaration:
    """One of the properties that tell whether and where something is shown."""

    name: str
    value: str
    is_important: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """Selectors as written, and the declarations that concern us."""

    selectors: str
    declarations: tuple[Declaration, ...]


def rules_of(text: str) -> Iterator[Rule]:
    """The rules in order that hold on a desktop's screen; what is no CSS is passed over."""
    if len(text) > MAX_STYLESHEET:
        return
    blocks: list[tuple[bool, bool]] = []  # whether its rules are read; whether it holds rules
    start = 0
    for token in _TOKEN.finditer(text):
        sign = token[0]
        if sign == "{":
            prelude = _COMMENT.sub(" ", text[start : token.start()]).strip()
            blocks.append(_opened(prelude, blocks))
            if not blocks[-1][1]:
                selectors, body = prelude, token.end()
            start = token.end()
        elif sign == "}" and blocks:
            is_read, is_group = blocks.pop()
            if is_read and not is_group:
                found = tuple(declarations(text[body : token.start()]))
                if found:
                    yield Rule(selectors, found)
            start = token.end()
        elif sign == ";" and not (blocks and not blocks[-1][1]):
            start = token.end()


def _opened(prelude: str, blocks: list[tuple[bool, bool]]) -> tuple[bool, bool]:
    is_read = (not blocks or blocks[-1] == (True, True)) and len(blocks) < _MAX_NESTING
    name, _, rest = prelude.partition(" ") if prelude.startswith("@") else ("", "", "")
    name = name.lower().partition("(")[0]
    if not name:
        return is_read, False
    if name == "@media":
        return is_read and matches_screen(prelude[len("@media") :]), True
    return is_read and name in {"@supports", "@layer"} and "not" not in rest.split(), True


def matches_screen(query: str) -> bool:
    """Whether a media query holds on a desktop's screen; a condition unknown to us does not."""
    return any(map(_matches, query.lower().split(",")))


def _matches(query: str) -> bool:
    rest = query
    for limit in _WIDTH.finditer(query):
        width = float(limit[2]) * (1 if limit[3] == "px" else 16)
        if (width > _VIEWPORT) if limit[1] == "min" else (width < _VIEWPORT):
            return False
        rest = rest.replace(limit[0], " ")
    return set(rest.replace("and", " ").split()) <= {"only", "screen", "all"}


def declarations(body: str) -> Iterator[Declaration]:
    """The declarations of a block, or of an attribute ``style``, that concern us."""
    lower = body.lower()
    if not any(name in lower for name in _PROPERTIES):
        return
    for found in _DECLARATION.finditer(_COMMENT.sub("", body)):
        value = _IMPORTANT.sub("", found[2])
        name = found[1].lower()
        text = value.strip() if name == "content" else value.strip().lower()
        yield Declaration(name, text, value != found[2])


_STRING = re.compile(r"\"([^\"]*)\"|'([^']*)'")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})\s?|\\(.)")


def written(value: str) -> str:
    """The text of a ``content``: its strings; counters, pictures and attributes are none.

    Behind a slash stands the text for readers, which goes before. Characters for private use are
    pictures of a font of icons.
    """
    shown, slash, spoken = value.rpartition("/")
    text = (
        spoken if slash and _STRING.search(shown) and _STRING.fullmatch(spoken.strip()) else value
    )
    parts = (one[0] or one[1] for one in _STRING.findall(text))
    return _PRIVATE.sub("", "".join(_ESCAPE.sub(_unescaped, one) for one in parts))


def _unescaped(match: re.Match[str]) -> str:
    if not match[1]:
        return match[2]
    code = int(match[1], 16)
    return chr(code) if 0 < code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else "\ufffd"
