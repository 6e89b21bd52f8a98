"""Text that Python lays out, with its rows written by the native pass."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from brailledesk.layout.fill import Margins
from brailledesk.layout.flow import Chunk
from brailledesk.layout.lines import BLANK_LINE, Line
from brailledesk.layout.setting import Setting
from brailledesk.text import Run, split_at_line_feeds
from brailledesk.translate.base import PlainRunTranslator, RunTranslator, Translation


class NativeSetting(Setting):
    """A setting whose rows are written by the native pass, where they are of one language."""

    def __init__(self, setting: Setting, flow: Any) -> None:  # noqa: ANN401 - of the compiled module
        super().__init__(setting.translate, setting.options, setting.language)
        self._flow = flow

    def chunk(self, runs: Sequence[Run], margins: Margins) -> Chunk:
        """See :meth:`Setting.chunk`."""
        rows = self._write(runs, margins, is_hyphenated=self.options.is_hyphenated, is_verse=False)
        return super().chunk(runs, margins) if rows is None else Chunk((), written=rows)

    def lines(
        self,
        runs: Sequence[Run],
        margins: Margins,
        *,
        is_hyphenated: bool = True,
        is_verse: bool = False,
    ) -> list[Line]:
        """See :meth:`Setting.lines`; of what is layout's own these lines do not tell."""
        is_divided = is_hyphenated and self.options.is_hyphenated
        rows = self._write(runs, margins, is_hyphenated=is_divided, is_verse=is_verse)
        if rows is None:
            return super().lines(runs, margins, is_hyphenated=is_hyphenated, is_verse=is_verse)
        return [
            Line(cells, text, is_hyphenated=is_divided) if cells or text else BLANK_LINE
            for cells, text, is_divided in self._flow.take(rows[0])
        ]

    def _write(
        self, runs: Sequence[Run], margins: Margins, *, is_hyphenated: bool, is_verse: bool
    ) -> tuple[int, int] | None:
        text = text_of(runs, self.language)
        if text is None:
            return None
        parts: list[list[Run]] = []

        def translate(asked: int | str) -> Translation:
            if isinstance(asked, str):
                return self.translate([Run(asked, language=self.language or None)])
            if not parts:
                parts.extend(split_at_line_feeds(runs))
            return self.translate(parts[asked])

        indents = (margins.first, margins.rest)
        rows: tuple[int, int] | None = self._flow.write(
            text, (indents, is_hyphenated, is_verse), translate, are_plain(runs, self.translate)
        )
        return rows


def text_of(runs: Sequence[Run], language: str) -> str | None:
    """The text of runs; None where not all are in this language."""
    if len(runs) == 1:
        return runs[0].text if runs[0].language in {None, language} else None
    if any(run.language not in {None, language} for run in runs):
        return None
    return "".join(run.text for run in runs)


def are_plain(runs: Sequence[Run], translate: RunTranslator) -> bool:
    """Whether runs are written by their text alone."""
    styled = [run for run in runs if run.typeform]
    if not styled:
        return True
    return isinstance(translate, PlainRunTranslator) and all(map(translate.is_plain, styled))
