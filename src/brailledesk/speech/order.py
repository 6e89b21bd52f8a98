"""Who speaks next: the five priorities of SSIP 0.2 and their rules, without time and threads.

The rules are those of the chapter "Priority Categories" of the protocol's manual. Where it leaves
something open: the last message of a series of progress that is interrupted counts as not spoken,
so that "100 %" is heard in the end, as the manual promises.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum

from brailledesk.speech.audio import Ear
from brailledesk.speech.engine import VoiceSettings
from brailledesk.text import Run

MOST_WAITING = 1000
"""Utterances that may wait; whoever sends more loses the oldest of the lowest priority."""


class Priority(Enum):
    """How urgent an utterance is, the most urgent first."""

    IMPORTANT = "important"
    """At once, never interrupted, one after another: errors."""
    MESSAGE = "message"
    """After those, one after another: warnings, what a program says."""
    TEXT = "text"
    """What the reader works on: only the newest is spoken."""
    NOTIFICATION = "notification"
    """Only if nothing else is to be said, and only the newest: typed letters, status."""
    PROGRESS = "progress"
    """Only if nothing else is to be said, but never interrupted by itself; the last is heard."""


_PASSING = frozenset({Priority.NOTIFICATION, Priority.PROGRESS})


@dataclass(frozen=True, slots=True, eq=False)
class Utterance:
    """One thing to say. ``is_asked``: the reader asked for it, so that it is said during a call.

    Two utterances are never equal, even with the same words, which no log shows.
    """

    runs: tuple[Run, ...] = field(repr=False)
    priority: Priority = Priority.TEXT
    settings: VoiceSettings = field(default_factory=VoiceSettings)
    ear: Ear = Ear.BOTH
    is_asked: bool = False


class Order:
    """What is being spoken and what waits. Not for several threads at once.

    ``arrive``, ``interrupt`` and the others give back the utterances that are cancelled by it; if
    ``current`` is among them, or is no longer ``current``, the speaking has to stop.
    """

    def __init__(self) -> None:
        self.current: Utterance | None = None
        self.is_paused = False
        self.is_in_call = False
        self._waiting: deque[Utterance] = deque()
        self._last_progress: Utterance | None = None
        self._promoted: Utterance | None = None

    @property
    def is_idle(self) -> bool:
        """Whether nothing is spoken and nothing may be."""
        return self.current is None and self._find() is None

    def arrive(self, new: Utterance) -> list[Utterance]:
        """A new utterance takes its place, or none."""
        if self._is_refused(new):
            return [new]
        match new.priority:
            case Priority.IMPORTANT:
                # What is spoken gives way; what waits is postponed, or has passed.
                gone = self._remove(_PASSING)
                if self.current and self._priority(self.current) is not Priority.IMPORTANT:
                    gone += self._interrupt()
            case Priority.MESSAGE | Priority.TEXT:
                gone = self._displace({Priority.TEXT, *_PASSING})
            case Priority.NOTIFICATION:
                if self._has_other_than(Priority.NOTIFICATION):
                    return [new]
                gone = self._displace({Priority.NOTIFICATION})
            case Priority.PROGRESS:
                return self._arrive_progress(new)
        self._waiting.append(new)
        return gone + self._drop_excess()

    def begin(self) -> Utterance | None:
        """The next utterance becomes the current one; None if nothing may be spoken."""
        if self.current is not None:
            return None
        found = self._find()
        if found is None:
            return None
        if found is self._last_progress:
            # It is spoken "with the priority message".
            self._last_progress = None
            self._promoted = found
        else:
            self._waiting.remove(found)
        self.current = found
        return found

    def end(self, spoken: Utterance) -> None:
        """``spoken`` came to its end, by itself or not."""
        if self.current is spoken:
            self.current = None

    def stop(self) -> list[Utterance]:
        """SSIP's STOP: what is spoken now."""
        gone = [self.current] if self.current else []
        self.current = None
        return gone

    def cancel(self) -> list[Utterance]:
        """SSIP's CANCEL: what is spoken now and what waits."""
        gone = [*self.stop(), *self._waiting]
        if self._last_progress:
            gone.append(self._last_progress)
        self._waiting.clear()
        self._last_progress = None
        return gone

    def give_up(self, one: Utterance) -> list[Utterance]:
        """Whoever asked for it wants it no longer."""
        if one is self.current:
            return self.stop()
        if one in self._waiting:
            self._waiting.remove(one)
            return [one]
        if one is self._last_progress:
            self._last_progress = None
            return [one]
        return []

    def hush(self) -> list[Utterance]:
        """The reader goes on: what tells of the place that was left is over; messages are not."""
        return self._displace({Priority.TEXT, *_PASSING})

    def pause(self) -> None:
        """SSIP's PAUSE: nothing is lost; what is spoken now begins anew after :meth:`resume`."""
        self.is_paused = True
        self._postpone()

    def resume(self) -> None:
        self.is_paused = False

    def begin_call(self) -> list[Utterance]:
        """Sound belongs to the caller: only what the reader asks for is spoken.

        Important utterances and messages wait for the end of the call; of the rest, which the
        fingers can read, nothing is left over for after it.
        """
        self.is_in_call = True
        if self.current and not self.current.is_asked:
            self._postpone()
        gone = [one for one in self._waiting if not (one.is_asked or _is_kept(one))]
        for one in gone:
            self._waiting.remove(one)
        return gone

    def end_call(self) -> None:
        self.is_in_call = False

    def _priority(self, one: Utterance) -> Priority:
        return Priority.MESSAGE if one is self._promoted else one.priority

    def _is_refused(self, new: Utterance) -> bool:
        if self.is_paused and new.priority in _PASSING:
            return True
        return self.is_in_call and not new.is_asked and not _is_kept(new)

    def _arrive_progress(self, new: Utterance) -> list[Utterance]:
        """It is spoken at once or kept as the last of its series, instead of the one before."""
        gone = [self._last_progress] if self._last_progress else []
        self._last_progress = None
        if self.current or self._waiting:
            self._last_progress = new
        else:
            self._waiting.append(new)
        return gone

    def _has_other_than(self, priority: Priority) -> bool:
        known = [*self._waiting, *filter(None, (self.current, self._last_progress))]
        return any(self._priority(one) is not priority for one in known)

    def _displace(self, priorities: Iterable[Priority]) -> list[Utterance]:
        """Cancel these, waiting or spoken."""
        chosen = frozenset(priorities)
        gone = self._remove(chosen)
        if self.current and self._priority(self.current) in chosen:
            gone += self._interrupt()
        return gone

    def _remove(self, priorities: frozenset[Priority]) -> list[Utterance]:
        gone = [one for one in self._waiting if self._priority(one) in priorities]
        self._waiting = deque(one for one in self._waiting if self._priority(one) not in priorities)
        return [one for one in gone if not self._keep_progress(one)]

    def _interrupt(self) -> list[Utterance]:
        return [one for one in self.stop() if not self._keep_progress(one)]

    def _keep_progress(self, one: Utterance) -> bool:
        """The last of a series that was not spoken to its end waits for a silence."""
        if self._priority(one) is not Priority.PROGRESS or self._last_progress is not None:
            return False
        self._last_progress = one
        return True

    def _postpone(self) -> None:
        if self.current is not None:
            self._waiting.appendleft(self.current)
            self.current = None

    def _find(self) -> Utterance | None:
        """The next of those that may be spoken now."""
        if self.is_paused:
            return None
        for priority in Priority:
            for one in self._waiting:
                if self._priority(one) is priority and self._may_speak(one):
                    return one
        last = self._last_progress
        return last if last and not self._waiting and self._may_speak(last) else None

    def _may_speak(self, one: Utterance) -> bool:
        return one.is_asked or not self.is_in_call

    def _drop_excess(self) -> list[Utterance]:
        if len(self._waiting) <= MOST_WAITING:
            return []
        ranks = list(Priority)
        oldest = max(self._waiting, key=lambda one: ranks.index(self._priority(one)))
        self._waiting.remove(oldest)
        return [oldest]


def _is_kept(one: Utterance) -> bool:
    """Whether it waits for the end of a call."""
    return one.priority in {Priority.IMPORTANT, Priority.MESSAGE}
