"""The clean-up that reads best, page by page: a second reading only where the first is doubtful."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from brailledesk.ingest.ocr.cleanup import orientation, sharpness
from brailledesk.ingest.ocr.cleanup.clean import ALL, CleanUp, clean
from brailledesk.ingest.ocr.cleanup.steps import Cleaned
from brailledesk.ingest.ocr.page import Engine, PageWords, Picture

ENOUGH = 0.85
"""Mean confidence from which a reading is kept without another one."""
ENOUGH_WITHOUT_PALE = 0.92
"""The same where paler ink was taken out: it may have been faded print."""
_SIDEWAYS = 0.75
"""Mean confidence under which a page may stand upside down."""
_MOST = 2
"""Readings besides the first."""
_RISKY = frozenset({"pale", "faded", "upright", "sharp"})
"""Steps whose measure may be misled by a page as none was that they were tried on."""
_WORTHLESS = 0.5
"""Confidence of words that are as likely rubbish as text."""


def read_best(
    picture: Picture, engine: Engine, languages: tuple[str, ...], options: CleanUp = ALL
) -> tuple[PageWords, Cleaned]:
    """The best reading of a page, and the clean picture in whose pixels it is.

    Measures choose the first clean-up; where its reading is doubtful, at most two others are read.
    Raises RecognitionFailed, as the engine does.
    """
    cleaned = clean(picture, options)
    best = (engine.read(cleaned.picture, languages), cleaned)
    enough = ENOUGH_WITHOUT_PALE if "pale" in cleaned.names else ENOUGH
    if confidence(best[0]) >= enough:
        return best
    first = best
    for _, other in zip(range(_MOST), alternatives(picture, options, *first), strict=False):
        page = engine.read(other.picture, languages)
        if worth(page) > worth(best[0]):
            best = (page, other)
        if confidence(best[0]) >= enough:
            break
    return best


def confidence(page: PageWords) -> float:
    """The mean confidence of the letters read; 0 where there are none."""
    lengths = [len(word.text) for line in page.lines for word in line.words]
    sure = [word.confidence for line in page.lines for word in line.words]
    return float(np.average(sure, weights=lengths)) if lengths else 0.0


def worth(page: PageWords) -> float:
    """How much was read, and how surely: rubbish takes away, text that is missing adds nothing."""
    return sum(
        len(word.text) * (word.confidence - _WORTHLESS)
        for line in page.lines
        for word in line.words
    )


def alternatives(
    picture: Picture, options: CleanUp, page: PageWords, first: Cleaned
) -> Iterator[Cleaned]:
    """Other clean-ups of a page, the likeliest to read better first.

    A step that was wrong spoils more than it mends: so what was done to ink, and turning, is left
    undone; then specks are left too. Where nothing was done, a little sharpening may help.
    """
    if confidence(page) < _SIDEWAYS and "upright" in options.steps:
        yield from _upside_down(first)
    tried = options.steps
    for risky in (_RISKY, _RISKY | {"specks"}):
        steps = options.steps - (risky & set(first.names))
        if steps != tried:
            tried = steps
            yield clean(picture, replace(options, steps=steps))
    if "sharp" in options.steps and "sharp" not in first.names:
        yield _with(first, "sharp", sharpness.a_little_sharper(first.picture), None)


def _upside_down(first: Cleaned) -> Iterator[Cleaned]:
    if orientation.orientation(first.picture.pixels).is_sure:
        return
    done = orientation.turned(first.picture, 2)
    if done is not None:
        yield _with(first, "upright", done.picture, done.matrix)


def _with(first: Cleaned, name: str, picture: Picture, matrix: np.ndarray | None) -> Cleaned:
    moved = first.matrix if matrix is None else matrix @ first.matrix
    kept = (*first.steps, (name, picture)) if first.steps else ()
    return replace(first, picture=picture, names=(*first.names, name), matrix=moved, steps=kept)
