"""``emboss/submit``, ``job/status``, ``job/list``, ``job/cancel``; ``job/changed`` to clients.

A job is in the journal before it is answered, so it is lost to nobody; what sends it is a thread,
whose end, whatever it is, the journal has. Jobs of other programs of this user are told too.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from brailledesk.devices.jobs.encoding import braille_of, encode_job
from brailledesk.devices.jobs.job import Job, Place, Request
from brailledesk.devices.jobs.journal import Journal, journal_path
from brailledesk.devices.jobs.ranges import parse_pages
from brailledesk.devices.jobs.run import Runner, cancel
from brailledesk.devices.jobs.send import Stop
from brailledesk.devices.jobs.setup import Setup, Setups, setups_folder
from brailledesk.devices.transport.connect import Connection, check_way
from brailledesk.errors import BrailledeskError
from brailledesk.i18n import catalogue
from brailledesk.service.handlers.documents import check_source
from brailledesk.service.handling import Handler, Task
from brailledesk.service.wire.base import Nothing
from brailledesk.service.wire.jobs import AskJob, JobInfo, Jobs, Submit
from brailledesk.sources import take_source

if TYPE_CHECKING:
    from brailledesk.service.service import Service

_MOST = 64_000_000
"""Bytes of a Braille file."""
_PAGE_SECONDS = 5.0
"""So long may a page take that is at the device when the service ends; then the job is paused."""


def submit(task: Task, params: Submit) -> JobInfo:
    """Make a job, and begin to send it; what can be wrong with it is told before.

    Raises UsageError, FormatError, EmbosserError, IngestError or JournalFaulty.
    """
    label = check_source(task, params.source)
    setup = Setups(setups_folder()).find(params.embosser)
    connection = setup.way()
    path, data = params.source.path, params.source.data
    given = data if data is not None else Path(path or "")
    _, content = take_source(given, params.source.name, _MOST)
    braille = braille_of(content, label, setup, parse_pages(params.pages or None))
    encoded = encode_job(braille, setup.values(), label)
    check_way(
        connection,
        reply=encoded.reply,
        is_hand_fed=encoded.is_hand_fed,
        is_by_program=encoded.beside is not None,
    )
    task.check()
    title = Path(path).name if path else params.source.name or label
    with Journal(journal_path()) as journal:
        request = Request(params.embosser, title, params.copies)
        number = journal.add(request, braille, setup.values())
        job = journal.job(number)
    service = task.service
    stop = Stop()
    thread = Thread(target=_send, args=(service, number, connection, stop), name=f"job {number}")
    thread.daemon = True  # a job that is cut off is taken up again, that is the journal's promise
    thread.start()

    def pause() -> None:
        if thread.is_alive():
            stop.ask()
            thread.join(_PAGE_SECONDS)

    service.soon(service.at_close, pause)
    return _info(service, job)


def status(task: Task, params: AskJob) -> JobInfo:
    """One job. Raises JobNotFound."""
    with Journal(journal_path()) as journal:
        return _info(task.service, journal.job(params.job))


def list_(task: Task, _params: Nothing) -> Jobs:
    """All jobs."""
    with Journal(journal_path()) as journal:
        return Jobs(jobs=[_info(task.service, job) for job in journal.jobs()])


def give_up(task: Task, params: AskJob) -> JobInfo:
    """Have a job end, at the end of its page. Raises JobNotFound, JobNotPossible."""
    with Journal(journal_path()) as journal:
        job = journal.job(params.job)
        cancel(journal, params.job, _way_of(journal, job))
        job = journal.job(params.job)
    _tell(task.service, job)
    return _info(task.service, job)


def _way_of(journal: Journal, job: Job) -> Connection | None:
    """Where a job goes, if that can still be known: of a file, what was written goes, too."""
    content = journal.content(job.number)
    if content is None:
        return None
    with suppress(BrailledeskError, TypeError):
        setups = Setups(setups_folder())
        name = job.request.embosser
        setup = setups.find(name) if name in setups.names() else Setup(**content[1])
        return setup.way()
    return None


def _send(service: Service, number: int, connection: Connection, stop: Stop) -> None:
    """Send a job in a thread of its own, and tell clients of each page."""
    with suppress(BrailledeskError), Journal(journal_path()) as journal:

        def told(_place: Place, _pages: int) -> None:
            _tell(service, journal.job(number))

        try:
            Runner(journal, encode_job, stop, told=told).run(number, connection)
        finally:
            _tell(service, journal.job(number))


def _tell(service: Service, job: Job) -> None:
    service.soon(service.broadcast, "job/changed", _info(service, job))


def _info(service: Service, job: Job) -> JobInfo:
    return JobInfo(
        job=job.number,
        name=job.request.title,
        embosser=job.request.embosser,
        state=job.state.value,
        copy=job.out.copy,
        copies=job.request.copies,
        page=job.out.page,
        pages=job.pages,
        error="" if job.reason is None else job.reason.describe(catalogue(service.locale)),
    )


HANDLERS = {
    "emboss/submit": Handler(long=submit),
    "job/status": Handler(long=status),
    "job/list": Handler(long=list_),
    "job/cancel": Handler(long=give_up),
}
