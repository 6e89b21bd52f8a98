"""Write out what a voice reads wrongly: the text as it is to be spoken, and the way back."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

from brailledesk.text import Run, normalise


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a voice of ``language`` is given.

    ``offsets`` has one entry more than ``text`` has characters: character ``i`` stands for what is
    at ``offsets[i]`` of the text that it was made from; the last entry is that text's end. They
    never fall.
    """

    text: str = field(repr=False)
    offsets: array[int] = field(repr=False)
    language: str


def write_out(text: str, language: str = "it") -> Spoken:
    """A text of one language, written out by the rules of that language, where there are any."""
    plain = normalise(text)
    if language.partition("-")[0].lower() != "it":
        return Spoken(plain.text, plain.offsets, language)
    from brailledesk.speech.italian import rewrite  # noqa: PLC0415 - parses its tables

    spoken, places = rewrite(plain.text)
    offsets = array("I", (plain.offsets[place] for place in places))
    return Spoken(spoken, offsets, language)


def write_out_runs(runs: Iterable[Run], language: str = "it") -> tuple[Spoken, ...]:
    """Runs as one text for each stretch of a language; offsets are into the text of all runs.

    ``language`` is that of runs that name none. Note marks are not spoken.
    """
    return tuple(_stretches(list(runs), language))


def _stretches(runs: list[Run], language: str) -> Iterator[Spoken]:
    """Each stretch with its offsets moved to where it stands."""
    start = 0
    kinds = groupby(runs, key=lambda run: (run.language or language, run.note is not None))
    for (own, is_note), members in kinds:
        text = "".join(run.text for run in members)
        if not is_note:
            spoken = write_out(text, own)
            yield Spoken(spoken.text, array("I", (start + at for at in spoken.offsets)), own)
        start += len(text)
