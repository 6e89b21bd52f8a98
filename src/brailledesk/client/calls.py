"""The calls that a client can make, as values: what is asked, and the type of the answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

import msgspec

from brailledesk.commands import Key
from brailledesk.screen import Caret, Patch, Screen
from brailledesk.screen_json import form_of_patch, form_of_screen
from brailledesk.service.wire.base import PROTOCOL, Nothing
from brailledesk.service.wire.displays import DisplaysChanged, Press, Watch
from brailledesk.service.wire.messages import AskHistory, History, Post, Priority
from brailledesk.service.wire.screens import Focus, Revised, TextEdit
from brailledesk.service.wire.session import (
    DEFAULT_PRIORITY,
    Claim,
    Claimed,
    ClientCapabilities,
    Initialize,
    Initialized,
    Party,
)
from brailledesk.service.wire.settings import Config
from brailledesk.service.wire.texts import BackTranslate, BackTranslated, Translate, Translated

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Call(Generic[Result]):
    """A call of ``method``; the answer is a ``result``. For methods that have no function here."""

    method: str
    params: object
    result: type[Result]


def initialize(name: str, version: str = "", locale: str | None = None) -> Call[Initialized]:
    """Begin. Clients do it by themselves."""
    params = Initialize(
        protocol=PROTOCOL,
        client=Party(name=name, version=version),
        locale=locale,
        capabilities=ClientCapabilities(progress=True),
    )
    return Call("initialize", params, Initialized)


def claim(name: str, priority: int = DEFAULT_PRIORITY, keys: Iterable[Key] = ()) -> Call[Claimed]:
    """Take a place on the displays."""
    return Call("session/claim", Claim(name=name, priority=priority, keys=tuple(keys)), Claimed)


def release() -> Call[Nothing]:
    """Give it back."""
    return Call("session/release", Nothing(), Nothing)


def publish(screen: Screen) -> Call[Revised]:
    """Show a screen."""
    return Call("screen/publish", form_of_screen(screen), Revised)


def patch(change: Patch) -> Call[Revised]:
    """Change the screen."""
    return Call("screen/patch", form_of_patch(change), Revised)


def focus(node: str | None, caret: Caret | None = None) -> Call[Revised]:
    """Say where the focus is."""
    return Call("screen/focus", Focus(node=node, caret=caret), Revised)


def edit(node: str, start: int, end: int, text: str) -> Call[Revised]:
    """Say that a value was edited."""
    return Call("text/edit", TextEdit(node=node, start=start, end=end, text=text), Revised)


def post(
    text: str,
    priority: Priority = "text",
    *,
    channel: str = "",
    key: str = "",
    seconds: float | None = None,
) -> Call[Nothing]:
    """Post a message."""
    params = Post(text=text, priority=priority, channel=channel, key=key, seconds=seconds)
    return Call("message/post", params, Nothing)


def history(limit: int = 50, *, is_of_all: bool = False) -> Call[History]:
    """Read past messages."""
    return Call("message/history", AskHistory(limit=limit, all=is_of_all), History)


def translate(text: str, table: str | None = None, cursor: int | None = None) -> Call[Translated]:
    """Text to cells."""
    return Call("translate", Translate(text=text, table=table, cursor=cursor), Translated)


def back_translate(cells: str, table: str | None = None) -> Call[BackTranslated]:
    """Cells, as Unicode Braille, to text."""
    return Call("backTranslate", BackTranslate(cells=cells, table=table), BackTranslated)


def config() -> Call[Config]:
    """The settings."""
    return Call("config/get", Nothing(), Config)


def set_config(**changes: str | None) -> Call[Config]:
    """Change ``table``, ``contracted`` or ``profile``."""
    return Call("config/set", changes, Config)


def displays() -> Call[DisplaysChanged]:
    """The displays."""
    return Call("display/list", Nothing(), DisplaysChanged)


def watch(*, frames: bool = True, traffic: bool = False) -> Call[Nothing]:
    """Be told what the displays show, and what clients say."""
    return Call("display/watch", Watch(frames=frames, traffic=traffic), Nothing)


def press(display: str, key: Key, *, cell: int = 0, row: int = 0, dots: int = 0) -> Call[Nothing]:
    """Press a key of a virtual display."""
    params = Press(display=display, key=key, cell=cell, row=row, dots=dots)
    return Call("display/press", params, Nothing)


Event = msgspec.Struct
"""What the service tells: a value of ``brailledesk.service.wire``."""
