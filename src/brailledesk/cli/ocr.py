"""``brailledesk ocr``: text of scans, faxes and photographs, as text, HTML or Braille."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

import click

from brailledesk.cli.console import reported, translator
from brailledesk.cli.options import (
    ConversionChoices,
    file_options,
    page_layout,
    page_options,
    parse_contraction,
    parse_foreign,
    parse_recognition,
    recognition_options,
    text_options,
)

if TYPE_CHECKING:
    from brailledesk.cli.digesting import Laying

_ = translator()


@click.command(help=_("Read scans, faxes and photographs (PNG, JPEG, WebP, TIFF, PDF)."))
@click.argument("sources", nargs=-1, help=_("The files or folders; - is standard input."))
@click.option(
    "--output",
    "-o",
    multiple=True,
    help=_("Where to (.txt .html .brf ...; repeatable), or a folder; without it, text is printed."),
)
@click.option("--watch", help=_("A scanner's folder: read what comes there, until Ctrl-C."))
@click.option(
    "--settle",
    default=5.0,
    type=click.FloatRange(min=0),
    help=_("Seconds after which a watched file that does not grow is whole."),
)
@click.option("--keep-steps", help=_("A folder for the pictures of every step of the clean-up."))
@click.option(
    "--skip-step", multiple=True, help=_("A step of the clean-up to leave out; repeatable.")
)
@click.option("--clean-up/--no-clean-up", default=True, help=_("Clean pages before reading."))
@click.option(
    "--correct/--no-correct",
    default=True,
    help=_("Correct words where a check digit or a word list is sure."),
)
@click.option("--record", help=_("Write the corrections that were made to this file, as JSON."))
@click.option("--review", help=_("Write a page of review for a sighted colleague (.html)."))
@click.option("--corrections", help=_("Corrections that were saved from a page of review."))
@click.option("--jobs", "-j", type=click.IntRange(min=1), help=_("Processes; one a core."))
@recognition_options
@file_options
@page_options
@text_options
@click.option("--show", is_flag=True, help=_("Print the pages: Braille, and print beside it."))
@click.option(
    "--max-size", default=64, type=click.IntRange(min=1), help=_("Largest document, in MB.")
)
@click.option(
    "--progress",
    type=click.Choice(["lines", "bar", "none"]),
    help=_("Progress as lines, bar or none."),
)
def ocr(
    *,
    sources: tuple[str, ...],
    output: tuple[str, ...],
    watch: str | None,
    settle: float,
    keep_steps: str | None,
    skip_step: tuple[str, ...],
    clean_up: bool,
    correct: bool,
    record: str | None,
    review: str | None,
    corrections: str | None,
    jobs: int | None,
    **chosen: Unpack[ConversionChoices],
) -> None:
    with reported():
        from dataclasses import replace

        from brailledesk.cli.printing import format_for, is_braille
        from brailledesk.cli.recognising import Reading, checked_steps, run_ocr
        from brailledesk.cli.reviewing import ReviewOutputs, read_corrections

        max_size = chosen["max_size"] * 1_000_000
        recognition = replace(
            parse_recognition(chosen),
            jobs=jobs,
            is_cleaned=clean_up,
            without_steps=checked_steps(skip_step),
            is_corrected=correct,
            corrections=None if corrections is None else read_corrections(corrections, max_size),
        )
        reading = Reading(
            recognition=recognition,
            kind=chosen["kind"],
            max_size=max_size,
            style=chosen["progress"],
            steps=keep_steps,
            review=ReviewOutputs(review, record),
        )
        wanted = output or (() if chosen["show"] or watch else ("-",))
        # What is made of a watched folder is a folder, there already or not.
        outputs = [
            (one, format_for(one if watch is None else f"{one}/", chosen["format_name"]))
            for one in wanted
        ]
        has_pages = chosen["show"] or any(is_braille(name) for _, name in outputs)
        laying = _laying(chosen) if has_pages else None
        if watch is None:
            run_ocr(sources, outputs, reading, laying, is_shown=chosen["show"])
        else:
            from brailledesk.cli.watching import run_watch

            run_watch(watch, sources, outputs, reading, laying, settling=settle)


def _laying(chosen: ConversionChoices) -> Laying:
    """How pages of Braille are made; it imports what text needs not."""
    from brailledesk.cli.digesting import Laying

    return Laying(
        options=page_layout(chosen),
        table=chosen["table"],
        format_name=chosen["format_name"],
        charset=chosen["charset"],
        has_emphasis=chosen["emphasis"],
        foreign=parse_foreign(chosen["foreign"]),
        contraction=parse_contraction(chosen),
    )
