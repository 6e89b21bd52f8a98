"""Signs that are drawn and taken from no font: box drawing, blocks, Braille cells, absent glyphs.

They fill their cell to its edges, whatever the spacing of lines, so that lines join. What a box
drawing character looks like stands in its Unicode name.
"""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Coverage = NDArray[np.uint8]
"""How much of each pixel is ink, 0 to 255: rows x columns."""

_DIRECTIONS = ("LEFT", "UP", "RIGHT", "DOWN")
_BOTH = {"HORIZONTAL": ("LEFT", "RIGHT"), "VERTICAL": ("UP", "DOWN")}
_WEIGHTS = {"LIGHT": "LIGHT", "SINGLE": "LIGHT", "HEAVY": "HEAVY", "DOUBLE": "DOUBLE"}
_WIDTHS = {"LIGHT": 1, "HEAVY": 2, "DOUBLE": 3}
"""How wide an arm is, in strokes; a double one with the lane in it."""
_DASHES = {"DOUBLE DASH": 2, "TRIPLE DASH": 3, "QUADRUPLE DASH": 4}
_QUADRANTS = (0b0010, 0b0001, 0b1000, 0b1011, 0b1001, 0b1110, 0b1101, 0b0100, 0b0110, 0b0111)
"""U+2596 to U+259F: upper left, upper right, lower left, lower right, from the highest bit."""
_DOTS = ((0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 3), (1, 3))
"""Column and row of the dots 1 to 8."""


def is_drawn(character: str) -> bool:
    """Whether a character is drawn here."""
    return "\u2500" <= character <= "\u259f" or "\u2800" <= character <= "\u28ff"


def draw_sign(character: str, width: int, height: int, stroke: int) -> Coverage:
    """The sign in a cell of ``width`` x ``height`` pixels; a light line is ``stroke`` wide."""
    if character >= "\u2800":
        return _braille(ord(character) - 0x2800, width, height)
    if character >= "\u2580":
        return _block(ord(character), width, height)
    return _box(unicodedata.name(character), width, height, stroke)


def _box(name: str, width: int, height: int, stroke: int) -> Coverage:
    name = name.removeprefix("BOX DRAWINGS ")
    if "DIAGONAL" in name:
        return _diagonal(name, width, height, stroke)
    dashes = 0
    for words, count in _DASHES.items():
        if words in name:
            name, dashes = name.replace(f"{words} ", ""), count
    arms = _arms(name.replace("ARC ", ""))
    cell = np.zeros((height, width), np.uint8)
    _draw_arms(cell, arms, stroke)
    if dashes:
        _cut_dashes(cell, dashes, is_flat="LEFT" in arms, stroke=stroke)
    return cell


def _arms(name: str) -> dict[str, str]:
    """The weight of the arm in each direction, from the words of a name."""
    arms: dict[str, str] = {}
    weight = "LIGHT"
    for part in name.split(" AND "):
        words = part.split()
        weight = next((_WEIGHTS[one] for one in words if one in _WEIGHTS), weight)
        for word in words:
            for direction in _BOTH.get(word, (word,)):
                if direction in _DIRECTIONS:
                    arms[direction] = weight
    return arms


def _draw_arms(cell: Coverage, arms: dict[str, str], stroke: int) -> None:
    """Lines from the edges to the middle. A double one is a thick one with a lane cut out of it."""
    for direction, weight in arms.items():
        across = ("UP", "DOWN") if direction in _BOTH["HORIZONTAL"] else ("LEFT", "RIGHT")
        met = [_WIDTHS[arms[one]] for one in across if one in arms]
        _draw_arm(cell, direction, _WIDTHS[weight] * stroke, max([1, *met]) * stroke, 255)
    for direction, weight in arms.items():
        if weight == "DOUBLE":
            _draw_arm(cell, direction, stroke, stroke, 0)
    if "DOUBLE" in arms.values():
        for direction, weight in arms.items():
            if weight != "DOUBLE":
                _draw_arm(cell, direction, stroke, stroke, 255)


