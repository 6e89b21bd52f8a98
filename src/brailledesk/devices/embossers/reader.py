"""Reads a driver file (TOML) key by key and collects all its faults, not only the first."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import TypeVar

from brailledesk.devices.embossers.settings import INCH
from brailledesk.errors import N_, SettingsFault, SettingsFaulty
from brailledesk.ingest.encoding import decode
from brailledesk.sources import take_source

_MAX_SIZE = 200_000
_UNITS = {"mm": 1.0, "cm": 10.0, "in": INCH}
_Choice = TypeVar("_Choice", bound=Enum)


def load_toml(path: Path) -> tuple[str, dict[str, object]]:
    """The name to show and the content of a TOML file.

    Raises an IngestError, or SettingsFaulty with the place, where it is no TOML.
    """
    label, data = take_source(path, max_size=_MAX_SIZE)
    try:
        return label, tomllib.loads(decode(data, label).text)
    except tomllib.TOMLDecodeError as error:
        fault = SettingsFault("", N_("it is not TOML: {reason}"), {"reason": str(error)})
        raise SettingsFaulty(label, (fault,)) from None


@dataclass(slots=True)
class Reader:
    """One table of the file: what was asked for, and what was wrong.

    A value that is missing or wrong becomes the default, and its fault is kept; ``unknown`` adds
    the keys that nobody asked for.
    """

    table: Mapping[str, object]
    prefix: str = ""
    faults: list[SettingsFault] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)
    inner: list[Reader] = field(default_factory=list)

    def add(self, key: str, problem: str, **fields: object) -> None:
        """Keep a fault of ``key``."""
        self.faults.append(SettingsFault(self.prefix + key, problem, fields))

    def within(self, key: str) -> Reader:
        """The table under ``key``; an empty one where there is none."""
        value = self._take(key)
        if value is not None and not isinstance(value, dict):
            self.add(key, N_("this is a table, with lines of its own"))
        content = value if isinstance(value, dict) else {}
        reader = Reader(content, f"{self.prefix}{key}.", self.faults)
        self.inner.append(reader)
        return reader

    def text(self, key: str, default: str | None = None) -> str:
        """A text; without a default it has to be there."""
        value = self._take(key)
        if value is None and default is not None:
            return default
        if isinstance(value, str) and value.strip():
            return value
        self.add(key, N_("a text is wanted here"))
        return default or ""

    def flag(self, key: str) -> bool:
        """A true or a false; false where there is none."""
        return self._checked(key, default=False, check=lambda value: isinstance(value, bool))

    def number(self, key: str, default: int, least: int = 0, most: int = 65535) -> int:
        """A whole number."""
        value = self._take(key)
        if value is None:
            return default
        if _is_number(value) and isinstance(value, int) and least <= value <= most:
            return value
        self.add(key, N_("a whole number from {least} to {most} is wanted"), least=least, most=most)
        return default

    def numbers(self, key: str, allowed: tuple[int, ...]) -> tuple[int, ...]:
        """A list of ``allowed`` whole numbers; the first of them alone where there is none."""
        value = self._take(key)
        if value is None:
            return allowed[:1]
        if isinstance(value, list) and value and all(one in allowed for one in value):
            return tuple(value)
        self.add(key, N_("a list is wanted here, of: {known}"), known=", ".join(map(str, allowed)))
        return allowed[:1]

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        value = self._take(key)
        if value is None:
            return ()
        if isinstance(value, list) and all(isinstance(one, str) for one in value):
            return tuple(value)
        self.add(key, N_("a list of texts is wanted here"))
        return ()

    def choice(self, key: str, kind: type[_Choice], default: _Choice) -> _Choice:
        """One of the values of an enumeration."""
        value = self._take(key)
        if value is None:
            return default
        try:
            return kind(value)
        except ValueError:
            self.add(
                key, N_("one of these is wanted: {known}"), known=", ".join(e.value for e in kind)
            )
            return default

    def length(self, key: str, default: float | None = None) -> float:
        """A length as "12 in" or "6.0 mm", in millimetres; without a default it has to be there."""
        value = self._take(key)
        if value is None and default is not None:
            return default
        return self._length(key, value, default or 0.0)

    def lengths(self, key: str, count: int) -> tuple[float, ...] | None:
        """``count`` lengths; None where the key is not there or wrong."""
        value = self._take(key)
        if value is None:
            return None
        if not isinstance(value, list) or len(value) != count:
            self.add(key, N_('{count} lengths are wanted, as "210 mm"'), count=count)
            return None
        return tuple(self._length(key, one, 0.0) for one in value)

    def some_lengths(self, key: str) -> tuple[float, ...]:
        """A list of lengths; none where there is no list."""
        value = self.table.get(key)
        count = len(value) if isinstance(value, list) else 0
        return self.lengths(key, count) or ()

    def pairs(self, key: str) -> tuple[tuple[float, float], ...]:
        """A list of pairs of lengths."""
        value = self._take(key)
        if value is None:
            return ()
        if isinstance(value, list) and all(isinstance(e, list) and len(e) == 2 for e in value):
            return tuple((self._length(key, a, 0.0), self._length(key, b, 0.0)) for a, b in value)
        self.add(key, N_("a list of pairs of lengths is wanted here"))
        return ()

    def tables(self, key: str) -> Iterator[Reader]:
        """The tables of a list ``[[key]]``."""
        value = self._take(key)
        if value is None:
            return
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            self.add(key, N_("this is a table, with lines of its own"))
            return
        for place, one in enumerate(value, 1):
            reader = Reader(one, f"{self.prefix}{key}[{place}].", self.faults)
            self.inner.append(reader)
            yield reader

    def add_unknown(self) -> None:
        """Keep a fault for each key that nobody asked for, here and in the tables within."""
        for key in self.table:
            if key not in self.asked:
                known = ", ".join(sorted(self.asked))
                self.add(key, N_("there is no such key; known here: {known}"), known=known)
        for reader in self.inner:
            reader.add_unknown()

    def _take(self, key: str) -> object:
        self.asked.add(key)
        return self.table.get(key)

    def _checked(self, key: str, *, default: bool, check: Callable[[object], bool]) -> bool:
        value = self._take(key)
        if value is None:
            return default
        if not check(value):
            self.add(key, N_("true or false is wanted here"))
            return default
        return bool(value)

    def _length(self, key: str, value: object, default: float) -> float:
        parts = value.split() if isinstance(value, str) else []
        if len(parts) == 2 and parts[1] in _UNITS:
            try:
                length = float(parts[0])
            except ValueError:
                length = -1.0
            if 0 <= length < 10_000:
                return length * _UNITS[parts[1]]
        self.add(key, N_('a length with its unit is wanted, as "12 in" or "6.0 mm"'))
        return default


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def leaves(table: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, object]]:
    """Every key that has a value, dotted, with the value."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from leaves(value, f"{prefix}{key}.")
        else:
            yield prefix + key, value


def read_sources(reader: Reader) -> dict[str, str]:
    """The table ``[source]``: dotted keys, quoted or not, and where their values come from."""
    sources = reader.within("source")
    found = {}
    for key, value in leaves(sources.table):
        if isinstance(value, str) and value.strip():
            found[key] = value
        else:
            sources.add(key, N_("a text is wanted here"))
    reader.inner.remove(sources)  # its keys are those of the file
    return found


def add_unsourced(reader: Reader, source: Mapping[str, str], free: frozenset[str]) -> None:
    """Keep a fault for each key without a source, and for each source without a key.

    A source stands for its key and for all that begins with it; ``free`` keys need none.
    """
    keys = [key for key, _ in leaves(reader.table) if not key.startswith("source.")]
    for key in keys:
        if key not in free and not any(_covers(name, key) for name in source):
            reader.add(key, N_("it has no source; add one in [source]"))
    for name in source:
        if not any(_covers(name, key) for key in keys):
            reader.add(f"source.{name}", N_("it is the source of nothing"))


def _covers(source: str, key: str) -> bool:
    return key == source or key.startswith(f"{source}.")
