"""Speak a text sentence by sentence, and know at every moment which part of it is heard.

espeak-ng tells no times to those who call it as a program, so the unit is the sentence: the border
between two is where the samples of one end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from brailledesk.errors import N_, SpeechFaulty
from brailledesk.speech.audio import Audio, join
from brailledesk.speech.engine import Cancellation, Engine, VoiceSettings, has_speech
from brailledesk.speech.normalise import Spoken, write_out_runs
from brailledesk.text import Run

# The mark of the end with the quotes and brackets that close behind it; or a line's end.
_END = re.compile(r"[.!?…]+[»”’\"')\]]*(?=\s)|\n")
_LONGEST = 400
"""Characters of a sentence, above which it is divided: nobody waits for more than that."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A piece for one call of an engine: ``start`` and ``end`` are places in the original text."""

    text: str = field(repr=False)
    language: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mark:
    """From ``frame`` of the audio on, ``start`` to before ``end`` of the original text is heard."""

    frame: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A text as sound, with a mark for each sentence."""

    audio: Audio
    marks: tuple[Mark, ...]

    def mark_at(self, frame: int) -> Mark | None:
        """What is heard at a frame; None before the first sentence."""
        return next((mark for mark in reversed(self.marks) if mark.frame <= frame), None)


def sentences(runs: Iterable[Run], language: str = "it") -> Iterator[Sentence]:
    """The sentences of a text, written out; pieces without a letter or digit are left out."""
    for stretch in write_out_runs(runs, language):
        yield from _divide(stretch)


def synthesise_passage(
    engine: Engine,
    runs: Iterable[Run],
    settings: VoiceSettings,
    cancellation: Cancellation | None = None,
) -> Passage | None:
    """A whole text as sound; None if there is nothing to say.

    A voice that ``settings`` name speaks the language of ``settings`` only; other languages have
    the engine's voice for them. Raises SpeechError.
    """
    pieces: list[Audio] = []
    marks: list[Mark] = []
    frame = 0
    for sentence in sentences(runs, settings.language):
        audio = engine.synthesise(sentence.text, voice_for(sentence, settings), cancellation)
        marks.append(Mark(frame, sentence.start, sentence.end))
        pieces.append(audio)
        frame += audio.frames
    if not pieces:
        return None
    try:
        audio = join(pieces)
    except ValueError:
        raise SpeechFaulty(engine.name, N_("its voices have different sampling rates")) from None
    return Passage(audio, tuple(marks))


def voice_for(sentence: Sentence, settings: VoiceSettings) -> VoiceSettings:
    """The settings for a sentence: another language needs another voice."""
    if sentence.language == settings.language:
        return settings
    return replace(settings, voice=None, language=sentence.language)


def _divide(stretch: Spoken) -> Iterator[Sentence]:
    text, offsets = stretch.text, stretch.offsets
    for start, end in _borders(text):
        if has_speech(text[start:end]):
            spoken = text[start:end].strip()
            first = start + text[start:end].index(spoken)
            yield Sentence(spoken, stretch.language, offsets[first], offsets[first + len(spoken)])


def _borders(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for found in _END.finditer(text):
        yield from _shorten(text, start, found.end())
        start = found.end()
    yield from _shorten(text, start, len(text))


def _shorten(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Divide what is too long: behind a comma, else at a space, else anywhere."""
    while end - start > _LONGEST:
        window = text[start : start + _LONGEST]
        place = max(window.rfind(mark) for mark in (", ", "; ", ": ")) + 1
        if place <= 1:
            place = window.rfind(" ")
        if place <= 0:
            place = _LONGEST
        yield start, start + place
        start += place
    yield start, end
