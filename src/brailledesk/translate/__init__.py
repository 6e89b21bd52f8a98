"""The room of translation: text to cells and back, with both position maps.

In: text with a typeform for each character, and a table. Out: a
:class:`~brailledesk.translate.base.Translation`. The engines (``native``, ``reference``,
``louis``) stand behind one protocol, :class:`~brailledesk.translate.base.Translator`; the way back
(``back``) is derived from the same tables.
"""

from __future__ import annotations

from brailledesk.lazy import import_name

TYPE_CHECKING = False  # as in brailledesk.lazy
if TYPE_CHECKING:
    from brailledesk.translate.back.base import BackTranslation, BackTranslator, Doubt, DoubtReason
    from brailledesk.translate.base import (
        RunTranslator,
        Step,
        Translation,
        Translator,
        Undefined,
        cells_of_many,
    )
    from brailledesk.translate.load import load_back_translator, load_translator

__all__ = [
    "BackTranslation",
    "BackTranslator",
    "Doubt",
    "DoubtReason",
    "RunTranslator",
    "Step",
    "Translation",
    "Translator",
    "Undefined",
    "cells_of_many",
    "load_back_translator",
    "load_translator",
]

_HOMES = {
    "BackTranslation": "back.base",
    "BackTranslator": "back.base",
    "Doubt": "back.base",
    "DoubtReason": "back.base",
    "RunTranslator": "base",
    "Step": "base",
    "Translation": "base",
    "Translator": "base",
    "Undefined": "base",
    "cells_of_many": "base",
    "load_back_translator": "load",
    "load_translator": "load",
}


def __getattr__(name: str) -> object:
    return import_name(__name__, _HOMES, name)
