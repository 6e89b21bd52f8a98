"""The products of a document that has several, each under a heading or behind a first label."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from brailledesk.document import Heading
from brailledesk.sheets.facts import one_line
from brailledesk.sheets.found import Found, find_facts
from brailledesk.sheets.lists import IDENTIFYING
from brailledesk.sheets.parts import Part
from brailledesk.sheets.vocabulary import Vocabulary, fold

_DEEPEST = 4
_FIRST_LABELS = frozenset(["name", "code", "model", "ean"])


@dataclass(frozen=True, slots=True)
class Sections:
    """Parts of a document by product; ``shared`` are those of none.

    ``has_headings``: the first part of each section is the heading that names it.
    """

    products: tuple[tuple[Part, ...], ...]
    shared: tuple[Part, ...]
    has_headings: bool


def divide(parts: Sequence[Part], vocabulary: Vocabulary, language: str) -> Sections | None:
    """The products of a document; None if it has one, or none."""
    for level in range(1, _DEEPEST + 1):
        found = _by_headings(parts, level, vocabulary, language)
        if found is not None:
            return found
    return _by_first_label(parts, vocabulary, language)


def _by_headings(
    parts: Sequence[Part], level: int, vocabulary: Vocabulary, language: str
) -> Sections | None:
    """Sections below headings of one level, of which two say the same kind of thing."""
    starts = [place for place, part in enumerate(parts) if _is_start(part, level)]
    if len(starts) < 2:
        return None
    before = parts[: starts[0]]
    if identifying(find_facts(before, vocabulary, language)):
        return None
    sections, tail = _cut(parts, starts, level)
    kinds = [identifying(find_facts(one, vocabulary, language, 0)) for one in sections]
    common = _common(kinds)
    are_products = [bool(own & common) for own in kinds]
    if sum(are_products) < 2:
        return None
    products = [one for one, is_product in zip(sections, are_products, strict=True) if is_product]
    others = [one for one, is_product in zip(sections, are_products, strict=True) if not is_product]
    shared = (*before, *(part for one in others for part in one), *tail)
    return Sections(tuple(products), shared, has_headings=True)


def _is_start(part: Part, level: int) -> bool:
    heading = part.heading
    return heading is not None and heading.level == level and not part.is_aside


def _cut(
    parts: Sequence[Part], starts: list[int], level: int
) -> tuple[list[tuple[Part, ...]], tuple[Part, ...]]:
    """Parts from each start to the next, and what follows a heading above them all."""
    sections = []
    tail: list[Part] = []
    for start, end in zip(starts, [*starts[1:], len(parts)], strict=True):
        stop = start + 1
        while stop < end and not _is_above(parts[stop].heading, level):
            stop += 1
        sections.append(tuple(parts[start:stop]))
        tail += parts[stop:end]
    return sections, tuple(tail)


def _is_above(heading: Heading | None, level: int) -> bool:
    return heading is not None and heading.level < level


def identifying(found: Iterable[Found]) -> set[str]:
    """The kinds of facts by which products are told apart; a lone price counts as one."""
    return {one.fact.kind for one in found} & IDENTIFYING


def _common(kinds: Sequence[set[str]]) -> set[str]:
    """Kinds that at least two sections have."""
    count = Counter(kind for own in kinds for kind in own)
    return {kind for kind, number in count.items() if number > 1}


def _by_first_label(
    parts: Sequence[Part], vocabulary: Vocabulary, language: str
) -> Sections | None:
    """Sections that each begin with the same label: "Prodotto: ...", or a code."""
    found = [
        one for one in find_facts(parts, vocabulary, language) if parts[one.part].heading is None
    ]
    firsts: dict[int, Found] = {}
    for one in found:
        firsts.setdefault(one.part, one)
    if not firsts:
        return None
    kind = next(iter(firsts.values())).fact.kind
    starts = [place for place, one in firsts.items() if one.fact.kind == kind]
    values = {fold(firsts[place].fact.text) for place in starts}
    count = Counter(one.fact.kind for one in found)[kind]
    if kind not in _FIRST_LABELS or not 1 < len(starts) == len(values) == count:
        return None
    end = max(firsts) + 1
    sections = [
        tuple(parts[start:stop]) for start, stop in zip(starts, [*starts[1:], end], strict=True)
    ]
    facts = [find_facts(one, vocabulary, language) for one in sections]
    if any(len(one) == 1 == len(own) for one, own in zip(sections, facts, strict=True)):
        return None  # a label that says nothing more: two codes of one product
    kinds = [identifying(own) for own in facts]
    common = _common(kinds)
    if not all(own & common for own in kinds):
        return None
    shared = (*parts[: starts[0]], *parts[end:])
    return Sections(tuple(sections), shared, has_headings=False)


def without_rest(parts: Sequence[Part], titles: Rest) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """Parts with those that a digest has put behind already as standing aside, and the shared ones.

    The headings that said so are gone: a digest writes them again.
    """
    kept: list[Part] = []
    shared: list[Part] = []
    is_rest = is_shared = False
    for part in parts:
        heading = part.heading
        text = fold(one_line(heading.runs)) if heading is not None else ""
        if heading is not None and heading.level == 1:
            is_rest = False
            if text in titles.shared and not is_shared:
                is_shared = True
                continue
        elif text and text in titles.rest and not is_rest and not is_shared:
            is_rest = True
            continue
        if is_shared:
            shared.append(part)
        else:
            kept.append(replace(part, is_aside=True) if is_rest else part)
    return tuple(kept), tuple(shared)


@dataclass(frozen=True, slots=True)
class Rest:
    """The headings, folded, below which a digest puts what is no fact, and what is of none."""

    rest: frozenset[str]
    shared: frozenset[str]
