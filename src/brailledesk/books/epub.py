"""EPUB 3 with media overlays: text and sound in step, for reading systems.

Each page of text has an overlay, a SMIL file that says which element is heard when. What the book
offers to readers with a disability is in the metadata of schema.org; nobody has certified it, so
nothing says so.

Source: https://www.w3.org/TR/epub-33/, section 9, and https://www.w3.org/TR/epub-a11y-11/.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from types import MappingProxyType

from lxml import etree
from lxml.builder import ElementMaker

from brailledesk.books.encoders import MEDIA_TYPES
from brailledesk.books.facts import BookFacts, clock, identify
from brailledesk.books.inline import one_line, set_language
from brailledesk.books.script import Chapter, Part, Script
from brailledesk.books.speaking import SpokenBook, SpokenSection
from brailledesk.books.words import book_words
from brailledesk.formats.ebraille import DC, OPF
from brailledesk.formats.ebraille_markup import EPUB, EPUB_TYPE, HTML
from brailledesk.formats.epub_parts import Target, container_part, navigation

FOLDER = "EPUB"
AUDIO_FORMATS = ("mp3", "opus")
"""WAV is no core media type."""

_STYLE = "style.css"
_NAV = "nav.xhtml"
_PACKAGE = "package.opf"
_ACTIVE = "-epub-media-overlay-active"
_CSS = f""".{_ACTIVE} {{ background-color: #ffff00; color: #000000; }}
ul {{ list-style-type: none; }}
aside {{ margin: 1em 2em; }}
td, th {{ border: 1px solid; padding: 0.2em 0.4em; text-align: left; vertical-align: top; }}
table {{ border-collapse: collapse; }}
.poem {{ margin-left: 2em; }}
"""
_SMIL_NAMESPACE = "http://www.w3.org/ns/SMIL"
_SMIL = ElementMaker(namespace=_SMIL_NAMESPACE, nsmap={None: _SMIL_NAMESPACE, "epub": EPUB})
_TYPES: Mapping[Part, str] = MappingProxyType(
    {Part.PAGE: "pagebreak", Part.NOTE_MARK: "noteref", Part.NOTE: "footnote"}
)
"""What a reading system may leave out, by the names of EPUB's structural semantics."""


@dataclass(frozen=True, slots=True)
class _Page:
    """A page of text with the sections that are heard of it."""

    chapter: Chapter
    sections: tuple[SpokenSection, ...]

    @property
    def duration(self) -> int:
        """Milliseconds."""
        return sum(section.duration for section in self.sections)


def text_file(chapter: Chapter) -> str:
    """The name of a page of text."""
    return f"{chapter.file}.xhtml"


def write_epub(
    script: Script, book: SpokenBook, facts: BookFacts, audio: str
) -> Iterator[tuple[str, bytes]]:
    """All parts of a book but its sound, which is in FOLDER, and the part ``mimetype``."""
    heard = {
        file: tuple(sections)
        for file, sections in groupby(book.sections, key=lambda spoken: spoken.section.file)
    }
    pages = [_Page(chapter, heard[chapter.file]) for chapter in script.chapters]
    texts = [_text_page(page.chapter, script) for page in pages]
    identifier = identify(script, texts)
    yield "META-INF/container.xml", container_part(f"{FOLDER}/{_PACKAGE}")
    yield f"{FOLDER}/{_PACKAGE}", _package(script, book, facts, identifier, pages, audio)
    yield f"{FOLDER}/{_NAV}", _navigation_page(script)
    yield f"{FOLDER}/{_STYLE}", _CSS.encode()
    for page, text in zip(pages, texts, strict=True):
        yield f"{FOLDER}/{text_file(page.chapter)}", text
        yield f"{FOLDER}/{page.chapter.file}.smil", _overlay(page)


# -- text ------------------------------------------------------------------------------------------


def _html(script: Script, title: str, body: etree._Element) -> bytes:
    link = HTML.link(rel="stylesheet", href=_STYLE, type="text/css")
    root = HTML.html(HTML.head(HTML.title(title), link), body)
    set_language(root, script.language)
    return etree.tostring(root, xml_declaration=True, encoding="utf-8", doctype="<!DOCTYPE html>")


def _text_page(chapter: Chapter, script: Script) -> bytes:
    chapter.body.set("id", chapter.file)
    return _html(script, chapter.sections[0].title, chapter.body)


def _navigation_page(script: Script) -> bytes:
    words = book_words(script.language)
    headings: list[Target] = []
    pages: list[Target] = []
    for chapter in script.chapters:
        file = text_file(chapter)
        for section in chapter.sections:
            headings.append(Target(file, section.id, section.title, section.level))
            pages += [Target(file, page.phrase, page.label) for page in section.pages]
    body = HTML.body(navigation("toc", "doc-toc", words.contents, headings))
    if pages:
        page_list = navigation("page-list", "doc-pagelist", words.pages, pages)
        page_list.set("hidden", "hidden")
        body.append(page_list)
    return _html(script, script.title, body)


def _overlay(page: _Page) -> bytes:
    """What is heard of which element of a page."""
    file = text_file(page.chapter)
    # The fragment is what readers by EPUB 3.2 ask for; since 3.3 the name of the page would do.
    body = _SMIL.body({f"{{{EPUB}}}textref": f"{file}#{page.chapter.file}"})
    for section in page.sections:
        for clip in section.clips:
            sound = {
                "src": section.audio,
                "clipBegin": clock(clip.begin),
                "clipEnd": clock(clip.end),
            }
            par = _SMIL.par(
                _SMIL.text(src=f"{file}#{clip.phrase.id}"),
                _SMIL.audio(sound),
                id=f"p{clip.phrase.id}",
            )
            kind = _TYPES.get(clip.phrase.part)
            if kind:
                par.set(EPUB_TYPE, kind)
            body.append(par)
    root = _SMIL.smil(body, version="3.0")
    return etree.tostring(root, xml_declaration=True, encoding="utf-8")


# -- the package document --------------------------------------------------------------------------


def _package(
    script: Script,
    book: SpokenBook,
    facts: BookFacts,
    identifier: str,
    pages: Sequence[_Page],
    audio: str,
) -> bytes:
    opf = ElementMaker(namespace=OPF, nsmap={None: OPF, "dc": DC})
    metadata = opf.metadata(*_dublin_core(script, facts, identifier))
    for name, value, refined in _properties(script, book, facts, pages):
        meta = opf.meta(value, property=name)
        if refined:
            meta.set("refines", refined)
        metadata.append(meta)
    html = "application/xhtml+xml"
    manifest = opf.manifest(
        opf.item({"id": "nav", "href": _NAV, "media-type": html, "properties": "nav"}),
        opf.item({"id": "style", "href": _STYLE, "media-type": "text/css"}),
    )
    spine = opf.spine()
    for page in pages:
        name = page.chapter.file
        text = {"id": name, "href": text_file(page.chapter), "media-type": html}
        manifest.append(opf.item({**text, "media-overlay": f"{name}-overlay"}))
        smil = {"href": f"{name}.smil", "media-type": "application/smil+xml"}
        manifest.append(opf.item({"id": f"{name}-overlay", **smil}))
        spine.append(opf.itemref(idref=name))
    for number, section in enumerate(book.sections, 1):
        sound = {"href": section.audio, "media-type": MEDIA_TYPES[audio]}
        manifest.append(opf.item({"id": f"audio{number}", **sound}))
    attributes = {"version": "3.0", "unique-identifier": "uid"}
    root = opf.package(metadata, manifest, spine, attributes)
    set_xml_language(root, script.language)
    return etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)


def set_xml_language(element: etree._Element, language: str) -> None:
    """The language of an element that is not of HTML."""
    element.set("{http://www.w3.org/XML/1998/namespace}lang", language)


def _dublin_core(script: Script, facts: BookFacts, identifier: str) -> list[etree._Element]:
    dc = ElementMaker(namespace=DC)
    known = [
        dc.identifier(identifier, id="uid"),
        dc.title(script.title),
        dc.language(script.language),
        dc.creator(script.author or book_words(script.language).unknown),
        dc.date(facts.made.date().isoformat()),
    ]
    if facts.publisher:
        known.append(dc.publisher(one_line(facts.publisher)))
    if facts.source:
        known.append(dc.source(one_line(facts.source)))
    return known


def _properties(
    script: Script, book: SpokenBook, facts: BookFacts, pages: Sequence[_Page]
) -> Iterator[tuple[str, str, str]]:
    """Properties with their values, and what they speak of if it is not the book."""
    yield "dcterms:modified", facts.made.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), ""
    for page in pages:
        yield "media:duration", clock(page.duration), f"#{page.chapter.file}-overlay"
    yield "media:duration", clock(book.duration), ""
    yield "media:active-class", _ACTIVE, ""
    if facts.narrator:
        yield "media:narrator", one_line(facts.narrator), ""
    for name, value in _accessibility(script, facts):
        yield name, value, ""


def _accessibility(script: Script, facts: BookFacts) -> Iterator[tuple[str, str]]:
    """What there is for eyes, ears and fingers, in the words of schema.org."""
    for mode in ("textual", "auditory"):
        yield "schema:accessMode", mode
        yield "schema:accessModeSufficient", mode
    features = ["synchronizedAudioText", "tableOfContents", "structuralNavigation", "readingOrder"]
    if any(section.pages for section in script.sections()):
        features += ["pageBreakMarkers", "pageNavigation"]
        yield "pageBreakSource", one_line(facts.source) or script.title
    for feature in (*features, "displayTransformability"):
        yield "schema:accessibilityFeature", feature
    yield "schema:accessibilityHazard", "none"
    yield "schema:accessibilitySummary", book_words(script.language).summary
