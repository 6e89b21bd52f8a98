"""``brailledesk batch``: many documents, side by side."""

from __future__ import annotations

from typing import Unpack

import click

from brailledesk.cli.books import BookConversion, book_options
from brailledesk.cli.console import reported, translator
from brailledesk.cli.options import (
    file_options,
    page_options,
    recognition_options,
    text_options,
)

_ = translator()


@click.command(
    help=_("Convert folders, or the documents of a manifest; what is done is not done again.")
)
@click.argument("sources", nargs=-1, help=_("Folders and documents."))
@click.option("--output", "-o", help=_("Folder for the Braille files; of a manifest, its own."))
@click.option("--manifest", help=_("A list of documents with options: .csv, .toml or .jsonl."))
@click.option("--jobs", "-j", type=click.IntRange(min=1), help=_("Processes; one a core."))
@click.option("--report", help=_("Write a report to this file, as JSON."))
@click.option("--journal", help=_("The file that says what is done; in the output folder."))
@click.option(
    "--executor",
    default="processes",
    type=click.Choice(["processes", "dask"]),
    help=_("Where the work is done: on this machine, or on a Dask cluster."),
)
@click.option("--scheduler", help=_("Address of the Dask scheduler, as tcp://host:8786."))
@file_options
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
def batch(
    *,
    sources: tuple[str, ...],
    output: str | None,
    manifest: str | None,
    jobs: int | None,
    report: str | None,
    journal: str | None,
    executor: str,
    scheduler: str | None,
    **chosen: Unpack[BookConversion],
) -> None:
    with reported():
        from brailledesk.cli.batching import Places, run_batch

        places = Places.of(sources, output, manifest, journal)
        run_batch(
            places,
            chosen,
            jobs=jobs,
            report=report,
            scheduler=scheduler,
            is_cluster=executor == "dask",
        )
