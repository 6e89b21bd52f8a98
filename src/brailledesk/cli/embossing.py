"""What the commands emboss and jobs resume do, once their arguments are parsed."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from time import sleep
from types import FrameType

from brailledesk.cli.books import BookLayout, book_layout
from brailledesk.cli.console import progress_style, say, translator
from brailledesk.cli.converting import report_undefined
from brailledesk.cli.emboss import EmbossChoices
from brailledesk.cli.feeding import feed_for
from brailledesk.cli.options import parse_contraction, parse_foreign, parse_recognition
from brailledesk.cli.pacing import pace_for
from brailledesk.cli.previewing import is_braille
from brailledesk.cli.writing import STANDARD, report_remarks
from brailledesk.conversion import transcribe
from brailledesk.devices.embossers import make_test_page
from brailledesk.devices.embossers.encoded import Encoded
from brailledesk.devices.jobs.encoding import (
    braille_of,
    choices_of,
    encode_job,
    no_pages,
    page_of,
    pef_of,
)
from brailledesk.devices.jobs.job import Doubt, Job, Place, Request, State
from brailledesk.devices.jobs.journal import Journal, journal_path
from brailledesk.devices.jobs.ranges import Ranges
from brailledesk.devices.jobs.run import Encode, Resumption, Runner
from brailledesk.devices.jobs.send import Stop, Told
from brailledesk.devices.jobs.setup import Setup, Setups, setups_folder
from brailledesk.devices.transport.connect import Connection, check_way
from brailledesk.errors import (
    N_,
    BrailledeskError,
    DeviceBusy,
    JobPaused,
    JobStopped,
    UsageError,
)
from brailledesk.formats.pef import format_pef
from brailledesk.pages import Publication
from brailledesk.progress import Progress
from brailledesk.sources import take_source

STAGE = N_("Embossing")

WAITING_SECONDS = 1.0
"""Between two looks at an embosser that is in use."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be embossed where. ``changes`` are settings that differ from the embosser's."""

    source: str
    embosser: str
    copies: int
    ranges: Ranges | None
    changes: Mapping[str, object]
    first_page: int | None
    brf_charset: str | None
    is_kept: bool


def run_emboss(order: Order, chosen: EmbossChoices, *, is_waiting: bool, style: str | None) -> None:
    """Make a job of the order, and send it. Everything that can be wrong is found before.

    Raises JobStopped or JobPaused where it did not come to its end.
    """
    setup = Setups(setups_folder()).find(order.embosser)
    changed = {name: value for name, value in order.changes.items() if value is not None}
    setup = replace(setup, **changed)  # type: ignore[arg-type] # the options have checked them
    connection = setup.way()
    title = N_("standard input") if order.source == STANDARD else PurePath(order.source).name
    request = Request(order.embosser, title, order.copies, order.is_kept)
    braille = _braille(order, setup, chosen)
    encoded = encode_job(braille, setup.values(), order.source)
    _check_order(order, encoded, connection)
    with Journal(journal_path()) as journal:
        number = journal.add(request, braille, setup.values())
        del braille  # a long book of it, and the journal has it
        resumption = Resumption(page=order.first_page, copy=1 if order.first_page else None)
        send(
            journal,
            number,
            connection,
            resumption,
            is_waiting=is_waiting,
            style=style,
            encode=lambda _braille, _values: encoded,  # those of the job, read once already
        )


def run_test(name: str, *, is_waiting: bool, style: str | None) -> None:
    """Emboss the test page on an embosser that is set up, as a job like all others.

    Raises as :func:`run_emboss`.
    """
    setup = Setups(setups_folder()).find(name)
    model, _settings = choices_of(setup)
    braille = format_pef(make_test_page(page_of(setup), title=model.title))
    with Journal(journal_path()) as journal:
        number = journal.add(Request(name, N_("test page")), braille, setup.values())
        send(journal, number, setup.way(), Resumption(), is_waiting=is_waiting, style=style)


def _check_order(order: Order, encoded: Encoded, connection: Connection) -> None:
    """Raise UsageError for what cannot come out there, or a page that a job cannot begin with."""
    check_way(
        connection,
        reply=encoded.reply,
        is_hand_fed=encoded.is_hand_fed,
        is_by_program=encoded.beside is not None,
    )
    if not encoded.pages:
        raise no_pages(order.ranges)
    first = order.first_page or 1
    if first > encoded.pages:
        raise UsageError(
            N_("None of these pages is there: there are {count}."),
            N_("Name another one with --resume-from, or leave it out."),
            count=encoded.pages,
        )
    if first > 1 and (connection.kind in {"file", "cups"}):
        raise UsageError(
            N_("A file and a queue get a job whole."), N_("Choose its pages with --pages.")
        )


