"""Documents: what stands where, in reading order."""

from __future__ import annotations

import dataclasses

import pytest

from brailledesk.document import (
    Block,
    Document,
    Heading,
    Image,
    ListBlock,
    ListItem,
    Note,
    PageMark,
    Paragraph,
    Quote,
    Table,
    TableCell,
    TableRow,
    block_runs,
    inner_blocks,
)
from brailledesk.text import Run


def _paragraph(text: str) -> Paragraph:
    return Paragraph((Run(text),))


def test_runs_come_in_reading_order() -> None:
    inner = ListBlock((ListItem((_paragraph("e"), _paragraph("f")), "•"),))
    table = Table(
        (TableRow((TableCell((_paragraph("i"),)), TableCell((_paragraph("j"), _paragraph("k"))))),),
        caption=(Run("h"),),
    )
    document = Document(
        (
            Heading(1, (Run("a"), Run("b"))),
            Quote((_paragraph("c"), Quote((_paragraph("d"),)))),
            ListBlock((ListItem((inner,)), ListItem((_paragraph("g"),), "2."))),
            table,
            PageMark("7"),
            Image("l", language="en"),
        ),
        notes=(Note("1", (_paragraph("m"),)),),
    )
    assert [run.text for run in document.runs()] == list("abcdefghijklm")
    assert [run.language for run in document.runs() if run.text == "l"] == ["en"]


def test_inner_blocks_are_those_directly_inside() -> None:
    deep = Quote((_paragraph("b"),))
    assert list(inner_blocks(Quote((_paragraph("a"), deep)))) == [_paragraph("a"), deep]
    assert list(inner_blocks(_paragraph("a"))) == []


def test_no_depth_of_nesting_is_too_much() -> None:
    block: Block = _paragraph("fondo")
    for _ in range(20_000):
        block = Quote((block,))
    assert [run.text for run in block_runs(block)] == ["fondo"]
    while isinstance(block, Quote):  # taken apart by hand: Python frees nested tuples by recursion
        (block,) = block.blocks


def test_documents_are_frozen() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Document(()).title = "x"  # type: ignore[misc]
