"""A source of calls at work: as a task beside others, or in a thread of its own."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from threading import Thread
from typing import Self

from brailledesk.call import CallNews, Unlinked
from brailledesk.errors import BrailledeskError, CallsRefused
from brailledesk.telephony.following import CallDesk
from brailledesk.telephony.source import CallSource


async def follow(
    source: CallSource, desk: CallDesk, clock: Callable[[], float] = time.time
) -> None:
    """Let a desk follow a source, until cancelled, or until the source ends for good.

    A source that fails is told as one that cannot be heard; nothing is raised.
    """
    wake = asyncio.Event()

    def tell(news: CallNews) -> None:
        desk.hear(news)
        wake.set()

    watching = asyncio.create_task(_watch(desk, wake, clock))
    try:
        await source.run(tell)
    except BrailledeskError as error:
        tell(Unlinked(error, is_final=True))
    except Exception as error:  # noqa: BLE001 - a plugin's; its words may name a caller
        name = type(error).__name__
        tell(Unlinked(CallsRefused(type(source).__name__, name), is_final=True))
    finally:
        watching.cancel()


async def _watch(desk: CallDesk, wake: asyncio.Event, clock: Callable[[], float]) -> None:
    """End the work after a call when it is time."""
    while True:
        due = desk.tick()
        try:
            async with asyncio.timeout(None if due is None else max(due - clock(), 0.0)):
                await wake.wait()
        except TimeoutError:
            continue
        wake.clear()


class CallThread:
    """A source in a thread of its own, for hosts without an event loop; use it by ``with``."""

    def __init__(self, source: CallSource, desk: CallDesk) -> None:
        self._source = source
        self._desk = desk
        self._loop = asyncio.new_event_loop()
        self._task: asyncio.Task[None] | None = None
        self._thread = Thread(target=self._run, name="calls", daemon=True)

    def __enter__(self) -> Self:
        self._task = self._loop.create_task(follow(self._source, self._desk))
        self._thread.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        task = self._task
        assert task is not None
        with suppress(RuntimeError):  # the source has ended for good, and its loop with it
            self._loop.call_soon_threadsafe(task.cancel)
        self._thread.join(5.0)

    def _run(self) -> None:
        assert self._task is not None
        try:
            self._loop.run_until_complete(self._task)
        except asyncio.CancelledError:
            pass
        finally:
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
            self._loop.close()
