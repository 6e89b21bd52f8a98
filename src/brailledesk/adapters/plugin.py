"""Our own adapters of screens, as a plugin offers them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from brailledesk.adapters.offers import ScreenAdapter
from brailledesk.plugins.specs import hookimpl
from brailledesk.screen import Screen


@dataclass(frozen=True, slots=True)
class _Loader:
    """Reads a file or an address on this computer as one kind."""

    kind: str

    def read(self, source: str) -> Screen:
        from brailledesk.adapters.load import load_screen  # noqa: PLC0415 - not to announce it

        return load_screen(source, kind=self.kind)


@hookimpl
def brailledesk_offer_screens() -> Mapping[str, ScreenAdapter]:
    """See :class:`~brailledesk.plugins.specs.Specs`."""
    return {kind: _Loader(kind) for kind in ("html", "json", "text")}
