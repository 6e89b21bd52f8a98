"""PEF 1.0, the Portable Embosser Format: XML with its own geometry (version 2008-1).

Written: dc:format, dc:identifier, and what is known of title, author, language, date and table.
Six-dot sections have rowgap 0. A section with dots 7 or 8 has rowgap 1, for its cells would touch
those of the next row otherwise; its ``rows``, which PEF counts in heights of a six-dot row, grows
with it.

Read: elements and attributes of other namespaces are passed over, and cols, rows, rowgap and duplex
of the volume hold where the section has none of its own. A geometry too small for what the file
holds is made larger. The row gap becomes fewer rows a page and is not kept; gaps of single pages
and rows are passed over.
"""

from __future__ import annotations

import datetime as dt
import re
import uuid

from lxml import etree

from brailledesk.cells import NotACell, cells_from_unicode, cells_to_unicode, has_six_dots
from brailledesk.errors import N_, FormatError
from brailledesk.formats.assemble import (
    BLANK_PAGE,
    MAX_ROWS,
    build_page,
    fit,
    foreign_character,
    rows_of,
)
from brailledesk.pages import Page, PageFormat, Publication, Row, Section, Volume

PEF = "http://www.daisy.org/ns/2008/pef"
DC = "http://purl.org/dc/elements/1.1/"
VERSION = "2008-1"
MEDIA_TYPE = "application/x-pef+xml"
TABLE_MARK = "Braille table: "
"""Begins a dc:description that names the translation table."""

DOTS_PER_ROW = 4
"""Heights of a dot in a row without a gap: PEF counts gaps in them (schema, rule 1)."""

MAX_GAP = 999
"""Heights of a dot: more is no gap on any paper."""

_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")


def format_pef(
    publication: Publication, *, identifier: str | None = None, date: dt.date | None = None
) -> bytes:
    """The bytes of a PEF.

    ``identifier`` is by default a UUID made from the content, so that the same pages give the same
    file; ``date`` is left out where it is None. The table stands in dc:description.
    """
    nsmap: dict[str | None, str] = {None: PEF}
    root = etree.Element(f"{{{PEF}}}pef", {"version": VERSION}, nsmap)  # type: ignore[arg-type] # the stubs forget the default namespace
    head = etree.SubElement(root, f"{{{PEF}}}head")
    meta = etree.SubElement(head, f"{{{PEF}}}meta", nsmap={"dc": DC})
    body = etree.SubElement(root, f"{{{PEF}}}body")
    volumes = [volume for volume in publication.volumes if volume.sections]
    for volume in volumes or [Volume((Section((BLANK_PAGE,), PageFormat()),))]:
        _append_volume(body, volume)
    fields = {
        "format": MEDIA_TYPE,
        "identifier": _printable(identifier or "") or _identifier(publication, body),
        "title": _printable(publication.title),
        "creator": _printable(publication.author),
        "language": publication.language if _LANGUAGE.fullmatch(publication.language) else "",
        "date": f"{date.year:04}-{date.month:02}-{date.day:02}" if date else "",
        "description": _printable(publication.table and TABLE_MARK + publication.table),
    }
    for name, text in fields.items():
        if text:
            etree.SubElement(meta, f"{{{DC}}}{name}").text = text
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _printable(text: str) -> str:
    """XML has no control characters."""
    return "".join(c if c.isprintable() else " " for c in text).strip()


def _identifier(publication: Publication, body: etree._Element) -> str:
    known = f"{publication.title}\n{publication.language}\n{publication.table}\n"
    content = known.encode("utf-8", "replace").decode() + etree.tostring(body, encoding="unicode")
    # Not a constant: uuid5 imports OpenSSL, which only those who write PEF should wait for.
    namespace = uuid.uuid5(uuid.NAMESPACE_URL, PEF)
    return uuid.uuid5(namespace, content).urn


def _append_volume(body: etree._Element, volume: Volume) -> None:
    geometries = [_geometry(section) for section in volume.sections]
    parent = etree.SubElement(body, f"{{{PEF}}}volume", geometries[0])
    for section, geometry in zip(volume.sections, geometries, strict=True):
        own = {} if geometry == geometries[0] else geometry
        element = etree.SubElement(parent, f"{{{PEF}}}section", own)
        for page in section.pages or (BLANK_PAGE,):
            leaf = etree.SubElement(element, f"{{{PEF}}}page")
            for row in rows_of(page):
                etree.SubElement(leaf, f"{{{PEF}}}row").text = cells_to_unicode(row)


