"""Read a profile of presentation from TOML, and say all that is wrong with it at once.

::

    title = "Azienda"
    base = "it"                                # what is not said here is as there

    [roles]
    button = "pul"
    [names]
    "codice fiscale" = "cf"
    [[widths]]                                 # replaces the widths of the base, all of them
    cells = 20
    order = ["value", "state", "error", "name", "role", "position"]
    [widths.roles]
    button = ["name", "state", "role"]
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType

from brailledesk.call import CALLS
from brailledesk.cells import cells_from_dots
from brailledesk.desk.profile import (
    FLAGS,
    MARKS,
    STATUS,
    WORDS,
    Profile,
    WidthRules,
)
from brailledesk.desk.region import Part
from brailledesk.errors import N_, SettingsFault, SettingsFaulty, UsageError
from brailledesk.resources import data_folder
from brailledesk.screen import State

DEFAULT = "nvda-it"
SPOKEN = "voce"
"""The profile of what is spoken."""
_FOLDER = "profiles"
_MAX_SIZE = 1_000_000
_MOST_BASES = 8
_KEYS = ("title", "base", "roles", "states", "marks", "words", "names", "widths", "status")
_WIDTH_KEYS = ("cells", "order", "roles", "context", "abbreviate", "lower", "pinned", "fields")
_PARTS = tuple(part.value for part in Part if part is not Part.GAP)

_EMPTY: Mapping[str, str] = MappingProxyType({})
_BARE = Profile(
    "",
    "",
    _EMPTY,
    _EMPTY,
    _EMPTY,
    _EMPTY,
    _EMPTY,
    (),
    (),
    MappingProxyType({}),
    MappingProxyType({}),
)


def profile_names() -> list[str]:
    """The profiles that ship."""
    return sorted(path.stem for path in _folder().glob("*.toml"))


def load_profile(name: str = DEFAULT) -> Profile:
    """The profile that ships under a name, or that is in a file.

    Raises UsageError where there is neither, SettingsFaulty with all faults of a file.
    """
    return _load(name, 0)


def _folder() -> Path:
    return data_folder(_FOLDER) / "desk"


def _load(name: str, depth: int) -> Profile:
    shipped = _folder() / f"{name}.toml"
    path = shipped if name in profile_names() else Path(name)
    try:
        if not path.is_file():  # nor a pipe, into which nobody may ever write
            raise FileNotFoundError
        with path.open("rb") as file:
            data = file.read(_MAX_SIZE)
    except (OSError, ValueError):  # ValueError: what can be no name of a file
        raise UsageError(
            N_("There is no desk profile {name}."),
            N_("Known profiles: {known}. A path to a TOML file works too."),
            name=name,
            known=", ".join(profile_names()),
        ) from None
    try:
        values = tomllib.loads(data.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        fault = SettingsFault("", N_("it is no TOML: {reason}"), {"reason": str(error)})
        raise SettingsFaulty(name, (fault,)) from None
    return parse_profile(values, name, depth=depth)


def parse_profile(values: Mapping[str, object], name: str = "", *, depth: int = 0) -> Profile:
    """A profile from the values of its file. Raises SettingsFaulty with all faults."""
    check = _Check()
    profile = check.profile(values, name, depth)
    if check.faults:
        raise SettingsFaulty(name, tuple(check.faults))
    return profile


class _Check:
    """Goes over a profile once and collects what is wrong with it."""

    def __init__(self) -> None:
        self.faults: list[SettingsFault] = []

    def profile(self, values: Mapping[str, object], name: str, depth: int) -> Profile:
        self._keys("", values, _KEYS)
        base = self._base(values, depth)
        names = self._words(values, "names", None)
        profile = replace(
            base,
            name=name,
            title=self._word(values, "title", base.title or name),
            roles=_over(base.roles, self._words(values, "roles", None)),
            states=_over(base.states, self._words(values, "states", tuple(State))),
            marks=_over(base.marks, self._words(values, "marks", MARKS)),
            words=_over(base.words, self._templates(values)),
            names=_over(base.names, {" ".join(k.lower().split()): v for k, v in names.items()}),
            widths=self._widths(values) or base.widths,
        )
        profile = self._with_status(profile, self._table(values, "status", ""))
        for what, known, has in (("marks", MARKS, profile.marks), ("words", WORDS, profile.words)):
            missing = [one for one in known if one not in has]
            if missing:
                self._fault(what, N_("missing: {missing}"), missing=missing)
        if not profile.widths:
            self._fault("widths", N_("at least one [[widths]] is needed"))
        return profile

    def _base(self, values: Mapping[str, object], depth: int) -> Profile:
        base = self._word(values, "base", "")
        if not base:
            return _BARE
        if depth >= _MOST_BASES:
            self._fault("base", N_("its bases go round in a circle"))
            return _BARE
        try:
            return _load(base, depth + 1)
        except UsageError as error:
            self._fault("base", "{reason}", reason=str(error))
            return _BARE

    def _fault(self, place: str, problem: str, **fields: object) -> None:
        shown = {
            name: ", ".join(map(str, value)) if isinstance(value, tuple | list) else value
            for name, value in fields.items()
        }
        self.faults.append(SettingsFault(place, problem, shown))

    def _keys(self, place: str, values: Mapping[str, object], known: tuple[str, ...]) -> None:
        for key in values:
            if key not in known:
                near = get_close_matches(key, known, 1, 0.5) or list(known)
                self._fault(
                    f"{place}{key}", N_("there is no such key; known keys: {known}"), known=near
                )

    def _table(self, values: Mapping[str, object], key: str, place: str) -> Mapping[str, object]:
        table = values.get(key, {})
        if isinstance(table, dict):
            return table
        self._fault(f"{place}{key}", N_("it must be a table: [{key}]"), key=key)
        return {}

    def _word(self, values: Mapping[str, object], key: str, default: str) -> str:
        word = values.get(key, default)
        if isinstance(word, str):
            return word
        self._fault(key, N_("it must be words"))
        return default

    def _words(
        self, values: Mapping[str, object], key: str, known: tuple[str, ...] | None
    ) -> dict[str, str]:
        table = self._table(values, key, "")
        if known is not None:
            self._keys(f"{key}.", table, known)
        words: dict[str, str] = {}
        for name, word in table.items():
            if isinstance(word, str):
                words[name] = word
            else:
                self._fault(f"{key}.{name}", N_("it must be words"))
        return words

    def _templates(self, values: Mapping[str, object]) -> dict[str, str]:
        words = self._words(values, "words", WORDS)
        for name, template in words.items():
            try:
                template.format(level=1, n=1, of=1, time="", channel="", text="", count=1)
            except (ValueError, LookupError, AttributeError):
                self._fault(f"words.{name}", N_("its braces name something unknown"))
        return words

    def _widths(self, values: Mapping[str, object]) -> tuple[WidthRules, ...]:
        listed = values.get("widths", [])
        if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
            self._fault("widths", N_("it must be a list of tables: [[widths]]"))
            return ()
        found = [self._width(one, f"widths.{place}.") for place, one in enumerate(listed, 1)]
        cells = [one.cells for one in found]
        if cells != sorted(set(cells)):
            self._fault("widths", N_("the numbers of cells must rise"))
        return tuple(found)

    def _width(self, values: Mapping[str, object], place: str) -> WidthRules:
        self._keys(place, values, _WIDTH_KEYS)
        roles = self._table(values, "roles", place)
        context = values.get("context", "before")
        if context not in {"before", "after"}:
            self._fault(f"{place}context", N_('it must be "before" or "after"'))
        return WidthRules(
            cells=self._number(values, "cells", place, 1, 1000, 1000),
            order=self._order(values.get("order"), f"{place}order"),
            orders=MappingProxyType(
                {role: self._order(one, f"{place}roles.{role}") for role, one in roles.items()}
            ),
            has_context_first=context == "before",
            is_abbreviated=self._flag(values, "abbreviate", place),
            is_lower=self._flag(values, "lower", place),
            pinned=self._number(values, "pinned", place, 0, 500, 0),
            fields=self._number(values, "fields", place, 1, 4, 1),
        )

    def _order(self, value: object, place: str) -> tuple[Part, ...]:
        if not isinstance(value, list) or not all(one in _PARTS for one in value):
            self._fault(place, N_("it must be a list of parts: {known}"), known=_PARTS)
            return ()
        if len(set(value)) < len(value):
            self._fault(place, N_("a part stands there more than once"))
        needed = {"name", "value", "state", "error"}
        if not needed <= set(value):
            missing = sorted(needed - set(value))
            self._fault(place, N_("missing: {missing}"), missing=missing)
        return tuple(map(Part, value))

    def _number(
        self,
        values: Mapping[str, object],
        key: str,
        place: str,
        least: int,
        most: int,
        default: int,
    ) -> int:
        number = values.get(key, default)
        if type(number) is int and least <= number <= most:
            return number
        problem = N_("it must be a number from {least} to {most}")
        self._fault(f"{place}{key}", problem, least=least, most=most)
        return default

    def _flag(self, values: Mapping[str, object], key: str, place: str) -> bool:
        flag = values.get(key, False)
        if not isinstance(flag, bool):
            self._fault(f"{place}{key}", N_("it must be true or false"))
        return flag is True

    def _with_status(self, base: Profile, values: Mapping[str, object]) -> Profile:
        self._keys("status.", values, ("cells", "calls", "flags"))
        cells = values.get("cells", list(base.status))
        if not isinstance(cells, list) or not all(one in STATUS for one in cells):
            self._fault("status.cells", N_("it must be a list of: {known}"), known=STATUS)
            cells = []
        calls = {**base.calls, **self._signs(values, "calls", CALLS)}
        flags = {**base.flags, **self._signs(values, "flags", FLAGS)}
        for what, known, has in (("calls", CALLS, calls), ("flags", FLAGS, flags)):
            missing = [one for one in known if one not in has]
            if missing:
                self._fault(f"status.{what}", N_("missing: {missing}"), missing=missing)
        return replace(
            base,
            status=tuple(cells),
            calls=MappingProxyType(calls),
            flags=MappingProxyType(flags),
        )

    def _signs(
        self, values: Mapping[str, object], key: str, known: tuple[str, ...]
    ) -> dict[str, int]:
        table = self._table(values, key, "status.")
        self._keys(f"status.{key}.", table, known)
        signs: dict[str, int] = {}
        for name, dots in table.items():
            try:
                (signs[name],) = cells_from_dots(str(dots))
            except ValueError:
                self._fault(f"status.{key}.{name}", N_("it must be the dots of one cell"))
        return signs


def _over(base: Mapping[str, str], own: Mapping[str, str]) -> Mapping[str, str]:
    return MappingProxyType({**base, **own})
