"""All windows of a screen one after another, as a reader would pan through it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from brailledesk.desk.buffer import Buffer
from brailledesk.desk.outline import TableView, outline
from brailledesk.desk.printed import printed
from brailledesk.desk.profile import Profile
from brailledesk.desk.roles import TABLES
from brailledesk.desk.translating import LineTranslator
from brailledesk.desk.window import Window
from brailledesk.frame import Geometry
from brailledesk.screen import Screen


@dataclass(frozen=True, slots=True)
class Panned:
    """A window: its rows of cells, and the print of each."""

    rows: tuple[bytes, ...]
    texts: tuple[str, ...]


def transcript(
    screen: Screen,
    profile: Profile,
    translator: LineTranslator,
    geometry: Geometry,
    *,
    view: TableView = TableView.ROW,
) -> Iterator[Panned]:
    """The windows of a screen from its beginning to its end; tables in one of their views."""
    tables = [one.id for one in screen.nodes.values() if one.role in TABLES]
    reading = outline(screen, dict.fromkeys(tables, view))
    window = Window(Buffer(screen, reading, profile, translator, geometry.columns), geometry)
    is_going = bool(reading.items)
    while is_going:
        shown = window.shown
        rows = tuple(map(bytes, shown.rows(geometry)))
        yield Panned(rows, printed(shown, geometry.rows))
        is_going = window.pan_right()
