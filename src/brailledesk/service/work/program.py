"""The program of a process beside the service: one work after another, until nobody asks."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any, BinaryIO, cast

from brailledesk.errors import BrailledeskError
from brailledesk.service.work.wire import receive, send

_HOMES = {"convert": "documents", "sheet": "documents", "ocr": "documents", "draw": "pictures"}
_HOMES |= {"translate": "texts", "back_translate": "texts", "prepare": "jobs"}
"""The works, and the modules that have them."""

_BEHIND = 5
"""Steps behind the desk, where both want the processor."""


def main() -> None:
    """Read works from standard input, and write what came of each."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started it ends it
    if hasattr(os, "nice"):
        os.nice(_BEHIND)
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what a library prints is no answer
    while True:
        try:
            name, arguments = cast("tuple[str, tuple[Any, ...]]", receive(sys.stdin.buffer))
        except EOFError:
            return
        try:
            answer = _do(name, arguments, out)
        except (OSError, ValueError):
            return  # nobody listens any more
        send(out, answer)


def _do(name: str, arguments: tuple[Any, ...], out: BinaryIO) -> tuple[str, object]:
    """Do a work of ``documents``; what came of it, and of which kind that is."""

    def tell(stage: str, done: int, total: int) -> None:
        send(out, ("told", (stage, done, total)))

    try:
        # Its imports take their time, and those of pictures may not be there.
        module = import_module(f"brailledesk.service.work.{_HOMES[name]}")
        work: Callable[..., object] = getattr(module, name)
        return "done", work(*arguments, tell)
    except BrailledeskError as error:
        return "refused", error
    except Exception as error:  # noqa: BLE001 - its words may be those of a document
        return "broken", type(error).__name__


if __name__ == "__main__":
    main()
