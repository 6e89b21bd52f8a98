"""``speech/say``, ``speech/stop``: one voice for all clients, silent during calls."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Lock
from typing import TYPE_CHECKING

from brailledesk.errors import BrailledeskError
from brailledesk.service.handling import NOTHING, Handler, Handlers, Task
from brailledesk.service.wire.base import Nothing
from brailledesk.service.wire.speech import Mark, Said, Say
from brailledesk.speech.choice import SpeechChoice, follow_call
from brailledesk.speech.desk_voice import DeskVoice
from brailledesk.speech.engine import VoiceSettings
from brailledesk.speech.engines import find_engine
from brailledesk.speech.order import Priority, Utterance
from brailledesk.speech.outputs import EngineOutput, Output
from brailledesk.speech.player import find_player
from brailledesk.speech.queue import Outcome, Progress, Report, SpeechQueue
from brailledesk.text import Run

if TYPE_CHECKING:
    from brailledesk.service.endpoint import Endpoint
    from brailledesk.service.service import Service

_LOOK_SECONDS = 0.05
_MOST_MARKS = 5_000


def _output() -> Output:
    return EngineOutput(find_engine(), find_player())


class Voice:
    """The voice of the service; it is made when the first text is to be spoken.

    ``make_output`` raises SpeechError where there is nothing to speak with.
    """

    def __init__(self, make_output: Callable[[], Output] = _output) -> None:
        self._make_output = make_output
        self._lock = Lock()
        self._queue: SpeechQueue | None = None
        self._call = "idle"
        self._stopped_at = -math.inf
        self._waiting: dict[Utterance, SimpleQueue[Report | Progress]] = {}

    def follow(self, state: str) -> None:
        """What the telephone does: the voice is silent while someone is on the line."""
        with self._lock:
            self._call = state
            queue = self._queue
        if queue is not None:
            follow_call(queue, state)

    def speak_of(self, service: Service, choice: SpeechChoice) -> None:
        """Speak of what the uppermost sheet shows, and of messages. Raises SpeechError."""
        service.stack.listen(DeskVoice(self._ready(service), choice))

    def say(self, task: Task, params: Say) -> Said:
        """Speak, and answer when it is over. Raises SpeechError where it failed, UsageError."""
        settings = VoiceSettings(voice=params.voice, language=params.lang or "it")
        runs = (Run(params.text, language=params.lang),)
        utterance = Utterance(runs, Priority(params.priority), settings)
        news: SimpleQueue[Report | Progress] = SimpleQueue()
        queue = self._ready(task.service)
        self._waiting[utterance] = news
        try:
            queue.say(utterance)
            if self._stopped_at >= task.asked_at:  # while it was on its way
                queue.give_up(utterance)
            return _follow(task, news, len(params.text))
        except BrailledeskError:
            queue.give_up(utterance)
            raise
        finally:
            del self._waiting[utterance]

    def stop(self, _endpoint: Endpoint, _params: Nothing) -> Nothing:
        """Be silent, and forget what waits. At once, in the event loop: it waits for no lock."""
        self._stopped_at = time.monotonic()
        if self._queue is not None:
            self._queue.cancel()
        return NOTHING

    def handlers(self) -> Handlers:
        """The methods of the voice."""
        say = Handler(long=self.say, is_waiting=True)
        return {"speech/say": say, "speech/stop": Handler(self.stop)}

    def _ready(self, service: Service) -> SpeechQueue:
        with self._lock:
            if self._queue is None:
                queue = SpeechQueue(self._make_output(), self._hear, self._hear)
                queue.__enter__()
                service.at_close(queue.close)
                follow_call(queue, self._call)
                self._queue = queue
            return self._queue

    def _hear(self, news: Report | Progress) -> None:
        waiting = self._waiting.get(news.utterance)
        if waiting is not None:
            waiting.put(news)


def _follow(task: Task, news: SimpleQueue[Report | Progress], length: int) -> Said:
    """Collect marks until a text was spoken, or given up."""
    begun: float | None = None
    marks: list[Mark] = []
    while True:
        try:
            one = news.get(timeout=_LOOK_SECONDS)
        except Empty:
            task.check()
            continue
        if isinstance(one, Report):
            if one.error is not None:
                raise one.error
            return Said(is_complete=one.outcome is Outcome.SPOKEN, marks=marks)
        now = time.monotonic()
        begun = now if begun is None else begun
        if len(marks) < _MOST_MARKS:
            marks.append(Mark(seconds=now - begun, offset=one.start))
        task.tell(one.end, length)
