"""eBraille: judged by epubcheck where its rules apply, read back, refused where it is hostile."""

from __future__ import annotations

import datetime as dt
import io
import re
import subprocess
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from lxml import etree

from brailledesk.cells import cells_from_unicode, cells_to_unicode
from brailledesk.document import (
    Block,
    Document,
    Heading,
    Image,
    ListBlock,
    ListItem,
    Note,
    PageMark,
    Paragraph,
    Poem,
    Quote,
    Table,
    TableCell,
    TableRow,
)
from brailledesk.errors import FormatError, UsageError
from brailledesk.formats import EbrailleFacts, format_ebraille, format_publication, sniff_format
from brailledesk.formats.ebraille import parse_ebraille
from brailledesk.languages import run_translator
from brailledesk.pages import Publication
from brailledesk.reading import read_braille
from brailledesk.text import Run, plain_text
from tests.formats.publications import make_publication
from tests.judges import require, require_program
from tests.layout.fake import by_letter, paragraph
from tests.layout.test_properties import documents, pieces

EPUBCHECK = Path("/usr/bin/epubcheck")
QUICK = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"]
NAMES = {
    "opf": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "h": "http://www.w3.org/1999/xhtml",
    "epub": "http://www.idpf.org/2007/ops",
}
MADE = dt.datetime(2026, 11, 25, 12, 30, tzinfo=dt.UTC)
FACTS = EbrailleFacts(table="it-6dot 1.0", producer="Biblioteca", year="1956", made=MADE)


def runs(text: str, note: str = "") -> tuple[Run, ...]:
    mark = (Run(f"({note})", note=note),) if note else ()
    return (Run(text), *mark)


def row(*texts: str, is_header: bool = False) -> TableRow:
    return TableRow(tuple(TableCell((paragraph(text),), is_header=is_header) for text in texts))


RICH = Document(
    (
        paragraph("Premessa"),
        PageMark("3"),
        Heading(1, runs("Uno & <due>")),
        Paragraph(runs("Testo con nota", "1")),
        Heading(3, runs("Salto di livello")),
        ListBlock(
            (
                ListItem(
                    (paragraph("prima"), ListBlock((ListItem((paragraph("dentro"),), "a)"),)))
                ),
                ListItem((), "2."),
            )
        ),
        Heading(2, runs("Sotto", "2")),
        Quote((paragraph("citato"), Poem(runs("verso uno\nverso due\n\nstanza due")))),
        PageMark("iv"),
        Heading(1, runs("Due")),
        Table(
            (row("voce", "prezzo", is_header=True), row("lana  fine", "€ 5")), 1, runs("Listino")
        ),
        Image("un gatto"),
        Image(""),
        Paragraph(runs("ancora", "1")),
    ),
    title="Il libro — «titolo»",
    author="A. Rossi",
    notes=(
        Note("1", (paragraph("nota uno"),)),
        Note("2", (paragraph("nota due"), paragraph("segue"))),
        Note("9", (paragraph("orfana"),)),
    ),
)


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def texts_of(publication: Publication) -> list[str]:
    """The rows that are not blank, as Unicode Braille."""
    return [
        cells_to_unicode(one.cells)
        for page in publication.pages()
        for one in page.rows
        if one.cells
    ]


def braille(text: str) -> str:
    return cells_to_unicode(by_letter([Run(text)]).cells)


# -- the judge -------------------------------------------------------------------------------------

# What EPUB's own rules cannot know: properties of eBraille's vocabulary (newer than this judge),
# and file names that eBraille prescribes.
EXCEPTIONS = re.compile(
    r'ERROR\(OPF-027\).*Undefined property: "a11y:(brailleCellType|brailleSystem'
    r'|completeTranscription|producer|tactileGraphics)"'
    r"|WARNING\(HTM-014a\).*\.html"
)


