"""brailledesk: Italian Braille from text and documents, with both position maps.

::

    import brailledesk

    brailledesk.translate("Città: € 1.249,90").cells
    brailledesk.back_translate(cells, "it-6dot").text
    brailledesk.convert("scheda.html", "scheda.brf")

What is named here is the public surface, and stays.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from brailledesk.errors import BrailledeskError
from brailledesk.languages import expand_word, run_translator
from brailledesk.lines import translate_lines
from brailledesk.pages import PageFormat
from brailledesk.text import Origin, Run, Typeform
from brailledesk.translate import (
    BackTranslation,
    Doubt,
    DoubtReason,
    Step,
    Translation,
    Undefined,
    load_back_translator,
)
from brailledesk.translate.contraction import ALL_SIGNS, Contraction, TextKind

if TYPE_CHECKING:
    from brailledesk.conversion import Conversion, convert

__version__ = "0.1.0"


def translate(
    text_or_runs: str | Sequence[Run],
    table: str = "it-6dot",
    *,
    foreign: Mapping[str, str] | None = None,
    has_emphasis: bool = False,
    engine: str | None = None,
    contraction: Contraction = ALL_SIGNS,
    cursor: int | None = None,
    trace: bool = False,
) -> Translation:
    """Translate text, or runs with typeform and language, to Braille cells.

    ``table`` is a name ("it-6dot", "it-6dot-exact", "it-8dot"), a path, a metadata query, or
    "louis:" with a table of liblouis; ``foreign`` names tables for runs of other languages.
    ``contraction`` is what the reader wants of a contracted table's signs; the word at ``cursor``
    (a character of the text) is written uncontracted, so that it can be edited.
    The result has ``cells`` (bytes), both position maps and the ``undefined`` spans; with ``trace``
    also the steps, each with its rule's file and line.
    Raises TableNotFound, TableFaulty, EngineNotAvailable, or UsageError for a sign that the table
    does not have; never for what the text holds.
    """
    runs = [Run(text_or_runs)] if isinstance(text_or_runs, str) else text_or_runs
    translator = run_translator(
        table,
        foreign=foreign,
        has_emphasis=has_emphasis,
        engine=engine,
        contraction=contraction,
        trace=trace,
    )
    return translator(runs if cursor is None else expand_word(runs, cursor))


def back_translate(cells: bytes, table: str = "it-6dot") -> BackTranslation:
    """The text of Braille cells: the likeliest that the table translates to just these cells.

    The result has ``text``, both position maps, ``typeforms``, and ``doubts``: spans with other
    readings, and cells that the table does not write, which come back as Unicode Braille.
    Raises TableNotFound, TableFaulty or EngineNotAvailable; never for what the cells are.
    """
    return load_back_translator(table).back_translate(bytes(cells))


__all__ = [
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


def __getattr__(name: str) -> object:
    """``convert`` brings all formats along, so it is imported by those who use it."""
    if name in {"convert", "Conversion"}:
        # Not "from": the function and its module share their name.
        return getattr(importlib.import_module("brailledesk.conversion"), name)
    raise AttributeError(f"module 'brailledesk' has no attribute {name!r}")
