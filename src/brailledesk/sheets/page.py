"""What an HTML page tells beside its text: who stands where, what is crossed out, its data.

The document is made by the reader of HTML. It asks for the line of every element; here the answer
is a number for each element, so that a block can be traced to its element; then the lines are put
in place of the numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from brailledesk.document import Block, Document, inner_blocks
from brailledesk.ingest.html import html_text, read_html_text
from brailledesk.ingest.html_elements import BLOCKS, tag_of, typeform_of
from brailledesk.sheets.blocks import changed
from brailledesk.sheets.parts import Piece, Role
from brailledesk.sheets.structured import origin_of
from brailledesk.text import Origin, Typeform

_ASIDE_TAGS = frozenset(["nav", "aside", "footer", "dialog"])
_ASIDE_ROLES = frozenset(
    ["navigation", "complementary", "contentinfo", "dialog", "alertdialog", "search", "banner"]
)
_ASIDE_NAMES = re.compile(
    r"(?:^|[\s_-])(?:cookies?|consent|gdpr|newsletter|related|correlat[ie]|upsell|up-sell|cross-?sells?"
    r"|recommend(?:ed|ations?)|suggest(?:ed|ions?)|accessor(?:i|ies)|reviews?|recension[ie]|breadcrumbs?"
    r"|footer|sidebar|recent|recently|minicart|popup|modal|similar|also)(?:$|[\s_-])",
    re.IGNORECASE,
)
_WHOLE = frozenset(["html", "body", "main", "article"])
_STRUCK_NAMES = re.compile(
    r"(?:^|[\s_-])(?:old-?price|price-?old|was-?price|price-?was|strike(?:through)?|struck|prezzo-?(?:vecchio|barrato))(?:$|[\s_-])",
    re.IGNORECASE,
)
_PLACE = re.compile(r"line (\d+)")


@dataclass(frozen=True, slots=True)
class HtmlPage:
    """A page read twice over: its document, its pieces, and the root of its tree."""

    document: Document
    pieces: tuple[Piece, ...]
    root: etree._Element | None


class _Numbers:
    """Gives every element that is asked for a number of its own."""

    def __init__(self) -> None:
        self.elements: list[etree._Element] = []

    def __call__(self, element: etree._Element) -> int:
        self.elements.append(element)
        return len(self.elements) - 1

    def element(self, origin: Origin | None) -> etree._Element | None:
        match = _PLACE.fullmatch(origin.place) if origin else None
        return self.elements[int(match[1])] if match else None

    def with_line(self, origin: Origin | None) -> Origin | None:
        element = self.element(origin)
        if origin is None or element is None:
            return origin
        return replace(origin, place=origin_of(element, origin.source).place)

    def placed(self, block: Block) -> Block:
        """A block whose places are the lines of the page."""
        line = self.with_line
        return changed(block, lambda run: replace(run, origin=line(run.origin)), line)


def read_page(data: bytes, path: str, language: str) -> HtmlPage:
    """Read a page of HTML. Raises what the reader of HTML raises."""
    numbers = _Numbers()
    document = read_html_text(html_text(data, path), path, language, numbers)
    root = numbers.elements[0].getroottree().getroot() if numbers.elements else None
    titled = _around_titles(root)
    pieces = tuple(_piece(block, numbers, titled) for block in document.blocks)
    blocks = tuple(piece.block for piece in pieces)
    notes = tuple(replace(n, blocks=tuple(map(numbers.placed, n.blocks))) for n in document.notes)
    return HtmlPage(replace(document, blocks=blocks, notes=notes), pieces, root)


def _around_titles(root: etree._Element | None) -> frozenset[etree._Element]:
    """The elements that hold a heading of the page: whatever they are called, they are no margins.

    "with-sidebar" and "has-reviews" are names of what stands in the middle.
    """
    if root is None:
        return frozenset()
    return frozenset(around for title in root.iter("h1") for around in title.iterancestors())


def _piece(block: Block, numbers: _Numbers, titled: frozenset[etree._Element]) -> Piece:
    elements = [e for e in map(numbers.element, _origins(block)) if e is not None]
    first = elements[0] if elements else None
    struck = [text for element in elements for text in _struck(element)]
    return Piece(
        numbers.placed(block),
        _role(first),
        first is not None and _is_aside(first, titled),
        tuple(dict.fromkeys(struck)),
    )


def _origins(block: Block) -> Iterator[Origin | None]:
    waiting = [block]
    while waiting:
        current = waiting.pop()
        yield current.origin
        waiting.extend(reversed(tuple(inner_blocks(current))))


def _role(element: etree._Element | None) -> Role:
    """Term or description of a definition list, or of two boxes that stand for one."""
    for one in _upwards(element):
        tag = tag_of(one)
        if tag in {"dt", "dd"}:
            return Role.TERM if tag == "dt" else Role.DESCRIPTION
        if tag in {"li", "td", "th", "table", "dl"}:
            break
    if element is None or tag_of(element) not in {"div", "p"}:
        return Role.PLAIN
    before, behind = element.getprevious(), element.getnext()
    other = before if before is not None else behind
    if other is None or tag_of(other) != tag_of(element) or _has_blocks(other):
        return Role.PLAIN
    is_alone = other.getprevious() is None if before is not None else other.getnext() is None
    if not is_alone or (before is not None and behind is not None) or _has_blocks(element):
        return Role.PLAIN
    return Role.TERM if before is None else Role.DESCRIPTION


def _has_blocks(element: etree._Element) -> bool:
    return any(tag_of(inner) in BLOCKS for inner in element.iterdescendants())


def _upwards(element: etree._Element | None) -> Iterator[etree._Element]:
    while element is not None:
        yield element
        element = element.getparent()


def _is_aside(element: etree._Element, titled: frozenset[etree._Element]) -> bool:
    for one in _upwards(element):
        tag = tag_of(one)
        if one in titled:
            return False
        if tag in _ASIDE_TAGS or one.get("role") in _ASIDE_ROLES:
            return True
        if tag == "header" and _is_of_page(one):
            return True
        names = f"{one.get('class') or ''} {one.get('id') or ''}"
        if tag not in _WHOLE and _ASIDE_NAMES.search(names):
            return True
    return False


def _is_of_page(header: etree._Element) -> bool:
    return not any(tag_of(one) in {"main", "article", "section"} for one in _upwards(header))


def _struck(element: etree._Element) -> Iterator[str]:
    """Texts that are crossed out, in an element or all of it."""
    inside = [element, *element.iterdescendants()]
    around = [element] if any(map(_is_struck, _upwards(element))) else []
    for one in around or filter(_is_struck, inside):
        text = " ".join(str(one.xpath("string()")).split())
        if text:
            yield text


def _is_struck(element: etree._Element) -> bool:
    if typeform_of(element, tag_of(element)) & Typeform.STRUCK:
        return True
    return _STRUCK_NAMES.search(element.get("class") or "") is not None
