"""pyttsx3, for the voices of Windows (SAPI) and macOS: each call in a process of its own.

Version 2.99 loses texts, repeats them, overwrites files and hangs where its loop runs a second time
or a file cannot be written; it takes a voice that it does not know for English without a word. So
each process speaks one text, after an empty round of the loop, by a voice that was looked up, and
is ended after a time-out.
"""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import tempfile
from functools import cached_property
from pathlib import Path

from brailledesk.errors import (
    N_,
    SpeechEngineLost,
    SpeechEngineNotAvailable,
    SpeechFaulty,
    SpeechSilent,
    UsageError,
    VoiceNotFound,
)
from brailledesk.speech.audio import Audio, read_wav
from brailledesk.speech.engine import Cancellation, Voice, VoiceSettings, has_speech, voice_names
from brailledesk.speech.process import RunLimits, run

INSTALL_COMMAND = "pip install 'brailledesk[pyttsx3]'"
_WORKER = (sys.executable, "-m", "brailledesk.speech.pyttsx_worker")
_ATTEMPTS = 2
_ATTEMPTS_AT_SILENCE = 3
_RATE_WITHOUT_TEXT = 22050
_MOST_VOICES_BYTES = 4_000_000


class PyttsxEngine:
    """The engine ``pyttsx3``; it has no pitch."""

    name = "pyttsx3"

    def __init__(self, limits: RunLimits | None = None) -> None:
        self._limits = limits or RunLimits()

    def voices(self) -> tuple[Voice, ...]:
        return self._voices

    def synthesise(
        self, text: str, settings: VoiceSettings, cancellation: Cancellation | None = None
    ) -> Audio:
        if settings.pitch != 100:
            raise UsageError(N_("The speech engine pyttsx3 cannot change the pitch."))
        voice = self._choose_voice(settings)
        if not has_speech(text):
            return Audio(b"", _RATE_WITHOUT_TEXT)
        request: dict[str, object] = {
            "text": text.replace("\0", " "),
            "voice": voice,
            "rate": settings.rate,
            "volume": settings.volume,
        }
        # On a busy machine it loses a text now and then, and writes silence; again, it does not.
        for _attempt in range(_ATTEMPTS_AT_SILENCE):
            audio = self._record(request, cancellation)
            if not (audio.is_silent and settings.volume):
                return audio
        raise SpeechSilent(self.name)

    def _record(self, request: dict[str, object], cancellation: Cancellation | None) -> Audio:
        with tempfile.TemporaryDirectory(prefix="brailledesk-") as folder:
            path = Path(folder, "speech.wav")
            self._ask({**request, "output": str(path)}, cancellation)
            return read_wav(self._read(path), self.name)

    @cached_property
    def _voices(self) -> tuple[Voice, ...]:
        if importlib.util.find_spec("pyttsx3") is None:
            raise SpeechEngineNotAvailable(
                self.name, N_("the package is not installed"), INSTALL_COMMAND
            )
        answer = self._ask({}, None)
        try:
            return tuple(Voice(*map(str, row)) for row in json.loads(answer)["voices"])
        except (ValueError, KeyError, TypeError):
            raise SpeechFaulty(self.name, N_("its list of voices cannot be read")) from None

    def _ask(self, request: dict[str, object], cancellation: Cancellation | None) -> bytes:
        """One process for one request; another one, once, if it dies."""
        data = json.dumps(request).encode()
        limits = RunLimits(self._limits.seconds, _MOST_VOICES_BYTES)
        finished = run(self.name, _WORKER, data, limits, cancellation)
        for _attempt in range(_ATTEMPTS - 1):
            if finished.status == 0:
                break
            finished = run(self.name, _WORKER, data, limits, cancellation)
        if finished.status:
            raise SpeechEngineLost(self.name, finished.status, finished.complaint)
        return finished.output

    def _choose_voice(self, settings: VoiceSettings) -> str:
        wanted = settings.voice or settings.language
        key = wanted.casefold()
        if settings.voice is not None:
            found = [
                one for one in self._voices if key in {one.name.casefold(), one.title.casefold()}
            ]
        else:
            found = [one for one in self._voices if _speaks(one, key)]
        if not found:
            known = voice_names(self._voices, settings.language)
            raise VoiceNotFound(self.name, wanted, known)
        return found[0].name

    def _read(self, path: Path) -> bytes:
        try:
            if path.stat().st_size > self._limits.output_bytes:
                raise SpeechFaulty(self.name, N_("it did not stop writing"))
            data = path.read_bytes()
            return _from_aiff(path) if data.startswith(b"FORM") else data
        except OSError:
            raise SpeechFaulty(self.name, N_("it wrote no file")) from None


def _speaks(voice: Voice, language: str) -> bool:
    return (
        voice.language.casefold().replace("_", "-").partition("-")[0] == language.partition("-")[0]
    )


def _from_aiff(path: Path) -> bytes:
    """macOS writes AIFF whatever the name; its own program turns that into WAV."""
    target = path.with_suffix(".converted.wav")
    command = [
        "/usr/bin/afconvert",
        "-f",
        "WAVE",
        "-d",
        "LEI16",
        os.fspath(path),
        os.fspath(target),
    ]
    subprocess.run(command, check=False, timeout=60, capture_output=True)  # noqa: S603 - our files
    return target.read_bytes()
