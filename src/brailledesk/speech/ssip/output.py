"""Utterances by speech-dispatcher: marks from its events, a new connection for a dead one."""

from __future__ import annotations

import queue
import re
import threading
from collections.abc import Callable, Iterable
from itertools import groupby
from xml.sax.saxutils import escape

from brailledesk.errors import SpeechCancelled, SpeechEngineLost, SpeechStalled, VoiceNotFound
from brailledesk.speech.engine import Cancellation, Voice, VoiceSettings, voice_names
from brailledesk.speech.order import Utterance
from brailledesk.speech.outputs import Heard
from brailledesk.speech.passage import Sentence, sentences, voice_for
from brailledesk.speech.ssip.client import (
    BEGIN,
    CANCELLED,
    END,
    MARK,
    NAME,
    Event,
    SsipClient,
    server_address,
)

_WAIT_SECONDS = 60.0
"""Without any event for so long the server is taken for hung (speechd#977), plus, for each
character, what the slowest voice needs."""
_SECONDS_A_CHARACTER = 0.3
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WISHED = Event(CANCELLED, "", "")


class SsipOutput:
    """The output ``speech-dispatcher``. It connects when it first speaks."""

    name = NAME

    def __init__(
        self, address: str | tuple[str, int] | None = None, wait_seconds: float = _WAIT_SECONDS
    ) -> None:
        self._address = address or server_address()
        self._wait_seconds = wait_seconds
        self._client: SsipClient | None = None
        self._events: queue.SimpleQueue[Event | None] = queue.SimpleQueue()
        self._voices: tuple[Voice, ...] | None = None
        self._lock = threading.Lock()

    def voices(self) -> tuple[Voice, ...]:
        """The voices of the server's module. Raises SpeechError."""
        with self._lock:
            return self._known_voices(self._connected())

    def speak(self, utterance: Utterance, heard: Heard, cancellation: Cancellation) -> None:
        """One message for each stretch of a language; its sentences have marks.

        A server that dies is connected to once more, and the stretch is repeated.
        """
        with self._lock:
            every = sentences(utterance.runs, utterance.settings.language)
            for _language, members in groupby(every, key=lambda sentence: sentence.language):
                stretch = list(members)
                try:
                    self._speak(stretch, utterance, heard, cancellation)
                except SpeechEngineLost:
                    self._disconnect()
                    self._speak(stretch, utterance, heard, cancellation)

    def close(self) -> None:
        self._disconnect()

    def _speak(
        self,
        stretch: list[Sentence],
        utterance: Utterance,
        heard: Heard,
        cancellation: Cancellation,
    ) -> None:
        client = self._connected()
        self._set_voice(client, voice_for(stretch[0], utterance.settings))
        client.set_priority(utterance.priority)
        cancellation.check()
        message = client.speak(_ssml(stretch))
        length = sum(len(sentence.text) for sentence in stretch)
        seconds = self._wait_seconds + _SECONDS_A_CHARACTER * length
        with cancellation.watching(lambda: self._events.put(_WISHED)):
            self._follow(client, message, seconds, _reporter(stretch, heard), cancellation)

    def _follow(
        self,
        client: SsipClient,
        message: str,
        seconds: float,
        report: Callable[[Event], None],
        cancellation: Cancellation,
    ) -> None:
        """Hear the events of a message until its end."""
        while True:
            try:
                event = self._events.get(timeout=seconds)
            except queue.Empty:
                self._disconnect()
                raise SpeechStalled(NAME, seconds) from None
            if event is None:
                raise SpeechEngineLost(NAME, 0)
            if event is _WISHED:
                if not cancellation.is_cancelled:
                    continue  # it was for one that had ended already
                client.cancel()
                raise SpeechCancelled
            if event.message != message:
                continue  # of a message that was cancelled before
            if event.code == END:
                return
            if event.code == CANCELLED:
                raise SpeechCancelled
            report(event)

    def _set_voice(self, client: SsipClient, settings: VoiceSettings) -> None:
        known = self._known_voices(client)
        names = {voice.name for voice in known}
        language = settings.language.lower()
        if settings.voice is not None and settings.voice not in names:
            raise VoiceNotFound(NAME, settings.voice, voice_names(known, language))
        if settings.voice is None and known and not _speaks(known, language):
            raise VoiceNotFound(NAME, language, voice_names(known, language))
        client.set("LANGUAGE", language)
        if settings.voice is not None:
            client.set("SYNTHESIS_VOICE", settings.voice)
        client.set("RATE", rate_step(settings.rate))
        client.set("PITCH", settings.pitch - 100)
        client.set("VOLUME", 2 * settings.volume - 100)

    def _known_voices(self, client: SsipClient) -> tuple[Voice, ...]:
        if self._voices is None:
            self._voices = client.voices()
        return self._voices

    def _connected(self) -> SsipClient:
        if self._client is None:
            self._events = queue.SimpleQueue()
            self._voices = None
            self._client = SsipClient(self._address, self._events.put)
            self._client.set("SSML_MODE", "ON")
        return self._client

    def _disconnect(self) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None


def rate_step(rate: int) -> int:
    """A rate in percent on the server's scale of -100 to 100.

    Its modules spread the scale over the words a minute of the engine: espeak-ng's go from 80 over
    175 to 450.
    """
    words = 175 * rate / 100
    step = (words - 175) / (175 - 80) if words < 175 else (words - 175) / (450 - 175)
    return max(-100, min(100, round(100 * step)))


def _speaks(known: Iterable[Voice], language: str) -> bool:
    main = language.partition("-")[0]
    return any(voice.language.partition("-")[0] == main for voice in known)


def _ssml(stretch: list[Sentence]) -> str:
    pieces = [
        f'<mark name="{number}"/>{escape(_NOT_XML.sub(" ", sentence.text))}'
        for number, sentence in enumerate(stretch)
    ]
    return f"<speak>{' '.join(pieces)}</speak>"


def _reporter(stretch: list[Sentence], heard: Heard) -> Callable[[Event], None]:
    """Report each sentence once; a module without marks has at least the beginning."""
    reported: set[int] = set()

    def report(event: Event) -> None:
        number = 0 if event.code == BEGIN else -1
        if event.code == MARK and event.mark.isdecimal():
            number = int(event.mark)
        if number in range(len(stretch)) and number not in reported:
            reported.add(number)
            heard(stretch[number].start, stretch[number].end)

    return report
