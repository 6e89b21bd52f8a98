"""What goes over the wire to an embosser, in pieces: the value between codecs and transports."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from brailledesk.devices.embossers.beside import Beside


@dataclass(frozen=True, slots=True)
class Chunk:
    """Bytes for the machine.

    ``last_page``: once it has them all, the machine has every page of the job from 1 up to this
    one; 0 before the first page is whole. Pages are counted from 1, in the order of the job; the
    blank back of a page belongs to that page.
    """

    data: bytes
    last_page: int


@dataclass(frozen=True, slots=True)
class Encoded:
    """A job as bytes, made as they are asked for: memory stays flat, however long the job.

    ``pages`` counts the pages of the job. ``reply`` says how the machine answers each line: None
    (it does not), or "ok" (G-code: the next line is sent when the machine has said so).
    ``is_hand_fed`` says that someone has to put in each sheet. ``filler`` is a byte that may stand
    behind the job and does nothing there; empty where none is known. ``beside`` is a file of
    settings without which the bytes are not the whole job. ``make`` is called with the first page.
    """

    pages: int
    make: Callable[[int], Iterator[Chunk]]
    reply: str | None = None
    is_hand_fed: bool = False
    filler: bytes = b""
    beside: Beside | None = None

    def chunks(self, first_page: int = 1) -> Iterator[Chunk]:
        """The preamble and all that is needed when the machine has the pages before ``first_page``.

        It begins with the sheet that holds ``first_page``; a job that the machine folds or binds
        as a whole begins again.
        """
        return self.make(first_page)
