"""An Asterisk that has only its manager interface: it says what Asterisk's documentation says.

Form, order and fields are those of "AMI v2 Specification" and of the pages "AMI Events" and "AMI
Actions" (docs.asterisk.org, Asterisk 20). Each event of a channel carries the snapshot of it; one
of several channels carries each by its prefix. Nothing here is taken from the client that it tests;
an independent client (panoramisk) understands it, see test_judged.py.
"""

from __future__ import annotations

import hashlib
import secrets
import socket
import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from typing import Self

BANNER = b"Asterisk Call Manager/7.0.3\r\n"
STATES = {
    "Down": 0, "Rsrvd": 1, "OffHook": 2, "Dialing": 3, "Ring": 4, "Ringing": 5, "Up": 6, "Busy": 7,
    "Dialing Offhook": 8, "Pre-ring": 9, "Unknown": 10,
}  # fmt: skip
CAUSES = {16: "Normal Clearing", 19: "User alerting, no answer", 26: "Answered elsewhere"}


@dataclass
class Channel:
    """A channel; an unknown number or name is written as Asterisk writes it."""

    name: str
    unique: str
    linked: str
    state: str = "Down"
    number: str = "<unknown>"
    title: str = "<unknown>"
    other_number: str = "<unknown>"
    other_title: str = "<unknown>"
    exten: str = ""
    bridge: str = ""

    def snapshot(self, prefix: str = "") -> dict[str, str]:
        values = {
            "Channel": self.name,
            "ChannelState": str(STATES[self.state]),
            "ChannelStateDesc": self.state,
            "CallerIDNum": self.number,
            "CallerIDName": self.title,
            "ConnectedLineNum": self.other_number,
            "ConnectedLineName": self.other_title,
            "Language": "it",
            "AccountCode": "",
            "Context": "default",
            "Exten": self.exten,
            "Priority": "1",
            "Uniqueid": self.unique,
            "Linkedid": self.linked,
        }
        return {f"{prefix}{key}": value for key, value in values.items()}


@dataclass
class Queue:
    """A queue and the callers that wait in it."""

    name: str
    waiting: list[Channel] = field(default_factory=list)


