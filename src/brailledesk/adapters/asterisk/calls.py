"""What one telephone does, from the events of a whole exchange.

The telephone is known by its channels: a channel of the device "PJSIP/201" is called
"PJSIP/201-0000001f". Each of its channels is a line of its own; the state is that of the busiest:

- talk: a line is up and not held, or the agent is dialling (sound belongs to the line);
- transfer: one caller is on hold while another line is up, or hears music in one bridge while the
  agent stands in another (Asterisk's own attended transfer);
- hold: the lines that are up are all on hold (Hold), or their callers hear music
  (MusicOnHoldStart);
- ringing: no line is up, one rings.

Events and their fields are those of Asterisk's documentation ("AMI Events", version 20).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field

from brailledesk.adapters.asterisk.lines import AmiMessage
from brailledesk.call import IDLE, Call, CallNews, Missed, Transferred

_MAX_LINES = 32
_MAX_QUEUES = 500
_ANSWERED_ELSEWHERE = "26"
"""Asterisk's cause of a hang-up where another telephone took the call (causes.h)."""

_DIALLING = frozenset({"Dialing", "Ring", "Dialing Offhook"})
_RINGING = frozenset({"Ringing", "Pre-ring"})


@dataclass(slots=True)
class _Line:
    """One channel of the telephone."""

    id: str
    linked: str = ""
    state: str = "Down"
    number: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    queue: str = ""
    bridge: str = ""
    held_bridge: str = ""
    is_held: bool = False
    music: set[str] = field(default_factory=set)
    """Channels of the other side that hear music."""

    @property
    def is_up(self) -> bool:
        return self.state == "Up"

    @property
    def is_waiting(self) -> bool:
        return self.is_held or bool(self.music)

    @property
    def is_consulting(self) -> bool:
        """Whether the caller hears music elsewhere while this line stands in another bridge."""
        return bool(self.music) and self.bridge not in {"", self.held_bridge}


