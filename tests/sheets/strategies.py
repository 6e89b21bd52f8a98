"""Random documents that look like product sheets more often than chance would have it."""

from __future__ import annotations

from hypothesis import strategies as st

from brailledesk.document import (
    Block,
    Document,
    Heading,
    Image,
    ListBlock,
    ListItem,
    Note,
    PageMark,
    Paragraph,
    Poem,
    Quote,
    Table,
    TableCell,
    TableRow,
)
from brailledesk.sheets.parts import Piece, Role
from brailledesk.sheets.source import SheetSource
from brailledesk.text import Origin, Run, Typeform

LABELS = [
    "Codice", "Cod. art.", "Prezzo", "PREZZO:", "Peso (kg)", "Peso (lordo)", "Disponibilità",
    "Nome", "Denominazione", "EAN", "Marca", "Garanzia", "Colore", "Dimensioni",
    "Prezzo di listino",
    "Price", "SKU", "Weight", "Canone", "Caratteristica", "Valore", "Unità", "Articolo",
    "Descrizione", "Nota", "Attacco", "",
]  # fmt: skip
VALUES = [
    "AB-1", "AB-2/C", "€ 9,90", "12,00 €", "da 49 €", "99 € 79 €", "1.249,90 EUR", "2 kg",
    "2,5", "nero", "sì", "–", "", "8001234500017", "24 mesi", "10 × 20 cm", "Disponibile",
    "Esaurito",
    "Penna rossa", "Lampada 2", "ottimo!", "a: b", "x | y", "Prezzo: 3 €", "12 mesi; poi 24",
    "pronta consegna",
]  # fmt: skip
HEADINGS = [
    "Lampada Lume", "Sedia 5", "Dati tecnici", "Accessori", "Prodotti correlati", "Il resto",
    "The rest", "Per tutti i prodotti", "Scheda prodotto", "Listino 2026", "AB-1", "Imballo",
    "Il resto", "PREZZO: 5 €",
]  # fmt: skip
GLUE = [": ", ":", " ", " – ", " .... ", "\n", " | ", "; ", ". ", " = ", "", "\n\n"]

words = st.sampled_from([*LABELS, *VALUES, *HEADINGS])
any_text = st.one_of(words, st.text(max_size=12))
lines = st.builds(
    "".join,
    st.lists(st.one_of(words, st.sampled_from(GLUE), st.text(max_size=4)), min_size=1, max_size=7),
)
pair_lines = st.builds(
    lambda label, glue, value: f"{label}{glue}{value}",
    st.sampled_from(LABELS),
    st.sampled_from(GLUE),
    st.sampled_from(VALUES),
)
typeforms = st.sampled_from([Typeform.PLAIN, Typeform.BOLD, Typeform.ITALIC])
languages = st.sampled_from([None, "en"])
origins = st.one_of(st.none(), st.builds(Origin, st.just("x.html"), st.sampled_from(["line 1"])))
runs = st.lists(
    st.builds(Run, st.one_of(pair_lines, lines, any_text), typeforms, languages, origins),
    min_size=1,
    max_size=3,
).map(tuple)
paragraphs = st.builds(Paragraph, runs, origins)
headings = st.builds(
    Heading,
    st.integers(1, 4),
    st.one_of(
        runs, st.sampled_from(HEADINGS).map(lambda text: (Run(text),)), st.just(()).map(tuple)
    ),
)
cells = st.builds(
    TableCell,
    st.one_of(
        st.sampled_from([*LABELS, *VALUES]).map(lambda t: (Paragraph((Run(t),)),) if t else ()),
        st.lists(paragraphs, max_size=2).map(tuple),
    ),
    st.sampled_from([1, 1, 1, 1, 1, 1, 1, 2]),
    st.sampled_from([1, 1, 1, 1, 1, 1, 1, 2]),
)


def _table(width: int) -> st.SearchStrategy[Table]:
    labels = st.sampled_from(LABELS).map(
        lambda t: TableCell((Paragraph((Run(t),)),) if t else (), is_header=True)
    )
    rows = st.one_of(
        st.lists(cells, min_size=width, max_size=width),
        st.builds(
            lambda a, b: [a, *b], labels, st.lists(cells, min_size=width - 1, max_size=width - 1)
        ),
        st.lists(labels, min_size=width, max_size=width),
        st.lists(cells, min_size=1, max_size=1),
    ).map(lambda found: TableRow(tuple(found)))
    return st.builds(
        Table,
        st.lists(rows, min_size=1, max_size=5).map(tuple),
        st.integers(0, 1),
        st.one_of(st.just(()), runs),
    )


tables = st.integers(1, 5).flatmap(_table)


def _inside(blocks: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    some = st.lists(blocks, max_size=3).map(tuple)
    items = st.builds(ListItem, some, st.sampled_from(["", "•", "1.", "a)"]))
    return st.one_of(
        st.builds(ListBlock, st.lists(items, max_size=3).map(tuple)),
        st.builds(Quote, some),
    )


leaves: st.SearchStrategy[Block] = st.one_of(
    paragraphs,
    paragraphs,
    headings,
    tables,
    st.builds(Image, any_text),
    st.builds(PageMark, st.sampled_from(["1", "2", "iv"])),
    st.builds(Poem, runs),
)
blocks = st.recursive(leaves, _inside, max_leaves=5)
notes = st.lists(
    st.builds(Note, st.just("1"), st.lists(paragraphs, max_size=1).map(tuple)), max_size=1
)
documents = st.builds(
    Document,
    st.lists(blocks, max_size=9).map(tuple),
    language=st.sampled_from(["it", "en"]),
    notes=notes.map(tuple),
)


def _source(document: Document, marks: list[tuple[Role, bool, int]]) -> SheetSource:
    pieces = []
    for place, block in enumerate(document.blocks):
        role, is_aside, struck = marks[place % len(marks)] if marks else (Role.PLAIN, False, 0)
        pieces.append(Piece(block, role, is_aside, ("99 €", "€ 9,90", "")[struck : struck + 1]))
    return SheetSource(document, tuple(pieces))


sources = st.builds(
    _source,
    documents,
    st.lists(
        st.tuples(
            st.sampled_from(list(Role)), st.sampled_from([False, False, True]), st.integers(0, 3)
        ),
        max_size=5,
    ),
)


_TAGS = [
    "p", "div", "span", "b", "s", "del", "h1", "h2", "ul", "li", "dl", "dt", "dd", "table", "tr",
    "td", "th", "aside", "header", "form", "br", 'p class="old-price"', 'div class="related"',
    'div itemscope itemtype="https://schema.org/Product"', 'span itemprop="name"',
    'span itemprop="price" content="9.90"', 'div itemprop="offers" itemscope',
]  # fmt: skip
_DATA = [
    '{"@type": "Product", "name": "Lampada Lume", "sku": "A-1", "offers": {"price": "9.90"}}',
    '{"@graph": [{"@type": "Product", "name": ["x"]}, 7]}', "{",
    '{"@type": "Product", "offers": [[]]}',
]  # fmt: skip
_pieces = st.one_of(
    st.sampled_from([f"<{tag}>" for tag in _TAGS]),
    st.sampled_from([f"</{tag.partition(' ')[0]}>" for tag in _TAGS]),
    st.sampled_from([f'<script type="application/ld+json">{one}</script>' for one in _DATA]),
    pair_lines,
    words,
    st.text(max_size=5),
)
pages = st.lists(_pieces, max_size=40).map("".join)
"""HTML as it comes: tags in any order, closed or not, with data of schema.org."""
