"""liblouis as an engine: for other languages, and as the judge of our own tables.

The official Python binding is used; Debian installs it for its own Python only, so it is looked for
there too. liblouis is not safe with threads, so one lock stands before it.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
import threading
from array import array
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from types import ModuleType

from brailledesk.cells import cells_from_unicode, cells_to_unicode
from brailledesk.errors import N_, EngineNotAvailable, TableNotFound
from brailledesk.tables.rules import Table
from brailledesk.translate.assemble import compact, map_characters
from brailledesk.translate.back.base import BackTranslation
from brailledesk.translate.base import Translation
from brailledesk.translate.prepare import Prepared, prepare

DEBIAN_PACKAGES = Path("/usr/lib/python3/dist-packages")
INSTALL_COMMAND = "sudo apt install python3-louis liblouis-data"

_lock = threading.Lock()


@lru_cache(maxsize=1)
def import_louis() -> ModuleType:
    """The official binding, wherever it is.

    Raises EngineNotAvailable. A package of the same name that is no binding does not count.
    """
    module = _import_installed() or _import_from(DEBIAN_PACKAGES)
    if module is None:
        raise EngineNotAvailable(
            "louis", N_("the Python binding of liblouis is not installed"), INSTALL_COMMAND
        )
    # It prints its faults on standard error; ours are raised, and say more.
    module.setLogLevel(module.LOG_OFF)
    return module


def _import_installed() -> ModuleType | None:
    try:
        module = importlib.import_module("louis")
    except (ImportError, OSError):
        return None
    return module if hasattr(module, "translate") else None


def _import_from(folder: Path) -> ModuleType | None:
    """Load the binding alone from a folder of packages, without opening the door to the others."""
    path = folder / "louis" / "__init__.py"
    spec = importlib.util.spec_from_file_location("louis", path)
    if not path.is_file() or spec is None or spec.loader is None:
        return None
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except (ImportError, OSError):
        return None
    sys.modules["louis"] = module
    return module


def _knows_everything(character: str) -> bool:
    del character
    return True


class LouisTranslator:
    """One of liblouis' tables, or one of ours run by liblouis.

    ``own`` is the table as we read it, where it is one of ours. Of another table the repertoire is
    liblouis' secret: what it cannot write it shows as a code in its own way.
    """

    def __init__(
        self,
        table: str,
        *,
        own: Table | None = None,
    ) -> None:
        self._louis = import_louis()
        self._tables = _checked(self._louis, table)
        self._own = own
        self._name = own.name if own else f"louis:{table}"

    @property
    def table(self) -> str:
        return self._name

    @property
    def is_contracted(self) -> bool:
        return self._own is not None and self._own.is_contracted

    def translate(
        self, text: str, typeforms: Sequence[int] | None = None, *, trace: bool = False
    ) -> Translation:
        """See :meth:`brailledesk.translate.base.Translator.translate`.

        liblouis' interface tells no rules, so a trace has no steps.
        """
        prepared = self._prepare(text, typeforms)
        cells, origins = self._translate(prepared.text, prepared.typeforms)
        offsets = prepared.offsets
        last = max(len(prepared.text) - 1, 0)
        cell_to_char = array("I", [offsets[min(place, last)] for place in origins])
        return Translation(
            text=text,
            cells=cells,
            cell_to_char=compact(cell_to_char),
            char_to_cell=compact(map_characters(cell_to_char, len(text))),
            undefined=prepared.undefined,
            steps=() if trace else None,
        )

    def translate_many(self, texts: Sequence[str]) -> list[Translation]:
        """See :meth:`brailledesk.translate.base.Translator.translate_many`."""
        return [self.translate(text) for text in texts]

    def _prepare(self, text: str, typeforms: Sequence[int] | None) -> Prepared:
        if self._own is None:
            prepared = prepare(text, typeforms, _knows_everything)
            # liblouis knows itself what to do with all typeforms, UNCONTRACTED among them.
            forms = typeforms and [typeforms[place] for place in prepared.offsets[:-1]]
            return replace(prepared, typeforms=forms)
        return prepare(text, typeforms, self._own.has, self._own.uncontracted)

    def _translate(self, text: str, typeforms: Sequence[int] | None) -> tuple[bytes, list[int]]:
        if not text:
            return b"", []
        with _lock:
            braille, origins, _, _ = self._louis.translate(
                self._tables, text, typeform=list(typeforms) if typeforms else None
            )
        return cells_from_unicode(braille), _rising(origins)


class LouisBackTranslator:
    """One of liblouis' tables with liblouis' own rules for the way back.

    liblouis tells nothing of doubts, and what it cannot read it shows in its own way.
    """

    def __init__(self, table: str) -> None:
        self._louis = import_louis()
        self._tables = _checked(self._louis, table)
        self._name = f"louis:{table}"

    @property
    def table(self) -> str:
        return self._name

    def back_translate(self, cells: bytes) -> BackTranslation:
        """See :meth:`brailledesk.translate.back.base.BackTranslator.back_translate`."""
        text, places = "", []
        if cells:
            with _lock:
                text, _, places, _ = self._louis.backTranslate(
                    self._tables, cells_to_unicode(cells)
                )
        last = max(len(text) - 1, 0)
        cell_to_char = array("I", [min(place, last) for place in _rising(places)])
        return BackTranslation(
            cells=cells,
            text=text,
            cell_to_char=cell_to_char,
            char_to_cell=map_characters(cell_to_char, len(text)),
            typeforms=array("I", bytes(4 * len(text))),
        )


def _checked(louis: ModuleType, table: str) -> list[str]:
    """The list of tables that liblouis is given; TableNotFound where it cannot read them."""
    tables = ["unicode.dis", *table.split(",")]
    try:
        with _lock:
            louis.checkTable(tables)
    except RuntimeError:
        raise TableNotFound(f"louis:{table}") from None
    return tables


def _rising(places: list[int]) -> list[int]:
    """liblouis' map, made to never fall: passes and emphasis can leave it out of order."""
    highest = 0
    rising = []
    for place in places:
        highest = max(highest, place)
        rising.append(highest)
    return rising
