"""Screens, and what the reader asks of them. The forms of screens are those of ``screen_json``."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from brailledesk.desk.commands import Action
from brailledesk.screen import Caret
from brailledesk.service.wire.base import Wire

Offset = Annotated[int, Meta(ge=0)]


class Revised(Wire, frozen=True):
    """The revision that the client's screen has now."""

    revision: int


class Focus(Wire, frozen=True):
    """The focus of the client's screen, and its caret. It counts as a patch: the revision grows by
    one.
    """

    node: str | None
    caret: Caret | None = None


class TextEdit(Wire, frozen=True):
    """Characters ``start`` to ``end`` of a node's value become ``text``, and the caret goes behind
    it. It counts as a patch: the revision grows by one.
    """

    node: str
    start: Offset
    end: Offset
    text: str


class ActionAsked(Wire, frozen=True):
    """The reader wants an action on a node. The client performs it, then publishes or patches.

    ``offset`` is a character of the node's value or name ("setCaret", and where a routing key was
    pressed). What the reader types comes as ``text/changed``.
    """

    node: str
    action: Action
    offset: int


class TextChanged(Wire, frozen=True):
    """The reader typed: characters ``start`` to ``end`` of the node's value become ``text``, the
    caret goes behind it. The client does the same to its field, then patches.
    """

    node: str
    start: int
    end: int
    text: str
