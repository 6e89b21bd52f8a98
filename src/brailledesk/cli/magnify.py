"""``brailledesk magnify``: a document or a screen, large, in a window or as frames."""

from __future__ import annotations

from typing import TypedDict, Unpack

import click

from brailledesk.cli.console import reported, translator

_ = translator()

VIEWS = ("screen", "column", "ticker", "field", "split")


class MagnifyChoices(TypedDict):
    """What the command asks; None is as it was the last time."""

    desk: bool
    picture: bool
    screen: bool
    kind: str | None
    remote: bool
    zoom: float | None
    scheme: str | None
    force: bool
    inverted: bool | None
    view: str | None
    columns: int | None
    font: str | None
    size: str | None
    display_scale: str | None
    png: str | None
    frames: int
    remember: bool
    table: str
    profile: str
    display: str | None
    model: str | None


@click.command(help=_("Show a document, or a screen at a desk, large in a window. F1 there: help."))
@click.argument(
    "source",
    default="",
    help=_("The document; with --desk the file or address of a screen; with --picture a picture."),
)
@click.option("--desk", is_flag=True, help=_("The source is a screen: work at it."))
@click.option("--picture", is_flag=True, help=_("The source is a picture: enlarge it."))
@click.option(
    "--screen",
    is_flag=True,
    help=_("Enlarge what is on a screen: desktop, :NUMBER of X11, or a plugin's NAME:WORDS."),
)
@click.option("--from", "kind", help=_("What the source is; without it, it is found out."))
@click.option("--remote", is_flag=True, help=_("Fetch from other computers, too."))
@click.option("--zoom", "-z", type=click.FloatRange(1, 36), help=_("How many times as large."))
@click.option("--scheme", "-s", help=_("Colours: a name, or a TOML file of your own."))
@click.option("--force", is_flag=True, help=_("Take colours with too little contrast, too."))
@click.option("--inverted/--not-inverted", default=None, help=_("Light and dark changed."))
@click.option("--view", type=click.Choice(VIEWS), help=_("How it is looked at."))
@click.option(
    "--columns", type=click.IntRange(0, 1000), help=_("Characters a line; 0: as there is room.")
)
@click.option("--font", help=_("Font: atkinson, atkinson-mono, or a TTF or OTF file."))
@click.option("--size", help=_("Pixels of the window, as 1280x800."))
@click.option(
    "--display-scale",
    metavar="NUMBER",
    help=_("Pixels of the display for one that programs count; without it, the system's."),
)
@click.option("--png", help=_("Write frames to this file instead of opening a window."))
@click.option(
    "--frames",
    default=1,
    type=click.IntRange(1, 1000),
    help=_("How many windows of text to write; the second goes to NAME-2.png."),
)
@click.option(
    "--remember/--no-remember", default=True, help=_("Keep what is chosen for the next time.")
)
@click.option("--table", "-t", default="it-8dot", help=_("Braille table of the desk."))
@click.option("--profile", default="nvda-it", help=_("Profile of the presentation."))
@click.option(
    "--display", help=_("Show it on a Braille display, too: brlapi, serial:PORT, hid:PATH.")
)
@click.option("--model", help=_("Model of the display, where it does not tell."))
def magnify(source: str, **chosen: Unpack[MagnifyChoices]) -> None:
    with reported():
        from brailledesk.cli.magnifying import run_magnifier

        run_magnifier(source, chosen)
