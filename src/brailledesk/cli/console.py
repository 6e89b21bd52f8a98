"""How the command line speaks: in the user's language, to people, pipes and Braille displays."""

from __future__ import annotations

import gettext
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import click

from brailledesk.cli.standard_output import guarded_output
from brailledesk.cli.telling import (
    FAULTS,
    INTERRUPTED,
    LINE_VARIABLE,
    progress_for,
    progress_style,
    put,
    say,
    tell_fault,
    tell_interrupted,
    translator,
)
from brailledesk.errors import N_
from brailledesk.i18n import choose_language
from brailledesk.resources import PACKAGE

__all__ = [
    "INTERRUPTED",
    "LINE_VARIABLE",
    "OrderedGroup",
    "bind_click",
    "progress_for",
    "progress_style",
    "put",
    "reported",
    "run",
    "say",
    "tell_interrupted",
    "translator",
]


class OrderedGroup(click.Group):
    """Commands are listed in the order in which they are needed, not by the alphabet.

    ``homes`` names them in that order. Behind the name stand the module and the variable of a
    command, as "emboss:emboss", which is imported when it is used; nothing where it is added as it
    is defined.
    """

    def __init__(
        self,
        name: str | None = None,
        *,
        homes: Mapping[str, str] | None = None,
        **settings: Any,  # noqa: ANN401 - those of click
    ) -> None:
        super().__init__(name, **settings)
        self._homes = homes or {}
        _put_metavars(self, translator())

    def add_command(self, cmd: click.Command, name: str | None = None) -> None:
        """Add a command, with the user's words for what click leaves in English."""
        _put_metavars(cmd, translator())
        super().add_command(cmd, name)

    def list_commands(self, _context: click.Context) -> list[str]:
        """The names of the commands."""
        return list(self._homes or self.commands)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """A command; for a name that is none all are imported, to say which one is meant."""
        wanted = [name] if name in self._homes else self._homes
        for one in wanted:
            if one not in self.commands:
                self.add_command(_imported(self._homes[one]), one)
        return super().get_command(context, name)


def _imported(home: str) -> click.Command:
    module, _, name = home.partition(":")
    command = getattr(__import__(f"{__package__}.{module}", fromlist=(name,)), name)
    if not isinstance(command, click.Command):
        raise TypeError(home)
    return command


_OPTIONS = N_("[OPTIONS]")
_METAVARS = {
    "text": N_("TEXT"),
    "integer": N_("INTEGER"),
    "integer range": N_("INTEGER"),
    "float": N_("NUMBER"),
    "float range": N_("NUMBER"),
    "path": N_("PATH"),
}
"""What help calls a value, by the name of its type in click."""


def _put_metavars(command: click.Command, translate: Callable[[str], str]) -> None:
    command.options_metavar = translate(_OPTIONS)
    if isinstance(command, click.Group):
        command.subcommand_metavar = translate(N_("COMMAND [ARGUMENTS]..."))
    for one in command.params:
        if isinstance(one, click.Option) and not one.is_flag and one.type.name in _METAVARS:
            one.metavar = one.metavar or translate(_METAVARS[one.type.name])


def bind_click() -> None:
    """Have click speak the user's language.

    It takes its sentences from gettext: the text domain of the process is a catalogue of ours,
    ``locale/it/LC_MESSAGES/click.po``. Only a whole program may choose that, never a library.
    """
    language = choose_language(dict(os.environ))
    if language != "en":
        gettext.bindtextdomain("click", f"{PACKAGE}/locale")
        gettext.textdomain("click")


def run(command: click.Command) -> int:
    """Run a command with the arguments of this process; its exit status.

    What its options and help print, and what waits to be written, is guarded here as well.
    """
    try:
        with guarded_output(), reported():
            status = command.main(prog_name="brailledesk", standalone_mode=False)
            sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.Abort as abort:
        if not isinstance(abort.__cause__, KeyboardInterrupt):  # but a fault of ours
            raise
        tell_interrupted()
        return INTERRUPTED
    return int(status or 0)


@contextmanager
def reported() -> Iterator[None]:
    """Turn errors into one sentence on standard error and the exit status of their class."""
    try:
        yield
    except FAULTS as fault:
        raise click.exceptions.Exit(tell_fault(fault)) from None
