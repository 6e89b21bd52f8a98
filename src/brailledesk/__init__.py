"""brailledesk: Italian Braille from text and documents, with both position maps.

::

    import brailledesk

    brailledesk.translate("Città: € 1.249,90").cells
    brailledesk.back_translate(cells, "it-6dot").text
    brailledesk.convert("scheda.html", "scheda.brf")
    desk = brailledesk.open_desk()               # screens, keys and messages: docs/embedding.md

What is named here is the public surface, and stays.
"""

from __future__ import annotations

# The package that shares its name with the function is imported before the function is defined.
from brailledesk.lazy import import_name
from brailledesk.translate.load import load_back_translator, load_translator

TYPE_CHECKING = False  # as in brailledesk.lazy
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from brailledesk.adapters.load import load_screen
    from brailledesk.commands import Command, Key
    from brailledesk.conversion import Conversion, convert, transcribe
    from brailledesk.desk.commands import ActionRequest
    from brailledesk.desk.messages import Priority
    from brailledesk.desk.session import DeskSession, open_desk
    from brailledesk.document import Document, Paragraph
    from brailledesk.errors import BrailledeskError
    from brailledesk.frame import Frame, Geometry
    from brailledesk.ingest.read import read_document
    from brailledesk.lines import cells_of_lines, translate_lines
    from brailledesk.pages import PageFormat
    from brailledesk.screen import Node, Patch, Screen, build_screen
    from brailledesk.screen_json import parse_patch, parse_screen
    from brailledesk.text import Origin, Run, Typeform
    from brailledesk.translate.back.base import BackTranslation, Doubt, DoubtReason
    from brailledesk.translate.base import Step, Translation, Undefined
    from brailledesk.translate.contraction import Contraction, TextKind

__version__ = "0.1.0"


def translate(
    text_or_runs: str | Sequence[Run],
    table: str = "it-6dot",
    *,
    foreign: Mapping[str, str] | None = None,
    has_emphasis: bool = False,
    engine: str | None = None,
    contraction: Contraction | None = None,
    cursor: int | None = None,
    trace: bool = False,
) -> Translation:
    """Translate text, or runs with typeform and language, to Braille cells.

    ``table`` is a name ("it-6dot", "it-6dot-exact", "it-8dot"), a path, a metadata query, or
    "louis:" with a table of liblouis; ``foreign`` names tables for runs of other languages.
    ``contraction`` is what the reader wants of a contracted table's signs, None is all; the word at
    ``cursor`` (a character of the text) is written uncontracted, so that it can be edited.
    The result has ``cells`` (bytes), both position maps and the ``undefined`` spans; with ``trace``
    also the steps, each with its rule's file and line.
    Raises TableNotFound, TableFaulty, EngineNotAvailable, or UsageError for a sign that the table
    does not have; never for what the text holds.
    """
    is_simple = contraction is None and not foreign and cursor is None
    if is_simple and isinstance(text_or_runs, str):
        return load_translator(table, engine).translate(text_or_runs, trace=trace)
    from brailledesk.languages import expand_word, run_translator
    from brailledesk.text import Run
    from brailledesk.translate.contraction import ALL_SIGNS

    runs = [Run(text_or_runs)] if isinstance(text_or_runs, str) else text_or_runs
    translator = run_translator(
        table,
        foreign=foreign,
        has_emphasis=has_emphasis,
        engine=engine,
        contraction=contraction or ALL_SIGNS,
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


_HOMES = {
    "ActionRequest": "desk.commands",
    "BackTranslation": "translate.back.base",
    "BrailledeskError": "errors",
    "Command": "commands",
    "Contraction": "translate.contraction",
    "Conversion": "conversion",
    "DeskSession": "desk.session",
    "Document": "document",
    "Doubt": "translate.back.base",
    "DoubtReason": "translate.back.base",
    "Frame": "frame",
    "Geometry": "frame",
    "Key": "commands",
    "Node": "screen",
    "Origin": "text",
    "PageFormat": "pages",
    "Paragraph": "document",
    "Patch": "screen",
    "Priority": "desk.messages",
    "Run": "text",
    "Screen": "screen",
    "Step": "translate.base",
    "TextKind": "translate.contraction",
    "Translation": "translate.base",
    "Typeform": "text",
    "Undefined": "translate.base",
    "build_screen": "screen",
    "cells_of_lines": "lines",
    "convert": "conversion",
    "load_screen": "adapters.load",
    "open_desk": "desk.session",
    "parse_patch": "screen_json",
    "parse_screen": "screen_json",
    "read_document": "ingest.read",
    "transcribe": "conversion",
    "translate_lines": "lines",
}


def __getattr__(name: str) -> object:
    return import_name(__name__, _HOMES, name)
