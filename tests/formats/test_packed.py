"""Pages as their cells alone: the same cells, whatever they are, at every place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brailledesk.formats import format_pef, parse_pef
from brailledesk.formats.packed import CellPages, cells_of, pack
from brailledesk.pages import Page, Row
from tests.formats.publications import make_publication, rows_in

PAGES = st.lists(st.lists(st.binary(max_size=300), max_size=40), max_size=5)


@given(PAGES)
def test_pages_are_what_was_packed(pages: list[list[bytes]]) -> None:
    made = [Page(tuple(map(Row, rows))) for rows in pages]
    packed = CellPages(map(pack, pages))
    assert list(packed) == made
    assert len(packed) == len(made)
    assert [packed[place] for place in range(len(made))] == made
    assert list(packed[1:3]) == made[1:3]
    assert [cells_of(packed, place) for place in range(len(made))] == pages
    assert [cells_of(made, place) for place in range(len(made))] == pages
    with pytest.raises(IndexError):
        packed[len(made)]


def test_a_row_of_any_length() -> None:
    rows = [bytes(70_000), b"", b"\xff" * 65_536]
    assert CellPages([pack(rows)])[0] == Page(tuple(map(Row, rows)))


def test_a_pef_read_exactly_keeps_its_blanks() -> None:
    data = format_pef(make_publication([[b"\x01\x03"], [], [b"", b"\x3f" * 30]]))
    text = data.decode().replace("⠁⠃</row>", "⠁⠃⠀</row><row/>")
    exact = parse_pef(text.encode(), is_exact=True)
    assert rows_in(exact) == [[b"\x01\x03\x00", b""], [], [b"", b"\x3f" * 30]]
    assert rows_in(parse_pef(text.encode())) == [[b"\x01\x03"], [], [b"", b"\x3f" * 30]]
