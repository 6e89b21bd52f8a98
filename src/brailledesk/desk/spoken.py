"""A line as it is spoken: what the fingers find, in the words of a profile for the ear."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from brailledesk.desk.buffer import Buffer
from brailledesk.desk.grids import CellTexts
from brailledesk.desk.outline import Item, Kind
from brailledesk.desk.presentation import Presenter
from brailledesk.desk.profile import Profile
from brailledesk.desk.region import Part, Region
from brailledesk.text import Run

_WIDEST = 1_000
_PAUSE = Run(", ")


def spoken_line(
    buffer: Buffer, profile: Profile, index: int, context: Sequence[str] = ()
) -> tuple[Run, ...]:
    """The line of an item; ``context`` are the containers that are told with it, before it."""
    screen, item = buffer.screen, buffer.items[index]
    presenter = Presenter(screen, profile, profile.rules(_WIDEST))
    parts = [presenter.context([screen.nodes[one] for one in context])]
    parts += _parts(buffer, presenter, item)
    return tuple(_runs(part for part in parts if any(one.text.strip() for one in part)))


def _parts(buffer: Buffer, presenter: Presenter, item: Item) -> Iterator[list[Region]]:
    """What is spoken with a pause between: a control by itself, the cells of a row."""
    texts = CellTexts(presenter)
    if item.kind is Kind.NODE:
        yield presenter.node(presenter.screen.nodes[item.node], item.start, item.end)
    elif item.kind is Kind.FLOW:
        yield presenter.flow(presenter.screen.nodes[item.node])
    elif item.kind is Kind.CELL:
        yield texts.with_headers(buffer.grid(item.table), item.node)
    else:
        grid = buffer.grid(item.table)
        for row, cells in grid.rows:
            if item.kind is Kind.ROW and row == item.node:
                yield from map(texts.regions, cells)
            elif item.kind is Kind.COLUMN and item.column < len(cells):
                yield texts.regions(cells[item.column])


def _runs(parts: Iterator[list[Region]]) -> Iterator[Run]:
    for number, part in enumerate(parts):
        if number:
            yield _PAUSE
        yield from (Run(_aloud(one), language=one.language) for one in part)


def _aloud(region: Region) -> str:
    """A pause stands where the fingers find a blank between two parts."""
    if region.part is Part.GAP and region.text == " ":
        return ", "
    if region.part is Part.VALUE and region.text.endswith(" "):  # the place for the caret
        return f"{region.text.rstrip()}, "
    return region.text
