"""``document/convert``, ``document/ocr``, ``document/sheet``: each in a process beside."""

from __future__ import annotations

from pathlib import PurePath
from threading import Semaphore
from typing import TYPE_CHECKING, cast

from brailledesk.errors import N_, PathNotAllowed, UsageError
from brailledesk.formats import FORMATS
from brailledesk.service.handlers.texts import checked_table
from brailledesk.service.handling import Handler, Handlers, Task
from brailledesk.service.wire.documents import (
    Convert,
    Converted,
    MakeSheet,
    Recognise,
    Recognised,
    Source,
)
from brailledesk.service.work.processes import MOST, Processes

if TYPE_CHECKING:
    from brailledesk.service.wire.base import Wire

_LOOK_SECONDS = 0.05
_UNNAMED = N_("the document")


def document_handlers(processes: Processes) -> Handlers:
    """The handlers, whose work is done by ``processes``."""
    of_pages = Semaphore(max(1, MOST - 1))

    def run(task: Task, work: str, params: Convert | MakeSheet | Recognise) -> Wire:
        label = check_source(task, params.source)
        locale = task.service.locale
        if task.rights.may_name_paths:
            return cast("Wire", processes.run(task, label, work, params, locale))
        # Documents of pages leave a process to programs of this user, however long they take.
        while not of_pages.acquire(timeout=_LOOK_SECONDS):
            task.check()
        try:
            return cast("Wire", processes.run(task, label, work, params, locale))
        finally:
            of_pages.release()

    def convert(task: Task, params: Convert) -> Converted:
        _check(task, params)
        return cast("Converted", run(task, "convert", params))

    def sheet(task: Task, params: MakeSheet) -> Converted:
        _check(task, params)
        return cast("Converted", run(task, "sheet", params))

    def ocr(task: Task, params: Recognise) -> Recognised:
        return cast("Recognised", run(task, "ocr", params))

    return {
        "document/convert": Handler(long=convert),
        "document/ocr": Handler(long=ocr),
        "document/sheet": Handler(long=sheet),
    }


def check_source(task: Task, source: Source) -> str:
    """The name of a source for errors, which never tell a path to those who may not name one.

    Raises PathNotAllowed, UsageError.
    """
    if source.path is not None and not task.rights.may_name_paths:
        raise PathNotAllowed
    if (source.data is None) == (source.path is None):
        raise UsageError(N_("A source has either bytes or a path."))
    if source.path is None:
        return source.name or _UNNAMED
    if not PurePath(source.path).is_absolute() or "\0" in source.path:
        raise UsageError(N_("The path of a source has to be absolute."))
    return source.path


def _check(task: Task, params: Convert | MakeSheet) -> None:
    """What can be said before anything is begun."""
    if params.table is not None:
        checked_table(task, params.table)
    if params.format not in FORMATS:
        raise UsageError(
            N_("There is no output format {format}."),
            N_("Known formats: {known}."),
            format=params.format,
            known=", ".join(FORMATS),
        )
