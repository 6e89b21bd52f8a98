"""The voice beside the fingers: a listener of a desk that says what its reader has chosen.

::

    with SpeechQueue(output) as queue:
        desk.listen(DeskVoice(queue, SpeechChoice(kinds=frozenset({Shown.FOCUS, Shown.ALERT}))))
"""

from __future__ import annotations

from collections.abc import Sequence

from brailledesk.desk.listener import Arrival
from brailledesk.desk.messages import Message
from brailledesk.speech.choice import Shown, SpeechChoice, follow_call
from brailledesk.speech.order import Utterance
from brailledesk.speech.queue import SpeechQueue
from brailledesk.text import Run

_SHOWN = {Arrival.FOCUS: Shown.FOCUS, Arrival.READING: Shown.LINE}


class DeskVoice:
    """Says by ``queue`` what ``choice`` names; a ``DeskListener``."""

    def __init__(self, queue: SpeechQueue, choice: SpeechChoice) -> None:
        self._queue = queue
        self._choice = choice

    def posted(self, message: Message) -> None:
        self._say(self._choice.of_message(message))

    def reached(self, line: Sequence[Run], arrival: Arrival) -> None:
        if line:
            self._say(self._choice.utterance(_SHOWN[arrival], line))

    def typed(self, text: str) -> None:
        self._say(self._choice.utterance(Shown.TYPED, [Run(text)]))

    def asked(self, line: Sequence[Run]) -> None:
        if line:
            self._say(self._choice.utterance(Shown.LINE, line, is_asked=True))

    def pressed(self) -> None:
        """A key silences what told of the place before; alerts and messages go on."""
        self._queue.hush()

    def called(self, state: str) -> None:
        follow_call(self._queue, state)

    def _say(self, utterance: Utterance | None) -> None:
        if utterance is not None:
            self._queue.say(utterance)
