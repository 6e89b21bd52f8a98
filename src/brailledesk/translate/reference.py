"""The reference engine: the readable specification of what a table means.

Order of events at each place of the text, as liblouis has it: emphasis that ends, emphasis that
begins, ``context`` rules in file order, then the number sign, the longest string that may stand
there (``always``, ``word``, ``begword`` and their like),
``midnum`` between digits, and last the character's own definition. Before all this the
``correct`` rules go through the text once.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from operator import itemgetter

from brailledesk.tables.rules import (
    Context,
    Correct,
    Indicator,
    Kind,
    Literal,
    Pattern,
    RuleOrigin,
    StringRule,
    Table,
    Test,
    by_precedence,
)
from brailledesk.text import Typeform
from brailledesk.translate.assemble import compact, map_characters
from brailledesk.translate.base import Step, Translation
from brailledesk.translate.prepare import Prepared, prepare

EMPHASIS = {
    "bold": Typeform.BOLD,
    "underline": Typeform.UNDERLINE,
    "italic": Typeform.ITALIC,
}
"""The classes in the order in which liblouis opens them; they close in the opposite order."""


class ReferenceTranslator:
    """A table made ready for translation in pure Python."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._strings: dict[str, list[StringRule]] = {}
        for rule in by_precedence(table.strings):
            self._strings.setdefault(rule.text[0], []).append(rule)
        # What may hold at a place is told by the characters on both sides of it, as a rule.
        self._contexts: dict[tuple[str, str], tuple[Context, ...]] = {}
        self._corrects: dict[tuple[str, str], tuple[Correct, ...]] = {}

    @property
    def table(self) -> str:
        return self._table.name

    @property
    def is_contracted(self) -> bool:
        return self._table.is_contracted

    def translate(
        self, text: str, typeforms: Sequence[int] | None = None, *, trace: bool = False
    ) -> Translation:
        """See :meth:`brailledesk.translate.base.Translator.translate`."""
        prepared = prepare(text, typeforms, self._table.has, self._table.uncontracted)
        corrected, origins, corrections = self._correct(prepared.text)
        typeform = prepared.typeforms and [prepared.typeforms[place] for place in origins[:-1]]
        steps = self._steps(corrected, typeform)
        back = array("I", [prepared.offsets[place] for place in origins])
        return self._assemble(text, prepared, steps, back, corrections if trace else None)

    def translate_many(self, texts: Sequence[str]) -> list[Translation]:
        """See :meth:`brailledesk.translate.base.Translator.translate_many`."""
        return [self.translate(text) for text in texts]

    def _assemble(
        self,
        text: str,
        prepared: Prepared,
        steps: list[_Applied],
        back: Sequence[int],
        corrections: list[tuple[int, int, RuleOrigin]] | None,
    ) -> Translation:
        cells = b"".join(applied.cells for applied in steps)
        cell_to_char = array("I")
        for applied in steps:
            cell_to_char.extend([back[applied.anchor]] * len(applied.cells))
        shown = None
        if corrections is not None:
            shown = _explain(prepared, steps, back, corrections)
        return Translation(
            text=text,
            cells=cells,
            cell_to_char=compact(cell_to_char),
            char_to_cell=compact(map_characters(cell_to_char, len(text))),
            undefined=prepared.undefined,
            steps=shown,
        )

    # -- the pass of the correct rules ---------------------------------------------------------

    def _correct(self, text: str) -> tuple[str, array[int], list[tuple[int, int, RuleOrigin]]]:
        """The corrected text, for each of its characters the place in ``text``, what was done."""
        pieces: list[str] = []
        origins = array("I")
        done: list[tuple[int, int, RuleOrigin]] = []
        place = 0
        while place < len(text):
            rule, end = self._find_correct(text, place)
            if rule is None:
                pieces.append(text[place])
                origins.append(place)
                place += 1
                continue
            piece = _replacement(rule, text[place:end])
            pieces += [rule.mark, piece]
            origins.extend([place] * len(rule.mark))
            origins.extend(min(place + i, end - 1) for i in range(len(piece)))
            done.append((place, end, rule.origin))
            place = end
        origins.append(len(text))
        return "".join(pieces), origins, done

    def _find_correct(self, text: str, place: int) -> tuple[Correct | None, int]:
        key = text[place - 1 : place], text[place]
        candidates = self._corrects.get(key)
        if candidates is None:
            candidates = tuple(rule for rule in self._table.corrects if _can_hold(rule, *key))
            self._corrects[key] = candidates
        for rule in candidates:
            end = match_pattern(rule.pattern, text, place)
            if end is not None and end > place:
                return rule, end
        return None, place

    # -- the main pass -------------------------------------------------------------------------

    def _steps(self, text: str, typeforms: Sequence[int] | None) -> list[_Applied]:
        writer = _Writer()
        emphasis = _emphasis_spans(text, typeforms, self._table) if typeforms else {}
        place = 0
        was_midnum = False
        has_inserted = False
        while place < len(text):
            if emphasis and not has_inserted:
                for indicator, anchor in emphasis.get(place, ()):
                    writer.indicate(indicator, anchor, place)
            context, end = (None, place) if has_inserted else self._find_context(text, place)
            if context is not None and end == place:
                writer.write(context.cells, place, place, context.origin)
                has_inserted = True
                continue
            has_inserted = False
            if context is not None:
                writer.write(context.cells, place, end, context.origin)
                place, was_midnum = end, False
                continue
            if self._needs_number_sign(text, place) and not was_midnum:
                writer.indicate(self._table.indicators["numsign"], place, place)
            place, was_midnum = self._write_plain(writer, text, place, typeforms)
        for indicator, anchor in emphasis.get(len(text), ()):
            writer.indicate(indicator, anchor, place)
        return writer.applied

    def _find_context(self, text: str, place: int) -> tuple[Context | None, int]:
        key = text[place - 1 : place], text[place]
        candidates = self._contexts.get(key)
        if candidates is None:
            candidates = tuple(rule for rule in self._table.contexts if _can_hold(rule, *key))
            self._contexts[key] = candidates
        for rule in candidates:
            end = match_pattern(rule.pattern, text, place)
            if end is not None:
                return rule, end
        return None, place

    def _write_plain(
        self, writer: _Writer, text: str, place: int, typeforms: Sequence[int] | None
    ) -> tuple[int, bool]:
        """Apply a string, midnum or the definition; the next place, and whether it was midnum."""
        for rule in self._strings.get(text[place], ()):
            if rule.stands(text, place) and not (
                typeforms and _changes_inside(typeforms, place, place + len(rule.text))
            ):
                end = place + len(rule.text)
                writer.write(rule.cells, place, end, rule.origin)
                return end, False
        midnum = self._table.midnums.get(text[place])
        if (
            midnum is not None
            and self._is_digit(text, place - 1)
            and self._is_digit(text, place + 1)
        ):
            writer.write(midnum.cells, place, place + 1, midnum.origin)
            return place + 1, True
        definition = self._table.definitions[text[place]]
        writer.write(definition.cells, place, place + 1, definition.origin)
        return place + 1, False

    def _is_digit(self, text: str, place: int) -> bool:
        if not 0 <= place < len(text):
            return False
        return bool(self._table.definitions[text[place]].kind & Kind.DIGIT)

    def _needs_number_sign(self, text: str, place: int) -> bool:
        return (
            "numsign" in self._table.indicators
            and self._is_digit(text, place)
            and not self._is_digit(text, place - 1)
        )


