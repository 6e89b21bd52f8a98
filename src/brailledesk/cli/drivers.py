"""``brailledesk driver``: models of embossers and charsets, as files that one can check."""

from __future__ import annotations

from pathlib import Path

import click

from brailledesk.cli.console import OrderedGroup, reported, say, translator

_ = translator()


@click.group(
    "driver",
    cls=OrderedGroup,
    help=_("List and check models of embossers and displays; make a test page."),
    no_args_is_help=True,
)
def driver_group() -> None:
    pass


@driver_group.command("list", help=_("List the models of embossers, of displays, or the charsets."))
@click.option("--charsets", is_flag=True, help=_("List the charsets."))
@click.option("--displays", is_flag=True, help=_("List the models of Braille displays."))
@click.argument("words", nargs=-1, help=_("Only those that have these words."))
def list_(*, words: tuple[str, ...], charsets: bool, displays: bool) -> None:
    with reported():
        from brailledesk.cli.displaying import display_lines
        from brailledesk.cli.driving import charset_lines, model_lines

        lines = display_lines() if displays else model_lines()
        for line in charset_lines() if charsets else lines:
            if all(word.lower() in line.lower() for word in words):
                say(line)


@driver_group.command(
    help=_("Tell which Braille displays are connected, as far as the system can tell.")
)
def detect() -> None:
    with reported():
        from brailledesk.cli.displaying import detect_lines

        for line in detect_lines():
            say(line)


@driver_group.command(help=_("Check files of models and charsets: all faults, each with its key."))
@click.argument("files", nargs=-1, required=True, help=_("Files of models or charsets."))
def check(*, files: tuple[str, ...]) -> None:
    with reported():
        from brailledesk.cli.driving import check_file

        for path in files:
            say(check_file(Path(path)))


@driver_group.command(help=_("Tell what the keys of a Braille display do."))
@click.argument("model", help=_("Name or file of a model."))
def keys(*, model: str) -> None:
    with reported():
        from brailledesk.cli.displaying import key_lines

        for line in key_lines(model):
            say(line)


@driver_group.command(
    "test-page", help=_("Make a page that shows at once whether charset and line length are right.")
)
@click.argument("model", help=_("Name or file of a model."))
@click.option("--paper", default="a4", help=_("a4, letter, 240mm x 12in ..."))
@click.option("--charset", help=_("Charset; without it, that of the model."))
@click.option("--saddle-stitch", is_flag=True, help=_("As a booklet."))
@click.option(
    "--output",
    "-o",
    required=True,
    help=_("Where to: a file for the embosser, or a Braille file (.brf .pef .ubrl)."),
)
def test_page(
    *, model: str, paper: str, charset: str | None, saddle_stitch: bool, output: str
) -> None:
    with reported():
        from brailledesk.cli.driving import run_test_page

        for line in run_test_page(model, paper, charset, output, saddle_stitch=saddle_stitch):
            say(line)
