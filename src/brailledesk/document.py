"""A document as ingestion gives it and layout takes it: blocks of runs, frozen.

A block knows where it stands in its source (``origin``), so that an error can point there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence, Sized

from brailledesk.compact import CompactSequence
from brailledesk.text import Origin, Run
from brailledesk.values import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; ``level`` counts from 1."""

    level: int
    runs: tuple[Run, ...]
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text. A line feed inside a run is a line break that must stay."""

    runs: tuple[Run, ...]
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Poem:
    """Verses, each ended by a line feed in its runs; an empty line parts two stanzas."""

    runs: tuple[Run, ...]
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class ListItem:
    """One item; nested lists are blocks of it. ``marker`` is what print shows, "3." or "b)" or "•".

    An empty marker stands for an item that print shows without one.
    """

    blocks: tuple[Block, ...]
    marker: str = ""


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A list; the markers are on the items, so that "3 bis" and "c)" survive as they are."""

    items: tuple[ListItem, ...]
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """A block quote."""

    blocks: tuple[Block, ...]
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class TableCell:
    """One cell; a span above 1 covers that many columns or rows. ``is_header`` as in HTML's th."""

    blocks: tuple[Block, ...]
    column_span: int = 1
    row_span: int = 1
    is_header: bool = False


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row; a cell that spans rows is in the first of them."""

    cells: tuple[TableCell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first ``header_rows`` rows are its heading."""

    rows: tuple[TableRow, ...]
    header_rows: int = 0
    caption: tuple[Run, ...] = ()
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Image:
    """A picture, by its alternative text (empty where the source gives none).

    ``data`` is its file, as it came and not opened yet; empty where the source has none, and where
    nobody asked for pictures (:func:`~brailledesk.ingest.read.read_document`).
    """

    alternative: str
    language: str | None = None
    origin: Origin | None = None
    data: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class PageMark:
    """The place where the print page ``label`` begins."""

    label: str
    origin: Origin | None = None


Block = Heading | Paragraph | Poem | ListBlock | Quote | Table | Image | PageMark

Runs = tuple[Run, ...]
"""The text of a paragraph, a verse, a heading, a caption."""


class CompactBlocks(CompactSequence[Block]):
    """Blocks of a plain text, which become values when they are looked at, behind others.

    ``packed`` is what the native core has read; no heading is in it. ``build`` gives its blocks by
    their places. ``front`` stands before them.
    """

    __slots__ = ("build", "front", "packed")

    def __init__(
        self, packed: Sized, build: Callable[[int], Block], front: tuple[Block, ...] = ()
    ) -> None:
        self.packed = packed
        self.build = build
        self.front = front

    def __len__(self) -> int:
        return len(self.front) + len(self.packed)

    def make(self, place: int) -> Block:
        """See :meth:`CompactSequence.make`."""
        count = len(self.front)
        return self.front[place] if place < count else self.build(place - count)


Member = Block | tuple[str, int]
"""A block, or the text and the line of a paragraph that is not one yet."""


class WovenBlocks(CompactSequence[Block]):
    """Blocks, and among them paragraphs of nothing but text, made when they are looked at.

    ``build`` makes the paragraph of a text and a line.
    """

    __slots__ = ("build", "members")

    def __init__(self, members: list[Member], build: Callable[[str, int], Block]) -> None:
        self.members = members
        self.build = build

    def __len__(self) -> int:
        return len(self.members)

    def make(self, place: int) -> Block:
        """See :meth:`CompactSequence.make`."""
        return self.made(self.members[place])

    def made(self, member: Member) -> Block:
        """The block that a member is or becomes."""
        return self.build(*member) if isinstance(member, tuple) else member


def members_of(blocks: Sequence[Block]) -> Sequence[Member]:
    """The same, with paragraphs that are no values left as they are; all headings are there."""
    return blocks.members if isinstance(blocks, WovenBlocks) else blocks


