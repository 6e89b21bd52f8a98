"""XML that may be hostile: no entities, no document type, nothing fetched, no endless depth.

The parser's own limits (depth 256, no text of more than 10 MB) hold.
"""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Iterator
from typing import Literal

from lxml import etree

from brailledesk.errors import N_, SourceDamaged

_PLAIN_DOCTYPE = re.compile(rb"<!DOCTYPE[^\[\]<>]{0,1000}>")
Event = Literal["start", "end"]


def parse_xml(data: bytes, path: str, part: str = "") -> etree._Element:
    """The root of an XML text; ``part`` names it in messages. Raises SourceDamaged."""
    _refuse_declared(data, path, part)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _no_xml(path, part, error) from None
    _refuse_doctype(root, path, part)
    return root


def walk_xml(
    data: bytes,
    tags: Collection[str],
    path: str,
    part: str = "",
    *,
    events: tuple[Event, ...] = ("end",),
) -> Iterator[tuple[str, etree._Element]]:
    """The elements that have one of the tags, one after another, each with its event.

    What one is given at its end is forgotten afterwards, so that memory stays small. The elements
    inside of one that is asked for are still there at its end, unless they are asked for too.
    Raises SourceDamaged.
    """
    _refuse_declared(data, path, part)
    walker = etree.iterparse(
        io.BytesIO(data),
        events,
        tag=list(tags),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
    )
    try:
        for event, element in walker:
            _refuse_doctype(element, path, part)
            yield event, element
            if event == "end":
                _forget(element)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _no_xml(path, part, error) from None


def without_doctype(data: bytes) -> bytes:
    """An XML text without the name of its document type, if that declares nothing itself."""
    return _PLAIN_DOCTYPE.sub(b"", data, count=1)


def _refuse_declared(data: bytes, path: str, part: str) -> None:
    if b"<!DOCTYPE" in data:
        raise SourceDamaged(path, N_("it declares a document type"), part)


def _refuse_doctype(element: etree._Element, path: str, part: str) -> None:
    """A document type that stands in UTF-16 is seen only by the parser."""
    if element.getroottree().docinfo.internalDTD is not None:
        raise SourceDamaged(path, N_("it declares a document type"), part)


def _no_xml(path: str, part: str, error: Exception) -> SourceDamaged:
    where = f"{part}: {error}" if part else str(error)
    return SourceDamaged(path, N_("a part of it is not XML"), where)


def _forget(element: etree._Element) -> None:
    """Free an element and what stands before it: the walk has passed them."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
