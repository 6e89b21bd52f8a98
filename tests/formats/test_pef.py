"""PEF: judged by jing and by braille-utils; read as the schema allows it to be written."""

from __future__ import annotations

import datetime as dt
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from brailledesk.document import Block, Document, Heading, Note, PageMark, Paragraph
from brailledesk.errors import FormatError
from brailledesk.formats import pef, pef_reader
from brailledesk.formats.brf import format_brf
from brailledesk.formats.pef import format_pef, parse_pef
from brailledesk.layout import (
    BookOptions,
    ContentsScope,
    LayoutOptions,
    NotePlace,
    TitlePage,
    paginate,
)
from brailledesk.pages import Page, PageFormat, Publication, Row, Section, Volume
from brailledesk.text import Run
from tests.brailleutils import CORE_JAR, SCHEMA, run_brailleutils
from tests.formats.publications import Rows, canonical, make_publication, pages_of, rows_in
from tests.judges import require, require_program
from tests.layout.fake import by_letter

NAMES = {"p": "http://www.daisy.org/ns/2008/pef", "dc": "http://purl.org/dc/elements/1.1/"}


def _section(pages: Rows, geometry: PageFormat) -> Section:
    return Section(tuple(Page(tuple(Row(row) for row in rows)) for rows in pages), geometry)


def _rich() -> Publication:
    """Everything at once: volumes, geometries, one side and two, eight dots, blank pages."""
    six = PageFormat(30, 28)
    return Publication(
        (
            Volume(
                (
                    _section([[b"\x01", b"", b"\x3f\x00\x02"], [], [b"\x3f" * 30] * 28], six),
                    _section([[b"\x01" * 40] * 11], PageFormat(40, 11, duplex=False)),
                    _section([], six),
                )
            ),
            Volume((_section([[b"\xff" * 30] * 27], PageFormat(30, 27)),)),
            Volume((_section([[b"\x01" * 60] * 50], six),)),  # more than the geometry says
            Volume((_section([[b"\x01", b"\xff" * 31] * 15], six),)),
        ),
        title="È «così» & <via>\x00\n\ufffe",
        language="it",
        table="it-6dot 1.0",
    )


