"""A desk with one field that is typed into, and what its display shows."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from brailledesk.desk.session import open_desk
from brailledesk.screen import Caret
from tests.desk.host import Host
from tests.desk.print_cells import cells_of
from tests.desk.screens import Clock, Display, n, screen

TYPEABLE = st.text("abcdefghilmnopqrstuvzABCDEFGZ0123456789,.:;-@ àèéìòù", max_size=14)


def host_of(
    value: str = "",
    *,
    table: str = "it-8dot",
    contracted: str | None = None,
    offset: int | None = None,
    **fields: Any,
) -> tuple[Host, Display, Clock]:
    clock = Clock()
    desk = open_desk(table=table, contracted=contracted, profile="it", clock=clock)
    display = Display(40, status=4)
    desk.attach(display)
    caret = Caret("Nome", len(value) if offset is None else offset)
    shown = screen(
        n("textbox", "Nome", value=value, **fields), n("button", "Salva"), focus="Nome", caret=caret
    )
    return Host(desk, shown), display, clock


def row_of(display: Display) -> bytes:
    return display.frames[-1].rows[0].rstrip(b"\0")


def with_caret(text: str, place: int) -> bytes:
    cells = bytearray(cells_of(text))
    cells[place] |= 0xC0
    return bytes(cells)
