"""What a source of calls is, and how one is opened by the words of the user."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, cast, runtime_checkable

from brailledesk.call import CallNews
from brailledesk.errors import N_, BrailledeskError, CallsRefused, UsageError
from brailledesk.plugins.door import Door, words_of

HOOK = "brailledesk_offer_calls"


@runtime_checkable
class CallSource(Protocol):
    """Something that knows what the agent's telephone does."""

    wrap_up: float
    """Seconds of work after a call, where the call itself does not say; 0 is none."""

    async def run(self, tell: Callable[[CallNews], None]) -> None:
        """Tell what the telephone does, until cancelled.

        ``tell`` returns at once. A source that cannot be heard says so
        (:class:`~brailledesk.call.Unlinked`), and tries again by itself.
        """


def open_source(words: str, door: Door) -> CallSource:
    """The source that "asterisk:FILE.toml", "webhook:PORT" or a plugin's name stands for.

    Raises UsageError, CallsRefused, and what reading settings raises.
    """
    name, _, rest = words.partition(":")
    offers = door.offers(HOOK)
    if name not in offers:
        raise UsageError(
            N_("There is no source of calls {name}."),
            N_("Known sources: {known}."),
            name=name,
            known=", ".join(offers),
        )
    try:
        source = cast("Callable[[str], CallSource]", offers[name].thing)(rest)
    except BrailledeskError:
        raise
    except Exception as error:
        raise CallsRefused(name, words_of(error)) from error
    if not isinstance(source, CallSource):
        raise CallsRefused(name, f"{type(source).__name__} is no CallSource")
    return source
