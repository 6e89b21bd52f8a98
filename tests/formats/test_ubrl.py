"""UTF-8 Braille: bytes by hand, what people type, errors with their place."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from brailledesk.errors import FormatError
from brailledesk.formats.ubrl import format_ubrl, parse_ubrl
from brailledesk.pages import Publication
from tests.formats.publications import Rows, canonical, make_publication, pages_of, rows_in


@settings(deadline=None)
@given(pages_of(256))
def test_pages_come_back(pages: Rows) -> None:
    data = format_ubrl(make_publication(pages))
    assert rows_in(parse_ubrl(data)) == canonical(pages)
    assert format_ubrl(parse_ubrl(data)) == data


def test_bytes() -> None:
    publication = make_publication([[b"\x01\x00\xff\x00", b"", b"\x02"], [], [b"\x03", b""]])
    assert format_ubrl(publication).decode() == "⠁⠀⣿\n\n⠂\n\f\f⠃\n\f"
    assert format_ubrl(Publication(())) == b"\f"


@pytest.mark.parametrize(
    "text",
    [
        "⠁⠀⠃\n\n⠂\n\f⠃\n\f",
        "⠁ ⠃\r\n\r\n⠂\r\n\f⠃\r\n",
        "\ufeff⠁⠀⠃⠀⠀\n⠀\n⠂\n\f⠃",
        "⠁ ⠃\n\n⠂\n\f\n⠃\n\f\n",
        "⠁⠀⠃\n\n⠂\f⠃\f⠀\n",
    ],
)
def test_files_of_the_world(text: str) -> None:
    assert rows_in(parse_ubrl(text.encode())) == [[b"\x01\x00\x03", b"", b"\x02"], [b"\x03"]]


def test_errors_name_the_place() -> None:
    with pytest.raises(FormatError, match=r"line 2, column 2: U\+0061"):
        parse_ubrl("⠁\n⠂a\n".encode())
    with pytest.raises(FormatError, match=r"not UTF-8 \(byte 3\)"):
        parse_ubrl("⠁".encode() + b"\xff")
    with pytest.raises(FormatError, match="not UTF-8"):
        parse_ubrl("⠁".encode("utf-16"))
