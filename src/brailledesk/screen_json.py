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

from typing import Any, TypeVar

import msgspec

from brailledesk.errors import N_, ScreenFaulty, ScreenTooLarge, SettingsFault
from brailledesk.screen import Caret, Change, Node, Patch, Screen, build_screen

MAX_BYTES = 16_000_000

_Form = TypeVar("_Form", bound=msgspec.Struct)

# The fields of Node, each of which may be left out: a field is named once.
ChangeForm = msgspec.defstruct(
    "Change",
    [
        (one.name, str)
        if one.name == "id"
        else (one.name, one.type | msgspec.UnsetType, msgspec.UNSET)
        for one in msgspec.structs.fields(Node)
    ],
    rename={one.name: one.encode_name for one in msgspec.structs.fields(Node)},
    kw_only=True,
)


class ScreenForm(msgspec.Struct, omit_defaults=True):
    """A screen as it is written; :func:`screen_of` checks it."""

    nodes: list[Node]
    revision: int = 1
    focus: str | None = None
    caret: Caret | None = None


class PatchForm(msgspec.Struct):
    """A patch as it is written; :func:`patch_of` reads it."""

    base: int
    revision: int
    nodes: list[ChangeForm] = []  # type: ignore[valid-type]
    focus: str | msgspec.UnsetType | None = msgspec.UNSET
    caret: Caret | msgspec.UnsetType | None = msgspec.UNSET


_NODE_FIELDS = Node.__struct_fields__


def parse_screen(data: bytes | str) -> Screen:
    """The screen in JSON. Raises ScreenFaulty or ScreenTooLarge."""
    return screen_of(_decode(data, ScreenForm))


def screen_of(form: ScreenForm) -> Screen:
    """The screen that a form describes. Raises ScreenFaulty or ScreenTooLarge."""
    return build_screen(form.nodes, revision=form.revision, focus=form.focus, caret=form.caret)


def parse_patch(data: bytes | str) -> Patch:
    """The patch in JSON. Raises ScreenFaulty or ScreenTooLarge."""
    return patch_of(_decode(data, PatchForm))


def patch_of(form: PatchForm) -> Patch:
    """The patch that a form describes."""
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
    return msgspec.json.encode(form_of_screen(screen), order="sorted")


def form_of_screen(screen: Screen) -> ScreenForm:
    """A screen as it is written."""
    return ScreenForm(list(screen.walk()), screen.revision, screen.focus, screen.caret)


def format_patch(patch: Patch) -> bytes:
    """A patch as JSON; :func:`parse_patch` gives the same patch back."""
    return msgspec.json.encode(form_of_patch(patch), order="sorted")


def form_of_patch(patch: Patch) -> dict[str, Any]:
    """A patch as it is written, as values of JSON."""
    names = dict(zip(_NODE_FIELDS, Node.__struct_encode_fields__, strict=True))
    form: dict[str, Any] = {
        "base": patch.base,
        "revision": patch.revision,
        "nodes": [
            {"id": one.node, **{names[name]: value for name, value in one.fields.items()}}
            for one in patch.changes
        ],
    }
    if patch.moves_focus:
        form["focus"] = patch.focus
    if patch.moves_caret:
        form["caret"] = patch.caret
    return form


def _change(form: Any) -> Change:  # noqa: ANN401 - a class that msgspec makes
    named = {name: getattr(form, name) for name in _NODE_FIELDS if name != "id"}
    return Change(form.id, {name: one for name, one in named.items() if one is not msgspec.UNSET})


def _decode(data: bytes | str, kind: type[_Form]) -> _Form:
    if len(data) > MAX_BYTES:
        raise ScreenTooLarge(N_("bytes"), MAX_BYTES)
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        fault = SettingsFault("", N_("it is no JSON of a screen: {reason}"), {"reason": str(error)})
        raise ScreenFaulty((fault,)) from None
