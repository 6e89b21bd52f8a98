"""eBraille 1.0 (DAISY), written: the container around content documents in Braille.

What the specification requires and no source tells is taken from the options: who made it, when,
and when the original appeared. Where these are unknown too, the words below say so.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import uuid
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from lxml import etree
from lxml.builder import ElementMaker

from brailledesk.document import Document
from brailledesk.formats.ebraille import DC, ENTRY_PAGE, MEDIA_TYPE, OPF, PACKAGE, SYSTEM_MARK
from brailledesk.formats.ebraille_markup import HTML
from brailledesk.formats.ebraille_text import Chapter, Text, write_text
from brailledesk.formats.epub_parts import Target, container_part, navigation
from brailledesk.text import Run
from brailledesk.translate.base import RunTranslator

FORMAT = "eBraille 1.0"
STYLE_SHEET = "ebraille/style.css"
UNKNOWN = "Unknown"
PRODUCER = "brailledesk"

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z]{2}|-[0-9]{3})?")
_YEAR = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, OPF)
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
"""The same pages give the same file, so the parts carry no time of their own."""

_STYLE = b"""h1 { text-align: center; }
h2 { margin-left: 4ch; }
h3, h4, h5, h6 { margin-left: 6ch; }
p { margin: 0; text-indent: 2ch; }
p.poem { margin: 1em 0 1em 4ch; text-indent: -4ch; }
ul { list-style-type: none; margin: 0; padding: 0; }
li { padding-left: 2ch; }
li > p:first-child { text-indent: -2ch; }
blockquote { margin: 0 0 0 2ch; }
aside { margin: 1em 0 0 0; }
"""


@dataclass(frozen=True, slots=True)
class EbrailleFacts:
    """What the package says beside the document itself.

    ``year`` is when the original appeared (YYYY, YYYY-MM or YYYY-MM-DD), ``made`` when this file
    was made. ``has_unnamed_images`` shows pictures without alternative text by their label. The
    labels are words of the document's language.
    """

    table: str = ""
    producer: str = ""
    author: str = ""
    year: str = ""
    made: dt.datetime | None = None
    image_label: str = "Immagine"
    has_unnamed_images: bool = True
    contents_label: str = "Indice"
    pages_label: str = "Pagine"


def format_ebraille(
    document: Document, translate: RunTranslator, facts: EbrailleFacts | None = None
) -> bytes:
    """The bytes of a packaged eBraille publication: blocks that a display lays out itself.

    Raises what ``translate`` raises.
    """
    known = facts or EbrailleFacts()
    text = write_text(
        document, translate, known.image_label, has_unnamed_images=known.has_unnamed_images
    )

    def braille(words: str) -> str:
        return _braille(translate, words)

    parts = [(chapter.file, _page(chapter, document)) for chapter in text.chapters]
    entry = _entry_page(text, document, known, braille(document.title), braille)
    package = _package(document, text, known, [data for _, data in parts])
    named = [
        ("META-INF/container.xml", container_part(PACKAGE)),
        (PACKAGE, package),
        (ENTRY_PAGE, entry),
        (STYLE_SHEET, _STYLE),
        *parts,
    ]
    return _zip(named)


def _braille(translate: RunTranslator, words: str) -> str:
    cells = translate([Run(" ".join(words.split()))]).cells
    return "".join(chr(0x2800 + cell) if cell else " " for cell in cells).strip()


def _zip(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """EPUB's container: the part ``mimetype`` comes first and is not packed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        info = zipfile.ZipInfo("mimetype", _ZIP_TIME)
        archive.writestr(info, MEDIA_TYPE, zipfile.ZIP_STORED)
        for name, data in parts:
            archive.writestr(zipfile.ZipInfo(name, _ZIP_TIME), data, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _language(document: Document) -> str:
    """The document's language in Braille script."""
    tag = document.language if _LANGUAGE.fullmatch(document.language) else "und"
    language, _, region = tag.partition("-")
    return "-".join(filter(None, (language, "Brai", region)))


# -- pages -----------------------------------------------------------------------------------------


def _html(
    document: Document, title: str, style: str, body: etree._Element, *links: etree._Element
) -> bytes:
    language = _language(document)
    head = HTML.head(
        HTML.meta(charset="UTF-8"),
        HTML.title(title or "⠿"),
        HTML.link(rel="stylesheet", href=style, type="text/css"),
        *links,
    )
    root = HTML.html(head, body, lang=language)
    root.set("{http://www.w3.org/XML/1998/namespace}lang", language)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", doctype="<!DOCTYPE html>")


def _page(chapter: Chapter, document: Document) -> bytes:
    return _html(document, chapter.title, "style.css", chapter.body)


def _entry_page(
    text: Text,
    document: Document,
    facts: EbrailleFacts,
    title: str,
    braille: Callable[[str], str],
) -> bytes:
    """The navigation document, which is what a browser opens first."""
    targets = text.headings or [Target(text.chapters[0].file, "", title or "⠿")]
    contents = navigation("toc", "doc-toc", braille(facts.contents_label), targets)
    body = HTML.body(*([HTML.h1(title)] if title else []), contents)
    if text.pages:
        pages = navigation("page-list", "doc-pagelist", braille(facts.pages_label), text.pages)
        pages.set("hidden", "hidden")
        body.append(pages)
    link = HTML.link(rel="publication", href=PACKAGE, type="application/oebps-package+xml")
    return _html(document, title, STYLE_SHEET, body, link)


# -- the package document --------------------------------------------------------------------------


def _package(
    document: Document, text: Text, facts: EbrailleFacts, contents: Sequence[bytes]
) -> bytes:
    opf = ElementMaker(namespace=OPF, nsmap={None: OPF, "dc": DC})
    made = facts.made or dt.datetime.now(dt.UTC)
    metadata = opf.metadata(
        *_dublin_core(document, facts, contents, made),
        *(
            opf.meta(_printable(value), property=name)
            for name, value in _properties(text, facts, made)
        ),
    )
    html = "application/xhtml+xml"
    manifest = opf.manifest(
        opf.item({"id": "nav", "href": ENTRY_PAGE, "media-type": html, "properties": "nav"}),
        opf.item({"id": "style", "href": STYLE_SHEET, "media-type": "text/css"}),
    )
    spine = opf.spine()
    for number, chapter in enumerate(text.chapters, 1):
        item = {"id": f"c{number}", "href": chapter.file, "media-type": html}
        manifest.append(opf.item(item))
        spine.append(opf.itemref(idref=f"c{number}"))
    root = opf.package(metadata, manifest, spine, {"version": "3.0", "unique-identifier": "uid"})
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _dublin_core(
    document: Document, facts: EbrailleFacts, contents: Sequence[bytes], made: dt.datetime
) -> list[etree._Element]:
    dc = ElementMaker(namespace=DC)
    identifier = dc.identifier(_identifier(document, contents), id="uid")
    return [
        identifier,
        dc.title(_printable(document.title) or UNKNOWN),
        dc.language(_language(document)),
        dc.creator(_printable(facts.author or document.author) or UNKNOWN),
        dc.date(made.date().isoformat()),
        dc.format(FORMAT),
    ]


def _properties(text: Text, facts: EbrailleFacts, made: dt.datetime) -> list[tuple[str, str]]:
    """Properties that the specification requires or recommends, with their values."""
    year = facts.year.strip()
    return [
        ("dcterms:modified", made.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")),
        ("dcterms:dateCopyrighted", year if _YEAR.fullmatch(year) else str(made.year)),
        ("a11y:brailleCellType", "8" if text.has_eight_dots else "6"),
        ("a11y:brailleSystem", SYSTEM_MARK + (facts.table or "?")),
        ("a11y:completeTranscription", "true"),
        ("a11y:producer", facts.producer or PRODUCER),
        ("a11y:tactileGraphics", "none"),
        ("schema:accessMode", "tactile"),
        ("schema:accessModeSufficient", "tactile"),
        ("schema:accessibilityFeature", "braille"),
        ("schema:accessibilityFeature", "tableOfContents"),
        ("schema:accessibilityHazard", "none"),
    ]


def _identifier(document: Document, contents: Sequence[bytes]) -> str:
    """A UUID of the content, so that the same text has the same one."""
    known = f"{document.title}\n{document.language}\n".encode("utf-8", "replace")
    return uuid.uuid5(_NAMESPACE, (known + b"".join(contents)).hex()).urn


def _printable(text: str) -> str:
    """XML has no control characters."""
    return "".join(c if c.isprintable() else " " for c in text).strip()
