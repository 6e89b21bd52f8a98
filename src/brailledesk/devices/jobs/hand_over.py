"""A job to a queue of CUPS: handed over, watched, and never called done.

CUPS may call a job completed when its own program ended, also when the machine broke the
connection; only the message of its printer is another then (seen with CUPS 2.4). So a completed job
without a message ends as handed over, one with a message as failed, with all its pages in doubt.

The job is made in the queue first and its number written down, then it gets its document. A cut
between leaves a number that can be asked for: what has its document is not sent again, what has
none is taken back. A queue spools the whole document before its first byte goes out, so until then
nothing is begun.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic, sleep

from brailledesk.devices.embossers.encoded import Encoded
from brailledesk.devices.jobs.job import START, Job, Place, State, Wish
from brailledesk.devices.jobs.journal import Journal
from brailledesk.devices.jobs.send import STOPPED, Outcome, Stop, StopNow
from brailledesk.devices.transport.base import PACKET, printable
from brailledesk.devices.transport.connect import Connection, check_way
from brailledesk.devices.transport.ipp import Attributes, JobState, Queue, parse_queue
from brailledesk.errors import N_, BrailledeskError, DeviceError, DeviceRefused

INTERVAL = 0.5
"""Seconds between questions to the queue."""

COMPLETED = BrailledeskError(
    N_(
        "The queue says that it has sent everything. Whether the embosser has embossed it cannot be"
        " seen from here: look at the paper."
    )
)
NOT_WATCHED = BrailledeskError(
    N_("The queue has it and has not sent it yet; to see it: lpstat -o"),
)
FORGOTTEN = BrailledeskError(
    N_("The queue has forgotten it. Whether it was embossed: look at the paper.")
)


_AT_WORK = frozenset({JobState.PENDING, JobState.PROCESSING})
_STANDING = frozenset({JobState.HELD, JobState.STOPPED})
_WORDS = {
    int(JobState.CANCELED): N_("the job was cancelled in the queue"),
    int(JobState.ABORTED): N_("the queue gave the job up"),
}


def hand_over(
    journal: Journal,
    job: Job,
    encoded: Encoded,
    connection: Connection,
    *,
    stop: Stop,
    interval: float = INTERVAL,
) -> Outcome:
    """Give a job to its queue and watch it there until its end. The journal has the outcome."""
    check_way(
        connection,
        reply=encoded.reply,
        is_hand_fed=encoded.is_hand_fed,
        is_by_program=encoded.beside is not None,
    )
    queue = Queue(*parse_queue(connection.place))
    handing = _Handing(journal, job, encoded, queue, stop)
    try:
        number = handing.give()
        return handing.watch(number, connection.timeout, interval)
    except DeviceError as error:
        return handing.stopped(State.FAILED, error)
    except StopNow:
        return handing.stopped(State.PAUSED, STOPPED)


@dataclass(slots=True)
class _Handing:
    journal: Journal
    job: Job
    encoded: Encoded
    queue: Queue
    stop: Stop
    begun: Place = START

    def give(self) -> int:
        """The number of the job in the queue, which has its document then."""
        journal, number = self.journal, self.job.number
        journal.start(number, self.encoded.pages, START, START)
        known = self._known()
        if known is None:
            known = self.queue.create(self.job.request.title)
            journal.keep_receipt(number, f"{self.queue.address} {known}")
            self.stop.guard(lambda: self.queue.send(known, self._document()))
        self.begun = Place(self.job.request.copies, self.encoded.pages)
        journal.turn(number, START, self.begun)
        return known

    def _known(self) -> int | None:
        """The job of an earlier try that has its document; one that has none is taken back."""
        place, _, text = self.job.receipt.rpartition(" ")
        found = self.queue.look(int(text)) if place == self.queue.address else None
        if found is None:
            return None
        state, message = _state_of(found)
        has_document = found.get("number-of-documents") == [1]
        if has_document and _is_sound(state, message):
            return int(text)
        with suppress(DeviceError):
            self.queue.cancel(int(text))
        return None

    def _document(self) -> Iterator[bytes]:
        """All copies; behind a queue may be a USB cable, over which PACKET is the same trouble."""
        count = 0
        for _ in range(self.job.request.copies):
            for chunk in self.encoded.chunks():
                if chunk.data:
                    count += len(chunk.data)
                    yield chunk.data
        if count % PACKET == 0 and self.encoded.filler:
            yield self.encoded.filler

    def watch(self, number: int, timeout: float, interval: float) -> Outcome:
        """Look at the queue until it is through with the job, or does not move for too long."""
        last, since = None, monotonic()
        while True:
            found = self.queue.look(number)
            outcome = self._judge(number, found)
            if outcome is not None:
                return outcome
            state = found and (found.get("job-state"), found.get("job-printer-state-message"))
            if state != last:
                last, since = state, monotonic()
            if monotonic() - since > timeout or self.stop.wish is not Wish.NONE:
                return self._ended(State.HANDED_OVER, NOT_WATCHED)
            if self.journal.job(self.job.number).wish is not Wish.NONE:
                return self._take_back(number)
            sleep(interval)

    def _judge(self, number: int, found: Attributes | None) -> Outcome | None:
        """What the queue's word means; None while it is at work."""
        if found is None:
            return self._ended(State.HANDED_OVER, FORGOTTEN)
        state, message = _state_of(found)
        if _is_sound(state, message):
            is_through = state == JobState.COMPLETED
            return self._ended(State.HANDED_OVER, COMPLETED) if is_through else None
        if state in _STANDING:  # it would begin again from its first page, by itself
            with suppress(DeviceError):
                self.queue.cancel(number)
        said = message or _WORDS.get(state, N_("the job stands in the queue"))
        return self.stopped(State.FAILED, DeviceRefused(self.queue.address, said))

    def _take_back(self, number: int) -> Outcome:
        """Somebody asked for a pause or an end: of what a queue has, only an end is possible."""
        self.queue.cancel(number)
        reason = BrailledeskError(N_("It was taken back from the queue."))
        wish = self.journal.job(self.job.number).wish
        outcome = self.stopped(State.PAUSED, reason)
        return self._ended(State.CANCELLED, reason) if wish is Wish.CANCEL else outcome

    def _ended(self, state: State, reason: BrailledeskError) -> Outcome:
        self.journal.end(self.job.number, state, reason)
        return Outcome(state, reason)

    def stopped(self, state: State, reason: BrailledeskError) -> Outcome:
        """Failed or paused, with what a queue may have sent in doubt."""
        self.journal.stop(self.job.number, state, START, self.begun, reason)
        return Outcome(state, reason)


def _is_sound(state: int, message: str) -> bool:
    """Whether a queue has a job, and nothing went wrong with it.

    While it works the message tells what it does ("Connecting to printer"); of a job that stands or
    is through it tells of a fault.
    """
    return state in _AT_WORK or (not message and state in {*_STANDING, JobState.COMPLETED})


def _state_of(found: Attributes) -> tuple[int, str]:
    """State and message of a job, as its queue tells them."""
    state = next(iter(found.get("job-state", [])), None)
    message = next(iter(found.get("job-printer-state-message", [])), "")
    return state if isinstance(state, int) else 0, printable(str(message))
