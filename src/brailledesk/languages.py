"""Runs to cells: each language by its own table, as the reader chose.

Italian readers mostly read a foreign word by the Italian table, so that is the default: a language
gets a table of its own only where the reader asks for one.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence

from brailledesk.text import EMPHASIS, Run, Typeform, plain_text
from brailledesk.translate import RunTranslator, Translation, Translator, load_translator
from brailledesk.translate.assemble import compact
from brailledesk.translate.contraction import ALL_SIGNS, Contraction, TextKind, spans_of, word_at
from brailledesk.translate.native import NativeTranslator
from brailledesk.values import dataclass, replace


def run_translator(
    table: str = "it-6dot",
    *,
    foreign: Mapping[str, str] | None = None,
    has_emphasis: bool = False,
    engine: str | None = None,
    contraction: Contraction = ALL_SIGNS,
    trace: bool = False,
) -> RunTranslator:
    """A translator of runs.

    ``table`` serves every run; ``foreign`` names other tables by language ("en" serves "en-GB" too,
    unless that is named itself). ``has_emphasis`` shows typeforms; most Italian texts go without.
    ``contraction`` is what the reader wants of the contractions of ``table``.
    Raises what ``load_translator`` raises, before anything is translated.
    """
    own = load_translator(table, engine, contraction)
    others = {
        language.lower(): load_translator(name, engine)
        for language, name in (foreign or {}).items()
    }
    return _RunTranslator(
        own, others, has_emphasis=has_emphasis, uncontracted=contraction.uncontracted, trace=trace
    )


@dataclass(frozen=True, slots=True)
class _RunTranslator:
    """See :func:`run_translator`."""

    own: Translator
    others: Mapping[str, Translator]
    has_emphasis: bool
    uncontracted: frozenset[TextKind]
    trace: bool

    def __call__(self, runs: Sequence[Run]) -> Translation:
        """See :class:`~brailledesk.translate.base.RunTranslator`."""
        pieces = [
            translator.translate(
                plain_text(group), self._typeforms(translator, group), trace=self.trace
            )
            for translator, group in self._groups(runs)
        ]
        return pieces[0] if len(pieces) == 1 else join_translations(pieces)

    def native(self, language: str | None) -> NativeTranslator | None:
        """The engine of a language's plain text, where its cells depend on the text alone."""
        translator = self._translator_for(language)
        is_alone = not (self.trace or (translator.is_contracted and self.uncontracted))
        return translator if is_alone and isinstance(translator, NativeTranslator) else None

    def is_plain(self, run: Run) -> bool:
        """Whether its typeform changes nothing of how a run is written."""
        shown = Typeform.UNCONTRACTED | (EMPHASIS if self.has_emphasis else Typeform.PLAIN)
        return not run.typeform & shown

    def _groups(self, runs: Sequence[Run]) -> list[tuple[Translator, list[Run]]]:
        """Neighbouring runs of one table together, so that rules see across typeforms."""
        groups: list[tuple[Translator, list[Run]]] = []
        for run in runs:
            translator = self._translator_for(run.language)
            if groups and groups[-1][0] is translator:
                groups[-1][1].append(run)
            else:
                groups.append((translator, [run]))
        return groups

    def _translator_for(self, language: str | None) -> Translator:
        tag = (language or "").lower()
        return self.others.get(tag) or self.others.get(tag.partition("-")[0]) or self.own

    def _typeforms(self, translator: Translator, runs: Sequence[Run]) -> list[int] | None:
        forms = self._emphasis(translator, runs)
        if not translator.is_contracted:
            return forms
        text = plain_text(runs)
        uncontracted: list[int] = []
        for run in runs:
            uncontracted += [int(run.typeform & Typeform.UNCONTRACTED)] * len(run.text)
        for start, end in self._uncontracted_spans(translator, runs, text):
            uncontracted[start:end] = [int(Typeform.UNCONTRACTED)] * (end - start)
        if not any(uncontracted):
            return forms
        return [
            form | other
            for form, other in zip(
                forms or [0] * len(text), _widen(text, uncontracted, _is_in_word), strict=True
            )
        ]

    def _emphasis(self, translator: Translator, runs: Sequence[Run]) -> list[int] | None:
        if not self.has_emphasis or not any(run.typeform & EMPHASIS for run in runs):
            return None
        forms: list[int] = []
        for run in runs:
            forms += [int(run.typeform & EMPHASIS)] * len(run.text)
        text = plain_text(runs)
        widened = widen_emphasis(text, forms)
        if translator.is_contracted:
            widened = _widen(text, widened, _is_in_word)
        return [_one_sign(form) for form in widened]

    def _uncontracted_spans(
        self, translator: Translator, runs: Sequence[Run], text: str
    ) -> Iterator[tuple[int, int]]:
        for kind in self.uncontracted:
            yield from spans_of(kind, text)
        if TextKind.FOREIGN in self.uncontracted and translator is self.own:
            place = 0
            for run in runs:
                end = place + len(run.text)
                if run.language is not None and not run.language.lower().startswith(_ITALIAN):
                    yield place, end
                place = end


