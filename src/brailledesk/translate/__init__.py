"""The room of translation: text to cells and back, with both position maps.

In: text with a typeform for each character, and a table. Out: a
:class:`~brailledesk.translate.base.Translation`. The engines (``native``, ``reference``,
``louis``) stand behind one protocol, :class:`~brailledesk.translate.base.Translator`; the way back
(``back``) is derived from the same tables.
"""

from brailledesk.translate.back.base import BackTranslation, BackTranslator, Doubt, DoubtReason
from brailledesk.translate.base import RunTranslator, Step, Translation, Translator, Undefined
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
    "load_back_translator",
    "load_translator",
]