class _Applied:
    """One applied rule: its span in the text, its cells, and the character that they stand for."""

    __slots__ = ("anchor", "cells", "end", "origin", "start")

    def __init__(self, start: int, end: int, anchor: int, cells: bytes, origin: RuleOrigin) -> None:
        self.start = start
        self.end = end
        self.anchor = anchor
        self.cells = cells
        self.origin = origin


class _Writer:
    """Collects what was applied, in order."""

    def __init__(self) -> None:
        self.applied: list[_Applied] = []

    def write(self, cells: bytes, start: int, end: int, origin: RuleOrigin) -> None:
        self.applied.append(_Applied(start, end, start, cells, origin))

    def indicate(self, indicator: Indicator, anchor: int, place: int) -> None:
        self.applied.append(_Applied(place, place, anchor, indicator.cells, indicator.origin))


def match_pattern(pattern: Pattern, text: str, place: int) -> int | None:
    """The end of the focus where the pattern holds at ``place``, else None."""
    if pattern.is_at_start and place != 0:
        return None
    if pattern.behind_length > place:
        return None
    if _match_tests(pattern.behind, text, place - pattern.behind_length) != place and (
        pattern.behind
    ):
        return None
    end = _match_tests(pattern.focus, text, place)
    if end is None or _match_tests(pattern.ahead, text, end) is None:
        return None
    return end


