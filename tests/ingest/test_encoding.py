"""Encodings: what Italian offices really send comes out right, what is not text is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brailledesk.errors import BrailledeskError, SourceDamaged
from brailledesk.ingest.encoding import decode

LETTER = "La città è più bella: perché no? Però l'oblò di Forlì è rotto."
PRICES = "Città di Forlì: 5 € al mese, più 3 € d'attivazione"
QUOTES = "L’offerta «Casa» è “unica” – così pare…"
CAPITALS = "CITTÀ: FORLÌ\nPERCHÉ NO"


@pytest.mark.parametrize(
    ("text", "encoding", "named"),
    [
        (LETTER, "utf-8", "utf-8"),
        (QUOTES, "utf-8-sig", "utf-8-sig"),
        (PRICES, "utf-16", "utf-16"),
        (LETTER, "utf-16-le", "utf-16-le"),
        (LETTER, "utf-16-be", "utf-16-be"),
        (LETTER, "utf-32", "utf-32"),
        (LETTER, "cp1252", "cp1252"),
        (PRICES, "cp1252", "cp1252"),
        (QUOTES, "cp1252", "cp1252"),
        (PRICES, "iso8859-15", "iso8859-15"),
        (LETTER, "latin-1", "cp1252"),  # the same bytes
        (LETTER, "cp850", "cp858"),
        (PRICES, "cp858", "cp858"),
        (CAPITALS, "cp850", "cp858"),
        (CAPITALS, "cp1252", "cp1252"),
        (LETTER, "mac-roman", "mac-roman"),
        (QUOTES, "mac-roman", "mac-roman"),
        ("Forlì", "cp1252", "cp1252"),
        ("Forlì", "cp850", "cp858"),
        ("Forlì", "mac-roman", "mac-roman"),
        ("solo ASCII", "ascii", "utf-8"),
        ("Straße, señor, façade", "cp1252", "cp1252"),
    ],
)
def test_the_encoding_is_found(text: str, encoding: str, named: str) -> None:
    assert decode(text.encode(encoding), "x") == (text, named)


def test_the_only_accent_stands_far_behind() -> None:
    text = "a" * 3_000_000 + " città"
    assert decode(text.encode("cp850"), "x").text == text


@pytest.mark.parametrize(
    ("text", "encoding", "declared"),
    [
        ("žluťoučký", "iso-8859-2", "ISO-8859-2"),
        ("Привет", "koi8-r", "koi8-r"),
        ("città “5 €”", "cp1252", "iso-8859-1"),  # as browsers read it
        ("Forlì: € 5", "iso8859-15", "iso-8859-1"),
        ("città", "utf-8", "iso-8859-1"),  # the page lies; UTF-8 does not come about by chance
        ("città", "cp1252", "utf-8"),
        ("città", "cp1252", "no-such-charset"),
        ("citta", "ascii", "utf-16"),  # a declaration that can be read is not UTF-16
        ("日本", "iso2022_jp", "iso-2022-jp"),
        (r"a\x41", "ascii", "unicode_escape"),
        (r"citt\xe0: " + "à", "cp1252", "unicode_escape"),
    ],
)
def test_a_declared_encoding(text: str, encoding: str, declared: str) -> None:
    assert decode(text.encode(encoding), "x", declared).text == text


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"a\0b", "character 2"),
        ("Città è più".encode()[:-1], "byte 13"),
        ("però".encode("utf-16")[:-1], "byte 9"),
        (b"\xff\xfea\0\0\0b\0", "character 2"),
        ("Привет, как дела".encode("koi8-r"), "byte 1"),
        (bytes(range(0x80, 0x100)), "byte 1"),
    ],
    ids=["zero", "UTF-8 cut off", "UTF-16 cut off", "zero in UTF-16", "Russian", "binary"],
)
def test_what_is_not_text_is_refused_with_its_place(data: bytes, place: str) -> None:
    with pytest.raises(SourceDamaged) as caught:
        decode(data, "lettera.txt")
    assert "lettera.txt" in str(caught.value)
    assert caught.value.fields["where"] == place


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_every_text_in_utf8_comes_back(text: str) -> None:
    assert decode(b"\xef\xbb\xbf" + text.encode(), "x").text == text


@given(st.binary(max_size=200), st.sampled_from([None, "utf-8", "latin-1", "big5", "idna", "zlib"]))
def test_bytes_are_read_or_refused(data: bytes, declared: str | None) -> None:
    try:
        decoded = decode(data, "x", declared)
    except BrailledeskError as error:
        assert "x is damaged" in str(error)  # noqa: PT017 - not every input is refused
    else:
        assert "\0" not in decoded.text
