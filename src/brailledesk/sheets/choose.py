"""Which of the facts that were found are sure enough to be told, and in which form.

A fact that the data of a page and its text agree on is shown as the text has it: that form was
written for people. Where sources disagree all are shown with their labels, except where several
places say different things under one label: then only what stands directly under the product's
name is of the product, and where nothing does, none is taken and each stays in its place.
"""

from __future__ import annotations

from collections.abc import Sequence

from brailledesk.sheets.facts import Fact, Trust
from brailledesk.sheets.found import Found
from brailledesk.sheets.lines import line_facts
from brailledesk.sheets.shapes import amount_value, amounts, currency_of
from brailledesk.sheets.vocabulary import Vocabulary, fold
from brailledesk.text import Run

_AMOUNT_KINDS = frozenset(
    ["price", "price_low", "price_high", "net_price", "list_price", "old_price"]
)


def choose(
    found: Sequence[Found], data: Sequence[Fact], vocabulary: Vocabulary, language: str
) -> tuple[list[Fact], list[Found]]:
    """The facts of a product but its name, and which of those found in its text were taken."""
    steady = [one for one in found if is_steady(one.fact, vocabulary, language)]
    facts: list[Fact] = []
    taken: list[Found] = []
    kinds = dict.fromkeys([*(one.kind for one in data), *(one.fact.kind for one in steady)])
    for kind in kinds:
        if kind == "name":
            continue
        said = [fact for fact in data if fact.kind == kind]
        shown = _shown([one for one in steady if one.fact.kind == kind], said, vocabulary)
        unseen = [
            fact
            for fact in said
            if not any(agree(fact, one.fact, vocabulary) for one in shown)
            and is_steady(fact, vocabulary, language)
        ]
        taken += shown
        facts += unseen
        facts += sorted((one.fact for one in shown), key=lambda fact: -fact.trust)
    return _without_strays(facts, taken)


def _without_strays(facts: list[Fact], taken: list[Found]) -> tuple[list[Fact], list[Found]]:
    """An old price that stood beside a price which was not taken would be read as the price."""
    if any(one.is_lone and one.fact.kind == "price" for one in taken):
        return facts, taken
    strays = [o for o in taken if o.is_lone and o.fact.kind in {"old_price", "discount"}]
    stray_facts = {id(one.fact) for one in strays}
    return (
        [fact for fact in facts if id(fact) not in stray_facts],
        [one for one in taken if one not in strays],
    )


def _shown(found: Sequence[Found], said: Sequence[Fact], vocabulary: Vocabulary) -> list[Found]:
    """Of facts of one kind those to take from the text."""
    labelled = _settled([one for one in found if not one.is_lone])
    lone = _first_of_each([one for one in found if one.is_lone])
    if labelled:
        chosen = labelled
    elif said:
        agreed = [o for o in lone if any(agree(fact, o.fact, vocabulary) for fact in said)]
        chosen = agreed[:1] or (lone if len(lone) == 1 else [])
    else:
        chosen = lone if len(lone) == 1 else []
    return _first_of_each(chosen)


def _settled(found: Sequence[Found]) -> list[Found]:
    """Facts without those that say something else under the same label in another place."""
    said: dict[str, set[object]] = {}
    for one in found:
        said.setdefault(fold(one.fact.label_text), set()).add(_value(one.fact))
    return [one for one in found if one.is_top or len(said[fold(one.fact.label_text)]) == 1]


def _first_of_each(found: Sequence[Found]) -> list[Found]:
    """One for each value, from the most trusted place; the others stay where they are."""
    best: dict[object, Found] = {}
    for one in sorted(found, key=lambda o: -o.fact.trust):
        best.setdefault(_value(one.fact), one)
    chosen = {id(one) for one in best.values()}
    return [one for one in found if id(one) in chosen]


def _value(fact: Fact) -> object:
    """What is compared: the number of a price, the letters and digits of all else."""
    if fact.kind in _AMOUNT_KINDS and len(amounts(fact.text)) <= 1:
        extra = fold(_without_number(fact.text))
        return (amount_value(fact.text), extra)
    return fold(fact.text)


def _without_number(text: str) -> str:
    for amount in amounts(text):
        text = text.replace(amount, " ")
    return text


def agree(said: Fact, shown: Fact, vocabulary: Vocabulary) -> bool:
    """Whether a fact of the data and one of the text say the same."""
    if said.kind == "availability":
        state = vocabulary.state_of(said.text)
        folded = fold(shown.text) + " "
        return any(
            member == state and folded.startswith(words + " ")
            for words, member in vocabulary.states.items()
        )
    if said.kind in _AMOUNT_KINDS:
        currencies = {currency_of(said.text), currency_of(shown.text)} - {""}
        value = amount_value(said.text)
        return len(currencies) < 2 and value is not None and value == amount_value(shown.text)
    return fold(said.text) == fold(shown.text)


def is_steady(fact: Fact, vocabulary: Vocabulary, language: str) -> bool:
    """Whether the fact, written as a line, is read as the same fact again.

    What a reader of the digest, or brailledesk itself, would take for something else is no fact.
    """
    again = line_facts(fact_line(fact.label, fact.value), vocabulary, language)
    if len(again) != 1 or "\n" in fact.text:
        return False
    one = again[0]
    same = (one.kind, one.label_text, one.text) == (fact.kind, fact.label_text, fact.text)
    return same and fact.trust is not Trust.HEADING


def fact_line(label: tuple[Run, ...], value: tuple[Run, ...]) -> tuple[Run, ...]:
    """A fact as a line of a digest: ``label: value``."""
    return (*label, Run(": ", label[-1].typeform, label[-1].language), *value)
