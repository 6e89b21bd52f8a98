"""espeak-ng as a process: 14 ms a sentence, a crash of its own, and a licence of its own (GPL-3).

One process speaks one text. Its voices, settings and limits are those of version 1.51; its output
is the same from run to run.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from functools import cached_property

from brailledesk.errors import (
    N_,
    SpeechEngineLost,
    SpeechEngineNotAvailable,
    SpeechSilent,
    VoiceNotFound,
)
from brailledesk.speech.audio import Audio, read_wav
from brailledesk.speech.engine import Cancellation, Voice, VoiceSettings, has_speech, voice_names
from brailledesk.speech.process import Finished, RunLimits, run

PROGRAM = "espeak-ng"
INSTALL_COMMAND = "sudo apt install espeak-ng"
NORMAL_WORDS = 175
"""Words a minute at the rate of 100 percent, espeak-ng's own default."""
SAMPLE_RATE = 22050

# What ends a text, or means something, for espeak-ng and not for readers: "[[" begins phonemes.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_ATTEMPTS = 2


class EspeakEngine:
    """The engine ``espeak``. ``program`` is a name or a path."""

    name = "espeak"

    def __init__(self, program: str = PROGRAM, limits: RunLimits | None = None) -> None:
        self._program = program
        self._limits = limits or RunLimits()

    def voices(self) -> tuple[Voice, ...]:
        return self._voices

    def synthesise(
        self, text: str, settings: VoiceSettings, cancellation: Cancellation | None = None
    ) -> Audio:
        voice = self._choose_voice(settings)
        if not has_speech(text):
            return Audio(b"", SAMPLE_RATE)
        finished = self._run(_arguments(voice, settings), _encode(text), cancellation)
        audio = read_wav(finished.output, self.name)
        if settings.volume and audio.is_silent:
            raise SpeechSilent(self.name)
        return audio

    def phonemes(self, text: str, language: str = "it") -> str:
        """What it would say, in the International Phonetic Alphabet."""
        arguments = ["-q", "--ipa", "--stdin", "-b", "1", "-v", language]
        return self._run(arguments, _encode(text), None).output.decode("utf-8").strip()

    def _run(self, arguments: list[str], data: bytes, wish: Cancellation | None) -> Finished:
        """One run; a process that dies is replaced by another, once."""
        finished = Finished(b"", 0)
        for _attempt in range(_ATTEMPTS):
            finished = run(self.name, [self._program, *arguments], data, self._limits, wish)
            if finished.status == 0:
                return finished
        raise SpeechEngineLost(self.name, finished.status, finished.complaint)

    @cached_property
    def _voices(self) -> tuple[Voice, ...]:
        if shutil.which(self._program) is None:
            raise SpeechEngineNotAvailable(
                self.name, N_("the program is not there"), INSTALL_COMMAND
            )
        rows = self._list(["--voices"])
        has_mbrola = shutil.which("mbrola") is not None
        return tuple(
            Voice(name, language, title)
            for language, title, name in rows
            if has_mbrola or not name.startswith("mb/")
        )

    @cached_property
    def _variants(self) -> frozenset[str]:
        return frozenset(
            name.removeprefix("!v/") for _, _, name in self._list(["--voices=variant"])
        )

    def _list(self, arguments: list[str]) -> list[tuple[str, str, str]]:
        """Language, title and name of each voice of a list."""
        lines = self._run(arguments, b"", None).output.decode("utf-8", "replace").splitlines()[1:]
        columns = [line.split() for line in lines]
        return [(row[1], row[3].replace("_", " "), row[4]) for row in columns if len(row) >= 5]

    def _choose_voice(self, settings: VoiceSettings) -> str:
        """The name for ``-v``: it would speak with another voice where it does not know one."""
        wanted = settings.voice or settings.language
        base, _, variant = wanted.partition("+")
        found = _find(base, self._voices)
        if found is None and settings.voice is None:
            found = _find(base.partition("-")[0], self._voices)
        if found is None or (variant and variant not in self._variants):
            raise VoiceNotFound(self.name, wanted, voice_names(self._voices, settings.language))
        return f"{found}+{variant}" if variant else found


def _find(wanted: str, voices: Iterable[Voice]) -> str | None:
    """A voice by its name, its language, its title or the end of its name, in this order.

    The end of its name is the language without a country: "en" of "gmw/en", which is "en-gb".
    """
    known = list(voices)
    key = wanted.casefold()
    for names in (
        [voice.name for voice in known],
        [voice.language for voice in known],
        [voice.title for voice in known],
        [voice.name.rpartition("/")[2] for voice in known],
    ):
        for voice, name in zip(known, names, strict=True):
            if name.casefold() == key:
                return voice.name
    return None


def _arguments(voice: str, settings: VoiceSettings) -> list[str]:
    words = round(NORMAL_WORDS * settings.rate / 100)
    pitch = min(99, settings.pitch // 2)
    return [
        *("--stdin", "--stdout", "-b", "1", "-v", voice),
        *("-s", str(words), "-p", str(pitch), "-a", str(settings.volume)),
    ]


def _encode(text: str) -> bytes:
    plain = _CONTROLS.sub(" ", text).replace("[[", "[ [")
    return plain.encode("utf-8", "replace")
