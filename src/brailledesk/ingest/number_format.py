"""What a spreadsheet shows of a number: its number format, with the separators of a language.

Source: ECMA-376, part 1, section 18.8.30 (built-in formats) and 18.8.31 (format codes). Fill
characters and the blanks that only align numbers in a column are left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from babel import Locale, UnknownLocaleError
from babel.numbers import get_decimal_symbol, get_group_symbol

from brailledesk.ingest.date_format import is_date_code, show_date

GENERAL = "General"
BUILT_IN = {
    0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00",
    5: '#,##0 "€"', 6: '#,##0 "€"', 7: '#,##0.00 "€"', 8: '#,##0.00 "€"',
    9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "dd/mm/yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "dd/mm/yyyy h:mm",
    37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00",
    41: "#,##0", 42: '#,##0 "€"', 43: "#,##0.00", 44: '#,##0.00 "€"',
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
}  # fmt: skip
"""The codes behind the numbers; those that depend on the country (5 to 8, 14, 22, 37 to 44) as
they are in Italy."""
LONGEST_CODE = 255
"""Characters of a format code, Excel's own limit."""
_MOST_DIGITS = 15
_LARGEST_PLAIN = Decimal(10) ** 15
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|_(?P<blank>.)|\*(?P<fill>.)'
    r"|\[\$(?P<currency>[^\]-]*)(?:-[^\]]*)?\]|\[(?P<bracket>[^\]]*)\]"
    r"|(?P<general>General)|(?P<exponent>[Ee][+-])|(?P<digits>[0#?.,]+)|(?P<percent>%)"
    r"|(?P<slash>/)|(?P<text>@)|(?P<literal>.)",
    re.DOTALL | re.IGNORECASE,
)
_SECTION = re.compile(r'(?:"[^"]*"?|\\.|\[[^\]]*\]|[^;"\\\[]|\[|\\)*', re.DOTALL)
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)\]")
_TESTS: dict[str, Callable[[float, float], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "=": lambda a, b: a == b,
    "<>": lambda a, b: a != b,
}


class _Token(NamedTuple):
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Separators:
    """What stands before the decimals, and between thousands."""

    decimal: str
    group: str


@lru_cache(maxsize=16)
def separators_of(language: str) -> Separators:
    """The separators of a language; an unknown one has those of Italian."""
    try:
        locale = Locale.parse(language.partition("-")[0] or "it")
    except (ValueError, UnknownLocaleError, TypeError):
        locale = Locale("it")
    group = get_group_symbol(locale).replace("\u202f", " ").replace("\xa0", " ")
    return Separators(get_decimal_symbol(locale), group)


def show_number(value: float, code: str, language: str, *, is_1904: bool = False) -> str:
    """What a cell with this number and this format code shows.

    ``is_1904`` is the workbook's other count of days. A code that nobody understands shows the
    number as it is, and so does one that would show nothing: a value must not vanish.
    """
    if code == GENERAL:
        return show_general(value, language)
    code = code[:LONGEST_CODE]
    try:
        section, magnitude = _choose(code, value)
        if is_date_code(section):
            shown = show_date(value, section, language, is_1904=is_1904)
        else:
            shown = _show(magnitude, _tokens(section), separators_of(language))
    except (ValueError, InvalidOperation, OverflowError, ZeroDivisionError):
        shown = ""
    return " ".join(shown.split()) or show_general(value, language)


def show_text(text: str, code: str) -> str:
    """What a cell with this text shows: most formats show it as it is."""
    sections = _sections(code[:LONGEST_CODE])
    section = sections[3] if len(sections) > 3 else sections[0]
    tokens = _tokens(section)
    if not any(token.kind == "text" for token in tokens):
        return text
    pieces = (text if token.kind == "text" else _literal(token) for token in tokens)
    return "".join(pieces).strip()


def show_general(value: float, language: str) -> str:
    """A number without a format: ten decimals at most, whole numbers in full."""
    exact = _exact(value)
    if exact == exact.to_integral_value() and abs(exact) < _LARGEST_PLAIN:
        return str(int(exact))
    if Decimal("1e-9") <= abs(exact) < _LARGEST_PLAIN:
        places = 10 if abs(exact) < 1 else max(0, 10 - len(str(int(abs(exact)))))
        rounded = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        text = format(rounded, "f")
        text = text.rstrip("0").rstrip(".") if "." in text else text
    else:
        text = format(exact, ".6G")
    return text.replace(".", separators_of(language).decimal)


def _exact(value: float) -> Decimal:
    """The number with the 15 digits that a spreadsheet keeps of it."""
    return Decimal(format(value, f".{_MOST_DIGITS}g"))


@lru_cache(maxsize=256)
def _sections(code: str) -> tuple[str, ...]:
    sections: list[str] = []
    place = 0
    while place <= len(code):
        match = _SECTION.match(code, place)
        end = match.end() if match else len(code)
        sections.append(code[place:end])
        place = end + 1
    return tuple(sections)


def _choose(code: str, value: float) -> tuple[str, float]:
    """The section of a code for a value, and the value that it shows (without its sign)."""
    sections = _sections(code)
    for section in sections[:3]:
        condition = _CONDITION.search(section)
        if condition and _TESTS[condition[1]](value, float(condition[2])):
            return section, value
    if any(_CONDITION.search(section) for section in sections[:2]):
        plain = [section for section in sections[:3] if not _CONDITION.search(section)]
        return (plain[-1] if plain else GENERAL), value
    if value < 0 and len(sections) > 1:
        return sections[1], -value
    if value == 0 and len(sections) > 2:
        return sections[2], value
    return sections[0], value


@lru_cache(maxsize=256)
def _tokens(section: str) -> tuple[_Token, ...]:
    return tuple(_Token(m.lastgroup or "", m[m.lastgroup or 0]) for m in _TOKEN.finditer(section))


def _literal(token: _Token) -> str:
    if token.kind in {"quoted", "escaped", "currency", "literal", "slash"}:
        return token.text
    return {"percent": "%", "blank": " "}.get(token.kind, "")


def _show(value: float, tokens: Sequence[_Token], separators: Separators) -> str:
    kinds = [token.kind for token in tokens]
    if "general" in kinds:
        shown = show_general(value, "it").replace(",", separators.decimal)
        return "".join(shown if t.kind == "general" else _literal(t) for t in tokens)
    if _Token("literal", "[") in tokens:
        raise ValueError(tokens)  # a bracket that does not end
    if "digits" not in kinds:  # a text instead of the number: "gratis"
        return "".join(map(_literal, tokens)).strip()
    sign = "-" if value < 0 else ""
    exact = abs(_exact(value)) * 100 ** kinds.count("percent")
    if "exponent" in kinds:
        return sign + _scientific(exact, tokens, separators)
    if "slash" in kinds and kinds.index("slash") > kinds.index("digits"):
        return sign + _fraction(exact, tokens)
    shown = _Pattern(tokens, separators).show(exact)
    return (sign if re.search(r"[1-9]", shown) else "") + shown


class _Pattern:
    """The places for digits of a section, with the literals between them."""

    def __init__(self, tokens: Sequence[_Token], separators: Separators) -> None:
        self._separators = separators
        whole, decimals = "", ""
        self._before: list[tuple[int, str]] = []
        """Literals in the whole part, each by the count of places before it."""
        self._after: list[tuple[int, str]] = []
        has_point = False
        for token in tokens:
            if token.kind != "digits":
                side, places = (self._after, decimals) if has_point else (self._before, whole)
                side.append((len(re.sub("[,.]", "", places)), _literal(token)))
                continue
            first, point, rest = token.text.partition(".")
            if has_point:
                decimals += token.text.replace(".", "")
            else:
                whole += first
                decimals += rest.replace(".", "")
                has_point = bool(point)
        places = whole + decimals
        self._scale = len(places) - len(places.rstrip(",")) if places.strip(",") else 0
        self._is_grouped = "," in whole.rstrip(",")
        self._whole = whole.replace(",", "")
        self._decimals = decimals.replace(",", "")

    def show(self, value: Decimal) -> str:
        whole, _, decimals = format(self.rounded(value), "f").partition(".")
        return self._show_whole(whole.lstrip("0")) + self._show_decimals(decimals)

    def rounded(self, value: Decimal) -> Decimal:
        """The value that is shown, with as many decimals as there are places for them."""
        scaled = value.scaleb(-3 * self._scale)
        return scaled.quantize(Decimal(1).scaleb(-len(self._decimals)), ROUND_HALF_UP)

    def _show_whole(self, digits: str) -> str:
        """From the right, one place after another; the leftmost takes the digits that are left."""
        digits = digits.rjust(len(self._whole))
        extra = len(digits) - len(self._whole)
        literals = list(self._before)
        pieces: list[str] = []
        while literals and literals[0][0] == 0:
            pieces.append(literals.pop(0)[1])
        for place, digit in enumerate(digits):
            own = place - extra
            while literals and literals[0][0] <= own:
                pieces.append(literals.pop(0)[1])
            if digit == " " and self._whole[own] != "0":
                continue
            pieces.append("0" if digit == " " else digit)
            if self._is_grouped and place < len(digits) - 1 and (len(digits) - place) % 3 == 1:
                pieces.append(self._separators.group)
        return "".join([*pieces, *(text for _, text in literals)])

    def _show_decimals(self, digits: str) -> str:
        literals = list(self._after)
        shown = len(digits)
        while shown and digits[shown - 1] == "0" and self._decimals[shown - 1] != "0":
            shown -= 1
        pieces = [self._separators.decimal] if self._decimals and shown else []
        for place, digit in enumerate(digits[:shown]):
            while literals and literals[0][0] <= place:
                pieces.append(literals.pop(0)[1])
            pieces.append(digit)
        return "".join([*pieces, *(text for _, text in literals)])


def _scientific(value: Decimal, tokens: Sequence[_Token], separators: Separators) -> str:
    place = [token.kind for token in tokens].index("exponent")
    mantissa, rest = tokens[:place], tokens[place + 1 :]
    whole = "".join(t.text for t in mantissa if t.kind == "digits").partition(".")[0]
    width = max(len(whole.replace(",", "")), 1)
    pattern = _Pattern(mantissa, separators)
    power = _power(value, width)
    power = _power(pattern.rounded(value.scaleb(-power)).scaleb(power), width)
    shown = pattern.show(value.scaleb(-power))
    digits = sum(len(token.text) for token in rest if token.kind == "digits")
    sign = "-" if power < 0 else "+" * ("+" in tokens[place].text)
    literals = "".join(_literal(token) for token in rest if token.kind != "digits")
    return f"{shown}E{sign}{abs(power):0{digits}}{literals}"


def _power(value: Decimal, width: int) -> int:
    """The power of ten that leaves at most ``width`` digits before the point."""
    power = value.adjusted() if value else 0
    return power - power % width


def _fraction(value: Decimal, tokens: Sequence[_Token]) -> str:
    """A number as a fraction: "# ?/?" takes one digit below, "# ?/8" eighths."""
    slash = [token.kind for token in tokens].index("slash")
    has_whole = sum(token.kind == "digits" for token in tokens[:slash]) > 1
    below = tokens[slash + 1] if slash + 1 < len(tokens) else _Token("digits", "?")
    tail = "".join(
        token.text for token in tokens[slash + 1 :] if token.kind in {"digits", "literal"}
    )
    exact = Fraction(value)
    if tail.isdigit() and int(tail):
        parts = Fraction(round(exact * int(tail)), 1)
        numerator, denominator = int(parts), int(tail)
    else:
        near = exact.limit_denominator(10 ** min(len(below.text), 4) - 1)
        numerator, denominator = near.numerator, near.denominator
    whole, over = divmod(numerator, denominator) if has_whole else (0, numerator)
    if not over:
        return str(whole)
    return f"{whole} {over}/{denominator}" if whole else f"{over}/{denominator}"
