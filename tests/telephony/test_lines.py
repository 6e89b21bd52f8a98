"""AMI's form: whatever comes, in whatever pieces."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brailledesk.adapters.asterisk.client import AmiClient, Step
from brailledesk.adapters.asterisk.lines import (
    MAX_FIELDS,
    MAX_LINE,
    AmiLines,
    AmiMessage,
    format_action,
)
from brailledesk.errors import CallsLost, CallsRefused, UsageError

BANNER = b"Asterisk Call Manager/7.0.3\r\n"
PARTS = st.sampled_from(
    [b"\r\n", b"\r", b"\n", b"Event: X", b"Channel: PJSIP/1-0", b":", b" ", b"\x00\x1b[2J", b"\xff"]
)


def _fields(messages: list[AmiMessage]) -> list[dict[str, str]]:
    return [dict(one.fields) for one in messages]


@given(st.lists(PARTS | st.binary(max_size=12), max_size=60), st.integers(1, 9))
def test_pieces_do_not_matter(parts: list[bytes], size: int) -> None:
    data = BANNER + b"".join(parts)
    whole, pieces = AmiLines(), AmiLines()
    expected = _fields(whole.receive(data))
    found = []
    for place in range(0, len(data), size):
        found += _fields(pieces.receive(data[place : place + size]))
    assert found == expected
    assert pieces.banner == whole.banner == BANNER.decode().strip()
    for fields in found:
        assert not any(ord(one) < 32 for value in fields.values() for one in value)


def test_fields() -> None:
    lines = AmiLines()
    [message] = lines.receive(
        BANNER
        + b"Event: Newchannel\r\nCHANNEL: PJSIP/201-0000001f\r\nchannel: second\r\n"
        + "CallerIDName: Niccolò: D'Anna\r\nCallerIDNum: <unknown>\r\nno colon\r\n\r\n".encode()
    )
    assert message.event == "newchannel"
    assert message.get("Channel") == "PJSIP/201-0000001f"
    assert message.get("calleridname") == "Niccolò: D'Anna"
    assert message.get("CallerIDNum") == ""
    assert message.get("Exten") == ""
    assert "Anna" not in repr(message)


def test_what_is_too_long_is_left_out() -> None:
    lines = AmiLines()
    lines.receive(BANNER)
    good = b"Event: Good\r\n\r\n"
    long_line = b"Event: Bad\r\nA: " + b"x" * (3 * MAX_LINE) + b"\r\nB: y\r\n\r\n"
    many = b"Event: Bad\r\n" + b"A: y\r\n" * (MAX_FIELDS + 1) + b"\r\n"
    assert _fields(lines.receive(long_line + good + many + good)) == [{"event": "Good"}] * 2
    assert lines.skipped == 2
    for _ in range(300):  # a line without end costs no memory
        assert lines.receive(b"x" * 1000) == []
        assert len(lines._rest) <= MAX_LINE + 1000
    assert _fields(lines.receive(b"\r\n\r\n" + good)) == [{"event": "Good"}]
    assert lines.skipped == 3


@settings(max_examples=200)
@given(st.text(max_size=40), st.text(max_size=40))
def test_nothing_is_smuggled_into_an_action(key: str, value: str) -> None:
    """What is sent is one action with just these lines, or is refused."""
    try:
        data = format_action("Ping", {key: value})
    except UsageError:
        return
    lines = data.decode("utf-8").split("\r\n")
    assert lines == ["Action: Ping", f"{key}: {value}", "", ""]
    assert not any(one in value + key for one in "\r\n\0")


@pytest.mark.parametrize("value", ["a\r\nAction: Originate", "a\nb", "a\rb", "\0", "x" * 2000])
def test_injection_is_refused(value: str) -> None:
    with pytest.raises(UsageError):
        AmiClient("pbx", value, "secret").send("Login", Username=value)
    with pytest.raises(UsageError):
        format_action("Login", {value: "x"})


def test_login_with_the_documents_example() -> None:
    """The MD5 of challenge and secret, as the page of the action Login shows it."""
    client = AmiClient("pbx", "brailledesk", "secret")
    assert client.receive(BANNER) == []
    assert client.to_send() == (
        b"Action: Challenge\r\nActionID: brailledesk-1\r\nAuthType: MD5\r\n\r\n"
    )
    client.receive(b"Response: Success\r\nActionID: brailledesk-1\r\nChallenge: 911725589\r\n\r\n")
    # printf 911725589secret | md5sum
    assert b"Key: 6d5a83d19259ed7f3231f60eb1a16c9c\r\n" in client.to_send()
    client.receive(b"Response: Success\r\nMessage: Authentication accepted\r\n\r\n")
    assert client.step is Step.OPEN
    assert client.to_send().count(b"Action: ") == 2


_CHALLENGED = BANNER + b"Response: Success\r\nChallenge: 1\r\n\r\n"


@pytest.mark.parametrize(
    ("data", "kind", "what"),
    [
        (b"SSH-2.0-OpenSSH_9.6\r\n", CallsLost, "no Asterisk"),
        (BANNER + b"Response: Error\r\nMessage: no\r\n\r\n", CallsLost, "nobody in"),
        (BANNER + b"Response: Success\r\n\r\n", CallsLost, "nobody in"),
        (_CHALLENGED + b"Response: Error\r\nMessage: Too many\r\n\r\n", CallsLost, "nobody in"),
        (_CHALLENGED + b"Response: Error\r\n\r\n", CallsRefused, "name or the password"),
    ],
)
def test_a_server_that_does_not_let_us_in(
    data: bytes, kind: type[CallsLost | CallsRefused], what: str
) -> None:
    with pytest.raises(kind, match=what):
        AmiClient("pbx", "brailledesk", "secret").receive(data)
