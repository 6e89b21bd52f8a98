"""The threads that send jobs: one a job, one after another to an embosser.

A job waits for those that came before it to the same embosser, then for other programs. Whatever
ends its thread, the journal has it: no job is left "queued" with nobody at it.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from threading import Lock, Thread
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

from brailledesk.devices.embossers.encoded import Encoded
from brailledesk.devices.jobs.encoding import encode_job
from brailledesk.devices.jobs.job import ENDS, Job, Place, State
from brailledesk.devices.jobs.journal import Journal, journal_path
from brailledesk.devices.jobs.run import Runner, pause
from brailledesk.devices.jobs.send import Stop
from brailledesk.devices.transport.connect import Connection
from brailledesk.errors import (
    BrailledeskError,
    ConversionBroken,
    DeviceBusy,
    JobNotFound,
    JobNotPossible,
)
from brailledesk.i18n import catalogue
from brailledesk.service.rights import Rights
from brailledesk.service.wire.jobs import JobInfo

if TYPE_CHECKING:
    from brailledesk.service.service import Service

_PAGE_SECONDS = 5.0
"""So long may a page take that is at the device when the service ends; then the job is paused."""
_LOOK_SECONDS = 0.2
"""Between two looks whether it is a job's turn, and whether somebody gave it up."""
_BUSY_LOOKS = 5
"""Looks before a device that another program has is tried again."""


class Sending:
    """Sends jobs, and knows which pages they came from. Safe with threads.

    What came from a page is that page's, until the service ends; programs of the user see all.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._last: dict[str, Thread] = {}
        self._owners: dict[int, str] = {}

    def begin(self, service: Service, job: Job, connection: Connection, rights: Rights) -> None:
        """Send a job when its turn comes."""
        number, embosser, stop = job.number, job.request.embosser, Stop()
        making = _Making()
        with self._lock:
            if rights.origin is not None:
                self._owners[number] = rights.origin
            before = self._last.get(embosser)
            thread = Thread(
                target=self._send,
                args=(service, number, connection, stop, before, making),
                name=f"job {number}",
                daemon=True,  # a job that is cut off is taken up again: the journal's promise
            )
            self._last[embosser] = thread
            thread.start()

        def halt() -> None:
            stop.ask()
            until = monotonic() + _PAGE_SECONDS
            while thread.is_alive() and not making.is_on and monotonic() < until:
                thread.join(_LOOK_SECONDS / 4)
            if thread.is_alive() and making.is_on:
                _leave(number)  # nothing of it is at the device

        service.at_close(halt)

    def is_seen(self, number: int, rights: Rights) -> bool:
        """Whether a client may know of a job."""
        return rights.origin is None or self._owners.get(number) == rights.origin

    def check(self, number: int, rights: Rights) -> None:
        """Raise JobNotFound for a job that a client may not know of."""
        if not self.is_seen(number, rights):
            raise JobNotFound(number)

    def tell(self, service: Service, job: Job, reason: BrailledeskError | None = None) -> None:
        """Tell those who may know how a job is, from any thread."""
        service.soon(self._tell, service, job, reason)

    def _tell(self, service: Service, job: Job, reason: BrailledeskError | None) -> None:
        info = info_of(service, job, reason)
        for endpoint in tuple(service.endpoints):
            if self.is_seen(job.number, endpoint.rights):
                endpoint.tell("job/changed", info)

    def _send(
        self,
        service: Service,
        number: int,
        connection: Connection,
        stop: Stop,
        before: Thread | None,
        making: _Making,
    ) -> None:
        """Send a job in a thread of its own, and tell clients of each page."""
        with suppress(BrailledeskError), Journal(journal_path()) as journal:
            try:
                if _waits_for(before, journal, number, stop):
                    del before
                    self._run(service, journal, number, connection, stop, making)
                elif stop.wish:
                    pause(journal, number)
            except JobNotPossible:
                pass  # somebody gave it up, or sends it from elsewhere
            except BrailledeskError as error:
                _fail(journal, number, error)
            except Exception as error:
                title = journal.job(number).request.title
                _fail(journal, number, ConversionBroken(title, type(error).__name__))
                raise
            finally:
                self.tell(service, journal.job(number))

    def _run(
        self,
        service: Service,
        journal: Journal,
        number: int,
        connection: Connection,
        stop: Stop,
        making: _Making,
    ) -> None:
        """Send a job as soon as no other program has the device."""

        def told(_place: Place, _pages: int) -> None:
            self.tell(service, journal.job(number))

        runner = Runner(journal, making.encode, stop, told=told)
        is_told = False
        while True:
            try:
                runner.run(number, connection)
            except DeviceBusy as error:
                if not is_told:
                    self.tell(service, journal.job(number), error)
                    is_told = True
                if not _waits(journal, number, stop):
                    if stop.wish:
                        pause(journal, number)
                    return
            else:
                return


class _Making:
    """Makes the bytes of a job, and says whether it is at that: nobody can end it then."""

    def __init__(self) -> None:
        self.is_on = False

    def encode(self, braille: bytes, values: Mapping[str, Any]) -> Encoded:
        """See :func:`encode_job`."""
        self.is_on = True
        try:
            return encode_job(braille, values)
        finally:
            self.is_on = False


def _leave(number: int) -> None:
    """Have a job wait that is not at the device yet, as the service ends."""
    with suppress(BrailledeskError), Journal(journal_path()) as journal:
        job = journal.job(number)
        if job.state not in ENDS:
            journal.stop(number, State.PAUSED, job.out, job.begun, job.reason, sure=job.sure)


def _waits_for(before: Thread | None, journal: Journal, number: int, stop: Stop) -> bool:
    """Wait for the job before this one; False where this one is not to be sent any more."""
    while before is not None and before.is_alive():
        before.join(_LOOK_SECONDS)
        if not _is_wanted(journal, number, stop):
            return False
    return True


def _waits(journal: Journal, number: int, stop: Stop) -> bool:
    """Wait a moment for another program; False where the job is not to be sent any more."""
    for _ in range(_BUSY_LOOKS):
        sleep(_LOOK_SECONDS)
        if not _is_wanted(journal, number, stop):
            return False
    return True


def _is_wanted(journal: Journal, number: int, stop: Stop) -> bool:
    return not stop.wish and journal.job(number).state is State.QUEUED


def _fail(journal: Journal, number: int, reason: BrailledeskError) -> None:
    """Say in the journal why a job could not be begun."""
    job = journal.job(number)
    if job.state is State.QUEUED:
        journal.stop(number, State.FAILED, job.out, job.begun, reason, sure=job.sure)


def info_of(service: Service, job: Job, reason: BrailledeskError | None = None) -> JobInfo:
    """A job as clients know it; ``reason`` is why it waits."""
    reason = reason or job.reason
    return JobInfo(
        job=job.number,
        name=job.request.title,
        embosser=job.request.embosser,
        state=job.state.value,
        copy=job.out.copy,
        copies=job.request.copies,
        page=job.out.page,
        pages=job.pages,
        error="" if reason is None else reason.describe(catalogue(service.locale)),
    )
