"""What the methods do, by subject. Each handler takes the client's end, or its task, and params."""

from __future__ import annotations

from brailledesk.service.handlers import (
    displays,
    messages,
    screens,
    session,
    settings,
    texts,
)
from brailledesk.service.handling import Handlers


def core_handlers() -> Handlers:
    """The handlers of all methods that this installation serves."""
    return {
        **session.HANDLERS,
        **screens.HANDLERS,
        **messages.HANDLERS,
        **texts.HANDLERS,
        **settings.HANDLERS,
        **displays.HANDLERS,
    }