def _draw_arm(cell: Coverage, direction: str, width: int, met: int, value: int) -> None:
    """A line from an edge through the middle, to the far side of what is ``met`` wide there."""
    flat = cell if direction in _BOTH["HORIZONTAL"] else cell.T
    if direction in {"RIGHT", "DOWN"}:
        flat = flat[:, ::-1]
    rows, length = flat.shape
    top = rows // 2 - width // 2
    # Both sides have to meet in the same pixels, so the middle is counted from the same edge.
    middle = length // 2 if direction in {"LEFT", "UP"} else length - length // 2
    ahead = met - met // 2 if direction in {"LEFT", "UP"} else met // 2
    flat[max(top, 0) : top + width, : middle + ahead] = value


def _cut_dashes(cell: Coverage, count: int, *, is_flat: bool, stroke: int) -> None:
    flat = cell if is_flat else cell.T
    edges = np.linspace(0, flat.shape[1], count + 1).round().astype(int).tolist()
    for _, end in pairwise(edges):
        flat[:, max(end - max(stroke, 1), 0) : end] = 0


def _diagonal(name: str, width: int, height: int, stroke: int) -> Coverage:
    rows, columns = np.mgrid[0:height, 0:width] + 0.5
    length = float(np.hypot(width, height))
    falling = np.abs(columns * height - rows * width) / length
    rising = np.abs((width - columns) * height - rows * width) / length
    if "CROSS" in name:
        distance = np.minimum(falling, rising)
    else:
        distance = rising if "UPPER RIGHT TO LOWER LEFT" in name else falling
    return _ink(stroke / 2 - distance)


def _ink(depth: NDArray[np.float64]) -> Coverage:
    """The coverage of pixels that lie so deep inside an edge."""
    return (np.clip(depth + 0.5, 0, 1) * 255).round().astype(np.uint8)


def _block(code: int, width: int, height: int) -> Coverage:
    cell = np.zeros((height, width), np.uint8)
    if code == 0x2580:
        cell[: round(height / 2)] = 255
    elif code <= 0x2588:
        cell[height - round(height * (code - 0x2580) / 8) :] = 255
    elif code <= 0x258F:
        cell[:, : round(width * (0x2590 - code) / 8)] = 255
    elif code == 0x2590:
        cell[:, round(width / 2) :] = 255
    elif code <= 0x2593:
        cell[:] = (code - 0x2590) * 64
    elif code == 0x2594:
        cell[: max(round(height / 8), 1)] = 255
    elif code == 0x2595:
        cell[:, width - max(round(width / 8), 1) :] = 255
    else:
        _fill_quadrants(cell, _QUADRANTS[code - 0x2596])
    return cell


def _fill_quadrants(cell: Coverage, filled: int) -> None:
    middle, centre = round(cell.shape[0] / 2), round(cell.shape[1] / 2)
    for bit, (rows, columns) in enumerate(
        (
            (slice(middle, None), slice(centre, None)),
            (slice(middle, None), slice(0, centre)),
            (slice(0, middle), slice(centre, None)),
            (slice(0, middle), slice(0, centre)),
        )
    ):
        if filled >> bit & 1:
            cell[rows, columns] = 255


def _braille(dots: int, width: int, height: int) -> Coverage:
    """Round dots; the cell is four of their distances high, in the middle of the line."""
    step = min(width / 2.4, height / 4.4)
    radius = max(min(step * 0.36, step / 2 - 1), 0.5)  # two dots never touch
    rows, columns = np.mgrid[0:height, 0:width] + 0.5
    depth = np.full((height, width), -1.0)
    for number, (column, row) in enumerate(_DOTS):
        if dots >> number & 1:
            x, y = width / 2 + (column - 0.5) * step, height / 2 + (row - 1.5) * step
            depth = np.maximum(depth, radius - np.hypot(columns - x, rows - y))
    return _ink(depth)


def draw_absent(width: int, height: int, stroke: int) -> Coverage:
    """A frame with a cross, for a character that no font has: something stands there."""
    cell = _diagonal("CROSS", width, height, stroke)
    cell[:stroke] = cell[-stroke:] = 255
    cell[:, :stroke] = cell[:, -stroke:] = 255
    return cell
