"""Bytes typed by hand from descriptions of the protocols; each codec has some."""

from __future__ import annotations

from typing import Any

import pytest

from brailledesk.devices.embossers import (
    Settings,
    encode,
    find_model,
    page_format,
    parse_paper,
)
from brailledesk.pages import Page, PageFormat, Publication, Row, Section, Volume
from tests.formats.publications import make_publication


def sent(
    model: str,
    paper: str,
    pages: list[list[bytes]],
    *,
    duplex: bool = True,
    first_page: int = 1,
    **options: Any,
) -> bytes:
    settings = Settings(paper=parse_paper(paper), **options)
    chosen = find_model(model)
    # The page has the width of the paper, so that nothing is moved.
    size = page_format(chosen, settings)
    geometry = PageFormat(size.cells, size.rows, duplex)
    document = make_publication(pages, geometry=geometry)
    chunks = encode(document, chosen, settings).chunks(first_page)
    return b"".join(chunk.data for chunk in chunks)


ROWS = [b"\x01\x03", b"", b"\x12"]
"""a b, nothing, dots 25: in MIT AB and 3."""

MIT = b"AB\r\n\r\n3\x0c"


@pytest.mark.parametrize(
    ("model", "paper", "options", "expected"),
    [
        ("generic", "a4", {}, MIT),
        ("generic", "a4", {"charset": "it_it_firenze"}, b"ab\r\n\r\n:\x0c"),
        (
            "index-basic-d-v5",
            "280mm x 12in",
            {},
            b"\x1bDBT0,TD0,LS50,DP2,PN0,CH46,LP29,BI0,TM0;" + MIT,
        ),
        (
            "index-basic-d-v5",
            "280mm x 12in",
            {"copies": 3, "z_fold": True, "sides": 1},
            b"\x1bDBT0,TD0,LS50,DP5,MC3,PN0,CH46,LP29,BI0,TM0;" + MIT,
        ),
        (
            "index-basic-d-v3",
            "280mm x 12in",
            {},
            b"\x1bDBT0,TD0,LS50,DP2,PN0,PL120,PW111,IM0,OM0,TM0,BM0;" + MIT,
        ),
        (
            "index-4waves-pro-v3",
            "280mm x 12in",
            {"sides": 1},
            b"\x1bDBT0,TD0,LS50,DP1,PN0,PW111,IM0,OM0,TM0,BM0;" + MIT,
        ),
        (
            "index-everest-d-v2",
            "a4",
            {"copies": 7},
            b"\x1b\x0f\x020,0,0,0,x,x,x,x,x,12,0,0,0,0,4,1,0,0,x,0,0,x,x,x,x,x,x,0,1,"
            b"x,x,x,x,x,x,x,x,x,x,x,\x1b\x0f\x1b\x12007\x1b\x12" + MIT + b"\x1a",
        ),
        (
            "enabling-et",
            "a4",
            {},
            bytes.fromhex("1B00 1B010000 1B0B00 1B0C01 1B0F01 1B111D 1B1222 1B1409")
            + bytes.fromhex("1B1700 1B2300 1B2900 1B3300 1B3400")
            + MIT,
        ),
        (
            "enabling-thomas",
            "a4",
            {},
            bytes.fromhex("1B00 1B010000 1B0B00 1B0C01 1B0F01 1B111D 1B1222 1B1409")
            + bytes.fromhex("1B1700 1B2300 1B3300 1B3400")
            + MIT,
        ),
        ("braillo-200", "210mm x 12in", {},
         b"\x1bS1\x1bC1\x1bJ0\x1bA24\x1bB35\x1bH0\x1bN0\x1bR0" + MIT + b"\r\n\x0c"),
        ("braillo-200", "210mm x 12in", {"sides": 1, "z_fold": True},
         b"\x1bS1\x1bC0\x1bJ0\x1bA24\x1bB35\x1bH1\x1bN0\x1bR0" + MIT),
        ("braillo-200-fw-11", "240mm x 12in", {},
         b"\x1bE\x1b6\x1b\x1fD\x1b\x1e4\x1bA" + MIT + b"\r\n\x0c"),
        ("braillo-270", "240mm x 12in", {},
         b"\x1bE\x1bS1\x1b6\x1b\x1fD\x1b\x1eB\x1bA\x1bQ0" + MIT + b"\r\n\x0c"),
        ("braillo-300", "240mm x 12in", {},
         b"\x1bA24\x1bB40\x1bC1\x1bH0\x1bI0\x1bJ0\x1bM16\x1bN0\x1bR0\x1bS1" + MIT + b"\r\n\x0c"),
        ("viewplus-cub", "a4", {}, b"\x1b@\x1bW@\x1bK(\x1bL(\x1bQE\x1bS9\x1bT@\x1bF@\x1bAA" + MIT),
        ("viewplus-elite-150", "a4", {"sides": 2},
         b"\x1b@\x1bW@\x1bK(\x1bL(\x1bQE\x1bS9\x1bT@\x1bF@\x1bIA\x1bAA" + MIT),
        ("harpo-mountbatten-pro", "a4", {},
         b"{man}{bc 1}{lm 0}{rm 0}{tm 0}ab{np}{np}3\x0c"),
        ("cidat-portathiel-blue", "a4", {"charset": "mit"},
         b"\x1b!CS2\r\x1b!DT6\r\x1b!DS1\r\x1b!LM0\r\x1b!SL1\r\x1b!PL12\r\x1b!LP29\r\x1b!CL33\r"
         b"\x1b!CT1\r\x1b!NI1\r\x1b!JB0\r\x1b!FF1\r" + MIT),
        ("nippon", "a4", {}, b"\x01\0\0\x02\x01\x03\x04AB\r\n\x02\r\n\x033\r\n\x03"),
        ("interpoint-55", "330mm x 420mm", {}, MIT),
    ],
)  # fmt: skip
def test_a_page(model: str, paper: str, options: dict[str, Any], expected: bytes) -> None:
    assert sent(model, paper, [ROWS], **options) == expected


