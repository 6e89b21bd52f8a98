"""What the reader chose for the service as a whole."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from brailledesk.desk.filters import AS_IT_IS, DeskFilters
from brailledesk.desk.messages import Messages
from brailledesk.desk.profile_file import DEFAULT
from brailledesk.desk.session import DeskSession, open_desk

MAX_CLIENTS = 8


@dataclass(frozen=True, slots=True)
class Options:
    """``table``, ``contracted`` and ``profile`` are the reader's, ``locale`` the language of words
    for people. ``is_for_developers``: watchers see contents unmasked. ``filters`` are those of
    plugins.
    """

    table: str = "it-8dot"
    contracted: str | None = None
    profile: str = DEFAULT
    locale: str = "it"
    is_for_developers: bool = False
    max_clients: int = MAX_CLIENTS
    filters: DeskFilters = AS_IT_IS

    def open_desk(
        self, messages: Messages | None = None, clock: Callable[[], float] = time.time
    ) -> DeskSession:
        """A desk by these choices. Raises what loading tables and profiles raises."""
        return open_desk(
            table=self.table,
            contracted=self.contracted,
            profile=self.profile,
            language=self.locale,
            clock=clock,
            messages=messages,
            filters=self.filters,
        )
