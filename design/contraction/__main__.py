"""Design the contracted Italian Braille: ``python -m design.contraction [folder]``.

Writes the three rule files, the curve of savings as CSV and as a picture, and prints a summary.
The same `wordfreq` gives the same files.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from design.contraction.assign import place, qualities
from design.contraction.candidates import candidates, words_among
from design.contraction.choose import Choice
from design.contraction.count import count, load
from design.contraction.curve import learn
from design.contraction.inventory import FINAL_LETTERS, FREE_WORD_CELLS, Sign, Slot
from design.contraction.measure import Measure
from design.contraction.report import adjacent_lowered, check, summary
from design.contraction.write import curve_csv, curve_svg, files, save

LEAST = 0.012
"""Per cent of all cells that any sign must save beside all others."""


EVERY_WORD = 400_000
"""More words than the list has."""

_SUITED = {Slot.FINAL: 40, Slot.WORD: 80, Slot.START: 110, Slot.ENDING: 90}
"""Kinds whose cells are letters: from how many signs those that suit the letters are taken."""

_FREELY_PLACED = (Slot.GROUP, Slot.ACCENT, Slot.CLUSTER, Slot.BEGINNING)


def main() -> None:
    options = _options()
    words, signs = _choose(options)
    judged = load(options.judged)
    texts = {sign.text for sign in signs}
    steps = learn(signs, words, Measure(judged, texts, _finals(options)))
    whole = Measure(judged, texts, _finals(options))
    for sign in signs:
        whole.add(sign)
    order = dict.fromkeys(step.sign for step in steps)
    worth = {sign: whole.worth(sign) for sign in order}
    placed = place(worth, words)
    touching = adjacent_lowered(load(EVERY_WORD), whole.rules)
    save(
        options.folder,
        {
            **files(placed, worth, words, touching),
            "curve.csv": curve_csv(steps, placed),
            "curve.svg": curve_svg(steps),
        },
    )
    _tell(summary(steps, touching))
    for path in options.check:
        text = path.read_text(encoding="utf-8", errors="replace")
        _tell(f"{path}: {check(text, steps, _finals(options))}")


def _choose(options: argparse.Namespace) -> tuple[frozenset[str], list[Sign]]:
    """The groups that are words, and the signs."""
    corpus = load(options.words)
    counts = count(corpus)
    pool = [sign for sign in candidates(corpus, counts) if sign.slot not in options.without]
    words = words_among(corpus)
    measure = Measure(corpus, {sign.text for sign in pool}, _finals(options))
    choice = Choice(measure, pool, words, counts, LEAST)
    choice.fill()
    _tell(f"greedy: {measure.saving:.3f} % with {choice.lines()} signs")
    choice.improve(options.passes)
    _tell(f"improved: {measure.saving:.3f} % with {choice.lines()} signs")
    choice.shake(options.rounds, 8, _tell)
    for _ in range(options.passes):
        _suit(choice)
        _tell(f"suited to cells: {measure.saving:.3f} % with {choice.lines()} signs")
    choice.drop_useless()
    return words, choice.signs


def _finals(options: argparse.Namespace) -> str:
    """Letters that must be marked at the end of a word."""
    return "" if Slot.FINAL in options.without else FINAL_LETTERS


def _suit(choice: Choice) -> None:
    """Choose anew what must suit the letters of its cells, and all else to go with it."""
    for slot, many in _SUITED.items():
        choice.prefer(slot, many, qualities(slot, len(FREE_WORD_CELLS) - choice.word_groups()))
    choice.improve(1, _FREELY_PLACED)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m design.contraction", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("/tmp/it-g2"))  # noqa: S108
    parser.add_argument("--words", type=int, default=20_000, help="words to choose by")
    parser.add_argument("--judged", type=int, default=100_000, help="words to measure by")
    parser.add_argument("--passes", type=int, default=3, help="passes of improvement")
    parser.add_argument("--rounds", type=int, default=200, help="random changes tried")
    parser.add_argument("--check", nargs="*", type=Path, default=[], help="texts to measure on")
    parser.add_argument(
        "--without",
        nargs="*",
        type=Slot,
        default=[],
        help=f"kinds of signs to leave out, of {', '.join(Slot)}",
    )
    return parser.parse_args()


def _tell(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


main()
