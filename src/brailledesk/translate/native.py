"""The native engine: the same results as the reference, from the Rust crate in ``core/``.

Here a table is put into the words of the crate, and text that needs preparation is prepared. Text
that needs none, nearly all of it, goes to the crate as it is.
"""

from __future__ import annotations

import importlib
import json
from array import array
from collections.abc import Iterable, Sequence
from functools import lru_cache
from types import ModuleType
from typing import Any, cast

from brailledesk.errors import N_, EngineNotAvailable
from brailledesk.tables.rules import (
    Beside,
    Correct,
    Indicator,
    Kind,
    Literal,
    Pattern,
    RuleOrigin,
    Table,
    Test,
)
from brailledesk.text import UNTOUCHED
from brailledesk.translate.base import Step, Translation
from brailledesk.translate.prepare import Prepared, prepare
from brailledesk.translate.reference import EMPHASIS

MODULE = "brailledesk.translate._native"
INSTALL_COMMAND = "pip install --force-reinstall . (with cargo, https://rustup.rs)"

_MOST = 2**32 - 1


@lru_cache(maxsize=1)
def import_native() -> ModuleType:
    """The compiled module. Raises EngineNotAvailable where it was not built."""
    try:
        return importlib.import_module(MODULE)
    except ImportError as error:
        raise EngineNotAvailable(
            "native", N_("its compiled module was not built"), INSTALL_COMMAND
        ) from error


def is_available() -> bool:
    """Whether the compiled module is there."""
    try:
        import_native()
    except EngineNotAvailable:
        return False
    return True


class NativeTranslator:
    """A table compiled by the crate. Immutable; any number of threads may use it at once."""

    def __init__(self, table: Table) -> None:
        rules, self._origins = describe(table)
        self._core = import_native().Core(rules)
        self._translate = self._core.translate
        self._table = table

    @property
    def table(self) -> str:
        return self._table.name

    @property
    def is_contracted(self) -> bool:
        return self._table.is_contracted

    def translate(
        self, text: str, typeforms: Sequence[int] | None = None, *, trace: bool = False
    ) -> Translation:
        """See :meth:`brailledesk.translate.base.Translator.translate`."""
        if typeforms is None and not trace:
            result = self._translate(text)
            if result is not None:
                return cast("Translation", result)  # has its fields
        return self._translate_prepared(text, typeforms, trace=trace)

    def translate_many(self, texts: Sequence[str]) -> list[Translation]:
        """Translate many texts in one call: the lines of a screen, the cells of a table."""
        return [
            self._translate_prepared(text, None, trace=False) if result is None else result
            for text, result in zip(texts, self._core.translate_many(texts), strict=True)
        ]

    def _translate_prepared(
        self, text: str, typeforms: Sequence[int] | None, *, trace: bool
    ) -> Translation:
        prepared = prepare(text, typeforms, self._table.has, self._table.uncontracted)
        forms = prepared.typeforms
        cells, cell_to_char, char_to_cell, steps = self._core.translate_prepared(
            prepared.text,
            _as_bytes("I", prepared.offsets),
            len(text),
            None if forms is None else _as_bytes("H", forms),
            trace,
        )
        return self._assemble(text, prepared, cells, (cell_to_char, char_to_cell), steps)

    def _assemble(
        self,
        text: str,
        prepared: Prepared,
        cells: bytes,
        maps: tuple[Sequence[int], Sequence[int]],
        steps: Iterable[tuple[int, int, int, int, int]] | None,
    ) -> Translation:
        shown = None
        if steps is not None:
            shown = tuple(
                Step(start, end, cell, cell_end, self._origins[rule])
                for start, end, cell, cell_end, rule in steps
            )
        return Translation(text, cells, *maps, prepared.undefined, shown)


def _as_bytes(typecode: str, numbers: Sequence[int]) -> bytes:
    if isinstance(numbers, array) and numbers.typecode == typecode:
        return numbers.tobytes()
    return array(typecode, numbers).tobytes()


