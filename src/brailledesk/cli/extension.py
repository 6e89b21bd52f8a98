"""``brailledesk extension``: tell browsers of the program that their extension may start."""

from __future__ import annotations

from collections.abc import Callable

import click

from brailledesk.cli.console import OrderedGroup, reported, say, translator

_ = translator()

_NAMES = ("chromium", "chrome", "edge", "firefox")


def _browser_options(command: Callable[..., None]) -> Callable[..., None]:
    command = click.option(
        "--user-data-dir",
        type=click.Path(),
        help=_("The user data of a Chromium that was started with this option."),
    )(command)
    return click.option(
        "--browser",
        multiple=True,
        type=click.Choice(_NAMES),
        help=_("Only this browser; repeatable; without it, those that this user has run."),
    )(command)


@click.group(
    "extension",
    cls=OrderedGroup,
    help=_("Let the browser's extension reach the desk, or no longer."),
    no_args_is_help=True,
)
def extension_group() -> None:
    pass


@extension_group.command(help=_("Tell browsers of the program that the extension may start."))
@_browser_options
@click.option(
    "--id",
    "ids",
    multiple=True,
    help=_("Identifier of an extension that may, instead of ours; repeatable."),
)
def install(*, browser: tuple[str, ...], user_data_dir: str | None, ids: tuple[str, ...]) -> None:
    with reported():
        from brailledesk.cli.extending import install_lines

        for line in install_lines(browser, user_data_dir, ids):
            say(line)


@extension_group.command(help=_("Take that back."))
@_browser_options
def uninstall(*, browser: tuple[str, ...], user_data_dir: str | None) -> None:
    with reported():
        from brailledesk.cli.extending import uninstall_lines

        for line in uninstall_lines(browser, user_data_dir):
            say(line)
