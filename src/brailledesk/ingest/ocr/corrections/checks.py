"""Check digits of the codes that offices write: whether a code can be what it seems to be.

Codes are given without blanks, in capitals. Sources: ISO 13616 and SWIFT's registry of IBANs
(lengths by country), the Italian decrees of 23 December 1976 (codice fiscale) and of 23 December
1976 no. 13814 (partita IVA, the formula of Luhn), GS1's general specifications (EAN), ISO 2108.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

_LENGTHS_TEXT = """
AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28
EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27
JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18
NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28
TL23 TN24 TR26 UA29 VA22 VG24 XK20
"""
IBAN_LENGTHS: Mapping[str, int] = MappingProxyType(
    {one[:2]: int(one[2:]) for one in _LENGTHS_TEXT.split()}
)
_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]+")
_ITALIAN = re.compile(r"(?:IT|SM)[0-9]{2}[A-Z][0-9]{10}[A-Z0-9]{12}")

OMOCODIA = MappingProxyType(dict(zip("LMNPQRSTUV", "0123456789", strict=True)))
"""Letters that stand for digits where two persons would have one codice fiscale."""
_FISCAL = re.compile(
    r"[A-Z]{6}[0-9LMNPQRSTUV]{2}[ABCDEHLMPRST][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z]"
)
_ODD = MappingProxyType(
    dict(
        zip(
            "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
            (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25,
             24, 23, 1, 0, 5, 7, 9, 13, 15, 17, 19, 21),
            strict=True,
        )
    )
)  # fmt: skip
"""The value of a sign at an odd place of a codice fiscale, counted from 1."""


def is_iban(code: str) -> bool:
    """Length of the country and remainder 1 modulo 97; of Italy and San Marino the shape too."""
    if len(code) != IBAN_LENGTHS.get(code[:2]) or not _IBAN.fullmatch(code):
        return False
    if code[:2] in {"IT", "SM"} and not _ITALIAN.fullmatch(code):
        return False
    return int("".join(str(int(sign, 36)) for sign in code[4:] + code[:4])) % 97 == 1


def is_codice_fiscale(code: str) -> bool:
    """A person's codice fiscale: shape, day of birth and control letter, omocodia understood."""
    if not _FISCAL.fullmatch(code):
        return False
    day = int("".join(OMOCODIA.get(sign, sign) for sign in code[9:11]))
    if not (1 <= day <= 31 or 41 <= day <= 71):
        return False
    odd = sum(_ODD[sign] for sign in code[0:15:2])
    even = sum(int(sign) if sign.isdigit() else ord(sign) - ord("A") for sign in code[1:15:2])
    return ord(code[15]) - ord("A") == (odd + even) % 26


def is_partita_iva(code: str) -> bool:
    """Eleven digits with the formula of Luhn; so is the codice fiscale of a company."""
    return _are_digits(code, 11) and code != 11 * "0" and _luhn(code) == 0


def is_ean(code: str) -> bool:
    """EAN-8 or EAN-13 (GTIN); an ISBN of thirteen digits is one too."""
    if not (_are_digits(code, 8) or _are_digits(code, 13)):
        return False
    digits = [int(sign) for sign in reversed(code)]
    return (sum(digits[0::2]) + 3 * sum(digits[1::2])) % 10 == 0


def is_isbn(code: str) -> bool:
    """ISBN of ten signs, whose last may be X, or of thirteen digits."""
    if len(code) == 13:
        return code[:3] in {"978", "979"} and is_ean(code)
    if not (_are_digits(code[:9], 9) and len(code) == 10 and code[9] in "0123456789X"):
        return False
    values = [*map(int, code[:9]), 10 if code[9] == "X" else int(code[9])]
    return (
        sum(weight * value for weight, value in zip(range(10, 0, -1), values, strict=True)) % 11
        == 0
    )


def is_card(code: str) -> bool:
    """A number of a payment card: 13 to 19 digits with the formula of Luhn."""
    return 13 <= len(code) <= 19 and _are_digits(code, len(code)) and _luhn(code) == 0


def _are_digits(code: str, length: int) -> bool:
    return len(code) == length and code.isascii() and code.isdigit()


def _luhn(code: str) -> int:
    digits = [int(sign) for sign in reversed(code)]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]
    return (sum(digits[0::2]) + sum(doubled)) % 10
