"""Whether a value looks like what its label promises.

"Prezzo: ottimo" is no price and "Peso: dimenticalo" no weight: a label alone does not make a fact.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from types import MappingProxyType

from brailledesk.sheets.vocabulary import Kind, Vocabulary, fold, units_in_brackets

LONGEST_VALUE = 160
LONGEST_AMOUNT = 60
LONGEST_NAME = 120
_LONGEST_CODE = 40
_LONGEST_CLASS = 30

_CURRENCY = r"(?:€|\$|£|CHF|EUR|GBP|USD|[Ee]uro)"
_NUMBER = (
    r"\d{1,3}(?:[.' \u00a0\u202f]\d{3})+(?:,\d{1,2})?"
    r"|\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d+(?:[.,]\d{1,2})?"
)
AMOUNT = re.compile(
    rf"(?:{_CURRENCY}\s?(?:{_NUMBER})(?:,-)?|(?:{_NUMBER})(?:,-)?\s?{_CURRENCY})(?![\d.,]?\d)"
)
"""An amount with its currency, before or behind: € 1.249,90 or 24.99 EUR."""
_CURRENCIES = re.compile(_CURRENCY)
_CODES = {"€": "EUR", "euro": "EUR", "$": "USD", "£": "GBP"}
_BARE = re.compile(rf"(?:{_NUMBER})")
_WITHOUT_NUMBER = {
    "gratis", "gratuito", "gratuita", "gratuiti", "free", "su richiesta", "on request", "incluso",
    "inclusa", "included", "a richiesta", "non disponibile", "in offerta", "free of charge",
}  # fmt: skip
_PLACEHOLDER = re.compile(
    r"[\s\-–—/.?_*]*|n\.?\s?[dac]\.?|n/[ad]|nessun[oa]?|tbd|null|none|undefined", re.IGNORECASE
)
_CODE_PART = re.compile(r"[\w./\-+#&*:]+")
_SENTENCE = re.compile(r"[.!?…]\s+\S|[!?]$|\n")
_ABBREVIATION = re.compile(
    r"\b(?:inc|incl|inclus|escl|esclus|exc|excl|compr|ca|art|cad|pz|cod|min|max|gg|lav|mm)\.",
    re.IGNORECASE,
)
_UNIT = re.compile(r"[^\W\d_]+(?:/h)?|[%€$£°\"″×](?:[CF]\b)?")
_CLASS = re.compile(r"[A-G](?:\+{1,3})?(?![\w+])(?!\s*[-–—/]\s*[A-G]\b)")
_PARTS = re.compile(r"\b(?:rat[ae]|mes[ei]|mensil[ei]|months?|monthly|instal+ments?)\b")
_IN_PARTS = frozenset(["instalment", "fee"])


def is_placeholder(text: str) -> bool:
    """Whether a value says that there is none: "–", "n.d."."""
    return _PLACEHOLDER.fullmatch(text.strip()) is not None


def fits(kind: Kind, label: str, text: str, vocabulary: Vocabulary) -> bool:
    """Whether ``text`` can be a value of ``kind`` under this label."""
    if is_placeholder(text) or len(text) > LONGEST_VALUE or "\n" in text:
        return False
    match kind.shape:
        case "amount":
            return is_amount(text) and _speaks_of_it(kind, text)
        case "measure":
            return _is_measure(kind, label, text)
        case "name":
            return is_name(text, vocabulary)
    return _SHAPES.get(kind.shape, _is_phrase)(text)


def _speaks_of_it(kind: Kind, text: str) -> bool:
    """Whether an amount is no instalment or monthly fee that stands where a price should."""
    return kind.name in _IN_PARTS or not _PARTS.search(fold(text))


def _is_ean(text: str) -> bool:
    """A number of 8, 12, 13 or 14 digits, in groups or not (GS1's GTIN)."""
    return re.sub(r"[\s-]", "", text).isdecimal() and _digits(text) in {8, 12, 13, 14}


def is_amount(text: str) -> bool:
    """An amount with few words around it, or the words that stand for one ("gratuita")."""
    if fold(text) in _WITHOUT_NUMBER:
        return True
    if len(text) > LONGEST_AMOUNT or _has_sentences(text.rstrip(".")):
        return False
    if text.lstrip().startswith(("-", "−")):
        return False
    return AMOUNT.search(text) is not None or _BARE.fullmatch(text) is not None


def amounts(text: str) -> list[str]:
    """All amounts with a currency that stand in a text."""
    return [match[0] for match in AMOUNT.finditer(text)]


def amount_value(text: str) -> Decimal | None:
    """The number of a text that holds exactly one amount, or is a number; to compare, not to show.

    Of "1.299" the point parts thousands, of "12.99" it is a decimal point.
    """
    found = amounts(text)
    if len(found) > 1:
        return None
    match = _BARE.search(found[0] if found else text)
    if match is None:
        return None
    bare = re.sub(r"[' \u00a0\u202f]", "", match[0])
    whole, sign, cents = bare[:-3], bare[-3:-2], bare[-2:]
    if sign in {".", ","} and cents.isdigit():
        digits = re.sub(r"[.,]", "", whole) + "." + cents
    elif re.fullmatch(r"\d+[.,]\d", bare):
        digits = bare.replace(",", ".")
    else:
        digits = re.sub(r"[.,]", "", bare)
    try:
        return Decimal(digits)
    except InvalidOperation:
        return None


def currency_of(text: str) -> str:
    """The currency of the first amount in a text, by its code; empty where none is named."""
    match = _CURRENCIES.search(text)
    return _CODES.get(match[0].lower(), match[0].upper()) if match else ""


def is_code(text: str) -> bool:
    """A code: up to three words of letters, digits and signs, with a digit or all in capitals."""
    words = text.split()
    if not words or len(words) > 3 or len(text) > _LONGEST_CODE or text.endswith((".", ":", "!")):
        return False
    if not all(_CODE_PART.fullmatch(word) for word in words) or "://" in text:
        return False
    has_digit = any(c.isdigit() for c in text)
    if len(words) > 1:
        return has_digit and all(w.isupper() or any(c.isdigit() for c in w) for w in words)
    return has_digit or (text.isupper() and len(text) > 1)


def is_name(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a text can be the name of a product; a code alone and a heading of a part cannot."""
    folded = fold(text)
    if not any(c.isalpha() for c in text) or len(text) > LONGEST_NAME or "\n" in text:
        return False
    if len(text.split()) == 1 and any(c.isdigit() for c in text) and is_code(text):
        return False
    if text.rstrip().endswith((":", "!", "?")) or folded in vocabulary.words.aside:
        return False
    beginnings = vocabulary.words.not_name_beginnings
    return folded not in vocabulary.words.not_names and not (folded + " ").startswith(beginnings)


def _digits(text: str) -> int:
    return sum(c.isdigit() for c in text)


def _is_measure(kind: Kind, label: str, text: str) -> bool:
    if not any(c.isdigit() for c in text) or _has_sentences(text):
        return False
    if not kind.units:
        return _is_phrase(text)
    found = {match[0].lower() for match in _UNIT.finditer(text)}
    return bool((found | units_in_brackets(label)) & kind.units)


def _is_phrase(text: str) -> bool:
    return not _has_sentences(text) and len(text.split()) <= 16


def _has_sentences(text: str) -> bool:
    """Whether a text is more than a phrase; the full stop of an abbreviation ends none."""
    return _SENTENCE.search(_ABBREVIATION.sub(" ", text)) is not None


def _is_class(text: str) -> bool:
    """An energy class at the start, and little more; "A-G" is a scale."""
    return _CLASS.match(text) is not None and len(text) < _LONGEST_CLASS


_SHAPES: Mapping[str, Callable[[str], bool]] = MappingProxyType(
    {"code": is_code, "ean": _is_ean, "energy": _is_class, "text": _is_phrase}
)
