"""``brailledesk largeprint``: documents in large print, for paper (PDF) or a browser (HTML)."""

from __future__ import annotations

from typing import Unpack

import click

from brailledesk.cli.console import progress_for, reported, translator
from brailledesk.cli.options import (
    RecognitionChoices,
    parse_recognition,
    recognition_options,
    together,
)

_ = translator()

_look_options = together(
    click.option(
        "--size", "-s", default=18.0, type=float, help=_("Size of the text in points, 16 to 48.")
    ),
    click.option(
        "--spacing",
        default=1.5,
        type=float,
        help=_("From base line to base line, in sizes, 1 to 3."),
    ),
    click.option("--paper", default="a4", help=_("Paper of a PDF: a5, a4 or a3.")),
    click.option("--landscape/--portrait", default=False, help=_("Paper of a PDF, turned or not.")),
    click.option(
        "--scheme",
        help=_(
            "Colours: black-white, yellow-black, white-navy, amber, or a file; without it, black on"
            " white in a PDF, and as the browser has them in HTML."
        ),
    ),
    click.option("--force", is_flag=True, help=_("Take colours that can hardly be read.")),
    click.option(
        "--font",
        multiple=True,
        help=_("A font file of your own (.ttf .otf); the bold one second; repeatable."),
    ),
    click.option(
        "--hyphenate/--no-hyphenate", default=False, help=_("Divide words at the line end.")
    ),
    click.option(
        "--print-pages/--no-print-pages",
        default=True,
        help=_("Show where the pages of the print begin."),
    ),
    click.option("--title-page/--no-title-page", default=False, help=_("A title page, in a PDF.")),
    click.option(
        "--contents/--no-contents", default=False, help=_("A table of contents, in a PDF.")
    ),
    click.option(
        "--doubts",
        default="marks",
        type=click.Choice(["marks", "list", "none"]),
        help=_("Words that recognition is unsure of: marked, listed at the end, or neither."),
    ),
)


class LargePrintChoices(RecognitionChoices):
    """What the command asks."""

    size: float
    spacing: float
    paper: str
    landscape: bool
    scheme: str | None
    force: bool
    font: tuple[str, ...]
    hyphenate: bool
    print_pages: bool
    title_page: bool
    contents: bool
    doubts: str
    kind: str | None
    max_size: int
    progress: str | None


@click.command(help=_("Set a document in large print, as tagged PDF or as HTML."))
@click.argument("source", help=_("The document; - is standard input."))
@click.option(
    "--output",
    "-o",
    multiple=True,
    required=True,
    help=_("Where to (.pdf .html); repeatable; - is HTML on standard output."),
)
@_look_options
@click.option("--from", "kind", help=_("Format of the document: text, html, ..."))
@recognition_options
@click.option(
    "--max-size", default=64, type=click.IntRange(min=1), help=_("Largest document, in MB.")
)
@click.option(
    "--progress",
    type=click.Choice(["lines", "bar", "none"]),
    help=_("Progress as lines, bar or none."),
)
def largeprint(source: str, output: tuple[str, ...], **chosen: Unpack[LargePrintChoices]) -> None:
    with reported():
        from brailledesk.cli.largeprinting import Look, Reading, run_largeprint
        from brailledesk.text import Doubts

        look = Look(
            size=chosen["size"],
            spacing=chosen["spacing"],
            paper=chosen["paper"],
            is_landscape=chosen["landscape"],
            scheme=chosen["scheme"],
            is_forced=chosen["force"],
            fonts=chosen["font"],
            is_hyphenated=chosen["hyphenate"],
            has_print_pages=chosen["print_pages"],
            has_title_page=chosen["title_page"],
            has_contents=chosen["contents"],
        )
        reading = Reading(
            kind=chosen["kind"],
            max_size=chosen["max_size"] * 1_000_000,
            doubts=Doubts(chosen["doubts"]),
            recognition=parse_recognition(chosen),
            progress=progress_for(chosen["progress"]),
        )
        run_largeprint(source, output, look, reading)
