"""What makes an utterance heard: an engine with a player, or a server that does both."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from brailledesk.speech.audio import pan
from brailledesk.speech.engine import Cancellation, Engine
from brailledesk.speech.order import Utterance
from brailledesk.speech.passage import sentences, voice_for
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
    """Sentences one after another, so that the first is heard before the last is made."""

    def __init__(self, engine: Engine, player: Player) -> None:
        self._engine = engine
        self._player = player

    def speak(self, utterance: Utterance, heard: Heard, cancellation: Cancellation) -> None:
        for sentence in sentences(utterance.runs, utterance.settings.language):
            voice = voice_for(sentence, utterance.settings)
            audio = self._engine.synthesise(sentence.text, voice, cancellation)
            cancellation.check()
            heard(sentence.start, sentence.end)
            self._player.play(pan(audio, utterance.ear), cancellation)
            cancellation.check()

    def close(self) -> None:
        """Nothing stays open: engines and players live as long as one sentence."""
