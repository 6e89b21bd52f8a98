"""Notes that wait for the marks that refer to them."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence

from brailledesk.document import Note


class NoteQueue:
    """Notes by their labels; of several with one label the first mark has the first."""

    def __init__(self, notes: Sequence[Note]) -> None:
        self._notes = notes
        self._waiting: dict[str, deque[int]] = {}
        for number, note in enumerate(notes, 1):
            self._waiting.setdefault(note.label, deque()).append(number)
        self._referred: deque[int] = deque()

    def refer(self, label: str) -> int | None:
        """The number of the note that a mark refers to, if no other mark has it."""
        numbers = self._waiting.get(label)
        if not numbers:
            return None
        number = numbers.popleft()
        self._referred.append(number)
        return number

    def refer_to_rest(self) -> None:
        """Notes that no mark refers to are not lost."""
        self._referred.extend(sorted(n for numbers in self._waiting.values() for n in numbers))
        self._waiting.clear()

    def take(self) -> Iterator[tuple[int, Note]]:
        """The notes that were referred to, also those that come to be while they are taken."""
        while self._referred:
            number = self._referred.popleft()
            yield number, self._notes[number - 1]
