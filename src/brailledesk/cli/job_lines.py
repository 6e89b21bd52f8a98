"""What the commands of ``brailledesk jobs`` do, and the lines that tell of it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping

from brailledesk.cli.console import say, translator
from brailledesk.cli.embossing import doubt_of, send, setup_of
from brailledesk.cli.resuming import ask_resumption
from brailledesk.devices.jobs.job import (
    ENDS,
    INTERRUPTED,
    STATE_NAMES,
    Doubt,
    Job,
    Place,
    State,
    Wish,
)
from brailledesk.devices.jobs.journal import Journal, journal_path
from brailledesk.devices.jobs.run import Resumption, cancel, pause
from brailledesk.devices.transport.connect import Connection
from brailledesk.errors import BrailledeskError, JobNotPossible


def list_lines(*, is_open: bool) -> Iterator[str]:
    """A line for each job, the oldest first."""
    _ = translator()
    with Journal(journal_path()) as journal:
        jobs = [job for job in journal.jobs() if not (is_open and job.state in ENDS)]
    if not jobs:
        yield _("There are no jobs.")
    for job in jobs:
        told = _("Job {number}: {state}; {title} to {name}; {progress}")
        yield told.format(
            number=job.number,
            state=_(state_of(job)),
            title=_(job.request.title),
            name=job.request.embosser,
            progress=_progress(job),
        )


def show_lines(number: int) -> Iterator[str]:
    """All that is known of a job."""
    _ = translator()
    with Journal(journal_path()) as journal:
        job = journal.job(number)
        content = journal.content(number)
    connection = _connection(job, content[1]) if content else None
    doubt = doubt_of(job, connection)
    yield _("Job {number}: {state}").format(number=number, state=_(state_of(job)))
    yield _("Document: {title}").format(title=_(job.request.title))
    yield _("Embosser: {name}").format(name=job.request.embosser)
    yield _("Begun: {time}").format(time=job.created)
    yield _("Out: {progress}").format(progress=_progress(job))
    if job.reason is not None:
        yield _("Reason: {reason}").format(reason=job.reason.describe(_))
    yield from second_fault_lines(job, connection)
    if job.is_unsure:
        told = _("To go back to what is sure: brailledesk jobs resume {number} --from-sure")
        yield told.format(number=number)
    yield from counted_lines(job, doubt)
    if doubt is not None and job.state not in ENDS:
        yield _("In doubt: {doubt}").format(doubt=doubt.tell(job.request.copies).describe(_))
        told = _("To emboss them again: brailledesk jobs resume {number}").format(number=number)
        yield f"{told} --again" if job.is_unsure else told
        yield _("To leave them out: brailledesk jobs resume {number} --skip").format(number=number)
    elif job.state not in {*ENDS, State.SENDING} or job.is_interrupted:
        told = _("To go on: brailledesk jobs resume {number}").format(number=number)
        yield f"{told} --again" if job.is_unsure else told
    if job.wish is not Wish.NONE:
        yield _("Asked for: {wish}, at the end of the page.").format(
            wish=_("a pause") if job.wish is Wish.PAUSE else _("the end")
        )
    if job.receipt:
        yield _("In the queue as: {receipt}").format(receipt=job.receipt)
    yield _("Its Braille is kept.") if content else _("Its Braille is wiped.")


def _connection(job: Job, values: Mapping[str, object]) -> Connection | None:
    """How it is reached; None where that cannot be told, which the next attempt to send tells."""
    try:
        return setup_of(job, values).way()
    except BrailledeskError:
        return None


def pause_job(number: int) -> str:
    """Pause it; what is told of that."""
    _ = translator()
    with Journal(journal_path()) as journal:
        before = pause(journal, number)
    if before.is_held:
        return _("Job {number} pauses at the end of its page.").format(number=number)
    return _("Job {number} is paused.").format(number=number)


def cancel_job(number: int) -> str:
    """Give it up; what is told of that."""
    _ = translator()
    with Journal(journal_path()) as journal:
        content = journal.content(number)
        job = journal.job(number)
        connection = setup_of(job, content[1]).way() if content else None
        before = cancel(journal, number, connection)
    if before.is_held:
        return _("Job {number} ends at the end of its page.").format(number=number)
    return _("Job {number} is cancelled.").format(number=number)


def resume_job(
    number: int, resumption: Resumption | None, *, is_waiting: bool, style: str | None
) -> None:
    """Go on with it in the foreground. The pages in doubt are told first.

    Where nothing was chosen and more may be missing than those, it is asked for. Raises UsageError
    where nobody can be asked.
    """
    _ = translator()
    with Journal(journal_path()) as journal:
        job = journal.job(number)
        content = journal.content(number)
        if content is None:
            raise JobNotPossible(number, STATE_NAMES[job.state])
        connection = setup_of(job, content[1]).way()
        del content
        doubt = doubt_of(job, connection)
        if doubt is not None and not job.is_held:
            say(doubt.tell(job.request.copies).describe(_), sys.stderr)
        for line in (*second_fault_lines(job, connection), *counted_lines(job, doubt)):
            say(line, sys.stderr)
        if resumption is None:
            resumption = ask_resumption(job) if job.is_unsure else Resumption()
        send(
            journal,
            number,
            connection,
            resumption,
            is_waiting=is_waiting,
            style=style,
            has_sheet=True,  # whoever goes on with a job that waits for one says so by that
        )


def wipe_job(number: int) -> str:
    """Wipe what was kept of it. Raises JobNotPossible for one that has not ended."""
    _ = translator()
    with Journal(journal_path()) as journal:
        job = journal.job(number)
        if job.state not in ENDS:
            raise JobNotPossible(number, STATE_NAMES[job.state])
        journal.wipe(number)
    return _("The Braille of job {number} is wiped.").format(number=number)


def state_of(job: Job) -> str:
    """The word for a job's state; one that nobody sends is not being sent."""
    return INTERRUPTED if job.is_interrupted else STATE_NAMES[job.state]


def second_fault_lines(job: Job, connection: Connection | None) -> Iterator[str]:
    """What nobody was there to see: a machine that went off, too, has lost what it held."""
    _ = translator()
    if job.is_unsure:
        yield _("Sure, whatever went off: {progress}").format(progress=_progress(job, job.sure))
        yield _(
            "What was out behind that is missing if the embosser or the network went off as well:"
            " nobody saw it. Look at the paper."
        )
    elif job.is_interrupted and not (connection and connection.kind == "file"):
        yield _(
            "If the embosser or the network went off as well, pages before that may be missing,"
            " too: look at the paper, and go on with --from-page."
        )


def counted_lines(job: Job, doubt: Doubt | None) -> Iterator[str]:
    """Which number a page has, where one may have to be named.

    Of chosen pages (--pages), and behind a title page, another number stands on the paper.
    """
    _ = translator()
    if job.state not in ENDS and not job.is_held and (doubt is not None or job.is_unsure):
        yield _("Pages are counted from the first one of the job, whatever number stands on them.")


def _progress(job: Job, place: Place | None = None) -> str:
    _ = translator()
    copy, page = place or job.out
    if not job.pages:
        return _("not begun")
    if job.request.copies == 1:
        return _("{page} of {pages} pages").format(page=page, pages=job.pages)
    return _("copy {copy} of {copies}, {page} of {pages} pages").format(
        copy=copy, copies=job.request.copies, page=page, pages=job.pages
    )