class Telephone:
    """The telephone of the devices ``channels``, as "PJSIP/201".

    ``members`` are names under which queues call it, where they are others, as
    "Local/201@agents/n".
    """

    def __init__(self, channels: Iterable[str], members: Iterable[str] = ()) -> None:
        self._devices = frozenset(one.lower() for one in channels)
        self._members = self._devices | {one.lower() for one in members}
        self._lines: dict[str, _Line] = {}
        self._queues: dict[str, int] = {}
        self._told = IDLE
        self._handlers: dict[str, Callable[[AmiMessage], list[CallNews] | None]] = {
            "newchannel": self._on_channel,
            "newstate": self._on_channel,
            "newconnectedline": self._on_channel,
            "coreshowchannel": self._on_channel,
            "dialbegin": self._on_dial,
            "dialend": self._on_dial,
            "agentcalled": self._on_agent,
            "agentconnect": self._on_agent,
            "agentcomplete": self._on_agent,
            "bridgeenter": self._on_bridge,
            "bridgeleave": self._on_bridge,
            "hold": self._on_hold,
            "unhold": self._on_hold,
            "musiconholdstart": self._on_music,
            "musiconholdstop": self._on_music,
            "queuecallerjoin": self._on_queue,
            "queuecallerleave": self._on_queue,
            "queueparams": self._on_queue,
            "blindtransfer": self._on_blind_transfer,
            "attendedtransfer": self._on_attended_transfer,
            "hangup": self._on_hangup,
        }

    @property
    def events(self) -> Collection[str]:
        """The events that are listened to, in small letters."""
        return self._handlers.keys()

    def forget(self) -> list[CallNews]:
        """The connection is new, or gone: nothing of before is known to be so still."""
        self._lines.clear()
        self._queues.clear()
        return self._news()

    def hear(self, message: AmiMessage) -> list[CallNews]:
        """What an event changes; nothing for most."""
        handler = self._handlers.get(message.event)
        if handler is None:
            return []
        before = handler(message) or []
        return [*before, *self._news()]

    def _news(self) -> list[CallNews]:
        now = self._call()
        if now == self._told:
            return []
        self._told = now
        return [now]

    def _call(self) -> Call:
        lines = list(self._lines.values())
        up = [one for one in lines if one.is_up]
        active = [one for one in up if not one.is_waiting or one.is_consulting]
        held = [one for one in up if one.is_waiting]
        dialling = [one for one in lines if one.state in _DIALLING]
        ringing = [one for one in lines if one.state in _RINGING]
        if (active or dialling) and held:
            return self._of("transfer", (active or dialling)[-1])
        if active or dialling:
            return self._of("talk", (active or dialling)[-1])
        if held:
            return self._of("hold", held[-1])
        if ringing:
            return self._of("ringing", ringing[-1])
        return IDLE

    def _of(self, state: str, line: _Line) -> Call:
        waiting = self._queues.get(line.queue) if line.queue and state == "ringing" else None
        return Call(state, line.linked or line.id, line.number, line.name, line.queue, waiting)

    def _own(self, message: AmiMessage, prefix: str = "") -> _Line | None:
        """The line of a channel that a message names, where it is of this telephone."""
        number = message.get(f"{prefix}Uniqueid")
        if not number or not self._is_own(message.get(f"{prefix}Channel")):
            return None
        line = self._lines.get(number)
        if line is None:
            if len(self._lines) >= _MAX_LINES:
                del self._lines[next(iter(self._lines))]
            line = self._lines[number] = _Line(number)
        line.linked = message.get(f"{prefix}Linkedid") or line.linked
        line.state = message.get(f"{prefix}ChannelStateDesc") or line.state
        line.number = message.get(f"{prefix}ConnectedLineNum") or line.number
        line.name = message.get(f"{prefix}ConnectedLineName") or line.name
        return line

    def _is_own(self, channel: str) -> bool:
        return channel.lower().rpartition("-")[0] in self._devices

    def _on_channel(self, message: AmiMessage) -> None:
        line = self._own(message)
        if line is not None and message.get("BridgeId"):
            line.bridge = message.get("BridgeId")

    def _on_dial(self, message: AmiMessage) -> None:
        """A call to this telephone, or by it: the other side is who it is about."""
        called, calling = self._own(message, "Dest"), self._own(message)
        if called is not None:
            called.number = message.get("CallerIDNum") or called.number
            called.name = message.get("CallerIDName") or called.name
            called.linked = message.get("Linkedid") or called.linked
        elif calling is not None:
            calling.number = message.get("DestCallerIDNum") or calling.number
            calling.name = message.get("DestCallerIDName") or calling.name

    def _on_agent(self, message: AmiMessage) -> None:
        """A queue calls its member, has connected it, or is done with it."""
        line = self._own(message, "Dest")
        if line is None and message.get("Interface").lower() in self._members:
            linked = message.get("Linkedid")
            line = next((one for one in self._lines.values() if one.linked == linked), None)
        if line is not None:
            line.queue = message.get("Queue")
            line.number = message.get("CallerIDNum") or line.number
            line.name = message.get("CallerIDName") or line.name

    def _on_bridge(self, message: AmiMessage) -> None:
        line = self._own(message)
        if line is not None:
            is_in = message.event == "bridgeenter"
            line.bridge = message.get("BridgeUniqueid") if is_in else ""

    def _on_hold(self, message: AmiMessage) -> None:
        line = self._own(message)
        if line is not None:
            line.is_held = message.event == "hold"

    def _on_music(self, message: AmiMessage) -> None:
        """The other side of a line that is up hears music; in a queue it is up to nobody here."""
        number, linked = message.get("Uniqueid"), message.get("Linkedid")
        if self._is_own(message.get("Channel")):
            return
        for line in self._lines.values():
            if line.linked != linked or not line.is_up:
                continue
            if message.event == "musiconholdstop":
                line.music.discard(number)
            elif len(line.music) < _MAX_LINES:
                line.held_bridge = line.held_bridge if line.music else line.bridge
                line.music.add(number)

    def _on_queue(self, message: AmiMessage) -> None:
        queue = message.get("Queue")
        count = message.get("Calls" if message.event == "queueparams" else "Count")
        is_known = queue in self._queues or len(self._queues) < _MAX_QUEUES
        if queue and is_known and count.isascii() and count.isdigit() and len(count) < 7:
            self._queues[queue] = int(count)

    def _on_blind_transfer(self, message: AmiMessage) -> list[CallNews]:
        is_done = message.get("Result") == "Success"
        if is_done and self._is_own(message.get("TransfererChannel")):
            return [Transferred(message.get("Extension"))]
        return []

    def _on_attended_transfer(self, message: AmiMessage) -> list[CallNews]:
        if message.get("Result") == "Success":
            for side in ("OrigTransferer", "SecondTransferer"):
                if self._is_own(message.get(f"{side}Channel")):
                    return [Transferred(message.get("SecondTransfererConnectedLineNum"))]
        return []

    def _on_hangup(self, message: AmiMessage) -> list[CallNews]:
        line = self._lines.pop(message.get("Uniqueid"), None)
        linked = message.get("Uniqueid")
        for one in self._lines.values():
            one.music.discard(linked)
        if line is None or line.state not in _RINGING:
            return []
        if message.get("Cause") == _ANSWERED_ELSEWHERE:
            return []
        return [Missed(line.number, line.name, line.queue)]
