"""``emboss/submit``, ``job/status``, ``job/list``, ``job/cancel``.

A job is in the journal before it is answered, so it is lost to nobody. Programs of the user see
all jobs, also those of other programs; a page sees those that it gave itself.
"""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from brailledesk.devices.jobs.job import Job, Request
from brailledesk.devices.jobs.journal import Journal, journal_path
from brailledesk.devices.jobs.run import cancel
from brailledesk.devices.jobs.setup import Setup, Setups, setups_folder
from brailledesk.devices.transport.connect import Connection, check_way
from brailledesk.errors import BrailledeskError
from brailledesk.service.handlers.documents import check_source
from brailledesk.service.handlers.sending import Sending, info_of
from brailledesk.service.handling import Handler, Handlers, Task
from brailledesk.service.wire.base import Nothing
from brailledesk.service.wire.jobs import AskJob, JobInfo, Jobs, Submit
from brailledesk.service.work.processes import Processes

if TYPE_CHECKING:
    from brailledesk.service.work.jobs import Prepared


def submit(processes: Processes, sending: Sending, task: Task, params: Submit) -> JobInfo:
    """Make a job, and begin to send it; what can be wrong with it is told before.

    Raises UsageError, FormatError, EmbosserError, IngestError or JournalFaulty.
    """
    label = check_source(task, params.source)
    setup = Setups(setups_folder()).find(params.embosser)
    connection = setup.way()
    given = (params.source, label, setup, params.pages)
    prepared = cast("Prepared", processes.run(task, label, "prepare", *given))
    check_way(
        connection,
        reply=prepared.reply,
        is_hand_fed=prepared.is_hand_fed,
        is_by_program=prepared.is_by_program,
    )
    task.check()
    path = params.source.path
    title = Path(path).name if path else params.source.name or label
    with Journal(journal_path()) as journal:
        request = Request(params.embosser, title, params.copies)
        number = journal.add(request, prepared.braille, setup.values())
        job = journal.job(number)
    sending.begin(task.service, job, connection, task.rights)
    return info_of(task.service, job)


def status(sending: Sending, task: Task, params: AskJob) -> JobInfo:
    """One job. Raises JobNotFound."""
    sending.check(params.job, task.rights)
    with Journal(journal_path()) as journal:
        return info_of(task.service, journal.job(params.job))


def list_(sending: Sending, task: Task, _params: Nothing) -> Jobs:
    """All jobs that the client may know of."""
    with Journal(journal_path()) as journal:
        jobs = journal.jobs()
    seen = [job for job in jobs if sending.is_seen(job.number, task.rights)]
    return Jobs(jobs=[info_of(task.service, job) for job in seen])


def give_up(sending: Sending, task: Task, params: AskJob) -> JobInfo:
    """Have a job end, at the end of its page. Raises JobNotFound, JobNotPossible."""
    sending.check(params.job, task.rights)
    with Journal(journal_path()) as journal:
        job = journal.job(params.job)
        cancel(journal, params.job, _way_of(journal, job))
        job = journal.job(params.job)
    sending.tell(task.service, job)
    return info_of(task.service, job)


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


def job_handlers(processes: Processes) -> Handlers:
    """The handlers, which know together what is being sent; ``processes`` make ready what is."""
    sending = Sending()
    return {
        "emboss/submit": Handler(long=partial(submit, processes, sending)),
        "job/status": Handler(long=partial(status, sending)),
        "job/list": Handler(long=partial(list_, sending)),
        "job/cancel": Handler(long=partial(give_up, sending)),
    }
