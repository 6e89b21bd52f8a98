"""Find an engine for a table and make the table ready in it.

A plain text by a shipped table in the native engine must be quick from the very start of a program,
so this module imports what all other cases need when they come.
"""

from __future__ import annotations

import os

from brailledesk.tables.names import shipped_table
from brailledesk.translate.native import NativeTranslator, import_native, is_available

TYPE_CHECKING = False  # as in brailledesk.lazy
if TYPE_CHECKING:
    from brailledesk.tables.rules import Table
    from brailledesk.translate.back.base import BackTranslator
    from brailledesk.translate.base import Translator
    from brailledesk.translate.cache import Entry
    from brailledesk.translate.compiled import CompiledTable
    from brailledesk.translate.contraction import Contraction

LOUIS_PREFIX = "louis:"
"""``louis:fr-bfu-comp6.utb`` names one of liblouis' own tables."""

ENGINES = ("native", "reference", "louis")
ENGINE_VARIABLE = "BRAILLEDESK_ENGINE"
"""Environment variable that chooses the engine for our own tables."""


def load_translator(
    table: str, engine: str | None = None, contraction: Contraction | None = None
) -> Translator:
    """The table that ``table`` names, ready in an engine.

    ``table`` is a name, a path, a metadata query (``language:it dots:8``), or ``louis:`` with a
    table list of liblouis. ``engine`` is "native", "reference" or "louis"; None takes the
    environment's choice, else native, else the reference where native was not built.
    ``contraction`` switches signs off; None is all signs, and liblouis has only whole tables.
    Raises TableNotFound, TableFaulty, EngineNotAvailable, or UsageError for an unknown engine or
    sign.
    """
    asked = engine or os.environ.get(ENGINE_VARIABLE)
    chosen = asked or default_engine()
    is_whole = contraction is None or not contraction.is_reducing
    if chosen == "native" and is_whole and not table.startswith(LOUIS_PREFIX):
        try:
            return _load_native(table)
        except ValueError:  # more than the crate takes, as no table of sense is
            if asked:
                raise
            chosen = "reference"
    from brailledesk.translate.parsed import translator_of

    return translator_of(table, chosen, contraction)


def default_engine() -> str:
    """The engine that serves where none is asked for."""
    return "native" if is_available() else "reference"


def load_back_translator(table: str, engine: str | None = None) -> BackTranslator:
    """The table that ``table`` names, ready for the way back: see :func:`load_translator`.

    Our own tables are read backwards from their forward rules, by the engine "native" or
    "reference"; those of liblouis have rules of their own for it, which liblouis applies.
    Raises TableNotFound, TableFaulty, EngineNotAvailable, or UsageError for another engine.
    """
    from brailledesk.translate.parsed import back_translator_of

    asked = engine or os.environ.get(ENGINE_VARIABLE)
    return back_translator_of(table, asked or default_engine(), is_asked=engine is not None)


def load_description(table: str) -> Table | CompiledTable:
    """What the table says of itself: its ``name`` and ``metadata``. liblouis' say nothing here.

    Raises TableNotFound or TableFaulty.
    """
    if is_available():
        try:
            return _load_native(table).description
        except ValueError:
            pass  # as above
    from brailledesk.tables.catalogue import load_table

    return load_table(table)


_ready: dict[str, tuple[Entry, NativeTranslator]] = {}
_MOST_READY = 64


def _load_native(table: str) -> NativeTranslator:
    from brailledesk.translate.cache import load_entry

    path = shipped_table(table) or _find(table)
    key = path if os.path.isabs(path) else f"{os.getcwd()}\0{path}"
    known = _ready.get(key)
    if known is not None:
        entry, translator = known
        if entry.is_untouched():
            return translator
        again = entry.look_again()
        if again is not None:
            _ready[key] = (again, translator)
            return translator
    entry = load_entry(path, import_native())
    translator = NativeTranslator(entry.table)
    if len(_ready) >= _MOST_READY:
        _ready.clear()
    _ready[key] = (entry, translator)
    return translator


def _find(table: str) -> str:
    from brailledesk.tables.catalogue import find_table

    return str(find_table(table))
