"""Pairing: a page asks, the user reads a code in Braille and hears it, and confirms.

A value without input or output: its clock and its dice come from outside. One pairing goes on at a
time, for two minutes, and only the connection that asked can end it. What three wrong codes cost is
a pause that doubles, whoever asks next; in an hour no more than a few dozen of the million codes
can be tried, and the user hears of each pairing.
"""

from __future__ import annotations

import hmac
import secrets
import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from brailledesk.errors import N_, PairingRefused
from brailledesk.service.wire.scopes import Scope

LIFETIME = 120.0
"""Seconds for which a code is valid."""
ATTEMPTS = 3
PAUSE = 60.0
"""Seconds after wrong codes; doubled each time until a pairing succeeds."""
_LONGEST_PAUSE = 3600.0
_LEFT_ALONE = 10.0
"""Seconds after a pairing that nobody confirmed: a page must not flood the display with codes."""
_DIGITS = 6
_MOST_NAME = 40
_MOST_TYPED = 40
_KEY_REST = 1.0
"""Seconds for which a key does not confirm: it may have been on its way when the code came."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a page asks for. ``name`` is its own word for itself; only ``origin`` is certain."""

    origin: str
    name: str
    scopes: frozenset[Scope]


@dataclass(slots=True)
class _Going:
    owner: object
    request: Request
    code: str
    since: float
    wrong: int = 0


class Pairing:
    """The pairing that goes on, if one does.

    ``clock`` counts seconds and never goes back; ``roll`` gives a number below its argument.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        roll: Callable[[int], int] = secrets.randbelow,
    ) -> None:
        self._clock = clock
        self._roll = roll
        self._going: _Going | None = None
        self._not_before = 0.0
        self._pause = PAUSE

    @property
    def request(self) -> Request | None:
        """What is asked for now."""
        self._expire()
        return self._going.request if self._going else None

    def ask(self, owner: object, request: Request) -> str:
        """Begin a pairing for the connection ``owner``; the code to show. Raises PairingRefused."""
        self._expire()
        now = self._clock()
        if self._going is not None:
            raise PairingRefused(
                N_("another one is going on"),
                N_("Try again in {seconds} s."),
                self._going.since + LIFETIME - now,
            )
        if now < self._not_before:
            raise PairingRefused(
                N_("it is too early for another one"),
                N_("Try again in {seconds} s."),
                self._not_before - now,
            )
        code = f"{self._roll(10**_DIGITS):0{_DIGITS}}"
        self._going = _Going(owner, request, code, now)
        return code

    def confirm(self, owner: object, code: str) -> Request:
        """End the pairing with the code that the user typed. Raises PairingRefused."""
        going = self._own(owner)
        if not hmac.compare_digest(going.code.encode(), digits_of(code).encode()):
            going.wrong += 1
            if going.wrong >= ATTEMPTS:
                self._fail()
                raise PairingRefused(
                    N_("the code is wrong"), N_("Try again in {seconds} s."), self._rest()
                )
            raise PairingRefused(N_("the code is wrong"), N_("Type the code that is shown."))
        return self._succeed(going)

    def approve(self) -> Request:
        """End the pairing by a key of the display. Raises PairingRefused."""
        self._expire()
        if self._going is None:
            raise PairingRefused(N_("none is going on"), N_("Ask again."))
        if self._clock() - self._going.since < _KEY_REST:
            raise PairingRefused(N_("the code was shown just now"), N_("Read it, then confirm."))
        return self._succeed(self._going)

    def leave(self, owner: object) -> bool:
        """The connection is gone, or the user said no; whether there was a pairing of it."""
        self._expire()
        if self._going is None or self._going.owner is not owner:
            return False
        self._fail()
        return True

    def decline(self) -> bool:
        """The user said no by a key; whether there was a pairing."""
        self._expire()
        return self._going is not None and self.leave(self._going.owner)

    def _own(self, owner: object) -> _Going:
        self._expire()
        if self._going is None or self._going.owner is not owner:
            raise PairingRefused(N_("none is going on"), N_("Ask again."))
        return self._going

    def _succeed(self, going: _Going) -> Request:
        self._going = None
        self._pause = PAUSE
        return going.request

    def _expire(self) -> None:
        if self._going is not None and self._clock() - self._going.since >= LIFETIME:
            self._fail()

    def _fail(self) -> None:
        """A pairing ends without success; a wrong code in it costs a pause that doubles."""
        going, self._going = self._going, None
        rest = _LEFT_ALONE
        if going is not None and going.wrong:
            rest, self._pause = self._pause, min(2 * self._pause, _LONGEST_PAUSE)
        self._not_before = self._clock() + rest

    def _rest(self) -> float:
        return max(0.0, self._not_before - self._clock())


def digits_of(code: str) -> str:
    """The digits of what was typed: people put spaces and hyphens between them."""
    if len(code) > _MOST_TYPED:
        return ""
    kept = "".join(code.split()).replace("-", "")
    return kept if kept.isascii() and kept.isdigit() else ""


def plain_name(name: str) -> str:
    """A page's word for itself as it can be shown: one line, short, nothing that turns around."""
    kept = "".join(one if unicodedata.category(one)[0] in "LNPSZ" else " " for one in name[:200])
    return " ".join(kept.split())[:_MOST_NAME]