def _judge_schema(files: list[Path], folder: Path) -> tuple[int, str]:
    jing = require_program("jing", "jing")
    require(is_there=CORE_JAR.exists(), what="the PEF schema", package="libbrailleutils-java")
    with zipfile.ZipFile(CORE_JAR) as jar:
        (folder / "pef.rng").write_bytes(jar.read(SCHEMA))
    judged = subprocess.run(
        [jing, str(folder / "pef.rng"), *map(str, files)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return judged.returncode, judged.stdout


def _book(*, duplex: bool) -> Publication:
    """A book as layout makes it: volumes with title pages and contents, notes, print pages."""
    blocks: list[Block] = []
    for number in range(6):
        blocks += [PageMark(f"{number}"), Heading(1, (Run(f"capitolo {number}"),))]
        blocks += [Paragraph((Run("riga"), Run("(1)", note="1")))] * 40
    book = BookOptions(contents=ContentsScope.ALL, sheets=5, title_page=TitlePage(date="2026"))
    page = PageFormat(20, 12, duplex=duplex)
    options = LayoutOptions(page=page, note_place=NotePlace.PAGE, book=book)
    notes = tuple(Note("1", (Paragraph((Run("nota"),)),)) for _ in range(240))
    source = Document(tuple(blocks), title="Libro", author="È «A» & B", notes=notes)
    return paginate(source, by_letter, options)


def test_gaps_do_not_fill_the_memory() -> None:
    rows = "<row/>" * 20_000
    for gap in ("999", "999999999"):
        volume = f"<volume cols='1' rows='1' rowgap='{gap}' duplex='false'>"
        body = f"{volume}<section><page>{rows}</page></section></volume>"
        data = f"<pef xmlns='{pef.PEF}' version='2008-1'><head/><body>{body}</body></pef>".encode()
        with pytest.raises(FormatError, match="two million"):
            parse_pef(data, is_exact=True)


def test_gaps_are_blank_rows_for_an_embosser() -> None:
    page = (
        "<page rowgap='4'><row>⠁</row><row rowgap='9'>⠃</row><row rowgap='3'>⠉</row><row/></page>"
    )
    body = f"<volume cols='9' rows='9' rowgap='0' duplex='false'><section>{page}</section></volume>"
    data = f"<pef xmlns='{pef.PEF}' version='2008-1'><head/><body>{body}</body></pef>".encode()
    rows = next(parse_pef(data, is_exact=True).pages()).rows
    assert [row.cells for row in rows] == [b"\x01", b"", b"\x03", b"", b"", b"\x09", b""]
    assert [row.cells for row in next(parse_pef(data).pages()).rows] == [b"\x01", b"\x03", b"\x09"]


def test_volumes_of_a_book_come_back() -> None:
    for duplex in (True, False):
        book = _book(duplex=duplex)
        assert len(book.volumes) > 2
        back = parse_pef(format_pef(book))
        assert [len(list(one.pages())) for one in back.volumes] == [
            len(list(one.pages())) for one in book.volumes
        ]
        assert rows_in(back) == canonical(rows_in(book))
        assert back.author == "È «A» & B"


@pytest.fixture
def written(tmp_path: Path) -> list[Path]:
    day = dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.UTC)
    datas = [
        format_pef(_rich(), date=day),
        format_pef(make_publication([[b"\x01"]]), identifier="ISBN 1", date=dt.date(987, 6, 5)),
        format_pef(replace(_rich(), language="it_IT.UTF-8")),
        format_pef(replace(_rich(), language="")),
        format_pef(Publication(())),
        format_pef(Publication((Volume(()), Volume((Section((), PageFormat()),))))),
        format_pef(make_publication([[b"\xff"] * 50], title="\x00")),
        format_pef(_book(duplex=True)),
        format_pef(_book(duplex=False)),
    ]
    files = [tmp_path / f"{number}.pef" for number in range(len(datas))]
    for file, data in zip(files, datas, strict=True):
        file.write_bytes(data)
    return files


def test_the_schema_accepts_what_is_written(written: list[Path], tmp_path: Path) -> None:
    assert _judge_schema(written, tmp_path) == (0, "")


def test_the_judge_refuses_what_is_wrong(tmp_path: Path) -> None:
    data = format_pef(make_publication([[b"\x01"]])).replace("⠁".encode(), b"a")
    (tmp_path / "bad.pef").write_bytes(data)
    status, words = _judge_schema([tmp_path / "bad.pef"], tmp_path)
    assert status == 1
    assert "row" in words


def test_braille_utils_accepts_what_is_written(written: list[Path]) -> None:
    """Its validator knows the Schematron rules too: no row too long, no page too high."""
    assert "Validation was succ" in run_brailleutils("validate", written[0])


def test_braille_utils_refuses_a_row_too_long(tmp_path: Path) -> None:
    data = format_pef(make_publication([[b"\x01" * 20]])).replace(b'cols="30"', b'cols="19"')
    (tmp_path / "bad.pef").write_bytes(data)
    assert "Too many characters on row" in run_brailleutils("validate", tmp_path / "bad.pef")


@pytest.mark.parametrize("charset", ["mit", "it_it_firenze"])
def test_braille_utils_makes_the_same_brf(charset: str, tmp_path: Path) -> None:
    every_cell = bytes(range(1, 64))
    rows = [
        [every_cell[:32], b"", every_cell[32:] + b"\x00\x01"],
        [b"\x01\x00\x02"],
        [b"", b"\x04"],
    ]
    publication = make_publication(rows, geometry=PageFormat(40, 28, duplex=True))
    (tmp_path / "a.pef").write_bytes(format_pef(publication))
    words = run_brailleutils(
        "pef2text", tmp_path / "a.pef", tmp_path / "a.txt", f"-table={charset}"
    )
    assert "Done!" in words
    theirs = (tmp_path / "a.txt").read_bytes()
    ours = format_brf(publication, charset=charset).replace(b"\r\n", b"\n")
    # It writes LF, puts each form feed on a line of its own, and fills the sheet up: three pages
    # on two sides are followed by the blank back of the second sheet.
    pages = [page.removeprefix(b"\n") for page in theirs.split(b"\f")]
    assert [page.rstrip(b" \n") for page in pages if page.strip()] == [
        page.rstrip(b"\n") for page in ours.split(b"\f") if page
    ]


@settings(deadline=None)
@given(pages_of(256))
def test_pages_come_back(pages: Rows) -> None:
    publication = parse_pef(format_pef(make_publication(pages)))
    assert rows_in(publication) == canonical(pages)
    assert publication.volumes[0].sections[0].format == PageFormat()


_SECTION = st.tuples(pages_of(256), st.integers(1, 60), st.integers(1, 60))


@settings(deadline=None)
@given(st.lists(st.lists(_SECTION, max_size=2), max_size=2))
def test_volumes_sections_and_geometry_come_back(
    volumes: list[list[tuple[Rows, int, int]]],
) -> None:
    publication = Publication(
        tuple(
            Volume(
                tuple(
                    _section(
                        canonical(pages),
                        PageFormat(12 + cells, 5 + rows, duplex=cells % 2 == 0),
                    )
                    for pages, cells, rows in sections
                )
            )
            for sections in volumes
            if sections
        )
    )
    if publication.volumes:
        assert parse_pef(format_pef(publication)) == publication


def test_what_is_known_of_the_whole_comes_back() -> None:
    back = parse_pef(format_pef(_rich()))
    assert (back.title, back.language, back.table) == ("È «così» & <via>", "it", "it-6dot 1.0")


def test_a_description_by_others_names_no_table() -> None:
    data = format_pef(_rich()).replace(b"Braille table: it", b"Made by it")
    assert parse_pef(data).table == ""


def test_metadata() -> None:
    root = etree.fromstring(format_pef(_rich(), identifier="x\x01y", date=dt.date(2026, 1, 2)))
    meta = {str(e.tag).split("}")[1]: e.text for e in root.iterfind("p:head/p:meta/*", NAMES)}
    assert meta == {
        "format": "application/x-pef+xml",
        "identifier": "x y",
        "title": "È «così» & <via>",
        "language": "it",
        "date": "2026-01-02",
        "description": "Braille table: it-6dot 1.0",
    }


def _identifier(publication: Publication, identifier: str | None = None) -> str:
    data = format_pef(publication, identifier=identifier)
    return str(etree.fromstring(data).findtext("p:head/p:meta/dc:identifier", None, NAMES))


def test_the_same_pages_give_the_same_file_and_others_another_identifier() -> None:
    assert format_pef(_rich()) == format_pef(_rich())
    first = _identifier(_rich())
    assert first.startswith("urn:uuid:")
    assert _identifier(_rich(), "\n") == first
    others = [
        replace(_rich(), title="other"),
        replace(_rich(), title="\ud800"),
        replace(_rich(), volumes=_rich().volumes[:1]),
        make_publication([[b"\x01"]]),
        make_publication([[b"\x01"]], geometry=PageFormat(31)),
        make_publication([[b"\x02"]]),
    ]
    assert len({first, *map(_identifier, others)}) == len(others) + 1


def test_eight_dots_have_a_gap_between_rows_and_six_dots_none() -> None:
    """27 rows and 27 gaps of a quarter row are 33.75, so 34 rows (rule 1 of the schema)."""
    volumes = etree.fromstring(format_pef(_rich())).findall(".//p:volume", NAMES)
    assert [dict(volume.attrib) for volume in volumes] == [
        {"cols": "30", "rows": "28", "rowgap": "0", "duplex": "true"},
        {"cols": "30", "rows": "34", "rowgap": "1", "duplex": "true"},
        {"cols": "60", "rows": "50", "rowgap": "0", "duplex": "true"},
        {"cols": "31", "rows": "38", "rowgap": "1", "duplex": "true"},
    ]


_FREE = """<?xml version="1.0" encoding="UTF-8"?>
<x:pef xmlns:x="http://www.daisy.org/ns/2008/pef" xmlns:f="urn:f" version="2008-1" f:a="b">
 <x:head><f:one><f:row>a</f:row></f:one>
  <x:meta xmlns:d="http://purl.org/dc/elements/1.1/"><d:title>T</d:title><f:t/></x:meta></x:head>
 <x:body><f:two/>
  <x:volume cols=" 20 " rows="+35" rowgap="1" duplex="1"><f:three/><!-- c -->
   <x:section><x:page><f:four>abc</f:four><x:row>⠁<!-- c -->⠂ ⠃<?pi?></x:row><x:row rowgap="2"/>
    </x:page></x:section>
   <x:section cols="1" rows="1" rowgap="9" duplex="false"><x:page rowgap="3"><x:row>⠁⠂</x:row>
    <x:row/><x:row>⣿</x:row></x:page></x:section>
   <x:section duplex="0" rowgap="0"/>
  </x:volume>
 </x:body>
</x:pef>"""


def test_what_the_schema_allows_is_read() -> None:
    back = parse_pef(_FREE.encode())
    first, second, third = back.volumes[0].sections
    assert back.title == "T"
    assert (back.language, back.table) == ("", "")
    assert rows_in(back) == [[b"\x01\x02\x00\x03"], [b"\x01\x02", b"", b"\xff"]]
    assert first.format == PageFormat(20, 28, duplex=True)  # 28 rows and gaps of 28 quarters: 35
    assert second.format == PageFormat(2, 3, duplex=False)  # larger than it says
    assert third == Section((), PageFormat(20, 35, duplex=False))
    assert parse_pef(_FREE.replace("UTF-8", "UTF-16").encode("utf-16")) == back


def _refuse(data: bytes | str, words: str) -> None:
    with pytest.raises(FormatError, match=words) as caught:
        parse_pef(data if isinstance(data, bytes) else data.encode(), path="x.pef")
    assert str(caught.value).startswith("x.pef is not a valid Braille file: ")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("2008/pef", "2009/pef", "not a PEF element"),
        ("<x:pef", "<f:pef", "not well-formed XML"),
        ("volume", "book", "a row stands outside"),
        ("x:page", "x:leaf", "a row stands outside"),
        ("⠁⠂</x:row>", "<x:row>⠂</x:row></x:row>", "a row stands outside"),
        ('rows="+35"', "", "geometry of a section is missing .line 7, rows"),
        ('cols=" 20 "', 'cols="-1"', "geometry of a section is missing .line 7, cols"),
        ('cols=" 20 "', 'cols="9999999999"', "geometry"),
        ('cols=" 20 "', 'cols="٣"', "geometry"),
        ('rowgap="9"', 'rowgap="x"', "geometry of a section is missing .line 9, rowgap"),
        ("⠁⠂</x:row>", "⠁a</x:row>", r"no Braille cell .line 9, cell 2: U\+0061"),
        ("⠁⠂</x:row>", "⠁\n⠂</x:row>", r"line 9, cell 2: U\+000A"),
    ],
)
def test_what_is_wrong_is_named(old: str, new: str, words: str) -> None:
    assert old in _FREE
    _refuse(_FREE.replace(old, new), words)


