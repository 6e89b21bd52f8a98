"""Characters as PDF programs write them, brought to what they mean.

Ligatures and presentation forms are opened. Bullets of symbol fonts stand in the private use area
(U+F000 and above, the codes of Symbol and Wingdings); those that mean a bullet, a tick or an arrow
are known, the others cannot be guessed and stay, so that translation reports them.
"""

from __future__ import annotations

BULLETS = frozenset("•‣◦⁃∙●○■□▪▫▶►▸◆◇➢➤➔✓✔❖·")
UNKNOWN = "\ufffd"
"""A glyph that the file gives no character for."""

_MEANINGS = {
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb05": "st",
    "\ufb06": "st",
    "\u0002": "-",  # what pdfium writes for a hyphen at the end of a line
    "\u00ad": "-",  # shown only where a line ends with it
    # Symbol
    "\uf0b7": "•",
    "\uf0b0": "°",
    "\uf0b1": "±",
    "\uf0b4": "×",
    "\uf0a3": "≤",
    "\uf0b3": "≥",
    "\uf0ae": "→",
    "\uf06d": "µ",
    "\uf057": "Ω",
    "\uf044": "Δ",
    "\uf0a0": "€",
    # Wingdings
    "\uf06c": "•",
    "\uf06e": "▪",
    "\uf0a7": "▪",
    "\uf071": "□",
    "\uf075": "◆",
    "\uf076": "❖",
    "\uf0d8": "➢",
    "\uf0e0": "→",
    "\uf0fc": "✓",
    "\uf0fb": "✗",
}


def meaning_of(code: int) -> str:
    """The text of a character code as pdfium gives it; empty for what nobody could see."""
    if code in {0, 0xFFFE, 0xFFFF}:
        return UNKNOWN
    if code > 0x10FFFF:
        return UNKNOWN
    character = chr(code)
    known = _MEANINGS.get(character)
    if known is not None:
        return known
    if code < 0x20 or 0x7F <= code < 0xA0 or code in {0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF}:
        return ""
    return character
