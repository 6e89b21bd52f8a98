"""The local socket: many programs of one user, and of nobody else.

The folder is the user's own and closed to others, the socket has mode 0600, and the system says
whose process is at the other end (SO_PEERCRED on Linux). A lock beside the socket says that a
service is running; a socket without one is what a killed service left behind.
"""

from __future__ import annotations

import asyncio
import os
import shlex
import socket
import stat
import struct
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from itertools import count
from pathlib import Path

from brailledesk.errors import N_, SocketNotSafe
from brailledesk.locking import lock_file
from brailledesk.service.rpc.framing import HeaderFraming
from brailledesk.service.service import Service
from brailledesk.service.transports.stream import StreamConnection
from brailledesk.system_errors import reason_of

_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_MOST_PATH = 100
"""Bytes of a path; the systems have room for 104 to 108."""

UserOf = Callable[[socket.socket], int | None]


@asynccontextmanager
async def serve_socket(
    service: Service, path: str, *, user_of: UserOf | None = None
) -> AsyncIterator[None]:
    """Serve at a socket; ``user_of`` tells whose process is at the other end, None nobody knows.

    Raises SocketNotSafe.
    """
    numbers = count(1)
    loop = asyncio.get_running_loop()

    def connection() -> StreamConnection:
        name = f"socket {next(numbers)}"
        return StreamConnection(
            service, name, HeaderFraming(), is_welcome=lambda one: is_own(one, user_of or peer_user)
        )

    with _Listening(path) as listening:
        server = await loop.create_unix_server(connection, sock=listening)
        try:
            yield
        finally:
            server.close()


def is_own(transport: asyncio.BaseTransport, user_of: UserOf) -> bool:
    """Whether the process at the other end is this user's, as far as the system tells."""
    user = user_of(transport.get_extra_info("socket"))
    return user is None or user == os.geteuid()


def peer_user(connected: socket.socket) -> int | None:
    """The user of the process at the other end; None where the system does not tell."""
    if sys.platform != "linux":
        return None
    given = connected.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    _process, user, _group = struct.unpack("3i", given)
    return int(user)


class _Listening:
    """The socket at a path, listening, for as long as the block lasts."""

    def __init__(self, path: str) -> None:
        if len(os.fsencode(path)) > _MOST_PATH:
            raise SocketNotSafe(path, N_("the path is too long for a socket"))
        self._path = Path(path).absolute()

    def __enter__(self) -> socket.socket:
        check_folder(self._path)
        self._lock = _locked(self._path)
        try:
            _remove_stale(self._path)
            self._socket = _bound(self._path)
        except BaseException:
            os.close(self._lock)
            raise
        self._made = self._path.lstat()
        return self._socket

    def __exit__(self, *_: object) -> None:
        self._socket.close()
        with suppress(OSError):
            if os.path.samestat(self._path.lstat(), self._made):
                self._path.unlink()
        os.close(self._lock)


def check_folder(path: Path) -> None:
    """Make the folder of a socket, or see that it is the user's alone. Raises SocketNotSafe."""
    try:
        path.parent.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):
            path.parent.mkdir(0o700)
        found = path.parent.lstat()
    except OSError as error:
        raise SocketNotSafe(str(path), reason_of(error)) from None
    if not stat.S_ISDIR(found.st_mode):
        raise SocketNotSafe(str(path), N_("its folder is a link or a file"))
    if found.st_uid != os.geteuid():
        raise SocketNotSafe(str(path), N_("its folder is another user's"))
    if found.st_mode & _OTHERS:
        raise SocketNotSafe(
            str(path),
            N_("others can enter its folder"),
            N_("Close the folder: chmod 700 {folder}. Or name another place with --socket."),
            folder=shlex.quote(str(path.parent)),
        )


def _locked(path: Path) -> int:
    """The lock that says that a service runs here. Raises SocketNotSafe where one does already."""
    flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
    try:
        lock = os.open(f"{path}.lock", flags, 0o600)
    except OSError as error:
        raise SocketNotSafe(str(path), reason_of(error)) from None
    if not lock_file(lock):
        os.close(lock)
        raise SocketNotSafe(str(path), N_("another service is running there"))
    return lock


def _remove_stale(path: Path) -> None:
    """Remove the socket that a killed service left. Raises SocketNotSafe for anything else."""
    try:
        found = path.lstat()
    except FileNotFoundError:
        return
    if not stat.S_ISSOCK(found.st_mode):
        raise SocketNotSafe(str(path), N_("something that is no socket is there"))
    if found.st_uid != os.geteuid():
        raise SocketNotSafe(str(path), N_("the socket there is another user's"))
    path.unlink()


def _bound(path: Path) -> socket.socket:
    """A socket with mode 0600 from its first moment."""
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    before = os.umask(0o177)
    try:
        listening.bind(str(path))
        listening.listen(16)
    except OSError as error:
        listening.close()
        raise SocketNotSafe(str(path), reason_of(error)) from None
    finally:
        os.umask(before)
    return listening