def test_an_empty_body_and_an_empty_volume() -> None:
    _refuse(f"<pef xmlns='{NAMES['p']}'/>", "it has no volume")
    _refuse(f"<pef xmlns='{NAMES['p']}'><body><volume/></body></pef>", "no section .line 1")


@pytest.mark.parametrize(
    "data", [b"", b" ", b"<pef", b"ABC", b"\x00" * 50, b"\xff\xfe", b"<?xml version='1.0'?>"]
)
def test_what_is_no_xml(data: bytes) -> None:
    _refuse(data, "not well-formed XML")


def test_every_truncation_is_refused() -> None:
    data = _FREE.encode()
    for length in range(0, len(data) - 1, 7):
        _refuse(data[:length], "not well-formed XML")


def _bomb(use: str) -> str:
    entities = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 12))
    return f'<!DOCTYPE pef [<!ENTITY e0 "⠁⠁⠁⠁">{entities}]>{use}'


def test_entities_are_never_opened(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("⠁⠃⠉", encoding="utf-8")
    row = _FREE.split("?>", 1)[1]
    outside = f'<!DOCTYPE pef [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'
    declares = "declares a document type"
    _refuse(_bomb(row.replace("⠁⠂<", "&e11;<")), declares)
    _refuse(_bomb(row.replace("⠁⠂<", "&e1;<")), declares)
    _refuse(_bomb(row.replace('f:a="b"', 'f:a="&e11;"')), "not well-formed XML.*amplification")
    _refuse(outside + row.replace("⠁⠂<", "&e;<"), declares)
    _refuse(f'<!DOCTYPE pef SYSTEM "{secret.as_uri()}">' + row, declares)
    _refuse(f'<!DOCTYPE pef [<!ENTITY % e SYSTEM "{secret.as_uri()}"> %e;]>' + row, declares)


def test_depth_and_length_have_limits() -> None:
    _refuse("<a>" * 100_000, "not well-formed XML.*depth")
    _refuse(_FREE.replace("⠁⠂<", "⠁" * 17_000_000 + "<"), "not well-formed XML.*too long")


def test_more_rows_than_any_book_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pef_reader, "MAX_ROWS", 10)
    data = format_pef(make_publication([[b"\x01"] * 25]))
    _refuse(data, "two million rows")
    _refuse(data.decode().replace("UTF-8", "UTF-16").encode("utf-16"), "two million rows")
