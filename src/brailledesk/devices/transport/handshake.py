"""A machine of G-code that answers each line with ``ok``: one line at a time, none lost or skipped.

An answer may come late, or get lost. Counting answers would then be wrong for ever, so after a
silence the machine is asked something whose answer nothing else gives (M114: where are you), and
all that came before it is old. The line that had no answer even then is sent again: positions are
absolute, so a line that was done twice does the same dot in the same place.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import Enum
from time import monotonic

from brailledesk.devices.transport.base import NO_ANSWER, Duplex, Patience, printable
from brailledesk.errors import N_, DeviceRefused, DeviceStalled

LINE_TIMEOUT = 20.0
"""Seconds for one line. The longest are homing and the way across the sheet."""

START_TIMEOUT = 4.0
"""The same at the start: what begins anew when it is called has not heard the first question."""

TRIES = 3

_PROBE = b"M114\n"
_POSITION = re.compile(rb"\bX:\s*-?[0-9.]+|M114")
"""The answer; or that the machine does not know the question, which is an answer as good."""
_MOST = 4096
"""Bytes of a line of an answer; what is longer comes from no machine of this kind."""


class _Answer(Enum):
    OK = "ok"
    AGAIN = "again"
    SILENCE = "silence"


class Handshake:
    """A way whose ``send`` also waits for the answer to each line.

    ``way`` brings answers. ``silence`` is how long an answer may take, in seconds of ``clock``.
    Raises DeviceRefused for a line that the machine calls an error, and DeviceStalled when it is
    silent.
    """

    def __init__(
        self,
        way: Duplex,
        silence: float = LINE_TIMEOUT,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self.address = way.address
        self.is_exact = False
        self.has_confirmation = True
        self._way = way
        self._silence = silence
        self._clock = clock
        self._heard = bytearray()
        self._done = 0

    def identity(self) -> tuple[str, ...]:
        """That of the way."""
        return self._way.identity()

    def open(self, offset: int = 0) -> int:
        """Open the way, and wait until the machine answers: many begin anew when called."""
        self._done = 0
        self._way.open(offset)
        try:
            self._heard.clear()
            self._ask_position(min(self._silence, START_TIMEOUT))
        except BaseException:
            self._way.abort()
            raise
        return 0

    def send(self, data: bytes) -> None:
        """Send line by line. A line that has no end is one, too."""
        for line in data.splitlines():
            if line.strip():
                self._send_line(line.strip() + b"\n")
        self._done += len(data)

    def close(self) -> None:
        """Close the way; the last line is answered."""
        self._way.close()

    def abort(self) -> None:
        """Let the way go."""
        self._way.abort()

    def discard(self) -> None:
        """Nothing is kept."""
        self._way.discard()

    def certain(self) -> int:
        """What was answered: it is done."""
        return self._done

    def _send_line(self, line: bytes) -> None:
        for _ in range(TRIES):
            self._way.send(line)
            answer = self._wait_answer(self._silence)
            if answer is _Answer.OK:
                return
            is_late = self._ask_position(self._silence)
            if answer is _Answer.SILENCE and is_late:
                return
        raise DeviceStalled(self.address, NO_ANSWER, TRIES * self._silence)

    def _wait_answer(self, silence: float) -> _Answer:
        """What the machine says to a line."""
        patience = self._patience(silence)
        while (answer := self._read_line(patience)) is not None:
            if _is_ok(answer):
                return _Answer.OK
            word = answer.lower()
            if word.startswith((b"error", b"!!")):
                raise DeviceRefused(self.address, printable(answer.decode("ascii", "replace")))
            if _wants_again(answer):
                return _Answer.AGAIN  # an ok comes behind it, which is none
            patience.renew()  # "busy: processing": it is alive
        return _Answer.SILENCE

    def _ask_position(self, silence: float) -> bool:
        """Send the question until its own answer comes; all before that answer is old.

        Whether an ok was before it: that is the late answer to the last line, for all others had
        theirs. The ok of the question stands behind the position, in the same line or in the next.
        """
        for attempt in range(TRIES):
            is_answered = is_wanted_again = False
            self._way.send(_PROBE)
            patience = self._patience(silence)
            while (answer := self._read_line(patience)) is not None:
                if _POSITION.search(answer):
                    if not _is_ok(answer) and self._wait_answer(silence) is not _Answer.OK:
                        break
                    if attempt:  # the answers to the questions before may come yet
                        self._wait_silence(silence)
                    return is_answered
                is_wanted_again = is_wanted_again or _wants_again(answer)
                # Behind a second question it may as well be the first one's.
                is_done = _is_ok(answer) and not attempt and not is_wanted_again
                is_answered = is_answered or is_done
        raise DeviceStalled(self.address, NO_ANSWER, TRIES * silence)

    def _wait_silence(self, silence: float) -> None:
        patience = self._patience(silence)
        while self._read_line(patience) is not None:
            patience.renew()

    def _patience(self, silence: float) -> Patience:
        return Patience(self.address, silence, NO_ANSWER, self._clock)

    def _read_line(self, patience: Patience) -> bytes | None:
        """The next line of the machine; None when patience ends."""
        while b"\n" not in self._heard:
            try:
                said = self._way.read(min(patience.left(), 1.0))
            except DeviceStalled:
                return None
            self._heard += said
            if len(self._heard) > _MOST and b"\n" not in self._heard:
                raise DeviceRefused(self.address, N_("it says what no machine of this kind says"))
        line, _, rest = bytes(self._heard).partition(b"\n")
        self._heard[:] = rest
        return line.strip()


def _wants_again(answer: bytes) -> bool:
    return answer.lower().startswith((b"resend", b"rs "))


def _is_ok(answer: bytes) -> bool:
    return answer.lower().split(b" ")[0] == b"ok"
