"""eBraille 1.0 (DAISY), read: an EPUB 3 container of XHTML in Unicode Braille.

It has no pages and rows of paper: a display fills its own rows. So each block of text (heading,
paragraph, item, row of a table, line of a poem) becomes one row here, however long, with a blank
row behind it, and each document of the spine one page. Cells of a table stand two blanks apart.

Source: https://daisy.org/s/ebraille/1.0/, sections 4 (files), 5 (package) and 6 (content).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lxml import etree

from brailledesk.cells import NotACell, cells_from_unicode
from brailledesk.errors import N_, FormatError
from brailledesk.formats.assemble import MAX_ROWS, UNKNOWN_GEOMETRY, fit, foreign_character
from brailledesk.formats.container import Container
from brailledesk.pages import Page, Publication, Row, Section, Volume

MEDIA_TYPE = "application/epub+zip"
"""In the part ``mimetype``, where eBraille keeps EPUB's; its own is application/ebrl+zip."""

PACKAGE = "package.opf"
ENTRY_PAGE = "index.html"
SYSTEM_MARK = "brailledesk table: "
"""Begins a value of a11y:brailleSystem that names the translation table."""

OPF = "http://www.idpf.org/2007/opf"
DC = "http://purl.org/dc/elements/1.1/"
_CONTAINER = "urn:oasis:names:tc:opendocument:xmlns:container"
_CONTENT_TYPE = "application/xhtml+xml"

_SILENT = frozenset(["head", "script", "style", "template", "audio", "video", "object", "svg"])
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "tr",
        "ul",
    ]
)
_ROWS = frozenset(["tr", "caption", "table"])
_BLANKS = re.compile(r"[ \t\r\n]+")
_BLANK = "\u2800"
_APART = 2 * _BLANK
"""Behind each cell of a table."""


def parse_ebraille(data: bytes, *, path: str = "") -> Publication:
    """Read a packaged eBraille publication. Raises FormatError, with a place, for what is none."""
    container = Container(data, path)
    package = _package_name(container)
    root = container.xml(package)
    if root.tag != f"{{{OPF}}}package":
        raise FormatError(path, N_("it has no package document"), package)
    pages: list[Page] = []
    left = MAX_ROWS
    for name in _spine(root, package, container):
        rows = tuple(islice(_rows(container.xml(name), name, path), left + 1))
        left -= len(rows)
        if left < 0:
            raise FormatError(path, N_("it has more than two million rows"))
        pages.append(Page(rows))
    section = Section(tuple(pages), fit(UNKNOWN_GEOMETRY, pages))
    return Publication(
        (Volume((section,)),),
        title=_field(root, f"{{{DC}}}title"),
        language=_field(root, f"{{{DC}}}language").removesuffix("-Brai"),
        table=_table(root),
        author=_field(root, f"{{{DC}}}creator"),
    )


def _package_name(container: Container) -> str:
    """The package document; its place is fixed, but an EPUB's container may name another."""
    if container.has(PACKAGE):
        return PACKAGE
    roots = container.xml("META-INF/container.xml").iter(f"{{{_CONTAINER}}}rootfile")
    first = next(roots, None)
    return container.resolve(str(first.get("full-path") or "")) if first is not None else PACKAGE


def _field(root: etree._Element, tag: str) -> str:
    return " ".join((root.findtext(f"{{{OPF}}}metadata/{tag}") or "").split())


def _table(root: etree._Element) -> str:
    for meta in root.iterfind(f"{{{OPF}}}metadata/{{{OPF}}}meta"):
        value = " ".join((meta.text or "").split())
        if meta.get("property") == "a11y:brailleSystem" and value.startswith(SYSTEM_MARK):
            return value.removeprefix(SYSTEM_MARK)
    return ""


def _spine(root: etree._Element, package: str, container: Container) -> Iterator[str]:
    """The content documents in reading order."""
    items = {item.get("id"): item for item in root.iterfind(f"{{{OPF}}}manifest/{{{OPF}}}item")}
    for reference in root.iterfind(f"{{{OPF}}}spine/{{{OPF}}}itemref"):
        item = items.get(reference.get("idref"))
        if item is not None and item.get("media-type") == _CONTENT_TYPE:
            yield container.resolve(str(item.get("href") or ""), package)


def _rows(root: etree._Element, name: str, path: str) -> Iterator[Row]:
    for line, text in _Texts().walk(root):
        try:
            yield Row(cells_from_unicode(text))
        except NotACell as error:
            raise foreign_character(error, path, f"{name}, line {line}, cell") from None
        yield Row()


class _Texts:
    """Collects the text of one block after another, as a browser would show it."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._line = 0
        self._hidden: etree._Element | None = None

    def walk(self, root: etree._Element) -> Iterator[tuple[int, str]]:
        """Line and text of each block that shows something."""
        for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
            if event == "start":
                yield from self._start(element)
            elif event == "end":
                yield from self._end(element)
            elif self._hidden is None:
                self._add(element.tail, element)
        yield from self._take()

    def _start(self, element: etree._Element) -> Iterator[tuple[int, str]]:
        if self._hidden is not None:
            return
        tag = etree.QName(element).localname
        yield from self._edge(tag, element)
        if tag in _SILENT or element.get("hidden") is not None:
            self._hidden = element
        else:
            self._add(element.text, element)

    def _end(self, element: etree._Element) -> Iterator[tuple[int, str]]:
        if self._hidden is not None and self._hidden is not element:
            return
        self._hidden = None
        tag = etree.QName(element).localname
        yield from self._edge(tag, element)
        if tag in {"td", "th"} and self._pieces:
            self._pieces.append(_APART)
        self._add(element.tail, element)

    def _edge(self, tag: str, element: etree._Element) -> Iterator[tuple[int, str]]:
        """A block begins or ends here; in a table only its rows are blocks."""
        if tag in _ROWS or ((tag in _BLOCKS or tag == "br") and not _is_in_cell(element)):
            yield from self._take()
        elif tag in _BLOCKS or tag == "br":
            self._add(" ", element)

    def _add(self, text: str | None, element: etree._Element) -> None:
        if not text:
            return
        shown = _BLANKS.sub(" ", text.replace("\u00ad", "")).replace("\u00a0", _BLANK)
        if not self._pieces:
            line: object = element.sourceline
            self._line = line if isinstance(line, int) else 0
        if not self._pieces or self._pieces[-1][-1] in {" ", _BLANK}:
            shown = shown.removeprefix(" ")
        if shown:
            self._pieces.append(shown)

    def _take(self) -> Iterator[tuple[int, str]]:
        text = "".join(self._pieces).replace(" " + _APART, _APART).strip(" " + _BLANK)
        self._pieces = []
        if text:
            yield self._line, text


def _is_in_cell(element: etree._Element) -> bool:
    for above in element.iterancestors():
        name = etree.QName(above).localname
        if name in {"td", "th"}:
            return True
        if name == "body":
            return False
    return False
