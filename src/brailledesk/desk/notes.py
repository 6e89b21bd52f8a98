"""What a reader asks to see for a moment: where this is, what was counted, what was said before."""

from __future__ import annotations

import time

from brailledesk.desk.commands import ActionRequest, Command, Key
from brailledesk.desk.messages import Message
from brailledesk.desk.state import Desk
from brailledesk.desk.view import View
from brailledesk.errors import N_

Requests = list[ActionRequest]


def table_here(view: View) -> str | None:
    """The table whose row, cell or column is in the window."""
    buffer = view.window.buffer
    return (buffer.items[view.window.place.item].table or None) if buffer.items else None


def where(desk: Desk, view: View, command: Command) -> Requests:
    """Where this is, in words of the profile."""
    del command
    subject = view.window.subject()
    if subject is None:
        return []
    words = desk.profile.words
    table = table_here(view)
    if table is not None:
        row, column = _place_in(desk, view, table, subject.node)
        told = [words["row"].format(n=row), words["column"].format(n=column)]
    else:
        items = len(desk.reading.items)
        told = [words["position"].format(n=view.window.place.item + 1, of=items)]
    desk.note = " ".join(told)
    return []


def _place_in(desk: Desk, view: View, table: str, node: str) -> tuple[int, int]:
    """Row and column of a cell, from 1: as the host counts them, which may show only a part."""
    nodes = desk.screen.nodes
    grid = view.window.buffer.grid(table)
    for one in (node, *reversed(desk.screen.ancestors(node))):
        place = grid.place_of(one)
        if place is not None:
            cell, row = nodes[one], nodes[grid.rows[place[0]][0]]
            return cell.row or row.row or place[0] + 1, cell.column or place[1] + 1
    return 1, 1


def dismiss(desk: Desk, view: View, command: Command) -> Requests:
    """Uncover the window."""
    del view, command
    desk.note = None
    return []


def messages(desk: Desk, view: View, command: Command) -> Requests:
    """The notifications that were counted, in one text."""
    del view, command
    found = desk.messages.read_notifications()
    if found:
        desk.note = " | ".join(_line_of(desk, one) for one in found)
    else:
        desk.note = desk.say(N_("no messages"))
    return []


def history(desk: Desk, view: View, command: Command) -> Requests:
    """The message before, or behind, the one that is read."""
    del view
    kept = desk.messages.history
    if not kept:
        desk.note = desk.say(N_("no messages"))
        return []
    step = 1 if command.key is Key.HISTORY_OLDER else -1
    if desk.note is None:
        desk.history_place = 0
    desk.history_place = min(max(desk.history_place + step, 1), len(kept))
    desk.note = _line_of(desk, kept[-desk.history_place])
    return []


def _line_of(desk: Desk, message: Message) -> str:
    at = time.strftime("%H:%M", time.localtime(message.time))
    text = message.text
    if message.count > 1:
        text = desk.profile.words["times"].format(text=text, count=message.count)
    line = desk.profile.words["history"].format(time=at, channel=message.channel, text=text)
    return line if message.channel else line.replace(" : ", ": ", 1)
