"""How likely a text is as Italian print: costs in bits, one character after another.

Cells are ambiguous in few places of the Italian code, and there neighbours and pairs decide: a
bracket after a blank opens, a sign 356 behind a digit is a degree unless a quotation is open. The
costs are data (``likelihood.toml``, 3 kB, written for this project, MIT).
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

_CLASSES = {
    "opening": "([{“«‘<",
    "closing": ")]}”»>″",
    "apostrophe": "'’",
    "dash": "-–—―_/",
    "point": ".…",
    "mark": "?!",
    "stop": ",;:",
}
_CLASS_OF = {character: name for name, some in _CLASSES.items() for character in some}
DEEPEST = 4
LONG_NUMBER = 3


class Context(NamedTuple):
    """What of the text before bears on the next character.

    ``last`` is the character as the rules write it (a straight quote that opens is ``“``), or empty
    at the beginning; ``depth`` counts open brackets up to :data:`DEEPEST`. ``has_letters``: so has
    the string of characters without a blank that the text is in. ``digits`` counts those before,
    up to :data:`LONG_NUMBER`. ``quotes`` is the sign that opened the quotation that the text is in.
    """

    last: str = ""
    last_class: str = "start"
    depth: int = 0
    quotes: str = ""
    has_letters: bool = False
    digits: int = 0


class Likelihood:
    """The costs of one language."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = data
        """As the file has them."""
        self._character: Mapping[str, float] = data["character"]
        self._others: Mapping[str, float] = data["others"]
        self._before: Mapping[str, Mapping[str, float]] = data["before"]
        self._behind: Mapping[str, Mapping[str, float]] = data["behind"]
        self._pairs: Mapping[str, float] = data["pairs"]
        self._in_word: Mapping[str, float] = data["in a word"]
        self._in_quotes: Mapping[str, float] = data["in quotes"]
        self._in_number: Mapping[str, float] = data["behind three digits"]
        self._balance: Mapping[str, float] = data["balance"]
        self._emphasis: Mapping[str, float] = data["emphasis"]

    def add(self, context: Context, character: str, written: str) -> tuple[float, Context]:
        """The cost of ``character`` after ``context``, and the context after it.

        ``written`` is what the first rules made of it: for a straight quote its direction.
        """
        own_class = character_class(written)
        cost = self.own(character)
        pair = self._pairs.get(context.last + written) if context.last else None
        if pair is None:
            cost += self._before.get(character, {}).get(context.last_class, 0)
            cost += self._behind.get(context.last, {}).get(own_class, 0)
        else:
            cost += pair
        if context.has_letters:
            cost += self._in_word.get(character, 0)
        if context.quotes:
            cost += self._in_quotes.get(character, 0)
        if context.digits == LONG_NUMBER:
            cost += self._in_number.get(character, 0)
        digits = min(context.digits + 1, LONG_NUMBER) if own_class == "digit" else 0
        has_letters = own_class in _WORD or (context.has_letters and own_class != "blank")
        balance, depth, quotes = self._pair(context, character, written)
        kept = self._kept(written)
        return cost + balance, Context(kept, own_class, depth, quotes, has_letters, digits)

    def end(self, context: Context) -> float:
        """The cost of ending here."""
        cost = self._behind.get(context.last, {}).get("end", 0.0)
        return cost + self._balance["unclosed"] * context.depth

    def emphasis(self, kind: str) -> float:
        """The cost of a sign of emphasis: "begin", "end" or "inside a word"."""
        return self._emphasis[kind]

    def own(self, character: str) -> float:
        """What a character costs wherever it stands."""
        cost = self._character.get(character)
        if cost is None and character.isupper():
            cost = self._character.get(character.lower())
        if cost is not None:
            return cost
        if " " <= character <= "~" or character in _ITALIAN:
            return 0
        if "\u2800" <= character <= "\u28ff":
            return self._others["cells"]
        if character.isspace():
            return self._others["blank"]
        return self._others["letter" if character.isalpha() else "sign"]

    def _pair(self, context: Context, character: str, written: str) -> tuple[float, int, str]:
        depth, quotes, balance = context.depth, context.quotes, self._balance
        if written == BRACKETS[0]:
            return balance["nested"] * depth, min(depth + 1, DEEPEST), quotes
        if written == BRACKETS[1]:
            return (0 if depth else balance["unopened"]), max(depth - 1, 0), quotes
        if written in OPENS:
            return (balance["nested_quote"] if quotes else 0), depth, character
        if written in CLOSES:
            if not quotes:
                return balance["unopened_quote"], depth, ""
            is_pair = CLOSES[written] == quotes or character == quotes
            return (0 if is_pair else balance["unlike_quotes"]), depth, ""
        return 0, depth, quotes

    def _kept(self, written: str) -> str:
        """The character, if anything is known of what may follow it."""
        return written if written in self._behind else ""


CLOSES = {"”": "“", "»": "«", "″": '"'}
"""Closing quotes as the rules write them, with the opening quote that print has for them."""
OPENS = frozenset("“«")
BRACKETS = "(", ")"
_WORD = frozenset({"letter", "capital"})
_ITALIAN = frozenset("àèéìòùÀÈÉÌÒÙ£§")


def character_class(character: str) -> str:
    """The class by which neighbours are judged."""
    named = _CLASS_OF.get(character)
    if named:
        return named
    if character.isspace():
        return "blank"
    if character.isdigit():
        return "digit"
    # Private characters stand for capitals with their sign.
    if character.isupper() or unicodedata.category(character) == "Co":
        return "capital"
    return "letter" if character.isalpha() else "sign"


@lru_cache(maxsize=1)
def italian() -> Likelihood:
    """The costs of Italian print."""
    text = files(__package__).joinpath("likelihood.toml").read_text(encoding="utf-8")
    return Likelihood(tomllib.loads(text))
