"""Pairs of label and value in lines of text: ``label: value``, leader dots, bold labels."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from brailledesk.sheets.facts import Fact, Trust
from brailledesk.sheets.runs import Runs, cut
from brailledesk.sheets.shapes import AMOUNT, amount_value, fits
from brailledesk.sheets.vocabulary import LONGEST_LABEL, Vocabulary
from brailledesk.text import Run, Typeform, plain_text

_COLON = re.compile(r"\s*:(?!//)\s*")
_LEADERS = re.compile(r"\s*(?:\.{3,}|…{2,}|(?:\s\.){3,}|_{3,}|-{4,})\s*")
_DASH = re.compile(r"\s+[–—=-]\s+|\s*=\s*")
_BETWEEN = re.compile(r"\s+(?:[|·•—]|–|;)\s+|;\s+|\s*\|\s*")
_BRACKETS = re.compile(r"\([^()]*\)")
_MOST_WORDS = 5
_DISCOUNT = re.compile(r"(?<=\s)[(]?[-−–]\s?\d{1,2}(?:[.,]\d)?\s?%[)]?\s*$")
_CLAUSE = re.compile(r";\s+|\.(?:\s+|$)")
_SURE_IN_PROSE = frozenset(["amount", "measure", "ean", "code"])
_NUMBERED = {"amount", "measure", "ean"}


@dataclass(frozen=True, slots=True)
class Pair:
    """A label and a value that were found together."""

    label: Runs
    value: Runs


def line_facts(
    line: Runs, vocabulary: Vocabulary, language: str, struck: tuple[str, ...] = ()
) -> tuple[Fact, ...]:
    """The facts of one line: of all its parts, or of the line as a whole, or none."""
    for parts in (_parts(line), _bold_parts(line, vocabulary)):
        several = [_fact_of(part, vocabulary, language, struck) for part in parts]
        if len(parts) > 1 and all(several):
            return tuple(fact for facts in several for fact in facts)
    return _fact_of(line, vocabulary, language, struck)


def prose_facts(
    line: Runs, vocabulary: Vocabulary, language: str, struck: tuple[str, ...] = ()
) -> tuple[Fact, ...]:
    """Facts with numbers in the clauses with which a paragraph begins.

    Behind the first clause that is no fact, labels may speak of something else.
    """
    text = plain_text(line)
    ends = [(match.start(), match.end()) for match in _CLAUSE.finditer(text)]
    starts = [0, *(end for _, end in ends)]
    clauses = zip(starts, [*(start for start, _ in ends), len(text)], strict=True)
    found: list[Fact] = []
    for start, end in clauses:
        facts = _fact_of(cut(line, start, end), vocabulary, language, struck)
        if not facts or any(vocabulary.kinds[f.kind].shape not in _SURE_IN_PROSE for f in facts):
            break
        found += facts
    return tuple(found)


def _parts(line: Runs) -> list[Runs]:
    text = plain_text(line)
    ends = [(match.start(), match.end()) for match in _BETWEEN.finditer(text)]
    starts = [0, *(end for _, end in ends)]
    return [
        cut(line, start, end)
        for start, end in zip(starts, [*(start for start, _ in ends), len(text)], strict=True)
    ]


def _bold_parts(line: Runs, vocabulary: Vocabulary) -> list[Runs]:
    """A line parted before each known label in bold, as where line breaks were lost."""
    starts = [0]
    position = 0
    for run in line:
        is_label = run.typeform & Typeform.BOLD and vocabulary.kind_of(run.text.strip())
        if is_label and position:
            starts.append(position)
        position += len(run.text)
    return [
        cut(line, start, end) for start, end in zip(starts, [*starts[1:], position], strict=True)
    ]


def _fact_of(
    line: Runs, vocabulary: Vocabulary, language: str, struck: tuple[str, ...]
) -> tuple[Fact, ...]:
    for pair in _pairs(line, vocabulary):
        facts = pair_facts(pair, vocabulary, language, Trust.LINE, struck)
        if facts:
            return facts
    return ()


def _pairs(line: Runs, vocabulary: Vocabulary) -> Iterator[Pair]:
    """The ways in which a line can be a label and a value, the plainest first."""
    text = plain_text(line)
    for sign in (_COLON, _LEADERS):
        match = sign.search(text[: 2 * LONGEST_LABEL])
        if match is not None:
            yield Pair(cut(line, 0, match.start()), cut(line, match.end(), len(text)))
            return
    bold = _bold_end(line)
    if bold:
        yield Pair(cut(line, 0, bold), cut(line, bold, len(text)))
    match = _DASH.search(text[: 2 * LONGEST_LABEL])
    if match is not None:
        kind = vocabulary.kind_of(text[: match.start()])
        if kind is not None and kind.shape in _NUMBERED:
            yield Pair(cut(line, 0, match.start()), cut(line, match.end(), len(text)))


def _bold_end(line: Runs) -> int:
    """Where the bold beginning of a line ends; 0 where it has none, or nothing but that."""
    end = 0
    for run in line:
        if run.text.strip() and not run.typeform & Typeform.BOLD:
            return end
        end += len(run.text)
    return 0


def pair_facts(
    pair: Pair,
    vocabulary: Vocabulary,
    language: str,
    trust: Trust,
    struck: tuple[str, ...] = (),
) -> tuple[Fact, ...]:
    """The fact of a pair, or two: the price and the one that is crossed out beside it."""
    label = _without_colon(pair.label)
    shown = plain_text(label)
    kind = vocabulary.kind_of(shown)
    if kind is None or not pair.value or has_label(plain_text(pair.value), vocabulary):
        return ()
    if kind.shape == "amount" and struck:
        return _with_struck(Pair(label, pair.value), vocabulary, language, trust, struck)
    if not fits(kind, shown, plain_text(pair.value), vocabulary):
        return ()
    return (Fact(kind.name, label, pair.value, trust),)


def has_label(value: str, vocabulary: Vocabulary) -> bool:
    """Whether a value goes on with another known label: two lines have become one.

    What stands in brackets does not count: "2 anni (batteria: 1 anno)".
    """
    *befores, _ = _BRACKETS.sub(" ", value).split(":")
    for before in befores:
        words = before.split()[-_MOST_WORDS:]
        if any(vocabulary.kind_of(" ".join(words[start:])) for start in range(len(words))):
            return True
    return False


def _without_colon(label: Runs) -> Runs:
    text = plain_text(label)
    return cut(label, 0, len(text.rstrip(" :…")) or len(text))


def _with_struck(
    pair: Pair, vocabulary: Vocabulary, language: str, trust: Trust, struck: tuple[str, ...]
) -> tuple[Fact, ...]:
    """Parts a price from one that is crossed out, at the start or the end of the value."""
    kind = vocabulary.kind_of(plain_text(pair.label))
    assert kind is not None
    text = plain_text(pair.value)
    old, price = split_struck(pair.value, struck)
    if old and price:
        title = Run(vocabulary.kinds["old_price"].title(language), origin=old[0].origin)
        if fits(kind, plain_text(pair.label), plain_text(price), vocabulary):
            return (
                Fact("old_price", (title,), old, trust),
                Fact(kind.name, pair.label, price, trust),
            )
    if any(one in text for one in struck) or not fits(kind, "", text, vocabulary):
        return ()
    return (Fact(kind.name, pair.label, pair.value, trust),)


def split_struck(value: Runs, struck: tuple[str, ...]) -> tuple[Runs, Runs]:
    """What is crossed out at an end of a value, and the rest; empty where nothing is."""
    text = plain_text(value)
    for one in struck:
        if amount_value(one) is None or not AMOUNT.search(one) or text.count(one) != 1:
            continue
        start = text.index(one)
        end = start + len(one)
        before, behind = cut(value, 0, start), cut(value, end, len(text))
        if bool(before) != bool(behind):
            return cut(value, start, end), before or behind
    return (), ()


def lone_amount(line: Runs, struck: tuple[str, ...]) -> dict[str, Runs]:
    """A line that is nothing but a price, with what may stand beside it, by kinds.

    Beside it may stand a price that is crossed out, and a discount: "229 € 179 € -22%".
    """
    old, price = split_struck(line, struck)
    found = {"price": price or line, "old_price": old}
    text = plain_text(found["price"])
    match = _DISCOUNT.search(text)
    if match is not None:
        found["discount"] = cut(found["price"], match.start(), match.end())
        found["price"] = cut(found["price"], 0, match.start())
        text = plain_text(found["price"])
    is_struck = any(one in text for one in struck)
    if is_struck or AMOUNT.fullmatch(text.strip()) is None:
        return {}
    return {kind: value for kind, value in found.items() if value}
