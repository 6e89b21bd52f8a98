"""``screen/publish``, ``screen/patch``, ``screen/focus``, ``text/edit``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brailledesk.errors import N_, NotClaimed, ScreenFaulty, SettingsFault
from brailledesk.screen import Caret, Change, Patch, Screen, apply_patch
from brailledesk.screen_json import PatchForm, ScreenForm, patch_of, screen_of
from brailledesk.service.handling import Asking, Handler
from brailledesk.service.sheet import Sheet
from brailledesk.service.wire.screens import Focus, Revised, TextEdit

if TYPE_CHECKING:
    from brailledesk.service.endpoint import Endpoint


def publish(endpoint: Endpoint, params: ScreenForm) -> Revised | Asking:
    """Show a screen. Raises ScreenFaulty, ScreenTooLarge or NotClaimed."""
    sheet = _sheet(endpoint, "screen/publish")
    screen = screen_of(params)
    if endpoint.service.filtering.has_screens:
        return _filtered(endpoint, sheet, screen)
    endpoint.service.outlast(sheet.desk.screen)
    endpoint.service.stack.publish(sheet, screen)
    return Revised(revision=screen.revision)


def patch(endpoint: Endpoint, params: PatchForm) -> Revised | Asking:
    """Change the screen. Raises StaleRevision, ScreenFaulty, ScreenTooLarge or NotClaimed."""
    return _patched(endpoint, _sheet(endpoint, "screen/patch"), patch_of(params))


def focus(endpoint: Endpoint, params: Focus) -> Revised | Asking:
    """Move the focus. Raises ScreenFaulty or NotClaimed."""
    sheet = _sheet(endpoint, "screen/focus")
    now = sheet.desk.screen.revision
    moved = Patch(
        now, now + 1, focus=params.node, moves_focus=True, caret=params.caret, moves_caret=True
    )
    return _patched(endpoint, sheet, moved)


def edit(endpoint: Endpoint, params: TextEdit) -> Revised | Asking:
    """Change part of a value. Raises ScreenFaulty, ScreenTooLarge or NotClaimed."""
    sheet = _sheet(endpoint, "text/edit")
    screen = sheet.desk.screen
    node = screen.nodes.get(params.node)
    if node is None:
        raise _faulty(params.node, N_("there is no such node"))
    if not params.start <= params.end <= len(node.value):
        raise _faulty(params.node, N_("the place of the edit is not in the value"))
    value = node.value[: params.start] + params.text + node.value[params.end :]
    moved = Patch(
        screen.revision,
        screen.revision + 1,
        (Change(node.id, {"value": value}),),
        caret=Caret(node.id, params.start + len(params.text)),
        moves_caret=True,
    )
    return _patched(endpoint, sheet, moved)


def _patched(endpoint: Endpoint, sheet: Sheet, patch: Patch) -> Revised | Asking:
    if endpoint.service.filtering.has_screens:
        return _filtered(endpoint, sheet, apply_patch(sheet.desk.screen, patch))
    endpoint.service.stack.patch(sheet, patch)
    return Revised(revision=patch.revision)


def _filtered(endpoint: Endpoint, sheet: Sheet, screen: Screen) -> Asking:
    """Show a screen when the filters have answered."""
    service = endpoint.service

    def show(shown: Screen) -> Revised:
        service.stack.publish(sheet, screen, shown)
        return Revised(revision=screen.revision)

    return Asking(service.filtering.screen(endpoint, screen), show)


def _faulty(node: str, problem: str) -> ScreenFaulty:
    return ScreenFaulty((SettingsFault(node[:80], problem, {}),))


def _sheet(endpoint: Endpoint, method: str) -> Sheet:
    if endpoint.sheet is None:
        raise NotClaimed(method)
    return endpoint.sheet


HANDLERS = {
    "screen/publish": Handler(publish),
    "screen/patch": Handler(patch),
    "screen/focus": Handler(focus),
    "text/edit": Handler(edit),
}