class Exchange:
    """The server, and the calls that go through it. Use it by ``with``."""

    def __init__(
        self,
        username: str = "brailledesk",
        secret: str = "segreto è",
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.username = username
        self.secret = secret
        self.channels: list[Channel] = []
        self.queues: dict[str, Queue] = {}
        self.received: list[dict[str, str]] = []
        self.logins = 0
        self.banner = BANNER
        self.is_silent = False
        self.refusal = "Authentication failed"
        self.busy_at = ""
        """The action, in small letters, that is answered by "Too many sessions"."""
        self.hear: Callable[[bytes], None] | None = None
        """Also given what is sent to all, for tests without a connection."""
        self._numbers = count(1)
        self._clients: list[socket.socket] = []
        self._lock = threading.RLock()
        self._logged_in = threading.Condition(self._lock)
        exchange = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                exchange._serve(self.request)

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        if tls is not None:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.02,), daemon=True
        )

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self.drop()

    def drop(self) -> None:
        """Break all connections, as a restart of Asterisk does."""
        with self._lock:
            for client in self._clients:
                with suppress(OSError):  # it went away by itself
                    client.shutdown(socket.SHUT_RDWR)
                client.close()
            self._clients.clear()

    def wait_for_login(self, number: int) -> None:
        """Until so many logins were good and their questions were answered."""
        with self._logged_in:
            assert self._logged_in.wait_for(lambda: self.logins >= number, timeout=60)

    def raw(self, data: bytes) -> None:
        """Send bytes to all that are logged in, as they stand."""
        if self.hear is not None:
            self.hear(data)
        with self._lock:
            for client in list(self._clients):
                try:
                    client.sendall(data)
                except OSError:
                    self._clients.remove(client)

    def event(self, name: str, privilege: str = "call,all", **fields: str) -> None:
        """Tell all that are logged in."""
        self.raw(_message({"Event": name, "Privilege": privilege, **fields}))

    # What happens in the exchange

    def channel(self, device: str, *, linked: Channel | None = None, **values: str) -> Channel:
        """A new channel of a device."""
        number = next(self._numbers)
        unique = f"1700000000.{number}"
        channel = Channel(
            f"{device}-{number:08x}", unique, linked.linked if linked else unique, **values
        )
        self.channels.append(channel)
        self.event("Newchannel", **channel.snapshot())
        return channel

    def state(self, channel: Channel, state: str) -> None:
        channel.state = state
        self.event("Newstate", **channel.snapshot())

    def join(self, caller: Channel, name: str) -> None:
        """A caller joins a queue, and hears music there."""
        queue = self.queues.setdefault(name, Queue(name))
        queue.waiting.append(caller)
        place = str(len(queue.waiting))
        self.event(
            "QueueCallerJoin", "agent,all", **caller.snapshot(), Queue=name, Position=place,
            Count=place,
        )  # fmt: skip
        self.music(caller, is_on=True)

    def leave(self, caller: Channel, name: str) -> None:
        queue = self.queues[name]
        place = str(queue.waiting.index(caller) + 1)
        queue.waiting.remove(caller)
        self.event(
            "QueueCallerLeave", "agent,all", **caller.snapshot(), Queue=name,
            Count=str(len(queue.waiting)), Position=place,
        )  # fmt: skip

    def music(self, channel: Channel, *, is_on: bool) -> None:
        if is_on:
            self.event("MusicOnHoldStart", **channel.snapshot(), Class="default")
        else:
            self.event("MusicOnHoldStop", **channel.snapshot())

    def dial(self, caller: Channel, device: str, *, queue: str = "", member: str = "") -> Channel:
        """Dial a device for a caller, for a queue's member if there is one; it rings."""
        called = self.channel(
            device, linked=caller, number=device.partition("/")[2], other_number=caller.number,
            other_title=caller.title,
        )  # fmt: skip
        both = {**caller.snapshot(), **called.snapshot("Dest")}
        if queue:
            name = member or device
            self.event(
                "AgentCalled", "agent,all", **both, Queue=queue, MemberName=name, Interface=name
            )
        self.event("DialBegin", **both, DialString=device.partition("/")[2])
        self.state(called, "Ringing")
        return called

    def answer(self, caller: Channel, called: Channel, *, queue: str = "") -> str:
        """The called one takes the call; both are in a bridge, whose id is the answer."""
        self.state(called, "Up")
        both = {**caller.snapshot(), **called.snapshot("Dest")}
        self.event("DialEnd", **both, DialStatus="ANSWER")
        if queue:
            self.leave(caller, queue)
            self.music(caller, is_on=False)
            name = called.name.rpartition("-")[0]
            self.event(
                "AgentConnect", "agent,all", **both, Queue=queue, MemberName=name, Interface=name,
                RingTime="3", HoldTime="12",
            )  # fmt: skip
        if caller.state != "Up":
            self.state(caller, "Up")
        return self.bridge(called, caller)

    def bridge(self, *channels: Channel) -> str:
        """Put channels into a new bridge."""
        bridge = f"bridge-{next(self._numbers)}"
        for number, channel in enumerate(channels, 1):
            channel.bridge = bridge
            self.event("BridgeEnter", **_bridge(bridge, number), **channel.snapshot())
        return bridge

    def unbridge(self, channel: Channel) -> None:
        bridge, channel.bridge = channel.bridge, ""
        left = sum(one.bridge == bridge for one in self.channels)
        self.event("BridgeLeave", **_bridge(bridge, left), **channel.snapshot())

    def hold(self, channel: Channel, other: Channel, *, is_on: bool) -> None:
        """The hold key of a telephone: the other side hears music."""
        if is_on:
            self.event("Hold", **channel.snapshot(), MusicClass="default")
        else:
            self.event("Unhold", **channel.snapshot())
        self.music(other, is_on=is_on)

    def blind_transfer(self, agent: Channel, caller: Channel, to: str, result: str) -> None:
        self.event(
            "BlindTransfer", Result=result, **agent.snapshot("Transferer"),
            **caller.snapshot("Transferee"), **_bridge(agent.bridge, 2), IsExternal="Yes",
            Context="default", Extension=to,
        )  # fmt: skip

    def attended_transfer(self, first: Channel, second: Channel) -> None:
        self.event(
            "AttendedTransfer", Result="Success", **first.snapshot("OrigTransferer"),
            **_bridge(first.bridge, 2, "Orig"), **second.snapshot("SecondTransferer"),
            **_bridge(second.bridge, 2, "Second"), DestType="Bridge", IsExternal="Yes",
        )  # fmt: skip

    def complete(self, caller: Channel, agent: Channel, queue: str) -> None:
        name = agent.name.rpartition("-")[0]
        self.event(
            "AgentComplete", "agent,all", **caller.snapshot(), **agent.snapshot("Dest"),
            Queue=queue, MemberName=name, Interface=name, HoldTime="12", TalkTime="90",
            Reason="caller",
        )  # fmt: skip

    def hangup(self, *channels: Channel, cause: int = 16) -> None:
        for channel in channels:
            if channel.bridge:
                self.unbridge(channel)
            self.channels.remove(channel)
            fields = {"Cause": str(cause), "Cause-txt": CAUSES[cause]}
            self.event("Hangup", **channel.snapshot(), **fields)

    # The connection

    def _serve(self, client: socket.socket) -> None:
        client.sendall(self.banner)
        challenge = ""
        is_in = False
        for action in _actions(client):
            self.received.append(action)
            number = action.get("actionid", "")
            name = action.get("action", "").lower()
            if name == self.busy_at:
                reply(client, number, "Error", Message="Too many sessions, try later")
            elif name == "challenge":
                challenge = str(secrets.randbelow(10**9))
                reply(client, number, "Success", Challenge=challenge)
            elif name == "login":
                is_in = self._is_proven(action, challenge)
                if not is_in or action.get("username") != self.username:
                    said = {"Message": self.refusal} if self.refusal else {}
                    reply(client, number, "Error", **said)
                    client.close()
                    return
                reply(client, number, "Success", Message="Authentication accepted")
                booted = {"Event": "FullyBooted", "Privilege": "system,all"}
                client.sendall(_message({**booted, "Status": "Fully Booted", "Uptime": "17"}))
            elif not is_in:
                reply(client, number, "Error", Message="Permission denied")
            elif not self.is_silent:
                self._do(client, name, number)

    def _is_proven(self, action: dict[str, str], challenge: str) -> bool:
        """The two ways of the action Login: MD5 of challenge and secret, or the secret itself."""
        if action.get("authtype", "plain").lower() == "plain":
            return action.get("secret") == self.secret
        proof = hashlib.md5((challenge + self.secret).encode()).hexdigest()
        return bool(challenge) and action.get("key") == proof

    def _do(self, client: socket.socket, name: str, number: str) -> None:
        if name == "ping":
            reply(client, number, "Success", Ping="Pong", Timestamp="1700000000.000000")
        elif name == "coreshowchannels":
            with self._lock:
                items = [
                    {
                        **one.snapshot(), "BridgeId": one.bridge, "Application": "AppDial",
                        "ApplicationData": "(Outgoing Line)", "Duration": "00:00:10",
                    }
                    for one in self.channels
                ]  # fmt: skip
                _send_list(client, number, "CoreShowChannel", "CoreShowChannelsComplete", items)
                self._clients.append(client)
        elif name == "queuestatus":
            items = [
                {
                    "Queue": one.name, "Max": "0", "Strategy": "ringall",
                    "Calls": str(len(one.waiting)), "Holdtime": "4", "TalkTime": "15",
                    "Completed": "42", "Abandoned": "14", "ServiceLevel": "60",
                    "ServicelevelPerf": "100.0", "Weight": "0",
                }
                for one in self.queues.values()
            ]  # fmt: skip
            _send_list(client, number, "QueueParams", "QueueStatusComplete", items)
            with self._logged_in:
                self.logins += 1
                self._logged_in.notify_all()
        else:
            reply(client, number, "Error", Message="Invalid/unknown command")


