"""Real scans: a printed page as a scanner gave it, and the same laid in askew, turned, faxed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from brailledesk.document import Block, Heading, ListBlock, block_runs
from brailledesk.ingest.ocr.cleanup import read_best
from brailledesk.ingest.ocr.engines import open_tesseract
from brailledesk.ingest.ocr.engines.tesseract import Tesseract
from brailledesk.ingest.ocr.structure import blocks_of
from brailledesk.text import plain_text
from tests.ocr import scores
from tests.ocr.paper import Scan, brochure, brochure_in

MOST_WRONG = 0.012
"""Of the characters; the text that it is compared with was read by a program too."""


@pytest.fixture(scope="module")
def engine() -> Iterator[Tesseract]:
    engine = open_tesseract()
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def blocks(engine: Tesseract) -> tuple[Block, ...]:
    words, _ = read_best(brochure().picture, engine, ("en",))
    return blocks_of(words, "en")


def _lines_of(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, ListBlock):
            for item in block.items:
                yield " ".join((item.marker, *_lines_of(item.blocks)))
        else:
            yield plain_text(block_runs(block))


def _share(scan: Scan, lines: list[str]) -> float:
    edits, length = scores.free_edits(scan.truth, lines)
    return edits / length


def test_a_scanned_page_is_read(blocks: tuple[Block, ...]) -> None:
    assert _share(brochure(), list(_lines_of(blocks))) < MOST_WRONG


def test_bullets_that_were_read_as_letters_make_a_list(blocks: tuple[Block, ...]) -> None:
    first = next(block for block in blocks if isinstance(block, ListBlock))
    starts = [next(_lines_of(item.blocks)).split()[0] for item in first.items]
    assert starts == ["Operation", "Each", "Ultra-fast", "One", "Exclusive", "Exclusive",
                      "TIMING", "Optional", "Optional"]  # fmt: skip
    assert {item.marker for item in first.items} == {"•"}


def test_two_columns_are_read_one_after_the_other(blocks: tuple[Block, ...]) -> None:
    headings = [plain_text(block_runs(block)) for block in blocks if isinstance(block, Heading)]
    assert headings[1:] == [
        "Recording a Sequence",
        "Editing",
        "Creating a Song",
        "Composition Without Compromise",
        "Additional Features",
    ]


@pytest.mark.parametrize(("name", "page"), [("rotated_skew.pdf", 1), ("cardinal.pdf", 3)])
def test_a_page_laid_in_askew_or_upside_down_is_read_as_well(
    name: str, page: int, engine: Tesseract
) -> None:
    scan = list(brochure_in(name))[page - 1]
    words, _ = read_best(scan.picture, engine, ("en",))
    lines = [" ".join(word.text for word in line.words) for line in words.lines]
    assert _share(scan, lines) < MOST_WRONG
