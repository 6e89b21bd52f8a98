"""Our errors as those of JSON-RPC: a number by the branch of the tree, a sentence, and fields.

``code`` is -32000 less the exit status of the error's class (ScreenError: -32016), so there is one
list of numbers for the command line and the service. ``message`` is the whole sentence in the
client's language. ``data`` has ``kind`` (the name of the class, for programs), ``what`` and
``todo`` (the two halves of the sentence) and ``where`` (a node, a field, a file; may be empty).
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from brailledesk.errors import BrailledeskError, RequestCancelled, ScreenFaulty
from brailledesk.service.rpc.messages import (
    CANCELLED,
    INTERNAL_ERROR,
    INVALID_PARAMS,
    METHOD_NOT_FOUND,
    ErrorForm,
)

OUR_ERRORS = -32000
_PLACES = ("place", "path", "source", "table", "node", "display", "method", "job")
"""Fields of errors that say where, the first that is there."""

Words = Callable[[str], str]


class ErrorData(msgspec.Struct, omit_defaults=True):
    """What a program can use of an error."""

    kind: str
    what: str
    where: str = ""
    todo: str = ""


def fault_of(error: Exception, words: Words = str) -> ErrorForm:
    """Any exception as an error of JSON-RPC; of one that is not ours nothing is told but that."""
    if not isinstance(error, BrailledeskError):
        return ErrorForm(INTERNAL_ERROR, "internal error", _raw(ErrorData("Internal", "")))
    code = OUR_ERRORS - error.exit_code
    if isinstance(error, RequestCancelled):
        code = CANCELLED
    data = ErrorData(
        type(error).__name__,
        _half(error, error.problem, words),
        _where(error),
        _half(error, error.remedy, words),
    )
    return ErrorForm(code, error.describe(words), _raw(data))


def unknown_method() -> ErrorForm:
    """There is no such method; its name is not repeated."""
    return ErrorForm(METHOD_NOT_FOUND, "method not found", _raw(ErrorData("MethodNotFound", "")))


def invalid_params(reason: str) -> ErrorForm:
    """Parameters of another form than the method's."""
    return ErrorForm(
        INVALID_PARAMS, f"invalid params: {reason}", _raw(ErrorData("InvalidParams", reason))
    )


def _raw(data: ErrorData) -> msgspec.Raw:
    return msgspec.Raw(msgspec.json.encode(data))


def _half(error: BrailledeskError, template: str, words: Words) -> str:
    fields = {
        name: words(value) if isinstance(value, str) else value
        for name, value in error.fields.items()
    }
    return words(template).format(**fields) if template else ""


def _where(error: BrailledeskError) -> str:
    if isinstance(error, ScreenFaulty) and error.faults:
        return error.faults[0].place
    return next((str(error.fields[name]) for name in _PLACES if name in error.fields), "")
