"""What makes an utterance heard: an engine with a player, or a server that does both."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

from brailledesk.speech.audio import Audio, pan
from brailledesk.speech.engine import Cancellation, Engine
from brailledesk.speech.order import Utterance
from brailledesk.speech.passage import Sentence, sentences, voice_for
from brailledesk.speech.player import Player

Heard = Callable[[int, int], None]
"""Called when a piece of the text begins to be heard, with its start and end in the text."""


class Output(Protocol):
    """Speaks one utterance at a time."""

    def speak(self, utterance: Utterance, heard: Heard, cancellation: Cancellation) -> None:
        """Return when it has been heard. Raises SpeechCancelled at once when that is wished.

        Raises SpeechError if it cannot be spoken.
        """
        ...

    def close(self) -> None: ...


class EngineOutput:
    """Sentences one after another: while one is heard the next is made."""

    def __init__(self, engine: Engine, player: Player) -> None:
        self._engine = engine
        self._player = player

    def speak(self, utterance: Utterance, heard: Heard, cancellation: Cancellation) -> None:
        waiting = sentences(utterance.runs, utterance.settings.language)

        def synthesise(sentence: Sentence) -> tuple[Sentence, Audio]:
            voice = voice_for(sentence, utterance.settings)
            return sentence, self._engine.synthesise(sentence.text, voice, cancellation)

        for sentence, audio in _one_ahead(synthesise, waiting):
            cancellation.check()
            heard(sentence.start, sentence.end)
            self._player.play(pan(audio, utterance.ear), cancellation)
            cancellation.check()

    def close(self) -> None:
        """Nothing stays open: engines and players live as long as one sentence."""


def _one_ahead(
    synthesise: Callable[[Sentence], tuple[Sentence, Audio]], waiting: Iterator[Sentence]
) -> Iterator[tuple[Sentence, Audio]]:
    """Each result in turn; while the caller has one, a thread makes the next."""
    with ThreadPoolExecutor(1, "speech-ahead") as ahead:
        futures = (ahead.submit(synthesise, sentence) for sentence in waiting)
        current = next(futures, None)
        while current is not None:
            made = current.result()
            current = next(futures, None)
            yield made
