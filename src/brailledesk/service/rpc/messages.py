"""The messages of JSON-RPC 2.0 as bytes, read and written.

Parameters, results and ids stay the JSON that they were: an id is given back letter by letter, and
parameters are read once, by the type that their method has.
"""

from __future__ import annotations

from typing import NamedTuple

import msgspec
from msgspec import UNSET, Raw, UnsetType

from brailledesk.errors import N_

PARSE_ERROR = -32700
INVALID_REQUEST = -32600
METHOD_NOT_FOUND = -32601
INVALID_PARAMS = -32602
INTERNAL_ERROR = -32603
CANCELLED = -32800
"""LSP's code for a request that was given up."""

MAX_BATCH = 1_000
"""Messages in a batch."""

NULL = b"null"


class ErrorForm(msgspec.Struct, omit_defaults=True):
    """An error as it is sent."""

    code: int
    message: str
    data: Raw | UnsetType = UNSET


class Form(msgspec.Struct):
    """Any message: a request, a notification or a reply."""

    jsonrpc: str = ""
    id: Raw | UnsetType = UNSET
    method: str | UnsetType = UNSET
    params: Raw | UnsetType = UNSET
    result: Raw | UnsetType = UNSET
    error: ErrorForm | UnsetType | None = UNSET


class _IdOnly(msgspec.Struct):
    id: Raw | UnsetType = UNSET


class NotAMessage(Exception):
    """What came is no message; ``id`` is what the error is answered to.

    ``reason`` is a key of the catalogue, or what msgspec says.
    """

    def __init__(self, code: int, reason: str, id_: bytes = NULL) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason
        self.id = id_


class Asked(NamedTuple):
    """A request (``id`` as JSON) or a notification (None); ``params`` is JSON, b"" if left out."""

    method: str
    params: bytes
    id: bytes | None


class Replied(NamedTuple):
    """A reply: ``result`` is JSON, None with an error."""

    id: bytes
    result: bytes | None
    error: ErrorForm | None


_forms = msgspec.json.Decoder(Form)
_ids = msgspec.json.Decoder(_IdOnly)
_lists = msgspec.json.Decoder(list[Raw])
_encoder = msgspec.json.Encoder()
encode = _encoder.encode


def split(data: bytes) -> tuple[list[bytes], bool]:
    """The messages of what came, and whether they are a batch. Raises NotAMessage."""
    if not data.isascii():
        try:
            data.decode()  # what is passed on unread must be text, too
        except UnicodeDecodeError:
            raise NotAMessage(PARSE_ERROR, N_("it is no UTF-8")) from None
    if not data.lstrip(b" \t\r\n").startswith(b"["):
        return [data], False
    try:
        found = _lists.decode(data)
    except (msgspec.DecodeError, RecursionError) as error:
        raise NotAMessage(PARSE_ERROR, str(error)) from None
    if not found:
        raise NotAMessage(INVALID_REQUEST, N_("an empty batch"))
    if len(found) > MAX_BATCH:
        raise NotAMessage(INVALID_REQUEST, N_("a batch of too many messages"))
    return [bytes(one) for one in found], True


def read(data: bytes) -> Asked | Replied:
    """One message. Raises NotAMessage."""
    try:
        form = _forms.decode(data)
    except msgspec.ValidationError as error:
        raise NotAMessage(INVALID_REQUEST, str(error), _id_in(data)) from None
    except (msgspec.DecodeError, RecursionError) as error:
        raise NotAMessage(PARSE_ERROR, str(error)) from None
    id_ = None if isinstance(form.id, UnsetType) else bytes(form.id)
    if id_ is not None and not is_id(id_):
        raise NotAMessage(INVALID_REQUEST, N_("an id is a string, a number or null"))
    if form.jsonrpc != "2.0":
        raise NotAMessage(INVALID_REQUEST, N_('jsonrpc must be "2.0"'), id_ or NULL)
    if not isinstance(form.method, UnsetType):
        return Asked(form.method, _bytes(form.params), id_)
    result = None if isinstance(form.result, UnsetType) else bytes(form.result)
    fault = None if isinstance(form.error, UnsetType) else form.error
    if id_ is None or (result is None) == (fault is None):
        raise NotAMessage(INVALID_REQUEST, N_("neither a request nor a reply"), id_ or NULL)
    return Replied(id_, result, fault)


def request(id_: bytes, method: bytes, params: bytes) -> bytes:
    """A request; all parts are JSON."""
    return b'{"jsonrpc":"2.0","id":%b,"method":%b,"params":%b}' % (id_, method, params)


def notification(method: bytes, params: bytes) -> bytes:
    """A notification; both parts are JSON."""
    return b'{"jsonrpc":"2.0","method":%b,"params":%b}' % (method, params)


def reply(id_: bytes, result: bytes) -> bytes:
    """A result; both parts are JSON."""
    return b'{"jsonrpc":"2.0","id":%b,"result":%b}' % (id_, result)


def failure(id_: bytes, error: ErrorForm) -> bytes:
    """An error; the id is JSON."""
    return b'{"jsonrpc":"2.0","id":%b,"error":%b}' % (id_, encode(error))


def is_id(data: bytes) -> bool:
    """Whether JSON is a string, a number or null."""
    return data[:1] in {b'"', b"-", b"n"} or data[:1].isdigit()


def key_of(id_: bytes) -> bytes:
    """What an id is known by, however its letters were escaped."""
    return encode(msgspec.json.decode(id_)) if b"\\" in id_ else id_


def _bytes(raw: Raw | UnsetType) -> bytes:
    return b"" if isinstance(raw, UnsetType) else bytes(raw)


def _id_in(data: bytes) -> bytes:
    """The id of something that is no message otherwise."""
    try:
        found = _ids.decode(data).id
    except (msgspec.DecodeError, RecursionError):
        return NULL
    id_ = _bytes(found)
    return id_ if id_ and is_id(id_) else NULL
