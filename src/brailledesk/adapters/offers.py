"""Adapters of plugins: screens from where only their makers know."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from brailledesk.errors import N_, BrailledeskError, PluginFailed, UsageError
from brailledesk.screen import Screen

HOOK = "brailledesk_offer_screens"


@runtime_checkable
class ScreenAdapter(Protocol):
    """What reads a screen from somewhere; the name it is offered by says from what."""

    def read(self, source: str) -> Screen:
        """The screen of a source as the user wrote it; what that means, the adapter says.

        May raise any BrailledeskError; what else it raises becomes a PluginFailed.
        """


def read_offered(kind: str, source: str) -> Screen:
    """The screen that a plugin's adapter reads. Raises UsageError where there is none."""
    from brailledesk.plugins.door import open_door, words_of  # noqa: PLC0415 - few ask for one

    offers = open_door().offers(HOOK)
    if kind not in offers:
        raise UsageError(
            N_("There is no kind of screen {kind}."),
            N_("Known: {known}."),
            kind=kind,
            known=", ".join(offers),
        )
    offer = offers[kind]
    if not isinstance(offer.thing, ScreenAdapter):
        raise PluginFailed(source, offer.plugin, f"{kind} has no read()")
    try:
        screen = offer.thing.read(source)
    except BrailledeskError:
        raise
    except Exception as error:
        raise PluginFailed(source, offer.plugin, words_of(error)) from error
    if not isinstance(screen, Screen):
        raise PluginFailed(source, offer.plugin, f"{type(screen).__name__} is no Screen")
    return screen
