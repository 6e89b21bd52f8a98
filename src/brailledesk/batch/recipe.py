"""How a document is converted, and the mark that changes when any of that changes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from enum import Enum
from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from brailledesk import __version__
from brailledesk.cells import CHARSETS
from brailledesk.errors import N_, UsageError
from brailledesk.formats import FORMATS
from brailledesk.ingest.kinds import KINDS
from brailledesk.ingest.ocr.options import Recognition
from brailledesk.ingest.plugins import usable_plugins
from brailledesk.layout import LayoutOptions
from brailledesk.sources import MAX_SIZE
from brailledesk.tables import find_table, parse_table
from brailledesk.translate.contraction import ALL_SIGNS, Contraction
from brailledesk.translate.load import LOUIS_PREFIX
from brailledesk.translate.louis import import_louis

DIGEST_SIZE = 16
"""Bytes of a digest: two files that differ share one by chance once in 2^64 pairs."""


BATCH_RECOGNITION = Recognition(jobs=1)
"""Documents are done side by side, so the pages of one are not."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """What :func:`brailledesk.conversion.transcribe` is told, and the format of the file.

    ``foreign`` has pairs of a language and its table; ``format`` is a name of FORMATS; ``max_size``
    is bytes. Recipes are values: they are compared, hashed and sent to other processes.
    """

    table: str = "it-6dot"
    options: LayoutOptions = field(default_factory=LayoutOptions)
    format: str = "brf"
    charset: str = "mit"
    kind: str | None = None
    has_emphasis: bool = False
    foreign: tuple[tuple[str, str], ...] = ()
    contraction: Contraction = ALL_SIGNS
    max_size: int = MAX_SIZE
    recognition: Recognition = BATCH_RECOGNITION


def check_recipe(recipe: Recipe) -> None:
    """Raise UsageError or DoesNotFit for what no document could be converted with."""
    recipe.options.page.check()
    if recipe.format not in FORMATS:
        raise UsageError(
            N_("There is no format {name}."),
            N_("Known formats: {known}."),
            name=recipe.format,
            known=", ".join(FORMATS),
        )
    if recipe.charset not in CHARSETS:
        raise UsageError(
            N_("There is no charset {charset}."),
            N_("Known charsets: {known}."),
            charset=recipe.charset,
            known=", ".join(CHARSETS),
        )
    kinds = [*KINDS, *(plugin.name for plugin in usable_plugins())]
    if recipe.kind is not None and recipe.kind not in kinds:
        raise UsageError(
            N_("There is no document format {kind}."),
            N_("Known formats: {known}."),
            kind=recipe.kind,
            known=", ".join(kinds),
        )


def mark_of(recipe: Recipe) -> str:
    """A digest of the recipe, of all files of its tables, and of the program's version.

    The versions of plugins that read documents count as the program's.

    A file with the same mark and the same source would be converted to the same pages. Of liblouis'
    tables the name and liblouis' version count, not the files.
    Raises TableNotFound, TableFaulty or EngineNotAvailable.
    """
    names = [recipe.table, *(table for _, table in recipe.foreign)]
    tables = [_digest_table(name) for name in names]
    parts = [__version__, _plugins(), _plain(recipe), tables]
    return digest(json.dumps(parts, sort_keys=True).encode())


def digest(data: bytes) -> str:
    """The digest by which the journal knows a file's bytes."""
    return blake2b(data, digest_size=DIGEST_SIZE).hexdigest()


def _plain(value: object) -> object:
    """A value as JSON can say it: every field counts, those that are added later too."""
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Enum):
        return _plain(value.value)
    if isinstance(value, frozenset):
        return sorted(map(str, map(_plain, value)))
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    return value


def _plugins() -> list[str]:
    """The packages of the plugins, with their versions."""
    packages = {plugin.package for plugin in usable_plugins()}
    return sorted(f"{name} {_version(name)}" for name in packages)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "?"


def _digest_table(name: str) -> str:
    if name.startswith(LOUIS_PREFIX):
        return f"{name} {import_louis().version()}"
    read: list[bytes] = []

    def keep(path: Path) -> bytes:
        data = path.read_bytes()
        read.append(data)
        return data

    parse_table(find_table(name), read=keep)
    return digest(b"".join(bytes.fromhex(digest(data)) for data in read))