def expand_word(runs: Sequence[Run], cursor: int) -> list[Run]:
    """The runs with the word at character ``cursor`` marked as uncontracted."""
    span = word_at(plain_text(runs), cursor)
    if span is None:
        return list(runs)
    expanded: list[Run] = []
    place = 0
    for run in runs:
        first, last = (min(max(edge - place, 0), len(run.text)) for edge in span)
        if first == last:
            expanded.append(run)
            place += len(run.text)
            continue
        form = run.typeform | Typeform.UNCONTRACTED
        expanded += [
            replace(run, text=run.text[:first]),
            replace(run, text=run.text[first:last], typeform=form),
            replace(run, text=run.text[last:]),
        ]
        place += len(run.text)
    return [run for run in expanded if run.text]


def _one_sign(typeform: int) -> int:
    """Bold and underline share a sign in Italian Braille, so together they are bold alone."""
    if typeform & Typeform.BOLD:
        return int(typeform & ~Typeform.UNDERLINE)
    return int(typeform)


_ITALIAN = "it"
"""The language of the contracted tables."""
_SEPARATORS = frozenset(".,'’‘")
_DIGIT_LETTERS = frozenset("abcdefghijæ")


def widen_emphasis(text: str, forms: Sequence[int]) -> list[int]:
    """Emphasis that begins or ends inside a number or a run of capitals takes the whole of it.

    A sign of emphasis ends number mode and the reach of 46-46 (facts 4.1, 5.1): bold that ends
    inside "12" would read "1b". What print shows of the emphasis a little widely, it shows of
    numbers and letters exactly (docs/decisions/0004).
    """
    return _widen(text, forms, _is_one)


def _widen(text: str, forms: Sequence[int], is_one: Callable[[str, int], bool]) -> list[int]:
    """Forms that change where ``is_one`` holds on both sides are those of the whole of it."""
    widened = list(forms)
    place = 1
    while place < len(text):
        if widened[place] == widened[place - 1] or not is_one(text, place):
            place += 1
            continue
        start, end = place - 1, place + 1
        while start and is_one(text, start):
            start -= 1
        while end < len(text) and is_one(text, end):
            end += 1
        form = 0
        for one in widened[start:end]:
            form |= one
        widened[start:end] = [form] * (end - start)
        place = end
    return widened


def _is_in_word(text: str, place: int) -> bool:
    """Whether a letter stands on both sides: a contraction may reach across."""
    return text[place - 1].isalpha() and text[place].isalpha()


def _is_one(text: str, place: int) -> bool:
    """Whether the characters on both sides of ``place`` belong to one number or run of capitals."""
    before, after = text[place - 1], text[place]
    if before in "0123456789":
        following = text[place + 1 : place + 2] if after in _SEPARATORS else after
        return _goes_on(following)
    if before in _SEPARATORS:
        return place > 1 and text[place - 2] in "0123456789" and _goes_on(after)
    return before.isupper() and after.isupper()


def _goes_on(character: str) -> bool:
    """Whether the character behind a digit is a digit, or a letter that would read as one."""
    return character != "" and (character in "0123456789" or character in _DIGIT_LETTERS)


def join_translations(pieces: Sequence[Translation]) -> Translation:
    """Several translations one after another as one; positions are moved along."""
    cell_to_char, char_to_cell = array("I"), array("I")
    undefined, steps = [], []
    characters = cells = 0
    for piece in pieces:
        cell_to_char.extend(place + characters for place in piece.cell_to_char)
        char_to_cell.extend(place + cells for place in piece.char_to_cell)
        undefined += [
            replace(one, start=one.start + characters, end=one.end + characters)
            for one in piece.undefined
        ]
        steps += [
            replace(
                step,
                start=step.start + characters,
                end=step.end + characters,
                cell_start=step.cell_start + cells,
                cell_end=step.cell_end + cells,
            )
            for step in piece.steps or ()
        ]
        characters += len(piece.text)
        cells += len(piece.cells)
    return Translation(
        text="".join(piece.text for piece in pieces),
        cells=b"".join(piece.cells for piece in pieces),
        cell_to_char=compact(cell_to_char),
        char_to_cell=compact(char_to_cell),
        undefined=tuple(undefined),
        steps=tuple(steps) if any(piece.steps is not None for piece in pieces) else None,
    )
