"""DAISY 2.02: the files around sound and text, in one flat folder, as players want them.

``ncc.html`` is the navigation, a SMIL file for each heading tells what is heard of which text, and
``master.smil`` lists these. A book is one volume, so there is no ``discinfo.html``.

Source: https://daisy.org/activities/standards/daisy/daisy-2/daisy-format-2-02-specification/; the
rules that are tested are those of the DAISY Pipeline's validator.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from lxml import etree
from lxml.builder import ElementMaker

from brailledesk.books.facts import GENERATOR, BookFacts, clock, identify
from brailledesk.books.inline import one_line, set_language
from brailledesk.books.script import Chapter, PageKind, Part, Script
from brailledesk.books.speaking import SpokenBook, SpokenSection
from brailledesk.books.words import book_words
from brailledesk.formats.ebraille_markup import EPUB_TYPE, XHTML

FORMAT = "Daisy 2.02"
NCC = "ncc.html"
MASTER = "master.smil"
AUDIO_FORMATS = ("mp3", "wav")

_HTML_TYPE = (
    '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" '
    '"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">'
)
_SMIL_TYPE = (
    '<!DOCTYPE smil PUBLIC "-//W3C//DTD SMIL 1.0//EN" "http://www.w3.org/TR/REC-smil/SMIL10.dtd">'
)
_HTML = ElementMaker(namespace=XHTML, nsmap={None: XHTML})
_SMIL = ElementMaker()
_SKIPPED: Mapping[Part, str] = MappingProxyType(
    {Part.PAGE: "pagenumber-on", Part.NOTE_MARK: "footnote-on", Part.NOTE: "footnote-on"}
)
"""What a reader may turn off, by the names of SMIL's system-required."""
_CLASSES: Mapping[str, str] = MappingProxyType({"footnote": "notebody", "noteref": "noteref"})
_NEEDING = frozenset(f"{{{XHTML}}}{name}" for name in ("ul", "tr", "table"))
"""Elements that XHTML 1.0 does not let be empty."""


def text_file(chapter: Chapter) -> str:
    """The name of a page of text."""
    return f"{chapter.file}.html"


def write_daisy(
    script: Script, book: SpokenBook, facts: BookFacts, audio_bytes: int
) -> Iterator[tuple[str, bytes]]:
    """All files of a book but its sound, with their names."""
    pages = [(text_file(chapter), _text_page(chapter, script)) for chapter in script.chapters]
    identifier = identify(script, (data for _, data in pages))
    elapsed = 0
    smils: list[tuple[str, bytes]] = []
    for section in book.sections:
        smils.append((_smil_file(section), _smil(section, script, identifier, elapsed)))
        elapsed += section.duration
    parts = [*pages, *smils, (MASTER, _master(script, book, identifier))]
    size = audio_bytes + sum(len(data) for _, data in parts)
    files = len(parts) + len(book.sections) + 1
    yield from parts
    yield NCC, _ncc(script, book, facts, identifier, files=files, size=size)


def _smil_file(section: SpokenSection) -> str:
    return section.audio.rpartition(".")[0] + ".smil"


# -- text ------------------------------------------------------------------------------------------


def _text_page(chapter: Chapter, script: Script) -> bytes:
    title = chapter.sections[0].title if chapter.sections else script.title
    return _page(script, title, [], _as_xhtml_1(chapter.body))


def _page(script: Script, title: str, metas: list[etree._Element], body: etree._Element) -> bytes:
    kind = {"http-equiv": "Content-type", "content": "text/html; charset=utf-8"}
    root = _HTML.html(_HTML.head(_HTML.title(title), _HTML.meta(kind), *metas), body)
    set_language(root, script.language)
    return etree.tostring(root, xml_declaration=True, encoding="utf-8", doctype=_HTML_TYPE)


def _as_xhtml_1(body: etree._Element) -> etree._Element:
    """A page of text with the elements and attributes that XHTML 1.0 knows."""
    copied = copy.deepcopy(body)
    for element in reversed(list(copied.iter())):
        kind = str(element.attrib.pop(EPUB_TYPE, ""))
        if kind in _CLASSES:
            element.set("class", _CLASSES[kind])
        for name in ("role", "aria-label"):
            element.attrib.pop(name, "")
        if element.tag == f"{{{XHTML}}}aside":
            element.tag = f"{{{XHTML}}}div"
        parent = element.getparent()
        if element.tag in _NEEDING and not len(element) and parent is not None:
            parent.remove(element)
    etree.cleanup_namespaces(copied)
    return copied


# -- SMIL ------------------------------------------------------------------------------------------


