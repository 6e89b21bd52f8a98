"""What of the desk is spoken: the reader's choice, piece by piece of what the fingers find."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

from brailledesk.speech.audio import Ear
from brailledesk.speech.engine import VoiceSettings
from brailledesk.speech.order import Priority, Utterance
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
