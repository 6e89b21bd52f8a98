"""Texts to cells, and back: plain functions, for a thread or a process."""

from __future__ import annotations

from brailledesk import back_translate as _back
from brailledesk import translate as _translate
from brailledesk.cells import NotACell, cells_from_unicode, cells_to_unicode
from brailledesk.errors import N_, UsageError
from brailledesk.progress import Progress, silent
from brailledesk.service.rpc.messages import encode
from brailledesk.service.wire.texts import (
    BackTranslate,
    BackTranslated,
    Doubt,
    Translate,
    Translated,
    Undefined,
)


def translate(params: Translate, table: str, tell: Progress = silent) -> bytes:
    """See the method ``translate``; the result as JSON. Raises TableError."""
    del tell  # it takes a moment
    # Behind the end there is no word; and a number of any size is allowed on the wire.
    cursor = None if params.cursor is None else min(params.cursor, len(params.text))
    made = _translate(params.text, table, cursor=cursor)
    undefined = [
        Undefined(start=one.start, end=one.end, text=one.text, shown_as=one.shown_as)
        for one in made.undefined
    ]
    return encode(
        Translated(
            text=made.text,
            cells=cells_to_unicode(made.cells),
            cell_to_char=list(made.cell_to_char),
            char_to_cell=list(made.char_to_cell),
            undefined=undefined,
        )
    )


def back_translate(params: BackTranslate, table: str, tell: Progress = silent) -> bytes:
    """See the method ``backTranslate``; the result as JSON.

    Raises TableError, or UsageError for what are no cells.
    """
    del tell
    try:
        cells = cells_from_unicode(params.cells)
    except NotACell as error:
        raise UsageError(
            N_("Character {place} is no cell of Unicode Braille."), place=error.place
        ) from None
    made = _back(cells, table)
    doubts = [
        Doubt(
            start=one.start,
            end=one.end,
            cell_start=one.cell_start,
            cell_end=one.cell_end,
            reason=one.reason.value,
            alternatives=list(one.alternatives),
        )
        for one in made.doubts
    ]
    return encode(
        BackTranslated(
            text=made.text,
            cells=cells_to_unicode(made.cells),
            cell_to_char=list(made.cell_to_char),
            char_to_cell=list(made.char_to_cell),
            doubts=doubts,
        )
    )
