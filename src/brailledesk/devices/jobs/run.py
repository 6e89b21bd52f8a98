"""A job of the journal, from its contents to the device: begun, gone on with, given up."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from typing import Any

from brailledesk.devices.embossers.encoded import Encoded
from brailledesk.devices.jobs.job import ENDS, INTERRUPTED, STATE_NAMES, Job, Place, State, Wish
from brailledesk.devices.jobs.journal import Journal
from brailledesk.devices.jobs.send import Feed, Outcome, Sender, Stop, Told, no_sheet
from brailledesk.devices.transport.base import Heard, Transport
from brailledesk.devices.transport.connect import Connection, open_way
from brailledesk.devices.transport.lock import DeviceLock
from brailledesk.errors import N_, BrailledeskError, DeviceBusy, JobNotPossible, UsageError

Encode = Callable[[bytes, dict[str, Any]], Encoded]
"""Makes the bytes of a job from its Braille file and its settings."""


class Choice(Enum):
    """What is done with pages in doubt."""

    AGAIN = "again"
    """Emboss them again: none is lost, and some may be there twice."""
    SKIP = "skip"
    """Go on behind them: none is there twice, and some may be missing or cut off."""
    SURE = "sure"
    """Emboss all again that is not sure: none is lost, whatever went off, and many may be there
    twice."""


@dataclass(frozen=True, slots=True)
class Resumption:
    """Where a job goes on: by a choice, or from a page of a copy, as the paper shows."""

    choice: Choice = Choice.AGAIN
    page: int | None = None
    copy: int | None = None


def _ignore(count: int) -> None:
    del count


def _nobody(place: Place, pages: int) -> None:
    del place, pages


@dataclass(frozen=True, slots=True)
class Runner:
    """What sending takes beside the job.

    The journal, the codec, who may stop it, who listens, who puts in sheets of paper.
    """

    journal: Journal
    encode: Encode
    stop: Stop
    told: Told = _nobody
    heard: Heard = _ignore
    feed: Feed = no_sheet

    def run(
        self, number: int, connection: Connection, resumption: Resumption | None = None
    ) -> Outcome:
        """Send a job, or what is left of it. The journal has the outcome.

        Raises JobNotPossible in a state that does not allow it, DeviceBusy where the device is
        another job's or another program's (the job stays as it is), or what the codec raises.
        What somebody asked of the job meanwhile is done, also if it cannot be begun.
        """
        with self.journal.held(number) as is_mine:
            job = self.journal.job(number)
            if not is_mine or job.state in ENDS:
                raise _impossible(job)
            if job.wish is not Wish.NONE:  # asked of a process that was killed before it heard it
                self.journal.ask(number, Wish.NONE)
            try:
                return self._send(job, connection, resumption or Resumption())
            except BrailledeskError:
                outcome = _do_wish(self.journal, number)
                if outcome is None:
                    raise
                return outcome

    def _send(self, job: Job, connection: Connection, resumption: Resumption) -> Outcome:
        content = self.journal.content(job.number)
        if content is None:
            raise _impossible(job)
        encoded = self.encode(*content)
        del content  # a long book of it, and the pages are in the codec's hands now
        if connection.is_queue:
            _check_whole(job, encoded, resumption)
            return self._hand_over(job, encoded, connection)
        way = open_way(
            connection,
            reply=encoded.reply,
            heard=self.heard,
            before_end=encoded.beside.write if encoded.beside else None,
        )
        out = _begin(job, encoded, way, resumption)
        with DeviceLock(way.address, way.identity(), f"job {job.number}"):
            sender = Sender(
                self.journal,
                job.number,
                encoded,
                job.request.copies,
                stop=self.stop,
                told=self.told,
                feed=self.feed,
            )
            is_seen = resumption.page is not None
            return sender.run(way, out, job.offset, is_seen=is_seen)

    def _hand_over(self, job: Job, encoded: Encoded, connection: Connection) -> Outcome:
        from brailledesk.devices.jobs.hand_over import hand_over  # noqa: PLC0415 - for queues alone

        return hand_over(self.journal, job, encoded, connection, stop=self.stop)


def _do_wish(journal: Journal, number: int) -> Outcome | None:
    """Do what was asked of a job that could not be begun; None if nothing was."""
    job = journal.job(number)
    if job.state in ENDS or job.wish is Wish.NONE:
        return None
    if job.wish is Wish.CANCEL:
        journal.end(number, State.CANCELLED)
        return Outcome(State.CANCELLED)
    journal.stop(number, State.PAUSED, job.out, job.begun, job.reason, sure=job.sure)
    return Outcome(State.PAUSED, job.reason)


def _check_whole(job: Job, encoded: Encoded, resumption: Resumption) -> None:
    """A queue gets a job whole. Raises UsageError where it is to go on inside."""
    if resumption.page is not None and (resumption.page, resumption.copy or 1) != (1, 1):
        raise UsageError(
            N_("A queue gets a job whole: it cannot go on with page {page}."),
            N_("Emboss what is missing as a job of its own, with --pages."),
            page=resumption.page,
        )
    if resumption.page is None and resumption.choice is Choice.SKIP:
        _check_rest(job, encoded)


def _check_rest(job: Job, encoded: Encoded) -> None:
    """Raise UsageError where nothing is left behind the pages in doubt."""
    if job.begun == Place(job.request.copies, encoded.pages):
        raise UsageError(
            N_("Nothing is left to send behind the page in doubt."),
            N_("To close the job: brailledesk jobs cancel {number}"),
            number=job.number,
        )


def _begin(job: Job, encoded: Encoded, way: Transport, resumption: Resumption) -> Place:
    """The place behind which sending begins. Raises UsageError for a page that is not there."""
    if resumption.page is not None:
        if way.is_exact:
            raise UsageError(
                N_("A file goes on exactly where it was cut off."), N_("Leave out the page.")
            )
        copy = resumption.copy or _only_copy(job)
        if not (1 <= resumption.page <= encoded.pages and 1 <= copy <= job.request.copies):
            raise UsageError(
                N_("There is no page {page} of copy {copy}: there are {pages} pages."),
                N_("Look at the paper, and at: brailledesk jobs show {number}"),
                page=resumption.page,
                copy=copy,
                pages=encoded.pages,
                number=job.number,
            )
        return Place(copy, resumption.page - 1)
    if resumption.choice is Choice.AGAIN or way.is_exact:
        return job.out
    if resumption.choice is Choice.SURE:
        return job.sure
    _check_rest(job, encoded)
    return job.begun


def _only_copy(job: Job) -> int:
    """The copy of which a page may be missing. Raises UsageError where it may be several."""
    copies = job.copies_in_question
    if len(copies) > 1:
        raise UsageError(
            N_("That page may be missing in any copy from {first} to {last}."),
            N_("Look at the paper, and say which copy it is, too: --copy"),
            first=copies[0],
            last=copies[-1],
        )
    return copies[0]


def pause(journal: Journal, number: int) -> Job:
    """Have a job wait: at once if nobody sends it, else at the end of its page. How it was before.

    Raises JobNotFound, or JobNotPossible for one that has ended.
    """
    return _ask(journal, number, Wish.PAUSE)


def cancel(journal: Journal, number: int, connection: Connection | None = None) -> Job:
    """Give a job up, as :func:`pause` has it wait. Of a file what was written goes, too."""
    return _ask(journal, number, Wish.CANCEL, connection)


def _ask(journal: Journal, number: int, wish: Wish, connection: Connection | None = None) -> Job:
    journal.job(number)
    with journal.held(number) as is_mine:
        job = journal.job(number)
        if job.state in ENDS:
            raise _impossible(job)
        if not is_mine:
            journal.ask(number, wish)
        elif wish is Wish.CANCEL:
            if connection is not None and connection.kind == "file":
                _discard(open_way(connection, heard=_ignore), number)
            journal.end(number, State.CANCELLED)
        else:
            journal.stop(number, State.PAUSED, job.out, job.begun, job.reason, sure=job.sure)
    return job


def _discard(way: Transport, number: int) -> None:
    """Remove what was written of a file, unless it is another job's that is being sent."""
    with suppress(DeviceBusy), DeviceLock(way.address, way.identity(), f"job {number}"):
        way.discard()


def _impossible(job: Job) -> JobNotPossible:
    state = INTERRUPTED if job.is_interrupted else STATE_NAMES[job.state]
    return JobNotPossible(job.number, state)
