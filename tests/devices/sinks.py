"""Machines of the tests: TCP ports that reset, stall or hang up; terminals that are pulled out."""

from __future__ import annotations

import os
import pty
import select
import socket
import struct
import threading
import tty
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import sleep

AT_ONCE = struct.pack("ii", 1, 0)


@dataclass(slots=True)
class Sink:
    """What a machine on a port got, a piece for each connection."""

    port: int
    received: list[bytearray] = field(default_factory=list)
    go_on: threading.Event = field(default_factory=threading.Event)

    @property
    def last(self) -> bytes:
        return bytes(self.received[-1])


@contextmanager
def listening(
    *,
    reset_after: int | None = None,
    close_after: int | None = None,
    stall_after: int | None = None,
    room: int | None = None,
    hangs_up: bool = True,
    pause: float = 0.0,
) -> Iterator[Sink]:
    """A port that reads to the end and hangs up; the first connection fails as it is told.

    ``room`` is the size of its buffer: with it, no more than about twice that is ever unread. With
    ``pause`` it waits so many seconds between two pieces of 1,000 bytes.
    """
    listener = socket.socket()
    if room is not None:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, room)
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    sink = Sink(listener.getsockname()[1])
    limits = [one for one in (reset_after, close_after, stall_after) if one is not None]

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            is_first = not sink.received
            got = bytearray()
            sink.received.append(got)
            limit = limits[0] if limits and is_first else None
            with connection:
                _read(connection, got, limit, pause)
                if limit is not None and len(got) == limit:
                    if reset_after is not None:
                        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
                    if stall_after is not None:
                        sink.go_on.wait(60)
                elif not hangs_up:
                    sink.go_on.wait(60)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield sink
    finally:
        sink.go_on.set()
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(60)


def _read(connection: socket.socket, got: bytearray, limit: int | None, pause: float) -> None:
    most = 1000 if pause else 4096
    while limit is None or len(got) < limit:
        try:
            data = connection.recv(most if limit is None else min(most, limit - len(got)))
        except ConnectionResetError:
            return
        if not data:
            return
        got += data
        sleep(pause)


@dataclass(slots=True)
class Terminal:
    """A pseudo terminal: ``name`` is what a program opens as a port, ``master`` our end."""

    master: int
    name: str
    received: bytearray = field(default_factory=bytearray)
    is_pulled: bool = False

    def pull(self) -> None:
        """Both ends are gone, as when the cable of a USB converter is pulled out."""
        if not self.is_pulled:
            self.is_pulled = True
            os.close(self.master)

    def read(self, most: int, seconds: float = 5.0) -> bytes:
        """Up to ``most`` bytes, as soon as some are there."""
        if not select.select([self.master], [], [], seconds)[0]:
            return b""
        try:
            data = os.read(self.master, most)
        except OSError:  # nobody has the other end open
            return b""
        self.received += data
        return data


@contextmanager
def terminal() -> Iterator[Terminal]:
    master, port = pty.openpty()
    tty.setraw(port)
    one = Terminal(master, os.ttyname(port))
    os.close(port)
    try:
        yield one
    finally:
        one.pull()


@contextmanager
def reading(one: Terminal, pull_after: int | None = None) -> Iterator[threading.Thread]:
    """A thread that reads, and pulls the cable behind a byte."""
    done = threading.Event()

    def run() -> None:
        while not done.is_set() or select.select([one.master], [], [], 0)[0]:
            left = 4096 if pull_after is None else pull_after - len(one.received)
            if left <= 0:
                one.pull()
                return
            if not one.read(min(left, 4096), 0.02) and done.is_set():
                return

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield thread
    finally:
        done.set()
        thread.join(60)
