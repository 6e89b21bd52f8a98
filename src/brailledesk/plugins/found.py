"""Where plugins are: entry points of installed packages, files of Python, and our own."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import SimpleNamespace

from brailledesk.errors import SourceNotFound, SourceNotReadable
from brailledesk.plugins.specs import GROUP, OLD_GROUPS, hookimpl

OURS = {
    "screens": "brailledesk.adapters.plugin",
    "speech": "brailledesk.speech.plugin",
    "telephony": "brailledesk.telephony.plugin",
}
"""Our own plugins, by their modules: they come in as all others do."""

OWN_PACKAGE = "brailledesk"


@dataclass(frozen=True, slots=True)
class Found:
    """A plugin that is announced; ``load`` imports it, and may do whatever foreign code does."""

    name: str
    package: str
    version: str
    group: str
    load: Callable[[], object]
    is_ours: bool = False


def builtin() -> list[Found]:
    """Our own plugins."""
    return [
        Found(name, OWN_PACKAGE, "", GROUP, _importer(module), is_ours=True)
        for name, module in OURS.items()
    ]


def find_installed() -> list[Found]:
    """What installed packages announce, in the order of groups and names; nothing is imported."""
    found = []
    for group in (GROUP, *OLD_GROUPS):
        entries = sorted(entry_points(group=group), key=lambda one: (one.name, one.value))
        found += [_announced(entry, group) for entry in entries]
    return found


def in_file(path: Path) -> Found:
    """A plugin in a file of Python that is not installed. Raises SourceNotFound."""
    if not path.exists():
        raise SourceNotFound(str(path))

    def load() -> object:
        name = f"brailledesk_plugin_{path.stem}"
        spec = spec_from_file_location(name, path)
        if spec is None or spec.loader is None:
            raise SourceNotReadable(str(path), "no file of Python")
        module = module_from_spec(spec)
        sys.modules[name] = module
        try:
            spec.loader.exec_module(module)
        except BaseException:
            del sys.modules[name]
            raise
        return module

    return Found(path.stem, str(path), "", GROUP, load)


def _importer(module: str) -> Callable[[], object]:
    return lambda: import_module(module)


def _announced(entry: EntryPoint, group: str) -> Found:
    package = entry.dist.name if entry.dist is not None else "?"
    version = entry.dist.version if entry.dist is not None else ""

    def load() -> object:
        loaded = entry.load()
        if group in OLD_GROUPS:
            return _single(OLD_GROUPS[group], entry.name, loaded)
        return loaded() if isinstance(loaded, type) else loaded

    return Found(entry.name, package, version, group, load)


def _single(hook: str, name: str, thing: object) -> object:
    """A plugin that offers one thing."""

    def offer() -> dict[str, object]:
        return {name: thing}

    offer.__name__ = hook
    return SimpleNamespace(**{hook: hookimpl(offer)})
