"""The named pipe of Windows, for programs of this user alone.

asyncio makes pipes that others may read, so the pipe is made here: its DACL has one entry, the
user's own identity, and clients over the network are refused. The first instance must be new
(FILE_FLAG_FIRST_PIPE_INSTANCE), so nobody can have made a pipe of this name before.

**Not run on the machines that build brailledesk**, which have no Windows: written from Microsoft's
documentation of CreateNamedPipeW and of the security descriptor string format, and from asyncio's
own pipe server.
"""

from __future__ import annotations

import sys

if sys.platform == "win32":
    import asyncio
    import ctypes
    from asyncio import windows_events, windows_utils
    from collections.abc import AsyncIterator
    from contextlib import asynccontextmanager
    from ctypes import wintypes
    from itertools import count
    from typing import Any

    from brailledesk.errors import SocketNotSafe
    from brailledesk.service.rpc.framing import HeaderFraming
    from brailledesk.service.service import Service
    from brailledesk.service.transports.stream import StreamConnection
    from brailledesk.system_errors import reason_of

    _ACCESS_DUPLEX = 0x3
    _FLAG_OVERLAPPED = 0x40000000
    _FLAG_FIRST_INSTANCE = 0x00080000
    _REJECT_REMOTE = 0x8
    _UNLIMITED = 255
    _OWNER_ONLY = "D:P(A;;GA;;;OW)"
    """Protected, one entry: all access for the owner, who is the user that makes it."""

    class _SecurityAttributes(ctypes.Structure):
        _fields_ = (
            ("length", wintypes.DWORD),
            ("descriptor", wintypes.LPVOID),
            ("inherits", wintypes.BOOL),
        )

    class _OwnPipeServer(windows_events.PipeServer):
        """asyncio's server of a pipe, whose instances admit this user alone."""

        def _server_pipe_handle(self: Any, first: bool) -> Any:  # noqa: ANN401 - asyncio's
            if self.closed():
                return None
            made = windows_utils.PipeHandle(_make_pipe(self._address, is_first=first))
            self._free_instances.add(made)
            return made

    def _make_pipe(name: str, *, is_first: bool) -> int:
        descriptor = wintypes.LPVOID()
        if not ctypes.windll.advapi32.ConvertStringSecurityDescriptorToSecurityDescriptorW(
            _OWNER_ONLY, 1, ctypes.byref(descriptor), None
        ):
            raise ctypes.WinError()
        attributes = _SecurityAttributes(ctypes.sizeof(_SecurityAttributes), descriptor, False)
        create = ctypes.windll.kernel32.CreateNamedPipeW
        create.restype = wintypes.HANDLE
        flags = _ACCESS_DUPLEX | _FLAG_OVERLAPPED | (_FLAG_FIRST_INSTANCE if is_first else 0)
        size = windows_utils.BUFSIZE
        handle = create(
            name, flags, _REJECT_REMOTE, _UNLIMITED, size, size, 0, ctypes.byref(attributes)
        )
        ctypes.windll.kernel32.LocalFree(descriptor)
        if handle == wintypes.HANDLE(-1).value:
            raise ctypes.WinError()
        return int(handle)

    @asynccontextmanager
    async def serve_pipe(service: Service, name: str) -> AsyncIterator[None]:
        """Serve at a pipe. Raises SocketNotSafe where it is not to be had."""
        numbers = count(1)
        loop: Any = asyncio.get_running_loop()

        def connection() -> StreamConnection:
            return StreamConnection(service, f"pipe {next(numbers)}", HeaderFraming())

        plain = windows_events.PipeServer
        windows_events.PipeServer = _OwnPipeServer  # type: ignore[misc]
        try:
            (server,) = await loop.start_serving_pipe(connection, name)
        except OSError as error:
            raise SocketNotSafe(name, reason_of(error)) from None
        finally:
            windows_events.PipeServer = plain  # type: ignore[misc]
        try:
            yield
        finally:
            server.close()
