"""What news of the telephone do to a desk: status cell, messages, the work after a call.

Nothing of a caller goes anywhere but to the desk.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock, Thread
from typing import Protocol

from brailledesk.call import BUSY, IDLE, Call, CallNews, Linked, Missed, Transferred, Unlinked
from brailledesk.desk.messages import Priority
from brailledesk.errors import N_

CHANNEL = "tel"
"""The channel of the messages."""
_MAX_TEXT = 80
_MOST_LOOKUPS = 4

Lookup = Callable[[str], str | None]
"""Who has a number; it may take its time."""


class CallPort(Protocol):
    """The part of a desk that calls need. Any thread may call it."""

    def set_call(self, state: str) -> None:
        """What the telephone does."""

    def post(
        self,
        text: str,
        priority: Priority = Priority.TEXT,
        *,
        channel: str = "",
        key: str = "",
        seconds: float | None = None,
    ) -> None:
        """Post a message."""


class CallDesk:
    """A desk that follows a telephone; any thread may call it.

    ``say`` translates; ``wrap_up`` is how many seconds of work follow a call that says nothing of
    it; ``lookup`` says who has a number, and is asked in a thread: the message of the call waits
    for it, the status cell does not. ``on_state`` hears each state, as speech wants to.
    """

    def __init__(
        self,
        desk: CallPort,
        say: Callable[[str], str] = str,
        *,
        wrap_up: float = 0.0,
        lookup: Lookup | None = None,
        on_state: Callable[[str], None] | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._desk = desk
        self._say = say
        self._wrap_up = wrap_up
        self._lookup = lookup
        self._on_state = on_state
        self._clock = clock
        self._lock = Lock()
        self._call = IDLE
        self._shown = "idle"
        self._until: float | None = None
        self._announced = ""
        self._lookups = 0
        self._is_unlinked = False

    def hear(self, news: CallNews) -> None:
        """Take what a source tells."""
        if isinstance(news, Call):
            self._hear_call(news)
        elif isinstance(news, Missed):
            text = self._say(N_("Missed call: {who}")).format(who=self._who(news.name, news.number))
            self._desk.post(text, Priority.NOTIFICATION, channel=CHANNEL)
        elif isinstance(news, Transferred):
            to = _shown(news.to)
            text = self._say(N_("Handed over to {to}")) if to else self._say(N_("Handed over"))
            self._desk.post(text.format(to=to), Priority.TEXT, channel=CHANNEL)
        else:
            self._hear_link(news)

    def tick(self) -> float | None:
        """Let time pass; the answer is when the work after a call ends."""
        with self._lock:
            if self._until is not None and self._clock() >= self._until:
                self._until = None
                self._show("idle")
            return self._until

    def _hear_call(self, call: Call) -> None:
        with self._lock:
            before, self._call = self._call, call
            seconds = self._work_after(before, call)
            if call.state == "wrap-up":
                self._until = self._clock() + seconds if seconds > 0 else None
                self._show("wrap-up")
            elif call.state != "idle":
                self._until = None
                self._show(call.state)
            elif before.state in BUSY and seconds > 0:
                self._until = self._clock() + seconds
                self._show("wrap-up")
            elif self._until is None:
                self._show("idle")
            is_new = call.state == "ringing" and (
                before.state != "ringing" or call.id != self._announced
            )
            if is_new:
                self._announced = call.id
        if is_new:
            self._announce(call)

    def _work_after(self, before: Call, call: Call) -> float:
        """Seconds of work after a call: as its last news say, else as the settings do."""
        said = before.wrap_up if call.wrap_up is None and before.state in BUSY else call.wrap_up
        return self._wrap_up if said is None else said

    def _show(self, state: str) -> None:
        if state != self._shown:
            self._shown = state
            self._desk.set_call(state)
            if self._on_state is not None:
                self._on_state(state)

    def _hear_link(self, news: Linked | Unlinked) -> None:
        if isinstance(news, Unlinked):
            self._is_unlinked = True
            text = news.error.describe(self._say)
            self._desk.post(text, Priority.MESSAGE, channel=CHANNEL, key="link")
        elif self._is_unlinked:
            self._is_unlinked = False
            text = self._say(N_("The telephone exchange is heard again."))
            self._desk.post(text, Priority.TEXT, channel=CHANNEL, key="link")

    def _announce(self, call: Call) -> None:
        """Post who calls, behind the look-up if there is one."""
        lookup = self._lookup
        with self._lock:
            is_free = self._lookups < _MOST_LOOKUPS
            is_asked = lookup is not None and bool(call.number) and is_free
            self._lookups += is_asked
        if lookup is None or not is_asked:
            self._post(call, "")
            return

        def ask() -> None:
            try:
                found = lookup(call.number) or ""
            finally:
                with self._lock:
                    self._lookups -= 1
            self._post(call, found)

        Thread(target=ask, name="caller", daemon=True).start()

    def _post(self, call: Call, found: str) -> None:
        parts = [
            self._say(N_("Call: {who}")).format(who=self._who(found or call.name, call.number))
        ]
        if call.queue:
            parts.append(self._say(N_("queue {queue}")).format(queue=_shown(call.queue)))
        if call.waiting:
            parts.append(self._say(N_("{count} waiting")).format(count=call.waiting))
        self._desk.post(", ".join(parts), Priority.MESSAGE, channel=CHANNEL, key=call.id)

    def _who(self, name: str, number: str) -> str:
        """Name and number as far as they are known."""
        known = [one for one in dict.fromkeys((_shown(name), _shown(number))) if one]
        return " ".join(known) or self._say(N_("unknown"))


def _shown(text: str) -> str:
    """A text of the network on one line, and not too long."""
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())[:_MAX_TEXT]
