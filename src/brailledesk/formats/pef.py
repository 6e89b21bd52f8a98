"""PEF 1.0, the Portable Embosser Format: XML with its own geometry (version 2008-1).

Written: dc:format, dc:identifier, and what is known of title, author, language, date and table.
Six-dot sections have rowgap 0. A section with dots 7 or 8 has rowgap 1, for its cells would touch
those of the next row otherwise; its ``rows``, which PEF counts in heights of a six-dot row, grows
with it.
"""

from __future__ import annotations

import datetime as dt
import re
import uuid

from lxml import etree

from brailledesk.cells import cells_to_unicode, has_six_dots
from brailledesk.formats.assemble import BLANK_PAGE, fit, rows_of
from brailledesk.formats.pef_reader import DC, DOTS_PER_ROW, PEF, TABLE_MARK, parse_pef
from brailledesk.pages import PageFormat, Publication, Section, Volume

__all__ = ["DC", "PEF", "format_pef", "parse_pef"]

VERSION = "2008-1"
MEDIA_TYPE = "application/x-pef+xml"
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