def put_before(block: Block, blocks: Sequence[Block]) -> Sequence[Block]:
    """``block`` and then the others, which stay as compact as they are."""
    if isinstance(blocks, WovenBlocks):
        return WovenBlocks([block, *blocks.members], blocks.build)
    if isinstance(blocks, CompactBlocks):
        return CompactBlocks(blocks.packed, blocks.build, (block, *blocks.front))
    return (block, *blocks)


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote or endnote; ``label`` is what the marks in the text (``Run.note``) say."""

    label: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Remark:
    """What is to be told of a source besides its text: above all, that something was left out.

    ``message`` is a sentence of the catalogue that begins with a small letter; ``fields`` are the
    values that it names in braces; ``origin`` is the place that it speaks of.
    """

    message: str
    origin: Origin
    fields: Mapping[str, object] = field(default_factory=dict)

    def describe(self, translate: Callable[[str], str] = str) -> str:
        """The sentence after its place; it and the texts in it pass ``translate``, a gettext."""
        from brailledesk.places import describe_place  # noqa: PLC0415 - for remarks alone

        spot = describe_place(self.origin.place, translate)
        place = ", ".join(filter(None, (self.origin.source, spot)))
        fields = {
            name: translate(value) if isinstance(value, str) else value
            for name, value in self.fields.items()
        }
        return f"{place}: {translate(self.message).format(**fields)}"


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document. ``language`` is a BCP 47 tag; ``title`` is empty where none is known.

    ``blocks`` is a tuple, or :class:`CompactBlocks` or :class:`WovenBlocks`, which are like one.
    ``has_ocr`` says that a part of the text was recognised in pictures of pages, by a program;
    ``remarks`` are for the person who had it read, and no text of it.
    """

    blocks: Sequence[Block]
    title: str = ""
    language: str = "it"
    notes: tuple[Note, ...] = ()
    source: str = ""
    author: str = ""
    has_ocr: bool = False
    remarks: tuple[Remark, ...] = ()

    def runs(self) -> Iterator[Run]:
        """All runs in reading order, notes last; captions before the cells of their table."""
        for block in self.blocks:
            yield from block_runs(block)
        for note in self.notes:
            for block in note.blocks:
                yield from block_runs(block)


def find_chapter_level(blocks: Sequence[Block], wanted: int | None = None) -> int:
    """The deepest level of the headings that begin a chapter: ``wanted``, if it is given.

    Else the first level that more than one heading has: a single heading of level 1 is the title of
    the whole. Without such a level, that of the first of all headings.
    """
    if wanted is not None:
        return wanted
    looked_at = blocks.front if isinstance(blocks, CompactBlocks) else members_of(blocks)
    counts = Counter(block.level for block in looked_at if isinstance(block, Heading))
    several = [level for level, count in counts.items() if count > 1]
    return min(several or counts, default=1)


def heading_runs(heading: Heading) -> list[Run]:
    """The words of a heading in one line, without its note marks."""
    return [
        replace(run, text=run.text.replace("\n", " ")) for run in heading.runs if run.note is None
    ]


def block_runs(block: Block) -> Iterator[Run]:
    """The runs of one block in reading order; an image gives its alternative text.

    Any depth of nesting will do.
    """
    waiting = [block]
    while waiting:
        current = waiting.pop()
        yield from _own_runs(current)
        waiting.extend(reversed(tuple(inner_blocks(current))))


def _own_runs(block: Block) -> tuple[Run, ...]:
    match block:
        case Heading() | Paragraph() | Poem():
            return block.runs
        case Image():
            return (Run(block.alternative, language=block.language, origin=block.origin),)
        case Table():
            return block.caption
    return ()


def inner_blocks(block: Block) -> Iterator[Block]:
    """The blocks that stand directly inside a block, in reading order."""
    match block:
        case Quote():
            yield from block.blocks
        case ListBlock():
            for item in block.items:
                yield from item.blocks
        case Table():
            for row in block.rows:
                for cell in row.cells:
                    yield from cell.blocks


def change_texts(block: Block, change: Callable[[Runs], Runs]) -> Block:
    """A block whose texts are changed, those of the blocks in it too, but not of pictures.

    ``change`` is given each text once, in reading order, captions before the cells of their table.
    """

    def all_of(blocks: Sequence[Block]) -> tuple[Block, ...]:
        return tuple(change_texts(inner, change) for inner in blocks)

    match block:
        case Heading() | Paragraph() | Poem():
            return replace(block, runs=change(block.runs))
        case Quote():
            return replace(block, blocks=all_of(block.blocks))
        case ListBlock():
            items = tuple(replace(item, blocks=all_of(item.blocks)) for item in block.items)
            return replace(block, items=items)
        case Table():
            caption = change(block.caption)
            rows = tuple(
                replace(
                    row,
                    cells=tuple(replace(cell, blocks=all_of(cell.blocks)) for cell in row.cells),
                )
                for row in block.rows
            )
            return replace(block, caption=caption, rows=rows)
    return block
