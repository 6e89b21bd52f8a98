"""Embossers: a publication, a model and choices in; bytes out.

``drivers/embossers`` has the models, ``drivers/charsets`` their charsets; a user's own files stand
over them. :func:`encode` checks everything before it makes the first byte.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brailledesk.lazy import import_name

if TYPE_CHECKING:
    from brailledesk.devices.embossers.catalogue import find_model, list_models
    from brailledesk.devices.embossers.charset import find_charset, list_charsets
    from brailledesk.devices.embossers.encoded import Chunk, Encoded
    from brailledesk.devices.embossers.encoder import encode
    from brailledesk.devices.embossers.plan import page_format
    from brailledesk.devices.embossers.profile import EmbosserModel
    from brailledesk.devices.embossers.settings import Alignment, Paper, Settings, parse_paper
    from brailledesk.devices.embossers.testpage import make_test_page

__all__ = [
    "Alignment",
    "Chunk",
    "EmbosserModel",
    "Encoded",
    "Paper",
    "Settings",
    "encode",
    "find_charset",
    "find_model",
    "list_charsets",
    "list_models",
    "make_test_page",
    "page_format",
    "parse_paper",
]

_HOMES = {
    "Alignment": "settings",
    "Chunk": "encoded",
    "EmbosserModel": "profile",
    "Encoded": "encoded",
    "Paper": "settings",
    "Settings": "settings",
    "encode": "encoder",
    "find_charset": "charset",
    "find_model": "catalogue",
    "list_charsets": "charset",
    "list_models": "catalogue",
    "make_test_page": "testpage",
    "page_format": "plan",
    "parse_paper": "settings",
}


def __getattr__(name: str) -> object:
    return import_name(__name__, _HOMES, name)
