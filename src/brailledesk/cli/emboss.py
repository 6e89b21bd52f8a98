"""``brailledesk emboss``: a document, or Braille, to an embosser."""

from __future__ import annotations

from typing import Any, Unpack

import click

from brailledesk.cli.books import BookChoices, book_options
from brailledesk.cli.console import reported, translator
from brailledesk.cli.options import (
    ContractionChoices,
    Option,
    RecognitionChoices,
    flow_options,
    mode_options,
    recognition_options,
    table_option,
    text_options,
    together,
)

_ = translator()


class EmbossChoices(BookChoices, ContractionChoices, RecognitionChoices):
    """What the command asks beside the job itself."""

    table: str
    kind: str | None
    tables: str
    hyphenate: bool
    page_numbers: bool
    running_line: bool
    doubts: str
    emphasis: bool
    foreign: tuple[str, ...]
    max_size: int


sending_options: Option[Any] = together(
    click.option("--wait", is_flag=True, help=_("Wait while the embosser is in use.")),
    click.option(
        "--progress",
        type=click.Choice(["lines", "bar", "none"]),
        help=_("Progress as lines, bar or none."),
    ),
)


@click.command(
    help=_(
        "Emboss a document or a Braille file. Ctrl-C pauses at the end of the page, a second"
        " Ctrl-C at once."
    )
)
@click.argument("source", help=_("The document or Braille file; - is standard input."))
@click.option("--to", "name", required=True, help=_("The embosser, as it was set up."))
@click.option("--copies", default=1, type=click.IntRange(1, 1000), help=_("How many copies."))
@click.option("--pages", help=_("Pages to emboss, as 1-3,8; without it, all."))
@mode_options
@click.option("--resume-from", type=click.IntRange(min=1), help=_("Begin with this page."))
@click.option("--paper", help=_("Paper, if it is not that of the embosser: a4, 240mm x 12in ..."))
@click.option(
    "--charset", help=_("Charset of the embosser, if it is not the one it was set up with.")
)
@click.option("--brf-charset", help=_("Charset of a BRF; without it, it is found out."))
@click.option("--keep", is_flag=True, help=_("Keep the Braille in the journal when it is done."))
@table_option
@click.option("--from", "kind", help=_("Format of the document: text, html, ... or braille."))
@flow_options
@book_options
@text_options
@recognition_options
@click.option(
    "--max-size", default=64, type=click.IntRange(min=1), help=_("Largest document, in MB.")
)
@sending_options
def emboss(
    *,
    source: str,
    name: str,
    copies: int,
    pages: str | None,
    resume_from: int | None,
    sides: int | None,
    z_fold: bool | None,
    saddle_stitch: bool | None,
    alignment: str | None,
    dots: str | None,
    paper: str | None,
    charset: str | None,
    brf_charset: str | None,
    keep: bool,
    wait: bool,
    progress: str | None,
    **chosen: Unpack[EmbossChoices],
) -> None:
    with reported():
        from brailledesk.cli.embossing import Order, run_emboss
        from brailledesk.devices.jobs.ranges import parse_pages

        order = Order(
            source=source,
            embosser=name,
            copies=copies,
            ranges=parse_pages(pages),
            changes={
                "sides": sides,
                "z_fold": z_fold,
                "saddle_stitch": saddle_stitch,
                "alignment": alignment,
                "dots": int(dots) if dots else None,
                "paper": paper,
                "charset": charset,
            },
            first_page=resume_from,
            brf_charset=brf_charset,
            is_kept=keep,
        )
        run_emboss(order, chosen, is_waiting=wait, style=progress)
