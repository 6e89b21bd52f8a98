"""Readers that other packages bring: further formats, external programs.

A plugin offers them by the hook ``brailledesk_offer_readers``
(:mod:`brailledesk.plugins.specs`), under the names of their formats. A package that has nothing
else may name a reader in the group ``brailledesk.ingest`` of its entry points::

    [project.entry-points."brailledesk.ingest"]
    wordperfect = "my_package:WordPerfect"

What is offered is an object (or a class without arguments) as :class:`Reader` describes it.
The readers that brailledesk has itself go before those of plugins, unless one is asked for by name;
a format that brailledesk only refuses is left to a plugin that takes one of its suffixes.
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from brailledesk.document import Document
from brailledesk.errors import BrailledeskError, PluginFailed
from brailledesk.ingest.kinds import KINDS
from brailledesk.plugins.door import Door, Offer, open_door, words_of

HOOK = "brailledesk_offer_readers"
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
            raise PluginFailed(path, self.name, words_of(error)) from error
        if not isinstance(document, Document):
            raise PluginFailed(path, self.name, f"{type(document).__name__} is no Document")
        return document


@dataclass(frozen=True, slots=True)
class FaultyPlugin:
    """A plugin that cannot be used, and why."""

    name: str
    package: str
    reason: str


def find_plugins(door: Door | None = None) -> tuple[list[Plugin], list[FaultyPlugin]]:
    """All readers that plugins offer, those that can be used and those that cannot."""
    door = door or open_door(is_logged=False)
    found: list[Plugin] = []
    faulty: list[FaultyPlugin] = []
    for offer in door.offers(HOOK).values():
        plugin = check_reader(offer)
        if isinstance(plugin, Plugin):
            found.append(plugin)
        else:
            faulty.append(plugin)
    faulty += [
        FaultyPlugin(one.plugin, one.package, one.reason)
        for one in door.faults
        if one.group == GROUP or one.hook == HOOK
    ]
    return found, faulty


def usable_plugins() -> list[Plugin]:
    """The plugins that can be used; the others are named in the log, and skipped."""
    door = open_door()
    named = {(one.plugin, one.package) for one in door.faults}
    found, faulty = find_plugins(door)
    for one in faulty:
        if (one.name, one.package) not in named:
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


def check_reader(offer: Offer) -> Plugin | FaultyPlugin:
    """What is offered as a reader, or why it is none."""
    name, package = offer.name, offer.package
    try:
        reader = offer.thing() if isinstance(offer.thing, type) else offer.thing
    except Exception as error:  # noqa: BLE001 - whatever a foreign package does, it is skipped
        return FaultyPlugin(name, package, words_of(error))
    if name in KINDS:
        return FaultyPlugin(name, package, "its name is that of a format of brailledesk")
    if not isinstance(reader, Reader) or not callable(reader.read):
        return FaultyPlugin(name, package, "it has no suffixes and read()")
    if not _are_suffixes(reader.suffixes):
        return FaultyPlugin(name, package, "its suffixes are no tuple of texts")
    return Plugin(name, package, reader)


def _are_suffixes(suffixes: object) -> bool:
    return isinstance(suffixes, tuple) and all(
        isinstance(one, str) and one.startswith(".") for one in suffixes
    )
