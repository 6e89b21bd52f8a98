"""EPUB: the pages of the spine through the HTML reader, as one document.

Notes are found across pages; print pages come from the pages themselves or from the page list of
the navigation. Styles, scripts, fonts and sounds are left out; nothing outside of the file is read.
Source: W3C EPUB 3.3, and OPF 2.0.1 for older books.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import unquote

from lxml import etree

from brailledesk.document import Block, Document, Note, PageMark, Remark
from brailledesk.errors import N_, SourceDamaged
from brailledesk.ingest.html import first_heading, html_text, in_order, parse_html, read_page
from brailledesk.ingest.html_elements import types_of, valid_language
from brailledesk.ingest.html_notes import (
    Part,
    identified,
    number,
    references,
    resolve,
    text_of,
)
from brailledesk.ingest.kinds import locked
from brailledesk.ingest.package import Package
from brailledesk.text import Origin

if TYPE_CHECKING:
    from brailledesk.ingest.pictures import Pictures

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_OPF = "{http://www.idpf.org/2007/opf}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_PAGES = {"application/xhtml+xml", "text/html", "application/x-dtbook+xml", "text/x-oeb1-document"}
_FONT_METHODS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
"""What only disguises fonts; any other method locks the text."""
_MOST_PAGES = 5_000


@dataclass(frozen=True, slots=True)
class _Item:
    """An entry of the manifest: the name of its part, its media type, what it is for."""

    name: str
    media_type: str
    properties: tuple[str, ...]


def read_epub(
    data: bytes, path: str, language: str, *, pictures: Pictures | None = None
) -> Document:
    """A document of EPUB. Raises SourceDamaged for what is none, FormatNotSupported if locked."""
    package = Package(data, path, has_doctypes=True)
    _refuse_locked(package, path)
    name = _package_document(package, path)
    opf = package.xml(name)
    items = _manifest(opf, posixpath.dirname(name))
    spine = _spine(opf, items)
    own = valid_language(_metadata(opf, "language")) or language
    pages = _page_list(package, opf, items, path)
    present = [item for item in spine if package.has(item.name)]
    missing = [item.name for item in spine if not package.has(item.name)]
    if missing:
        raise SourceDamaged(path, N_("a part is missing"), missing[0])
    texts = [item for item in present if item.media_type in _PAGES]
    marks, targets = _notes(package, texts, path)
    labels = number(marks, targets)
    blocks: list[Block] = []
    notes: list[Note] = []
    for item in texts:
        part = Part(item.name, labels, pages)
        if f"{item.name}#" in pages:
            label = pages[f"{item.name}#"]
            blocks.append(PageMark(label, Origin(path, part.place("line 1"))))
        fetch = None if pictures is None else partial(_picture, package, pictures, item.name)
        found = read_page(_parse(package, item.name, path), path, own, part, fetch=fetch)
        blocks += found.finish()
        notes += found.notes()
    title = _metadata(opf, "title") or first_heading(tuple(blocks))
    return Document(
        tuple(blocks),
        title,
        own,
        in_order(notes),
        path,
        author=", ".join(_authors(opf)),
        remarks=_remarks(present, path),
    )


def _picture(package: Package, pictures: Pictures, page: str, reference: str) -> bytes:
    """The picture that a page of the book refers to: one in the book."""
    if reference[:5].lower() == "data:":
        return pictures.of_page(reference)
    name = resolve(reference, page).partition("#")[0]
    return pictures.take(name, lambda: package.peek(name)) if package.has(name) else b""


def _parse(package: Package, name: str, path: str) -> etree._Element:
    return parse_html(html_text(package.read(name), path), path)


def _refuse_locked(package: Package, path: str) -> None:
    if not package.has(_ENCRYPTION):
        return
    for element in package.xml(_ENCRYPTION).iter("{*}EncryptionMethod"):
        if not str(element.get("Algorithm") or "").startswith(_FONT_METHODS):
            raise locked(path)


def _package_document(package: Package, path: str) -> str:
    """The name of the package document. Raises SourceDamaged where there is none."""
    if package.has(_CONTAINER):
        for root in package.xml(_CONTAINER).iter("{*}rootfile"):
            name = posixpath.normpath(str(root.get("full-path") or ""))
            if package.has(name):
                return name
    raise SourceDamaged(path, N_("it is an archive, but no book"))


def _manifest(opf: etree._Element, folder: str) -> dict[str, _Item]:
    """The parts of the book, by identifier."""
    items: dict[str, _Item] = {}
    for entry in opf.iterfind(f"{_OPF}manifest/{_OPF}item"):
        name = posixpath.normpath(posixpath.join(folder, unquote(str(entry.get("href") or ""))))
        properties = tuple(str(entry.get("properties") or "").split())
        media_type = str(entry.get("media-type") or "").lower()
        items[str(entry.get("id") or "")] = _Item(name, media_type, properties)
    return items


def _spine(opf: etree._Element, items: dict[str, _Item]) -> list[_Item]:
    """The parts in reading order; one that is named twice is read once."""
    references_ = opf.iterfind(f"{_OPF}spine/{_OPF}itemref")
    found = (items.get(str(entry.get("idref") or "")) for entry in references_)
    return list(dict.fromkeys(item for item in found if item is not None))[:_MOST_PAGES]


def _metadata(opf: etree._Element, name: str) -> str:
    found = (element.text or "" for element in opf.iter(f"{_DC}{name}"))
    return next((" ".join(text.split()) for text in found if text.strip()), "")


def _authors(opf: etree._Element) -> Iterator[str]:
    """Those who wrote the book; EPUB 2 says of a creator who only drew or translated it."""
    for element in opf.iter(f"{_DC}creator"):
        name = " ".join((element.text or "").split())
        if name and element.get(f"{_OPF}role") in {None, "aut"}:
            yield name


def _notes(package: Package, items: list[_Item], path: str) -> tuple[list[str], set[str]]:
    """The notes that the pages refer to, in order, and the blocks that they could be.

    Only pages that speak of notes, or that are referred to, are looked into: most books have none.
    """
    marks: list[str] = []
    for item in items:
        if b"noteref" in package.peek(item.name):
            marks += references(_parse(package, item.name, path), item.name)
    wanted = set(marks)
    pages = {mark.partition("#")[0] for mark in wanted}
    targets: set[str] = set()
    for item in items:
        if item.name in pages:
            found = set(identified(_parse(package, item.name, path), item.name))
            targets |= found & wanted
    return marks, targets


def _page_list(
    package: Package, opf: etree._Element, items: dict[str, _Item], path: str
) -> dict[str, str]:
    """The labels of the print pages, by the places where they begin.

    The pages' own marks say the same and go first; so they need not be left out here.
    """
    pages: dict[str, str] = {}
    for item in items.values():
        if not package.has(item.name):
            continue
        if "nav" in item.properties:
            pages |= dict(_pages_of_navigation(_parse(package, item.name, path), item.name))
        elif item.media_type == "application/x-dtbncx+xml" and opf.get("version", "2")[0] == "2":
            pages |= dict(_pages_of_ncx(_parse(package, item.name, path), item.name))
    return pages


def _pages_of_navigation(root: etree._Element, name: str) -> Iterator[tuple[str, str]]:
    for nav in root.iter("nav"):
        if "page-list" in types_of(nav) or nav.get("role") == "doc-pagelist":
            for link in nav.iter("a"):
                yield resolve(str(link.get("href") or ""), name), text_of(link)


def _pages_of_ncx(root: etree._Element, name: str) -> Iterator[tuple[str, str]]:
    """The page list of an older book; the HTML reader makes its names small."""
    for target in root.iter("pagetarget"):
        content = next(target.iter("content"), None)
        if content is not None:
            yield resolve(str(content.get("src") or ""), name), text_of(target)


def _remarks(items: list[_Item], path: str) -> tuple[Remark, ...]:
    message = N_("a page that is a picture or a program was left out.")
    return tuple(
        Remark(message, Origin(path, item.name)) for item in items if item.media_type not in _PAGES
    )
