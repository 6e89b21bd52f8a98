"""Tables of several products: one a row (price lists) or one a column (comparisons)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from brailledesk.document import Block, Paragraph, Table, TableCell, TableRow
from brailledesk.sheets.choose import is_steady
from brailledesk.sheets.facts import Fact, ProductSheet, Trust
from brailledesk.sheets.lines import Pair, pair_facts
from brailledesk.sheets.runs import cell_runs
from brailledesk.sheets.shapes import is_placeholder
from brailledesk.sheets.tables import cell_text
from brailledesk.sheets.vocabulary import Vocabulary, fold
from brailledesk.text import Run

IDENTIFYING = frozenset(
    [
        "code",
        "ean",
        "mpn",
        "model",
        "price",
        "price_low",
        "net_price",
        "list_price",
        "fee",
        "availability",
    ]
)
"""Kinds by which a product is told from another: a part of a document with none is no product."""
_NAMING = frozenset(["name", "model"])


@dataclass(frozen=True, slots=True)
class ProductTable:
    """What a table of products gives: their sheets, and the blocks that belong to none."""

    sheets: tuple[ProductSheet, ...]
    shared: tuple[Block, ...]


def product_table(table: Table, vocabulary: Vocabulary, language: str) -> ProductTable | None:
    """The sheets of a table whose rows or columns are products; None of any other table."""
    rows = [row for row in table.rows if len(row.cells) > 1]
    if len(rows) < 2 or len({len(row.cells) for row in rows}) != 1 or _has_spans(rows):
        return None
    grid = [list(row.cells) for row in rows]
    if _is_list(table, grid, vocabulary):
        labels, products = grid[0], grid[1:]
        column = _name_column(labels, vocabulary)
    elif _is_comparison(grid, vocabulary):
        labels, *products = [list(cells) for cells in zip(*grid, strict=True)]
        column = 0
    else:
        return None
    sheets = [_sheet(labels, product, column, vocabulary, language) for product in products]
    found = tuple(sheet for sheet in sheets if sheet is not None)
    if len(found) != len(sheets) or len(found) < 2:
        return None
    return ProductTable(found, tuple(_shared(table)))


def _has_spans(rows: Sequence[TableRow]) -> bool:
    return any(cell.row_span > 1 or cell.column_span > 1 for row in rows for cell in row.cells)


def _is_list(table: Table, grid: list[list[TableCell]], vocabulary: Vocabulary) -> bool:
    """Whether the first row has labels of products, and the rows below are products."""
    kinds = [vocabulary.kind_of(cell_text(cell)) for cell in grid[0]]
    known = [kind for kind in kinds if kind is not None]
    if len(known) < 2 or len(known) != len({kind.name for kind in known}):
        return False
    is_header = table.header_rows == 1 or len(known) == len(kinds) > 2
    has_name = any(_is_name_column(cell_text(cell), vocabulary) for cell in grid[0])
    names = {kind.name for kind in known}
    is_product = has_name or names & {"code", "ean", "model"}
    first_column = [vocabulary.kind_of(cell_text(row[0])) for row in grid[1:]]
    return bool(is_header and is_product and names & IDENTIFYING and not any(first_column))


def _is_comparison(grid: list[list[TableCell]], vocabulary: Vocabulary) -> bool:
    """Whether the first column has labels, and every other column is a product with its name."""
    heads = [cell_text(cell) for cell in grid[0]]
    corner = vocabulary.kind_of(heads[0])
    is_corner = vocabulary.is_generic(heads[0]) or (corner is not None and corner.name in _NAMING)
    if len(heads) < 3 or not is_corner:
        return False
    if any(vocabulary.is_generic(h) or vocabulary.kind_of(h) is not None for h in heads[1:]):
        return False
    kinds = [kind for row in grid[1:] if (kind := vocabulary.kind_of(cell_text(row[0])))]
    return len(kinds) > 1 and any(kind.name in IDENTIFYING for kind in kinds)


def _is_name_column(label: str, vocabulary: Vocabulary) -> bool:
    kind = vocabulary.kind_of(label)
    is_named = kind is not None and kind.name == "name"
    return is_named or fold(label) in vocabulary.words.name_columns


def _name_column(labels: list[TableCell], vocabulary: Vocabulary) -> int | None:
    """The column that names the products of a list, None if they have codes only."""
    texts = [cell_text(cell) for cell in labels]
    kinds = [vocabulary.kind_of(text) for text in texts]
    named = [place for place, kind in enumerate(kinds) if kind and kind.name == "name"]
    others = [place for place, text in enumerate(texts) if _is_name_column(text, vocabulary)]
    return next(iter(named + others), None)


def _sheet(
    labels: list[TableCell],
    product: list[TableCell],
    column: int | None,
    vocabulary: Vocabulary,
    language: str,
) -> ProductSheet | None:
    """The sheet of one product; None if it has no name, or nothing tells it from another."""
    facts: list[Fact] = []
    rows: list[TableRow] = []
    for place, (label, cell) in enumerate(zip(labels, product, strict=True)):
        fact = _fact(label, cell, vocabulary, language)
        if place == column:
            value = cell_runs(cell)
            if not value or not _names_product(cell_text(cell), vocabulary):
                return None
            title = Run(vocabulary.kinds["name"].title(language), origin=value[0].origin)
            facts.insert(0, Fact("name", cell_runs(label) or (title,), value, Trust.TABLE))
        elif fact is not None and fact.kind != "name":
            facts.append(fact)
        elif label.blocks or cell.blocks:
            rows.append(TableRow((label, cell)))
    if not any(fact.kind in IDENTIFYING for fact in facts):
        return None
    return ProductSheet(tuple(facts), (Table(tuple(rows)),) if rows else ())


def _names_product(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a text may stand as the heading of a sheet without being taken for another part."""
    words = vocabulary.words
    return not is_placeholder(text) and fold(text) not in words.aside | words.not_names


def _fact(label: TableCell, cell: TableCell, vocabulary: Vocabulary, language: str) -> Fact | None:
    named, value = cell_runs(label), cell_runs(cell)
    if not named or not value:
        return None
    facts = pair_facts(Pair(named, value), vocabulary, language, Trust.TABLE)
    return facts[0] if len(facts) == 1 and is_steady(facts[0], vocabulary, language) else None


def _shared(table: Table) -> Iterator[Block]:
    """The caption, and rows over the whole width, such as remarks at the foot."""
    if table.caption:
        yield Paragraph(table.caption, table.origin)
    for row in table.rows:
        if len(row.cells) == 1:
            yield from row.cells[0].blocks
