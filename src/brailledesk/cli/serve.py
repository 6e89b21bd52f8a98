"""``brailledesk serve``: the service for other programs."""

from __future__ import annotations

from typing import Unpack

import click

from brailledesk.cli.console import reported, translator
from brailledesk.cli.desk_voice import DeskVoiceChoices, desk_voice_options

_ = translator()


class ServeChoices(DeskVoiceChoices):
    """What the command asks."""

    stdio: bool
    native: bool
    socket: str | None
    websocket: bool
    port: int | None
    viewer: bool
    display: tuple[str, ...]
    model: str | None
    table: str
    contracted: str | None
    profile: str
    calls: str | None
    developer: bool
    schema: bool


@click.command(help=_("Serve screens, keys and documents to other programs, by JSON-RPC."))
@click.option("--stdio", is_flag=True, help=_("For the one program that started it, over pipes."))
@click.option("--native", is_flag=True, help=_("The same for a browser and its extension."))
@click.option("--socket", help=_("For all programs of this user, at this path; the default."))
@click.option(
    "--websocket",
    is_flag=True,
    help=_("Also for web pages that were paired, at a port of this computer alone."),
)
@click.option(
    "--port",
    type=click.IntRange(1024, 65535),
    help=_("The port for web pages, else another one at each start; read docs/security.md first."),
)
@click.option(
    "--viewer",
    is_flag=True,
    help=_("A page that shows developers the displays, keys and messages."),
)
@click.option(
    "--display",
    multiple=True,
    help=_("A Braille display: brlapi, serial:PORT, hid:PATH, or virtual:40; repeatable."),
)
@click.option("--model", help=_("Model of the display, where it does not tell."))
@click.option("--table", "-t", default="it-8dot", help=_("Braille table."))
@click.option("--contracted", help=_("Contracted table to switch to."))
@click.option("--profile", default="nvda-it", help=_("Profile of the presentation."))
@click.option("--calls", help=_("Follow the telephone: asterisk:FILE.toml, webhook, webhook:PORT."))
@desk_voice_options
@click.option("--developer", is_flag=True, help=_("Show developers contents that are masked else."))
@click.option("--schema", is_flag=True, help=_("Print the schema of all methods, and end."))
@click.option("--parent-window", hidden=True, expose_value=False)  # what browsers add by themselves
@click.argument("caller", nargs=-1, expose_value=False)
def serve(**chosen: Unpack[ServeChoices]) -> None:
    with reported():
        from brailledesk.cli.serving import run_serve

        run_serve(chosen)
