"""Lines that a fax or a scanner lost, or wrote all black: they are filled from their neighbours."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from brailledesk.ingest.ocr.cleanup.measures import Measures
from brailledesk.ingest.ocr.cleanup.pixels import WHITE, grey, is_bilevel
from brailledesk.ingest.ocr.cleanup.steps import Done, with_pixels
from brailledesk.ingest.ocr.page import Picture, Pixels

_STUCK = 0.8
"""The share of a row that is black where print never is: rules end at the margins."""
_FEWEST = 8
"""Strokes that must be cut by a white row before it counts as lost."""


def mend_lines(picture: Picture, _known: Measures | None = None, /) -> Done | None:
    """Rows and columns that were lost or are stuck, made of what is beside them."""
    if not is_bilevel(picture.pixels):
        return None
    plain = grey(picture.pixels)
    rows = _mended(plain)
    whole = np.ascontiguousarray(_mended(np.ascontiguousarray(rows.T)).T)
    if (whole == plain).all():
        return None
    return Done(with_pixels(picture, whole))


def _mended(plain: Pixels) -> Pixels:
    if plain.shape[0] < 3:
        return plain
    dark = plain < WHITE // 2
    wrong = np.flatnonzero(stuck_rows(dark) | lost_rows(dark))
    if not len(wrong) or len(wrong) > plain.shape[0] // 20:
        return plain
    mended = plain.copy()
    both = set(wrong.tolist())
    for row in wrong.tolist():
        above, below = _sound(row - 1, both, -1), _sound(row + 1, both, 1)
        if above >= 0 and below < plain.shape[0]:
            mended[row] = np.maximum(plain[above], plain[below])
        else:
            mended[row] = WHITE
    return mended


def _sound(row: int, wrong: set[int], step: int) -> int:
    while row in wrong:
        row += step
    return row


def stuck_rows(dark: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Which rows are black from edge to edge, or nearly."""
    return np.asarray(dark.mean(axis=1) > _STUCK)


def lost_rows(dark: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Which rows are white though strokes go on above and below them."""
    cut = (dark[:-2] & dark[2:]).sum(axis=1)
    left = dark[1:-1].sum(axis=1)
    lost = np.zeros(len(dark), bool)
    lost[1:-1] = (cut >= _FEWEST) & (left * 10 < cut)
    return lost
