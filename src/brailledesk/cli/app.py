"""The commands. Each parses its arguments, calls one function and prints what it gives."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import click

from brailledesk.cli.console import OrderedGroup, progress_for, reported, say, translator
from brailledesk.cli.learning import drill, sheet
from brailledesk.cli.tables import table_group

if TYPE_CHECKING:
    from brailledesk.translate.contraction import Contraction

_ = translator()


def _print_version(context: click.Context, _parameter: click.Parameter, is_wanted: bool) -> None:
    if is_wanted:
        from brailledesk import __version__

        say(__version__)
        context.exit()


@click.group(
    name="brailledesk",
    cls=OrderedGroup,
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


_table_option = click.option(
    "--table", "-t", default="it-6dot", help=_("Braille table: a name, a path or a query.")
)
_level_option = click.option(
    "--level", type=click.IntRange(min=1), help=_("Contract up to this level of the table.")
)
_without_option = click.option(
    "--without", multiple=True, help=_("A sign not to use, by its print, as zion; repeatable.")
)
_uncontracted_option = click.option(
    "--uncontracted",
    multiple=True,
    type=click.Choice(["names", "codes", "foreign"]),
    help=_("Text to leave uncontracted; repeatable."),
)


@app.command(help=_("Convert a document to a Braille file."))
@click.argument("source", help=_("The document; - is standard input."))
@click.option(
    "--output",
    "-o",
    multiple=True,
    help=_("Where to (.brf .pef .ubrl); repeatable; - is standard output."),
)
@_table_option
@click.option("--format", "-f", "format_name", help=_("brf, brf-plain, pef or ubrl."))
@click.option("--charset", default="mit", help=_("Charset of a BRF: mit, nabcc or it_it_firenze."))
@click.option("--from", "kind", help=_("Format of the document: text, html, ..."))
@click.option("--cells", default=30, help=_("Cells per row, 10 to 49."))
@click.option("--rows", default=28, help=_("Rows per page, 10 to 40."))
@click.option("--duplex/--no-duplex", default=True, help=_("Print on both sides."))
@click.option(
    "--tables",
    default="auto",
    type=click.Choice(["auto", "columns", "listed", "linear", "stairstep"]),
    help=_("How tables are laid out."),
)
@click.option("--hyphenate/--no-hyphenate", default=True, help=_("Divide words at the line end."))
@click.option("--page-numbers/--no-page-numbers", default=True, help=_("Number the pages."))
@click.option(
    "--running-line/--no-running-line",
    default=True,
    help=_("Page numbers and title on the first line."),
)
@click.option("--emphasis/--no-emphasis", default=False, help=_("Show italics and bold."))
@click.option(
    "--foreign",
    multiple=True,
    help=_("Table for another language, as en=louis:en-ueb-g1.ctb; repeatable."),
)
@_level_option
@_without_option
@_uncontracted_option
@click.option("--show", is_flag=True, help=_("Print the pages: Braille, and print beside it."))
@click.option(
    "--max-size", default=64, type=click.IntRange(min=1), help=_("Largest document, in MB.")
)
@click.option(
    "--progress",
    type=click.Choice(["lines", "bar", "none"]),
    help=_("Progress as lines, bar or none."),
)
def convert(
    *,
    source: str,
    output: tuple[str, ...],
    table: str,
    format_name: str | None,
    charset: str,
    kind: str | None,
    cells: int,
    rows: int,
    duplex: bool,
    tables: str,
    hyphenate: bool,
    page_numbers: bool,
    running_line: bool,
    emphasis: bool,
    foreign: tuple[str, ...],
    level: int | None,
    without: tuple[str, ...],
    uncontracted: tuple[str, ...],
    show: bool,
    max_size: int,
    progress: str | None,
) -> None:
    with reported():
        from brailledesk.cli.converting import run_conversion
        from brailledesk.layout import LayoutOptions, TableStyle
        from brailledesk.pages import PageFormat

        options = LayoutOptions(
            page=PageFormat(cells, rows, duplex),
            is_hyphenated=hyphenate,
            table_style=TableStyle(tables),
            has_page_numbers=page_numbers,
            has_running_line=running_line,
        )
        run_conversion(
            source,
            output,
            options=options,
            table=table,
            format_name=format_name,
            charset=charset,
            kind=kind,
            has_emphasis=emphasis,
            foreign=parse_foreign(foreign),
            contraction=_contraction(level, without, uncontracted),
            is_shown=show,
            max_size=max_size * 1_000_000,
            progress=progress_for(progress),
        )


def parse_foreign(pairs: Sequence[str]) -> dict[str, str]:
    """``en=louis:en-ueb-g1.ctb`` to a mapping. Raises UsageError."""
    from brailledesk.errors import N_, UsageError

    tables = {}
    for pair in pairs:
        language, sign, name = pair.partition("=")
        if not (language and sign and name):
            raise UsageError(
                N_("{pair} names no language and table."),
                N_("Write it as en=louis:en-ueb-g1.ctb."),
                pair=pair,
            )
        tables[language] = name
    return tables


def _contraction(
    level: int | None, without: Sequence[str], uncontracted: Sequence[str]
) -> Contraction:
    from brailledesk.translate.contraction import Contraction, TextKind

    return Contraction(level, frozenset(without), frozenset(map(TextKind, uncontracted)))


@app.command(help=_("Translate text line by line to Unicode Braille."))
@click.argument("text", nargs=-1, help=_("The text; without it, standard input."))
@_table_option
@click.option("--ascii", "ascii_charset", help=_("Write ASCII Braille in this charset."))
@click.option("--dots", is_flag=True, help=_("Write dot numbers."))
@_level_option
@_without_option
@_uncontracted_option
def translate(
    *,
    text: tuple[str, ...],
    table: str,
    ascii_charset: str | None,
    dots: bool,
    level: int | None,
    without: tuple[str, ...],
    uncontracted: tuple[str, ...],
) -> None:
    with reported():
        from brailledesk.cli.translating import put_lines

        contraction = _contraction(level, without, uncontracted)
        lines = _lines(text)
        put_lines(lines, table, contraction, charset=ascii_charset, has_dots=dots)


@app.command(help=_("Turn a Braille file (BRF, PEF, Unicode Braille) back into print."))
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
@_table_option
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
    from brailledesk.doctor import examine

    findings = examine()
    for finding in findings:
        state = _("present") if finding.is_present else _("missing")
        detail = f" ({finding.detail})" if finding.detail else ""
        say(f"{_(finding.name)}: {state}{detail}")
        if not finding.is_present and finding.cost:
            say("  " + _("Without it: {cost}.").format(cost=_(finding.cost)))
        if not finding.is_present and finding.command:
            say("  " + _("To install it: {command}").format(command=finding.command))
    if any(finding.is_needed and not finding.is_present for finding in findings):
        raise click.exceptions.Exit(1)


table_group.add_command(sheet)
table_group.add_command(drill)
app.add_command(table_group)


def main() -> None:
    """The entry point of the command ``brailledesk``."""
    sys.exit(app(prog_name="brailledesk", standalone_mode=True))
