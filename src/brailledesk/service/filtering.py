"""Filters of plugins, asked in threads: a slow one holds whose screen it is, and nobody else.

Of one client, and of one sender of messages, they are asked in the order of coming.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from logging import getLogger

from brailledesk.desk.filters import DeskFilters
from brailledesk.desk.messages import Message, Messages
from brailledesk.screen import Screen
from brailledesk.service.threads import Threads

log = getLogger("brailledesk.service")

_THREADS = 16
_MOST_WAITING = 100
"""Messages of one sender that filters have not answered yet; what comes then is lost."""

Soon = Callable[[Callable[[], object]], object]
"""Has something done in the event loop."""


class Filtering:
    """Asks ``filters``; what comes of it is told in the event loop, by ``soon``."""

    def __init__(self, filters: DeskFilters, soon: Soon) -> None:
        self._filters = filters
        self._soon = soon
        self._threads = Threads(_THREADS, 1)
        self._waiting: Counter[str] = Counter()

    @property
    def has_screens(self) -> bool:
        """Whether a screen has to be asked for before it is shown."""
        return self._filters.has_screens

    def screen(self, owner: object, screen: Screen) -> Future[Screen]:
        """What filters make of a screen."""
        return self._threads.submit(owner, lambda: self._filters.screen(screen))

    def messages(self, tell: Callable[[Message], object]) -> Messages:
        """Messages that go through the filters; ``tell`` is called with each that came through."""
        if not self._filters.has_messages:
            return Messages()
        return _FilteredMessages(lambda message: self._ask(message, tell))

    def close(self) -> None:
        """Ask nothing more."""
        self._threads.close()

    def _ask(self, message: Message, tell: Callable[[Message], object]) -> None:
        sender = message.sender
        if self._waiting[sender] >= _MOST_WAITING:
            log.warning("a message is lost: filters are too slow")
            return
        self._waiting[sender] += 1

        def answered(done: Future[Message | None]) -> None:
            self._waiting[sender] -= 1
            if not self._waiting[sender]:
                del self._waiting[sender]
            kept = _result_of(done)
            if kept is not None:
                tell(kept)

        asked = self._threads.submit(sender, lambda: self._filters.message(message))
        asked.add_done_callback(lambda done: self._soon(lambda: answered(done)))


def _result_of(done: Future[Message | None]) -> Message | None:
    try:
        return done.result()
    except CancelledError:
        return None


class _FilteredMessages(Messages):
    """Messages of which somebody is asked before they are taken."""

    def __init__(self, ask: Callable[[Message], None]) -> None:
        super().__init__()
        self._ask = ask

    def post(self, message: Message) -> None:
        """See :meth:`Messages.post`; it comes later."""
        self._ask(message)
