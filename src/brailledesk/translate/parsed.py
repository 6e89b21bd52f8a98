"""Engines from parsed tables: the reference, liblouis, tables with fewer signs, the way back."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import cast

from brailledesk.errors import N_, BrailledeskError, EngineNotAvailable, UsageError
from brailledesk.tables.catalogue import load_table
from brailledesk.tables.rules import Table
from brailledesk.translate.back.base import BackTranslator
from brailledesk.translate.back.inverse import InverseTranslator
from brailledesk.translate.back.native import NativeBackTranslator
from brailledesk.translate.base import Translator
from brailledesk.translate.contraction import Contraction, reduced
from brailledesk.translate.load import ENGINES, LOUIS_PREFIX, default_engine
from brailledesk.translate.louis import LouisBackTranslator, LouisTranslator
from brailledesk.translate.native import NativeTranslator
from brailledesk.translate.reference import ReferenceTranslator

HOOK = "brailledesk_offer_translators"


def translator_of(table: str, engine: str, contraction: Contraction | None) -> Translator:
    """The table that ``table`` names: see :func:`brailledesk.translate.load.load_translator`."""
    if table.startswith(LOUIS_PREFIX):
        return LouisTranslator(table.removeprefix(LOUIS_PREFIX))
    if engine not in ENGINES:
        return _offered(engine, table)
    loaded = load_table(table)
    if contraction is None or not contraction.is_reducing:
        return _compile(loaded, engine)
    if engine == "louis":
        raise UsageError(
            N_("liblouis applies a table as it stands, with all its signs."),
            N_("Choose a table of a level (it-g2-1), or another engine."),
        )
    return _compile(_reduce(_Identity(loaded), contraction), engine)


def _offered(engine: str, table: str) -> Translator:
    """A translator of a plugin's engine. Raises UsageError for an engine that there is not."""
    from brailledesk.plugins.door import open_door, words_of  # noqa: PLC0415 - few ask for one

    offers = open_door().offers(HOOK)
    if engine not in offers:
        raise UsageError(
            N_("There is no engine {engine}."),
            N_("Known engines: {known}."),
            engine=engine,
            known=", ".join((*ENGINES, *offers)),
        )
    try:
        return cast("Callable[[str], Translator]", offers[engine].thing)(table)
    except BrailledeskError:
        raise
    except Exception as error:
        raise EngineNotAvailable(engine, words_of(error), "pip check") from error


def back_translator_of(table: str, engine: str, *, is_asked: bool) -> BackTranslator:
    """See :func:`brailledesk.translate.load.load_back_translator`.

    Where nobody asked for just this engine, one that has no way back for our tables, or none for
    so large a table, gives place to another.
    """
    if table.startswith(LOUIS_PREFIX):
        return LouisBackTranslator(table.removeprefix(LOUIS_PREFIX))
    key = _Identity(load_table(table))
    if engine == "reference":
        return _invert(key)
    if engine != "native":
        if is_asked:
            raise UsageError(
                N_("The engine {engine} does not read our tables backwards."),
                N_("Choose the engine native or reference."),
                engine=engine,
            )
        return back_translator_of(table, default_engine(), is_asked=False)
    try:
        return _invert_native(key)
    except ValueError:  # more than the crate takes, as no table of sense is
        if is_asked:
            raise
        return _invert(key)


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
def _invert_native(key: _Identity) -> NativeBackTranslator:
    return NativeBackTranslator(key.table)


@lru_cache(maxsize=16)
def _invert(key: _Identity) -> InverseTranslator:
    return InverseTranslator(key.table)
