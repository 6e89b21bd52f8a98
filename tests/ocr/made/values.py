"""Values as business letters have them, made up, with check digits that are right."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from string import ascii_uppercase, digits
from typing import Literal

Kind = Literal["amount", "date", "code", "iban"]


@dataclass(frozen=True, slots=True)
class Field:
    """A value that a form holds; ``text`` is as printed."""

    kind: Kind
    label: str
    text: str


def amount(random: Random) -> str:
    """An amount as Italians write it: ``1.249,90``."""
    cents = random.randrange(100, 10 ** random.randint(4, 7))
    whole = f"{cents // 100:,}".replace(",", ".")
    return f"{whole},{cents % 100:02}"


def date(random: Random) -> str:
    separator = random.choice("//.-")
    parts = (random.randint(1, 28), random.randint(1, 12), random.randint(2015, 2027))
    return separator.join(f"{part:02}" for part in parts)


def iban(random: Random) -> str:
    """An Italian IBAN in groups of four; its two digits and its letter (CIN) are right."""
    bank = _digits(random, 10)
    account = _digits(random, 12)
    basic = _cin(bank + account) + bank + account
    number = "".join(str(int(char, 36)) for char in f"{basic}IT00")
    whole = f"IT{98 - int(number) % 97:02}{basic}"
    return " ".join(whole[start : start + 4] for start in range(0, len(whole), 4))


def vat_number(random: Random) -> str:
    """A partita IVA: ten digits and the check digit of Luhn."""
    number = _digits(random, 10)
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in number[1::2])
    total = sum(map(int, number[::2])) + sum(doubled)
    return f"{number}{-total % 10}"


def ean13(random: Random) -> str:
    number = "80" + _digits(random, 10)
    total = sum(int(digit) * (1, 3)[place % 2] for place, digit in enumerate(number))
    return f"{number}{-total % 10}"


_ODD = dict(zip(digits, (1, 0, 5, 7, 9, 13, 15, 17, 19, 21), strict=True)) | dict(
    zip(
        ascii_uppercase,
        (
            1,
            0,
            5,
            7,
            9,
            13,
            15,
            17,
            19,
            21,
            2,
            4,
            18,
            20,
            11,
            3,
            6,
            8,
            12,
            14,
            16,
            10,
            22,
            25,
            24,
            23,
        ),
        strict=True,
    )
)
"""What characters at odd places count, in the codice fiscale and in the CIN of an IBAN.

Ministerial decree of 23 December 1976 (codice fiscale); the CIN of banks uses the same values.
"""


def tax_code(random: Random) -> str:
    """A codice fiscale of no person: consonants, date of birth, place and the check letter."""
    consonants = "".join(random.choices("BCDFGLMNPRSTVZ", k=6))
    born = f"{random.randint(30, 99)}{random.choice('ABCDEHLMPRST')}{random.randint(1, 28):02}"
    start = f"{consonants}{born}{random.choice('ABCDEFGHILM')}{_digits(random, 3)}"
    return start + _letter(start)


def order_code(random: Random) -> str:
    letters = "".join(random.choices(ascii_uppercase, k=random.randint(2, 3)))
    return f"{letters}-{_digits(random, random.randint(4, 6))}/{random.choice(ascii_uppercase)}"


def _cin(account: str) -> str:
    return _letter(account)


def _letter(text: str) -> str:
    odd = sum(_ODD[char] for char in text[::2])
    even = sum(int(char, 36) - (10 if char.isalpha() else 0) for char in text[1::2])
    return ascii_uppercase[(odd + even) % 26]


def _digits(random: Random, count: int) -> str:
    return "".join(random.choices(digits, k=count))
