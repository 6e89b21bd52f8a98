"""What a document says, as lines: structure, text and emphasis, without origins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from brailledesk.document import (
    Block,
    Document,
    Heading,
    Image,
    ListBlock,
    PageMark,
    Paragraph,
    Quote,
    Table,
    block_runs,
)
from brailledesk.text import Run


def shape(document: Document) -> list[str]:
    """The blocks and notes of a document; page marks, which few formats have, are left out."""
    lines = [line for block in document.blocks for line in _lines(block, 0)]
    for note in document.notes:
        lines.append(f"note {note.label}")
        lines += [line for block in note.blocks for line in _lines(block, 1)]
    return lines


def words(document: Document) -> str:
    """All text, without blanks and marks of notes: for comparing with other extractors."""
    runs = (run for run in document.runs() if run.note is None)
    return "".join("".join(run.text for run in runs).split())


def rows(table: Table) -> list[list[str]]:
    """The texts of the cells of a table."""
    return [
        [
            "".join(run.text for block in cell.blocks for run in block_runs(block))
            for cell in row.cells
        ]
        for row in table.rows
    ]


def tables(document: Document) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]


def _text(runs: Iterable[Run]) -> str:
    """Runs in a notation: bold as {4:text}, a language as {en:text}, a note's mark as {n1}."""
    pieces: list[str] = []
    for run in runs:
        marks = [str(int(run.typeform))] * bool(run.typeform)
        marks += [run.language] if run.language else []
        if run.note:
            pieces.append(f"{{n{run.note}}}")
        elif marks:
            pieces.append(f"{{{','.join(marks)}:{run.text}}}")
        else:
            pieces.append(run.text)
    return "".join(pieces).replace("\n", "/")


def _inner(blocks: Iterable[Block], depth: int) -> Iterator[str]:
    for block in blocks:
        yield from _lines(block, depth + 1)


def _table_lines(table: Table, depth: int) -> Iterator[str]:
    indent = "  " * depth
    yield f"{indent}table, {table.header_rows} of {len(table.rows)} rows are its heading"
    for row in table.rows:
        yield f"{indent}row"
        for cell in row.cells:
            head = " head" * cell.is_header
            yield f"{indent} cell {cell.column_span}x{cell.row_span}{head}"
            yield from _inner(cell.blocks, depth)


def _lines(block: Block, depth: int) -> Iterator[str]:
    indent = "  " * depth
    match block:
        case Heading():
            yield f"{indent}h{block.level} {_text(block.runs)}"
        case Paragraph():
            yield f"{indent}p {_text(block.runs)}"
        case Image():
            yield f"{indent}image {block.alternative}"
        case ListBlock():
            for item in block.items:
                yield f"{indent}- {item.marker}"
                yield from _inner(item.blocks, depth)
        case Quote():
            yield f"{indent}quote"
            yield from _inner(block.blocks, depth)
        case Table():
            yield from _table_lines(block, depth)
        case PageMark():
            return
