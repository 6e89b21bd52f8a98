"""``brailledesk pair``: the web pages that may use the desk."""

from __future__ import annotations

import click

from brailledesk.cli.console import OrderedGroup, reported, say, translator

_ = translator()


@click.group(
    "pair",
    cls=OrderedGroup,
    help=_("List, allow and revoke the web pages that may use the desk."),
    no_args_is_help=True,
)
def pair_group() -> None:
    pass


@pair_group.command("list", help=_("List the pages, and what each may do."))
def list_() -> None:
    with reported():
        from brailledesk.cli.pairing import grant_lines

        for line in grant_lines():
            say(line)


@pair_group.command(help=_("Let the pages of an origin ask to be paired."))
@click.argument("origin", help=_("As the browser writes it: https://crm.example"))
def allow(*, origin: str) -> None:
    with reported():
        from brailledesk.cli.pairing import allow_origin

        say(allow_origin(origin))


@pair_group.command("open", help=_("Let any page ask to be paired, for two minutes or once."))
def open_() -> None:
    with reported():
        from brailledesk.cli.pairing import open_door

        say(open_door())


@pair_group.command(help=_("Take back all that an origin has; its pages are cut off."))
@click.argument("origin", help=_("As it stands in the list."))
def revoke(*, origin: str) -> None:
    with reported():
        from brailledesk.cli.pairing import revoke_origin

        say(revoke_origin(origin))
