"""Box drawing, blocks and Braille cells: what they look like, and that they join."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from brailledesk.magnify.drawn import draw_sign
from tests.magnify.drawing import ink, picture_of, words_of


def _art(sign: str, width: int, height: int) -> list[str]:
    cell = draw_sign(sign, width, height, 1)
    return ["".join("#" if one > 127 else "." for one in row) for row in cell]


# Typed by hand, five pixels wide and high, lines of one pixel.
FIVE = {
    "─": [".....", ".....", "#####", ".....", "....."],
    "│": ["..#..", "..#..", "..#..", "..#..", "..#.."],
    "┌": [".....", ".....", "..###", "..#..", "..#.."],
    "┘": ["..#..", "..#..", "###..", ".....", "....."],
    "┼": ["..#..", "..#..", "#####", "..#..", "..#.."],
    "├": ["..#..", "..#..", "..###", "..#..", "..#.."],
    "┬": [".....", ".....", "#####", "..#..", "..#.."],
    "╴": [".....", ".....", "###..", ".....", "....."],
}
# Nine high and wide: double lines are one pixel each, one apart.
NINE = {
    "╔": [
        ".........", ".........", ".........", "...######", "...#.....", "...#.####", "...#.#...",
        "...#.#...", "...#.#...",
    ],
    "╬": [
        "...#.#...", "...#.#...", "...#.#...", "####.####", ".........", "####.####", "...#.#...",
        "...#.#...", "...#.#...",
    ],
    "╞": [
        "....#....", "....#....", "....#....", "....#####", "....#....", "....#####", "....#....",
        "....#....", "....#....",
    ],
    "╥": [
        ".........", ".........", ".........", ".........", "#########", "...#.#...", "...#.#...",
        "...#.#...", "...#.#...",
    ],
}  # fmt: skip


@pytest.mark.parametrize("sign", FIVE)
def test_light_lines(sign: str) -> None:
    assert _art(sign, 5, 5) == FIVE[sign]


@pytest.mark.parametrize("sign", NINE)
def test_double_lines(sign: str) -> None:
    assert _art(sign, 9, 9) == NINE[sign]


@pytest.mark.parametrize(("width", "height", "stroke"), [(9, 15, 1), (14, 36, 2), (41, 96, 4)])
def test_every_line_that_reaches_an_edge_meets_its_neighbour(
    width: int, height: int, stroke: int
) -> None:
    """All signs: at the left edge they have the pixels of a line there, or none; so all around."""
    for weight, flat, upright in (("light", "─", "│"), ("heavy", "━", "┃"), ("double", "═", "║")):
        column = draw_sign(flat, width, height, stroke)[:, 0]
        row = draw_sign(upright, width, height, stroke)[0]
        for sign in {"light": "┌┐└┘├┤┬┴┼", "heavy": "┏┓┗┛┣┫┳┻╋", "double": "╔╗╚╝╠╣╦╩╬"}[weight]:
            cell = draw_sign(sign, width, height, stroke)
            assert any(cell[:, 0]) == (sign not in "┌└├┏┗┣╔╚╠")
            assert any(cell[0]) == (sign not in "┌┐┬┏┓┳╔╗╦")
            for edge, line in (
                (cell[:, 0], column), (cell[:, -1], column), (cell[0], row), (cell[-1], row)
            ):  # fmt: skip
                assert np.array_equal(edge, line) or not edge.any()


@pytest.mark.parametrize("spacing", [1.0, 1.5, 2.5])
def test_boxes_join_across_rows_whatever_the_spacing(spacing: float) -> None:
    words = words_of(48, font="atkinson-mono", line_spacing=spacing)
    mask = ink(picture_of("┌─┬─┐\n│a│b│\n└─┴─┘", words, 600, 800)).astype(np.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=4)
    sizes = sorted(int(stats[one, cv2.CC_STAT_AREA]) for one in range(1, count))
    assert len(sizes) == 3  # the box in one piece, and two letters
    top = int(stats[1:, cv2.CC_STAT_TOP].min())
    height = int(stats[1:, cv2.CC_STAT_HEIGHT].max())
    pitch = words.atlas.metrics.pitch
    assert top >= 0
    assert 2 * pitch <= height <= 3 * pitch


@pytest.mark.parametrize("size", [24, 48, 200])
def test_a_braille_cell_has_as_many_dots_as_it_says(size: int) -> None:
    words = words_of(size)
    for code in (0x2801, 0x280F, 0x283F, 0x28FF, 0x28C0, 0x2840, 0x28B1):
        mask = ink(picture_of(chr(code), words, size * 3, size * 3)).astype(np.uint8)
        count, _ = cv2.connectedComponents(mask, connectivity=8)
        assert count - 1 == (code - 0x2800).bit_count()


def test_dots_stand_where_their_numbers_say() -> None:
    """Dots 1, 2, 3, 7 at the left from the top, 4, 5, 6, 8 at the right."""
    centres = {}
    for dot in range(1, 9):
        rows, columns = np.nonzero(draw_sign(chr(0x2800 + (1 << (dot - 1))), 40, 80, 2))
        centres[dot] = (float(columns.mean()), float(rows.mean()))
    for left, right in ((1, 4), (2, 5), (3, 6), (7, 8)):
        assert centres[left][0] < centres[right][0]
        assert centres[left][1] == pytest.approx(centres[right][1])
    heights = [centres[dot][1] for dot in (1, 2, 3, 7)]
    assert heights == sorted(heights)


def test_every_sign_can_be_drawn() -> None:
    for code in (*range(0x2500, 0x25A0), *range(0x2801, 0x2900)):
        cell = draw_sign(chr(code), 13, 29, 2)
        assert cell.shape == (29, 13)
        assert cell.any(), chr(code)


def test_blocks_fill_the_share_that_their_name_says() -> None:
    for sign, share in {
        "█": 1,
        "▀": 0.5,
        "▄": 0.5,
        "▌": 0.5,
        "▐": 0.5,
        "▂": 0.25,
        "▖": 0.25,
    }.items():
        assert (draw_sign(sign, 16, 32, 1) > 0).mean() == pytest.approx(share)
    dark = [int(draw_sign(one, 16, 32, 1).mean()) for one in " ░▒▓█"[1:]]
    assert dark == sorted(dark)
