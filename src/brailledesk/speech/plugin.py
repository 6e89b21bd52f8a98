"""Our own engines of speech, as a plugin offers them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from brailledesk.plugins.specs import hookimpl
from brailledesk.speech.engine import Engine
from brailledesk.speech.engines import OURS


@hookimpl
def brailledesk_offer_speech() -> Mapping[str, Callable[[], Engine]]:
    """See :class:`~brailledesk.plugins.specs.Specs`."""
    return OURS
