"""``brailledesk plugins``: what other packages bring, and whether it holds."""

from __future__ import annotations

import click

from brailledesk.cli.console import OrderedGroup, reported, say, translator

_ = translator()


@click.group(
    "plugins",
    cls=OrderedGroup,
    help=_("List plugins, and check whether they do what they promise."),
    no_args_is_help=True,
)
def plugins_group() -> None:
    pass


@plugins_group.command("list", help=_("List the plugins that are there, and what is faulty."))
def list_() -> None:
    with reported():
        from brailledesk.cli.plugging import plugin_lines

        for line in plugin_lines():
            say(line)


@plugins_group.command(
    help=_("Ask each hook of plugins with a sample, and say what is wrong, and where.")
)
@click.argument("names", nargs=-1, help=_("Names of plugins, or files (.py); all without any."))
def check(*, names: tuple[str, ...]) -> None:
    with reported():
        from brailledesk.cli.plugging import check_lines

        for line in check_lines(names):
            say(line)
