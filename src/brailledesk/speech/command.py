"""A program of the user's as an engine: piper and others, set up by a line of arguments.

::

    piper --model it_IT-paola-medium.onnx --output_file {output}
    pico2wave --lang=it-IT --wave={output} {text}
    my-voice --rate={rate} --stdout

``{text}`` is the text itself; without it the text comes by standard input. ``{output}`` is the name
of a WAV file that the program writes; without it the sound comes by standard output. No shell sees
any of it.
"""

from __future__ import annotations

import re
import shlex
import tempfile
from collections.abc import Sequence
from pathlib import Path

from brailledesk.errors import (
    N_,
    SpeechEngineLost,
    SpeechFaulty,
    SpeechSilent,
    UsageError,
    VoiceNotFound,
)
from brailledesk.speech.audio import Audio, read_wav
from brailledesk.speech.engine import Cancellation, Voice, VoiceSettings, has_speech
from brailledesk.speech.process import RunLimits, run
from brailledesk.system_errors import reason_of

TEXT, OUTPUT = "{text}", "{output}"
_LONGEST_ARGUMENT = 30_000
"""Characters; Windows takes no longer command, Linux no longer argument than four times that."""
_NAMES = re.compile(r"\{(?:text|output|voice|language|rate|pitch|volume)\}")
_ATTEMPTS = 2
_RATE_WITHOUT_TEXT = 22050


class CommandEngine:
    """The engine ``command``. ``voices`` are the names that ``{voice}`` may have, if any.

    ``rate``, ``pitch``, ``volume`` (percent), ``voice`` and ``language`` in braces stand for the
    settings; where the command does not name one, another value than the normal one is an error.
    Raises UsageError for a command that is empty or has unknown names.
    """

    name = "command"

    def __init__(
        self,
        command: str | Sequence[str],
        voices: Sequence[Voice] = (),
        limits: RunLimits | None = None,
    ) -> None:
        self._command = _parts(command)
        self._voices = tuple(voices)
        self._limits = limits or RunLimits()
        if not self._command:
            raise UsageError(N_("The command of a speech engine is empty."))
        if TEXT in self._command[0]:
            raise UsageError(N_("The program of a speech engine cannot come from the text."))

    def voices(self) -> tuple[Voice, ...]:
        return self._voices

    def synthesise(
        self, text: str, settings: VoiceSettings, cancellation: Cancellation | None = None
    ) -> Audio:
        values = self._values(settings)
        if not has_speech(text):
            return Audio(b"", _RATE_WITHOUT_TEXT)
        data = self._synthesise(_one_argument(text), values, cancellation)
        audio = read_wav(data, self.name)
        if settings.volume and audio.is_silent:
            raise SpeechSilent(self.name)
        return audio

    def _synthesise(
        self, text: str, values: dict[str, str], cancellation: Cancellation | None
    ) -> bytes:
        has_argument = any(TEXT in part for part in self._command)
        if has_argument and len(text) > _LONGEST_ARGUMENT:
            raise SpeechFaulty(self.name, N_("the text is too long for an argument"))
        data = b"" if has_argument else f"{text}\n".encode("utf-8", "replace")
        with tempfile.TemporaryDirectory(prefix="brailledesk-") as folder:
            path = Path(folder, "speech.wav")
            command = [
                _fill(part, {**values, TEXT: text, OUTPUT: str(path)}) for part in self._command
            ]
            output = self._run(command, data, cancellation)
            if not any(OUTPUT in part for part in self._command):
                return output
            return self._read(path)

    def _run(self, command: list[str], data: bytes, cancellation: Cancellation | None) -> bytes:
        """One run; a program that dies is started once more."""
        finished = run(self.name, command, data, self._limits, cancellation)
        for _attempt in range(_ATTEMPTS - 1):
            if finished.status == 0:
                break
            finished = run(self.name, command, data, self._limits, cancellation)
        if finished.status:
            raise SpeechEngineLost(self.name, finished.status, finished.complaint)
        return finished.output

    def _read(self, path: Path) -> bytes:
        try:
            if not path.is_file() or path.stat().st_size > self._limits.output_bytes:
                raise SpeechFaulty(self.name, N_("it gave something that is no WAV file"))
            return path.read_bytes()
        except OSError as error:
            raise SpeechFaulty(self.name, reason_of(error)) from None

    def _values(self, settings: VoiceSettings) -> dict[str, str]:
        """What stands for the names in braces. Raises VoiceNotFound, UsageError."""
        if settings.voice and not (self._names("{voice}") and self._knows(settings.voice)):
            known = tuple(voice.name for voice in self._voices)
            raise VoiceNotFound(self.name, settings.voice, known)
        for name in ("rate", "pitch", "volume"):
            if getattr(settings, name) != 100 and not self._names(f"{{{name}}}"):
                raise UsageError(
                    N_("The command of the speech engine does not say where the {name} goes."),
                    N_("Write {{{name}}} among its arguments."),
                    name=name,
                )
        default = self._voices[0].name if self._voices else ""
        return {
            "{voice}": settings.voice or default,
            "{language}": settings.language,
            "{rate}": str(settings.rate),
            "{pitch}": str(settings.pitch),
            "{volume}": str(settings.volume),
        }

    def _names(self, name: str) -> bool:
        return any(name in part for part in self._command)

    def _knows(self, voice: str) -> bool:
        return any(known.name == voice for known in self._voices)


def _parts(command: str | Sequence[str]) -> tuple[str, ...]:
    if not isinstance(command, str):
        return tuple(command)
    try:
        return tuple(shlex.split(command))
    except ValueError as error:
        raise UsageError(
            N_("The command of a speech engine cannot be read: {reason}."), reason=str(error)
        ) from None


def _fill(part: str, values: dict[str, str]) -> str:
    """In one pass: what looks like a name in the text stays text."""
    return _NAMES.sub(lambda found: values[found[0]], part)


def _one_argument(text: str) -> str:
    """In one line, without what ends an argument; never taken for an option."""
    line = " ".join(text.replace("\0", " ").split())
    return f" {line}" if line.startswith("-") else line
