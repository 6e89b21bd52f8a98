"""The room of translation: text to cells, with both position maps, by one of several engines.

In: text with a typeform for each character, and a table. Out: a
:class:`~brailledesk.translate.base.Translation`. The engines (``reference``, ``louis``) stand
behind one protocol, :class:`~brailledesk.translate.base.Translator`.
"""

from brailledesk.translate.base import RunTranslator, Step, Translation, Translator, Undefined
from brailledesk.translate.load import load_translator

__all__ = ["RunTranslator", "Step", "Translation", "Translator", "Undefined", "load_translator"]
