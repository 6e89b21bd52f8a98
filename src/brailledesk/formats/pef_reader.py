"""A PEF read page by page, so that no more of its XML is in memory than a page.

Read: elements and attributes of other namespaces are passed over, and cols, rows, rowgap and duplex
of the volume hold where the section has none of its own. A geometry too small for what the file
holds is made larger. The row gap becomes fewer rows a page and is not kept; gaps of single pages
and rows are passed over.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from lxml import etree

from brailledesk.cells import NotACell, cells_from_unicode, has_six_dots
from brailledesk.errors import N_, FormatError
from brailledesk.formats.assemble import MAX_ROWS, build_page, fit, foreign_character
from brailledesk.formats.packed import CellPages, pack
from brailledesk.pages import Page, PageFormat, Publication, Section, Volume

PEF = "http://www.daisy.org/ns/2008/pef"
DC = "http://purl.org/dc/elements/1.1/"
TABLE_MARK = "Braille table: "
"""Begins a dc:description that names the translation table."""

DOTS_PER_ROW = 4
"""Heights of a dot in a row without a gap: PEF counts gaps in them (schema, rule 1)."""

MAX_GAP = 999
"""Heights of a dot: more is no gap on any paper."""

_TOO_MANY = N_("it has more than two million rows")
_ROOT, _BODY, _VOLUME, _SECTION, _PAGE, _ROW = (
    f"{{{PEF}}}{name}" for name in ("pef", "body", "volume", "section", "page", "row")
)
_PLACES = {
    _VOLUME: (_BODY, _ROOT),
    _SECTION: (_VOLUME, _BODY, _ROOT),
    _PAGE: (_SECTION, _VOLUME, _BODY, _ROOT),
}
"""What each element stands in, from inside; elsewhere it is passed over."""


def parse_pef(data: bytes, *, path: str = "", is_exact: bool = False) -> Publication:
    """Read a PEF. Raises FormatError, with a place, for what is none.

    ``is_exact`` keeps blanks at the ends of rows and blank rows at the ends of pages: paper does
    not show them, but an embosser is sent them as the file has them. Row gaps of four and more dots
    then become blank rows. Its pages are a :class:`CellPages`.
    """
    zero = b"\x00"
    plain = data.replace(zero, b"") if zero in data else data  # UTF-16 counts like UTF-8
    if plain.count(b"</") + plain.count(b"/>") > 2 * MAX_ROWS:
        raise FormatError(path, _TOO_MANY)
    del plain
    reader = _Reader(path, is_exact)
    events = etree.iterparse(
        BytesIO(data),
        ("start", "end"),
        tag=(_ROOT, *_PLACES),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    try:
        for event, element in events:
            reader.take(event, element)
    except etree.XMLSyntaxError as error:
        raise FormatError(path, N_("it is not well-formed XML"), _in_words(error)) from None
    return reader.finish(events.root)


def _in_words(error: etree.XMLSyntaxError) -> str:
    """The fault without the name of a file, which there is none of."""
    text = str(error)
    end = text.rfind(" (")
    is_place = end > 0 and text.endswith(f", line {error.lineno})")
    return " ".join((text[:end] if is_place else text).split())


class _Reader:
    """What was read: volumes, the sections of the one that is being read, its pages."""

    def __init__(self, path: str, is_exact: bool) -> None:
        self._path = path
        self._is_exact = is_exact
        self._rows = 0
        self._widest_gap = 0
        self._is_begun = False
        self._volumes: list[Volume] = []
        self._sections: list[Section] = []
        self._pages: list[Page] = []
        self._packed: list[bytes] = []

    def take(self, event: str, element: etree._Element) -> None:
        """The beginning or the end of an element; a page is dropped when it was read."""
        if not self._is_begun:
            self._is_begun = True
            self._check_type(element)
        if not _is_in_place(element):
            return
        match event, element.tag:
            case "end", tag if tag == _PAGE:
                self._take_page(element)
            case "end", tag if tag == _SECTION:
                self._take_section(element)
            case "end", tag if tag == _VOLUME:
                self._take_volume(element)

    def finish(self, root: etree._Element) -> Publication:
        """The publication. Rows that no page has taken would be passed over, with their cells."""
        self._check_type(root)
        if root.tag != _ROOT:
            raise FormatError(self._path, N_("its root is not a PEF element"))
        if next(root.iter(_ROW), None) is not None:
            raise self._stray_row()
        if not self._volumes:
            raise FormatError(self._path, N_("it has no volume"))
        meta = f"{{{PEF}}}head/{{{PEF}}}meta/{{{DC}}}"
        description = root.findtext(f"{meta}description") or ""
        has_table = description.startswith(TABLE_MARK)
        return Publication(
            tuple(self._volumes),
            title=root.findtext(f"{meta}title") or "",
            language=root.findtext(f"{meta}language") or "",
            table=description.removeprefix(TABLE_MARK) if has_table else "",
            author=root.findtext(f"{meta}creator") or "",
        )

    def _check_type(self, element: etree._Element) -> None:
        if element.getroottree().docinfo.internalDTD is not None:
            raise FormatError(self._path, N_("it declares a document type, which a PEF has not"))

    def _stray_row(self) -> FormatError:
        return FormatError(self._path, N_("a row stands outside the pages of its sections"))

    def _take_page(self, element: etree._Element) -> None:
        section = element.getparent()
        assert section is not None
        gap = self._section_gap(section)
        rows = element.findall(_ROW)
        if len(rows) != sum(1 for _ in element.iter(_ROW)):
            raise self._stray_row()
        gaps = [gap, _gap(element, 0), *[_gap(row, 0) for row in rows]]
        self._rows += len(rows)
        self._widest_gap = max(self._widest_gap, *gaps)
        if self._rows * max(1, self._widest_gap // DOTS_PER_ROW) > MAX_ROWS:
            raise FormatError(self._path, _TOO_MANY)
        cells = [_read_row(row, self._path) for row in rows]
        if self._is_exact:
            self._packed.append(pack(_with_gaps(element, rows, cells, gap)))
        else:
            self._pages.append(build_page(cells))
        # The parser may still add to the page itself; those before it are complete.
        element.clear()
        while (before := element.getprevious()) is not None and before.tag == _PAGE:
            section.remove(before)

    def _take_section(self, element: etree._Element) -> None:
        pages = CellPages(self._packed) if self._is_exact else tuple(self._pages)
        self._packed, self._pages = [], []
        rows = self._number(element, "rows")
        rows = DOTS_PER_ROW * rows // (DOTS_PER_ROW + self._number(element, "rowgap", "0"))
        geometry = PageFormat(
            max(1, self._number(element, "cols")),
            max(1, rows),
            duplex=_attribute(element, "duplex") in {"true", "1"},
        )
        self._sections.append(Section(pages, fit(geometry, pages)))

    def _take_volume(self, element: etree._Element) -> None:
        if not self._sections:
            where = f"line {element.sourceline}"
            raise FormatError(self._path, N_("a volume has no section"), where)
        self._volumes.append(Volume(tuple(self._sections)))
        self._sections = []

    def _section_gap(self, section: etree._Element) -> int:
        return min(self._number(section, "rowgap", "0"), MAX_GAP)

    def _number(self, section: etree._Element, name: str, default: str = "") -> int:
        text = _attribute(section, name, default).removeprefix("+")
        if text.isascii() and text.isdigit() and len(text) < 10:
            return int(text)
        where = f"line {section.sourceline}, {name}"
        raise FormatError(self._path, N_("the geometry of a section is missing"), where)


def _is_in_place(element: etree._Element) -> bool:
    parents = tuple(parent.tag for parent in element.iterancestors())
    return parents == _PLACES.get(element.tag, ())


def _attribute(section: etree._Element, name: str, default: str = "") -> str:
    """An attribute of a section, or that of its volume."""
    volume = section.getparent()
    assert volume is not None
    return (section.get(name) or volume.get(name) or default).strip()


def _with_gaps(
    page: etree._Element, elements: list[etree._Element], rows: list[bytes], gap: int
) -> Iterator[bytes]:
    """The rows of a page with blank ones between them where it has gaps; ``gap`` is the section's.

    The gaps of pages and rows stand over that; eight dots need one of their own.
    """
    own = _gap(page, gap)
    is_six_dot = has_six_dots(b"".join(rows))
    blanks = 0
    for element, cells in zip(elements, rows, strict=True):
        yield from (b"",) * blanks
        yield cells
        between = _gap(element, own)
        blanks = between // DOTS_PER_ROW if is_six_dot else max(between - 1, 0) // 5


def _gap(element: etree._Element, inherited: int) -> int:
    said = element.get("rowgap")
    if said is None:
        return inherited
    text = said.strip()
    if not (text.isascii() and text.isdigit()):
        return inherited
    return MAX_GAP if len(text) > 3 else int(text)


def _read_row(row: etree._Element, path: str) -> bytes:
    # Comments, and elements of other namespaces, are passed over with what they contain.
    text = row.text or ""
    if len(row):
        text += "".join(child.tail or "" for child in row)
    try:
        return cells_from_unicode(text)
    except NotACell as error:
        raise foreign_character(error, path, f"line {row.sourceline}, cell") from None
