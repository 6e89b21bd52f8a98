"""The process that opens a PDF: bytes on its standard input, messages on its standard output.

It runs by itself because pdfium is native code and the file is hostile until read: what it does
to this process does not reach the other one, memory and time can be bounded, and a call that does
not come back can be ended.
``python -m brailledesk.ingest.pdf.worker MEGABYTES SECONDS [pictures]``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from brailledesk.ingest.bounds import bound_memory, bound_time
from brailledesk.ingest.pdf.page import TOO_LARGE, Fault, Message, encode_message


def main() -> None:
    megabytes, seconds = map(int, sys.argv[1:3])
    bound_memory(megabytes)
    bound_time(seconds)
    data = sys.stdin.buffer.read()
    for message in _messages(data, has_pictures="pictures" in sys.argv[3:]):
        sys.stdout.buffer.write(encode_message(message))
        sys.stdout.buffer.flush()


def _messages(data: bytes, *, has_pictures: bool) -> Iterator[Message]:
    try:
        # pdfium is loaded below the limits.
        from brailledesk.ingest.pdf.extract import read_messages  # noqa: PLC0415

        yield from read_messages(data, has_pictures=has_pictures)
    except MemoryError:
        yield Fault(TOO_LARGE)


if __name__ == "__main__":
    main()
