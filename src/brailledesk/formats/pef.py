"""PEF 1.0, the Portable Embosser Format: XML with its own geometry (namespace 2008, 2008-1)."""

from __future__ import annotations

import datetime as dt
import hashlib

from lxml import etree

from brailledesk.cells import cells_from_unicode, cells_to_unicode
from brailledesk.errors import N_, FormatError
from brailledesk.formats.assemble import trim
from brailledesk.pages import Page, PageFormat, Publication, Row, Section, Volume

PEF = "http://www.daisy.org/ns/2008/pef"
DC = "http://purl.org/dc/elements/1.1/"
VERSION = "2008-1"
MEDIA_TYPE = "application/x-pef+xml"


def format_pef(
    publication: Publication,
    *,
    identifier: str | None = None,
    date: dt.date | None = None,
) -> bytes:
    """The bytes of a PEF.

    ``identifier`` is by default made from the content, so that the same pages give the same file;
    ``date`` is left out where it is None. The translating table stands in dc:description.
    """
    nsmap: dict[str | None, str] = {None: PEF}
    root = etree.Element(f"{{{PEF}}}pef", {"version": VERSION}, nsmap)  # type: ignore[arg-type] # the stubs forget the default namespace
    head = etree.SubElement(root, f"{{{PEF}}}head")
    meta = etree.SubElement(head, f"{{{PEF}}}meta", nsmap={"dc": DC})
    fields = [
        ("format", MEDIA_TYPE),
        ("identifier", identifier or _identifier(publication)),
        ("title", publication.title),
        ("language", publication.language),
        ("date", date.isoformat() if date else ""),
        ("description", publication.table),
    ]
    for name, text in fields:
        if text:
            etree.SubElement(meta, f"{{{DC}}}{name}").text = _printable(text)
    body = etree.SubElement(root, f"{{{PEF}}}body")
    for volume in publication.volumes:
        _append_volume(body, volume)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _printable(text: str) -> str:
    """XML has no control characters."""
    return "".join(c if c.isprintable() else " " for c in text).strip()


def _identifier(publication: Publication) -> str:
    digest = hashlib.sha256()
    for page in publication.pages():
        for row in page.rows:
            digest.update(trim(row.cells) + b"\n")
        digest.update(b"\f")
    return f"urn:sha256:{digest.hexdigest()}"


def _append_volume(body: etree._Element, volume: Volume) -> None:
    first = volume.sections[0].format
    parent = etree.SubElement(body, f"{{{PEF}}}volume", _geometry(first))
    for section in volume.sections:
        geometry = {} if section.format == first else _geometry(section.format)
        element = etree.SubElement(parent, f"{{{PEF}}}section", geometry)
        for page in section.pages or (Page(()),):
            leaf = etree.SubElement(element, f"{{{PEF}}}page")
            for row in page.rows:
                etree.SubElement(leaf, f"{{{PEF}}}row").text = cells_to_unicode(trim(row.cells))


def _geometry(geometry: PageFormat) -> dict[str, str]:
    return {
        "cols": str(geometry.cells),
        "rows": str(geometry.rows),
        "rowgap": "0",
        "duplex": "true" if geometry.duplex else "false",
    }


def parse_pef(data: bytes, *, path: str = "") -> Publication:
    """Read a PEF; elements of other namespaces are passed over, as the schema allows.

    Raises FormatError for what is no PEF.
    """
    root = _parse_xml(data, path)
    if root.tag != f"{{{PEF}}}pef":
        raise FormatError(path, N_("its root is not a PEF element"))
    volumes = [
        _read_volume(element, path) for element in root.iterfind(f"{{{PEF}}}body/{{{PEF}}}volume")
    ]
    if not volumes:
        raise FormatError(path, N_("it has no volume"))
    meta = f"{{{PEF}}}head/{{{PEF}}}meta/{{{DC}}}"
    return Publication(
        tuple(volumes),
        title=root.findtext(f"{meta}title") or "",
        language=root.findtext(f"{meta}language") or "",
        table=root.findtext(f"{meta}description") or "",
    )


def _parse_xml(data: bytes, path: str) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise FormatError(path, str(error).splitlines()[0] if str(error) else "XML") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise FormatError(path, N_("it declares a document type, which a PEF has not"))
    return root


def _read_volume(volume: etree._Element, path: str) -> Volume:
    sections = tuple(
        _read_section(section, volume, path) for section in volume.iterfind(f"{{{PEF}}}section")
    )
    if not sections:
        raise FormatError(path, N_("a volume has no section"), f"line {volume.sourceline}")
    return Volume(sections)


def _read_section(section: etree._Element, volume: etree._Element, path: str) -> Section:
    pages = tuple(_read_page(page, path) for page in section.iterfind(f"{{{PEF}}}page"))
    cells = _number(section, volume, "cols", path)
    rows = _number(section, volume, "rows", path)
    duplex = (section.get("duplex") or volume.get("duplex") or "false") == "true"
    return Section(pages, PageFormat(cells, rows, duplex))


def _number(section: etree._Element, volume: etree._Element, name: str, path: str) -> int:
    text = section.get(name) or volume.get(name) or ""
    if not (text.isascii() and text.isdigit() and 0 < int(text[:9]) < 10_000):
        raise FormatError(
            path, N_("the geometry of a section is missing"), f"line {section.sourceline}, {name}"
        )
    return int(text)


def _read_page(page: etree._Element, path: str) -> Page:
    rows = []
    for element in page.iterfind(f"{{{PEF}}}row"):
        try:
            rows.append(
                Row(trim(cells_from_unicode("".join(str(piece) for piece in element.itertext()))))
            )
        except ValueError as error:
            raise FormatError(path, str(error), f"line {element.sourceline}") from None
    while rows and not rows[-1].cells:
        rows.pop()
    return Page(tuple(rows))
