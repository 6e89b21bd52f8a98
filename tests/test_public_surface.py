"""What is public stays: names and parameters, typed here by hand."""

from __future__ import annotations

import inspect

import brailledesk

NAMES = [
    "BackTranslation",
    "BrailledeskError",
    "Contraction",
    "Conversion",
    "Doubt",
    "DoubtReason",
    "Origin",
    "PageFormat",
    "Run",
    "Step",
    "TextKind",
    "Translation",
    "Typeform",
    "Undefined",
    "__version__",
    "back_translate",
    "convert",
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
    assert list(inspect.signature(brailledesk.translate_lines).parameters) == [
        "lines", "table", "engine", "contraction", "batch",
    ]  # fmt: skip
    assert list(inspect.signature(brailledesk.back_translate).parameters) == ["cells", "table"]
    assert list(inspect.signature(brailledesk.convert).parameters) == [
        "source", "target", "table", "page", "options", "format", "charset", "foreign",
        "has_emphasis", "contraction",
    ]  # fmt: skip
