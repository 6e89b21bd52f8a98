"""Sound in memory: samples of 16 bits, and the WAV files that they come from and go to."""

from __future__ import annotations

import io
import struct
import sys
import wave
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from brailledesk.errors import N_, SpeechFaulty

HEADER_BYTES = 44
MAX_FRAMES = 1 << 30
"""No engine gives more in one piece; a header that says so is not believed."""


class Ear(Enum):
    """Where a voice is heard in a headset; the caller may have the other ear."""

    BOTH = "both"
    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Audio:
    """Sound: signed 16-bit samples, little-endian, the channels of a frame side by side.

    ``rate`` is frames a second.
    """

    samples: bytes
    rate: int
    channels: int = 1

    @property
    def frames(self) -> int:
        """How many moments of sound there are."""
        return len(self.samples) // (2 * self.channels)

    @property
    def seconds(self) -> float:
        """The duration."""
        return self.frames / self.rate

    @property
    def is_silent(self) -> bool:
        """Whether no sample differs from zero."""
        return not any(self.samples)

    def wav(self) -> bytes:
        """The sound as a WAV file with true sizes."""
        return wav_header(len(self.samples), self.rate, self.channels) + self.samples

    def cut(self, start: int, end: int) -> Audio:
        """The frames from ``start`` to before ``end``."""
        width = 2 * self.channels
        return Audio(self.samples[start * width : end * width], self.rate, self.channels)


def wav_header(size: int, rate: int, channels: int) -> bytes:
    """What stands in a WAV file before ``size`` bytes of 16-bit samples: always HEADER_BYTES."""
    form = struct.pack("<HHIIHH", 1, channels, rate, 2 * rate * channels, 2 * channels, 16)
    chunks = b"WAVEfmt " + struct.pack("<I", len(form)) + form + b"data" + struct.pack("<I", size)
    return b"RIFF" + struct.pack("<I", len(chunks) + size) + chunks


def silence(seconds: float, rate: int) -> Audio:
    """Nothing to hear, for a while."""
    return Audio(bytes(2 * round(seconds * rate)), rate)


def join(pieces: Iterable[Audio]) -> Audio:
    """Pieces one after another. Raises ValueError where their rates or channels differ."""
    known = list(pieces)
    kinds = {(piece.rate, piece.channels) for piece in known}
    if len(kinds) != 1:
        raise ValueError("only pieces of one rate and one number of channels can be joined")
    rate, channels = kinds.pop()
    return Audio(b"".join(piece.samples for piece in known), rate, channels)


def pan(audio: Audio, ear: Ear) -> Audio:
    """The sound in one ear only: stereo, with nothing on the other side.

    Sound that has two channels already is mixed to one first.
    """
    if ear is Ear.BOTH:
        return audio
    mono = _values(mix_down(audio).samples)
    stereo = array("h", bytes(4 * len(mono)))
    stereo[(0 if ear is Ear.LEFT else 1) :: 2] = mono
    return Audio(_bytes(stereo), audio.rate, 2)


def mix_down(audio: Audio) -> Audio:
    """One channel: the mean of all."""
    if audio.channels == 1:
        return audio
    values = _values(audio.samples)
    count = audio.channels
    usable = audio.frames * count
    lanes = [values[lane:usable:count] for lane in range(count)]
    mono = array("h", (sum(frame) // count for frame in zip(*lanes, strict=True)))
    return Audio(_bytes(mono), audio.rate)


def read_wav(data: bytes, engine: str) -> Audio:
    """The sound of a WAV file; sizes in its header that are too large are not believed.

    espeak-ng cannot go back in a pipe, so it writes sizes of two thousand million there. Samples of
    8, 24 and 32 bits become 16. Raises SpeechFaulty, which names ``engine``, for what is no WAV
    file of plain samples.
    """
    try:
        with wave.open(io.BytesIO(data), "rb") as source:
            width, rate = source.getsampwidth(), source.getframerate()
            channels = source.getnchannels()
            raw = source.readframes(min(source.getnframes(), MAX_FRAMES))
    except (wave.Error, EOFError, ValueError, RuntimeError):
        raise SpeechFaulty(engine, N_("it gave something that is no WAV file")) from None
    if not (0 < rate <= 384_000 and 0 < channels <= 8 and 0 < width <= 4):
        raise SpeechFaulty(engine, N_("it gave something that is no WAV file"))
    whole = len(raw) - len(raw) % (width * channels)
    return Audio(_as_16_bits(raw[:whole], width), rate, channels)


def _as_16_bits(raw: bytes, width: int) -> bytes:
    """Samples of ``width`` bytes as two; the least significant bits go."""
    if width == 2:
        return raw
    if width == 1:  # the only width whose samples have no sign
        return _bytes(array("h", ((value - 128) << 8 for value in raw)))
    result = bytearray(2 * (len(raw) // width))
    result[0::2] = raw[width - 2 :: width]
    result[1::2] = raw[width - 1 :: width]
    return bytes(result)


def _values(samples: bytes) -> array[int]:
    values = array("h")
    values.frombytes(samples[: len(samples) // 2 * 2])
    if sys.byteorder == "big":
        values.byteswap()
    return values


def _bytes(values: array[int]) -> bytes:
    if sys.byteorder == "big":
        values.byteswap()
    return values.tobytes()
