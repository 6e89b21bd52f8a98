"""What a reader has chosen, remembered from one time to the next in ``magnify.toml``."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Any

from brailledesk.errors import N_, SettingsFault, SettingsFaulty
from brailledesk.magnify.colour import ColourFilter, Deficiency
from brailledesk.magnify.style import (
    ATKINSON,
    LEAST_ZOOM,
    MOST_COLUMNS,
    MOST_EM,
    MOST_ZOOM,
    PLAIN_SIZE,
    Em,
    Style,
    Zoom,
)
from brailledesk.magnify.tracking import Mode, Tracking
from brailledesk.output import write_atomically
from brailledesk.resources import config_path
from brailledesk.schemes import YELLOW_ON_BLACK, Scheme


class ViewName(StrEnum):
    """The ways to look at a text."""

    SCREEN = "screen"
    """The lines one below another."""
    COLUMN = "column"
    """The same in a narrow column."""
    TICKER = "ticker"
    """One line."""
    FIELD = "field"
    """The field in focus, its label pinned."""
    SPLIT = "split"
    """Large, and the whole beside it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The choices. ``speed`` of moves is in widths of the window a second, 0 without animation;
    ``ticker`` in characters a second. ``columns`` 0 is as many as there is room for.
    """

    zoom: float = 4.0
    scheme: str = YELLOW_ON_BLACK.name
    font: str = ATKINSON
    is_bold: bool = False
    columns: int = 0
    line_spacing: float = 1.5
    letter_spacing: float = 0.0
    word_spacing: float = 0.0
    view: ViewName = ViewName.SCREEN
    focus: Mode = Mode.PUSH
    caret: Mode = Mode.PUSH
    margin: float = 0.1
    speed: float = 0.0
    ticker: float = 8.0
    is_inverted: bool = False
    is_grey: bool = False
    deficiency: Deficiency | None = None
    severity: float = 1.0
    width: int = 1280
    height: int = 800
    is_fullscreen: bool = False

    @property
    def filter(self) -> ColourFilter:
        """What is done with colours."""
        return ColourFilter(self.is_inverted, self.is_grey, self.deficiency, self.severity)

    @property
    def tracking(self) -> Tracking:
        """What is followed, and how."""
        return Tracking(self.focus, self.caret, self.margin)

    def sized(self, size: tuple[int, int], scale: float) -> Settings:
        """The same for a window of so many pixels of its display; of one that fills it, as it was.

        Sizes are kept in the pixels that programs count: another display may have others.
        """
        if self.is_fullscreen:
            return self
        width, height = (round(one / scale) for one in size)
        return replace(self, width=width, height=height)

    def style(self, scheme: Scheme, scale: float = 1.0) -> Style:
        """How text is drawn; ``scheme`` is the one that ``self.scheme`` names.

        ``scale`` is how many pixels the display has for one of those that programs count.
        """
        em = min(PLAIN_SIZE * self.zoom * scale, MOST_EM)
        return Style(
            Zoom(self.zoom) if scale == 1 else Em(em),
            self.filter.scheme(scheme),
            self.font,
            self.is_bold,
            self.columns,
            self.line_spacing,
            self.letter_spacing,
            self.word_spacing,
            self.filter,
        )


_RANGES: Mapping[str, tuple[float, float]] = {
    "zoom": (LEAST_ZOOM, MOST_ZOOM),
    "columns": (0, MOST_COLUMNS),
    "line_spacing": (1, 4),
    "letter_spacing": (0, 2),
    "word_spacing": (0, 4),
    "margin": (0, 0.4),
    "speed": (0, 20),
    "ticker": (0.5, 60),
    "severity": (0, 1),
    "width": (160, 16_384),
    "height": (120, 16_384),
}
_CHOICES: Mapping[str, type[StrEnum]] = {
    "view": ViewName,
    "focus": Mode,
    "caret": Mode,
    "deficiency": Deficiency,
}
_MAX_SIZE = 100_000


def settings_file() -> Path:
    """Where the choices are remembered."""
    return Path(config_path("magnify.toml"))


def load_settings(path: Path) -> tuple[Settings, SettingsFaulty | None]:
    """The choices of a file, and what is wrong with it.

    What is faulty is as if it was not there: somebody who sees little must get the window anyway.
    """
    try:
        with path.open("rb") as file:
            values = tomllib.loads(file.read(_MAX_SIZE).decode())
    except FileNotFoundError:
        return Settings(), None
    except (OSError, ValueError, RecursionError) as error:
        fault = SettingsFault("", N_("it is no TOML: {reason}"), {"reason": str(error)})
        return Settings(), SettingsFaulty(str(path), (fault,))
    return parse_settings(values, str(path))


def parse_settings(
    values: Mapping[str, object], path: str = ""
) -> tuple[Settings, SettingsFaulty | None]:
    """The choices that hold, and the faults of the others."""
    known = {field.name: field.default for field in fields(Settings)}
    faults: list[SettingsFault] = []
    good: dict[str, Any] = {}
    for key, value in values.items():
        fault = _fault(key, value, known)
        if fault is not None:
            faults.append(fault)
        else:
            good[key] = _CHOICES[key](str(value)) if key in _CHOICES else value
    return replace(Settings(), **good), SettingsFaulty(path, tuple(faults)) if faults else None


def _fault(key: str, value: object, known: Mapping[str, object]) -> SettingsFault | None:
    if key not in known:
        near = get_close_matches(key, known, 1, 0.5) or list(known)
        problem = N_("there is no such key; known keys: {known}")
        return SettingsFault(key, problem, {"known": ", ".join(near)})
    if key in _CHOICES:
        names = [one.value for one in _CHOICES[key]]
        problem, is_good = N_("it must be one of: {known}"), value in names
        return None if is_good else SettingsFault(key, problem, {"known": ", ".join(names)})
    if key in _RANGES:
        least, most = _RANGES[key]
        problem = N_("it must be a number from {least} to {most}")
        is_good = _is_number(value, known[key], least, most)
        return None if is_good else SettingsFault(key, problem, {"least": least, "most": most})
    is_flag = isinstance(known[key], bool)
    problem = N_("it must be true or false") if is_flag else N_("it must be words")
    return None if isinstance(value, type(known[key])) else SettingsFault(key, problem, {})


def _is_number(value: object, default: object, least: float, most: float) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return least <= value <= most and (isinstance(value, int) or isinstance(default, float))


def settings_text(settings: Settings) -> str:
    """The choices as TOML; those that are the default are left out."""
    default = Settings()
    lines: list[str] = []
    for field in fields(Settings):
        value = getattr(settings, field.name)
        if value != getattr(default, field.name) and value is not None:
            lines.append(f"{field.name} = {_toml(value)}\n")
    return "".join(lines)


def _toml(value: object) -> str:
    # Strings, numbers and truth are written in TOML as in JSON; DEL alone has to be escaped.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def save_settings(settings: Settings, path: Path) -> None:
    """Remember the choices. Raises OutputError; the file before it then stays."""
    with suppress(OSError):  # what is then not there, the writing says
        path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, settings_text(settings).encode())
