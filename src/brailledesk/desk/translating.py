"""Lines of regions to cells: by the reader's tables, kept, and guarded against engines that fail.

The reader never gets a dead display: where an engine raises, or gives a result that cannot be, the
line is spelled character by character, and the desk is told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from brailledesk.desk.fallback import spell
from brailledesk.desk.region import Region
from brailledesk.languages import expand_word, join_translations, run_translator
from brailledesk.layout.protected import protected_spans
from brailledesk.text import Run, Typeform, normalise, plain_text
from brailledesk.translate import RunTranslator, Translation, Translator, load_translator
from brailledesk.translate.contraction import ALL_SIGNS, Contraction

_MOST_KEPT = 4_096
_MOST_KEPT_CHARACTERS = 200
"""A longer text is not kept: few are read twice, and memory stays bounded."""


class LineTranslator:
    """Translates lines for one desk; ``on_fault`` is called when a line had to be spelled.

    ``translator`` serves plain text, ``runs`` text with languages or typeforms.
    """

    def __init__(
        self,
        translator: Translator,
        runs: RunTranslator,
        *,
        has_foreign: bool = False,
    ) -> None:
        self.on_fault: Callable[[], None] = lambda: None
        self._translator = translator
        self._runs = runs
        self._has_foreign = has_foreign
        self._kept: dict[object, Translation] = {}

    @property
    def is_contracted(self) -> bool:
        """Whether the reader's table contracts."""
        return self._translator.is_contracted

    def translate(self, regions: Sequence[Region], cursor: int | None = None) -> Translation:
        """The cells of regions that stand one after another.

        Contracted, the word at the character ``cursor`` is written uncontracted.
        """
        text = "".join([region.text for region in regions])
        if not self.is_contracted:
            cursor = None
        key = self._key(text, regions, cursor)
        known = self._kept.get(key)
        if known is not None:
            return known
        translation = self._translate(text, key, regions, cursor)
        self._keep(key, translation)
        return translation

    def translate_many(self, texts: Sequence[Sequence[Region]]) -> list[Translation]:
        """The same for many short texts, in one call of the engine."""
        joined = ["".join([region.text for region in regions]) for regions in texts]
        keys = [self._key(*one, None) for one in zip(joined, texts, strict=True)]
        new = list({key for key in keys if isinstance(key, str) and key not in self._kept})
        if new:
            try:
                for text, made in zip(new, self._translator.translate_many(new), strict=True):
                    if _is_sound(made, text):
                        self._keep(text, made)
            except Exception:  # noqa: BLE001, S110 - each is then tried by itself, and told there
                pass
        return [self.translate(regions) for regions in texts]

    def _key(self, text: str, regions: Sequence[Region], cursor: int | None) -> object:
        """What the cells depend on: mostly the text alone."""
        if not self.is_contracted and not self._has_foreign:
            return text
        runs = tuple((len(one.text), one.language, one.typeform) for one in regions)
        is_plain = cursor is None and not any(language or form for _, language, form in runs)
        if is_plain and not (self.is_contracted and _kept_spans(text)):
            return text
        return text, runs, cursor

    def _keep(self, key: object, translation: Translation) -> None:
        if len(translation.text) > _MOST_KEPT_CHARACTERS:
            return
        if len(self._kept) >= _MOST_KEPT:
            self._kept.clear()
        self._kept[key] = translation

    def _translate(
        self, text: str, key: object, regions: Sequence[Region], cursor: int | None
    ) -> Translation:
        try:
            if isinstance(key, str) and _EIGHT_DOTS.search(text) is None:
                made = self._translator.translate(text)
            else:
                runs = [one.run() for one in regions]
                if self.is_contracted:
                    runs = _uncontracted(text, runs)
                made = self._translate_runs(runs if cursor is None else expand_word(runs, cursor))
            if _is_sound(made, text):
                return made
        except Exception:  # noqa: BLE001, S110 - whatever an engine does, there is something to read
            pass
        self.on_fault()
        return spell(text)

    def _translate_runs(self, runs: Sequence[Run]) -> Translation:
        """Runs by their tables; Braille in them is itself, also where a table has six dots."""
        pieces: list[Translation] = []
        for is_braille, group in groupby(_parted(runs), lambda run: "⠀" <= run.text[0] <= "⣿"):
            listed = list(group)
            pieces.append(spell(plain_text(listed)) if is_braille else self._runs(listed))
        return pieces[0] if len(pieces) == 1 else join_translations(pieces)


_EIGHT_DOTS = re.compile("[\u2840-\u28ff]")
"""Cells with dots 7 and 8, which a table of six dots does not have."""
_BRAILLE = re.compile("([\u2800-\u28ff]+)")


def _parted(runs: Iterable[Run]) -> Iterator[Run]:
    """The runs, with stretches of Unicode Braille as runs of their own."""
    for run in runs:
        for text in _BRAILLE.split(run.text):
            if text:
                yield run if text == run.text else replace(run, text=text)


def desk_translator(
    table: str = "it-8dot",
    *,
    foreign: Mapping[str, str] | None = None,
    engine: str | None = None,
    contraction: Contraction = ALL_SIGNS,
) -> LineTranslator:
    """A translator of lines by the tables that the reader chose.

    ``foreign`` names tables by language, as in ``run_translator``. Raises what that raises.
    """
    return LineTranslator(
        load_translator(table, engine, contraction),
        run_translator(table, foreign=foreign, engine=engine, contraction=contraction),
        has_foreign=bool(foreign),
    )


def _uncontracted(text: str, runs: list[Run]) -> list[Run]:
    """The runs, with numbers, dates, codes and addresses marked: they are never contracted."""
    marked: list[Run] = []
    spans = _kept_spans(text)
    place = 0
    for run in runs:
        end = place + len(run.text)
        if not any(start < end and place < stop for start, stop in spans):
            marked.append(run)
            place = end
            continue
        edges = {edge for span in spans for edge in span if place < edge < end}
        cuts = [place, *sorted(edges), end]
        for first, last in pairwise(cuts):
            is_kept = any(start <= first and last <= stop for start, stop in spans)
            form = run.typeform | (Typeform.UNCONTRACTED if is_kept else Typeform.PLAIN)
            marked.append(replace(run, text=text[first:last], typeform=form))
        place = end
    return [run for run in marked if run.text]


def _kept_spans(text: str) -> list[tuple[int, int]]:
    """Numbers, dates and the like that have letters in them: digits are never contracted."""
    return [span for span in protected_spans(text) if _LETTER.search(text, *span)]


_LETTER = re.compile(r"[^\W\d_]")


def _is_sound(made: Translation, text: str) -> bool:
    """Whether a result can be: maps of the right lengths that point where there is something."""
    to_char, to_cell = made.cell_to_char, made.char_to_cell
    if len(to_char) != len(made.cells) or len(to_cell) != len(text) or made.text != text:
        return False
    is_inside = max(to_char, default=0) <= len(text) and max(to_cell, default=0) <= len(made.cells)
    return is_inside and (bool(made.cells) or not normalise(text).text.strip())
