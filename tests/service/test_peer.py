"""JSON-RPC 2.0 without I/O: the specification's own examples, and any bytes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brailledesk.service.rpc.messages import MAX_BATCH, ErrorForm
from brailledesk.service.rpc.peer import Call, Peer


class Calculator:
    """The server of the specification's examples."""

    def __init__(self) -> None:
        self.sent: list[Any] = []
        self.asked: list[str] = []
        self.peer = Peer(lambda message: self.sent.append(json.loads(message)))

    def say(self, data: bytes) -> list[Any]:
        self.sent.clear()
        for call in self.peer.receive(data):
            self.serve(call)
        return self.sent

    def serve(self, call: Call) -> None:
        self.asked.append(call.method)
        params = json.loads(call.params or b"[]")
        if call.method == "subtract" and isinstance(params, list):
            self.peer.answer(call, json.dumps(params[0] - params[1]).encode())
        elif call.method == "sum":
            self.peer.answer(call, json.dumps(sum(params)).encode())
        elif call.method == "get_data":
            self.peer.answer(call, b'["hello",5]')
        else:
            self.peer.fail(call, ErrorForm(-32601, "Method not found"))


def _codes(answers: list[Any]) -> list[Any]:
    """Replies with what the specification fixes of errors: the code and the id."""
    return [
        {"id": one["id"], "code": one["error"]["code"]} if "error" in one else one
        for one in answers
    ]


# https://www.jsonrpc.org/specification, section 7
@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ('{"jsonrpc": "2.0", "method": "subtract", "params": [42, 23], "id": 1}',
         [{"jsonrpc": "2.0", "result": 19, "id": 1}]),
        ('{"jsonrpc": "2.0", "method": "update", "params": [1,2,3,4,5]}', []),
        ('{"jsonrpc": "2.0", "method": "foobar"}', []),
        ('{"jsonrpc": "2.0", "method": "foobar", "id": "1"}', [{"id": "1", "code": -32601}]),
        ('{"jsonrpc": "2.0", "method": "foobar, "params": "bar", "baz]',
         [{"id": None, "code": -32700}]),
        ('{"jsonrpc": "2.0", "method": 1, "params": "bar"}', [{"id": None, "code": -32600}]),
    ],
)  # fmt: skip
def test_the_examples_of_the_specification(said: str, answer: list[Any]) -> None:
    assert _codes(Calculator().say(said.encode())) == answer


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("[1]", [{"id": None, "code": -32600}]),
        ("[1,2,3]", [{"id": None, "code": -32600}] * 3),
        (
            """[
        {"jsonrpc": "2.0", "method": "sum", "params": [1,2,4], "id": "1"},
        {"jsonrpc": "2.0", "method": "notify_hello", "params": [7]},
        {"jsonrpc": "2.0", "method": "subtract", "params": [42,23], "id": "2"},
        {"foo": "boo"},
        {"jsonrpc": "2.0", "method": "foo.get", "params": {"name": "myself"}, "id": "5"},
        {"jsonrpc": "2.0", "method": "get_data", "id": "9"}
    ]""",
            [
                {"jsonrpc": "2.0", "result": 7, "id": "1"},
                {"jsonrpc": "2.0", "result": 19, "id": "2"},
                {"id": None, "code": -32600},
                {"id": "5", "code": -32601},
                {"jsonrpc": "2.0", "result": ["hello", 5], "id": "9"},
            ],
        ),
    ],
)
def test_batches_of_the_specification(said: str, answer: list[Any]) -> None:
    """The answers of a batch may stand in any order."""
    (sent,) = Calculator().say(said.encode())
    key = lambda one: str(one["id"])  # noqa: E731
    assert sorted(_codes(sent), key=key) == sorted(answer, key=key)


def test_faulty_batches() -> None:
    one = Calculator()
    assert _codes(one.say(b'[{"jsonrpc": "2.0", "method"')) == [{"id": None, "code": -32700}]
    assert _codes(one.say(b"[]")) == [{"id": None, "code": -32600}]
    assert one.say(b'[{"jsonrpc": "2.0", "method": "notify_sum", "params": [1,2,4]}]') == []
    many = b"[" + b",".join([b"1"] * (MAX_BATCH + 1)) + b"]"
    assert _codes(one.say(many)) == [{"id": None, "code": -32600}]


@pytest.mark.parametrize(
    "id_", ["1", "-7", '"a"', '"\\u00e0"', '"à"', "null", "1.5", "12345678901234567890123", "1e999"]
)
def test_ids_come_back_as_they_were_written(id_: str) -> None:
    sent: list[bytes] = []
    peer = Peer(sent.append)
    message = f'{{"jsonrpc":"2.0","id":{id_},"method":"m"}}'
    (call,) = peer.receive(message.encode())
    peer.answer(call, b"0")
    peer.answer(call, b"1")
    peer.fail(call, ErrorForm(1, "late"))
    assert sent == [f'{{"jsonrpc":"2.0","id":{id_},"result":0}}'.encode()]


@pytest.mark.parametrize(
    ("said", "id_"),
    [
        (b'{"jsonrpc":"2.0","id":{},"method":"m"}', None),
        (b'{"jsonrpc":"2.0","id":true,"method":"m"}', None),
        (b'{"jsonrpc":"1.0","id":4,"method":"m"}', 4),
        (b'{"id":"x","method":"m"}', "x"),
        (b'{"jsonrpc":"2.0","id":5}', 5),
        (b'{"jsonrpc":"2.0","id":6,"result":1,"error":{"code":1,"message":"m"}}', 6),
        (b'{"jsonrpc":"2.0","id":7,"method":["m"]}', 7),
    ],
)
def test_what_is_no_message_is_answered_to_its_id(said: bytes, id_: object) -> None:
    assert _codes(Calculator().say(said)) == [{"id": id_, "code": -32600}]


