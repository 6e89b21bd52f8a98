"""What all publications in EPUB's container share: the container's own part, and navigation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree
from lxml.builder import ElementMaker

from brailledesk.formats.ebraille_markup import EPUB_TYPE, HTML, XHTML

_CONTAINER = "urn:oasis:names:tc:opendocument:xmlns:container"


@dataclass(frozen=True, slots=True)
class Target:
    """A place that navigation links to: its file, its id, and its words."""

    file: str
    id: str
    text: str
    level: int = 1


def container_part(package: str) -> bytes:
    """The part META-INF/container.xml, which says where the package document is."""
    make = ElementMaker(namespace=_CONTAINER, nsmap={None: _CONTAINER})
    path = {"full-path": package, "media-type": "application/oebps-package+xml"}
    root = make.container(make.rootfiles(make.rootfile(path)), version="1.0")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def navigation(kind: str, role: str, label: str, targets: Sequence[Target]) -> etree._Element:
    """Links in nested lists; a level that is left out nests no deeper."""
    nav: etree._Element = HTML.nav(HTML.h2(label), {EPUB_TYPE: kind, "role": role})
    above: list[tuple[int, etree._Element]] = [(0, nav)]
    for target in targets:
        while above[-1][0] >= target.level:
            above.pop()
        parent = above[-1][1]
        items = parent.find(f"{{{XHTML}}}ol")
        if items is None:
            items = HTML.ol()
            parent.append(items)
        fragment = f"#{target.id}" if target.id else ""
        item = HTML.li(HTML.a(target.text, href=target.file + fragment))
        items.append(item)
        above.append((target.level, item))
    return nav
