"""Corrections of what was read, only where they are sure; each is recorded and can be undone.

Codes with check digits (IBAN, codice fiscale, partita IVA, EAN, ISBN) are tried with the signs that
engines take for each other, and corrected if just one reading passes; words are corrected if a list
has just one that differs by one such confusion. What cannot be corrected is made doubtful. Digits
never become a word, and amounts and dates are never changed.
"""

from brailledesk.ingest.ocr.corrections.correct import correct
from brailledesk.ingest.ocr.corrections.lexicon import Lexicon, system_lexicon
from brailledesk.ingest.ocr.corrections.record import Corrected, Correction, remark_of, revert

__all__ = [
    "Corrected",
    "Correction",
    "Lexicon",
    "correct",
    "remark_of",
    "revert",
    "system_lexicon",
]
