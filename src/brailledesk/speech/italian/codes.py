"""What is read sign by sign: codes, numbers of accounts and telephones, addresses of the net."""

from __future__ import annotations

import re
from itertools import pairwise

from brailledesk.speech.italian.numbers import cardinal, digits, group, grouped_digits, parse
from brailledesk.speech.italian.tables import Words

_ADDRESS_PART = re.compile(r"[^\W\d_]+|\d+|[\W_]")
_CODE_PART = re.compile(r"[A-Z]+|\d+|[/._-]")
_SEPARATORS = re.compile(r"[ ./-]+")
_SCHEME = re.compile(r"https?://", re.IGNORECASE)
_VOWEL = re.compile(r"[AEIOU]", re.IGNORECASE)
_PHONE_WORDS = {"tel": "telefono", "cell": "cellulare"}
_ROUND = re.compile(r"[1-9]\d{0,2}0{6,9}")
_LONGEST_WHOLE = 4
"""A code of so few signs ("F24", "A4") has numbers; in a longer one each digit counts."""


def spell(text: str, words: Words) -> str:
    """Each letter and digit by its name; what has no name stays."""
    return " ".join(
        digits(sign) if sign.isdecimal() else words.letters.get(sign.upper(), sign) for sign in text
    )


def say_address(found: re.Match[str], words: Words) -> str | None:
    """An address of mail or the web: its words as words, its signs by name."""
    text = _SCHEME.sub("", found[0])
    said: list[str] = []
    for part in _ADDRESS_PART.findall(text):
        if part.isdecimal():
            said.append(_short_number(part))
        elif part[0].isalpha():
            said.append(_address_word(part, words))
        else:
            said.append(words.signs.get(part, part))
    return " ".join(said)


def _address_word(part: str, words: Words) -> str:
    """A part with a vowel is a word for a voice; "srl" has none. Italians call a W of "www" V."""
    if part.lower() == "www":
        return "vu vu vu"
    return part if _VOWEL.search(part) or len(part) > 5 else spell(part, words)


def _short_number(part: str) -> str:
    return cardinal(int(part)) if len(part) < 3 and part[0] != "0" else grouped_digits(group(part))


def say_iban(found: re.Match[str], words: Words) -> str | None:
    """Groups of four, as they are printed."""
    text = found[0].replace(" ", "")
    if len(text) < 15:
        return None
    return ", ".join(spell(text[at : at + 4], words) for at in range(0, len(text), 4))


def say_tax_code(found: re.Match[str], words: Words) -> str | None:
    """Surname, name, date of birth, town, check letter."""
    text, borders = found[0], (0, 3, 6, 11, 15, 16)
    pieces = [text[a:b] for a, b in pairwise(borders)]
    return ", ".join(spell(piece, words) for piece in pieces)


def say_vat_number(found: re.Match[str], words: Words) -> str | None:
    country = f"{spell(found['country'], words)}, " if found["country"] else ""
    return f"partita iva {country}{grouped_digits(group(found['digits']))}"


def say_phone(found: re.Match[str], _words: Words) -> str | None:
    """Groups as they are written; long ones divided again. Less than five digits are no number."""
    number = found["number"]
    if sum(sign.isdecimal() for sign in number) < 5:
        return None
    said = []
    if number.startswith(("+39", "0039")):
        said.append("più tre nove" if number[0] == "+" else "zero zero tre nove")
        number = number[3 if number[0] == "+" else 4 :]
    elif number.startswith("+"):
        said.append("più " + digits(number[1:3]))
        number = number[3:]
    said.extend(
        grouped_digits(group(written) if len(written) > 4 else [written])
        for written in filter(None, _SEPARATORS.split(number))
    )
    return _phone_word(found.groupdict().get("before")) + ", ".join(said)


def _phone_word(before: str | None) -> str:
    if not before:
        return ""
    word = before.strip(" .:")
    return _PHONE_WORDS.get(word.lower(), word) + " "


def say_code(found: re.Match[str], words: Words) -> str | None:
    """Letters by their names, separators too; a part that is a word is said as one."""
    parts = _CODE_PART.findall(found[0])
    has_word = any(_is_code_word(part) for part in parts)
    is_short = sum(len(part) for part in parts if part.isalnum()) <= _LONGEST_WHOLE
    return " ".join(_code_part(part, words, is_whole=has_word or is_short) for part in parts)


def _is_code_word(part: str) -> bool:
    return len(part) >= 4 and part.isalpha() and bool(_VOWEL.search(part))


def _code_part(part: str, words: Words, *, is_whole: bool) -> str:
    if part.isdecimal():
        if is_whole and part[0] != "0":
            return cardinal(int(part))
        return grouped_digits(group(part)) if len(part) > 4 else digits(part)
    if part.isalpha():
        return part.lower() if _is_code_word(part) else spell(part, words)
    return words.signs[part]


def say_spelled(found: re.Match[str], words: Words) -> str | None:
    return spell(found[0].replace(".", ""), words)


def say_long_number(found: re.Match[str], _words: Words) -> str | None:
    """A number of a document or a customer; millions without more are a quantity."""
    text = found["digits"]
    if _ROUND.fullmatch(text):
        return cardinal(parse(text)[0])
    return grouped_digits(group(text) if len(text) > 4 else [text])


def say_digits_after(found: re.Match[str], _words: Words) -> str | None:
    """A number that is typed and not counted: digit by digit behind the word for it."""
    text = found["digits"]
    return found["before"] + grouped_digits(group(text) if len(text) > 4 else [text])


def say_house(found: re.Match[str], words: Words) -> str | None:
    """The number of a house with the letter behind it."""
    letter = found["letter"]
    return f"{cardinal(int(found['number']))} barra {words.letters.get(letter.upper(), letter)}"
