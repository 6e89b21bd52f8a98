"""Our errors as those of JSON-RPC: a number by the branch of the tree, a sentence, and fields.

``code`` is -32000 less the exit status of the error's class (ScreenError: -32016), so there is one
list of numbers for the command line and the service. ``message`` is the whole sentence in the
client's language. ``data`` has ``kind`` (the name of the class, for programs), ``what`` and
``todo`` (the two halves of the sentence) and ``where`` (a node, a field, a file; may be empty).
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from brailledesk.errors import N_, BrailledeskError, RequestCancelled, ScreenFaulty
from brailledesk.service.reasons import in_words, place_in
from brailledesk.service.rpc.messages import (
    CANCELLED,
    INTERNAL_ERROR,
    INVALID_PARAMS,
    METHOD_NOT_FOUND,
    ErrorForm,
    NotAMessage,
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


def unknown_method(words: Words = str) -> ErrorForm:
    """There is no such method; its name is not repeated."""
    what = words(N_("The protocol has no such method."))
    todo = words(N_('What this service offers is told by the answer to "initialize".'))
    return _protocol_fault(METHOD_NOT_FOUND, "MethodNotFound", what, "", todo)


def invalid_params(reason: str, words: Words = str) -> ErrorForm:
    """Parameters of another form than the method's; ``reason`` as msgspec says it."""
    what = words(N_("The parameters are wrong: {reason}.")).format(reason=in_words(reason, words))
    todo = words(N_("All methods are described by: brailledesk serve --schema"))
    return _protocol_fault(INVALID_PARAMS, "InvalidParams", what, place_in(reason), todo)


def not_a_message(fault: NotAMessage, words: Words = str) -> ErrorForm:
    """What came is none of JSON-RPC's messages."""
    reason = in_words(fault.reason, words)
    what = words(N_("This is no message of JSON-RPC 2.0: {reason}.")).format(reason=reason)
    todo = words(N_("Send whole messages: JSON in UTF-8, as the transport frames them."))
    return _protocol_fault(fault.code, "NotAMessage", what, "", todo)


def _protocol_fault(code: int, kind: str, what: str, where: str, todo: str) -> ErrorForm:
    return ErrorForm(code, f"{what} {todo}", _raw(ErrorData(kind, what, where, todo)))


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
