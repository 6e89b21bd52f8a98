"""``brailledesk sheet``: the key facts of product sheets first, and sheets from a catalogue."""

from __future__ import annotations

from typing import Unpack

import click

from brailledesk.cli.console import progress_for, reported, translator
from brailledesk.cli.options import (
    ConversionChoices,
    file_options,
    page_layout,
    page_options,
    parse_contraction,
    parse_foreign,
    parse_recognition,
    recognition_options,
    run_options,
    text_options,
)

_ = translator()


@click.command(help=_("Digests of product sheets: name, code, price and other facts first."))
@click.argument("sources", nargs=-1, help=_("The sheets; - is standard input."))
@click.option(
    "--output",
    "-o",
    multiple=True,
    help=_("Where to: one file for all (.brf .pef .ubrl .ebrl; repeatable), or a folder."),
)
@click.option("--profile", help=_("A company's own labels and order, a TOML file."))
@click.option(
    "--catalogue", help=_("A table of products (CSV, XLSX, JSON ...): a sheet of every row.")
)
@click.option("--template", help=_("Template for the sheets of a catalogue."))
@click.option("--json", "is_json", is_flag=True, help=_("Print the facts as JSON."))
@file_options
@page_options
@text_options
@recognition_options
@run_options
def sheet(
    *,
    sources: tuple[str, ...],
    output: tuple[str, ...],
    profile: str | None,
    catalogue: str | None,
    template: str | None,
    is_json: bool,
    **chosen: Unpack[ConversionChoices],
) -> None:
    with reported():
        from brailledesk.cli.digesting import Laying, Wish, run_catalogue, run_sheets

        laying = Laying(
            options=page_layout(chosen),
            table=chosen["table"],
            format_name=chosen["format_name"],
            charset=chosen["charset"],
            has_emphasis=chosen["emphasis"],
            foreign=parse_foreign(chosen["foreign"]),
            contraction=parse_contraction(chosen),
        )
        wish = Wish(
            outputs=output,
            is_shown=chosen["show"],
            is_json=is_json,
            kind=chosen["kind"],
            max_size=chosen["max_size"] * 1_000_000,
            progress=progress_for(chosen["progress"]),
            recognition=parse_recognition(chosen),
        )
        wish.check(sources, catalogue, template)
        if catalogue is not None:
            run_catalogue(catalogue, template, profile, wish, laying)
        else:
            run_sheets(sources, profile, wish, laying)
