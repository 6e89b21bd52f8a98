"""``brailledesk jobs``: what was sent to embossers, and what is to become of it."""

from __future__ import annotations

import click

from brailledesk.cli.console import OrderedGroup, reported, say, translator
from brailledesk.cli.emboss import sending_options

_ = translator()

number_argument = click.argument("number", type=int, help=_("The number of the job."))


@click.group(
    "jobs",
    cls=OrderedGroup,
    help=_("List emboss jobs, show them, pause them, go on with them, give them up."),
    no_args_is_help=True,
)
def jobs_group() -> None:
    pass


@jobs_group.command("list", help=_("List the jobs, a line each."))
@click.option("--open", "is_open", is_flag=True, help=_("Only those that have not ended."))
def list_(*, is_open: bool) -> None:
    with reported():
        from brailledesk.cli.job_lines import list_lines

        for line in list_lines(is_open=is_open):
            say(line)


@jobs_group.command(help=_("Show a job: how far it is, what is in doubt, what to do."))
@number_argument
def show(*, number: int) -> None:
    with reported():
        from brailledesk.cli.job_lines import show_lines

        for line in show_lines(number):
            say(line)


@jobs_group.command(help=_("Pause a job at the end of its page."))
@number_argument
def pause(*, number: int) -> None:
    with reported():
        from brailledesk.cli.job_lines import pause_job

        say(pause_job(number))


@jobs_group.command(help=_("Go on with a job. Pages in doubt are embossed again, unless you say."))
@number_argument
@click.option(
    "--again", is_flag=True, help=_("Emboss the pages in doubt again: no more is missing.")
)
@click.option("--skip", is_flag=True, help=_("Go on behind the pages in doubt."))
@click.option("--from-sure", is_flag=True, help=_("Go back to the last page that is sure."))
@click.option(
    "--from-page", type=click.IntRange(min=1), help=_("Go on with this page, as the paper shows.")
)
@click.option("--copy", type=click.IntRange(min=1), help=_("The copy of that page."))
@sending_options
def resume(
    *,
    number: int,
    again: bool,
    skip: bool,
    from_sure: bool,
    from_page: int | None,
    copy: int | None,
    wait: bool,
    progress: str | None,
) -> None:
    with reported():
        from brailledesk.cli.job_lines import resume_job
        from brailledesk.cli.resuming import chosen_resumption

        resumption = chosen_resumption(
            is_again=again, is_skip=skip, is_sure=from_sure, page=from_page, copy=copy
        )
        resume_job(number, resumption, is_waiting=wait, style=progress)


@jobs_group.command(help=_("Give a job up, at the end of its page; its Braille is wiped."))
@number_argument
def cancel(*, number: int) -> None:
    with reported():
        from brailledesk.cli.job_lines import cancel_job

        say(cancel_job(number))


@jobs_group.command(help=_("Wipe the Braille of a job that ended and was kept."))
@number_argument
def wipe(*, number: int) -> None:
    with reported():
        from brailledesk.cli.job_lines import wipe_job

        say(wipe_job(number))