def _smil(section: SpokenSection, script: Script, identifier: str, elapsed: int) -> bytes:
    """What is heard of which text in one section."""
    file = f"{section.section.file}.html"
    sequence = _SMIL.seq({"dur": f"{section.duration / 1000:.3f}s"})
    for clip in section.clips:
        name = clip.phrase.id
        par = _SMIL.par({"endsync": "last", "id": name})
        skipped = _SKIPPED.get(clip.phrase.part)
        if skipped:
            par.set("system-required", skipped)
        sound = {
            "src": section.audio,
            "clip-begin": f"npt={clip.begin / 1000:.3f}s",
            "clip-end": f"npt={clip.end / 1000:.3f}s",
            "id": f"a{name}",
        }
        par.append(_SMIL.text({"src": f"{file}#{name}", "id": f"t{name}"}))
        par.append(_SMIL.seq(_SMIL.audio(sound)))
        sequence.append(par)
    metas = {
        "dc:identifier": identifier,
        "dc:title": script.title,
        "title": section.section.title,
        "ncc:totalElapsedTime": clock(elapsed),
        "ncc:timeInThisSmil": clock(section.duration),
    }
    return _smil_document(metas, sequence)


def _master(script: Script, book: SpokenBook, identifier: str) -> bytes:
    references = [
        _SMIL.ref(
            {
                "title": section.section.title,
                "src": f"{_smil_file(section)}#{section.section.phrase}",
                "id": f"smil{number}",
            }
        )
        for number, section in enumerate(book.sections, 1)
    ]
    metas = {
        "dc:identifier": identifier,
        "dc:title": script.title,
        "ncc:timeInThisSmil": clock(book.duration),
    }
    return _smil_document(metas, *references)


def _smil_document(metas: Mapping[str, str], *body: etree._Element) -> bytes:
    known = {"dc:format": FORMAT, "ncc:generator": GENERATOR, **metas}
    head = _SMIL.head(*(_SMIL.meta(name=name, content=text) for name, text in known.items()))
    head.append(_SMIL.layout(_SMIL.region(id="text")))
    root = _SMIL.smil(head, _SMIL.body(*body))
    return etree.tostring(root, xml_declaration=True, encoding="utf-8", doctype=_SMIL_TYPE)


# -- navigation ------------------------------------------------------------------------------------


def _ncc(
    script: Script, book: SpokenBook, facts: BookFacts, identifier: str, *, files: int, size: int
) -> bytes:
    body = _HTML.body(*_entries(book))
    metas = [
        _HTML.meta(name=name, content=text)
        for name, text in _metadata(script, book, facts, identifier, len(body))
    ]
    for name, number in (("ncc:files", files), ("ncc:kByteSize", -(-size // 1024))):
        metas.append(_HTML.meta(name=name, content=str(number)))
    return _page(script, script.title, metas, body)


def _entries(book: SpokenBook) -> Iterator[etree._Element]:
    """Headings, and the pages behind each."""
    for number, spoken in enumerate(book.sections):
        section, file = spoken.section, _smil_file(spoken)
        heading = _HTML(f"h{section.level}", id=f"n{section.id}")
        heading.append(_HTML.a(section.title, href=f"{file}#{section.phrase}"))
        if not number:
            heading.set("class", "title")
        yield heading
        for page in section.pages:
            link = _HTML.a(page.label, href=f"{file}#{page.phrase}")
            yield _HTML.span(link, {"class": page.kind.value, "id": f"n{page.phrase}"})


def _metadata(
    script: Script, book: SpokenBook, facts: BookFacts, identifier: str, items: int
) -> Iterator[tuple[str, str]]:
    unknown = book_words(script.language).unknown
    made = facts.made.date().isoformat()
    pages = [page for section in script.sections() for page in section.pages]
    normal = [int(page.label) for page in pages if page.kind is PageKind.NORMAL]
    yield "dc:title", script.title
    yield "dc:creator", script.author or unknown
    yield "dc:publisher", one_line(facts.publisher) or unknown
    yield "dc:date", made
    yield "dc:format", FORMAT
    yield "dc:identifier", identifier
    yield "dc:language", script.language
    if facts.source:
        yield "dc:source", one_line(facts.source)
    yield "ncc:charset", "utf-8"
    yield "ncc:generator", GENERATOR
    yield "ncc:producedDate", made
    if facts.narrator:
        yield "ncc:narrator", one_line(facts.narrator)
    yield "ncc:multimediaType", "audioFullText"
    yield "ncc:depth", str(max(section.level for section in script.sections()))
    yield "ncc:tocItems", str(items)
    for kind, name in (
        (PageKind.FRONT, "ncc:pageFront"),
        (PageKind.NORMAL, "ncc:pageNormal"),
        (PageKind.SPECIAL, "ncc:pageSpecial"),
    ):
        yield name, str(sum(page.kind is kind for page in pages))
    yield "ncc:maxPageNormal", str(max(normal, default=0))
    seconds = round(book.duration / 1000)
    yield "ncc:totalTime", f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
