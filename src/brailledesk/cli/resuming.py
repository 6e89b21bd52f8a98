"""Where a job goes on: what was chosen, and what is asked at a terminal."""

from __future__ import annotations

import re
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
    if copy is not None:
        raise UsageError(
            N_("--copy says of which copy the page is that --from-page names."),
            N_("Give both, or leave --copy out."),
        )
    return Resumption(chosen[0]) if chosen else None


_QUESTION = N_(
    "Press Enter if nothing is missing on the paper, write the number of the first page that is"
    " missing, or write 0 to go back to what is sure:"
)
_QUESTION_OF_COPIES = N_(
    "Press Enter if nothing is missing on the paper, write copy and number of the first page that"
    " is missing, as 1/5, or write 0 to go back to what is sure:"
)
_PAGE = re.compile(r"(?:0*([1-9][0-9]{0,8})\s*/\s*)?0*([1-9][0-9]{0,8})", re.ASCII)

_OPTIONS = {Choice.AGAIN: "--again", Choice.SKIP: "--skip", Choice.SURE: "--from-sure"}


def ask_resumption(job: Job) -> Resumption:
    """Ask what the paper shows. Raises UsageError where nobody can be asked, or nobody answers."""
    _ = translator()
    copies = job.copies_in_question
    while sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty():
        say(_(_QUESTION if len(copies) == 1 else _QUESTION_OF_COPIES), sys.stderr)
        answer = sys.stdin.readline()
        word = answer.strip()
        if not answer:
            break
        if not word:
            return Resumption(Choice.AGAIN)
        if word == "0":
            return Resumption(Choice.SURE)
        if match := _PAGE.fullmatch(word):
            copy = int(match[1] or copies[0])
            if match[1] or len(copies) == 1:
                return Resumption(page=int(match[2]), copy=copy)
    raise UsageError(
        N_("Nobody saw how the connection of job {number} ended: pages may be missing."),
        N_(
            "Look at the paper. If nothing is missing: --again. To go on with a page: --from-page."
            " To go back to what is sure: --from-sure."
        ),
        number=job.number,
    )
