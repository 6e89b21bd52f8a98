"""How the command line speaks: in the user's language, to people, pipes and Braille displays."""

from __future__ import annotations

import gettext
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TextIO

import click

from brailledesk.errors import N_, BrailledeskError
from brailledesk.i18n import catalogue, choose_language
from brailledesk.progress import Progress, silent
from brailledesk.resources import PACKAGE

LINE_VARIABLE = "BRAILLEDESK_PROGRESS"
"""Environment variable: "lines", "bar" or "none"; by default a bar on a terminal, else nothing."""


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


def translator() -> Callable[[str], str]:
    """The catalogue of the user's language."""
    return catalogue(choose_language(dict(os.environ)))


@contextmanager
def reported() -> Iterator[None]:
    """Turn errors into one sentence on standard error and the exit status of their class."""
    try:
        yield
    except BrailledeskError as error:
        _ = translator()
        say(f"brailledesk: {error.describe(_)}", sys.stderr)
        raise click.exceptions.Exit(error.exit_code) from None
    except BrokenPipeError:
        # The reader of our output has gone; what it wanted it has. Keep Python from saying so.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        raise click.exceptions.Exit(0) from None
    except RecursionError:
        say("brailledesk: " + translator()("The document is nested too deeply."), sys.stderr)
        raise click.exceptions.Exit(3) from None


def say(text: str, stream: TextIO | None = None) -> None:
    """Print a line of words; what the terminal cannot show is escaped, never an error."""
    target = stream or sys.stdout
    encoding = target.encoding or "utf-8"
    target.write(text.encode(encoding, "backslashreplace").decode(encoding) + "\n")


def put(text: str) -> None:
    """Write Braille to standard output, always as UTF-8."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "surrogatepass"))
    sys.stdout.buffer.flush()


def progress_for(style: str | None) -> Progress:
    """Plain lines for Braille displays and screen readers, a bar on a terminal, else nothing."""
    return {"lines": _lines, "bar": _bar}.get(progress_style(style), silent)


def progress_style(style: str | None) -> str:
    """The style that was asked for, by an option or the environment; else what the terminal is."""
    return style or os.environ.get(LINE_VARIABLE) or ("bar" if sys.stderr.isatty() else "none")


def _lines(stage: str, done: int, total: int) -> None:
    if done == total:
        say(f"{translator()(stage)}: {done}/{total}", sys.stderr)


def _bar(stage: str, done: int, total: int) -> None:
    width = 30 * done // max(total, 1)
    end = "\n" if done == total else ""
    sys.stderr.write(f"\r{translator()(stage):<12} [{'#' * width:<30}]{end}")
    sys.stderr.flush()