def _geometry(section: Section) -> dict[str, str]:
    needed = fit(section.format, section.pages)
    is_six_dot = all(has_six_dots(row) for page in section.pages for row in rows_of(page))
    gap = 0 if is_six_dot else 1
    return {
        "cols": str(needed.cells),
        "rows": str(needed.rows + -(-needed.rows * gap // DOTS_PER_ROW)),
        "rowgap": str(gap),
        "duplex": "true" if needed.duplex else "false",
    }


def parse_pef(data: bytes, *, path: str = "", is_exact: bool = False) -> Publication:
    """Read a PEF. Raises FormatError, with a place, for what is none.

    ``is_exact`` keeps blanks at the ends of rows and blank rows at the ends of pages: paper does
    not show them, but an embosser is sent them as the file has them. Row gaps of four and more dots
    then become blank rows.
    """
    root = _parse_xml(data, path)
    if root.tag != f"{{{PEF}}}pef":
        raise FormatError(path, N_("its root is not a PEF element"))
    volumes = tuple(
        _read_volume(element, path, is_exact)
        for element in root.iterfind(f"{{{PEF}}}body/{{{PEF}}}volume")
    )
    if not volumes:
        raise FormatError(path, N_("it has no volume"))
    meta = f"{{{PEF}}}head/{{{PEF}}}meta/{{{DC}}}"
    description = root.findtext(f"{meta}description") or ""
    return Publication(
        volumes,
        title=root.findtext(f"{meta}title") or "",
        language=root.findtext(f"{meta}language") or "",
        table=description.removeprefix(TABLE_MARK) if description.startswith(TABLE_MARK) else "",
        author=root.findtext(f"{meta}creator") or "",
    )


def _parse_xml(data: bytes, path: str) -> etree._Element:
    """The root of XML without document type, entities, great depth or very many elements."""
    plain = data.replace(b"\x00", b"")  # UTF-16 counts like UTF-8
    if plain.count(b"</") + plain.count(b"/>") > 2 * MAX_ROWS:
        raise FormatError(path, N_("it has more than two million rows"))
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise FormatError(path, N_("it is not well-formed XML"), _without_newlines(error)) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise FormatError(path, N_("it declares a document type, which a PEF has not"))
    _check_rows(root, path)
    return root


def _without_newlines(error: etree.XMLSyntaxError) -> str:
    return " ".join(str(error).removesuffix(f" (<string>, line {error.lineno})").split())


def _check_rows(root: etree._Element, path: str) -> None:
    """Refuse rows at places where they would be passed over, and with them their cells."""
    places = "/".join(f"{{{PEF}}}{name}" for name in ("body", "volume", "section", "page", "row"))
    rows = sum(1 for _ in root.iter(f"{{{PEF}}}row"))
    gaps = [_gap(element, 0) for element in root.iter(f"{{{PEF}}}*") if element.get("rowgap")]
    if rows * (max(gaps, default=0) // DOTS_PER_ROW) > MAX_ROWS:
        raise FormatError(path, N_("it has more than two million rows"))
    if rows != sum(1 for _ in root.iterfind(places)):
        raise FormatError(path, N_("a row stands outside the pages of its sections"))


def _read_volume(volume: etree._Element, path: str, is_exact: bool) -> Volume:
    sections = tuple(
        _read_section(section, volume, path, is_exact)
        for section in volume.iterfind(f"{{{PEF}}}section")
    )
    if not sections:
        raise FormatError(path, N_("a volume has no section"), f"line {volume.sourceline}")
    return Volume(sections)


def _read_section(
    section: etree._Element, volume: etree._Element, path: str, is_exact: bool
) -> Section:
    def attribute(name: str, default: str = "") -> str:
        return (section.get(name) or volume.get(name) or default).strip()

    def number(name: str, default: str = "") -> int:
        text = attribute(name, default).removeprefix("+")
        if text.isascii() and text.isdigit() and len(text) < 10:
            return int(text)
        where = f"line {section.sourceline}, {name}"
        raise FormatError(path, N_("the geometry of a section is missing"), where)

    gap = min(number("rowgap", "0"), MAX_GAP)
    pages = tuple(
        _read_page(page, path, gap if is_exact else None)
        for page in section.iterfind(f"{{{PEF}}}page")
    )
    rows = DOTS_PER_ROW * number("rows") // (DOTS_PER_ROW + number("rowgap", "0"))
    geometry = PageFormat(
        max(1, number("cols")), max(1, rows), duplex=attribute("duplex") in {"true", "1"}
    )
    return Section(pages, fit(geometry, pages))


def _read_page(page: etree._Element, path: str, gap: int | None) -> Page:
    """The page; ``gap`` is None where gaps and blanks at ends do not count."""
    rows = [(row, _read_row(row, path)) for row in page.iterfind(f"{{{PEF}}}row")]
    if gap is None:
        return build_page(cells for _, cells in rows)
    # The gaps of pages and rows stand over the section's; eight dots need one of their own.
    own = _gap(page, gap)
    is_six_dot = all(has_six_dots(cells) for _, cells in rows)
    found: list[Row] = []
    blanks = 0
    for row, cells in rows:
        found += [Row()] * blanks
        found.append(Row(cells))
        between = _gap(row, own)
        blanks = between // DOTS_PER_ROW if is_six_dot else max(between - 1, 0) // 5
    return Page(tuple(found))


def _gap(element: etree._Element, inherited: int) -> int:
    text = (element.get("rowgap") or "").strip()
    if not (text.isascii() and text.isdigit()):
        return inherited
    return MAX_GAP if len(text) > 3 else int(text)


def _read_row(row: etree._Element, path: str) -> bytes:
    # Comments, and elements of other namespaces, are passed over with what they contain.
    text = (row.text or "") + "".join(child.tail or "" for child in row)
    try:
        return cells_from_unicode(text)
    except NotACell as error:
        raise foreign_character(error, path, f"line {row.sourceline}, cell") from None
