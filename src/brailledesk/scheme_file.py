"""A reader's own colour scheme from TOML, with all that is wrong with it at once.

::

    title = "il mio verde"
    base = "yellow-black"     # what is not said here is as there; without it all must be said
    text = "#00FF66"
    background = "#101010"
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from brailledesk.errors import N_, SettingsFault, SettingsFaulty, UsageError
from brailledesk.resources import config_path
from brailledesk.schemes import (
    COLOURS,
    SCHEMES,
    YELLOW_ON_BLACK,
    Scheme,
    parse_colour,
    require_readable,
)

_KEYS = ("title", "base", *COLOURS)
_MAX_SIZE = 100_000


def scheme_names() -> list[str]:
    """The names of all schemes: those that ship, then the reader's own."""
    own = sorted(path.stem for path in _folder().glob("*.toml"))
    return [*SCHEMES, *(name for name in own if name not in SCHEMES)]


def load_scheme(name: str = YELLOW_ON_BLACK.name, *, is_forced: bool = False) -> Scheme:
    """The scheme of a name: one that ships, one of the reader's folder, or the path of a file.

    Raises UsageError where there is none, SettingsFaulty with all faults of a file, and
    SchemeUnreadable where its contrast is too low and the reader does not insist.
    """
    scheme = SCHEMES[name] if name in SCHEMES else _read(name)
    require_readable(scheme, is_forced=is_forced)
    return scheme


def _folder() -> Path:
    return Path(config_path("schemes"))


def _read(name: str) -> Scheme:
    own = _folder() / f"{name}.toml"
    path = own if name == Path(name).name and own.is_file() else Path(name)
    try:
        if not path.is_file():  # nor a pipe, into which nobody may ever write
            raise FileNotFoundError
        with path.open("rb") as file:
            data = file.read(_MAX_SIZE + 1)
    except (OSError, ValueError):  # a name with a NUL is no path
        raise UsageError(
            N_("There is no colour scheme {name}."),
            N_("Known schemes: {known}. A path to a TOML file works too."),
            name=name,
            known=", ".join(scheme_names()),
        ) from None
    return parse_scheme(_values(data, name), path.stem, path=name)


def _values(data: bytes, name: str) -> Mapping[str, object]:
    if len(data) > _MAX_SIZE:
        problem = N_("it has more than {most} bytes")
        raise SettingsFaulty(name, (SettingsFault("", problem, {"most": _MAX_SIZE}),))
    try:
        return tomllib.loads(data.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        fault = SettingsFault("", N_("it is no TOML: {reason}"), {"reason": str(error)})
        raise SettingsFaulty(name, (fault,)) from None


def parse_scheme(values: Mapping[str, object], name: str, *, path: str = "") -> Scheme:
    """A scheme from the values of its file; ``path`` is what errors call the file.

    Raises SettingsFaulty with all faults. Contrast is not judged here: see ``require_readable``.
    """
    faults = [_unknown(key) for key in values if key not in _KEYS]
    said: dict[str, Any] = {}
    base = values.get("base")
    if base is not None and (not isinstance(base, str) or base not in SCHEMES):
        problem = N_("it must be one of: {known}")
        faults.append(SettingsFault("base", problem, {"known": ", ".join(SCHEMES)}))
    title = values.get("title", name)
    if isinstance(title, str):
        said["title"] = title
    else:
        faults.append(SettingsFault("title", N_("it must be words"), {}))
    for key in COLOURS:
        value = values.get(key)
        if value is None and base is not None:
            continue
        colour = parse_colour(value) if isinstance(value, str) else None
        if colour is None:
            faults.append(SettingsFault(key, N_("it must be a colour such as #FFB000"), {}))
        said[key] = colour
    if faults:
        raise SettingsFaulty(path or name, tuple(faults))
    start = SCHEMES[base] if isinstance(base, str) else YELLOW_ON_BLACK
    return replace(start, name=name, **said)


def _unknown(key: str) -> SettingsFault:
    near = get_close_matches(key, _KEYS, 1, 0.5) or list(_KEYS)
    problem = N_("there is no such key; known keys: {known}")
    return SettingsFault(key, problem, {"known": ", ".join(near)})