def reply(client: socket.socket, number: str, response: str, **fields: str) -> None:
    """The answer to an action, with its id."""
    client.sendall(_message({"Response": response, "ActionID": number, **fields}))


def _send_list(
    client: socket.socket, number: str, event: str, end: str, items: list[dict[str, str]]
) -> None:
    reply(client, number, "Success", EventList="start", Message="List will follow")
    for item in items:
        client.sendall(_message({"Event": event, "ActionID": number, **item}))
    done = {"EventList": "Complete", "ListItems": str(len(items))}
    client.sendall(_message({"Event": end, "ActionID": number, **done}))


def _bridge(bridge: str, channels: int, prefix: str = "") -> dict[str, str]:
    values = {
        "BridgeUniqueid": bridge,
        "BridgeType": "basic",
        "BridgeTechnology": "simple_bridge",
        "BridgeCreator": "<unknown>",
        "BridgeName": "<unknown>",
        "BridgeNumChannels": str(channels),
        "BridgeVideoSourceMode": "none",
    }
    return {f"{prefix}{key}": value for key, value in values.items()}


def _message(fields: Mapping[str, str]) -> bytes:
    return "".join([*(f"{key}: {value}\r\n" for key, value in fields.items()), "\r\n"]).encode()


def _actions(client: socket.socket) -> Iterator[dict[str, str]]:
    """The actions of a client: keys in small letters."""
    stream = client.makefile("rb")
    fields: dict[str, str] = {}
    try:
        for line in stream:
            text = line.decode().removesuffix("\r\n")
            if text:
                key, _, value = text.partition(":")
                fields[key.lower()] = value.removeprefix(" ")
            elif fields:
                yield fields
                fields = {}
    except (OSError, ValueError):
        return
