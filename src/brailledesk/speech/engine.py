"""What an engine of speech is: text and a voice in, audio out. Each engine keeps to it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from brailledesk.errors import N_, SpeechCancelled, UsageError
from brailledesk.speech.audio import Audio

RATES = range(50, 401)
PITCHES = range(201)
VOLUMES = range(101)


@dataclass(frozen=True, slots=True)
class VoiceSettings:
    """How a text is to be spoken.

    ``voice`` is a name of the engine, or None for its voice of ``language``, a BCP 47 tag. ``rate``
    and ``pitch`` are percent of what is normal for the engine: a rate of 200 takes half the time.
    ``volume`` is percent of the engine's full strength. Raises UsageError for numbers out of range.
    """

    voice: str | None = None
    language: str = "it"
    rate: int = 100
    pitch: int = 100
    volume: int = 100

    def __post_init__(self) -> None:
        _check(N_("rate"), self.rate, RATES)
        _check(N_("pitch"), self.pitch, PITCHES)
        _check(N_("volume"), self.volume, VOLUMES)


def _check(name: str, value: int, allowed: range) -> None:
    if value not in allowed:
        raise UsageError(
            N_("The {name} of a voice cannot be {value}."),
            N_("Choose a number from {least} to {most}, in percent."),
            name=name,
            value=value,
            least=allowed[0],
            most=allowed[-1],
        )


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice that an engine has: the name to choose it by, and the language that it speaks."""

    name: str
    language: str
    title: str = ""


class Cancellation:
    """A wish to stop, which any thread may utter at any time; it cannot be taken back."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._is_cancelled = False
        self._watchers: list[Callable[[], object]] = []

    @property
    def is_cancelled(self) -> bool:
        return self._is_cancelled

    def cancel(self) -> None:
        """Stop all that watches, before this returns."""
        with self._lock:
            self._is_cancelled = True
            watchers = tuple(self._watchers)
        for stop in watchers:
            stop()

    def check(self) -> None:
        """Raises SpeechCancelled if it has been cancelled."""
        if self._is_cancelled:
            raise SpeechCancelled

    @contextmanager
    def watching(self, stop: Callable[[], object]) -> Iterator[None]:
        """Call ``stop`` if it is cancelled inside, or was before."""
        with self._lock:
            self._watchers.append(stop)
            is_late = self._is_cancelled
        if is_late:
            stop()
        try:
            yield
        finally:
            with self._lock:
                self._watchers.remove(stop)


class Engine(Protocol):
    """Something that turns text into sound. Every call ends: with a result, or with an error.

    Calls from several threads at once are possible; an engine that cannot do two things at once
    lets the second wait.
    """

    @property
    def name(self) -> str:
        """The name to choose the engine by."""
        ...

    def voices(self) -> tuple[Voice, ...]:
        """The voices there are. Raises SpeechError."""
        ...

    def synthesise(
        self, text: str, settings: VoiceSettings, cancellation: Cancellation | None = None
    ) -> Audio:
        """The text as sound; of a text with nothing to say, no frames.

        The text is spoken as it is: what a voice reads wrongly is written out before
        (:mod:`brailledesk.speech.normalise`). Raises VoiceNotFound, which names the voices there
        are; SpeechStalled after a time-out; SpeechEngineLost if the engine dies, and again when the
        text is repeated; SpeechFaulty for what is no sound, or is silence; SpeechCancelled;
        SpeechEngineNotAvailable.
        """
        ...


def voice_names(voices: Iterable[Voice], language: str) -> tuple[str, ...]:
    """The names of voices, those of a language first: for those who chose one that is not there."""
    main = language.partition("-")[0].lower()
    ordered = sorted(voices, key=lambda voice: voice.language.partition("-")[0].lower() != main)
    return tuple(voice.name for voice in ordered)


def has_speech(text: str) -> bool:
    """Whether a voice has anything to say of a text: letters or digits."""
    return any(character.isalnum() for character in text)
