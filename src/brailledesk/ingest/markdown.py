"""Markdown (CommonMark with tables): rendered by markdown-it-py, then read as HTML.

One reader of structure instead of two: what Markdown can say, HTML says too, and HTML inside
Markdown comes out right by itself. What HTML does not say (the line in the source, the sign behind
a list's numbers) goes along in attributes.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from lxml import etree
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from brailledesk.document import Document
from brailledesk.errors import N_, SourceDamaged
from brailledesk.ingest.encoding import decode
from brailledesk.ingest.html import read_html_text
from brailledesk.ingest.markers import parse_number

if TYPE_CHECKING:
    from brailledesk.ingest.pictures import Pictures

MAX_NESTING = 60
MAX_STEPS = 1_000_000
"""Looks of the parser at a place in the text. A page of prose takes one for twenty characters, the
densest table one for two; a row of brackets takes two for each. A million take ten seconds.
"""
_LINE = "data-source-line"


def read_markdown(
    data: bytes, path: str, language: str, *, pictures: Pictures | None = None
) -> Document:
    """A document of Markdown. Its first heading of level 1 is the title."""
    text = decode(data, path).text
    markdown = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING})
    markdown.enable(["table", "strikethrough"])
    _count_steps(markdown, path)
    environment: dict[str, object] = {}
    tokens = markdown.parse(text, environment)
    if any(token.level >= MAX_NESTING - 1 for token in tokens):
        # The parser drops what is deeper.
        raise SourceDamaged(path, N_("it is nested more deeply than any page for people"))
    for token in tokens:
        _annotate(token)
    page = markdown.renderer.render(tokens, markdown.options, environment)
    return read_html_text(f"<body>{page}</body>", path, language, _Lines(), pictures=pictures)


def _count_steps(markdown: MarkdownIt, path: str) -> None:
    """Have a parser give up what would keep it for minutes, by rules that are asked at each step.

    It has bounds of its own for depth only. Raises SourceDamaged while it parses.
    """
    steps = count(1)

    def look() -> bool:
        if next(steps) > MAX_STEPS:
            raise SourceDamaged(path, N_("it has more markup than any page for people"))
        return False  # the next rule is asked

    def in_line(_state: StateInline, _silent: bool) -> bool:
        return look()

    def in_block(_state: StateBlock, _start: int, _end: int, _silent: bool) -> bool:
        return look()

    markdown.inline.ruler.before("text", "steps", in_line)
    ends = ["paragraph", "reference", "blockquote", "list", "table"]
    markdown.block.ruler.before("table", "steps", in_block, {"alt": ends})


def _annotate(token: Token) -> None:
    if token.map:
        token.attrSet(_LINE, str(token.map[0] + 1))
    if token.type == "ordered_list_open":
        token.attrSet("data-delimiter", token.markup)


class _Lines:
    """The Markdown line of an element: its own, or that of the last one before it."""

    def __init__(self) -> None:
        self._last = 1

    def __call__(self, element: etree._Element) -> int:
        self._last = parse_number(element.get(_LINE)) or self._last
        return self._last
