"""The clean-up that reads best, page by page: a second reading only where the first is doubtful."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

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
_TELLING, _TALL = 4, 1.5
"""Letters of a word whose box says how it lies; how much taller than wide that is then."""
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
    if "upright" in options.steps and (turns := lying(best[0])):
        cleaned = _turned(cleaned, turns)
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


def lying(page: PageWords) -> int:
    """Quarter turns counter-clockwise that set words upright that were read lying on their side.

    Engines read them so, and well; but of what stands beside and below what they then say nothing
    that can be believed.
    """
    words = [word for line in page.lines for word in line.words]
    lengths = [len(word.text) for word in words if len(word.text) >= _TELLING]
    tall = sum(
        len(word.text)
        for word in words
        if len(word.text) >= _TELLING
        and word.box.bottom - word.box.top > _TALL * (word.box.right - word.box.left)
    )
    if not lengths or tall <= sum(lengths) / 2:
        return 0
    steps = [
        after.box.top - before.box.top
        for line in page.lines
        for before, after in pairwise(line.words)
    ]
    return 1 if sum(step > 0 for step in steps) >= sum(step < 0 for step in steps) else 3


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
    if not orientation.orientation(first.picture.pixels).is_sure:
        yield _turned(first, 2)


def _turned(first: Cleaned, turns: int) -> Cleaned:
    done = orientation.turned(first.picture, turns)
    return first if done is None else _with(first, "upright", done.picture, done.matrix)


def _with(first: Cleaned, name: str, picture: Picture, matrix: np.ndarray | None) -> Cleaned:
    moved = first.matrix if matrix is None else matrix @ first.matrix
    kept = (*first.steps, (name, picture)) if first.steps else ()
    return replace(first, picture=picture, names=(*first.names, name), matrix=moved, steps=kept)
