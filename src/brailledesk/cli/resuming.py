"""Where a job goes on: what was chosen, and what is asked at a terminal."""

from __future__ import annotations

import sys

from brailledesk.cli.console import say, translator
from brailledesk.devices.jobs.job import Job
from brailledesk.devices.jobs.run import Choice, Resumption
from brailledesk.errors import N_, UsageError


def chosen_resumption(
    *, is_again: bool, is_skip: bool, is_sure: bool, page: int | None, copy: int | None
) -> Resumption | None:
    """What the options of ``jobs resume`` say; None where they say nothing.

    Raises UsageError for two that contradict each other.
    """
    choices = {Choice.AGAIN: is_again, Choice.SKIP: is_skip, Choice.SURE: is_sure}
    chosen = [choice for choice, is_chosen in choices.items() if is_chosen]
    names = [_OPTIONS[choice] for choice in chosen] + (["--from-page"] if page is not None else [])
    if len(names) > 1:
        raise UsageError(
            N_("Only one of these says where to go on: {given}."),
            N_("Leave out the others."),
            given=", ".join(names),
        )
    if page is not None:
        return Resumption(page=page, copy=copy)
    return Resumption(chosen[0]) if chosen else None


_OPTIONS = {Choice.AGAIN: "--again", Choice.SKIP: "--skip", Choice.SURE: "--from-sure"}


def ask_resumption(job: Job) -> Resumption:
    """Ask what the paper shows. Raises UsageError where nobody can be asked, or nobody answers."""
    _ = translator()
    while sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty():
        say(
            _(
                "Press Enter if nothing is missing on the paper, write the number of the first page"
                " that is missing, or write 0 to go back to what is sure:"
            ),
            sys.stderr,
        )
        answer = sys.stdin.readline()
        word = answer.strip()
        if not answer:
            break
        if not word:
            return Resumption(Choice.AGAIN)
        if word.isdecimal():
            page = int(word)
            return Resumption(page=page, copy=job.out.copy) if page else Resumption(Choice.SURE)
    raise UsageError(
        N_("Nobody saw how the connection of job {number} ended: pages may be missing."),
        N_(
            "Look at the paper. If nothing is missing: --again. To go on with a page: --from-page."
            " To go back to what is sure: --from-sure."
        ),
        number=job.number,
    )
