"""Typing in Braille into one field: cells become text while they come, and can be taken back.

Uncontracted, each cell counts at once; of a sign of several cells (a capital, a number) the cells
that have come stand in the text until it is complete. Contracted, the cells of a word stand there
until a space, Enter or dots 7 and 8. The host owns the text: what is typed is asked for as edits,
and shown before the host has answered.
"""

from __future__ import annotations

import unicodedata
from collections import deque
from dataclasses import dataclass, field

from brailledesk.cells import cells_to_unicode
from brailledesk.desk.typing_table import TypedWord, TypingTable

_MOST_UNDONE = 100
_MOST_BEFORE = 24
"""Characters before a word that are read with it."""
_MOST_CELLS = 200
"""Cells of a word; what is longer is committed."""
_MOST_UNANSWERED = 500


@dataclass(frozen=True, slots=True)
class Edit:
    """The characters ``start`` to ``end`` of a value are to be replaced by ``text``."""

    start: int
    end: int
    text: str = field(repr=False)


class Entry:
    """What is being typed into one field: its text as the reader has it, and cells on their way.

    ``value`` and ``caret`` run ahead of the host. What stands before a word is read with it: in the
    Italian code the same cells are € behind a number and E elsewhere.
    """

    def __init__(
        self, node: str, value: str, caret: int, table: TypingTable, *, is_contracted: bool
    ) -> None:
        self.node = node
        self.value = value
        self.caret = min(caret, len(value))
        self.is_contracted = is_contracted
        self._table = table
        self._cells = bytearray()
        self._before = ""
        """The text before the word that its reading begins with, and its cells."""
        self._before_cells = b""
        self._word: TypedWord | None = None
        self._read = ""
        self._unread = b""
        self._undone: deque[tuple[str, int]] = deque(maxlen=_MOST_UNDONE)
        self._unanswered: deque[tuple[str, int]] = deque(maxlen=_MOST_UNANSWERED)
        """Values and carets that the host was asked for and has not yet had."""
        self._host_value = value

    @property
    def pending(self) -> str:
        """The cells that are no text yet, in Unicode Braille."""
        return cells_to_unicode(bytes(self._cells) if self.is_contracted else self._unread)

    def type(self, dots: int) -> list[Edit]:
        """Take a cell."""
        if not self._cells:
            self._remember()
        self._cells.append(dots)
        if self.is_contracted:
            return self.commit() if len(self._cells) >= _MOST_CELLS else []
        edits = self._read_on(bytes([dots]))
        return edits + self.commit() if len(self._cells) >= _MOST_CELLS else edits

    def insert(self, text: str) -> list[Edit]:
        """Commit what is pending, then put text at the caret."""
        edits = self.commit()
        self._remember()
        return [*edits, self._replace(self.caret, self.caret, text)]

    def commit(self) -> list[Edit]:
        """The cells that are pending become text, as far as they are any."""
        edits: list[Edit] = []
        if self._cells and self.is_contracted:
            text = self._table.read(bytes(self._cells))
            edits.append(self._replace(self.caret, self.caret, text))
        elif self._cells:  # nothing follows any more: that may decide between two readings
            whole = self._table.read(self._before_cells + self._cells)
            edits = self._show(whole)
        self._end_word()
        return edits

    def erase(self) -> list[Edit]:
        """Take back the last cell, or the character before the caret with its accents."""
        if self._cells:
            del self._cells[-1]
            return [] if self.is_contracted else self._read_again()
        if self.caret == 0:
            return []
        self._remember()
        start = self.caret - 1
        while start and unicodedata.combining(self.value[start]):
            start -= 1
        return [self._replace(start, self.caret, "")]

    def cut(self, start: int, end: int) -> list[Edit]:
        """Take out what is selected, unless the host has not yet seen all that was typed."""
        if self._is_ahead() or (self._cells and self.is_contracted):
            return []
        self._end_word()
        self._remember()
        return [self._replace(start, end, "")]

    def undo(self) -> list[Edit]:
        """Back to the text before the last word was typed, or the last character erased."""
        self._end_word()
        if not self._undone:
            return []
        value, caret = self._undone.pop()
        edit = _difference(self.value, value, 0)
        self._apply(edit)
        if caret != self.caret:
            self.caret = caret
            self._unanswered.append((value, caret))
        return [edit]

    def move(self, offset: int) -> list[Edit]:
        """Commit, then put the caret elsewhere."""
        edits = self.commit()
        self.caret = min(max(offset, 0), len(self.value))
        self._unanswered.append((self.value, self.caret))
        return edits

    def answered(self, value: str, caret: int | None, *, is_moved: bool, is_over: bool) -> bool:
        """The host says what the value is: an echo of what was typed, or a word of its own.

        ``is_moved`` is whether its caret is another one than before, ``is_over`` whether what it
        has not taken by now it has refused. The answer is whether the reader has the caret where it
        was.
        """
        is_echo = self._take_answer(value, caret)
        if is_over and not is_echo:
            self._unanswered.clear()
        is_silent = value == self._host_value != self.value and self._is_ahead()
        if self._unanswered and (is_echo or is_silent):
            return True
        self._host_value = value
        before = self.caret
        if value != self.value:
            self._accept(value, caret)
        elif caret is not None and is_moved and not self._goes_on(is_echo=is_echo):
            self._end_word()
            self._unanswered.clear()
            self.caret = min(caret, len(value))
        elif self._cells and self.is_contracted:
            return is_echo
        return self.caret == before

    def settle(self, value: str, caret: int | None) -> None:
        """The host had its time: what it has not taken by now it has refused."""
        if self._unanswered:
            self._host_value = value
            self._accept(value, caret)

    def _goes_on(self, *, is_echo: bool) -> bool:
        """Whether a word is being typed whose place is known, whatever the host's caret does."""
        return bool(self._cells) and (is_echo or self.is_contracted)

    def _is_ahead(self) -> bool:
        """Whether edits are on their way to the host."""
        return any(value != self._host_value for value, _ in self._unanswered)

    def _take_answer(self, value: str, caret: int | None) -> bool:
        """Whether the host has what it was asked for, now, or of the edits at least the value."""
        waiting = list(enumerate(self._unanswered))
        alike = [place for place, (asked, _) in waiting if _is_alike(asked, value)]
        exact = [place for place in alike if self._unanswered[place][1] == caret]
        if not exact and (not alike or _is_alike(value, self._host_value)):
            return False
        for _ in range((exact or alike)[0] + 1):
            self._unanswered.popleft()
        self._host_value = value
        return True

    def _accept(self, value: str, caret: int | None) -> None:
        """The host's own word: what is on its way to it was asked of another text."""
        if not self.is_contracted:  # cells of a contracted word are still to come
            self._end_word()
        if caret is None:
            caret = self.caret if value == self.value else len(value)
        self.value = value
        self._unanswered.clear()
        self.caret = min(caret, len(value))

    def _remember(self) -> None:
        self._undone.append((self.value, self.caret))

    def _read_on(self, cells: bytes) -> list[Edit]:
        word = self._word or self._begin_word()
        word.feed(cells)
        if not word.text.startswith(self._before):  # what stands before is read as something else
            self._before, self._before_cells = "", b""
            return self._read_again()
        return self._show(word.text)

    def _begin_word(self) -> TypedWord:
        """Begin to read, with what stands before."""
        end = self.caret - len(self._read)
        self._before = self.value[max(end - _MOST_BEFORE, 0) : end].rpartition("\n")[2]
        self._before_cells = self._table.write(self._before)
        if not self._before_cells:
            self._before = ""
        return self._begin_again()

    def _begin_again(self) -> TypedWord:
        self._word = self._table.begin()
        if self._before_cells:
            self._word.feed(self._before_cells)
        return self._word

    def _read_again(self) -> list[Edit]:
        """The word without a cell, or without what stands before it."""
        cells = bytes(self._cells)
        self._begin_again()
        return self._read_on(cells) if cells else self._show(self._before)

    def _show(self, text: str) -> list[Edit]:
        """Put the reading of the word in the place of the one before."""
        if not text.startswith(self._before):
            text = self._before + self._table.read(bytes(self._cells))
        text = text[len(self._before) :]
        whole = text.rstrip(_BRAILLE)
        self._unread = bytes(ord(one) - 0x2800 for one in text[len(whole) :])
        start = self.caret - len(self._read)
        if whole == self._read:
            return []
        before = self._read
        self._read = whole
        edit = _difference(before, whole, start)
        self._apply(edit)
        self.caret = start + len(whole)
        return [edit]

    def _end_word(self) -> None:
        self._cells.clear()
        self._word = None
        self._read = self._before = ""
        self._unread = self._before_cells = b""

    def _replace(self, start: int, end: int, text: str) -> Edit:
        edit = Edit(start, end, text)
        self._apply(edit)
        return edit

    def _apply(self, edit: Edit) -> None:
        self.value = f"{self.value[: edit.start]}{edit.text}{self.value[edit.end :]}"
        self.caret = edit.start + len(edit.text)
        self._unanswered.append((self.value, self.caret))


_BRAILLE = "".join(map(chr, range(0x2800, 0x2900)))


def _difference(old: str, new: str, start: int) -> Edit:
    """The shortest edit that makes ``old``, which begins at ``start``, into ``new``."""
    first = 0
    most = min(len(old), len(new))
    while first < most and old[first] == new[first]:
        first += 1
    last = 0
    while last < most - first and old[-1 - last] == new[-1 - last]:
        last += 1
    return Edit(start + first, start + len(old) - last, new[first : len(new) - last])


def _is_alike(asked: str, value: str) -> bool:
    """Whether the host has what it was asked for; many write capitals where small letters came."""
    return asked == value or (len(asked) == len(value) and asked.casefold() == value.casefold())
