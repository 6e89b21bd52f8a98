"""A source of calls in a thread, as a service runs it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from brailledesk.call import CallNews
from brailledesk.telephony.source import CallSource


@contextmanager
def in_thread(source: CallSource, tell: Callable[[CallNews], None]) -> Iterator[None]:
    """Let a source tell its news until the end of the block."""
    loop = asyncio.new_event_loop()
    task = loop.create_task(source.run(tell))

    def run() -> None:
        try:
            loop.run_until_complete(task)
        except asyncio.CancelledError:
            pass
        finally:
            loop.run_until_complete(asyncio.sleep(0.01))  # what it has ended comes to its end
            loop.close()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        with suppress(RuntimeError):  # it has ended by itself
            loop.call_soon_threadsafe(task.cancel)
        thread.join(60)
        assert not thread.is_alive()