@pytest.mark.parametrize(
    ("inches", "code"),
    [
        ("9", b"090"),
        ("9.2", b"091"),
        ("9.25", b"091"),
        ("9.3", b"092"),
        ("9.5", b"093"),
        ("9.6", b"094"),
        ("9.7", b"095"),
        ("9.75", b"095"),
        ("9.8", b"100"),
    ],
)
def test_index_v3_has_codes_for_parts_of_an_inch(inches: str, code: bytes) -> None:
    data = sent("index-basic-d-v3", f"{inches}in x 12in", [[b"\x01"]])
    assert b",PW" + code + b"," in data


def test_blue_bar_rows_are_counted() -> None:
    row = bytes([0x0F, 0x09, 0x09, *[0] * 16, 0x39])  # 1234, 14, 14, blanks, 1456
    expected = bytes([0x1B, 0x5C, 0x14, 0x00, 0x17, 0x11, 0x11, *[0] * 16, 0x71])
    assert sent("index-basic-blue-bar", "240mm x 12in", [[row, b"\x01"]]) == (
        expected + b"\r\n" + b"\x1b\x5c\x01\x00\x01" + b"\x0c"
    )


def test_eight_dots_of_index_have_an_order_of_their_own() -> None:
    row = bytes([0x01, 0x04, 0x40, 0x08, 0x20, 0x80, 0xFF])  # dots 1, 3, 7, 4, 6, 8, all
    assert sent("index-basic-d-v5", "280mm x 12in", [[row]]) == (
        b"\x1bDBT1,TD0,LS50,DP2,PN0,CH46,LP23,BI0,TM0;"
        b"\x1b\\\x07\x00\x01\x04\x08\x10\x40\x80\xff\x0c"
    )


