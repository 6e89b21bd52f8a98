"""Properties of digests, over random documents."""

from __future__ import annotations

from collections import Counter

from hypothesis import example, given, settings

from brailledesk.document import Document, block_runs
from brailledesk.errors import BrailledeskError
from brailledesk.sheets import digest, of_document, read_sheet_source, recognise
from brailledesk.sheets.source import SheetSource
from brailledesk.text import plain_text

from .strategies import documents, pages, sources

SEPARATORS = set("|·•—–;:.…_=-, ")
"""What may go: it stood between two facts, or between a label and its value."""


def texts(document: Document) -> list[str]:
    return [plain_text(block_runs(block)) for block in document.blocks]


def characters(document: Document) -> Counter[str]:
    return Counter(
        c for run in document.runs() for c in run.text if not c.isspace() and c not in SEPARATORS
    )


@given(sources)
@settings(max_examples=150, deadline=None)
def test_no_character_is_lost(source: SheetSource) -> None:
    lost = characters(source.document) - characters(digest(source))
    for sheet in recognise(source).sheets:
        # The label of a name that became a heading says no more than the heading does.
        lost -= Counter(sheet.name.label_text if sheet.name else "")
    assert not lost - Counter("CaratteristicaValoreUnità" * 9)


@given(documents)
@settings(max_examples=150, deadline=None)
def test_a_digest_of_a_digest_says_the_same(document: Document) -> None:
    once = digest(of_document(document))
    assert texts(digest(of_document(once))) == texts(once)


@given(sources)
@settings(max_examples=150, deadline=None)
def test_what_only_a_page_knows_is_not_needed_twice(source: SheetSource) -> None:
    """Crossed-out texts, definitions and margins are told by HTML; the digest has used them."""
    once = digest(source)
    if recognise(source).sheets:
        assert texts(digest(of_document(once))) == texts(once)


@given(pages)
@example(
    '<script type="application/ld+json">{"@type": "Product", "name": "Lampada Lume", "sku": "A-1", '
    '"offers": {"price": "9.90"}}</script>Codice: AB-1'
)
@settings(max_examples=150, deadline=None)
def test_any_page_has_a_digest_with_all_its_text(page: str) -> None:
    try:
        source = read_sheet_source(page.encode("utf-8", "replace"), name="a.html")
    except BrailledeskError:
        return
    told = digest(source)
    lost = characters(source.document) - characters(told)
    for sheet in recognise(source).sheets:
        lost -= Counter(sheet.name.label_text if sheet.name else "")
    assert not lost - Counter("CaratteristicaValoreUnità" * 9)
    if recognise(source).sheets:
        assert texts(digest(of_document(told))) == texts(told)


@given(sources)
@settings(max_examples=100, deadline=None)
def test_values_stand_in_the_source(source: SheetSource) -> None:
    """A value is a piece of its source, with the same emphasis and language, not rewritten."""
    given_runs = Counter(
        (c, r.typeform, r.language) for r in source.document.runs() for c in r.text
    )
    for sheet in recognise(source).sheets:
        for fact in sheet.facts:
            own = Counter(
                (c, r.typeform, r.language) for r in fact.value for c in r.text if c not in ", "
            )
            assert not own - given_runs
