"""What actions change of a reader's choices, and the words that say so."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Any, TypeVar

from brailledesk.errors import N_
from brailledesk.magnify.colour import Deficiency
from brailledesk.magnify.tracking import Mode
from brailledesk.magnify.window.keys import Action
from brailledesk.magnify.window.settings import Settings, ViewName
from brailledesk.schemes import Scheme, ratio_words

ZOOMS = (
    *(1, 1.25, 1.5, 1.75, 2, 2.5, 3, 3.5, 4, 5, 6, 7, 8, 9, 10, 12, 14, 16),
    *(18, 20, 22, 24, 26, 28, 30, 32, 34, 36),
)
_COLUMNS = (10, 15, 20, 25, 30, 35, 40, 45, 50, 60, 70, 80)
_LINES = (1.0, 1.15, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0)
_LETTERS = (0.0, 0.03, 0.06, 0.12, 0.18, 0.25)
_TICKERS = (2.0, 3.0, 4.0, 6.0, 8.0, 10.0, 12.0, 16.0, 20.0, 25.0, 30.0)
_GLIDE = 3.0

_T = TypeVar("_T")


def changed(settings: Settings, action: Action, schemes: Sequence[str]) -> Settings:
    """The choices after an action; ``schemes`` are the names to choose from.

    The same where the action changes none, or no further.
    """
    if action in _STEPS:
        name, steps, is_up = _STEPS[action]
        return _with(settings, name, _step(steps, getattr(settings, name), is_up=is_up))
    if action in _TURNS:
        name, choices, is_back = _TURNS[action]
        turned = _turned(choices or schemes, getattr(settings, name), is_back=is_back)
        return _with(settings, name, turned)
    if action in _FLAGS:
        return _with(settings, _FLAGS[action], not getattr(settings, _FLAGS[action]))
    if action in {Action.WIDER, Action.NARROWER}:
        return replace(settings, columns=_columns(settings.columns, is_up=action is Action.WIDER))
    if action is Action.GLIDE:
        return replace(settings, speed=0.0 if settings.speed else _GLIDE)
    return replace(settings, zoom=Settings().zoom) if action is Action.ZOOM_DEFAULT else settings


def _with(settings: Settings, name: str, value: object) -> Settings:
    values: dict[str, Any] = {name: value}
    return replace(settings, **values)


_STEPS: Mapping[Action, tuple[str, Sequence[float], bool]] = {
    Action.ZOOM_IN: ("zoom", ZOOMS, True),
    Action.ZOOM_OUT: ("zoom", ZOOMS, False),
    Action.LOOSER: ("line_spacing", _LINES, True),
    Action.TIGHTER: ("line_spacing", _LINES, False),
    Action.LETTERS_APART: ("letter_spacing", _LETTERS, True),
    Action.LETTERS_TOGETHER: ("letter_spacing", _LETTERS, False),
    Action.FASTER: ("ticker", _TICKERS, True),
    Action.SLOWER: ("ticker", _TICKERS, False),
}
_TURNS: Mapping[Action, tuple[str, Sequence[Any], bool]] = {
    Action.NEXT_SCHEME: ("scheme", (), False),
    Action.PREVIOUS_SCHEME: ("scheme", (), True),
    Action.NEXT_FILTER: ("deficiency", (None, *Deficiency), False),
    Action.NEXT_VIEW: ("view", tuple(ViewName), False),
    Action.PREVIOUS_VIEW: ("view", tuple(ViewName), True),
    Action.FOCUS_TRACKING: ("focus", tuple(Mode), False),
    Action.CARET_TRACKING: ("caret", tuple(Mode), False),
}
_FLAGS: Mapping[Action, str] = {
    Action.INVERT: "is_inverted",
    Action.GREY: "is_grey",
    Action.BOLD: "is_bold",
    Action.FULLSCREEN: "is_fullscreen",
}


def _columns(now: int, *, is_up: bool) -> int:
    """Of characters a line; above the most there are as many as there is room for."""
    before = now or _COLUMNS[-1] + 1
    if is_up and before >= _COLUMNS[-1]:
        return 0
    return int(_step(_COLUMNS, before, is_up=is_up))


def _step(steps: Sequence[float], value: float, *, is_up: bool) -> float:
    """The next step from any value; at an end, the end."""
    if is_up:
        return next((one for one in steps if one > value), steps[-1])
    return next((one for one in reversed(steps) if one < value), steps[0])


def _turned(choices: Sequence[_T], value: _T, *, is_back: bool = False) -> _T:
    """The choice behind, or before, in a circle; of what is none of them, the first."""
    if value not in choices:
        return choices[0]
    return choices[(choices.index(value) + (-1 if is_back else 1)) % len(choices)]


_VIEWS = {
    ViewName.SCREEN: N_("view: all lines"),
    ViewName.COLUMN: N_("view: a column"),
    ViewName.TICKER: N_("view: one line"),
    ViewName.FIELD: N_("view: the field in focus"),
    ViewName.SPLIT: N_("view: with an overview"),
}
_MODES = {
    Mode.NONE: N_("not followed"),
    Mode.CENTRED: N_("in the middle"),
    Mode.PROPORTIONAL: N_("in proportion"),
    Mode.PUSH: N_("pushing the edge"),
}
_FILTERS: dict[StrEnum | None, str] = {
    None: N_("colours as they are"),
    Deficiency.PROTAN: N_("colours for red weakness"),
    Deficiency.DEUTAN: N_("colours for green weakness"),
    Deficiency.TRITAN: N_("colours for blue weakness"),
}


def described(before: Settings, now: Settings, scheme: Scheme, say: Callable[[str], str]) -> str:
    """What is different now, in a few words; ``scheme`` is that of ``now``, with its filter."""
    said: list[str] = []
    if now.zoom != before.zoom:
        said.append(say(N_("{zoom} times")).format(zoom=f"{now.zoom:g}"))
    colours = ("scheme", "is_inverted", "is_grey", "deficiency")
    if any(getattr(now, name) != getattr(before, name) for name in colours):
        said.append(_colour_words(now, scheme, say))
    if now.view is not before.view:
        said.append(say(_VIEWS[now.view]))
    if now.focus is not before.focus:
        said.append(say(N_("focus: {mode}")).format(mode=say(_MODES[now.focus])))
    if now.caret is not before.caret:
        said.append(say(N_("caret: {mode}")).format(mode=say(_MODES[now.caret])))
    if now.speed != before.speed:
        said.append(say(N_("moves glide") if now.speed else N_("moves jump")))
    if now.is_bold != before.is_bold:
        said.append(say(N_("bold letters on") if now.is_bold else N_("bold letters off")))
    if now.columns != before.columns:
        free = say(N_("characters a line: as many as there is room for"))
        some = say(N_("characters a line: {count}")).format(count=now.columns)
        said.append(some if now.columns else free)
    said += [
        say(words).format(value=f"{getattr(now, name):g}")
        for name, words in _NUMBERS.items()
        if getattr(now, name) != getattr(before, name)
    ]
    return ", ".join(said)


_NUMBERS = {
    "line_spacing": N_("line spacing {value}"),
    "letter_spacing": N_("letter spacing {value}"),
    "ticker": N_("{value} characters a second"),
}


def _colour_words(now: Settings, scheme: Scheme, say: Callable[[str], str]) -> str:
    said = [say(scheme.title)]
    if now.is_inverted:
        said.append(say(N_("inverted")))
    if now.is_grey:
        said.append(say(N_("grey")))
    if now.deficiency is not None:
        said.append(say(_FILTERS[now.deficiency]))
    return f"{', '.join(said)} {ratio_words(scheme.ratio)}"
