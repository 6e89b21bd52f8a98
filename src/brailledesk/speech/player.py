"""Let audio be heard: by a program that the system has, or by the library sounddevice."""

from __future__ import annotations

import importlib
import shutil
from collections.abc import Mapping, Sequence
from typing import Protocol

from brailledesk.errors import N_, SpeechEngineLost, SpeechEngineNotAvailable
from brailledesk.speech.audio import Audio
from brailledesk.speech.engine import Cancellation
from brailledesk.speech.process import RunLimits, run

INSTALL_COMMAND = "pip install 'brailledesk[audio]'"
PORTAUDIO_COMMAND = "sudo apt install libportaudio2"
"""What the library sounddevice needs of the system where its package does not bring it: Linux."""

_GRACE_SECONDS = 10.0
"""What a player may take longer than the sound: a sound server that sleeps has to wake."""
_BLOCK_SECONDS = 0.02

_PROGRAMS: tuple[tuple[str, ...], ...] = (
    ("paplay", "--raw", "--format=s16le", "--rate={rate}", "--channels={channels}"),
    ("aplay", "-q", "-t", "raw", "-f", "S16_LE", "-r", "{rate}", "-c", "{channels}", "-"),
)
"""PulseAudio (and PipeWire), ALSA; in this order, because the first shares the device."""


class Player(Protocol):
    """Something that is heard."""

    def play(self, audio: Audio, cancellation: Cancellation) -> None:
        """Return when the sound is over. Raises SpeechCancelled at once when that is wished."""
        ...


class NullPlayer:
    """Plays to nobody, in no time; ``played`` has what was to be heard."""

    def __init__(self) -> None:
        self.played: list[Audio] = []

    def play(self, audio: Audio, cancellation: Cancellation) -> None:
        cancellation.check()
        self.played.append(audio)


class ProgramPlayer:
    """Plays by a program that takes samples from its standard input.

    In its arguments ``{rate}`` and ``{channels}`` are those of the sound. No file is written: what
    is spoken may be a customer's.
    """

    def __init__(self, command: Sequence[str]) -> None:
        self._command = tuple(command)

    def play(self, audio: Audio, cancellation: Cancellation) -> None:
        """Raises SpeechError where the program fails or hangs."""
        if not audio.frames:
            return
        name = self._command[0]
        limits = RunLimits(audio.seconds + _GRACE_SECONDS, 1_000_000)
        values = {"{rate}": str(audio.rate), "{channels}": str(audio.channels)}
        command = [_fill(part, values) for part in self._command]
        finished = run(name, command, audio.samples, limits, cancellation)
        if finished.status:
            raise SpeechEngineLost(name, finished.status, finished.complaint)


def _fill(part: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        part = part.replace(name, value)
    return part


class LibraryPlayer:
    """Plays by PortAudio, through the library sounddevice (extra ``audio``)."""

    def __init__(self) -> None:
        try:
            self._library = importlib.import_module("sounddevice")
        except ImportError as error:
            raise SpeechEngineNotAvailable("sounddevice", str(error), INSTALL_COMMAND) from None
        except OSError:
            reason = N_("the library PortAudio is not there")
            raise SpeechEngineNotAvailable("sounddevice", reason, PORTAUDIO_COMMAND) from None

    def play(self, audio: Audio, cancellation: Cancellation) -> None:
        """Raises SpeechEngineNotAvailable where there is no device to play to."""
        block = max(1, round(_BLOCK_SECONDS * audio.rate))
        try:
            with self._library.RawOutputStream(
                samplerate=audio.rate, channels=audio.channels, dtype="int16"
            ) as stream:
                for start in range(0, audio.frames, block):
                    if cancellation.is_cancelled:
                        stream.abort()
                        break
                    stream.write(audio.cut(start, start + block).samples)
        except self._library.PortAudioError as error:
            raise SpeechEngineNotAvailable("sounddevice", str(error)) from None
        cancellation.check()


def find_player() -> Player:
    """A player of this machine. Raises SpeechEngineNotAvailable if there is none."""
    for command in _PROGRAMS:
        if shutil.which(command[0]):
            return ProgramPlayer(command)
    try:
        return LibraryPlayer()
    except SpeechEngineNotAvailable as lack:
        bring = str(lack.fields["command"])
        raise SpeechEngineNotAvailable(
            "player", N_("there is no program that plays sound"), bring
        ) from None