def describe(table: Table) -> tuple[str, list[RuleOrigin]]:
    """The rules of ``table`` as JSON (``core/src/rules.rs``), and the origins by rule number."""
    words = _Words()
    rules = {
        "definitions": [
            {
                "character": one.character,
                "is_digit": bool(one.kind & Kind.DIGIT),
                "is_plain": bool(UNTOUCHED.fullmatch(one.character)) and table.has(one.character),
                **words.sign(one.cells, one.origin),
            }
            for one in table.definitions.values()
        ],
        "strings": [
            {
                "text": one.text,
                "before": words.beside(one.before),
                "after": words.beside(one.after),
                "is_always": one.origin.opcode == "always",
                **words.sign(one.cells, one.origin),
            }
            for one in table.strings
        ],
        "midnums": [
            {"character": one.character, **words.sign(one.cells, one.origin)}
            for one in table.midnums.values()
        ],
        "contexts": [
            {"pattern": words.pattern(one.pattern), **words.sign(one.cells, one.origin)}
            for one in table.contexts
        ],
        "corrects": [words.correct(one) for one in table.corrects],
        "numsign": words.indicator(table.indicators.get("numsign")),
        "emphasis": [
            {"bit": int(bit), "begin": words.indicator(begin), "end": words.indicator(end)}
            for name, bit in EMPHASIS.items()
            if (begin := table.begin_emphasis.get(name)) and (end := table.end_emphasis.get(name))
        ],
    }
    return json.dumps({**rules, "sets": words.sets, "swaps": words.swaps}), words.origins


class _Words:
    """Puts rules into the words of the crate; sets and swaps are listed once."""

    def __init__(self) -> None:
        self.sets: list[str | None] = []
        self.swaps: list[tuple[str, str]] = []
        self.origins: list[RuleOrigin] = []
        self._numbers: dict[object, int] = {}

    def sign(self, cells: bytes, origin: RuleOrigin) -> dict[str, Any]:
        self.origins.append(origin)
        return {"cells": list(cells), "rule": len(self.origins) - 1}

    def indicator(self, indicator: Indicator | None) -> dict[str, Any] | None:
        return None if indicator is None else self.sign(indicator.cells, indicator.origin)

    def beside(self, beside: Beside | None) -> dict[str, Any] | None:
        if beside is None:
            return None
        return {"set": self._set(beside.characters), "is_edge": beside.is_edge}

    def pattern(self, pattern: Pattern) -> dict[str, Any]:
        return {
            "behind": [self._test(test) for test in pattern.behind],
            "focus": [self._test(test) for test in pattern.focus],
            "ahead": [self._test(test) for test in pattern.ahead],
            "is_at_start": pattern.is_at_start,
        }

    def correct(self, rule: Correct) -> dict[str, Any]:
        is_text = isinstance(rule.replacement, str)
        return {
            "pattern": self.pattern(rule.pattern),
            "text": rule.replacement if is_text else rule.mark,
            "swap": None if isinstance(rule.replacement, str) else self._swap(rule.replacement),
            "rule": self.sign(b"", rule.origin)["rule"],
        }

    def _test(self, test: Test) -> str | tuple[int, int, int]:
        if isinstance(test, Literal):
            return test.text
        return self._set(test.characters), min(test.least, _MOST), min(test.most, _MOST)

    def _set(self, characters: frozenset[str] | None) -> int:
        if characters not in self._numbers:
            self._numbers[characters] = len(self.sets)
            self.sets.append(None if characters is None else "".join(sorted(characters)))
        return self._numbers[characters]

    def _swap(self, swap: Any) -> int:  # noqa: ANN401 - a mapping of characters
        key = ("swap", id(swap))  # the table keeps it
        if key not in self._numbers:
            self._numbers[key] = len(self.swaps)
            self.swaps.append(("".join(swap.keys()), "".join(swap.values())))
        return self._numbers[key]
