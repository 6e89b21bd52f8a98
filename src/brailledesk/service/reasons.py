"""What msgspec has against a value, in the client's language.

msgspec says it in English: what it expected, and behind " - at" the field where, counted from the
parameters as "$". A sentence that is not known here stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from brailledesk.errors import N_

_PLACE = re.compile(r"\s- at `([^`]*)`\Z")
_FORMS = (
    (
        re.compile(r"Expected (?P<wanted>.+), got (?P<found>.+)"),
        N_("{wanted} expected, not {found}"),
    ),
    (re.compile(r"Expected (?P<wanted>.+)"), N_("{wanted} expected")),
    (
        re.compile(r"Object missing required field (?P<name>.+)"),
        N_("the field {name} is missing"),
    ),
    (
        re.compile(r"Invalid enum value (?P<value>.+)"),
        N_("the value {value} is not one of those allowed"),
    ),
    (
        re.compile(r"JSON is malformed: .*\(byte (?P<place>\d+)\)"),
        N_("this is no JSON from byte {place} on"),
    ),
    (re.compile(r"Input data was truncated"), N_("the JSON ends too early")),
)


def place_in(reason: str) -> str:
    """The field that a reason names ("$.nodes[3].level"); empty where it names none."""
    found = _PLACE.search(reason)
    return found[1] if found else ""


def in_words(reason: str, words: Callable[[str], str]) -> str:
    """A reason in another language, with its place."""
    place = place_in(reason)
    bare = _PLACE.sub("", reason)
    for form, template in _FORMS:
        found = form.fullmatch(bare)
        if found:
            told = words(template).format(**found.groupdict())
            return f"{place}: {told}" if place else told
    return words(reason)
