"""The commands. Each parses its arguments, calls one function and prints what it gives."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import Unpack

import click

from brailledesk.cli.books import BookConversion, book_layout, book_options
from brailledesk.cli.console import OrderedGroup, progress_for, reported, say, translator
from brailledesk.cli.options import (
    ContractionChoices,
    contraction_options,
    file_options,
    page_options,
    parse_contraction,
    parse_foreign,
    parse_recognition,
    recognition_options,
    run_options,
    table_option,
    text_options,
)

_ = translator()


def _print_version(context: click.Context, _parameter: click.Parameter, is_wanted: bool) -> None:
    if is_wanted:
        from brailledesk import __version__

        say(__version__)
        context.exit()


_HOMES = {
    "convert": "",
    "sheet": "sheets:sheet",
    "translate": "",
    "back": "",
    "trace": "",
    "doctor": "",
    "ocr": "ocr:ocr",
    "preview": "preview:preview",
    "largeprint": "largeprint:largeprint",
    "batch": "batch:batch",
    "table": "tables:table_group",
    "emboss": "emboss:emboss",
    "jobs": "jobs:jobs_group",
    "embosser": "embossers:embosser_group",
    "driver": "drivers:driver_group",
    "speak": "speak:speak",
    "plugins": "plugins:plugins_group",
    "book": "talking:book",
    "screen": "desk:screen",
    "desk": "desk:desk",
    "serve": "serve:serve",
    "pair": "pair:pair_group",
    "extension": "extension:extension_group",
    "magnify": "magnify:magnify",
}
"""The commands, and where those are that are imported when they are used."""


@click.group(
    name="brailledesk",
    cls=OrderedGroup,
    homes=_HOMES,
    help=_("Italian Braille from documents: translate, lay out, write."),
    no_args_is_help=True,
    context_settings={"show_default": True},
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help=_("Print the version."),
)
def app() -> None:
    pass


@app.command(help=_("Convert a document to a Braille file."))
@click.argument("source", help=_("The document; - is standard input."))
@click.option(
    "--output",
    "-o",
    multiple=True,
    help=_("Where to (.brf .pef .ubrl .ebrl); repeatable; - is standard output."),
)
@file_options
@page_options
@book_options
@text_options
@recognition_options
@run_options
@click.option(
    "--filter",
    "filters",
    multiple=True,
    help=_("Name of a plugin that changes the document before; repeatable."),
)
def convert(
    source: str,
    output: tuple[str, ...],
    filters: tuple[str, ...],
    **chosen: Unpack[BookConversion],
) -> None:
    with reported():
        from brailledesk.cli.converting import run_conversion

        run_conversion(
            source,
            output,
            options=book_layout(chosen),
            table=chosen["table"],
            format_name=chosen["format_name"],
            charset=chosen["charset"],
            kind=chosen["kind"],
            has_emphasis=chosen["emphasis"],
            foreign=parse_foreign(chosen["foreign"]),
            contraction=parse_contraction(chosen),
            is_shown=chosen["show"],
            max_size=chosen["max_size"] * 1_000_000,
            progress=progress_for(chosen["progress"]),
            recognition=parse_recognition(chosen),
            filters=filters,
        )


@app.command(help=_("Translate text line by line to Unicode Braille."))
@click.argument("text", nargs=-1, help=_("The text; without it, standard input."))
@table_option
@click.option("--ascii", "ascii_charset", help=_("Write ASCII Braille in this charset."))
@click.option("--dots", is_flag=True, help=_("Write dot numbers."))
@contraction_options
def translate(
    *,
    text: tuple[str, ...],
    table: str,
    ascii_charset: str | None,
    dots: bool,
    **chosen: Unpack[ContractionChoices],
) -> None:
    with reported():
        from brailledesk.cli.translating import put_lines

        contraction = parse_contraction(chosen)
        lines = _lines(text)
        put_lines(lines, table, contraction, charset=ascii_charset, has_dots=dots)


@app.command(help=_("Turn a Braille file (BRF, PEF, Unicode Braille, eBraille) back into print."))
@click.argument("source", help=_("The Braille file; - is standard input."))
@click.option("--output", "-o", default="-", help=_("Where to; - is standard output."))
@click.option("--table", "-t", help=_("Braille table; without it, it is found out."))
@click.option("--charset", help=_("Charset of a BRF; without it, it is found out."))
@click.option("--rows", is_flag=True, help=_("Keep every row as it is."))
@click.option("--doubts", is_flag=True, help=_("List what is doubtful."))
@click.option("--max-size", default=64, type=click.IntRange(min=1), help=_("Largest file, in MB."))
def back(
    *,
    source: str,
    output: str,
    table: str | None,
    charset: str | None,
    rows: bool,
    doubts: bool,
    max_size: int,
) -> None:
    with reported():
        from brailledesk.cli.reading import run_reading

        run_reading(
            source,
            output,
            table=table,
            charset=charset,
            has_rows=rows,
            has_doubts=doubts,
            max_size=max_size * 1_000_000,
        )


@app.command(help=_("Explain a translation: each rule with its file and line."))
@click.argument("text", nargs=-1, help=_("The text; without it, standard input."))
@table_option
def trace(*, text: tuple[str, ...], table: str) -> None:
    with reported():
        from brailledesk.cli.translating import trace_lines

        trace_lines(_lines(text), table)


def _lines(text: Sequence[str]) -> Iterable[str]:
    if text:
        return [" ".join(text)]
    from brailledesk.ingest.stream import read_lines

    return read_lines(sys.stdin.buffer, "-")


@app.command(help=_("Tell what is there, what is missing, and the command that brings it."))
def doctor() -> None:
    with reported():
        from brailledesk.doctor import examine

        findings = examine()
        for finding in findings:
            detail = f" ({_(finding.detail)})" if finding.detail else ""
            say(f"{_(finding.name)}: {_(finding.state)}{detail}")
            if finding.problem is not None:
                say("  " + finding.problem.describe(_))
            if not finding.is_present and finding.cost:
                say("  " + _("Without it: {cost}.").format(cost=_(finding.cost)))
            if not finding.is_present and finding.command:
                say("  " + _("To install it: {command}").format(command=finding.command))
        if any(finding.is_needed and not finding.is_present for finding in findings):
            raise click.exceptions.Exit(1)
