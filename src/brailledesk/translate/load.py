"""Find an engine for a table and make the table ready in it."""

from __future__ import annotations

import os
from functools import lru_cache

from brailledesk.errors import N_, UsageError
from brailledesk.tables import Table, load_table
from brailledesk.translate.back.base import BackTranslator
from brailledesk.translate.back.inverse import InverseTranslator
from brailledesk.translate.base import Translator
from brailledesk.translate.contraction import ALL_SIGNS, Contraction, reduced
from brailledesk.translate.louis import LouisBackTranslator, LouisTranslator
from brailledesk.translate.native import NativeTranslator, is_available
from brailledesk.translate.reference import ReferenceTranslator

LOUIS_PREFIX = "louis:"
"""``louis:fr-bfu-comp6.utb`` names one of liblouis' own tables."""

ENGINES = ("native", "reference", "louis")
ENGINE_VARIABLE = "BRAILLEDESK_ENGINE"
"""Environment variable that chooses the engine for our own tables."""


def load_translator(
    table: str, engine: str | None = None, contraction: Contraction = ALL_SIGNS
) -> Translator:
    """The table that ``table`` names, ready in an engine.

    ``table`` is a name, a path, a metadata query (``language:it dots:8``), or ``louis:`` with a
    table list of liblouis. ``engine`` is "native", "reference" or "louis"; None takes the
    environment's choice, else native, else the reference where native was not built.
    ``contraction`` switches signs off; liblouis has only whole tables.
    Raises TableNotFound, TableFaulty, EngineNotAvailable, or UsageError for an unknown engine or
    sign.
    """
    if table.startswith(LOUIS_PREFIX):
        return LouisTranslator(table.removeprefix(LOUIS_PREFIX))
    chosen = engine or os.environ.get(ENGINE_VARIABLE) or default_engine()
    if chosen not in ENGINES:
        raise UsageError(
            N_("There is no engine {engine}."),
            N_("Known engines: {known}."),
            engine=chosen,
            known=", ".join(ENGINES),
        )
    loaded = load_table(table)
    if not contraction.is_reducing:
        return _compile(loaded, chosen)
    if chosen == "louis":
        raise UsageError(
            N_("liblouis applies a table as it stands, with all its signs."),
            N_("Choose a table of a level (it-g2-1), or another engine."),
        )
    return _compile(_reduce(_Identity(loaded), contraction), chosen)


def default_engine() -> str:
    """The engine that serves where none is asked for."""
    return "native" if is_available() else "reference"


def load_back_translator(table: str) -> BackTranslator:
    """The table that ``table`` names, ready for the way back: see :func:`load_translator`.

    Our own tables are read backwards from their forward rules; those of liblouis have rules of
    their own for it, which liblouis applies.
    """
    if table.startswith(LOUIS_PREFIX):
        return LouisBackTranslator(table.removeprefix(LOUIS_PREFIX))
    return _invert(_Identity(load_table(table)))


def _compile(table: Table, engine: str) -> Translator:
    if engine == "louis":
        return LouisTranslator(table.path, own=table)
    if engine == "native":
        return _compile_native(_Identity(table))
    return _compile_reference(_Identity(table))


class _Identity:
    """A table as a key that compares by identity: a parsed table is loaded once, then the same."""

    __slots__ = ("table",)

    def __init__(self, table: Table) -> None:
        self.table = table

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Identity) and other.table is self.table

    def __hash__(self) -> int:
        return id(self.table)


@lru_cache(maxsize=64)
def _reduce(key: _Identity, contraction: Contraction) -> Table:
    return reduced(key.table, contraction)


@lru_cache(maxsize=64)
def _compile_reference(key: _Identity) -> ReferenceTranslator:
    return ReferenceTranslator(key.table)


@lru_cache(maxsize=64)
def _compile_native(key: _Identity) -> NativeTranslator:
    return NativeTranslator(key.table)


@lru_cache(maxsize=16)
def _invert(key: _Identity) -> InverseTranslator:
    return InverseTranslator(key.table)
