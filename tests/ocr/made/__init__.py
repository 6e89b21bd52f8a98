"""Pages of known text, spoilt in known ways: what recognition is tuned on, and judged on.

Two sets that share no font, no text and no seed: ``tuning`` is for finding rules and numbers,
``judgement`` for saying how good they are, and for nothing else. Texts come from Debian's Italian
packages where they are installed; nothing of them is kept here.
"""

from tests.ocr.made.pages import KINDS, MadePage, made_page, made_pages

__all__ = ["KINDS", "MadePage", "made_page", "made_pages"]