def test_impacto_doubles_the_cell_that_is_an_escape() -> None:
    assert sent("cidat-impacto-600", "a4", [[b"\x1b\x0a", b"\x3f"]], sides=1, copies=2) == (
        b"\x1b)\x1b*\x1b.<\x1b/1\x1b0Q\x1b1M\x1b3\x1bP\x1bGU0\n\x1bIN0\n\x1bMB0\n\x1bML0\n\x1bMR0\n"
        b"\x1bMT0\n\x1bNC2\n\x1bSC1\n\x1bPM0\n\x1bPN0\n\x1bPI0\n"
        b"\x1b\x1b\x0a\x1b\n\x3f\x1b\x0c\x1bT"
    )


def test_portathiel_sends_that_cell_as_another_byte() -> None:
    data = sent("cidat-portathiel-blue", "a4", [[b"\x1b", b"\x01"]])
    assert data.startswith(b"\x1b!TP\r\x1b!DT6\r\x1b!DS1\r")
    assert data.endswith(b"\x1b!FF1\r" + b"\xf7\xcd\xda\x01\xc7")


def test_a_one_sided_document_has_blank_backs_on_a_two_sided_machine() -> None:
    data = sent("index-basic-d-v5", "280mm x 12in", [[b"\x01"], [b"\x03"]], duplex=False)
    assert data.endswith(b";A\x0c\x0cB\x0c\x0c")


def test_four_pages_a_sheet_are_nested() -> None:
    letters = [[bytes([cell])] for cell in b"\x01\x03\x09\x19\x11\x0b"]  # a to f
    data = sent("braillo-440-sw", "297mm x 420mm", letters, saddle_stitch=True)
    # 210 mm of page: 31 cells are 183.5 mm; half of the rest is 0.5 in.
    assert data == (
        b"\x1bA1\x1bB31\x1bD05\x1bE05\x1bH1\x1bP02A\x0cB\x0c\r\n\x0c\r\n\x0cC\x0cD\x0cE\x0cF\x0c"
    )
    reverse = sent("braillo-440-swsf", "297mm x 420mm", letters, saddle_stitch=True)
    assert reverse.endswith(b"P02F\x0cE\x0cD\x0cC\x0c\r\n\x0c\r\n\x0cB\x0cA\x0c")


def test_a_job_goes_on_with_the_sheet_of_the_page() -> None:
    letters = [[bytes([cell])] for cell in b"\x01\x03\x09\x19\x11"]
    start = b"\x1bDBT0,TD0,LS50,DP2,PN0,CH46,LP29,BI0,TM0;"
    again = {
        page: sent("index-basic-d-v5", "280mm x 12in", letters, first_page=page)
        for page in range(1, 6)
    }
    assert again[2] == again[1] == start + b"A\x0cB\x0cC\x0cD\x0cE\x0c"
    assert again[3] == again[4] == start + b"C\x0cD\x0cE\x0c"
    assert again[5] == start + b"E\x0c"
    folded = sent("index-basic-d-v5", "280mm x 12in", letters, first_page=4, z_fold=True)
    assert folded.endswith(b";A\x0cB\x0cC\x0cD\x0cE\x0c")


def test_a_range_keeps_fronts_and_backs() -> None:
    letters = [[bytes([cell])] for cell in b"\x01\x03\x09\x19\x11"]
    data = sent("index-basic-d-v5", "280mm x 12in", letters, page_range=(2, 3))
    assert data.endswith(b";\x0cB\x0cC\x0c")


def test_pages_are_counted_in_the_job() -> None:
    rows = tuple(Page((Row(bytes([cell])),)) for cell in b"\x01\x03\x09")
    document = Publication((Volume((Section(rows, PageFormat(46, 29, duplex=False)),)),))
    settings = Settings(paper=parse_paper("280mm x 12in"), page_range=(2, 3))
    job = encode(document, find_model("index-basic-d-v5"), settings)
    assert job.pages == 2
    assert [(chunk.last_page, chunk.data[-4:]) for chunk in job.chunks()] == [
        (0, b"TM0;"),
        (1, b"B\x0c\x0c"),
        (2, b"C\x0c\x0c"),
    ]
