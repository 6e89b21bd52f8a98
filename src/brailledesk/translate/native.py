"""The native engine: the same results as the reference, from the Rust crate in ``core/``.

Here text that needs preparation is prepared. Text that needs none, nearly all of it, goes to the
crate as it is.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False  # as in brailledesk.lazy
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from types import ModuleType
    from typing import Any, Self

    from brailledesk.errors import BrailledeskError
    from brailledesk.tables.rules import Table
    from brailledesk.translate.base import Translation
    from brailledesk.translate.compiled import CompiledTable
    from brailledesk.translate.prepare import Prepared

    class _Engine:
        """What the crate's class has."""

        def __new__(cls, core: object, prepared: Callable[..., Translation]) -> Self: ...

        def translate(
            self, text: str, typeforms: Sequence[int] | None = None, *, trace: bool = False
        ) -> Translation:
            """See :meth:`brailledesk.translate.base.Translator.translate`."""

        def translate_many(self, texts: Sequence[str]) -> list[Translation]:
            """See :meth:`brailledesk.translate.base.Translator.translate_many`."""

        def translate_cells(self, texts: Sequence[str]) -> list[bytes]:
            """See :func:`brailledesk.translate.base.cells_of_many`."""

else:
    try:
        from brailledesk.translate._native import Engine as _Engine
    except ImportError:  # told by import_native, when a translator is asked for
        _Engine = object

THREADS_VARIABLE = "BRAILLEDESK_THREADS"
"""Environment variable: how many threads read, set and write a document, 1 to 4."""

MODULE = "brailledesk.translate._native"
INSTALL_COMMAND = "pip install --force-reinstall ."
NOTE = "_native.txt"
"""Beside this module: why the crate was not built when the package was installed. The hook of the
build writes it (``hatch_build.py``): a kind, and behind a blank what cargo said."""


def import_native() -> ModuleType:
    """The compiled module. Raises EngineNotAvailable where it was not built."""
    try:
        return __import__(MODULE, fromlist=("Core",))
    except ImportError as error:
        from brailledesk.errors import N_, EngineNotAvailable

        raise EngineNotAvailable(
            "native", N_("its compiled module was not built, which takes cargo"), INSTALL_COMMAND
        ) from error


def threads_wanted() -> int:
    """How many threads may work at once, as it was asked for; 0 for as many as help."""
    wanted = os.environ.get(THREADS_VARIABLE, "")
    return int(wanted) if wanted in {"1", "2", "3", "4"} else 0


def is_available() -> bool:
    """Whether the compiled module is there."""
    try:
        __import__(MODULE)
    except ImportError:
        return False
    return True


def explain_absence() -> BrailledeskError | None:
    """Why the compiled module is not there, and what to do; None where it is."""
    from brailledesk.errors import N_, BrailledeskError

    try:
        __import__(MODULE)
    except ModuleNotFoundError:
        kind, words = _note()
    except ImportError as error:
        kind, words = "unloadable", " ".join(str(error).split())
    else:
        return None
    problem, remedy = {
        "off": (
            N_("It was left out when brailledesk was installed: BRAILLEDESK_NATIVE was off."),
            N_("Unset that variable, then install again."),
        ),
        "no-cargo": (
            N_("It was not built when brailledesk was installed: there was no cargo."),
            N_("Install Rust (https://rustup.rs), then install again."),
        ),
        "failed": (
            N_("It was not built when brailledesk was installed: cargo failed ({words})."),
            N_("See that cargo works (cargo --version), then install again."),
        ),
        "unloadable": (
            N_("It was built but cannot be loaded ({words})."),
            N_("Install again, on this system and with this Python."),
        ),
    }.get(
        kind,
        (
            N_("It was not built when brailledesk was installed."),
            N_("Install Rust (https://rustup.rs), then install again."),
        ),
    )
    return BrailledeskError(problem, remedy, words=words)


def _note() -> tuple[str, str]:
    """What the hook of the build wrote: a kind and words; both empty where there is nothing."""
    import os

    try:
        with open(os.path.join(os.path.dirname(__file__), NOTE), encoding="utf-8") as stream:
            text = stream.read(2000)
    except (OSError, ValueError):
        return "", ""
    kind, _, words = " ".join(text.split()).partition(" ")
    return kind, "".join(filter(str.isprintable, words))


class NativeTranslator(_Engine):
    """A table compiled by the crate. Immutable; any number of threads may use it at once.

    A table that was parsed is compiled here; ValueError where the crate cannot take it. Raises
    EngineNotAvailable where the crate's module was not built.

    What translates are the crate's own methods: one in Python before them would take a tenth of a
    line's time, and so does one that is looked up in an object instead of its class.
    """

    __slots__ = ("_changeable", "_table")
    _changeable: type
    _table: CompiledTable

    def __new__(cls, table: Table | CompiledTable) -> Self:
        from brailledesk.translate.compiled import CompiledTable, to_bytes

        native = import_native()
        if not isinstance(table, CompiledTable):
            table = CompiledTable(to_bytes(table, native), native)
        self = super().__new__(cls, table.core, _Preparing(table).translate)
        self._table = table
        self._changeable = native.PlainTranslation  # short ones are not: the whole is as quick
        return self

    @property
    def table(self) -> str:
        return self._table.name

    @property
    def core(self) -> Any:  # noqa: ANN401 - the compiled module has no types
        """The compiled rules, for other parts of the compiled module."""
        return self._table.core

    @property
    def description(self) -> CompiledTable:
        """What the table says of itself."""
        return self._table

    @property
    def is_contracted(self) -> bool:
        return self._table.is_contracted

    def translate_change(self, old: Translation, start: int, end: int, new: str) -> Translation:
        """Translate the text of ``old`` with its characters ``start`` to ``end`` exchanged.

        For a field that is edited: only what depends on the change is translated again, and the
        result is that of the whole new text without typeforms. ``start`` and ``end`` are meant as
        in ``text[start:end]``, which ``new`` replaces.
        """
        if isinstance(old, self._changeable):
            result: Translation | None = self.core.translate_change(old, start, end, new)
            if result is not None:
                return result
        text = old.text
        start, end, _ = slice(start, end).indices(len(text))
        return self.translate(f"{text[:start]}{new}{text[max(start, end) :]}")


class _Preparing:
    """The way of text that has to be prepared, that has typeforms, or whose trace is asked for."""

    __slots__ = ("_table",)

    def __init__(self, table: CompiledTable) -> None:
        self._table = table

    def translate(
        self,
        text: str,
        typeforms: Sequence[int] | None,
        trace: bool,
    ) -> Translation:
        from brailledesk.translate.prepare import prepare

        prepared = prepare(text, typeforms, self._table.has, self._table.uncontracted)
        forms = prepared.typeforms
        cells, cell_to_char, char_to_cell, steps = self._table.core.translate_prepared(
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
        from brailledesk.translate.base import Step, Translation

        shown = None
        if steps is not None:
            origins = self._table.origins
            shown = tuple(
                Step(start, end, cell, cell_end, origins[rule])
                for start, end, cell, cell_end, rule in steps
            )
        return Translation(text, cells, *maps, prepared.undefined, shown)


def _as_bytes(typecode: str, numbers: Sequence[int]) -> bytes:
    from array import array

    if isinstance(numbers, array) and numbers.typecode == typecode:
        return numbers.tobytes()
    return array(typecode, numbers).tobytes()
