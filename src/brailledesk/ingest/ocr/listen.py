"""Who hears of pages while they are read: for reviewing them, and for keeping their pictures."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from brailledesk.ingest.ocr.mend import Recognised
    from brailledesk.ingest.ocr.wire import PageLost

PageListener: TypeAlias = "Callable[[Recognised | PageLost], None]"
"""Hears of every page in order, read or lost; what it does not keep is gone."""
