"""The test page: it fits, it has every cell, and a wrong charset or line length cannot hide."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brailledesk.cells import cells_from_dots, cells_to_ascii
from brailledesk.devices.embossers import find_charset, list_charsets, make_test_page
from brailledesk.pages import PageFormat, Publication


def rows_of(publication: Publication) -> list[list[bytes]]:
    return [[row.cells for row in page.rows] for page in publication.pages()]


@given(st.integers(8, 60), st.integers(3, 40), st.booleans())
def test_it_fits_on_any_page(cells: int, rows: int, duplex: bool) -> None:
    pages = rows_of(make_test_page(PageFormat(cells, rows, duplex)))
    for page in pages:
        assert len(page) == rows
        assert all(len(row) <= cells for row in page)
        assert len(page[0]) == len(page[-1]) == cells
    body = [row for page in pages for row in page[1:-1]]
    together = b"".join(body) if cells < 10 else b"\0".join(body)
    for cell in range(1, 64):
        name = [n for n in range(1, 7) if cell >> n - 1 & 1]
        figures = b"".join(
            cells_from_dots(["1", "12", "14", "145", "15", "124"][n - 1]) for n in name
        )
        assert bytes([0x3F, cell, 0x3F, 0x3C]) + figures in together


def test_what_an_operator_reads() -> None:
    page = rows_of(make_test_page(PageFormat(32, 29)))[0]
    shown = [cells_to_ascii(row) for row in page]
    assert shown[0] == shown[-1] == "=------#AJ-------#BJ-------#CJ-="
    assert shown[1] == "A B C D E F G H I J K L M N O P"
    assert shown[2] == "Q R S T U V W X Y Z"
    assert shown[3] == "#A #B #C #D #E #F #G #H #I #J"
    assert shown[4] == "1 2 3 4 6 5"
    assert shown[6].split() == ["=A=#A", "=1=#B"]


@pytest.mark.parametrize("charset", [one.name for one in list_charsets()])
def test_another_charset_is_seen_at_once(charset: str) -> None:
    """In a machine with another table at least one named cell is not the cell of its name."""
    body = b"".join(row for page in rows_of(make_test_page(PageFormat())) for row in page)
    mine = find_charset(charset)
    for other in list_charsets():
        pairs = zip(mine.codes[:64], other.codes[:64], strict=True)
        if any(a.lower() != b.lower() for a, b in pairs):
            assert mine.encode(body).lower() != other.encode(body).lower()


def test_a_wrong_line_length_moves_the_end_of_the_ruler() -> None:
    for asked in range(20, 45):
        ruler = rows_of(make_test_page(PageFormat(asked, 25)))[0][0]
        for there in range(20, 45):
            first = ruler[:there]
            is_right = len(first) == there and first[-1] == 0x3F and len(ruler) <= there
            assert is_right == (asked == there)
