"""What the agent's telephone does, from all that goes on in an exchange."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brailledesk.adapters.asterisk.calls import Telephone
from brailledesk.adapters.asterisk.lines import AmiLines, AmiMessage
from brailledesk.call import CALLS, IDLE, Call, CallNews, Missed, Transferred
from tests.telephony.simulator import BANNER, Channel, Exchange

AGENT = "PJSIP/201"


class Followed(Exchange):
    """An exchange whose events go to a telephone, without a connection between."""

    def __init__(self, *members: str) -> None:
        super().__init__()
        self.telephone = Telephone([AGENT], members)
        self.news: list[CallNews] = []
        self._lines = AmiLines()
        self._lines.receive(BANNER)
        self.hear = self._hear
        self._server.server_close()

    def _hear(self, data: bytes) -> None:
        for message in self._lines.receive(data):
            self.news += self.telephone.hear(message)

    def told(self) -> list[CallNews]:
        """The news since the last time."""
        news, self.news = self.news, []
        return news

    def states(self) -> list[str]:
        """The states since the last time, one after the other."""
        found = [one.state for one in self.told() if isinstance(one, Call)]
        return [state for place, state in enumerate(found) if found[place - 1 : place] != [state]]


def _caller(exchange: Exchange) -> Channel:
    caller = exchange.channel(
        "PJSIP/trunk", state="Ring", number="0861555123", title="Mario Rossi", exten="800"
    )
    exchange.state(caller, "Up")
    return caller


def test_a_call_from_a_queue() -> None:
    exchange = Followed()
    caller = _caller(exchange)
    exchange.join(_caller(exchange), "vendite")
    exchange.join(caller, "vendite")
    assert exchange.told() == []
    agent = exchange.dial(caller, AGENT, queue="vendite")
    assert exchange.told()[-1] == Call(
        "ringing", caller.unique, "0861555123", "Mario Rossi", "vendite", 2
    )
    exchange.answer(caller, agent, queue="vendite")
    assert exchange.told()[-1] == Call(
        "talk", caller.unique, "0861555123", "Mario Rossi", "vendite"
    )
    exchange.hold(agent, caller, is_on=True)
    assert exchange.states() == ["hold"]
    exchange.hold(agent, caller, is_on=False)
    assert exchange.states() == ["talk"]
    exchange.complete(caller, agent, "vendite")
    exchange.hangup(agent, caller)
    assert exchange.told()[-1] == IDLE


def test_calls_of_others_are_not_told() -> None:
    """A colleague whose number begins alike, and one whose queue it is, too."""
    exchange = Followed()
    caller = _caller(exchange)
    exchange.join(caller, "vendite")
    other = exchange.dial(caller, "PJSIP/2011", queue="vendite")
    third = exchange.dial(caller, "SIP/201")
    exchange.answer(caller, other, queue="vendite")
    exchange.hold(other, caller, is_on=True)
    exchange.hangup(other, caller, third)
    assert exchange.told() == []


def test_missed_and_answered_elsewhere() -> None:
    exchange = Followed()
    caller = _caller(exchange)
    agent = exchange.dial(caller, AGENT, queue="vendite")
    exchange.hangup(agent, caller, cause=19)
    assert exchange.told()[-2:] == [Missed("0861555123", "Mario Rossi", "vendite"), IDLE]
    caller = _caller(exchange)
    agent = exchange.dial(caller, AGENT)
    exchange.hangup(agent, cause=26)
    assert exchange.told()[-1] == IDLE
    assert not any(isinstance(one, Missed) for one in exchange.told())


def test_a_call_by_the_agent() -> None:
    """While the agent dials, sound belongs to the line already."""
    exchange = Followed()
    agent = exchange.channel(AGENT, state="Ring", exten="0861555123")
    called = exchange.dial(agent, "PJSIP/trunk")
    called.number = "0861555123"
    exchange.answer(agent, called)
    assert exchange.states() == ["talk"]
    exchange.hangup(called, agent)
    assert exchange.states() == ["idle"]


def test_a_second_call_while_one_is_held() -> None:
    """A consultation on a second line, then the attended transfer."""
    exchange = Followed()
    caller = _caller(exchange)
    first = exchange.dial(caller, AGENT)
    exchange.answer(caller, first)
    exchange.hold(first, caller, is_on=True)
    assert exchange.states() == ["ringing", "talk", "hold"]
    second = exchange.channel(AGENT, state="Ring", exten="205")
    assert exchange.states() == ["transfer"]
    colleague = exchange.dial(second, "PJSIP/205")
    second.other_number = "205"
    exchange.answer(second, colleague)
    assert set(exchange.states()) <= {"transfer"}
    exchange.attended_transfer(first, second)
    assert exchange.told() == [Transferred("205")]
    exchange.hangup(first, second)
    assert exchange.states()[-1] == "idle"


def test_asterisks_own_attended_transfer() -> None:
    """The caller hears music in one bridge while the agent stands in another."""
    exchange = Followed()
    caller = _caller(exchange)
    agent = exchange.dial(caller, AGENT)
    exchange.answer(caller, agent)
    exchange.music(caller, is_on=True)
    assert exchange.states() == ["ringing", "talk", "hold"]
    exchange.unbridge(agent)
    assert exchange.states() == []
    colleague = exchange.channel("PJSIP/205", linked=agent, state="Up")
    exchange.bridge(agent, colleague)
    assert exchange.states() == ["transfer"]
    exchange.unbridge(agent)
    exchange.music(caller, is_on=False)
    exchange.bridge(agent, caller)
    assert exchange.states() == ["hold", "talk"]


@pytest.mark.parametrize(("result", "expected"), [("Success", [Transferred("205")]), ("Fail", [])])
def test_a_blind_transfer(result: str, expected: list[CallNews]) -> None:
    exchange = Followed()
    caller = _caller(exchange)
    agent = exchange.dial(caller, AGENT)
    exchange.answer(caller, agent)
    exchange.told()
    exchange.blind_transfer(agent, caller, "205", result)
    assert exchange.told() == expected
    exchange.blind_transfer(caller, agent, "209", "Success")
    assert exchange.told() == []


def test_a_queue_that_calls_by_another_name() -> None:
    exchange = Followed("Local/201@agents/n")
    caller = _caller(exchange)
    exchange.join(caller, "reclami")
    agent = exchange.dial(caller, AGENT)
    both = {**caller.snapshot(), **Channel("Local/201@agents-1;1", "9.9", "9.9").snapshot("Dest")}
    exchange.event(
        "AgentCalled", **both, Queue="reclami", MemberName="Anna", Interface="Local/201@agents/n"
    )
    call = exchange.told()[-1]
    assert isinstance(call, Call)
    assert (call.state, call.queue, call.waiting) == ("ringing", "reclami", 1)
    exchange.hangup(agent)


def test_music_in_a_queue_is_not_the_agents_hold() -> None:
    exchange = Followed()
    caller = _caller(exchange)
    exchange.join(caller, "vendite")
    agent = exchange.dial(caller, AGENT, queue="vendite")
    exchange.music(caller, is_on=True)
    exchange.answer(caller, agent, queue="vendite")
    assert exchange.states() == ["ringing", "talk"]


def test_forgetting() -> None:
    exchange = Followed()
    caller = _caller(exchange)
    exchange.answer(caller, exchange.dial(caller, AGENT))
    assert exchange.states()[-1] == "talk"
    assert exchange.telephone.forget() == [IDLE]
    assert exchange.telephone.forget() == []


EVENTS = [
    "Newchannel", "Newstate", "DialBegin", "AgentCalled", "BridgeEnter", "BridgeLeave", "Hold",
    "Unhold", "MusicOnHoldStart", "MusicOnHoldStop", "QueueCallerJoin", "QueueParams",
    "BlindTransfer", "AttendedTransfer", "Hangup", "CoreShowChannel", "Nonsense",
]  # fmt: skip
VALUES = st.sampled_from(
    ["", "PJSIP/201-1", "PJSIP/201-2", "PJSIP/9-1", "Up", "Ringing", "Ring", "Down", "1", "-1",
     "99999999999", "²", "<unknown>", "Success", "x" * 500]
)  # fmt: skip
KEYS = st.sampled_from(
    ["channel", "uniqueid", "linkedid", "channelstatedesc", "destchannel", "destuniqueid", "queue",
     "count", "calls", "result", "cause", "bridgeuniqueid", "transfererchannel", "interface"]
)  # fmt: skip


@settings(max_examples=200)
@given(st.lists(st.tuples(st.sampled_from(EVENTS), st.dictionaries(KEYS, VALUES)), max_size=40))
def test_nonsense_never_raises(events: list[tuple[str, dict[str, str]]]) -> None:
    telephone = Telephone([AGENT])
    for name, fields in events:
        for one in telephone.hear(AmiMessage({"event": name, **fields})):
            assert not isinstance(one, Call) or one.state in CALLS


def test_a_flood_of_channels_costs_no_memory() -> None:
    telephone = Telephone([AGENT])
    for number in range(5000):
        telephone.hear(
            AmiMessage(
                {"event": "Newchannel", "channel": f"{AGENT}-{number}", "uniqueid": str(number)}
            )
        )
        telephone.hear(AmiMessage({"event": "QueueCallerJoin", "queue": str(number), "count": "1"}))
    assert len(telephone._lines) == 32
    assert len(telephone._queues) == 500


def test_what_is_told_does_not_show_callers_in_logs() -> None:
    shown = repr(Call("ringing", "1", "0861555123", "Rossi", "vendite")) + repr(
        Missed("0861555123", "Rossi", "vendite")
    )
    assert not re.search("0861|Rossi", shown)
