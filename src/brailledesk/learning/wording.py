"""Signs, places and dots in words for people; each function takes the gettext of their language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from brailledesk.cells import cells_to_unicode, dots_from_cells
from brailledesk.errors import N_
from brailledesk.learning.signs import Place, Sign

Words = Callable[[str], str]
"""A gettext: the message in the language of the reader."""

_PLACES: Mapping[str, str] = {
    "word": N_("whole word"),
    "begword": N_("beginning of a word"),
    "midword": N_("inside a word"),
    "endword": N_("end of a word"),
    "begmidword": N_("beginning of a word or inside"),
    "midendword": N_("inside a word or at the end"),
    "always": N_("anywhere"),
}
_BEHIND: Mapping[str, str] = {
    "space": N_("after a blank"),
    "letter": N_("after a letter"),
    "plain": N_("after a small letter"),
    "digit": N_("after a digit"),
    "punctuation": N_("after a punctuation mark"),
}
_AHEAD: Mapping[str, str] = {
    "space": N_("before a blank"),
    "letter": N_("before a letter"),
    "plain": N_("before a small letter"),
    "digit": N_("before a digit"),
    "punctuation": N_("before a punctuation mark"),
}
_KINDS: Mapping[str, str] = {
    "word": N_("words"),
    "begword": N_("beginnings of words"),
    "endword": N_("endings of words"),
}
_GROUPS = N_("groups of letters")


def place_in_words(place: Place, _: Words) -> str:
    """Where a rule holds: "beginning of a word, after a blank"."""
    parts = [_(_PLACES.get(place.opcode, place.opcode))]
    if place.behind:
        known = _BEHIND.get(place.behind)
        parts.append(_(known) if known else _("after: {name}").format(name=place.behind))
    if place.ahead:
        known = _AHEAD.get(place.ahead)
        parts.append(_(known) if known else _("before: {name}").format(name=place.ahead))
    return ", ".join(parts)


def places_in_words(sign: Sign, _: Words) -> str:
    """All places of a sign."""
    return "; ".join(place_in_words(place, _) for place in sign.places)


def dots_in_words(cells: bytes, _: Words) -> str:
    """The dots of cells as they are said: "dot 5, dots 1 2 3 4 5"; the blank is said too."""
    return ", ".join(_cell_in_words(dots, _) for dots in dots_from_cells(cells).split("-"))


def _cell_in_words(dots: str, _: Words) -> str:
    if dots == "0":
        return _("blank")
    name = _("dot") if len(dots) == 1 else _("dots")
    return f"{name} {' '.join(dots)}"


def sign_in_words(sign: Sign, _: Words) -> str:
    """A sign on one line: what it stands for, its cells, their dots, where it may stand."""
    shown, dots = cells_to_unicode(sign.cells), dots_in_words(sign.cells, _)
    return f"{sign.text}: {shown} ({dots}), {places_in_words(sign, _)}"


def kinds_in_words(signs: Iterable[Sign], _: Words) -> str:
    """Of what kinds signs are, the most numerous first: "groups of letters, words"."""
    kinds = Counter(_KINDS.get(sign.places[0].opcode, _GROUPS) for sign in signs)
    return ", ".join(_(kind) for kind, _count in kinds.most_common())


def level_in_words(level: int, signs: Iterable[Sign], _: Words) -> str:
    """The heading of a level."""
    return _("Level {number}: {kinds}").format(number=level, kinds=kinds_in_words(signs, _))
