"""The sound of a book: phrases are spoken several at a time, and written in their order.

Of all sound only what waits for its turn is held. Borders are counted in samples, and told in
milliseconds; where one clip ends the next begins, so that rounding adds up to nothing.
"""

from __future__ import annotations

import os
import unicodedata
from collections import deque
from collections.abc import Generator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self

from brailledesk.books.encoders import OpenSound, SoundFile
from brailledesk.books.script import Phrase, Script, Section
from brailledesk.errors import N_, SpeechFaulty, SpeechSilent, VoiceNotFound
from brailledesk.progress import Progress, silent
from brailledesk.speech.audio import Audio, join, mix_down, silence
from brailledesk.speech.engine import Cancellation, Engine, VoiceSettings
from brailledesk.speech.passage import Sentence, voice_for

_AHEAD = 8
"""Phrases for each thread that are spoken, or being spoken, before their turn."""
_BLOCK_SECONDS = 4
"""Sound is given to an encoder in blocks of this length: each call of it has a cost."""


@dataclass(frozen=True, slots=True)
class Clip:
    """The sound of a phrase, from ``begin`` to ``end`` in milliseconds of its section's file."""

    phrase: Phrase
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class SpokenSection:
    """A section with its file of sound and its clips, which follow each other without a gap."""

    section: Section
    audio: str
    clips: tuple[Clip, ...]

    @property
    def duration(self) -> int:
        """Milliseconds."""
        return self.clips[-1].end


@dataclass(frozen=True, slots=True)
class SpokenBook:
    """All sections in order; ``voiceless`` are languages that had to do with the main voice."""

    sections: tuple[SpokenSection, ...]
    voiceless: tuple[str, ...]

    @property
    def duration(self) -> int:
        """Milliseconds."""
        return sum(section.duration for section in self.sections)


def default_jobs() -> int:
    """Threads that speak: one a core, and one more, because each waits for its process."""
    return (os.cpu_count() or 1) + 1


def speak_script(
    script: Script,
    engine: Engine,
    settings: VoiceSettings,
    folder: Path,
    open_sound: OpenSound,
    *,
    suffix: str,
    jobs: int | None = None,
    cancellation: Cancellation | None = None,
    progress: Progress = silent,
) -> SpokenBook:
    """Write a file of sound for each section into ``folder``, named by its number and ``suffix``.

    ``jobs`` calls of the engine run at a time. Raises SpeechError, AudioNotEncoded, OSError; what
    has been written then is of no use, and no process is left.
    """
    wish = cancellation or Cancellation()
    voice = _Voice(engine, settings, wish)
    done, total = 0, script.phrase_count
    sections: list[SpokenSection] = []
    workers = max(jobs or default_jobs(), 1)
    with ThreadPoolExecutor(workers, "speech") as pool:
        phrases = [phrase for section in script.sections() for phrase in section.phrases]
        spoken = _in_order(pool, voice, phrases, workers * _AHEAD)
        try:
            for number, section in enumerate(script.sections(), 1):
                name = f"s{number:04}.{suffix}"
                writer = _SectionWriter(folder / name, open_sound, voice)
                with writer:
                    for phrase in section.phrases:
                        writer.add(phrase, next(spoken))
                        done += 1
                        progress(N_("Speaking"), done, total)
                sections.append(SpokenSection(section, name, tuple(writer.clips)))
        except BaseException:
            wish.cancel()
            raise
        finally:
            spoken.close()
    return SpokenBook(tuple(sections), tuple(sorted(voice.missing)))


def _in_order(
    pool: ThreadPoolExecutor, voice: _Voice, phrases: Sequence[Phrase], most: int
) -> Generator[Audio, None, None]:
    """The sound of phrases in their order, of which at most so many are held."""
    waiting: deque[Future[Audio]] = deque()
    following = iter(phrases)
    try:
        while True:
            while len(waiting) < most and (phrase := next(following, None)) is not None:
                waiting.append(pool.submit(voice.speak, phrase))
            if not waiting:
                return
            yield waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()


@dataclass(slots=True)
class _Voice:
    """The engine with the reader's settings. ``missing`` are languages that it has no voice for."""

    engine: Engine
    settings: VoiceSettings
    cancellation: Cancellation
    missing: set[str] = field(default_factory=set)

    def speak(self, phrase: Phrase) -> Audio:
        """The sound of a phrase in one channel. Raises SpeechError."""
        return self.join([mix_down(self._say(sentence)) for sentence in phrase.spoken])

    def join(self, pieces: Sequence[Audio]) -> Audio:
        """Pieces one after another. Raises SpeechFaulty if they do not fit together."""
        try:
            return join(pieces)
        except ValueError:
            problem = N_("its voices have different sampling rates")
            raise SpeechFaulty(self.engine.name, problem) from None

    def _say(self, sentence: Sentence) -> Audio:
        """The sound of a sentence; what the voice cannot pronounce is described by its signs."""
        try:
            return self._synthesise(sentence)
        except SpeechSilent:
            return self._synthesise(replace(sentence, text=_signs(sentence.text), language="en"))

    def _synthesise(self, sentence: Sentence) -> Audio:
        """The sound of a sentence, by the main voice if there is none of its language."""
        wanted = voice_for(sentence, self.settings)
        is_main = _main(sentence.language) == _main(self.settings.language)
        if is_main or sentence.language in self.missing:
            wanted = self.settings
        try:
            audio = self.engine.synthesise(sentence.text, wanted, self.cancellation)
        except VoiceNotFound:
            if wanted == self.settings:
                raise
            self.missing.add(sentence.language)
            return self._synthesise(sentence)
        if not audio.frames:
            raise SpeechSilent(self.engine.name)
        return audio


def _main(language: str) -> str:
    """A language without its country: a book has one voice for all of them."""
    return language.partition("-")[0].lower()


def _signs(text: str) -> str:
    """The names of the signs of a text, as Unicode has them."""
    return ", ".join(unicodedata.name(sign, "sign").lower() for sign in text if sign.isalnum())


class _SectionWriter:
    """A file of sound while it grows, and the clips in it."""

    def __init__(self, path: Path, open_sound: OpenSound, voice: _Voice) -> None:
        self._path = path
        self._open_sound = open_sound
        self._voice = voice
        self._file: SoundFile | None = None
        self._rate = 0
        self._frames = 0
        self._held: list[bytes] = []
        self._held_bytes = 0
        self.clips: list[Clip] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_others: object) -> None:
        if self._file is None:
            return
        if kind is not None:
            self._file.abandon()
            return
        try:
            self._flush()
            self._file.close()
        except BaseException:
            self._file.abandon()
            raise

    def add(self, phrase: Phrase, audio: Audio) -> None:
        """Write a phrase and its pause."""
        if self._file is None:
            self._rate = audio.rate
            self._file = self._open_sound(self._path, audio.rate)
        whole = self._voice.join([audio, silence(phrase.pause, self._rate)])
        begin = self._milliseconds()
        self._frames += whole.frames
        self._held.append(whole.samples)
        self._held_bytes += len(whole.samples)
        if self._held_bytes > 2 * self._rate * _BLOCK_SECONDS:
            self._flush()
        self.clips.append(Clip(phrase, begin, self._milliseconds()))

    def _flush(self) -> None:
        assert self._file is not None
        self._file.write(b"".join(self._held))
        self._held.clear()
        self._held_bytes = 0

    def _milliseconds(self) -> int:
        return round(self._frames * 1000 / self._rate)
