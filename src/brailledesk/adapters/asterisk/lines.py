"""AMI's form: messages of lines ``Key: value``, each ended by CR LF, with an empty line behind.

From the specification: keys do not care for case, a key may come again, order means nothing. What
comes from the network is hostile until checked: a message that is too long is left out up to its
empty line, and costs no memory meanwhile.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from brailledesk.errors import N_, UsageError

MAX_LINE = 8_192
"""Bytes of a line."""
MAX_FIELDS = 256
"""Lines of a message; Asterisk's longest event, AttendedTransfer, has about 90."""

_END = b"\r\n"
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}")
_UNKNOWN = "<unknown>"
"""What Asterisk writes where it does not know a number or name."""


@dataclass(frozen=True, slots=True)
class AmiMessage:
    """An event, or the answer to an action. ``repr`` leaves the values out: they name callers."""

    fields: Mapping[str, str] = field(repr=False)

    @property
    def event(self) -> str:
        """The name of the event in small letters; "" for an answer."""
        return self.get("Event").lower()

    def get(self, key: str) -> str:
        """The first value of a key; "" where it has none, or nobody knows it."""
        value = self.fields.get(key.lower(), "")
        return "" if value == _UNKNOWN else value


class AmiLines:
    """Bytes in, messages out. ``skipped`` counts the messages that were too long.

    ``wanted`` are the events, in small letters, that are given out; an exchange tells of many
    others, which then cost little. None are all.
    """

    def __init__(self, wanted: Collection[str] | None = None) -> None:
        self._wanted = None if wanted is None else frozenset(one.encode() for one in wanted)
        self.skipped = 0
        self.banner: str | None = None
        """The first line, with which the server says what it is."""
        self._rest = b""
        self._message: list[bytes] = []
        self._is_skipping = False
        self._is_cut = False

    def receive(self, data: bytes) -> list[AmiMessage]:
        """The messages that are complete now."""
        *lines, rest = (self._rest + data).split(_END)
        found = []
        for line in lines:
            if self._is_cut:  # the end of a line whose beginning was thrown away
                self._is_cut = False
            elif self.banner is None:
                self.banner = _text(line[:MAX_LINE])
            elif not line:
                found += self._end()
            else:
                self._add(line)
        if len(rest) > MAX_LINE:
            self._is_skipping = self._is_cut = True
            rest = rest[-1:]  # perhaps the CR of an end
        self._rest = rest
        return found

    def _add(self, line: bytes) -> None:
        if len(line) > MAX_LINE or len(self._message) >= MAX_FIELDS:
            self._is_skipping = True
            self._message.clear()
        if not self._is_skipping:
            self._message.append(line)

    def _end(self) -> list[AmiMessage]:
        message, is_skipped = self._message, self._is_skipping
        self._message, self._is_skipping = [], False
        if is_skipped:
            self.skipped += 1
            return []
        if self._wanted is not None and message:
            # By convention the name of an event stands in the first line.
            key, _, name = message[0].partition(b":")
            if key.lower() == b"event" and name.strip().lower() not in self._wanted:
                return []
        fields: dict[str, str] = {}
        for line in message:
            key, colon, value = line.partition(b":")
            if colon:
                fields.setdefault(_text(key).lower(), _text(value))
        return [AmiMessage(fields)] if fields else []


def _text(data: bytes) -> str:
    """A value without what could move a cursor or end a line."""
    return _CONTROLS.sub(" ", data.decode("utf-8", "replace")).strip()


def format_action(name: str, fields: Mapping[str, str]) -> bytes:
    """An action as AMI wants it.

    Raises UsageError for a key or value that would be more than one line: it would be another
    action, with all that the account may do.
    """
    lines = []
    for key, value in {"Action": name, **fields}.items():
        if not _KEY.fullmatch(key) or _CONTROLS.search(value) or len(value) > MAX_LINE // 8:
            raise UsageError(
                N_("The value of {key} cannot be sent to Asterisk."),
                N_("It has to be one short line without control characters."),
                key=key if _KEY.fullmatch(key) else "?",
            )
        lines.append(f"{key}: {value}")
    return "\r\n".join([*lines, "", ""]).encode("utf-8")
