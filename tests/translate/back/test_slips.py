"""Slips of the typist, and cells of another code: read as what they are, and doubted."""

from __future__ import annotations

import pytest

from brailledesk import BackTranslation, DoubtReason, back_translate
from brailledesk.cells import cells_from_dots

# Cells, text, and the cells that are in doubt for not being the table's.
SLIPS = (
    # 46-46 for one letter: 5.1 has it for a run of capitals, one takes 46.
    ("46-46-1-0-12", "A b", {0, 1, 2}),
    ("0-46-46-1-0", " A ", {1, 2, 3}),
    # Single 46 before each of several capitals: a run takes 46-46 before the first.
    ("46-1-46-12-46-14", "ABC", {0, 1, 2, 3, 4, 5}),
    # A number sign, and no digit.
    ("3456-135", "⠼o", {0}),
    ("1-0-3456-0-12", "a ⠼ b", {2}),
    # A capital sign before a number.
    ("46-3456-1", "⠨1", {0}),
    # Lone indicators at the end.
    ("1-46", "a⠨", {1}),
    ("1-46-46", "a⠨⠨", {1, 2}),
    ("1-3456", "a⠼", {1}),
    ("1-456", "a⠸", {1}),
    # Prefixes without their sign.
    ("1-4", "a⠈", {1}),
    ("1-5-0-12", "a⠐ b", {1}),
    ("45", "⠘", {0}),
    ("6-6-1", "⠠⠠a", {0, 1}),
    # 456 before a letter that follows no digit.
    ("456-1", "⠸a", {0}),
    # Eight-dot cells.
    ("1-17-12", "a⡁b", {1}),
)


def _foreign_cells(back: BackTranslation) -> set[int]:
    return {
        cell
        for doubt in back.doubts
        if doubt.reason is DoubtReason.FOREIGN
        for cell in range(doubt.cell_start, doubt.cell_end)
    }


@pytest.mark.parametrize(("dots", "text", "doubtful"), SLIPS)
@pytest.mark.parametrize("table", ["it-6dot", "it-6dot-exact"])
def test_a_slip_is_read_and_doubted(dots: str, text: str, doubtful: set[int], table: str) -> None:
    cells = cells_from_dots(dots)
    back = back_translate(cells, table)
    assert back.text == text
    found = _foreign_cells(back)
    assert found
    # A slip that asks for what does not follow is doubted with its neighbours, never elsewhere.
    assert found <= {near for cell in doubtful for near in (cell - 1, cell, cell + 1)}
    assert all(doubt.alternatives == () for doubt in back.doubts if _is_foreign(doubt.reason))


def _is_foreign(reason: DoubtReason) -> bool:
    return reason is DoubtReason.FOREIGN


# Mathematics as liblouis' it-it-comp6 writes it: ( 26, ) 35, + 235, = 2356, ÷ 25 (facts 7.4). In
# prose these are ? * ! ( : - each cell is one character, a bracket guessed by its place.
MATHEMATICS = (
    ("26-3456-1-235-3456-12-35", "?1+2*"),
    ("3456-1-26-3456-12-35", "1?2*"),
)


@pytest.mark.parametrize(("dots", "text"), MATHEMATICS)
def test_the_brackets_of_another_code_are_the_signs_of_this_one(dots: str, text: str) -> None:
    back = back_translate(cells_from_dots(dots), "it-6dot")
    assert back.text == text
    assert not _foreign_cells(back)


@pytest.mark.parametrize("dots", [*(dots for dots, _, _ in SLIPS), *(d for d, _ in MATHEMATICS)])
def test_no_cell_of_a_slip_is_lost(dots: str) -> None:
    """Each cell stands for a character of the text, and indicators for the one they announce."""
    cells = cells_from_dots(dots)
    back = back_translate(cells, "it-6dot")
    assert len(back.cell_to_char) == len(cells)
    assert sorted(set(back.cell_to_char)) == list(range(len(back.text)))
    # What comes back as a cell is the cell that was read.
    for char, shown in enumerate(back.text):
        if "\u2800" < shown <= "\u28ff":
            assert shown == chr(0x2800 + cells[back.char_to_cell[char]])


def test_an_empty_input_is_an_empty_text() -> None:
    back = back_translate(b"")
    assert (back.text, back.doubts, len(back.cell_to_char)) == ("", (), 0)