@pytest.mark.parametrize(
    "said", [b'"\xff"', b'{"jsonrpc":"2.0","id":"\xc3","method":"m"}', b"", b" "]
)
def test_what_is_no_text_is_a_parse_error(said: bytes) -> None:
    assert _codes(Calculator().say(said)) == [{"id": None, "code": -32700}]


def test_an_id_is_used_again_only_when_it_is_answered() -> None:
    sent: list[Any] = []
    peer = Peer(lambda message: sent.append(json.loads(message)))
    same = b'{"jsonrpc":"2.0","id":"\\u0061","method":"m"}'
    (first,) = peer.receive(same)
    assert peer.receive(b'{"jsonrpc":"2.0","id":"a","method":"m"}') == []
    assert [one["error"]["code"] for one in sent] == [-32600]
    assert peer.find(b'"a"') is first
    peer.answer(first, b"1")
    assert len(peer.receive(same)) == 1


def test_a_batch_waits_for_its_last_answer() -> None:
    sent: list[Any] = []
    peer = Peer(lambda message: sent.append(json.loads(message)))
    one, two = peer.receive(
        b'[{"jsonrpc":"2.0","id":1,"method":"m"},{"jsonrpc":"2.0","id":2,"method":"m"}]'
    )
    peer.answer(two, b"2")
    assert sent == []
    peer.answer(one, b"1")
    assert [[one["id"] for one in sent[0]]] == [[2, 1]]


def test_both_ends_ask() -> None:
    """Two peers, back to back."""
    to_left: list[bytes] = []
    to_right: list[bytes] = []
    left, right = Peer(to_right.append), Peer(to_left.append)
    answers: list[Any] = []
    for number in range(3):
        left.ask("double", {"n": number}, lambda result, error: answers.append((result, error)))
    for message in to_right:
        for call in right.receive(message):
            number = json.loads(call.params)["n"]
            if number == 1:
                right.fail(call, ErrorForm(-1, "no"))
            else:
                right.answer(call, b"%d" % (2 * number))
    for message in reversed(to_left):
        assert left.receive(message) == []
    assert answers[0] == (b"4", None)
    assert answers[1][1].code == -1
    assert answers[2] == (b"0", None)
    left.receive(to_left[0])  # a reply that nobody waits for any more
    left.ask("never", {}, lambda result, error: answers.append((result, error)))
    left.end(ErrorForm(-2, "gone"))
    assert answers[3][1].code == -2


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=10,
)
_MESSAGE = st.fixed_dictionaries(
    {},
    optional={
        "jsonrpc": st.sampled_from(["2.0", "1.0"]) | _JSON,
        "id": st.integers() | st.text(max_size=3) | st.none() | _JSON,
        "method": st.text(max_size=5) | _JSON,
        "params": _JSON,
        "result": _JSON,
        "error": _JSON | st.just({"code": 1, "message": "m"}),
    },
)
_CUT = st.tuples(st.lists(_MESSAGE, max_size=4) | _MESSAGE | _JSON, st.integers(0, 60))
_BYTES = st.binary(max_size=60) | _CUT.map(
    lambda one: json.dumps(one[0], ensure_ascii=False).encode("utf-8", "surrogatepass")[
        : -one[1] or None
    ]
)


@given(st.lists(_BYTES, max_size=5))
def test_any_bytes_get_one_answer_a_request(pieces: list[bytes]) -> None:
    """An oracle of the standard library alone counts what is to be answered."""
    sent: list[Any] = []
    peer = Peer(lambda message: sent.append(json.loads(message)))
    for data in pieces:
        sent.clear()
        calls = peer.receive(data)
        for call in calls:
            peer.answer(call, b"0")
        wanted = _answers_to(data)
        if wanted is None:  # the standard library and msgspec differ about what is JSON
            continue
        if isinstance(wanted, list):
            assert [len(one) for one in sent] == ([len(wanted)] if wanted else [])
        else:
            assert len(sent) == wanted


def _answers_to(data: bytes) -> int | list[int] | None:
    """How many answers; for a batch, a list as long as its array is to be."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return 1
    if any(mark in text for mark in ("NaN", "Infinity", "\\ud")):
        return None
    try:
        value = json.loads(text)
    except ValueError:
        return 1
    if isinstance(value, list) and value:
        return [1 for one in value if _answer_to(one)]
    return int(_answer_to(value))


def _answer_to(value: Any) -> bool:
    """Whether a message is a request or faulty, and no notification and no reply."""
    if not isinstance(value, dict) or value.get("jsonrpc") != "2.0":
        return True
    id_ = value.get("id", 0)
    if not isinstance(id_, (str, int, float, type(None))) or isinstance(id_, bool):
        return True
    if not isinstance(value.get("method", ""), str):
        return True
    error: Any = value.get("error")
    is_error = isinstance(error, dict) and type(error.get("code")) is int
    is_error = is_error and isinstance(error.get("message"), str)
    if error is not None and not is_error:
        return True
    if "method" in value:
        return "id" in value
    return not ("id" in value and (("result" in value) != is_error))
