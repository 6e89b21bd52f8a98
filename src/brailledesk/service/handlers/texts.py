"""``translate``, ``backTranslate``. In a thread: a table that is used first is made ready."""

from __future__ import annotations

from brailledesk import back_translate as _back
from brailledesk import translate as _translate
from brailledesk.cells import NotACell, cells_from_unicode, cells_to_unicode
from brailledesk.errors import N_, PathNotAllowed, UsageError
from brailledesk.service.handling import Handler, Task
from brailledesk.service.wire.texts import (
    BackTranslate,
    BackTranslated,
    Doubt,
    Translate,
    Translated,
    Undefined,
)
from brailledesk.tables.names import shipped_table


def translate(task: Task, params: Translate) -> Translated:
    """Cells of a text. Raises TableError or PathNotAllowed."""
    # Behind the end there is no word; and a number of any size is allowed on the wire.
    cursor = None if params.cursor is None else min(params.cursor, len(params.text))
    made = _translate(params.text, checked_table(task, params.table), cursor=cursor)
    return Translated(
        text=made.text,
        cells=cells_to_unicode(made.cells),
        cell_to_char=list(made.cell_to_char),
        char_to_cell=list(made.char_to_cell),
        undefined=[
            Undefined(start=one.start, end=one.end, text=one.text, shown_as=one.shown_as)
            for one in made.undefined
        ],
    )


def back_translate(task: Task, params: BackTranslate) -> BackTranslated:
    """Text of cells. Raises TableError, PathNotAllowed, or UsageError for what are no cells."""
    try:
        cells = cells_from_unicode(params.cells)
    except NotACell as error:
        raise UsageError(
            N_("Character {place} is no cell of Unicode Braille."), place=error.place
        ) from None
    made = _back(cells, checked_table(task, params.table))
    return BackTranslated(
        text=made.text,
        cells=cells_to_unicode(made.cells),
        cell_to_char=list(made.cell_to_char),
        char_to_cell=list(made.char_to_cell),
        doubts=[
            Doubt(
                start=one.start,
                end=one.end,
                cell_start=one.cell_start,
                cell_end=one.cell_end,
                reason=one.reason.value,
                alternatives=list(one.alternatives),
            )
            for one in made.doubts
        ],
    )


def checked_table(task: Task, named: str | None) -> str:
    """The table that a client named, else the desk's.

    Raises PathNotAllowed for anything but the name of a shipped table where paths are not allowed.
    """
    if named is None:
        return task.service.options.table
    if not task.rights.may_name_paths and shipped_table(named) is None:
        raise PathNotAllowed
    return named


HANDLERS = {
    "translate": Handler(long=translate),
    "backTranslate": Handler(long=back_translate),
}
