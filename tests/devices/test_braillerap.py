"""BrailleRAP: the plotted dots are those of the page, whatever becomes of the answers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brailledesk.devices.embossers import Paper, Settings, encode, find_model
from tests.formats.publications import make_publication

from .braillerap import BrailleRap, dots_of

A4 = Settings(paper=Paper(210, 297))
MODEL = find_model("braillerap")


def sent(pages: list[list[bytes]]) -> list[bytes]:
    job = encode(make_publication(pages), MODEL, A4)
    assert job.reply == "ok"
    return [chunk.data for chunk in job.chunks()]


def test_a_cell_is_where_the_geometry_says() -> None:
    # Typed from the machine's geometry: cells 7 mm and rows 12 mm apart, dots 2.3 mm.
    (program,) = sent([[b"", b"\x00\xff"]])
    assert sorted(dots_of(program.decode().splitlines())) == [
        (7.0, 12.0),
        (7.0, 14.3),
        (7.0, 16.6),
        (7.0, 18.9),
        (9.3, 12.0),
        (9.3, 14.3),
        (9.3, 16.6),
        (9.3, 18.9),
    ]


def test_a_page_is_a_program_of_its_own() -> None:
    programs = sent([[b"\x01"], [b"\x02"]])
    for program in programs:
        lines = program.decode().split(";\r\n")
        assert lines[:4] == ["G28 X", "G28 Y", "G1 F1500", "M204 T1000"]
        assert lines[-3:] == ["G1 X0 Y450", "M84", ""]


def test_the_head_goes_there_and_back() -> None:
    (program,) = sent([[b"\x3f\x3f"]])
    dots = list(dots_of(program.decode().splitlines()))
    assert [x for x, _ in dots] == [0.0, 2.3, 7.0, 9.3, 9.3, 7.0, 2.3, 0.0, 0.0, 2.3, 7.0, 9.3]


@given(
    st.lists(st.binary(max_size=28), max_size=21),
    st.frozensets(st.integers(0, 40), max_size=3),
    st.frozensets(st.integers(0, 40), max_size=3),
    st.integers(1, 60),
)
def test_the_dots_are_those_of_the_page(
    rows: list[bytes], lost: frozenset[int], late: frozenset[int], size: int
) -> None:
    machine = BrailleRap(lost=lost, late=late - lost)
    data = b"".join(sent([rows]))
    said = b"".join(machine.feed(data[at : at + size]) for at in range(0, len(data), size))
    said += machine.tick()
    expected = {
        (round(column * 7 + (dot in {3, 4, 5, 7}) * 2.3, 2), round(row * 12 + down * 2.3, 2))
        for row, cells in enumerate(rows)
        for column, cell in enumerate(cells)
        for dot, down in enumerate((0, 1, 2, 0, 1, 2, 3, 3))
        if cell >> dot & 1
    }
    plotted = [(round(x, 2), round(y, 2)) for x, y in machine.dots]
    assert set(plotted) == expected
    assert len(plotted) == len(expected)
    count = len(machine.lines)
    assert said.count(b"ok\n") == count - len([n for n in lost if n < count])


def test_what_is_no_command_is_named() -> None:
    assert BrailleRap().feed(b"Z9\n") == b'echo:Unknown command: "Z9"\nok\n'
    with pytest.raises(AssertionError):
        list(dots_of(["M3 S1;", "G1 X1;"]))
