"""Documents in folders, and everything else that is there: nothing is passed over in silence."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from brailledesk.batch.jobs import Skipped
from brailledesk.errors import N_, UsageError
from brailledesk.ingest.kinds import KINDS, REFUSED
from brailledesk.ingest.plugins import usable_plugins
from brailledesk.system_errors import reason_of


class Found(NamedTuple):
    """A document and its place below the folder that was named.

    Where several folders were named, each one's name is the first part of the place.
    """

    path: Path
    place: Path


def find_documents(roots: Sequence[Path], passed_over: frozenset[Path]) -> list[Found | Skipped]:
    """All documents of files and folders, in the order of their names, and what is none.

    ``passed_over`` are resolved paths of our own (the output folder, the journal), which are not
    told of. A link to a folder is followed unless that would come back to what is converted anyway.
    """
    return list(_walked(roots, passed_over))


def require_contents(roots: Sequence[Path], passed_over: frozenset[Path]) -> None:
    """Raise UsageError where nothing would be found: no document, and nothing to be told of."""
    if next(_walked(roots, passed_over), None) is None:
        raise UsageError(
            N_("There is nothing to convert in {path}."),
            N_("Name a folder that has documents in it."),
            path=", ".join(map(str, roots)),
        )


def _walked(roots: Sequence[Path], passed_over: frozenset[Path]) -> Iterator[Found | Skipped]:
    walk = _Walk(roots, passed_over)
    for root in roots:
        if root.is_dir():
            place = Path(root.resolve().name) if len(roots) > 1 else Path()
            yield from walk.folder(root, place)
        else:  # a file that was named is tried whatever it is: its fault is told by the reader
            yield Found(root, Path(root.name))


class _Walk:
    def __init__(self, roots: Sequence[Path], passed_over: frozenset[Path]) -> None:
        self._roots = [root.resolve() for root in roots]
        self._passed_over = passed_over
        self._seen: set[Path] = set()
        groups = [kind.suffixes for kind in KINDS.values()]
        groups += [plugin.reader.suffixes for plugin in usable_plugins()]
        self._suffixes = {suffix.lower() for suffixes in groups for suffix in suffixes}

    def folder(self, path: Path, place: Path) -> Iterator[Found | Skipped]:
        resolved = path.resolve()
        if resolved in self._seen:
            yield Skipped(path, N_("this folder is converted in another place already"))
            return
        self._seen.add(resolved)
        try:
            with os.scandir(path) as entries:
                ordered = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            yield Skipped(path, reason_of(error), N_("Nothing in it was converted."))
            return
        for entry in ordered:
            yield from self._entry(Path(entry.path), place / entry.name)

    def _entry(self, path: Path, place: Path) -> Iterator[Found | Skipped]:
        try:
            resolved = path.resolve()
            is_folder = path.is_dir()
        except (OSError, RuntimeError) as error:  # a link that leads to itself
            yield Skipped(path, reason_of(error))
            return
        if resolved in self._passed_over:
            return
        if is_folder and path.is_symlink() and self._comes_back(resolved):
            yield Skipped(path, N_("it is a link to a folder that is converted anyway"))
        elif path.name.startswith((".", "~$")):
            yield Skipped(path, N_("it is hidden, or a program's own"))
        elif is_folder:
            yield from self.folder(path, place)
        else:
            yield self._file(path, place)

    def _file(self, path: Path, place: Path) -> Found | Skipped:
        suffix = path.suffix.lower()
        if suffix in self._suffixes:
            return Found(path, place)
        for refused in REFUSED.values():
            if suffix in refused.suffixes:
                return Skipped(path, N_("files of this kind are not read"), refused.advice)
        return Skipped(path, N_("its name is not that of a document"))

    def _comes_back(self, resolved: Path) -> bool:
        return any(
            resolved.is_relative_to(root) or root.is_relative_to(resolved) for root in self._roots
        )
