"""The pages of words as blocks, and as a document."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from brailledesk.document import Block, Document
from brailledesk.ingest.ocr.page import PageWords
from brailledesk.ingest.ocr.structure.bullets import with_bullets
from brailledesk.ingest.ocr.structure.forms import with_pairs
from brailledesk.ingest.ocr.structure.pieces import line_pieces, scale_of, without_rules
from brailledesk.ingest.ocr.structure.stamps import STAMP, set_stamps_apart
from brailledesk.ingest.ocr.structure.tables import tables_of
from brailledesk.ingest.pdf.assemble import assemble
from brailledesk.ingest.pdf.columns import reading_order
from brailledesk.ingest.pdf.furniture import PageText, without_furniture
from brailledesk.ingest.pdf.grids import ruled_tables
from brailledesk.ingest.pdf.lines import lines_of
from brailledesk.ingest.pdf.page import About, Piece, Rule

Knows = Callable[[str], bool]
"""A list of words, as Lexicon.knows is: for words that the end of a line divides."""


def blocks_of(page: PageWords, language: str, knows: Knows | None = None) -> tuple[Block, ...]:
    """The blocks of one page in reading order, first the mark with its number, stamps last.

    Runs have the confidence of their words, and the page and line in their origin. Empty where
    nothing was read. Use :func:`document_of` for several pages: it knows running lines, and
    paragraphs that go over the end of a page.
    """
    return tuple(document_of((page,), language, knows=knows).blocks)


def document_of(
    pages: Sequence[PageWords], language: str, source: str = "", *, knows: Knows | None = None
) -> Document:
    """The document of the pages of one source, in order; ``source`` names it in origins."""
    texts = without_furniture([page_text_of(page, language) for page in pages])
    name = source or next((page.source for page in pages if page.source), "")
    about = About(len(texts))
    document = assemble(texts, about, name, language, frozenset(), knows=knows)
    return replace(document, has_ocr=True)


def page_text_of(page: PageWords, language: str, label: str = "") -> PageText:
    """A page as the assembly of documents takes it, beside pages that were never pictures.

    ``label`` is what its file calls it. Lengths are points where the resolution is known.
    """
    page = with_bullets(without_rules(page))
    if not page.lines:
        return PageText(page.number, label, float(page.height), ())
    scale = scale_of(page)
    apart = set_stamps_apart(page, scale.sizes, scale.body)
    if apart is not page:
        scale = scale_of(apart)
    points = scale.points
    text: list[Piece] = []
    stamps: list[Piece] = []
    for number, (line, size) in enumerate(zip(apart.lines, scale.sizes, strict=True), 1):
        pieces = line_pieces(line, size, number, points, language)
        (stamps if line.block == STAMP else text).extend(pieces)
    rules = [Rule(*(edge * points for edge in rule)) for rule in page.rules]
    grids, rest = ruled_tables(text, rules)
    items = tuple(with_pairs(reading_order([*rest, *grids], tables=tables_of)))
    turned = tuple(replace(line, is_turned=True) for line in lines_of(stamps))
    return PageText(page.number, label, page.height * points, items, turned)
