"""BRF: bytes by hand, what the world's files look like, charsets told apart."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brailledesk.cells import CHARSETS, cells_from_dots
from brailledesk.errors import FormatError, UsageError
from brailledesk.formats import assemble
from brailledesk.formats.brf import format_brf, guess_charset, parse_brf
from brailledesk.formats.ubrl import format_ubrl
from brailledesk.languages import run_translator
from brailledesk.pages import Page, PageFormat, Publication, Row, Section, Volume
from brailledesk.text import Run
from tests.formats.publications import Rows, canonical, make_publication, pages_of, rows_in

A, B = b"\x01", b"\x03"
# "L'è" and the full stop by hand: 46-123-3-2346-256.
LE = cells_from_dots("46-123-3-2346-256")


@settings(deadline=None)
@given(pages_of(64), st.sampled_from(list(CHARSETS)))
def test_pages_come_back(pages: Rows, charset: str) -> None:
    data = format_brf(make_publication(pages), charset=charset)
    for case in (data, data.upper(), data.lower()):
        assert rows_in(parse_brf(case, charset=charset)) == canonical(pages)


@settings(deadline=None)
@given(pages_of(64))
def test_what_was_read_is_written_the_same(pages: Rows) -> None:
    data = format_brf(make_publication(pages))
    assert format_brf(parse_brf(data, charset="mit")) == data


@settings(deadline=None)
@given(pages_of(64))
def test_the_plain_form_has_all_rows_as_one_page(pages: Rows) -> None:
    data = format_brf(make_publication(pages), is_paged=False)
    rows = [row for page in canonical(pages) for row in page]
    assert b"\f" not in data
    assert rows_in(parse_brf(data, charset="mit")) == canonical([rows])


def test_bytes() -> None:
    publication = make_publication([[LE, b"", A + b"\0\0", b"", b""], [], [A]])
    assert format_brf(publication) == b".L'!4\r\n\r\nA\r\n\f\fA\r\n\f"
    assert format_brf(publication, is_paged=False) == b".L'!4\r\n\r\nA\r\nA\r\n"
    assert format_brf(publication, charset="it_it_firenze") == b"#l'\\.\r\n\r\na\r\n\f\fa\r\n\f"


def test_no_page_is_one_blank_page() -> None:
    for publication in (Publication(()), make_publication([])):
        assert format_brf(publication) == b"\f"
        assert format_brf(publication, is_paged=False) == b"\r\n"


def test_eight_dots_are_refused() -> None:
    with pytest.raises(UsageError, match=r"six dots .* Write PEF or UTF-8 Braille"):
        format_brf(make_publication([[A], [A + b"\x41"]]))


def test_unknown_charsets_are_refused() -> None:
    with pytest.raises(UsageError, match=r"no charset roma.*mit, nabcc, it_it_firenze"):
        format_brf(make_publication([[A]]), charset="roma")
    for name in ("roma", ""):
        with pytest.raises(UsageError, match="no charset"):
            parse_brf(b"A", charset=name)


@pytest.mark.parametrize(
    "data",
    [
        b"A\r\n\r\nB\r\n\fB\r\n\f",  # as we write
        b"A\n\nB\n\fB\n\f",
        b"A\r\rB\r\fB\r\f",
        b"A\r\r\n\r\r\nB\r\r\n\fB\r\r\n\f",  # CR LF sent as text
        b"A\r\n\r\nB\r\n\fB\r\n",  # no form feed at the end
        b"A\r\n\r\nB\r\n\fB",
        b"A\r\n\r\nB\fB\f",  # form feeds instead of line ends
        b"A\r\n\r\nB\r\n\fB\r\n\f\r\n",
        b"A\n\nB\n\f\nB\n\f\n",  # form feeds on lines of their own, as brailleutils writes
        b"A  \r\n \r\nB\r\n \r\n\r\n\fB \r\n\r\n\r\n\f  \r\n",  # filled with blanks
        b"a\r\n\r\nb\r\n\fb\r\n\f",
        b"A\r\n\r\nB\r\n\fB\r\n\f\x1a",
        b"A\r\n\r\nB\r\n\fB\r\n\x1a\x1a\x00\x00\r\n",
        b"\xef\xbb\xbfA\r\n\r\nB\r\n\fB\r\n\f",
    ],
)
def test_files_of_the_world(data: bytes) -> None:
    assert rows_in(parse_brf(data, charset="mit")) == [[A, b"", B], [B]]


def test_a_blank_first_row_stays_below_a_form_feed() -> None:
    for data in (b"A\r\n\f\r\nB\r\n\f", b"A\r\n\f\r\nB\r\n", b"A\f\nB"):
        assert rows_in(parse_brf(data, charset="mit")) == [[A], [b"", B]]


def test_a_page_without_rows_stays() -> None:
    assert rows_in(parse_brf(b"\f\fA\f", charset="mit")) == [[], [], [A]]
    assert rows_in(parse_brf(b"", charset="mit")) == [[]]


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"ABC\nA\xe0\n", "line 2, column 2: U+00E0"),
        (b"\xff", "line 1, column 1: U+00FF"),
        (b"A\r\nB\r\n\fA\r\nBB\x00\r\n\f", "line 4, column 3: U+0000"),
        (b"A\n\f\nB\n\f\n\tB\n\f\n", "line 5, column 1: U+0009"),
        (b"A\x1aB", "line 1, column 2: U+001A"),
        (b"A\f\x1c", "line 1, column 1: U+001C"),
    ],
)
def test_a_foreign_byte_is_refused_with_its_place(data: bytes, place: str) -> None:
    with pytest.raises(FormatError) as caught:
        parse_brf(data, charset="mit", path="x.brf")
    assert str(caught.value).startswith(
        f"x.brf is not a valid Braille file: it has a character that is no Braille cell ({place})."
    )


def test_geometry_is_as_large_as_what_was_read() -> None:
    publication = parse_brf((b"A" * 70 + b"\r\n") * 60 + b"\fA\f", charset="mit")
    assert publication.volumes[0].sections[0].format == PageFormat(70, 60, duplex=False)
    assert [len(page.rows) for page in publication.pages()] == [60, 1]
    assert {len(row.cells) for row in publication.volumes[0].sections[0].pages[0].rows} == {70}


def test_one_row_of_50_mb() -> None:
    (row,) = next(parse_brf(b"A" * 50_000_000, charset=None).pages()).rows
    assert row.cells == A * 50_000_000


def test_more_rows_than_any_book_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assemble, "MAX_ROWS", 10)
    assert len(rows_in(parse_brf(b"A\n" * 10, charset="mit"))[0]) == 10
    for data in (b"A\n" * 11, b"\f" * 11, b"\n\f" * 6):
        with pytest.raises(FormatError, match="two million rows"):
            parse_brf(data, charset="mit")


@pytest.mark.parametrize(
    ("data", "guess"),
    [
        (b"CIAO4 #AB CIAO1 .LUCIA\r\n", ("mit", True)),
        (b"ciao. _ab ciao, #lucia\r\n", ("it_it_firenze", True)),
        (b"CITT(\r\nPI)\r\n", ("mit", True)),
        (b"PER+\r\nPU+\r\n", ("mit", True)),
        (b"perch\\ per^ pi\\\r\n", ("it_it_firenze", True)),
        (b",THE CAT SAT ON ! MAT4 ,EV] S[ IT4 #AIIF", ("mit", True)),  # English
        (b"ciao {via}. ciao4 #ab", ("nabcc", True)),
        (b"ciao\r\nmondo\r\n", ("mit", False)),
        (b"ciao.", ("it_it_firenze", False)),
        (b"ciao4 ciao. ciao4 ciao.", ("mit", False)),
        (b"", ("mit", False)),
        (b"\xff\x00", ("mit", False)),
    ],
)
def test_charset_is_told_by_signs(data: bytes, guess: tuple[str, bool]) -> None:
    assert guess_charset(data) == guess


_SENTENCES = [
    "Gentile cliente, la Sua richiesta del 12/03/2024 è stata accolta.",
    "Il prezzo è di € 1.249,90; la consegna costa 15 euro.",
    "Perché non risponde? La città di Forlì è più lontana, però ci arrivo.",
    "«Buongiorno», disse Anna Rossi; «può richiamare domani alle 9:30?»",
    "Attenzione! Non aprire: alta tensione (220 V).",
    "ROMA, via Garibaldi 7, tel. 06 1234567.",
]


@pytest.mark.parametrize("sentence", _SENTENCES)
@pytest.mark.parametrize("charset", ["mit", "it_it_firenze"])
def test_one_italian_sentence_is_enough(sentence: str, charset: str) -> None:
    cells = run_translator("it-6dot")([Run(sentence)]).cells
    guess = guess_charset(format_brf(make_publication([[cells]]), charset=charset))
    assert guess.name == charset


@pytest.mark.parametrize("charset", ["mit", "it_it_firenze"])
def test_a_page_of_italian_is_certain(charset: str) -> None:
    translate = run_translator("it-6dot")
    rows = [translate([Run(sentence)]).cells for sentence in _SENTENCES]
    data = format_brf(make_publication([rows]), charset=charset)
    assert guess_charset(data) == (charset, True)
    assert rows_in(parse_brf(data)) == [rows]


def test_a_volume_begins_on_a_sheet_of_its_own() -> None:
    """Two sides: the back of a sheet stays blank where a volume ends on its front."""

    def volume(cells: str, *, duplex: bool) -> Volume:
        pages = tuple(Page((Row(bytes([cell])),)) for cell in cells_from_dots(cells))
        return Volume((Section(pages, PageFormat(duplex=duplex)),))

    def book(*, duplex: bool) -> Publication:
        return Publication(tuple(volume(one, duplex=duplex) for one in ("1", "12-14", "145")))

    assert format_brf(book(duplex=True)) == b"A\r\n\f\fB\r\n\fC\r\n\fD\r\n\f"
    assert format_brf(book(duplex=False)) == b"A\r\n\fB\r\n\fC\r\n\fD\r\n\f"
    assert format_brf(book(duplex=True), is_paged=False) == b"A\r\nB\r\nC\r\nD\r\n"
    assert format_ubrl(book(duplex=True)) == "⠁\n\f\f⠃\n\f⠉\n\f⠙\n\f".encode()
