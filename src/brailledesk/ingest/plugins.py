"""Readers that other packages bring: further formats, external programs.

A package names its readers in the group ``brailledesk.ingest`` of its entry points; the name of the
entry point is the name of the format::

    [project.entry-points."brailledesk.ingest"]
    wordperfect = "my_package:WordPerfect"

What is named there is an object (or a class without arguments) as :class:`Reader` describes it.
The readers that brailledesk has itself go before those of plugins, unless one is asked for by name;
a format that brailledesk only refuses is left to a plugin that takes one of its suffixes.
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from typing import Protocol, runtime_checkable

from brailledesk.document import Document
from brailledesk.errors import BrailledeskError, PluginFailed
from brailledesk.ingest.kinds import KINDS

GROUP = "brailledesk.ingest"
_log = logging.getLogger(__name__)


@runtime_checkable
class Reader(Protocol):
    """What a plugin gives: the suffixes of its files (".wpd"), and how to read one.

    ``read`` takes the bytes of the file, its name for messages and origins, and the language that
    holds where the file names none. It may raise any IngestError; anything else that it raises
    becomes a PluginFailed that names the plugin.
    """

    suffixes: tuple[str, ...]

    def read(self, data: bytes, path: str, language: str) -> Document:
        """The document that the file holds."""


@dataclass(frozen=True, slots=True)
class Plugin:
    """A reader that is there, by its name; ``package`` is what brought it."""

    name: str
    package: str
    reader: Reader

    def read(self, data: bytes, path: str, language: str) -> Document:
        """The document of a file. Raises an IngestError, PluginFailed for faults of the plugin."""
        try:
            document = self.reader.read(data, path, language)
        except BrailledeskError:
            raise
        except Exception as error:
            raise PluginFailed(path, self.name, _words(error)) from error
        if not isinstance(document, Document):
            raise PluginFailed(path, self.name, f"{type(document).__name__} is no Document")
        return document


@dataclass(frozen=True, slots=True)
class FaultyPlugin:
    """A plugin that cannot be used, and why."""

    name: str
    package: str
    reason: str


def find_plugins() -> tuple[list[Plugin], list[FaultyPlugin]]:
    """All plugins that are installed, those that can be used and those that cannot."""
    found: list[Plugin] = []
    faulty: list[FaultyPlugin] = []
    for entry in sorted(entry_points(group=GROUP), key=lambda one: (one.name, one.value)):
        plugin = _load(entry)
        if isinstance(plugin, Plugin) and plugin.name in {one.name for one in found}:
            plugin = FaultyPlugin(entry.name, _package(entry), "its name is taken")
        if isinstance(plugin, Plugin):
            found.append(plugin)
        else:
            faulty.append(plugin)
    return found, faulty


def usable_plugins() -> list[Plugin]:
    """The plugins that can be used; the others are named in the log, and skipped."""
    found, faulty = find_plugins()
    for one in faulty:
        _log.warning("plugin %s of %s is skipped: %s", one.name, one.package, one.reason)
    return found


def plugin_for(suffixes: Collection[str]) -> Plugin | None:
    """The first plugin that takes files of one of the suffixes."""
    for plugin in usable_plugins():
        if any(suffix.lower() in suffixes for suffix in plugin.reader.suffixes):
            return plugin
    return None


def plugin_named(name: str) -> Plugin | None:
    return next((plugin for plugin in usable_plugins() if plugin.name == name), None)


def _load(entry: EntryPoint) -> Plugin | FaultyPlugin:
    package = _package(entry)
    try:
        loaded = entry.load()
        reader = loaded() if isinstance(loaded, type) else loaded
    except Exception as error:  # noqa: BLE001 - whatever a foreign package does, it is skipped
        return FaultyPlugin(entry.name, package, _words(error))
    if entry.name in KINDS:
        return FaultyPlugin(entry.name, package, "its name is that of a format of brailledesk")
    if not isinstance(reader, Reader) or not callable(reader.read):
        return FaultyPlugin(entry.name, package, "it has no suffixes and read()")
    if not _are_suffixes(reader.suffixes):
        return FaultyPlugin(entry.name, package, "its suffixes are no tuple of texts")
    return Plugin(entry.name, package, reader)


def _are_suffixes(suffixes: object) -> bool:
    return isinstance(suffixes, tuple) and all(
        isinstance(one, str) and one.startswith(".") for one in suffixes
    )


def _package(entry: EntryPoint) -> str:
    return entry.dist.name if entry.dist is not None else "?"


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".rstrip(": ")
