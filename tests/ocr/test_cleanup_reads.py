"""Clean-up reads better than no clean-up: a page of each kind, half the size of the judged ones.

The whole measurement is ``python -m benchmarks.ocr``; this is what every run of the tests does.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from brailledesk.ingest.ocr.cleanup import read_best
from brailledesk.ingest.ocr.page import PageWords
from tests.ocr import scores
from tests.ocr.made import KINDS, made_page
from tests.ocr.plain import PlainEngine, load

SIZE = (1240, 800)
_SLACK = 4
"""Characters by which a short page may read worse by chance: about one in a hundred."""


@dataclass(frozen=True, slots=True)
class Both:
    plain: int
    ours: int
    length: int
    readings: int


@pytest.fixture(scope="module")
def pages() -> Iterator[dict[str, Both]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, "OMP_THREAD_LIMIT", "1")
        engine = PlainEngine()
        yield {kind: _read(kind, engine) for kind in KINDS}
        engine.close()


def _read(kind: str, engine: PlainEngine) -> Both:
    page = made_page("tuning", kind, 100, SIZE)
    picture = load(page.data)
    plain, length = scores.free_edits(page.lines, _lines(engine.read(picture, ("it",))))
    before = engine.reads
    read, _ = read_best(picture, engine, ("it",))
    ours, _ = scores.free_edits(page.lines, _lines(read))
    return Both(plain, ours, length, engine.reads - before)


def _lines(page: PageWords) -> list[str]:
    return [" ".join(word.text for word in line.words) for line in page.lines]


@pytest.mark.parametrize("kind", KINDS)
def test_no_kind_reads_worse(kind: str, pages: dict[str, Both]) -> None:
    assert pages[kind].ours <= pages[kind].plain + _SLACK


def test_all_together_have_less_than_half_the_errors(pages: dict[str, Both]) -> None:
    assert sum(one.ours for one in pages.values()) < sum(one.plain for one in pages.values()) / 2


def test_all_together_are_well_read(pages: dict[str, Both]) -> None:
    wrong = sum(one.ours for one in pages.values())
    assert wrong < 0.04 * sum(one.length for one in pages.values())


def test_few_pages_are_read_more_than_once(pages: dict[str, Both]) -> None:
    assert sum(one.readings > 1 for one in pages.values()) <= len(KINDS) / 2
    assert pages["clean"].readings == 1
