"""Messages for every method, made from the types that the schema is made of: mostly right ones.

All is drawn from a ``random.Random``: hypothesis gives one that it can shrink, a long run its own.
"""

from __future__ import annotations

import base64
import json
import random
from collections.abc import Callable, Sequence
from typing import Any

import msgspec.inspect as types

from brailledesk.service.wire.table import TO_SERVICE, Method

IDS = ("a", "b", "c", "d", "")
TEXTS = (
    "",
    "Mario Rossi",
    "ordine 12345, €\u00a099,90",
    "perché\u0301 «così» — 3½",
    "\u202eabc\u200b\ufeff\x00\x1b[2J\x07",
    "😀👩‍👩‍👧‍👦 ﷽ \U0010ffff",
    "⠁⠃⠉⣿⠀",
    "a\nb\r\n\tc",
    "{0} {text} %s ${x}",
    "it-8dot",
    "it-g2",
    "it-6dot",
    "nvda-it",
    "pef",
    "brf",
    "textbox",
    "button",
    "table",
    "row",
    "alert",
    "assertive",
    "virtual:40",
    "../../../etc/passwd",
    "/dev/zero",
)
FILES = (
    b"",
    "Gentile cliente,\n\nil suo ordine è partito.\n".encode(),
    b"<html><table><tr><th>a<td>1</table>",
    b"nome;prezzo\nvite;1,20\n",
    b"%PDF-1.4\n%%EOF",
    b"PK\x03\x04" + bytes(40),
    b"\x89PNG\r\n\x1a\n" + bytes(20),
    bytes(range(256)),
)
NUMBERS = (0, 1, -1, 2, 3, 7, 40, 255, 256, 2**31, 2**53, -(2**63), 2**64, 10**30)
LONG = ("document/", "emboss/", "magnify/", "speech/", "job/")
"""Methods that start programs, or touch devices and sound: others' tests have those."""

ALL_METHODS = tuple(TO_SERVICE.values())
METHODS = tuple(one for name, one in TO_SERVICE.items() if not name.startswith(LONG))


def params(rng: random.Random, method: Method, wild: float = 0.05) -> Any:
    """Parameters as JSON; ``wild`` is how often a value is of another kind than its type says."""
    return _value(rng, types.type_info(method.params), wild)


def request(
    rng: random.Random, number: int, wild: float = 0.05, methods: Sequence[Method] = METHODS
) -> dict[str, Any]:
    """A request of any of the methods."""
    method = rng.choice(methods)
    message = {
        "jsonrpc": "2.0",
        "id": number,
        "method": method.name,
        "params": params(rng, method, wild),
    }
    if rng.random() < wild:
        message[rng.choice(["jsonrpc", "method", "params", "more"])] = anything(rng, 2)
    return message


def broken(rng: random.Random, data: bytes) -> bytes:
    """A message with some of its bytes changed, taken out, or there twice."""
    made = bytearray(data)
    for _ in range(rng.randint(1, 6)):
        at = rng.randrange(len(made) + 1)
        to = min(len(made), at + rng.randint(0, 12))
        made[at:to] = rng.choice(
            [
                b"",
                bytes([rng.randrange(256)]),
                bytes(made[at:to]) * 2,
                b'"',
                b"[" * 9,
                b"{",
                b"\\ud8",
            ]
        )
    return bytes(made)


def anything(rng: random.Random, depth: int) -> Any:
    """Any JSON."""
    if depth and rng.random() < 0.4:
        few = range(rng.randint(0, 4))
        if rng.random() < 0.5:
            return [anything(rng, depth - 1) for _ in few]
        return {rng.choice([*IDS, *TEXTS]): anything(rng, depth - 1) for _ in few}
    return rng.choice(
        [None, True, False, rng.choice(NUMBERS), rng.random() * 1e9, 1e300, rng.choice(TEXTS)]
    )


def encoded(message: Any) -> bytes:
    """A message as bytes; NaN and the like, which are no JSON, too."""
    return json.dumps(message).encode()


def _value(rng: random.Random, kind: Any, wild: float) -> Any:
    if rng.random() < wild:
        return anything(rng, 2)
    make = _MAKERS.get(type(kind))
    assert make is not None, kind
    return make(rng, kind, wild)


def _struct(rng: random.Random, kind: Any, wild: float) -> dict[str, Any]:
    made = {
        one.encode_name: _value(rng, one.type, wild)
        for one in kind.fields
        if (rng.random() < 0.4 or one.required) and rng.random() >= wild / 5
    }
    if rng.random() < wild:
        made["ofALaterVersion"] = anything(rng, 1)
    return made


def _union(rng: random.Random, kind: Any, wild: float) -> Any:
    return _value(rng, rng.choice(kind.types), wild)


def _list(rng: random.Random, kind: Any, wild: float) -> list[Any]:
    return [_value(rng, kind.item_type, wild) for _ in range(rng.choice([0, 1, 1, 2, 3, 5]))]


def _text(rng: random.Random, _kind: Any, _wild: float) -> str:
    made: str = rng.choice(IDS) if rng.random() < 0.5 else rng.choice(TEXTS)
    return made * rng.choice([1, 1, 1, 1, 1, 5, 100])


def _int(rng: random.Random, kind: Any, _wild: float) -> int:
    if rng.random() < 0.3:
        return rng.choice(NUMBERS)
    low = 0 if kind.ge is None else kind.ge
    return rng.randint(low, min(low + 5, low + 5 if kind.le is None else kind.le))


def _float(rng: random.Random, _kind: Any, _wild: float) -> float:
    return rng.choice([0.0, 0.5, 1.0, 5.0, -1.0, 1e9, 1e-9, 1e308])


def _bytes(rng: random.Random, _kind: Any, _wild: float) -> str:
    return base64.b64encode(rng.choice(FILES)).decode()


def _enum(rng: random.Random, kind: Any, _wild: float) -> Any:
    return rng.choice(list(kind.cls)).value


def _one_of(rng: random.Random, kind: Any, _wild: float) -> Any:
    return rng.choice(kind.values)


_MAKERS: dict[type, Callable[[random.Random, Any, float], Any]] = {
    types.StructType: _struct,
    types.DataclassType: _struct,
    types.UnionType: _union,
    types.ListType: _list,
    types.VarTupleType: _list,
    types.FrozenSetType: _list,
    types.StrType: _text,
    types.IntType: _int,
    types.FloatType: _float,
    types.BytesType: _bytes,
    types.EnumType: _enum,
    types.LiteralType: _one_of,
    types.BoolType: lambda rng, _kind, _wild: rng.random() < 0.5,
    types.NoneType: lambda _rng, _kind, _wild: None,
}
