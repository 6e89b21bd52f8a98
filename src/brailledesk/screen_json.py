"""Screens and patches as JSON: the names that a host writes, read strictly.

::

    {"revision": 1, "focus": "mail", "caret": {"node": "mail", "offset": 3},
     "nodes": [{"id": "form", "role": "form", "name": "Cliente", "children": ["mail"]},
               {"id": "mail", "role": "textbox", "name": "E-mail", "value": "a@b.it",
                "states": ["required"], "inputType": "email"}]}

    {"base": 1, "revision": 2, "nodes": [{"id": "mail", "value": "a@c.it"}], "caret": null}

The first node is the root. In a patch only the fields that are named change. Fields of a later
version are read over; a known field of another kind, an unknown state, too many bytes are faults.
"""

from __future__ import annotations

from dataclasses import MISSING, fields
from typing import Any, TypeVar, get_type_hints

import msgspec

from brailledesk.errors import N_, ScreenFaulty, ScreenTooLarge, SettingsFault
from brailledesk.screen import Caret, Change, Node, Patch, Screen, build_screen

MAX_BYTES = 16_000_000

_Form = TypeVar("_Form", bound=msgspec.Struct)

_WIRE_NAMES = {"column": "col", "language": "lang"}


def _wire_name(name: str) -> str:
    first, *rest = _WIRE_NAMES.get(name, name).split("_")
    return first + "".join(map(str.capitalize, rest))


_NAMES = {one.name: _wire_name(one.name) for one in fields(Node)}
_HINTS = get_type_hints(Node)

# The forms of the wire have the fields of Node, so that a field is named once.
_NodeForm = msgspec.defstruct(
    "Node",
    [
        (one.name, _HINTS[one.name])
        if one.default is MISSING
        else (one.name, _HINTS[one.name], one.default)
        for one in fields(Node)
    ],
    rename=_NAMES,
    kw_only=True,
    omit_defaults=True,
)
_ChangeForm = msgspec.defstruct(
    "Change",
    [
        (one.name, str)
        if one.name == "id"
        else (one.name, _HINTS[one.name] | msgspec.UnsetType, msgspec.UNSET)
        for one in fields(Node)
    ],
    rename=_NAMES,
    kw_only=True,
)


class _ScreenForm(msgspec.Struct, omit_defaults=True):
    nodes: list[_NodeForm]  # type: ignore[valid-type]
    revision: int = 1
    focus: str | None = None
    caret: Caret | None = None


class _PatchForm(msgspec.Struct):
    base: int
    revision: int
    nodes: list[_ChangeForm] = []  # type: ignore[valid-type]
    focus: str | msgspec.UnsetType | None = msgspec.UNSET
    caret: Caret | msgspec.UnsetType | None = msgspec.UNSET


_NODE_FIELDS = tuple(one.name for one in fields(Node))


def parse_screen(data: bytes | str) -> Screen:
    """The screen in JSON. Raises ScreenFaulty or ScreenTooLarge."""
    form = _decode(data, _ScreenForm)
    nodes = [Node(**{name: getattr(one, name) for name in _NODE_FIELDS}) for one in form.nodes]
    return build_screen(nodes, revision=form.revision, focus=form.focus, caret=form.caret)


def parse_patch(data: bytes | str) -> Patch:
    """The patch in JSON. Raises ScreenFaulty or ScreenTooLarge."""
    form = _decode(data, _PatchForm)
    moves_focus = not isinstance(form.focus, msgspec.UnsetType)
    moves_caret = not isinstance(form.caret, msgspec.UnsetType)
    return Patch(
        form.base,
        form.revision,
        tuple(map(_change, form.nodes)),
        form.focus if moves_focus else None,  # type: ignore[arg-type]
        moves_focus,
        form.caret if moves_caret else None,  # type: ignore[arg-type]
        moves_caret,
    )


def format_screen(screen: Screen) -> bytes:
    """A screen as JSON; :func:`parse_screen` gives the same screen back."""
    nodes = [
        _NodeForm(**{name: getattr(one, name) for name in _NODE_FIELDS}) for one in screen.walk()
    ]
    return msgspec.json.encode(
        _ScreenForm(nodes, screen.revision, screen.focus, screen.caret), order="sorted"
    )


def _change(form: Any) -> Change:  # noqa: ANN401 - a class that msgspec makes
    named = {name: getattr(form, name) for name in _NODE_FIELDS if name != "id"}
    return Change(form.id, {name: one for name, one in named.items() if one is not msgspec.UNSET})


def _decode(data: bytes | str, kind: type[_Form]) -> _Form:
    if len(data) > MAX_BYTES:
        raise ScreenTooLarge("bytes", MAX_BYTES)
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        fault = SettingsFault("", N_("it is no JSON of a screen: {reason}"), {"reason": str(error)})
        raise ScreenFaulty((fault,)) from None