def _match_tests(tests: Sequence[Test], text: str, place: int) -> int | None:
    for test in tests:
        if isinstance(test, Literal):
            if not text.startswith(test.text, place):
                return None
            place += len(test.text)
            continue
        end = place
        limit = min(len(text), place + test.most)
        while end < limit and (test.characters is None or text[end] in test.characters):
            end += 1
        if end - place < test.least:
            return None
        place = end
    return place


def _can_hold(rule: Context | Correct, before: str, character: str) -> bool:
    """Whether a rule can hold between two characters; ``before`` is empty at the beginning."""
    pattern = rule.pattern
    if pattern.is_at_start and before:
        return False
    if pattern.behind and not _can_end(pattern.behind[-1], before):
        return False
    test = (pattern.focus + pattern.ahead)[0]
    if isinstance(test, Literal):
        return test.text[:1] == character
    return test.least == 0 or test.characters is None or character in test.characters


def _can_end(test: Test, before: str) -> bool:
    if not before:
        return False
    if isinstance(test, Literal):
        return test.text[-1:] == before
    return test.characters is None or before in test.characters


def _replacement(rule: Correct, text: str) -> str:
    if isinstance(rule.replacement, str):
        return rule.replacement
    return "".join(rule.replacement.get(character, character) for character in text)


def _emphasis_spans(
    text: str, typeforms: Sequence[int], table: Table
) -> dict[int, list[tuple[Indicator, int]]]:
    """For each place the indicators that stand before it, with the character they belong to.

    An emphasis never begins or ends with a blank: the indicators stand at the words.
    """
    opening: dict[int, list[tuple[int, int, Indicator]]] = {}
    closing: dict[int, list[tuple[int, int, Indicator]]] = {}
    for rank, (name, bit) in enumerate(EMPHASIS.items()):
        begin, end = table.begin_emphasis.get(name), table.end_emphasis.get(name)
        if begin is None or end is None:
            continue
        for start, stop in _words_of(text, typeforms, bit):
            opening.setdefault(start, []).append((-stop, rank, begin))
            closing.setdefault(stop, []).append((-start, -rank, end))
    indicators: dict[int, list[tuple[Indicator, int]]] = {}
    for spans, shift in ((closing, -1), (opening, 0)):
        for place, group in spans.items():
            # What reaches further opens first and closes last, so that signs nest.
            ordered = sorted(group, key=itemgetter(0, 1))
            indicators.setdefault(place, []).extend((sign, place + shift) for *_, sign in ordered)
    return indicators


def _words_of(text: str, typeforms: Sequence[int], bit: int) -> list[tuple[int, int]]:
    """The spans with the bit, without blanks at their ends.

    Plain blanks between two spans do not part them: word processors often leave them out.
    """
    spans: list[tuple[int, int]] = []
    place = 0
    while place < len(text):
        end = place
        while end < len(text) and typeforms[end] & bit:
            end += 1
        words = text[place:end]
        start = place + len(words) - len(words.lstrip())
        stop = place + len(words.rstrip())
        if start < stop:
            if spans and not text[spans[-1][1] : start].strip():
                start = spans.pop()[0]
            spans.append((start, stop))
        place = end + 1
    return spans


def _changes_inside(typeforms: Sequence[int], start: int, end: int) -> bool:
    """Whether an emphasis begins or ends behind the first of some characters."""
    first = typeforms[start]
    return any(form != first for form in typeforms[start + 1 : end])


def _explain(
    prepared: Prepared,
    steps: list[_Applied],
    back: Sequence[int],
    corrections: list[tuple[int, int, RuleOrigin]],
) -> tuple[Step, ...]:
    """The steps in characters of the caller's text; corrections come first, without cells."""
    offsets = prepared.offsets
    shown = [Step(offsets[start], offsets[end], 0, 0, origin) for start, end, origin in corrections]
    cell = 0
    for applied in steps:
        end = cell + len(applied.cells)
        shown.append(Step(back[applied.start], back[applied.end], cell, end, applied.origin))
        cell = end
    return tuple(shown)
