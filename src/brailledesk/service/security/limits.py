"""How much a client may send, and how fast.

Size, depth and counts are looked at before the JSON is read, on its bytes: a message that is
beyond them never becomes values. The common message is passed by four counts of bytes, which are
never too low; only where one of them is too high are texts taken out and the rest looked at.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate

from brailledesk.errors import N_, MessageRefused

_ESCAPE = re.compile(rb"\\.", re.DOTALL)
_NOT_MARKS = bytes(set(range(256)) - set(b'[]{},"'))
_NOT_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_FEW_BRACKETS = 4_096
_STEPS = bytes(2 if one in b"[{" else 0 for one in range(256))
"""Of a bracket one level up or down, and one more."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one client may do. Sizes in bytes, rates a second; ``burst`` is saved up while idle."""

    size: int = 1 << 20
    depth: int = 64
    objects: int = 20_000 + 64
    """A screen's nodes, and what is around them in a message."""
    values: int = 400_000
    rate: float = 1_000.0
    burst: float = 4_000.0
    waiting: int = 16 << 20
    """Bytes that wait for a client that does not read; one more and it is cut off."""
    seconds: float = 10.0
    """For the whole of a message, from its first byte; and for a client that does not read."""


FOR_PAGES = Limits()
FOR_PROGRAMS = Limits(
    size=16 << 20, depth=512, values=4_000_000, rate=20_000.0, burst=40_000.0, waiting=64 << 20
)
"""Programs of the same user, which send documents, and may mistake."""
AT_THE_DOOR = Limits(size=4_096, depth=8, objects=16, values=100, rate=1.0, burst=8.0)
"""Before anyone said who it is: a token, or a name and a code."""
CLIENTS = 8
AT_THE_DOOR_ALL = 16
"""Connections that have not said yet who they are; they take no client's place."""
AT_THE_DOOR_EACH = 4
"""The same of one origin, so that one page does not keep others from the door."""


def check_message(data: bytes, limits: Limits) -> None:
    """Raise MessageRefused for what must not be read as JSON. (The peer checks UTF-8.)"""
    if len(data) > limits.size:
        raise MessageRefused(N_("it is longer than a message may be"), is_final=True)
    objects, arrays = data.count(b"{"), data.count(b"[")
    values = objects + arrays + data.count(b",")
    if objects > limits.objects or values > limits.values or objects + arrays > limits.depth:
        _check_structure(_without_texts(data), limits)


def _without_texts(data: bytes) -> bytes:
    """Brackets and commas of JSON, without those that are between its quotes.

    Backslashes are in texts only, and a quote behind one ends no text. Two quotes side by side
    change nothing for what is outside of them, whether a text was between them or something between
    two texts.
    """
    plain = _ESCAPE.sub(b"", data) if b"\\" in data else data
    marks = plain.translate(None, _NOT_MARKS).replace(b'""', b"")
    return b"".join(marks.split(b'"')[::2])


def _check_structure(bare: bytes, limits: Limits) -> None:
    """The same for JSON whose texts were taken out."""
    objects, arrays = bare.count(b"{"), bare.count(b"[")
    if objects > limits.objects:
        raise MessageRefused(N_("it has too many objects"))
    if objects + arrays + bare.count(b",") > limits.values:
        raise MessageRefused(N_("it has too many values"))
    if 2 * _halved_depth(bare, limits.depth // 2) <= limits.depth:
        return
    steps = bare.translate(_STEPS, _NOT_BRACKETS)
    if max(accumulate(step - 1 for step in steps), default=0) > limits.depth:
        raise MessageRefused(N_("it is too deep"))


def _halved_depth(bare: bytes, most: int) -> int:
    """At least half of the depth of brackets that close each other; more than ``most`` else.

    Each round takes the innermost pairs out, one level or two. A screen has four: that is ten times
    as fast as to add up its brackets.
    """
    left = bare.translate(None, _NOT_BRACKETS)
    if len(left) > _FEW_BRACKETS:
        return most + 1
    rounds = 0
    while left and rounds <= most:
        inner = left.replace(b"{}", b"").replace(b"[]", b"")
        if len(inner) == len(left):
            return most + 1
        left, rounds = inner, rounds + 1
    return rounds


class TokenBucket:
    """How soon the next message is read: the rate of a client, with what it saved up.

    A client that is too fast waits, and loses nothing: it is not read, its own system holds what it
    sends, and all others go on.
    """

    def __init__(
        self, rate: float, burst: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._rate = rate
        self._burst = burst
        self._clock = clock
        self._left = burst
        self._at = clock()

    def take(self, cost: float = 1.0) -> float:
        """Take ``cost``; the seconds to wait before anything else is read, mostly 0."""
        now = self._clock()
        self._left = min(self._burst, self._left + max(0.0, now - self._at) * self._rate) - cost
        self._at = now
        return max(0.0, -self._left / self._rate)
