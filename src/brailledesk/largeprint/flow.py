"""A document as the values that the template of the PDF sets: plain lists and dictionaries.

Nothing of the document's text is ever part of a program: it travels as JSON.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeAlias

from brailledesk.document import (
    Block,
    Document,
    Heading,
    Image,
    ListBlock,
    PageMark,
    Paragraph,
    Poem,
    Quote,
    Table,
)
from brailledesk.largeprint.faces import Typefaces
from brailledesk.largeprint.grids import Columns, Field, fit_columns, records
from brailledesk.largeprint.inline import Levels, Piece, language_parts, note_numbers, pieces_of
from brailledesk.largeprint.pictures import print_picture
from brailledesk.largeprint.signs import named, visible
from brailledesk.layout.grid import flat_runs, grid_of
from brailledesk.layout.options import LayoutOptions
from brailledesk.text import Run, plain_text, split_at_line_feeds

Value: TypeAlias = dict[str, Any]

_DEEPEST = 5
"""Blocks that are nested deeper are set as one paragraph."""

_FACTORS = {1: 1.25, 2: 1.12}
"""Sizes of headings (ACB 2022: 22 and 20 points over 18)."""

_LINES_KEPT = 5
"""A record of so many lines is not parted by the end of a page."""

_QUOTE_INDENT, _ITEM_GAP = 0.8, 0.5
"""What the template has left of quotes, and between a marker and its item, in sizes."""

_WIDEST_MARKER = 4.0
"""In sizes, or a quarter of a line; wider ones stand above their item."""

_MOST_PIXELS = 2_400
"""Of a side of a picture: paper of A4 at 300 dots an inch has as many."""

_JOINTS = re.compile(r"(?<=[/@?&=._\-])(?=\w)")


class Flow:
    """Makes the values of one document.

    ``room`` is the width of a line in sizes, ``tall`` what of a page a picture may take.
    ``pictures`` are the files that the values name.
    """

    def __init__(
        self,
        document: Document,
        faces: Typefaces,
        room: float,
        *,
        layout: LayoutOptions,
        tall: float = 30.0,
        lacking: Iterable[str] = (),
        has_print_pages: bool = True,
    ) -> None:
        self._document, self._faces, self._room, self._layout = document, faces, room, layout
        self._shown = str.maketrans({one: named(one) for one in lacking})
        self._tall = tall
        self.pictures: dict[str, bytes] = {}
        self._notes = note_numbers(document)
        self._marked: set[int] = set()
        self._levels = Levels()
        self._has_marks = has_print_pages
        self._waiting: list[str] = []

    def blocks(self) -> list[Value]:
        """The blocks of the document; print pages that begin behind all text at the end."""
        found = list(self._blocks(self._document.blocks, 0, self._room))
        if self._waiting:
            found.append({"kind": "paragraph", "runs": self._runs((), self._room)})
        return found

    def notes(self) -> list[Value]:
        """The notes, each with a link to its first mark where it has one."""
        found: list[Value] = []
        for number, note in enumerate(self._document.notes, 1):
            label = self.text(note.label)
            is_marked = number in self._marked
            blocks = list(self._blocks(note.blocks, 1, self._room))
            found.append(
                {"number": number, "label": label, "is_marked": is_marked, "blocks": blocks}
            )
        return found

    def text(self, text: str) -> str:
        """Text as it is shown: without what is no sign, and what no font has by its number."""
        return visible(text).translate(self._shown)

    def factor(self, text: str, wanted: float) -> float:
        """How much larger than the text a heading is: as wanted, where its words have room."""
        widths = (self._faces.width(word, is_strong=True) for word in self.text(text).split())
        return max(1, min(wanted, 0.98 * self._room / max(widths, default=1)))

    def strong(self, text: str) -> list[Value]:
        """Text in strong type as pieces whose words have room in a line."""
        return self._runs((Run(text),), self._room, is_strong=True)

    def _blocks(self, blocks: Iterable[Block], depth: int, room: float) -> Iterator[Value]:
        if depth > _DEEPEST:
            runs, marks = flat_runs(blocks, self._layout)
            self._mark(marks)
            yield {"kind": "paragraph", "runs": self._runs(runs, room)}
            return
        for block in blocks:
            yield from self._block(block, depth, room)

    def _block(self, block: Block, depth: int, room: float) -> Iterator[Value]:
        match block:
            case Heading():
                level = self._levels.of(block.level)
                marks = self._take_marks()
                yield {
                    "kind": "heading",
                    "level": level,
                    "factor": self.factor(plain_text(block.runs), _FACTORS.get(level, 1)),
                    "runs": self._runs(block.runs, room, is_strong=True),
                    "marks": marks,
                }
            case Paragraph():
                if block.runs or self._waiting:
                    yield {"kind": "paragraph", "runs": self._runs(block.runs, room)}
            case Poem():
                yield {"kind": "poem", "verses": list(self._verses(block, room))}
            case ListBlock():
                yield {"kind": "list", "items": list(self._items(block, depth, room))}
            case Quote():
                yield {
                    "kind": "quote",
                    "blocks": list(self._blocks(block.blocks, depth + 1, room - _QUOTE_INDENT)),
                }
            case Table():
                yield from self._table(block, room)
            case Image():
                yield self._image(block, room - 1)
            case PageMark():
                self._mark([block])

    def _items(self, block: ListBlock, depth: int, room: float) -> Iterator[Value]:
        markers = [self.text(item.marker) for item in block.items]
        widest = max(map(self._faces.width, markers), default=0)
        is_above = widest > min(_WIDEST_MARKER, room / 4)
        inner = room - _ITEM_GAP - (0 if is_above else widest)
        for item, marker in zip(block.items, markers, strict=True):
            marks = self._take_marks()
            above = [{"kind": "paragraph", "runs": self._runs((Run(marker),), inner)}]
            yield {
                "marks": marks,
                "marker": "" if is_above else marker,
                "blocks": [
                    *(above if is_above and marker else ()),
                    *self._blocks(item.blocks, depth + 1, inner),
                ],
            }

    def _verses(self, poem: Poem, room: float) -> Iterator[list[Value]]:
        """A verse a line; an empty one parts stanzas."""
        for line in split_at_line_feeds(poem.runs):
            yield self._runs(line, room)

    def _image(self, image: Image, room: float) -> Value:
        label = self._layout.image_label
        alternative = " ".join(self.text(image.alternative).split())
        runs = [Run(f"[{label}: "), Run(alternative, language=image.language), Run("]")]
        shown = runs if alternative else [Run(f"[{label}]")]
        value: Value = {
            "kind": "image",
            "marks": self._take_marks(),
            "alternative": alternative or label,
            "runs": self._runs(shown, room),
        }
        picture = print_picture(image, _MOST_PIXELS)
        if picture is not None:
            width, height = picture.fitted(room, self._tall)
            name = f"{len(self.pictures)}.{picture.kind}"
            self.pictures[name] = picture.data
            value["picture"] = {"name": name, "width": width, "height": height}
            value["runs"] = self._runs((Run(alternative, language=image.language),), room)
        return value

    def _table(self, table: Table, room: float) -> Iterator[Value]:
        grid = grid_of(table, self._layout)
        caption = self._runs(table.caption, room, is_strong=True) if table.caption else []
        columns = fit_columns(grid, self._faces, room)
        if columns is not None:
            yield self._columns(columns, caption)
            return
        if caption:
            yield {"kind": "caption", "runs": caption}
        found = [
            {
                "fields": [self._field(one, room - 1) for one in record],
                "kept": self._lines(record) <= _LINES_KEPT,
            }
            for record in records(grid)
        ]
        yield {"kind": "records", "records": found}

    def _lines(self, record: Sequence[Field]) -> int:
        """About how many lines a record takes."""
        widths = (
            self._faces.width(plain_text((*field.label, *field.value)), is_strong=True)
            for field in record
        )
        return sum(1 + int(width / self._room) for width in widths)

    def _columns(self, columns: Columns, caption: list[Value]) -> Value:
        head, body = (
            [self._row(row.cells, row.marks, columns, is_strong=is_head) for row in rows]
            for rows, is_head in ((columns.grid.header, True), (columns.grid.body, False))
        )
        return {
            "kind": "table",
            "caption": caption,
            "widths": columns.widths,
            "head": head,
            "body": body,
        }

    def _row(
        self, cells: Sequence[Any], marks: Sequence[PageMark], columns: Columns, *, is_strong: bool
    ) -> list[Value]:
        """The cells of a row, with empty ones where there is none."""
        self._mark(marks)
        found: list[Value] = []
        column = 0
        for cell in cells:
            found += [{"runs": [], "span": 1} for _ in range(column, cell.start)]
            column = max(min(cell.end, columns.grid.columns), cell.start + 1)
            runs = self._runs(cell.runs, self._room, is_strong=is_strong)
            found.append({"runs": runs, "span": column - cell.start})
        found += [{"runs": [], "span": 1} for _ in range(column, columns.grid.columns)]
        return found

    def _field(self, field: Field, room: float) -> Value:
        self._mark(field.marks)
        # A print page begins in front of the label, or of the value where there is none.
        label = self._runs(field.label, room, is_strong=True) if field.label else []
        return {"label": label, "value": self._runs(field.value, room)}

    def _mark(self, marks: Iterable[PageMark]) -> None:
        if self._has_marks:
            self._waiting += [self.text(mark.label) for mark in marks]

    def _take_marks(self) -> list[str]:
        marks, self._waiting = self._waiting, []
        return marks

    def _runs(self, runs: Sequence[Run], room: float, *, is_strong: bool = False) -> list[Value]:
        """The pieces of some runs; print pages that begin here come first."""
        values: list[Value] = [{"mark": label} for label in self._take_marks()]
        for piece in pieces_of(runs, self._notes):
            values.extend(self._piece(piece, room, is_strong=is_strong))
        return values

    def _piece(self, piece: Piece, room: float, *, is_strong: bool) -> Iterator[Value]:
        """The piece; in parts where it has words that are longer than a line."""
        value: Value = {"strong": piece.is_strong}
        if piece.language:
            value["language"], value["region"] = language_parts(piece.language)
        if piece.note is not None:
            value["note"] = piece.note
        text = piece.text.translate(self._shown)
        is_bold = is_strong or piece.is_strong
        if piece.is_whole and self._faces.width(text, is_strong=is_bold) < room / 2:
            parts = [(text, True)]
        else:
            parts = self._parts(text, room, is_strong=is_bold)
        for part, is_whole in parts:
            is_first = piece.note is not None and piece.note not in self._marked
            if piece.note is not None:
                self._marked.add(piece.note)
            yield {**value, "text": part, "whole": is_whole, "first": is_first}

    def _parts(self, text: str, room: float, *, is_strong: bool) -> list[tuple[str, bool]]:
        """The text, its long words in parts that stay whole: between them a line may end.

        A character that allows the end of a line would do the same, but many readers of PDF lose
        text that has one (docs/decisions/0025).
        """
        if self._faces.width(text, is_strong=is_strong) <= room:
            return [(text, False)]
        parts: list[tuple[str, bool]] = []
        plain = ""
        for word in re.split(r"(\s+)", text):
            divided = self._divided(word, room, is_strong=is_strong)
            if len(divided) < 2:
                plain += word
                continue
            if plain:
                parts.append((plain, False))
            parts.extend((part, True) for part in divided)
            plain = ""
        return [*parts, (plain, False)] if plain else parts

    def _divided(self, word: str, room: float, *, is_strong: bool) -> list[str]:
        if len(word) < 2 or self._faces.width(word, is_strong=is_strong) <= room:
            return [word]
        pieces: list[str] = []
        for part in _JOINTS.split(word):
            start, width = 0, 0.0
            for place, character in enumerate(part):
                # One by one, without kerning: a word of any length takes linear time.
                step = self._faces.width(character, is_strong=is_strong)
                if width + step > room and place > start:
                    pieces.append(part[start:place])
                    start, width = place, 0.0
                width += step
            pieces.append(part[start:])
        return [piece for piece in pieces if piece]
