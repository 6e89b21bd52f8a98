"""What is public stays: names and parameters, typed here by hand."""

from __future__ import annotations

import inspect

import pytest

import brailledesk
from brailledesk.translate.contraction import ALL_SIGNS

NAMES = [
    "ActionRequest",
    "BackTranslation",
    "BrailledeskError",
    "Command",
    "Contraction",
    "Conversion",
    "DeskSession",
    "Document",
    "Doubt",
    "DoubtReason",
    "Frame",
    "Geometry",
    "Key",
    "Node",
    "Origin",
    "PageFormat",
    "Paragraph",
    "Patch",
    "Priority",
    "Run",
    "Screen",
    "Step",
    "TextKind",
    "Translation",
    "Typeform",
    "Undefined",
    "__version__",
    "back_translate",
    "build_screen",
    "cells_of_lines",
    "convert",
    "load_screen",
    "open_desk",
    "parse_patch",
    "parse_screen",
    "read_document",
    "transcribe",
    "translate",
    "translate_lines",
]


def test_names() -> None:
    assert sorted(brailledesk.__all__) == NAMES
    assert all(hasattr(brailledesk, name) for name in NAMES)


def test_parameters() -> None:
    assert list(inspect.signature(brailledesk.translate).parameters) == [
        "text_or_runs", "table", "foreign", "has_emphasis", "engine", "contraction",
        "cursor", "trace",
    ]  # fmt: skip
    for of_lines in (brailledesk.translate_lines, brailledesk.cells_of_lines):
        assert list(inspect.signature(of_lines).parameters) == [
            "lines", "table", "engine", "contraction", "batch",
        ]  # fmt: skip
    assert list(inspect.signature(brailledesk.back_translate).parameters) == ["cells", "table"]
    assert list(inspect.signature(brailledesk.convert).parameters) == [
        "source", "target", "table", "page", "options", "format", "charset", "foreign",
        "has_emphasis", "contraction",
    ]  # fmt: skip
    assert list(inspect.signature(brailledesk.open_desk).parameters) == [
        "table", "contracted", "typing", "profile", "foreign", "engine", "language", "clock",
        "messages", "filters",
    ]  # fmt: skip
    assert list(inspect.signature(brailledesk.build_screen).parameters) == [
        "nodes", "root", "revision", "focus", "caret",
    ]  # fmt: skip
    methods = [name for name in vars(brailledesk.DeskSession) if not name.startswith("_")]
    assert sorted(methods) == [
        "attach", "belongs_to", "command", "detach", "end_typing", "frame", "history", "interrupt",
        "is_covered", "is_lost", "listen", "patch", "post", "publish", "rest", "screen", "set_call",
        "shown", "source_at", "survey", "tell_focus", "texts", "tick", "wake",
    ]  # fmt: skip


@pytest.mark.parametrize("table", ["it-6dot", "it-g2", "it-8dot"])
@pytest.mark.parametrize("trace", [False, True])
def test_a_text_is_translated_as_a_run_of_it(table: str, *, trace: bool) -> None:
    """A text alone takes a shorter way."""
    for text in ("", "Città: € 1.249,90", "½ 日本 e ab-12/C", "MAIUSCOLE, e poi no"):
        runs = brailledesk.translate([brailledesk.Run(text)], table, trace=trace)
        assert brailledesk.translate(text, table, trace=trace) == runs
        assert brailledesk.translate(text, table, contraction=ALL_SIGNS, trace=trace) == runs
