"""What of the desk is spoken: the reader's choice, piece by piece of what the fingers find."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import Enum

from brailledesk.call import BUSY
from brailledesk.desk.messages import Message
from brailledesk.speech.audio import Ear
from brailledesk.speech.engine import VoiceSettings
from brailledesk.speech.order import Priority, Utterance
from brailledesk.speech.queue import SpeechQueue
from brailledesk.text import Run


class Shown(Enum):
    """A kind of what the desk shows; the value is its word in the reader's settings."""

    ALERT = "alert"
    MESSAGE = "message"
    FOCUS = "focus"
    LINE = "line"
    TYPED = "typed"
    STATUS = "status"
    PROGRESS = "progress"


PRIORITIES = {
    Shown.ALERT: Priority.IMPORTANT,
    Shown.MESSAGE: Priority.MESSAGE,
    Shown.FOCUS: Priority.TEXT,
    Shown.LINE: Priority.TEXT,
    Shown.TYPED: Priority.NOTIFICATION,
    Shown.STATUS: Priority.NOTIFICATION,
    Shown.PROGRESS: Priority.PROGRESS,
}


_MESSAGES = {
    Priority.IMPORTANT: Shown.ALERT,
    Priority.NOTIFICATION: Shown.STATUS,
    Priority.PROGRESS: Shown.PROGRESS,
}
"""What kind the desk's messages are by their priority; the others are messages."""

SILENT_STATES = BUSY
"""The desk's states of a call in which sound belongs to the caller; a telephone that rings may be
told of."""


def follow_call(queue: SpeechQueue, state: str) -> None:
    """Tell a queue what the telephone does: one of the desk's ``CALLS``."""
    if state in SILENT_STATES:
        queue.begin_call()
    else:
        queue.end_call()


@dataclass(frozen=True, slots=True)
class SpeechChoice:
    """A reader's choice: which kinds are spoken by themselves, by which voice, into which ear.

    Nothing is, by default: the desk is read with the fingers.
    """

    kinds: frozenset[Shown] = frozenset()
    settings: VoiceSettings = field(default_factory=VoiceSettings)
    ear: Ear = Ear.BOTH

    def utterance(
        self, shown: Shown, runs: Sequence[Run], *, is_asked: bool = False
    ) -> Utterance | None:
        """What is to be said of something that is shown; None if the reader does not want it.

        ``is_asked``: the reader pressed the key that speaks, which needs no choice and also counts
        during a call.
        """
        if not is_asked and shown not in self.kinds:
            return None
        return Utterance(tuple(runs), PRIORITIES[shown], self.settings, self.ear, is_asked)

    def of_message(self, message: Message, *, is_asked: bool = False) -> Utterance | None:
        """What is to be said of a message of the desk; its priority stays what it is."""
        priority = Priority[message.priority.name]
        shown = _MESSAGES.get(priority, Shown.MESSAGE)
        found = self.utterance(shown, [Run(message.text)], is_asked=is_asked)
        return replace(found, priority=priority) if found else None
