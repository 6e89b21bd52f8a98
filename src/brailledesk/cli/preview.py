"""``brailledesk preview``: pages for people who see, as HTML or PNG."""

from __future__ import annotations

from typing import Unpack

import click

from brailledesk.cli.books import BookChoices, book_layout, book_options
from brailledesk.cli.console import progress_for, reported, translator
from brailledesk.cli.options import (
    ContractionChoices,
    PageChoices,
    RecognitionChoices,
    page_options,
    parse_contraction,
    parse_foreign,
    parse_recognition,
    recognition_options,
    text_options,
    together,
)

_ = translator()

# Written out, because the themes themselves need not be imported for every command.
_THEMES = ["auto", "light", "dark", "contrast-light", "contrast-dark"]

_look_options = together(
    click.option(
        "--theme",
        default="auto",
        type=click.Choice(_THEMES),
        help=_("Colours; auto follows the browser, and is light in a PNG."),
    ),
    click.option("--pages", help=_("Pages to show, as 1-3,8; without it, all.")),
    click.option(
        "--scale",
        default=2,
        type=click.IntRange(1, 8),
        help=_("Size of a PNG; a cell is 20 pixels times this wide."),
    ),
)


class PreviewChoices(PageChoices, BookChoices, ContractionChoices, RecognitionChoices):
    """What the command asks."""

    table: str | None
    charset: str | None
    kind: str | None
    theme: str
    pages: str | None
    scale: int
    emphasis: bool
    foreign: tuple[str, ...]
    max_size: int
    progress: str | None


@click.command(
    help=_("Show the pages as HTML or PNG: Braille as drawn dots, the print under each sign.")
)
@click.argument("source", help=_("The document or Braille file; - is standard input."))
@click.option(
    "--output",
    "-o",
    multiple=True,
    required=True,
    help=_("Where to (.html .png); repeatable; - is HTML on standard output."),
)
@_look_options
@click.option(
    "--table", "-t", help=_("Braille table; without it it-6dot, of a Braille file found out.")
)
@click.option("--charset", help=_("Charset of a BRF; without it, it is found out."))
@click.option("--from", "kind", help=_("Format of the document: text, html, ... or braille."))
@page_options
@book_options
@text_options
@recognition_options
@click.option(
    "--max-size", default=64, type=click.IntRange(min=1), help=_("Largest document, in MB.")
)
@click.option(
    "--progress",
    type=click.Choice(["lines", "bar", "none"]),
    help=_("Progress as lines, bar or none."),
)
def preview(source: str, output: tuple[str, ...], **chosen: Unpack[PreviewChoices]) -> None:
    with reported():
        from brailledesk.cli.previewing import Look, run_preview
        from brailledesk.devices.jobs.ranges import parse_pages

        run_preview(
            source,
            output,
            look=Look(chosen["theme"], parse_pages(chosen["pages"]), chosen["scale"]),
            options=book_layout(chosen),
            table=chosen["table"],
            charset=chosen["charset"],
            kind=chosen["kind"],
            has_emphasis=chosen["emphasis"],
            foreign=parse_foreign(chosen["foreign"]),
            contraction=parse_contraction(chosen),
            max_size=chosen["max_size"] * 1_000_000,
            progress=progress_for(chosen["progress"]),
            recognition=parse_recognition(chosen),
        )
