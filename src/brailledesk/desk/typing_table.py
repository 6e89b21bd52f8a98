"""The table that a reader types by, guarded: keys must not be lost where an engine fails."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from brailledesk.desk.fallback import unspell
from brailledesk.translate import Translator
from brailledesk.translate.back.base import BackTranslation, BrailleInput, InputState


class Reading(Protocol):
    """A table read backwards (see ``ReadingEngine``)."""

    def back_translate(self, cells: bytes) -> BackTranslation: ...

    def begin(self) -> BrailleInput: ...


class TypingTable:
    """A table read backwards, and forwards for what stands before.

    Where the engine raises, cells are read as eight-dot computer Braille, one by one, and
    ``on_fault`` is called.
    """

    def __init__(
        self,
        reading: Reading,
        translator: Translator,
        on_fault: Callable[[], None] = lambda: None,
    ) -> None:
        self._reading = reading
        self._translator = translator
        self.on_fault = on_fault

    def read(self, cells: bytes) -> str:
        """The text of cells that are all there."""
        try:
            return self._reading.back_translate(cells).text
        except Exception:  # noqa: BLE001 - whatever an engine does, what was typed must come out
            self.on_fault()
            return unspell(cells)

    def write(self, text: str) -> bytes:
        """The cells of text that stands before what is typed; none where they are not known."""
        try:
            return bytes(self._translator.translate(text).cells)
        except Exception:  # noqa: BLE001 - then it is read without
            return b""

    def begin(self) -> TypedWord:
        """A word, empty."""
        try:
            return TypedWord(self._reading.begin(), self.on_fault)
        except Exception:  # noqa: BLE001 - as in read
            return TypedWord(None, self.on_fault)


class TypedWord:
    """A word that is being typed; ``text`` is all of it, as it is read at the moment."""

    def __init__(self, reading: BrailleInput | None, on_fault: Callable[[], None]) -> None:
        self.text = ""
        self._reading = reading
        self._on_fault = on_fault
        self._cells = bytearray()
        self._settled = ""

    def feed(self, cells: bytes) -> None:
        """Add cells."""
        self._cells += cells
        state = self._state(cells)
        if state is None:
            self.text = unspell(bytes(self._cells))
        else:
            self._settled += state.settled
            self.text = self._settled + state.pending

    def _state(self, cells: bytes) -> InputState | None:
        """What the engine makes of it; None once it failed."""
        if self._reading is not None:
            try:
                return self._reading.feed(cells)
            except Exception:  # noqa: BLE001 - as above
                self._reading = None
        self._on_fault()
        return None
