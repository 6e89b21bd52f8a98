"""What each command does at a desk."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from brailledesk.desk.beside import cell_beside
from brailledesk.desk.commands import Action, ActionRequest, Command, Key
from brailledesk.desk.fields import is_field, is_invalid, is_missing, next_item
from brailledesk.desk.moved import follow
from brailledesk.desk.notes import dismiss, history, messages, table_here, where
from brailledesk.desk.outline import Kind, TableView
from brailledesk.desk.region import Part, Source
from brailledesk.desk.roles import CELLS, is_editable
from brailledesk.desk.routing import option_at, request_at
from brailledesk.desk.state import Desk
from brailledesk.desk.view import View
from brailledesk.errors import N_
from brailledesk.screen import Node

Requests = list[ActionRequest]
TYPING = frozenset(
    {
        Key.TYPE,
        Key.SPACE,
        Key.ENTER,
        Key.ERASE,
        Key.COMMIT,
        Key.UNDO,
        Key.CARET_LEFT,
        Key.CARET_RIGHT,
    }
)
_READING_ON = frozenset({Key.PAN_LEFT, Key.PAN_RIGHT})
_NOTES = frozenset({Key.HISTORY_OLDER, Key.HISTORY_NEWER, Key.MESSAGES, Key.WHERE})


def perform(desk: Desk, view: View, command: Command) -> Requests:
    """Do what a command says, for the display that its key belongs to."""
    requests = _perform(desk, view, command)
    desk.asked(requests)
    return requests


def _perform(desk: Desk, view: View, command: Command) -> Requests:
    if _ends_flash(desk, view, command):
        return []
    if command.key not in TYPING:
        before = desk.screen
        requests = desk.typist.commit() if desk.typist.is_pending else []
        source = _routed(view, command)
        if requests:
            desk.rebuild([one.node for one in requests])
            moved = follow(before, desk.screen)
            source = None if source is None else moved(source)
        if command.key in {Key.ROUTE, Key.ROUTE_TWICE}:
            return [*requests, *_route(desk, view, command, source)]
        return [*requests, *_DO[command.key](desk, view, command)]
    return _type(desk, command)


def _routed(view: View, command: Command) -> Source | None:
    """What the pressed routing key stood over, before anything moves."""
    if command.key in {Key.ROUTE, Key.ROUTE_TWICE}:
        return view.source(command.row, command.cell)
    return None


def _ends_flash(desk: Desk, view: View, command: Command) -> bool:
    """What a key does to a text that covers the window; whether that was all it does.

    Panning reads on in it and, past its end, dismisses it. Typing goes on below it. Any other key
    ends it, and does nothing else where the text was to stay until a key.
    """
    if view.flash is None or command.key in TYPING or command.key is Key.SPEAK:
        return False
    if not desk.reading.items and desk.messages.shown is None and desk.note is None:
        return False  # that there is nothing is no message
    if command.key is Key.PAN_RIGHT and view.flash.pan_right():
        return True
    if command.key is Key.PAN_LEFT and view.flash.pan_left():
        return True
    if desk.note is not None and command.key in _NOTES:
        return False
    was_sticky = desk.note is not None or desk.messages.due() is None
    if desk.note is not None:
        desk.note = None
    else:
        desk.messages.dismiss(desk.clock())
    return was_sticky or command.key in _READING_ON or command.key is Key.DISMISS


def _type(desk: Desk, command: Command) -> Requests:
    screen, typist = desk.screen, desk.typist
    desk.note = None
    if screen.focus is not None and not is_editable(screen.nodes[screen.focus]):
        request = _on_control(desk, screen.focus, command)
        if request is not None:
            return [request]
    if command.key is Key.TYPE:
        requests = typist.type(desk.published, command.dots & 0xFF)
    elif command.key is Key.SPACE:
        requests = typist.space(desk.published)
    elif command.key is Key.ENTER:
        requests = typist.enter(desk.published)
    elif command.key is Key.ERASE:
        requests = typist.erase(desk.published)
    elif command.key is Key.UNDO:
        requests = typist.undo(desk.published)
    elif command.key is Key.COMMIT:
        requests = typist.commit()
    else:
        step = -1 if command.key is Key.CARET_LEFT else 1
        requests = typist.move(desk.published, step, is_relative=True)
    focus = screen.focus
    if focus is not None and is_editable(screen.nodes[focus]):
        desk.typed_at = desk.clock()
        desk.messages.typing(desk.typed_at, is_typing=True)
        desk.rebuild([focus])
        desk.to_focus()
    return requests


def _on_control(desk: Desk, focus: str, command: Command) -> ActionRequest | None:
    """What the keyboard does on a control: space and Enter press it, a digit chooses."""
    if command.key in {Key.SPACE, Key.ENTER}:
        return request_at(desk.screen, Source(focus, Part.ROLE, 0))
    return option_at(desk.screen, focus, command.dots) if command.key is Key.TYPE else None


def _route(desk: Desk, view: View, command: Command, source: Source | None) -> Requests:
    if source is None or not view.window.buffer.items:
        return []
    item = view.window.buffer.items[view.window.place.item]
    node = desk.screen.nodes.get(source.node)
    if node is not None and item.kind is Kind.ROW and node.role in CELLS and not node.actions:
        desk.set_table_view(item.table, TableView.CELL)
        for one in desk.views:
            one.window.reveal(source)
    is_double = command.key is Key.ROUTE_TWICE
    is_text = node is not None and is_editable(node) and source.part is Part.VALUE
    if is_text and source.node == desk.screen.focus and not is_double:
        requests = desk.typist.move(desk.published, source.offset)
        desk.rebuild([source.node])
        desk.to_focus()  # the other displays follow
        return requests
    request = request_at(desk.screen, source, is_double=is_double)
    return [] if request is None else [request]


def _activate(desk: Desk, view: View, command: Command) -> Requests:
    del command
    subject = view.window.subject()
    request = None if subject is None else request_at(desk.screen, subject)
    return [] if request is None else [request]


def _pan_left(desk: Desk, view: View, command: Command) -> Requests:
    del command
    view.window.pan_left()
    desk.follow_view(view)
    return []


def _pan_right(desk: Desk, view: View, command: Command) -> Requests:
    del command
    view.window.pan_right()
    desk.follow_view(view)
    return []


def _move(lines: int) -> Callable[[Desk, View, Command], Requests]:
    def move(desk: Desk, view: View, command: Command) -> Requests:
        del command
        view.window.move(lines)
        desk.follow_view(view)
        return []

    return move


def _top(desk: Desk, view: View, command: Command) -> Requests:
    last = len(view.window.buffer.items) - 1
    view.window.go(0 if command.key is Key.TOP else last)
    desk.follow_view(view)
    return []


def _to_focus(desk: Desk, view: View, command: Command) -> Requests:
    del view, command
    desk.to_focus()
    return []


def _pan_mode(desk: Desk, view: View, command: Command) -> Requests:
    del desk, command
    view.window.switch_words()
    return []


def _field(
    wanted: Callable[[Node], bool], step: int, none: str
) -> Callable[[Desk, View, Command], Requests]:
    """Go to a field; the host is asked to bring the focus there."""

    def go(desk: Desk, view: View, command: Command) -> Requests:
        del command
        buffer = view.window.buffer
        found = next_item(desk.screen, buffer.items, view.window.place.item, wanted, step=step)
        if found is None:
            desk.tell(none)
            return []
        view.window.go(found)
        desk.follow_view(view)
        node = buffer.items[found].node
        request = request_at(desk.screen, Source(node, Part.ROLE, 0))
        if request is None or node == desk.screen.focus:
            return []
        return [ActionRequest(node, Action.FOCUS)]

    return go


def _table_view(desk: Desk, view: View, command: Command) -> Requests:
    del command
    table = table_here(view)
    if table is None:
        desk.tell(N_("there is no table here"))
        return []
    views = list(TableView)
    now = desk.table_views.get(table, TableView.ROW)
    desk.set_table_view(table, views[(views.index(now) + 1) % len(views)])
    return []


def _headers(desk: Desk, view: View, command: Command) -> Requests:
    del command
    if table_here(view) is None:
        desk.tell(N_("there is no table here"))
    else:
        view.has_headers = not view.has_headers
    return []


def _cell(down: int, right: int) -> Callable[[Desk, View, Command], Requests]:
    def go(desk: Desk, view: View, command: Command) -> Requests:
        del command
        place = cell_beside(view.window, down, right)
        if place is not None:
            view.window.go(place.item, place.cell)
            desk.follow_view(view)
        return []

    return go


def _speak(desk: Desk, view: View, command: Command) -> Requests:
    """Who listens to the desk speaks; here it is only said if there is nobody."""
    del view, command
    if not desk.is_heard:
        desk.tell(N_("there is no voice"))
    return []


def _contraction(desk: Desk, view: View, command: Command) -> Requests:
    del view, command
    desk.switch_contraction()
    return []


_DO: Mapping[Key, Callable[[Desk, View, Command], Requests]] = MappingProxyType(
    {
        Key.PAN_LEFT: _pan_left,
        Key.PAN_RIGHT: _pan_right,
        Key.LINE_UP: _move(-1),
        Key.LINE_DOWN: _move(1),
        Key.TOP: _top,
        Key.BOTTOM: _top,
        Key.TO_FOCUS: _to_focus,
        Key.PAN_MODE: _pan_mode,
        Key.ACTIVATE: _activate,
        Key.NEXT_FIELD: _field(is_field, 1, N_("there is no field")),
        Key.PREVIOUS_FIELD: _field(is_field, -1, N_("there is no field")),
        Key.NEXT_REQUIRED: _field(is_missing, 1, N_("no required field is empty")),
        Key.NEXT_INVALID: _field(is_invalid, 1, N_("no field is invalid")),
        Key.TABLE_VIEW: _table_view,
        Key.HEADERS: _headers,
        Key.CELL_LEFT: _cell(0, -1),
        Key.CELL_RIGHT: _cell(0, 1),
        Key.CELL_UP: _cell(-1, 0),
        Key.CELL_DOWN: _cell(1, 0),
        Key.WHERE: where,
        Key.SPEAK: _speak,
        Key.DISMISS: dismiss,
        Key.MESSAGES: messages,
        Key.HISTORY_OLDER: history,
        Key.HISTORY_NEWER: history,
        Key.CONTRACTION: _contraction,
    }
)
