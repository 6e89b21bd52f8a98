"""Rule files in liblouis' table language, the curve as CSV and as a picture, the list of signs."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from design.contraction.assign import Placed
from design.contraction.curve import Step
from design.contraction.inventory import (
    FINAL_LETTERS,
    GRADE_ONE,
    GROUP_CELLS,
    ION_CELL,
    LETTER_DOTS,
    WORD_LETTERS,
    Sign,
    Slot,
)

_ABOUT = {
    1: ("it-g2-words.uti", "words that are one cell"),
    2: ("it-g2-groups.uti", "groups of letters that are one cell, anywhere in a word or inside it"),
    3: ("it-g2-affixes.uti", "beginnings, endings, and words of two cells"),
}
_HEADER = """\
# Contracted Italian Braille, level {level}: {about}.
#
# An unofficial system of this project, designed from word frequencies; no authority has approved
# it, and no official contracted Italian Braille exists. Written by `python -m design.contraction`:
# do not edit it here. Behind each rule stand the reason for its cells and what it saves, beside all
# other signs, in cells of 1,000 uncontracted ones. Rules of level 0 are no signs but exceptions.

"""
_KINDS = {
    Slot.WORD: "words on single letters and on cells of foreign accents and letters",
    Slot.GROUP: "groups anywhere in a word",
    Slot.ACCENT: "groups before a letter, in the cells of accented vowels",
    Slot.CLUSTER: "consonants between two letters, lowered cells",
    Slot.ION: "inside a word",
    Slot.QU: "q, which is followed by u",
    Slot.BEGINNING: "beginnings directly behind a blank, lowered cells",
    Slot.START: "words and beginnings of two cells",
    Slot.ENDING: "behind a letter, two cells",
    Slot.FINAL: "endings on consonants that end no Italian word",
}

_WORDS_INSIDE = "words that stand inside longer words too"


def files(
    placed: Sequence[Placed],
    worth: Mapping[Sign, float],
    words: frozenset[str],
    touching: Mapping[tuple[Sign, Sign], float],
) -> dict[str, str]:
    """The three rule files by name.

    ``worth`` is in per cent; ``words`` are groups that are words; ``touching`` are lowered signs
    that would come side by side: there the letters are spelled.
    """
    result = {}
    for level, (name, about) in _ABOUT.items():
        lines = [f"#+level: {level}"]
        for slot, title in _KINDS.items():
            of_kind = [
                one for one in placed if one.sign.slot is slot and one.sign.level(words) == level
            ]
            if of_kind:
                heading = _WORDS_INSIDE if slot is Slot.GROUP and level == 1 else title
                lines += ["", f"# {heading}", *(_line(one, worth[one.sign]) for one in of_kind)]
        exceptions = _exceptions(level, placed, words)
        exceptions += _apart(level, words, touching)
        if exceptions:
            lines += ["", "#+level: 0", *exceptions]
        result[name] = _HEADER.format(level=level, about=about) + "\n".join(lines) + "\n"
    return result


def _line(one: Placed, worth: float) -> str:
    opcode = one.sign.opcode.value
    if one.sign.slot is Slot.BEGINNING:
        opcode = f"after space {opcode}"
    if one.sign.slot is Slot.WORD and one.dots == ION_CELL:
        opcode = f"before space {opcode}"  # with a closing quote behind it, it would be per cent
    if one.sign.slot in {Slot.CLUSTER, Slot.ION}:
        opcode = f"after plain {opcode}"
    return _rule(opcode, one.sign.text, one.dots, f"{one.reason}; saves {10 * worth:.1f}")


def _rule(opcode: str, text: str, dots: str, reason: str) -> str:
    return f"{f'{opcode} {text} {dots}':<36} {reason}"


def _exceptions(level: int, placed: Sequence[Placed], words: frozenset[str]) -> list[str]:
    if level == 1:
        used = {one.dots for one in placed if one.sign.slot is Slot.WORD}
        return [
            _rule("word", letter, f"{GRADE_ONE}-{LETTER_DOTS[letter]}", "the letter itself")
            for letter in WORD_LETTERS
            if LETTER_DOTS[letter] in used
        ]
    if level == 2:
        return [
            *_spelled_groups(placed, words),
            _rule("always", "q", f"{LETTER_DOTS['q']}-6", "q without u, kept apart by 6"),
            _rule(
                "word", "qu", f"{LETTER_DOTS['q']}-6-{LETTER_DOTS['u']}", "the cell alone is a word"
            ),
        ]
    finals = {one.dots for one in placed if one.sign.slot is Slot.FINAL}
    return [
        _rule("endword", letter, f"{GRADE_ONE}-{LETTER_DOTS[letter]}", "the letter itself")
        for letter in FINAL_LETTERS
        if LETTER_DOTS[letter] in finals
    ]


_RARE = 0.001
"""Occurrences in 1,000 words under which a meeting of lowered signs is a misprint or a name."""


def _apart(
    level: int, words: frozenset[str], touching: Mapping[tuple[Sign, Sign], float]
) -> list[str]:
    """Rules that keep lowered signs apart, at the level of the later one."""
    lines = []
    for (left, right), often in touching.items():
        if often >= _RARE and max(left.level(words), right.level(words)) == level:
            opcode = "midword" if left.slot is Slot.CLUSTER else "after space begword"
            text = left.text + right.text
            lines.append(_rule(opcode, text, _spelled(text), "spelled: two lowered signs"))
    return lines


def _spelled(text: str) -> str:
    return "-".join(LETTER_DOTS[letter] for letter in text)


def _spelled_groups(placed: Sequence[Placed], words: frozenset[str]) -> list[str]:
    """Groups that alone are spelled, because their cell alone is another word."""
    alone = {one.dots for one in placed if one.sign.slot is Slot.WORD and one.dots in GROUP_CELLS}
    return [
        _rule(
            "word",
            one.sign.text,
            _spelled(one.sign.text),
            "spelled: the cell alone is a word",
        )
        for one in placed
        if one.sign.slot is Slot.GROUP and one.dots in alone and one.sign.text not in words
    ]


def curve_csv(steps: Sequence[Step], placed: Sequence[Placed]) -> str:
    """One line a sign, in the order of learning."""
    dots = {one.sign: one.dots for one in placed}
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(["signs", "level", "kind", "opcode", "text", "dots", "added", "saving"])
    for number, step in enumerate(steps, 1):
        sign = step.sign
        table.writerow([
            number, step.level, sign.slot.value, sign.opcode.value, sign.text, dots[sign],
            f"{step.added:.3f}", f"{step.saving:.3f}",
        ])  # fmt: skip
    return out.getvalue()


def curve_svg(steps: Sequence[Step]) -> str:
    """Saving in per cent (up) by signs learned (right)."""
    width, height, most = 720, 360, 35
    across, up = (width - 60) / max(len(steps), 1), (height - 50) / most

    def point(number: int, saving: float) -> str:
        return f"{50 + number * across:.1f},{height - 30 - saving * up:.1f}"

    line = " ".join([point(0, 0), *(point(n, step.saving) for n, step in enumerate(steps, 1))])
    grid = "".join(
        f'<path d="M{point(0, level)} H{width - 10}" stroke="#ccc"/>'
        f'<text x="44" y="{height - 26 - level * up:.1f}" text-anchor="end">{level} %</text>'
        for level in range(0, most + 1, 5)
    )
    ends = [n for n, step in enumerate(steps, 1) if n == len(steps) or steps[n].level != step.level]
    marks = "".join(
        f'<circle cx="{point(n, 0).split(",")[0]}" '
        f'cy="{point(n, steps[n - 1].saving).split(",")[1]}" r="4"/>'
        f'<text x="{50 + n * across:.1f}" y="{height - 10}" text-anchor="middle">{n}</text>'
        for n in ends
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'font-family="sans-serif" font-size="12">\n'
        f"<title>Cells saved, in per cent, by signs learned; dots: end of a level</title>\n"
        f'{grid}\n<polyline points="{line}" fill="none" stroke="#000"/>\n{marks}\n</svg>\n'
    )


def save(folder: Path, texts: Mapping[str, str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
