"""``translate``, ``backTranslate``.

A short text is done in a thread: a table that is used first is made ready. A long one would keep
the interpreter from the desk for a tenth of a second; it goes to a process.
"""

from __future__ import annotations

from typing import cast

from brailledesk.errors import N_, PathNotAllowed
from brailledesk.service.handling import Handler, Handlers, Task
from brailledesk.service.wire.texts import BackTranslate, Translate
from brailledesk.service.work import texts
from brailledesk.service.work.processes import Processes
from brailledesk.tables.names import shipped_table

MOST_HERE = 2_000
"""Characters or cells that are done in a thread, in a few milliseconds."""
_LABEL = N_("the text")


def text_handlers(processes: Processes) -> Handlers:
    """The handlers, whose long works are done by ``processes``."""

    def translate(task: Task, params: Translate) -> bytes:
        table = checked_table(task, params.table)
        if len(params.text) <= MOST_HERE:
            return texts.translate(params, table)
        return cast("bytes", processes.run(task, _LABEL, "translate", params, table))

    def back_translate(task: Task, params: BackTranslate) -> bytes:
        table = checked_table(task, params.table)
        if len(params.cells) <= MOST_HERE:
            return texts.back_translate(params, table)
        return cast("bytes", processes.run(task, _LABEL, "back_translate", params, table))

    return {"translate": Handler(long=translate), "backTranslate": Handler(long=back_translate)}


def checked_table(task: Task, named: str | None) -> str:
    """The table that a client named, else the desk's.

    Raises PathNotAllowed for anything but the name of a shipped table where paths are not allowed.
    """
    if named is None:
        return task.service.options.table
    if not task.rights.may_name_paths and shipped_table(named) is None:
        raise PathNotAllowed
    return named