def judge(data: bytes, folder: Path) -> list[str]:
    """What epubcheck says of a file, without the exceptions."""
    require(is_there=EPUBCHECK.exists(), what="epubcheck", package="epubcheck")
    java = require_program("java", "default-jdk-headless")
    file = folder / "a.epub"
    file.write_bytes(data)
    done = subprocess.run(
        [java, *QUICK, "-jar", str(EPUBCHECK), str(file)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    said = (done.stdout + done.stderr).splitlines()
    assert any("EPUBCheck completed" in line for line in said)
    found = [line for line in said if re.match(r"(FATAL|ERROR|WARNING|INFO|USAGE)\(", line)]
    return [line for line in found if not EXCEPTIONS.search(line)]


def deep(depth: int) -> Block:
    block: Block = paragraph("fondo")
    for _ in range(depth):
        block = Quote((ListBlock((ListItem((block,), "1."),)),))
    return block


def test_epubcheck_accepts_what_is_written(tmp_path: Path) -> None:
    source = replace(RICH, blocks=(*RICH.blocks, deep(300)))
    assert judge(format_ebraille(source, run_translator("it-6dot"), FACTS), tmp_path) == []


def test_epubcheck_refuses_what_is_wrong(tmp_path: Path) -> None:
    parts = parts_of(format_ebraille(RICH, by_letter, FACTS))
    parts["ebraille/c0001.html"] = parts["ebraille/c0001.html"].replace(b"<p>", b"<p bad='1'>")
    assert any("ERROR" in line for line in judge(packed(parts), tmp_path))


def packed(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, data in parts.items():
            method = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            opened.writestr(name, data, method)
    return stream.getvalue()


# -- what is written -------------------------------------------------------------------------------


def test_files_are_where_the_specification_wants_them() -> None:
    data = format_ebraille(RICH, by_letter, FACTS)
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        first = opened.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    parts = parts_of(data)
    assert parts["mimetype"] == b"application/epub+zip"
    assert {"package.opf", "index.html", "META-INF/container.xml"} <= parts.keys()
    others = parts.keys() - {"mimetype", "package.opf", "index.html", "META-INF/container.xml"}
    assert all(name.startswith("ebraille/") for name in others)


def test_required_metadata() -> None:
    """Sections 5.3.3.1 to 5.3.3.13 of the specification, each exactly as it must be."""
    root = etree.fromstring(parts_of(format_ebraille(RICH, by_letter, FACTS))["package.opf"])
    metadata = root.find("opf:metadata", NAMES)
    assert metadata is not None
    properties = {
        str(meta.get("property")): meta.text for meta in metadata.findall("opf:meta", NAMES)
    }
    fields = {str(etree.QName(e).localname): e.text for e in metadata.findall("dc:*", NAMES)}
    identifier = fields.pop("identifier")
    assert identifier is not None
    assert identifier.startswith("urn:uuid:")
    assert fields == {
        "title": "Il libro — «titolo»",
        "language": "it-Brai",
        "creator": "A. Rossi",
        "date": "2026-11-25",
        "format": "eBraille 1.0",
    }
    assert {
        "dcterms:modified": "2026-11-25T12:30:00Z",
        "dcterms:dateCopyrighted": "1956",
        "a11y:brailleCellType": "6",
        "a11y:brailleSystem": "brailledesk table: it-6dot 1.0",
        "a11y:completeTranscription": "true",
        "a11y:producer": "Biblioteca",
        "a11y:tactileGraphics": "none",
    }.items() <= properties.items()


def test_eight_dots_are_said() -> None:
    data = format_ebraille(RICH, run_translator("it-8dot"), FACTS)
    assert b'"a11y:brailleCellType">8<' in parts_of(data)["package.opf"]


@pytest.mark.parametrize(
    ("language", "expected"), [("it", "it-Brai"), ("en-GB", "en-Brai-GB"), ("", "und-Brai")]
)
def test_the_language_is_in_braille_script(language: str, expected: str) -> None:
    data = format_ebraille(Document((), language=language), by_letter)
    assert f"<dc:language>{expected}<".encode() in parts_of(data)["package.opf"]


def test_pictures_without_words_can_be_left_out() -> None:
    facts = replace(FACTS, has_unnamed_images=False, image_label="Picture")
    back = parse_ebraille(format_ebraille(Document((Image(""), Image("a"))), by_letter, facts))
    assert texts_of(back) == [braille("[Picture: a]")]


def test_an_empty_document_and_a_deep_one() -> None:
    """A package names one content document at least, and its contents one entry."""
    parts = parts_of(format_ebraille(Document(()), by_letter))
    assert b'href="ebraille/c0001.html"' in parts["index.html"]
    data = format_ebraille(Document((deep(3000),)), by_letter)
    assert texts_of(parse_ebraille(data))[-1] == braille("1. fondo")


def test_the_same_text_gives_the_same_file() -> None:
    assert format_ebraille(RICH, by_letter, FACTS) == format_ebraille(RICH, by_letter, FACTS)
    other = Document((paragraph("altro"),))
    one, two = (format_ebraille(source, by_letter, FACTS) for source in (RICH, other))
    identifiers = [
        re.findall(rb"urn:uuid:[^<]*", parts_of(data)["package.opf"]) for data in (one, two)
    ]
    assert identifiers[0] != identifiers[1]


def test_content_is_structured_and_only_braille() -> None:
    parts = parts_of(format_ebraille(RICH, by_letter, FACTS))
    chapters = [etree.fromstring(parts[f"ebraille/c{n:04}.html"]) for n in (1, 2, 3)]
    tags = [[etree.QName(e).localname for e in one.find("h:body", NAMES)] for one in chapters]  # type: ignore[union-attr]
    assert tags == [
        ["p", "div"],
        ["h1", "p", "h3", "ul", "h2", "blockquote", "div", "aside", "aside"],
        ["h1", "table", "p", "p", "p", "aside"],
    ]
    for name in ("index.html", *(f"ebraille/c{n:04}.html" for n in (1, 2, 3))):
        text = "".join(map(str, etree.fromstring(parts[name]).itertext()))
        assert not re.sub(r"[\u2800-\u28ff\s]", "", text)
    (link,) = chapters[1].findall(".//h:p/h:a", NAMES)
    assert (link.get("href"), link.text) == ("#note1", braille("(1)"))
    assert not chapters[2].findall(".//h:a", NAMES)  # its note is in another chapter
    (poem,) = chapters[1].findall(".//h:p[@class='poem']", NAMES)
    assert len(poem.findall("h:br", NAMES)) == 2


def test_entry_page() -> None:
    root = etree.fromstring(parts_of(format_ebraille(RICH, by_letter, FACTS))["index.html"])

    def outline(items: etree._Element) -> list[object]:
        found: list[object] = []
        for item in items.findall("h:li", NAMES):
            link, inner = item.find("h:a", NAMES), item.find("h:ol", NAMES)
            assert link is not None
            found.append((link.get("href"), link.text))
            if inner is not None:
                found.append(outline(inner))
        return found

    contents, pages = root.findall(".//h:nav", NAMES)
    first, second = contents.find("h:ol", NAMES), pages.find("h:ol", NAMES)
    assert first is not None
    assert second is not None

    def words(text: str) -> str:
        return braille(text).replace("\u2800", " ")

    assert outline(first) == [
        ("ebraille/c0002.html#h1", words("Uno & <due>")),
        [
            ("ebraille/c0002.html#h2", words("Salto di livello")),
            ("ebraille/c0002.html#h3", words("Sotto")),
        ],
        ("ebraille/c0003.html#h4", words("Due")),
    ]
    assert outline(second) == [
        ("ebraille/c0001.html#page1", words("3")),
        ("ebraille/c0002.html#page2", words("iv")),
    ]


# -- and read back ---------------------------------------------------------------------------------


def test_every_row_comes_back() -> None:
    back = parse_ebraille(format_ebraille(RICH, by_letter, FACTS))
    assert (back.title, back.language, back.table, back.author) == (
        "Il libro — «titolo»",
        "it",
        "it-6dot 1.0",
        "A. Rossi",
    )
    assert texts_of(back) == list(
        map(
            braille,
            [
                *("Premessa", "3", "Uno & <due>", "Testo con nota(1)", "Salto di livello", "prima"),
                *("a) dentro", "2.", "Sotto(2)", "citato", "verso uno", "verso due", "stanza due"),
                *("iv", "1 nota uno", "2 nota due", "segue"),
                *("Due", "Listino", "voce  prezzo", "lana  fine  € 5", "[Immagine: un gatto]"),
                *("[Immagine]", "ancora(1)", "9 orfana"),
            ],
        )
    )


def expected_cells(source: Document) -> bytes:
    """The cells of all stretches of text and their marks, in no order, without blanks."""
    found = b""
    for part in (*pieces(source.blocks), *notes_of(source)):
        found += by_letter([Run(plain_text(part[1]))]).cells
    return bytes(sorted(found.replace(b"\0", b"")))


def notes_of(source: Document) -> Iterator[tuple[bool, Sequence[Run]]]:
    for note in source.notes:
        yield False, (Run(note.label),)
        yield from pieces(note.blocks)


def page_labels(blocks: Sequence[object]) -> Iterator[str]:
    for block in blocks:
        match block:
            case PageMark():
                yield block.label
            case Quote() | ListItem() | TableCell():
                yield from page_labels(block.blocks)
            case ListBlock():
                yield from page_labels(block.items)
            case Table():
                for one in block.rows:
                    yield from page_labels(one.cells)


@given(documents)
@settings(deadline=None, max_examples=40)
def test_no_cell_is_lost(source: Document) -> None:
    back = parse_ebraille(format_ebraille(source, by_letter, FACTS))
    cells = b"".join(cells_from_unicode(text) for text in texts_of(back)).replace(b"\0", b"")
    labels = [*page_labels(source.blocks)]
    for note in source.notes:
        labels += page_labels(note.blocks)
    marks = b"".join(by_letter([Run(label)]).cells for label in labels).replace(b"\0", b"")
    assert bytes(sorted(cells)) == bytes(sorted(expected_cells(source) + marks))


@given(documents)
@settings(deadline=None, max_examples=30)
def test_a_paragraph_keeps_its_blanks(source: Document) -> None:
    text = "  ".join(plain_text(part) for _, part in pieces(source.blocks)).replace("\n", "\t")
    back = parse_ebraille(format_ebraille(Document((paragraph(text),)), by_letter))
    shown = cells_to_unicode(by_letter([Run(text)]).cells).strip("\u2800")
    assert texts_of(back) == ([shown] if shown else [])


def test_back_to_print() -> None:
    data = format_ebraille(RICH, run_translator("it-6dot"), FACTS)
    reading = read_braille(data, name="libro.ebrl")
    assert (reading.format, reading.table, reading.is_certain) == ("ebrl", "it-6dot", True)
    lines = reading.text.splitlines()
    assert lines[:5] == ["Premessa", "3", "Uno & <due>", "Testo con nota(1)", "Salto di livello"]
    assert "lana  fine  € 5" in lines
    assert [one.text for one in read_braille(data, has_rows=True).paragraphs][:3] == [
        "Premessa",
        "",
        "3",
    ]


FOREIGN = """<?xml version="1.0"?><!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml"><head><title>Latin</title><style>p { }</style></head>
<body><section><p>⠁⠃
   ⠉<!-- ⠿ ⠿ --><em>⠙</em>⠀⠀⠑&#xa0;⠋&#xad;⠛</p><p hidden="">⠿</p>⠓<br/>⠊
<table><caption>⠉</caption><tr><th>⠁</th><td><p>⠃</p><p>⠉</p></td></tr><tr><td/></tr></table>
<div>⠵<div>⠽</div>⠭</div></section></body></html>"""


def with_content(text: str | bytes, **changed: str) -> bytes:
    parts = parts_of(format_ebraille(Document((paragraph("x"),)), by_letter, FACTS))
    content = text if isinstance(text, bytes) else text.encode()
    parts["ebraille/c0001.html"] = content
    for name, value in changed.items():
        parts["package.opf"] = parts["package.opf"].replace(name.encode(), value.encode())
    return packed(parts)


def test_files_of_others_are_read_as_a_browser_shows_them() -> None:
    rows = ["⠁⠃⠀⠉⠙⠀⠀⠑⠀⠋⠛", "⠓", "⠊", "⠉", "⠁⠀⠀⠃⠀⠉", "⠵", "⠽", "⠭"]
    assert texts_of(parse_ebraille(with_content(FOREIGN))) == rows
    utf16 = FOREIGN.replace("?>", ' encoding="UTF-16"?>', 1).encode("utf-16")
    assert texts_of(parse_ebraille(with_content(utf16))) == rows


def test_a_package_elsewhere_is_found_by_the_container() -> None:
    parts = parts_of(with_content(FOREIGN))
    parts["ops/package.opf"] = parts.pop("package.opf").replace(b'href="', b'href="../')
    parts["META-INF/container.xml"] = parts["META-INF/container.xml"].replace(
        b"package.opf", b"ops/package.opf"
    )
    assert texts_of(parse_ebraille(packed(parts)))[0] == "⠁⠃⠀⠉⠙⠀⠀⠑⠀⠋⠛"


def test_the_content_says_what_a_file_is() -> None:
    data = format_ebraille(RICH, by_letter)
    assert (
        sniff_format(data) == sniff_format(data, "a.brf") == sniff_format(b"a", "a.EBRL") == "ebrl"
    )
    with pytest.raises(UsageError, match="no pages"):
        format_publication(make_publication([[b"\x01"]]), "ebrl")


# -- hostile and damaged files ---------------------------------------------------------------------


def refuse(data: bytes, words: str) -> None:
    with pytest.raises(FormatError, match=words) as caught:
        parse_ebraille(data, path="x.ebrl")
    assert str(caught.value).startswith("x.ebrl is not a valid Braille file: ")


def test_what_is_no_archive_or_lacks_parts() -> None:
    refuse(b"", "cut off or no archive")
    refuse(b"PK\x03\x04", "cut off or no archive")
    refuse(packed({"mimetype": b"application/epub+zip"}), "a part is missing .META-INF/container")
    refuse(packed({"package.opf": b"<a/>"}), "no package document")
    refuse(packed({"package.opf": b"<a"}), "not well-formed XML .package.opf")
    parts = parts_of(with_content(FOREIGN))
    del parts["ebraille/c0001.html"]
    refuse(packed(parts), "a part is missing .ebraille/c0001.html")


def test_every_truncation_and_every_flipped_byte_is_read_or_refused() -> None:
    data = with_content(FOREIGN)
    for length in range(0, len(data) - 22, 53):
        refuse(data[:length], "cut off or no archive")
    for place in range(0, len(data), 11):
        broken = data[:place] + bytes([data[place] ^ 0x55]) + data[place + 1 :]
        try:
            parse_ebraille(broken)
        except FormatError:
            continue


@pytest.mark.parametrize(
    "href",
    [
        "../../etc/passwd",
        "/etc/passwd",
        "file:///etc/passwd",
        "https://a.example/x",
        "..%2f..%2fx",
        "",
    ],
)
def test_parts_outside_of_the_archive_are_refused(href: str) -> None:
    refuse(with_content(FOREIGN, **{"ebraille/c0001.html": href}), "outside of itself")


def test_letters_are_refused_with_their_place() -> None:
    refuse(
        with_content(FOREIGN.replace("⠓", "\n⠓a")),
        r"no Braille cell .ebraille/c0001.html, line \d+, cell 2: U\+0061",
    )


def test_entities_are_never_opened(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("⠁⠃⠉", encoding="utf-8")

    def declared(subset: str, use: str) -> bytes:
        page = FOREIGN.replace("<!DOCTYPE html>", f"<!DOCTYPE html {subset}>").replace("⠓", use)
        return with_content(page)

    inside = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 12))
    bomb = f'[<!ENTITY e0 "⠁⠁⠁⠁">{inside}]'
    for data in (declared(bomb, "&e11;"), declared(bomb, "⠓")):
        with pytest.raises(FormatError, match=r"not well-formed XML|declares entities"):
            parse_ebraille(data)
    refuse(declared(f'[<!ENTITY e SYSTEM "{secret.as_uri()}">]', "&e;"), "declares entities")
    refuse(declared("", "&unknown;"), "not well-formed XML")
    outside = declared(f'SYSTEM "{secret.as_uri()}"', "⠓")
    assert "⠁⠃⠉" not in "".join(texts_of(parse_ebraille(outside)))


def test_bombs_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    page = FOREIGN.replace("⠓", "⠓" * 3_000_000)
    refuse(with_content(page), "grows beyond measure when it is opened .ebraille/c0001.html")
    refuse(with_content("<a>" * 100_000), "not well-formed XML")
    monkeypatch.setattr("brailledesk.formats.container.MAX_XML_SIZE", 200)
    refuse(with_content(FOREIGN), "grows beyond measure when it is opened .package.opf")
    monkeypatch.setattr("brailledesk.archive.MAX_TOTAL_SIZE", 1_000)
    refuse(with_content(FOREIGN), "grows beyond measure")
    monkeypatch.setattr("brailledesk.archive.MAX_PARTS", 3)
    refuse(with_content(FOREIGN), "too many parts")


def test_more_rows_than_any_book_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("brailledesk.formats.ebraille.MAX_ROWS", 10)
    refuse(with_content(FOREIGN), "two million rows")


def test_locked_parts_are_named() -> None:
    data = bytearray(with_content(FOREIGN))
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(sign)
        while place >= 0:
            data[place + offset] |= 1
            place = data.find(sign, place + 1)
    refuse(bytes(data), "protected by a password")