def send(
    journal: Journal,
    number: int,
    connection: Connection,
    resumption: Resumption,
    *,
    is_waiting: bool,
    style: str | None,
    has_sheet: bool = False,
    encode: Encode = encode_job,
) -> None:
    """Send a job in the foreground and tell what came of it.

    ``has_sheet``: of an embosser that is fed by hand, the first sheet is in. ``encode`` makes the
    bytes of what stands in the journal.
    """
    _ = translator()
    job = journal.job(number)
    say(
        _("Job {number}: {title} to {name}.").format(
            number=number, title=_(job.request.title), name=job.request.embosser
        ),
        sys.stderr,
    )
    with _stopping() as stop, pace_for(progress_style(style)) as progress:
        told = _told(progress, job.request.copies)
        feed = feed_for(is_in=has_sheet)
        runner = Runner(journal, encode, stop, told=told, feed=feed)
        try:
            while True:
                try:
                    runner.run(number, connection, resumption)
                except DeviceBusy as error:
                    if not is_waiting or stop.wish:
                        raise
                    _tell_waiting(error)
                    is_waiting = _wait(stop)
                else:
                    break
        except BrailledeskError:
            _tell_kept(journal, number)
            raise
    _tell_end(journal.job(number), connection)


def doubt_of(job: Job, connection: Connection | None) -> Doubt | None:
    """The pages in doubt. Of a file none is: it goes on at the byte where it was cut off."""
    is_file = connection is not None and connection.kind == "file"
    return None if is_file else job.doubt


def setup_of(job: Job, values: Mapping[str, object]) -> Setup:
    """How a job's embosser is reached now; as it was, where it is set up no longer."""
    from brailledesk.devices.jobs.setup import read_setup

    setups = Setups(setups_folder())
    if job.request.embosser in setups.names():
        return setups.find(job.request.embosser)
    return read_setup(values)


def _braille(order: Order, setup: Setup, chosen: EmbossChoices) -> bytes:
    """The Braille file of a job. Of a PEF that is embossed whole it is that file, as it is."""
    max_size = chosen["max_size"] * 1_000_000
    is_standard = order.source == STANDARD
    if not is_braille(order.source, chosen["kind"]):
        given = sys.stdin.buffer.read(max_size + 1) if is_standard else Path(order.source)
        return pef_of(_transcribed(given, setup, chosen, max_size), order.ranges)
    label, data = take_source(sys.stdin.buffer if is_standard else Path(order.source), "", max_size)
    return braille_of(data, label, setup, order.ranges, order.brf_charset)


def _transcribed(
    given: bytes | Path, setup: Setup, chosen: EmbossChoices, max_size: int
) -> Publication:
    """A document as pages of the embosser's size."""
    page = page_of(setup)
    layout: BookLayout = {  # type: ignore[typeddict-unknown-key] # what it does not need stays there
        **chosen,
        "cells": page.cells,
        "rows": page.rows,
        "duplex": page.duplex,
    }
    conversion = transcribe(
        given,
        table=chosen["table"],
        options=book_layout(layout),
        foreign=parse_foreign(chosen["foreign"]),
        has_emphasis=chosen["emphasis"],
        contraction=parse_contraction(chosen),
        kind=chosen["kind"],
        max_size=max_size,
        recognition=parse_recognition(chosen),
    )
    report_remarks(conversion.remarks)
    report_undefined(conversion)
    return conversion.publication


def _told(progress: Progress, copies: int) -> Told:
    """Pages of all copies, to a listener."""

    def told(place: Place, pages: int) -> None:
        progress(STAGE, (place.copy - 1) * pages + place.page, pages * copies)

    return told


def _tell_waiting(error: DeviceBusy) -> None:
    _ = translator()
    say(error.describe(_), sys.stderr)


def _wait(stop: Stop) -> bool:
    """Wait a moment; whether to go on waiting."""
    if not stop.wish:
        sleep(WAITING_SECONDS)
    return not stop.wish


def _tell_kept(journal: Journal, number: int) -> None:
    """Say that a job is not lost, though it could not be begun."""
    _ = translator()
    if journal.job(number).state is State.QUEUED:
        told = _("Job {number} waits. To send it: brailledesk jobs resume {number}")
        say(told.format(number=number), sys.stderr)


def _tell_end(job: Job, connection: Connection) -> None:
    """What came of a job; raises what is not its good end."""
    _ = translator()
    reasons = (job.reason,) if job.reason else ()
    doubt = doubt_of(job, connection)
    doubts = (doubt.tell(job.request.copies),) if doubt else ()
    match job.state:
        case State.DONE:
            told = _("Job {number} is done: pages: {pages}, copies: {copies}.")
            say(told.format(number=job.number, pages=job.pages, copies=job.request.copies))
        case State.HANDED_OVER:
            told = _("Job {number} is handed over.").format(number=job.number)
            say(f"{told} {job.reason.describe(_) if job.reason else ''}".strip())
        case State.CANCELLED:
            say(_("Job {number} is cancelled.").format(number=job.number))
        case State.PAUSED:
            raise JobPaused(job.number, job.out.page, job.pages, (*reasons, *doubts))
        case _:
            raise JobStopped(job.number, (*reasons, *doubts))


@contextmanager
def _stopping() -> Iterator[Stop]:
    """Ctrl-C, and the signal by which systems end programs, pause at the end of a page."""
    stop = Stop()
    _ = translator()
    message = _("Pausing at the end of the page. Press Ctrl-C again to stop at once.")

    def ask(number: int, frame: FrameType | None) -> None:
        del number, frame
        if not stop.wish:  # past all buffers: one of them may be just being written to
            os.write(2, f"{message}\n".encode(errors="backslashreplace"))
        stop.ask()

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
