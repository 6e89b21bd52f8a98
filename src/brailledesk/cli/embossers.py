"""``brailledesk embosser``: the embossers that one has, set up once."""

from __future__ import annotations

import click

from brailledesk.cli.console import OrderedGroup, reported, say, translator
from brailledesk.cli.emboss import sending_options
from brailledesk.cli.options import mode_options

_ = translator()


@click.group(
    "embosser",
    cls=OrderedGroup,
    help=_("Set up embossers, list them, find out what is connected."),
    no_args_is_help=True,
)
def embosser_group() -> None:
    pass


@embosser_group.command(
    help=_(
        "Set up an embosser. Of one that is set up, and without model or connection, only what is"
        " given changes."
    )
)
@click.argument("name", help=_("The name that it will have here."))
@click.option(
    "--model", help=_("Its model: brailledesk driver list. Without it, what the device says it is.")
)
@click.option(
    "--connection",
    help=_(
        "Where it is: serial:/dev/ttyUSB0?baud=9600, usb:/dev/usb/lp0, tcp://HOST:9100, cups:QUEUE"
        " or file:PATH. Without it, the USB device that says it is this model."
    ),
)
@click.option("--paper", show_default="a4", help=_("a4, letter, 240mm x 12in ..."))
@mode_options
@click.option("--charset", help=_("Charset; without it, that of the model."))
@click.option(
    "--timeout",
    type=click.FloatRange(min=1),
    show_default="300",
    help=_("Seconds after which an embosser that takes nothing has stalled."),
)
@click.option(
    "--buffer",
    type=click.IntRange(min=0),
    help=_("Bytes that it holds before it embosses them, if you know that."),
)
def add(
    *,
    name: str,
    model: str | None,
    connection: str | None,
    paper: str | None,
    sides: int | None,
    z_fold: bool | None,
    saddle_stitch: bool | None,
    alignment: str | None,
    dots: str | None,
    charset: str | None,
    timeout: float | None,
    buffer: int | None,
) -> None:
    with reported():
        from brailledesk.cli.embosser_lines import add_embosser, chosen_setup

        choices = {
            "model": model,
            "connection": connection,
            "paper": paper,
            "sides": sides,
            "z_fold": z_fold,
            "saddle_stitch": saddle_stitch,
            "alignment": alignment,
            "dots": int(dots) if dots else None,
            "charset": charset,
            "timeout": timeout,
            "buffer": buffer,
        }
        given = {key: value for key, value in choices.items() if value is not None}
        say(add_embosser(name, chosen_setup(name, given)))


@embosser_group.command("list", help=_("List the embossers that are set up."))
def list_() -> None:
    with reported():
        from brailledesk.cli.embosser_lines import list_lines

        for line in list_lines():
            say(line)


@embosser_group.command(help=_("Forget an embosser."))
@click.argument("name", help=_("Its name."))
def remove(*, name: str) -> None:
    with reported():
        from brailledesk.cli.embosser_lines import remove_embosser

        say(remove_embosser(name))


@embosser_group.command(
    help=_("Emboss a page that shows whether model, paper and charset are right.")
)
@click.argument("name", help=_("Its name."))
@sending_options
def test(*, name: str, wait: bool, progress: str | None) -> None:
    with reported():
        from brailledesk.cli.driving import test_lines
        from brailledesk.cli.embossing import run_test

        run_test(name, is_waiting=wait, style=progress)
        for line in test_lines():
            say(line)


@embosser_group.command(help=_("Tell what is connected, as far as the system can tell."))
def detect() -> None:
    with reported():
        from brailledesk.cli.embosser_lines import detect_lines

        for line in detect_lines():
            say(line)
