"""Our own sources of calls, as a plugin offers them."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from brailledesk.plugins.specs import hookimpl
from brailledesk.telephony.source import CallSource


def _asterisk(words: str) -> CallSource:
    from brailledesk.adapters.asterisk.connection import (  # noqa: PLC0415 - asyncio, not to announce it
        AsteriskSource,
    )
    from brailledesk.adapters.asterisk.settings import (  # noqa: PLC0415
        read_secret,
        read_settings,
    )

    settings = read_settings(Path(words))
    return AsteriskSource(settings, read_secret(settings, os.environ))


def _webhook(words: str) -> CallSource:
    from brailledesk.adapters.webhook.server import open_webhook  # noqa: PLC0415 - asyncio

    return open_webhook(words, os.environ)


@hookimpl
def brailledesk_offer_calls() -> Mapping[str, Callable[[str], CallSource]]:
    """See :class:`~brailledesk.plugins.specs.Specs`."""
    return {"asterisk": _asterisk, "webhook": _webhook}
