"""Messages on a display that has room for one: five priorities, by the rules of SSIP.

SSIP (the protocol of speech-dispatcher) says which message interrupts which; "being spoken" is here
"being shown". What ends a message is the reader's hand or the clock, since nobody hears it end:

- important: at once, one after another, until a key; what was shown is cancelled, messages and
  texts wait, notifications and progress are cancelled.
- message: waits for important ones and for messages before it; cancels text and what is below.
- text: waits for both; replaces a text, cancels notification and progress.
- notification: cancelled where anything else is shown or waits; replaces a notification. It never
  takes the display: it is counted, and read when the reader asks.
- progress: cancelled where anything but a notification is shown or waits; while one is shown, only
  the last that came after it is kept, so that the end of the work is told.

While the reader types, all but important ones wait. Everything is in the history.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from enum import IntEnum

from brailledesk.text import normalise


class Priority(IntEnum):
    """SSIP's priorities, the most urgent first."""

    IMPORTANT = 1
    MESSAGE = 2
    TEXT = 3
    NOTIFICATION = 4
    PROGRESS = 5


HISTORY = 500
"""Messages that are kept; the oldest goes first."""
_MAX_WAITING = 1_000
_MAX_WAITING_EACH = 100
"""Of one sender: who posts too much loses its own messages, and nobody else's."""
_MAX_TEXT = 2_000


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it was posted. ``time`` is in seconds of the desk's clock, ``channel`` is where
    it came from ("chat", "telefono").

    ``seconds`` is how long it stays, 0 until a key; None is what its priority has. Of messages with
    the same ``key``, channel and ``sender`` the newest stands for all that were not read; ``count``
    says how many. ``sender`` tells those apart who post, and is never shown: empty is the program.
    """

    text: str = field(repr=False)
    priority: Priority
    channel: str = ""
    time: float = 0.0
    key: str = ""
    seconds: float | None = None
    count: int = 1
    sender: str = field(default="", repr=False)

    def is_same(self, other: Message) -> bool:
        """Whether another message is this one again."""
        if self.priority is not other.priority or self.channel != other.channel:
            return False
        if self.sender != other.sender:
            return False
        return self.key == other.key if self.key or other.key else self.text == other.text


class Messages:
    """Which message is shown, which wait, which were.

    ``seconds`` is how long a message stays that says nothing of it; 0 is until a key. ``keep``
    gives a message as it is to be kept, None for one that is not.
    """

    def __init__(
        self,
        seconds: float = 5.0,
        progress_seconds: float = 1.0,
        keep: Callable[[Message], Message | None] | None = None,
    ) -> None:
        self._keep = keep
        self.seconds = seconds
        self.progress_seconds = progress_seconds
        self.shown: Message | None = None
        self.history: deque[Message] = deque(maxlen=HISTORY)
        self.unread: deque[Message] = deque(maxlen=HISTORY)
        """Notifications that nobody read."""
        self.listeners: list[Callable[[Message], object]] = []
        """Called with each message that is posted."""
        self._waiting: list[Message] = []
        self._until: float | None = None
        self._is_typing = False

    @property
    def waiting(self) -> int:
        """Messages that wait, and notifications that were not read."""
        return len(self._waiting) + sum(one.count for one in self.unread)

    def post(self, message: Message) -> None:
        """Take a message at its ``time``, as it is to be kept."""
        kept = message if self._keep is None else self._keep(message)
        if kept is not None:
            self.take(kept)

    def take(self, message: Message) -> None:
        """Take a message, and ask nobody whether it is kept; one without a word is none."""
        if not normalise(message.text).text.strip():
            return
        message = replace(message, text=message.text[:_MAX_TEXT])
        self.history.append(message)
        if message.priority is Priority.NOTIFICATION:
            self._count(message)
        elif message.priority is Priority.PROGRESS or not self._joins(message):
            self._take(message)
            self._drop_excess(message.sender)
        self._next(message.time)
        for listener in self.listeners:
            listener(message)

    def interrupt(self, message: Message) -> None:
        """Show an important message over all others, however many wait; what it covers comes back.

        For what only the program itself may say, as the code of a pairing: nothing filters it, it
        is in no history and nobody is told. One with the same key takes its place.
        """
        if self.shown is not None and not message.is_same(self.shown):
            self._waiting.insert(0, self.shown)
        self.shown = message
        self._until = self._end(message, message.time)

    def typing(self, now: float, *, is_typing: bool) -> None:
        """Say whether the reader is typing: then all but important messages wait."""
        self._is_typing = is_typing
        shown = self.shown
        if is_typing and shown is not None and shown.priority is not Priority.IMPORTANT:
            self._waiting.insert(0, shown)
            self.shown = None
        self._next(now)

    def tick(self, now: float) -> None:
        """Let time pass: what was shown long enough gives way."""
        if self.shown is not None and self._until is not None and now >= self._until:
            self.shown = None
        self._next(now)

    def dismiss(self, now: float) -> None:
        """The reader has done with the message that is shown."""
        self.shown = None
        self._next(now)

    def read_notifications(self) -> list[Message]:
        """The notifications that were counted, which are read now; the oldest first."""
        found = list(self.unread)
        self.unread.clear()
        return found

    def due(self) -> float | None:
        """When :meth:`tick` will have something to do."""
        return self._until if self.shown is not None else None

    def _count(self, message: Message) -> None:
        """A notification replaces the same one, which is then counted twice."""
        for place, one in enumerate(self.unread):
            if message.is_same(one):
                self.unread[place] = replace(message, count=one.count + 1)
                return
        self.unread.append(message)

    def _joins(self, message: Message) -> bool:
        """Whether a message is one that is shown or waits already, and takes its place."""
        if self.shown is not None and message.is_same(self.shown):
            self.shown = replace(message, count=self.shown.count + 1)
            self._until = self._end(self.shown, message.time)
            return True
        for place, one in enumerate(self._waiting):
            if message.is_same(one):
                self._waiting[place] = replace(message, count=one.count + 1)
                return True
        return False

    def _take(self, message: Message) -> None:
        """Let a message wait, and cancel what gives way to it."""
        if message.priority is Priority.PROGRESS:
            self._progress(message)
            return
        if message.priority is Priority.IMPORTANT:
            if self.shown is not None and self.shown.priority is not Priority.IMPORTANT:
                self.shown = None
            self._cancel((Priority.PROGRESS,))
        else:
            self._cancel((Priority.TEXT, Priority.PROGRESS))
        self._waiting.append(message)

    def _drop_excess(self, sender: str) -> None:
        """Who posts more than can wait loses what it posted last of the least urgent."""
        own = [place for place, one in enumerate(self._waiting) if one.sender == sender]
        if len(own) > _MAX_WAITING_EACH:
            self._drop_last(own)
        if len(self._waiting) > _MAX_WAITING:
            self._drop_last(range(len(self._waiting)))

    def _drop_last(self, places: Iterable[int]) -> None:
        del self._waiting[max(places, key=lambda place: (self._waiting[place].priority, place))]

    def _progress(self, message: Message) -> None:
        self._waiting = [one for one in self._waiting if one.priority is not Priority.PROGRESS]
        is_free = self.shown is None or self.shown.priority is Priority.PROGRESS
        if is_free and not self._waiting:
            self._waiting.append(message)

    def _cancel(self, priorities: Iterable[Priority]) -> None:
        """Messages that give way: those that wait, and the one that is shown."""
        self._waiting = [one for one in self._waiting if one.priority not in priorities]
        if self.shown is not None and self.shown.priority in priorities:
            self.shown = None

    def _next(self, now: float) -> None:
        """Show the most urgent message that waits, if nothing is shown and it may."""
        if self.shown is not None:
            return
        allowed = [
            one
            for one in self._waiting
            if one.priority is Priority.IMPORTANT or not self._is_typing
        ]
        if not allowed:
            return
        first = min(allowed, key=lambda one: one.priority)
        self._waiting.remove(first)
        self.shown = first
        self._until = self._end(first, now)

    def _end(self, message: Message, now: float) -> float | None:
        seconds = message.seconds
        if seconds is None:
            usual = {Priority.IMPORTANT: 0.0, Priority.PROGRESS: self.progress_seconds}
            seconds = usual.get(message.priority, self.seconds)
        return now + seconds if seconds > 0 else None
