"""Formats by name, by suffix and by content; hostile bytes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brailledesk.errors import BrailledeskError, FormatError, UsageError
from brailledesk.formats import (
    FORMATS,
    SUFFIXES,
    format_brf,
    format_of,
    format_pef,
    format_publication,
    format_ubrl,
    parse_publication,
    sniff_format,
)
from tests.formats.publications import Rows, canonical, make_publication, pages_of, rows_in


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("a.brf", "brf"),
        ("/x.pef/a.BRL", "brf"),
        ("scheda.it.pef", "pef"),
        ("a.Ubrl", "ubrl"),
        ("a.EBRL", "ebrl"),
    ],
)
def test_suffixes(path: str, name: str) -> None:
    assert format_of(path) == name


@pytest.mark.parametrize("path", ["a.txt", "a", "", ".brf", "a.brf/b", "a.brf.gz"])
def test_other_suffixes_are_refused_with_the_known_ones(path: str) -> None:
    with pytest.raises(UsageError, match=r"Use one of \.brf \.brl \.pef \.ubrl \.ebrl"):
        format_of(path)


def test_formats_by_name() -> None:
    publication = make_publication([[b"\x01"], [b"\x02"]])
    of_pages = [name for name in FORMATS if name != "ebrl"]  # eBraille is written from a document
    assert {name: format_publication(publication, name) for name in of_pages} == {
        "brf": format_brf(publication),
        "brf-plain": b"A\r\n1\r\n",
        "pef": format_pef(publication),
        "ubrl": format_ubrl(publication),
    }
    assert format_publication(publication, "brf", charset="it_it_firenze") == b"a\r\n\f,\r\n\f"
    assert set(SUFFIXES.values()) <= set(FORMATS)


def test_unknown_formats_are_refused() -> None:
    with pytest.raises(UsageError, match=r"no format epub.*brf, brf-plain, pef, ubrl"):
        format_publication(make_publication([]), "epub")


@settings(deadline=None)
@given(pages_of(64), st.sampled_from(["brf", "pef", "ubrl"]))
def test_pages_come_back_whatever_the_format(pages: Rows, name: str) -> None:
    data = format_publication(make_publication(pages), name)
    assert rows_in(parse_publication(data, charset="mit")) == canonical(pages)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"ABC\r\n\f", "brf"),
        (b"", "brf"),
        (b"<ciao< disse\r\n", "brf"),  # Firenze: a quotation begins the file
        (b"<pefc", "brf"),
        (b"<?xml version='1.0'?><pef/>", "pef"),
        (b"\xef\xbb\xbf\n <pef xmlns='x'>", "pef"),
        (b"<p:pef ", "pef"),
        (b"<!-- x --><pef/>", "pef"),
        (b"<!DOCTYPE pef>", "pef"),
        ("<pef/>".encode("utf-16"), "pef"),
        ("<pef/>".encode("utf-16-be").join([b"\xfe\xff", b""]), "pef"),
        ("\n" * 9000 + "⠁", "ubrl"),
        ("\ufeff⠁", "ubrl"),
        ("⣿", "ubrl"),
        ("città", "brf"),
    ],
)
def test_content_says_the_format(data: bytes | str, name: str) -> None:
    content = data if isinstance(data, bytes) else data.encode()
    assert sniff_format(content) == name
    assert sniff_format(content, "x.brf") == name
    assert sniff_format(content, "x.PEF") == "pef"


def test_a_damaged_pef_is_called_one() -> None:
    with pytest.raises(FormatError, match=r"x\.pef .*not well-formed XML"):
        parse_publication(b"PK\x03\x04", path="x.pef")
    with pytest.raises(FormatError, match="no Braille cell"):
        parse_publication(b"PK\x03\x05", path="x.brf")


_PEF = format_pef(make_publication([[b"\x01", b"\x02\x03"]], title="x"))
_STARTS = [
    b"",
    b"PK\x03\x04",
    b"<?xml version='1.0'?>",
    b"<pef ",
    "⠁".encode(),
    b"\xff\xfe<\x00",
    _PEF,
]


@settings(max_examples=500, deadline=None)
@given(st.sampled_from(_STARTS), st.binary(max_size=60))
def test_random_bytes_raise_only_our_errors(start: bytes, data: bytes) -> None:
    _read(start + data)


@settings(max_examples=500, deadline=None)
@given(st.integers(0, len(_PEF) - 1), st.integers(0, 9), st.binary(max_size=4))
def test_a_damaged_pef_raises_only_our_errors(place: int, length: int, put: bytes) -> None:
    _read(_PEF[:place] + put + _PEF[place + length :])


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="⠁⠀⣿ \n\r\f\x1a\x00a<>&", max_size=40))
def test_random_text_raises_only_our_errors(text: str) -> None:
    _read(text.encode())


def _read(data: bytes) -> None:
    try:
        publication = parse_publication(data, path="x")
    except BrailledeskError as error:
        assert str(error).startswith("x is not a valid")  # noqa: PT017 - not all are refused
    else:
        # Whatever was read can be written, and is then read the same.
        again = parse_publication(format_publication(publication, "pef"))
        assert rows_in(again) == (rows_in(publication) or [[]])
