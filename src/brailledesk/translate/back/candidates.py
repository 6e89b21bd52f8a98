"""Which characters come into question: for a first cell, and where a rule waits for a character.

``speakers`` has for each character of the table the one that speaks for its class.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from brailledesk.tables.rules import OneOf, Table


def find_candidates(table: Table, speakers: Mapping[str, str]) -> dict[int, dict[str, list[str]]]:
    """For each cell the characters that may begin with it, by the one for their class."""
    found: dict[int, dict[str, list[str]]] = {cell: {} for cell in range(256)}
    for character, speaker in speakers.items():
        for cell in _first_cells(table, character):
            found[cell].setdefault(speaker, []).append(character)
    return found


def find_writers(table: Table, speakers: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """For each character that rules may see, the classes that the first rules make it of."""
    swaps = [one.replacement for one in table.corrects]
    writers: dict[str, dict[str, None]] = defaultdict(dict)
    for character, speaker in speakers.items():
        for form in (
            character,
            *(swap.get(character, "") for swap in swaps if not isinstance(swap, str)),
        ):
            writers[form][speaker] = None
    for rule in table.corrects:
        text = rule.replacement if isinstance(rule.replacement, str) else rule.mark
        for character in text:
            writers[character] = dict.fromkeys(speakers.values())
    return {form: tuple(classes) for form, classes in writers.items()}


def longest_arc(table: Table, emphasis: Iterable[bytes]) -> int:
    """Cells: no arc has more. ``emphasis`` is the signs that begin and end it."""
    written = [one.cells for one in table.definitions.values()]
    written += [rule.cells for rule in table.strings]
    written += [rule.cells for rule in table.midnums.values()]
    before = [rule.cells for rule in table.contexts]
    signs = [sign.cells for sign in table.indicators.values()]
    texts = [rule.replacement for rule in table.corrects if isinstance(rule.replacement, str)]
    texts += [rule.mark + "a" for rule in table.corrects if rule.mark]
    one = sum(max(map(len, some), default=0) for some in (written + before, before, signs))
    longest_text = max(map(len, texts), default=1)
    return max(one * max(longest_text, 1), *map(len, emphasis), 1)


def _first_cells(table: Table, character: str) -> set[int]:
    cells = [b""]
    forms = {character}
    for rule in table.corrects:
        if not isinstance(rule.replacement, str):
            forms.add(rule.replacement.get(character, character))
            forms.update(rule.mark[:1])
        elif _may_begin(rule.pattern.focus[0], character):
            forms.update(rule.replacement[:1])
    for form in forms:
        cells.append(table.definitions[form].cells)
        cells += [
            rule.cells
            for rule in table.contexts
            if _may_begin((rule.pattern.focus + rule.pattern.ahead)[0], form)
        ]
        cells += [rule.cells for rule in table.strings if rule.text[0] == form]
        cells += [rule.cells for rule in table.midnums.values() if rule.character == form]
        cells += [sign.cells for sign in table.indicators.values()]
    return {one[0] for one in cells if one}


def _may_begin(test: object, character: str) -> bool:
    if isinstance(test, OneOf):
        return test.least == 0 or test.characters is None or character in test.characters
    return getattr(test, "text", "").startswith(character)
