"""Charsets: which bytes stand for which cells. They are files in ``drivers/charsets``.

``dots`` is not a charset but the dots themselves, a byte a cell, for machines that are sent those.
The three that Braille files are written in (``brailledesk.cells.CHARSETS``) stand there and nowhere
else, because every conversion needs them; all others are files.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from brailledesk.cells import CHARSETS, has_six_dots
from brailledesk.devices.driver_files import driver_files
from brailledesk.devices.embossers.reader import Reader, add_unsourced, load_toml, read_sources
from brailledesk.errors import N_, SettingsFault, SettingsFaulty, UsageError

DOTS = "dots"

_TITLES = {"mit": "US (MIT)", "nabcc": "US (NABCC)", "it_it_firenze": "Italian (Firenze)"}


@dataclass(frozen=True)
class Charset:
    """``codes`` has the bytes of each cell: 64 with six dots, 256 with eight."""

    name: str
    title: str
    codes: tuple[bytes, ...]

    @property
    def has_eight_dots(self) -> bool:
        return len(self.codes) == 256

    def encode(self, cells: bytes) -> bytes:
        """The bytes of cells. Raises ValueError for a cell that the charset has not."""
        if not (self.has_eight_dots or has_six_dots(cells)):
            raise ValueError(f"{self.name} has no cells with dots 7 and 8")
        if self._table:
            return cells.translate(self._table)
        return b"".join([self.codes[cell] for cell in cells])

    @cached_property
    def _table(self) -> bytes:
        """For ``bytes.translate``, where each cell is one byte."""
        is_single = all(len(code) == 1 for code in self.codes)
        return b"".join(self.codes).ljust(256, b"?") if is_single else b""


def find_charset(name: str) -> Charset:
    """A charset by name. Raises UsageError, or SettingsFaulty for its file."""
    if name == DOTS:
        return Charset(DOTS, "dots 1-8", tuple(bytes([cell]) for cell in range(256)))
    if name in CHARSETS:
        return _built_in(name)
    path = charset_files().get(name)
    if path is None:
        raise UsageError(
            N_("There is no charset {charset}."),
            N_("Known charsets: {known}."),
            charset=name,
            known=", ".join(sorted([*CHARSETS, *charset_files()])),
        )
    return read_charset(path)


def list_charsets() -> Iterator[Charset]:
    """All charsets, the built-in ones first. Raises SettingsFaulty for a faulty file."""
    yield from map(_built_in, CHARSETS)
    yield from map(read_charset, charset_files().values())


def _built_in(name: str) -> Charset:
    return Charset(name, _TITLES[name], tuple(c.encode("ascii") for c in CHARSETS[name]))


def charset_files() -> dict[str, Path]:
    """Names and files of all charsets that are files; the user's stand over the shipped ones."""
    return driver_files("charsets")


def read_charset(path: Path) -> Charset:
    """The charset in a file. Raises an IngestError, or SettingsFaulty with all its faults."""
    label, table = load_toml(path)
    reader = Reader(table)
    title = reader.text("title")
    encoding = reader.text("encoding", "ascii")
    characters = reader.text("characters")
    source = read_sources(reader)
    reader.add_unknown()
    add_unsourced(reader, source, frozenset({"title"}))
    if path.stem in {*CHARSETS, DOTS}:
        reader.add("", N_("the charset {name} is built in and cannot be replaced"), name=path.stem)
    codes = _codes(characters, encoding, reader)
    if reader.faults:
        raise SettingsFaulty(label, tuple(reader.faults))
    return Charset(path.stem, title, codes)


def _codes(characters: str, encoding: str, reader: Reader) -> tuple[bytes, ...]:
    if characters and len(characters) not in {64, 256}:
        problem = N_("64 or 256 characters are wanted, one for each cell; here are {count}")
        reader.add("characters", problem, count=len(characters))
    twice = {c for c in characters if characters.count(c) > 1}
    if twice:
        shown = " ".join(sorted(twice))
        reader.add("characters", N_("a character stands for two cells: {twice}"), twice=shown)
    try:
        return tuple(c.encode(encoding) for c in characters)
    except (UnicodeEncodeError, LookupError) as error:
        reader.faults.append(
            SettingsFault("encoding", N_("it cannot encode them: {reason}"), {"reason": str(error)})
        )
        return ()
