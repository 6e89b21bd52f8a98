"""The process that opens a PDF: bytes on its standard input, messages on its standard output.

It runs by itself because pdfium is native code and the file is hostile until read: what it does
to this process does not reach the other one, memory and time can be bounded, and a call that does
not come back can be ended. ``python -m brailledesk.ingest.pdf.worker MEGABYTES SECONDS [PAGE…]``
gives the text, or of the pages named, pictures.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from brailledesk.ingest.pdf.page import TOO_LARGE, Fault, Message, encode_message


def main() -> None:
    megabytes, seconds = map(int, sys.argv[1:3])
    _limit(megabytes, seconds)
    data = sys.stdin.buffer.read()
    for message in _messages(data, [int(page) for page in sys.argv[3:]]):
        sys.stdout.buffer.write(encode_message(message))
        sys.stdout.buffer.flush()


def _limit(megabytes: int, seconds: int) -> None:
    """Bound memory and processor time, and leave no core file, where the system can do that."""
    try:
        import resource  # noqa: PLC0415 - Unix only
    except ImportError:
        return
    for kind, limit in (
        (resource.RLIMIT_AS, megabytes * 1_000_000),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        if hard == resource.RLIM_INFINITY or limit < hard:
            resource.setrlimit(kind, (limit, limit))


def _messages(data: bytes, pictured: list[int]) -> Iterator[Message]:
    try:
        # pdfium is loaded below the limits.
        from brailledesk.ingest.pdf.extract import read_messages, read_pictures  # noqa: PLC0415

        yield from read_pictures(data, pictured) if pictured else read_messages(data)
    except MemoryError:
        yield Fault(TOO_LARGE)


if __name__ == "__main__":
    main()
