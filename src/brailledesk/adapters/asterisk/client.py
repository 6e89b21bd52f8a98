"""Logging in to Asterisk and asking how things are; bytes in, events and bytes out.

The password never goes over the line: Asterisk gives a challenge, and gets the MD5 of challenge and
password ("AMI Actions", Challenge and Login). That is AMI's only other way; where the network is
not trusted, the connection is for TLS to guard.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from enum import Enum

from brailledesk.adapters.asterisk.lines import AmiLines, AmiMessage, format_action
from brailledesk.errors import N_, CallsLost, CallsRefused

GREETING = "Asterisk Call Manager/"
_EVENTS = "call,agent"
"""The classes of events that are wanted; the account's own rights may be fewer."""


class Step(Enum):
    """How far the login is."""

    GREETING = "greeting"
    CHALLENGE = "challenge"
    LOGIN = "login"
    OPEN = "open"


class AmiClient:
    """One connection, without I/O: what is to be sent is taken from :meth:`to_send`.

    ``wanted`` are the events that are given out, as for :class:`AmiLines`.
    """

    def __init__(
        self, server: str, username: str, secret: str, wanted: Collection[str] | None = None
    ) -> None:
        self.step = Step.GREETING
        self._server = server
        self._username = username
        self._secret = secret
        self._lines = AmiLines(wanted)
        self._number = 0
        self._out: list[bytes] = []

    @property
    def skipped(self) -> int:
        """Messages that were too long."""
        return self._lines.skipped

    def to_send(self) -> bytes:
        """The bytes that are to be sent now; they are then forgotten."""
        data = b"".join(self._out)
        self._out.clear()
        return data

    def send(self, action: str, **fields: str) -> str:
        """Put an action into what is to be sent; its id, which answers carry. Raises UsageError."""
        self._number += 1
        number = f"brailledesk-{self._number}"
        self._out.append(format_action(action, {"ActionID": number, **fields}))
        return number

    def receive(self, data: bytes) -> list[AmiMessage]:
        """The events and answers in ``data`` that are for others.

        Raises CallsRefused for a server that knows us and does not let us in, CallsLost for one
        that is not ready: none of Asterisk's, or with too many sessions.
        """
        messages = self._lines.receive(data)
        if self.step is Step.GREETING:
            self._greet()
        return [one for one in messages if not self._log_in(one)]

    def ask_state(self) -> None:
        """Ask what goes on already, for events only tell what changes."""
        self.send("CoreShowChannels")
        self.send("QueueStatus")

    def _greet(self) -> None:
        banner = self._lines.banner
        if banner is None:
            return
        if not banner.startswith(GREETING):
            raise CallsLost(self._server, N_("there is no Asterisk that answers"))
        self.step = Step.CHALLENGE
        self.send("Challenge", AuthType="MD5")

    def _log_in(self, message: AmiMessage) -> bool:
        """Whether a message is part of the login; the next step is then taken."""
        if self.step is Step.OPEN or message.event:
            return False
        is_good = message.get("Response").lower() == "success"
        if self.step is Step.CHALLENGE and is_good and message.get("Challenge"):
            self.step = Step.LOGIN
            key = _key(message.get("Challenge"), self._secret)
            self.send("Login", AuthType="MD5", Username=self._username, Key=key, Events=_EVENTS)
        elif self.step is Step.LOGIN and is_good:
            self.step = Step.OPEN
            self.ask_state()
        elif self.step is Step.LOGIN and _is_refusal(message):
            raise CallsRefused(self._server, N_("it does not accept the name or the password"))
        else:  # no proof was looked at: to try again locks no account
            raise CallsLost(self._server, N_("it lets nobody in at the moment"))
        return True


def _is_refusal(message: AmiMessage) -> bool:
    """Whether the answer to a login is about who asks ("Authentication failed"); one without a
    reason is, to be careful.
    """
    said = message.get("Message").lower()
    return not said or "authentication" in said or "permission" in said


def _key(challenge: str, secret: str) -> str:
    """The proof that AMI asks for, by its own rule."""
    return hashlib.md5((challenge + secret).encode("utf-8"), usedforsecurity=False).hexdigest()
