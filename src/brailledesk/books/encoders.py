"""Sound as files: WAV always; MP3 and Opus by a library or a program that is there.

LAME (LGPL) is called through the library lameenc, which is an option of the installation, or as
the program ``lame``; opusenc (BSD) only as a program.
"""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any, Protocol

from brailledesk.errors import N_, AudioNotEncoded, EncoderNotAvailable
from brailledesk.speech.audio import HEADER_BYTES, wav_header
from brailledesk.system_errors import reason_of

MP3_KBITS = 48
"""Constant, mono: what old players of DAISY books read, and speech at 22 kHz needs no more."""
OPUS_KBITS = 24
MP3_QUALITY = 5
"""LAME's own measure, 0 to 9: 5 is near the best of speech, and twice as quick as 2."""
_LARGEST_WAV = (1 << 32) - (1 << 12)
_END_SECONDS = 60.0

AUDIO_FORMATS = ("wav", "mp3", "opus")
MEDIA_TYPES: Mapping[str, str] = MappingProxyType(
    {"wav": "audio/x-wav", "mp3": "audio/mpeg", "opus": "audio/ogg; codecs=opus"}
)


class SoundFile(Protocol):
    """A file that is being written: samples of 16 bits, one channel."""

    def write(self, samples: bytes) -> None:
        """Add sound. Raises AudioNotEncoded or OSError."""

    def close(self) -> None:
        """End the file. Raises AudioNotEncoded or OSError."""

    def abandon(self) -> None:
        """End whatever writes it; the file is of no use."""


OpenSound = Callable[[Path, int], SoundFile]
"""Opens a file of sound of so many frames a second."""


def find_encoder(audio: str) -> OpenSound:
    """What writes files of a format of AUDIO_FORMATS. Raises EncoderNotAvailable."""
    if audio == "wav":
        return _WavFile
    if audio == "mp3" and importlib.util.find_spec("lameenc") is not None:
        return _LameFile
    program, arguments = _PROGRAMS[audio]
    path = shutil.which(program)
    if path is None:
        raise EncoderNotAvailable(audio, INSTALL_COMMANDS[audio])
    return _opener(path, arguments)


def has_encoder(audio: str) -> bool:
    """Whether files of a format can be written here."""
    try:
        find_encoder(audio)
    except EncoderNotAvailable:
        return False
    return True


_Arguments = Callable[[int, str], list[str]]


def _lame(rate: int, path: str) -> list[str]:
    form = ["-r", "--signed", "--bitwidth", "16", "--little-endian", "-s", f"{rate / 1000:g}"]
    how = ["-m", "m", "--cbr", "-b", str(MP3_KBITS), "-q", str(MP3_QUALITY), "-t", "--quiet"]
    return [*form, *how, "-", path]


def _opusenc(rate: int, path: str) -> list[str]:
    form = ["--raw", "--raw-bits", "16", "--raw-chan", "1", "--raw-rate", str(rate)]
    return [*form, "--quiet", "--speech", "--bitrate", str(OPUS_KBITS), "-", path]


_PROGRAMS: Mapping[str, tuple[str, _Arguments]] = MappingProxyType(
    {"mp3": ("lame", _lame), "opus": ("opusenc", _opusenc)}
)
INSTALL_COMMANDS: Mapping[str, str] = MappingProxyType(
    {"mp3": 'pip install "brailledesk[books]"', "opus": "sudo apt install opus-tools"}
)


class _WavFile:
    def __init__(self, path: Path, rate: int) -> None:
        self._stream: IO[bytes] = path.open("wb")
        self._stream.write(bytes(HEADER_BYTES))
        self._rate = rate
        self._size = 0

    def write(self, samples: bytes) -> None:
        self._size += len(samples)
        if self._size > _LARGEST_WAV:
            raise AudioNotEncoded("wav", N_("a section is too long for a WAV file"))
        self._stream.write(samples)

    def close(self) -> None:
        self._stream.seek(0)
        self._stream.write(wav_header(self._size, self._rate, 1))
        self._stream.close()

    def abandon(self) -> None:
        with suppress(OSError):
            self._stream.close()


class _LameFile:
    """MP3 frames from LAME as a library; it lets other threads run meanwhile."""

    def __init__(self, path: Path, rate: int) -> None:
        self._stream: IO[bytes] = path.open("wb")
        self._encoder: Any = _lame_encoder(rate)
        self._is_empty = True

    def write(self, samples: bytes) -> None:
        if samples:
            self._is_empty = False
            self._stream.write(self._encoder.encode(samples))

    def close(self) -> None:
        if not self._is_empty:  # the library cannot end what has not begun
            self._stream.write(self._encoder.flush())
        self._stream.close()

    def abandon(self) -> None:
        with suppress(OSError):
            self._stream.close()


def _lame_encoder(rate: int) -> Any:  # noqa: ANN401 - the library has no types
    import lameenc  # noqa: PLC0415 - an option of the installation

    encoder = lameenc.Encoder()
    encoder.set_in_sample_rate(rate)
    encoder.set_channels(1)
    encoder.set_bit_rate(MP3_KBITS)
    encoder.set_quality(MP3_QUALITY)
    encoder.silence()
    return encoder


class _ProgramFile:
    """A program that takes samples by its standard input; what it complains of is kept."""

    def __init__(self, command: Sequence[str], path: Path) -> None:
        self._path = path
        self._name = path.suffix[1:]
        self._complaint = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the process
        self._process = subprocess.Popen(  # noqa: S603 - a list of arguments, never a shell
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=self._complaint,
        )

    def write(self, samples: bytes) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(samples)
        except OSError:
            self._end()
            raise self._error() from None

    def close(self) -> None:
        self._end()
        is_there = self._path.is_file() and self._path.stat().st_size > 0
        if self._process.returncode or not is_there:
            raise self._error()
        self._complaint.close()

    def abandon(self) -> None:
        self._process.kill()
        self._end()
        self._complaint.close()

    def _end(self) -> None:
        assert self._process.stdin is not None
        with suppress(OSError):
            self._process.stdin.close()
        try:
            self._process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _error(self) -> AudioNotEncoded:
        self._complaint.seek(0)
        lines = self._complaint.read(2000).decode("utf-8", "replace").split("\n")
        said = next((line.strip() for line in reversed(lines) if line.strip()), "-")
        return AudioNotEncoded(self._name, said)


def _opener(program: str, arguments: _Arguments) -> OpenSound:
    def open_sound(path: Path, rate: int) -> SoundFile:
        try:
            return _ProgramFile([program, *arguments(rate, str(path))], path)
        except OSError as error:
            raise AudioNotEncoded(path.suffix[1:], reason_of(error)) from None

    return open_sound
