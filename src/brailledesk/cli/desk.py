"""``brailledesk screen`` and ``brailledesk desk``: a screen as lines, and under the fingers."""

from __future__ import annotations

from typing import Any, TypedDict, Unpack

import click

from brailledesk.cli.console import reported, translator
from brailledesk.cli.desk_voice import DeskVoiceChoices, desk_voice_options
from brailledesk.cli.options import Option, together

_ = translator()

_screen_options: Option[Any] = together(
    click.option(
        "--from",
        "kind",
        help=_(
            "What the source is: html, json, text, or what a plugin reads; else it is found out."
        ),
    ),
    click.option("--remote", is_flag=True, help=_("Fetch from other computers, too.")),
    click.option(
        "--styles/--no-styles",
        default=True,
        help=_("Read the stylesheets that a page links to: they hide things."),
    ),
    click.option("--cells", default=40, type=click.IntRange(1, 200), help=_("Cells of a row.")),
    click.option("--rows", default=1, type=click.IntRange(1, 25), help=_("Rows of the display.")),
    click.option("--table", "-t", default="it-8dot", help=_("Braille table.")),
    click.option("--profile", default="nvda-it", help=_("Profile of the presentation.")),
)


class ScreenChoices(TypedDict):
    """What both commands ask."""

    kind: str | None
    remote: bool
    styles: bool
    cells: int
    rows: int
    table: str
    profile: str


class DeskChoices(ScreenChoices, DeskVoiceChoices):
    """What the desk asks beside."""

    status: int
    contracted: str | None
    record: str | None
    play: str | None
    display: str | None
    model: str | None
    plain: bool
    calls: str | None


@click.command(help=_("Show a screen (HTML, JSON, text; a file or an address) as Braille lines."))
@click.argument("source", help=_("The file or address; - is standard input."))
@_screen_options
@click.option(
    "--view",
    default="row",
    type=click.Choice(["row", "cell", "column"]),
    help=_("How tables are read."),
)
def screen(source: str, view: str, **chosen: Unpack[ScreenChoices]) -> None:
    with reported():
        from brailledesk.cli.desking import run_screen

        run_screen(source, view, chosen)


@click.command(help=_("Read a screen at a desk in the terminal: the cells, the print, the keys."))
@click.argument("source", required=False, help=_("The file or address of the screen."))
@_screen_options
@click.option("--status", default=0, type=click.IntRange(0, 10), help=_("Status cells."))
@click.option("--contracted", help=_("Contracted table to switch to."))
@click.option(
    "--display", help=_("Show it on a Braille display, too: brlapi, serial:PORT, hid:PATH.")
)
@click.option("--model", help=_("Model of the display, where it does not tell."))
@click.option("--calls", help=_("Follow the telephone: asterisk:FILE.toml, webhook, webhook:PORT."))
@click.option("--record", help=_("Record what happens, with contents masked, to this file."))
@click.option("--play", help=_("Play a recording instead."))
@click.option("--plain", is_flag=True, help=_("Lines one below another, without redrawing."))
@desk_voice_options
def desk(source: str | None, **chosen: Unpack[DeskChoices]) -> None:
    with reported():
        from brailledesk.cli.desking import run_desk

        run_desk(source, chosen)
