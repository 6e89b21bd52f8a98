"""Runs of an open paragraph, as the readers of HTML and DOCX collect them."""

from __future__ import annotations

from brailledesk.text import DOUBTFUL, Origin, Run, Typeform
from brailledesk.values import replace

SURE = max(0.9, DOUBTFUL)
"""Confidence from which recognised words share a run; a doubtful one has a run of its own."""
_BLANKS = " \t\n"
_SUPERSCRIPTS = str.maketrans("123oa", "¹²³ºª")


class _Open:
    """A run that still grows; its text is joined once, at the end, so that time stays linear."""

    __slots__ = ("confidence", "language", "note", "origin", "others", "pieces", "typeform")

    def __init__(self, pieces: list[str], run: Run) -> None:
        """``run`` is what it is besides its text."""
        self.pieces = pieces
        self.typeform = run.typeform
        self.language = run.language
        self.origin = run.origin
        self.note = run.note
        self.confidence = run.confidence
        self.others = run.others

    def close(self) -> Run:
        return Run(
            "".join(self.pieces),
            self.typeform,
            self.language,
            self.origin,
            self.note,
            self.confidence,
            self.others,
        )

    def takes(self, text: str, confidence: float | None) -> bool:
        """Whether text of this confidence may stand in the run: blanks go with what is sure."""
        if self.confidence is None:
            is_sure = confidence is not None and confidence >= SURE
            return confidence is None or (is_sure and all(map(str.isspace, self.pieces)))
        if confidence is None:
            return text.isspace() and self.confidence >= SURE
        return self.confidence == confidence >= SURE


class OpenRuns:
    """The runs of a paragraph that is being read; neighbours of one kind become one run."""

    def __init__(self) -> None:
        self._runs: list[_Open] = []
        self._is_parted = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing was added yet."""
        return not self._runs

    def part(self) -> None:
        """Let the next text begin a run of its own, as where its origin is another."""
        self._is_parted = True

    def last_character(self) -> str:
        """The character before the place where text is added now; empty at the start."""
        return self._runs[-1].pieces[-1][-1] if self._runs else ""

    def last_typeform(self) -> Typeform:
        """The typeform of the text before the place where text is added now."""
        return self._runs[-1].typeform if self._runs else Typeform.PLAIN

    def add(
        self,
        text: str,
        typeform: Typeform = Typeform.PLAIN,
        language: str | None = None,
        origin: Origin | None = None,
        note: str | None = None,
        *,
        confidence: float | None = None,
        others: tuple[str, ...] = (),
    ) -> None:
        """Add text; a note mark and a doubtful word always stand in runs of their own."""
        if not text:
            return
        last = self._runs[-1] if self._runs else None
        kind = (typeform, language, None)
        is_parted, self._is_parted = self._is_parted, False
        if (
            last
            and not is_parted
            and note is None
            and (last.typeform, last.language, last.note) == kind
            and last.takes(text, confidence)
        ):
            last.pieces.append(text)
            last.confidence = last.confidence if confidence is None else confidence
            return
        self._runs.append(
            _Open([text], Run("", typeform, language, origin, note, confidence, others))
        )

    def add_break(self, typeform: Typeform, language: str | None, origin: Origin | None) -> None:
        """Add a line break; a blank before it would only be a blank at a line's end."""
        if self._runs and self._runs[-1].note is None:
            pieces = self._runs[-1].pieces
            if pieces[-1] == " " and len(pieces) > 1:
                pieces.pop()
            elif pieces[-1].endswith(" ") and pieces[-1] != " ":
                pieces[-1] = pieces[-1][:-1]
        self.add("\n", typeform, language, origin)

    def take(self, *, strip: str = _BLANKS) -> tuple[Run, ...]:
        """The runs without the blanks at their ends, none if only blanks are there; starts anew."""
        runs = [run.close() for run in self._runs]
        self._runs = []
        if not any(run.text.strip() for run in runs):
            return ()
        first = next(place for place, run in enumerate(runs) if run.text.strip(strip))
        last = next(place for place in reversed(range(len(runs))) if runs[place].text.strip(strip))
        runs = runs[first : last + 1]
        runs[0] = _with_text(runs[0], runs[0].text.lstrip(strip))
        runs[-1] = _with_text(runs[-1], runs[-1].text.rstrip(strip))
        return tuple(runs)


def _with_text(run: Run, text: str) -> Run:
    return replace(run, text=text)


def raised(text: str, before: str) -> str:
    """Superscript text behind the character ``before``, so that it is not taken for ordinary.

    A single 1, 2, 3, o, a has a sign of its own (m², 1º); other digits behind a letter or digit get
    a circumflex: 10 with a raised 12 is not 1012.
    """
    bare = text.strip()
    if len(bare) == 1 and bare in "123oa" and before.isalnum():
        return text.translate(_SUPERSCRIPTS)
    if before.isalnum() and bare[:1].isdigit():
        return text.replace(bare, "^" + bare)
    return text


def lowered(text: str, before: str) -> str:
    """Subscript text; between digits a low line keeps the numbers apart; H2O stays."""
    return "_" + text if before.isdigit() and text[:1].isdigit() else text
