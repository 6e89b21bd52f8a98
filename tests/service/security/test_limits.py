from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brailledesk.errors import MessageRefused
from brailledesk.service.security.limits import FOR_PAGES, Limits, TokenBucket, check_message

SMALL = Limits(size=2_000, depth=5, objects=10, values=40)

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=6)
        | st.dictionaries(st.text(alphabet='{}[],:"\\ab', max_size=5), inner, max_size=6)
    ),
    max_leaves=60,
)


def measure(value: object) -> tuple[int, int, int]:
    """Depth, objects and values of JSON, counted on what Python's own reader made of it."""
    if isinstance(value, dict | list):
        inner = [measure(one) for one in (value.values() if isinstance(value, dict) else value)]
        depth = 1 + max((one[0] for one in inner), default=0)
        objects = isinstance(value, dict) + sum(one[1] for one in inner)
        commas = max(0, len(inner) - 1)
        return depth, objects, 1 + commas + sum(one[2] for one in inner)
    return 0, 0, 0


@given(JSON, st.booleans(), st.sampled_from([None, 1]))
def test_the_count_of_bytes_agrees_with_a_reader(
    value: object, is_ascii: bool, indent: int | None
) -> None:
    data = json.dumps(value, ensure_ascii=is_ascii, indent=indent).encode("utf-8", "surrogatepass")
    limits = Limits(size=1 << 20, depth=3, objects=4, values=9)
    depth, objects, values = measure(value)
    if depth <= limits.depth and objects <= limits.objects and values <= limits.values:
        check_message(data, limits)
    else:
        with pytest.raises(MessageRefused):
            check_message(data, limits)


@given(st.binary(max_size=300) | st.text(alphabet='[]{}",\\:0', max_size=100).map(str.encode))
def test_what_is_no_json_raises_nothing_else(data: bytes) -> None:
    with suppress(MessageRefused):
        check_message(data, SMALL)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b" " * 2_001, "longer"),
        (b"[" * 6, "deep"),
        (b'{"a":' * 6 + b"1" + b"}" * 6, "deep"),
        (b'[["[[[[[[",' + b"[" * 4, "deep"),
        (b"[" + b"{}," * 11 + b"1]", "objects"),
        (b"[" + b"1," * 41 + b"1]", "values"),
        (b"[" + b"[]," * 21 + b"1]", "values"),
    ],
)
def test_what_is_beyond_a_limit_is_told(data: bytes, reason: str) -> None:
    with pytest.raises(MessageRefused, match=reason):
        check_message(data, SMALL)


def test_brackets_in_texts_are_no_levels() -> None:
    check_message(
        b'{"value": "[[[[[[[[[[{{{{{{{{{{{{{{{\\"[[[[,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,"}', SMALL
    )


def test_a_megabyte_of_openings_is_refused_in_no_time_and_no_memory() -> None:
    for data in (b"[" * (1 << 20), b'{"":' * (1 << 18), b'"\\' * (1 << 19), b"[{" * (1 << 19)):
        with suppress(MessageRefused):
            check_message(data, FOR_PAGES)


def test_a_screen_of_as_many_nodes_as_may_be_passes() -> None:
    nodes = ",".join(f'{{"id":"n{number}","name":"[x]"}}' for number in range(20_000))
    message = f'{{"jsonrpc":"2.0","id":1,"method":"screen/publish","params":{{"nodes":[{nodes}]}}}}'
    check_message(message.encode(), FOR_PAGES)
    more = message.replace("[{", "[" + "{}," * 100 + "{", 1)
    with pytest.raises(MessageRefused, match="objects"):
        check_message(more.encode(), FOR_PAGES)


def test_a_bucket_lets_a_burst_through_and_then_a_rate() -> None:
    now = [0.0]
    bucket = TokenBucket(rate=10, burst=5, clock=lambda: now[0])
    assert [bucket.take() for _ in range(5)] == [0] * 5
    assert bucket.take() == pytest.approx(0.1)
    assert bucket.take() == pytest.approx(0.2)
    now[0] += 0.2
    assert bucket.take() == pytest.approx(0.1)
    now[0] += 1_000
    assert [bucket.take() for _ in range(5)] == [0] * 5
    assert bucket.take() == pytest.approx(0.1)
    now[0] -= 1_000  # a clock that goes back gives nothing
    assert bucket.take() == pytest.approx(0.2)
