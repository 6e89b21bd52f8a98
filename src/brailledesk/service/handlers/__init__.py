"""What the methods do, by subject. Each handler takes the client's end, or its task, and params."""

from __future__ import annotations

from brailledesk.service.handlers import (
    displays,
    messages,
    screens,
    session,
    settings,
)
from brailledesk.service.handlers.documents import document_handlers
from brailledesk.service.handlers.jobs import job_handlers
from brailledesk.service.handlers.magnify import magnify_handlers
from brailledesk.service.handlers.speech import Voice
from brailledesk.service.handlers.texts import text_handlers
from brailledesk.service.handling import Handlers
from brailledesk.service.work.processes import FOR_TEXTS, Processes


def core_handlers(voice: Voice | None = None) -> Handlers:
    """The handlers of all methods that this installation serves; ``voice`` is what speaks."""
    processes = Processes()
    return {
        **document_handlers(processes),
        **magnify_handlers(processes),
        **job_handlers(processes),
        **text_handlers(Processes(1, FOR_TEXTS)),
        **(voice or Voice()).handlers(),
        **session.HANDLERS,
        **screens.HANDLERS,
        **messages.HANDLERS,
        **settings.HANDLERS,
        **displays.HANDLERS,
    }
