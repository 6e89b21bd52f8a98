"""HTML: what a browser would show, as blocks and runs.

The tree is walked once, without recursion, so that no depth of nesting can break it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from lxml import etree

from brailledesk.document import Block, Document, Heading, Note, members_of
from brailledesk.errors import N_, SourceDamaged
from brailledesk.ingest.encoding import decode
from brailledesk.ingest.html_blocks import HtmlBlocks
from brailledesk.ingest.html_elements import language_of, tag_of
from brailledesk.ingest.html_notes import Part, identified, number, references
from brailledesk.text import plain_text

if TYPE_CHECKING:
    from brailledesk.ingest.pictures import Pictures

_META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{1,40})", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"^\s*<\?xml[^>]{0,100}encoding=[\"']([\w-]{1,40})")
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def read_html(
    data: bytes, path: str, language: str, *, pictures: Pictures | None = None
) -> Document:
    """A document of HTML. ``lang`` of its root, where there is one, goes before ``language``."""
    return read_html_text(html_text(data, path), path, language, pictures=pictures)


def read_html_text(
    text: str,
    path: str,
    language: str,
    line_of: Callable[[etree._Element], int] | None = None,
    *,
    pictures: Pictures | None = None,
) -> Document:
    """A document of HTML that is text already.

    ``line_of`` tells the line of an element in the source that the user knows; by default the line
    in ``text``. ``pictures`` collects those that the page shows.
    """
    root = parse_html(text, path)
    own = language_of(root) or language_of(root.find("body")) or language
    labels = number(references(root, ""), set(identified(root, "")))
    fetch = None if pictures is None else pictures.of_page
    blocks = read_page(root, path, own, Part(notes=labels), line_of, fetch)
    found = blocks.finish()
    title = " ".join((root.findtext("head/title") or "").split())
    notes = in_order(blocks.notes())
    return Document(found, title or first_heading(found), own, notes, source=path)


def read_page(
    root: etree._Element,
    path: str,
    language: str,
    part: Part,
    line_of: Callable[[etree._Element], int] | None = None,
    fetch: Callable[[str], bytes] | None = None,
) -> HtmlBlocks:
    """The blocks and notes of a page, which may be one of many of a publication.

    ``fetch`` gives the picture that the page refers to.
    """
    blocks = HtmlBlocks(path, language, line_of or _source_line, part, fetch)
    _walk(root, blocks)
    return blocks


def in_order(notes: Iterable[Note]) -> tuple[Note, ...]:
    """Notes in the order of their marks; one that is there twice counts once."""
    by_label = {note.label: note for note in reversed(tuple(notes))}
    return tuple(by_label[label] for label in sorted(by_label, key=int))


def html_text(data: bytes, path: str) -> str:
    """The text of a page in the encoding that it declares, or that it has."""
    declared = _META_CHARSET.search(data[:4096]) or _XML_ENCODING.search(data[:200])
    return decode(data, path, declared[1].decode("ascii") if declared else None).text


def parse_html(text: str, path: str) -> etree._Element:
    """The root of a page. Raises SourceDamaged."""
    # The declaration's line feeds stay, so that lines are counted right.
    cleaned = _XML_DECLARATION.sub(lambda match: "\n" * match[0].count("\n"), text)
    parser = etree.HTMLParser(huge_tree=True, recover=True, remove_comments=True, remove_pis=True)
    root: etree._Element | None
    try:
        root = etree.fromstring(cleaned, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise SourceDamaged(path, N_("no HTML could be found in it"), str(error)) from None
    if root is None:  # so it is where nothing is left
        raise SourceDamaged(path, N_("no HTML could be found in it"))
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        # The parser stops there, and what it did not read must not be lost without a word.
        raise SourceDamaged(path, N_("it is nested more deeply than any page for people"))
    _empty_head(root)
    return root


_OF_HEAD = frozenset({"base", "link", "meta", "noscript", "script", "style", "template", "title"})


def _empty_head(root: etree._Element) -> None:
    """Bring back to the body what libxml2 leaves in the head.

    Where a page leaves out the tag ``body``, it takes elements that are younger than HTML 4
    (``nav``, ``main``) for parts of the head, and all that follows.
    """
    head = root.find("head")
    children = [] if head is None else list(head)
    first = next((n for n, one in enumerate(children) if tag_of(one) not in _OF_HEAD), None)
    if head is None or first is None:
        return
    body = root.find("body")
    if body is None:
        body = etree.SubElement(root, "body")
    text, body.text = body.text, None
    moved = children[first:]
    moved[-1].tail = (moved[-1].tail or "") + (text or "")
    for place, one in enumerate(moved):
        body.insert(place, one)


def _source_line(element: etree._Element) -> int:
    line: object = element.sourceline
    return line if isinstance(line, int) else 1


def _walk(root: etree._Element, blocks: HtmlBlocks) -> None:
    _begin(root, blocks)
    opened = [(root, root.iterchildren("*"))]
    while opened:
        element, inner = opened[-1]
        for child in inner:
            if not blocks.take_paragraph(child):
                _begin(child, blocks)
                opened.append((child, child.iterchildren("*")))
                break
        else:
            opened.pop()
            blocks.end(element)
            if opened:
                blocks.add_text(element.tail or "")


def _begin(element: etree._Element, blocks: HtmlBlocks) -> None:
    blocks.start(element)
    blocks.add_text(element.text or "")


def first_heading(blocks: Sequence[Block]) -> str:
    """The text of the first heading of level 1, empty where there is none."""
    for block in members_of(blocks):
        if isinstance(block, Heading) and block.level == 1:
            return " ".join(plain_text(block.runs).split())
    return ""
