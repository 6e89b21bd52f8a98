"""The commands. Each parses its arguments, calls one function and prints what it gives."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

import brailledesk.cli.learning  # noqa: F401 - adds its commands to table_app
from brailledesk.cli.console import progress_for, reported, say, translator
from brailledesk.cli.sheets import register_sheet
from brailledesk.cli.tables import table_app

if TYPE_CHECKING:
    from brailledesk.translate.contraction import Contraction

_ = translator()

app = typer.Typer(
    name="brailledesk",
    help=_("Italian Braille from documents: translate, lay out, write."),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(table_app, name="table")
register_sheet(app)


class Tables(StrEnum):
    """How tables are laid out."""

    AUTO = "auto"
    COLUMNS = "columns"
    LISTED = "listed"
    LINEAR = "linear"
    STAIRSTEP = "stairstep"


class ProgressStyle(StrEnum):
    """How progress is shown."""

    LINES = "lines"
    BAR = "bar"
    NONE = "none"


TableOption = Annotated[
    str, typer.Option("--table", "-t", help=_("Braille table: a name, a path or a query."))
]
ForeignOption = Annotated[
    list[str] | None,
    typer.Option(
        "--foreign",
        help=_("Table for another language, as en=louis:en-ueb-g1.ctb; repeatable."),
    ),
]
EmphasisOption = Annotated[
    bool, typer.Option("--emphasis/--no-emphasis", help=_("Show italics and bold."))
]


LevelOption = Annotated[
    int | None, typer.Option("--level", min=1, help=_("Contract up to this level of the table."))
]
WithoutOption = Annotated[
    list[str] | None,
    typer.Option("--without", help=_("A sign not to use, by its print, as zion; repeatable.")),
]


class Kinds(StrEnum):
    """Kinds of text that may be left uncontracted."""

    NAMES = "names"
    CODES = "codes"
    FOREIGN = "foreign"


UncontractedOption = Annotated[
    list[Kinds] | None,
    typer.Option("--uncontracted", help=_("Text to leave uncontracted; repeatable.")),
]


def _version(is_wanted: bool) -> None:
    if is_wanted:
        from brailledesk import __version__

        say(__version__)
        raise typer.Exit


@app.callback()
def root(
    *,
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help=_("Print the version.")),
    ] = False,
) -> None:
    del version


@app.command(help=_("Convert a document to a Braille file."))
def convert(
    *,
    source: Annotated[str, typer.Argument(help=_("The document; - is standard input."))],
    output: Annotated[
        list[str] | None,
        typer.Option(
            "--output",
            "-o",
            help=_("Where to (.brf .pef .ubrl); repeatable; - is standard output."),
        ),
    ] = None,
    table: TableOption = "it-6dot",
    format: Annotated[  # noqa: A002 - the word that users know
        str | None, typer.Option("--format", "-f", help=_("brf, brf-plain, pef or ubrl."))
    ] = None,
    charset: Annotated[
        str, typer.Option(help=_("Charset of a BRF: mit, nabcc or it_it_firenze."))
    ] = "mit",
    kind: Annotated[
        str | None, typer.Option("--from", help=_("Format of the document: text, html, ..."))
    ] = None,
    cells: Annotated[int, typer.Option(help=_("Cells per row, 10 to 49."))] = 30,
    rows: Annotated[int, typer.Option(help=_("Rows per page, 10 to 40."))] = 28,
    duplex: Annotated[bool, typer.Option(help=_("Print on both sides."))] = True,
    tables: Annotated[Tables, typer.Option(help=_("How tables are laid out."))] = Tables.AUTO,
    hyphenate: Annotated[bool, typer.Option(help=_("Divide words at the line end."))] = True,
    page_numbers: Annotated[bool, typer.Option(help=_("Number the pages."))] = True,
    running_line: Annotated[
        bool, typer.Option(help=_("Page numbers and title on the first line."))
    ] = True,
    emphasis: EmphasisOption = False,
    foreign: ForeignOption = None,
    level: LevelOption = None,
    without: WithoutOption = None,
    uncontracted: UncontractedOption = None,
    show: Annotated[
        bool, typer.Option("--show", help=_("Print the pages: Braille, and print beside it."))
    ] = False,
    max_size: Annotated[int, typer.Option(min=1, help=_("Largest document, in MB."))] = 64,
    progress: Annotated[
        ProgressStyle | None, typer.Option(help=_("Progress as lines, bar or none."))
    ] = None,
) -> None:
    with reported():
        from brailledesk.cli.converting import run_conversion
        from brailledesk.layout import LayoutOptions, TableStyle
        from brailledesk.pages import PageFormat

        options = LayoutOptions(
            page=PageFormat(cells, rows, duplex),
            is_hyphenated=hyphenate,
            table_style=TableStyle(tables.value),
            has_page_numbers=page_numbers,
            has_running_line=running_line,
        )
        run_conversion(
            source,
            output or [],
            options=options,
            table=table,
            format_name=format,
            charset=charset,
            kind=kind,
            has_emphasis=emphasis,
            foreign=parse_foreign(foreign),
            contraction=_contraction(level, without, uncontracted),
            is_shown=show,
            max_size=max_size * 1_000_000,
            progress=progress_for(progress),
        )


def parse_foreign(pairs: list[str] | None) -> dict[str, str]:
    """``en=louis:en-ueb-g1.ctb`` to a mapping. Raises UsageError."""
    from brailledesk.errors import N_, UsageError

    tables = {}
    for pair in pairs or ():
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
    level: int | None, without: list[str] | None, uncontracted: list[Kinds] | None
) -> Contraction:
    from brailledesk.translate.contraction import Contraction, TextKind

    kinds = frozenset(TextKind(kind.value) for kind in uncontracted or ())
    return Contraction(level, frozenset(without or ()), kinds)


@app.command(help=_("Translate text line by line to Unicode Braille."))
def translate(
    *,
    text: Annotated[
        list[str] | None, typer.Argument(help=_("The text; without it, standard input."))
    ] = None,
    table: TableOption = "it-6dot",
    ascii_charset: Annotated[
        str | None, typer.Option("--ascii", help=_("Write ASCII Braille in this charset."))
    ] = None,
    dots: Annotated[bool, typer.Option("--dots", help=_("Write dot numbers."))] = False,
    level: LevelOption = None,
    without: WithoutOption = None,
    uncontracted: UncontractedOption = None,
) -> None:
    with reported():
        from brailledesk.cli.translating import translate_lines

        contraction = _contraction(level, without, uncontracted)
        lines = _lines(text)
        translate_lines(lines, table, contraction, charset=ascii_charset, has_dots=dots)


@app.command(help=_("Turn a Braille file (BRF, PEF, Unicode Braille) back into print."))
def back(
    *,
    source: Annotated[str, typer.Argument(help=_("The Braille file; - is standard input."))],
    output: Annotated[
        str, typer.Option("--output", "-o", help=_("Where to; - is standard output."))
    ] = "-",
    table: Annotated[
        str | None,
        typer.Option("--table", "-t", help=_("Braille table; without it, it is found out.")),
    ] = None,
    charset: Annotated[
        str | None,
        typer.Option(help=_("Charset of a BRF; without it, it is found out.")),
    ] = None,
    rows: Annotated[bool, typer.Option("--rows", help=_("Keep every row as it is."))] = False,
    doubts: Annotated[bool, typer.Option("--doubts", help=_("List what is doubtful."))] = False,
    max_size: Annotated[int, typer.Option(min=1, help=_("Largest file, in MB."))] = 64,
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
def trace(
    *,
    text: Annotated[
        list[str] | None, typer.Argument(help=_("The text; without it, standard input."))
    ] = None,
    table: TableOption = "it-6dot",
) -> None:
    with reported():
        from brailledesk.cli.translating import trace_lines

        trace_lines(_lines(text), table)


def _lines(text: list[str] | None) -> list[str]:
    if text:
        return [" ".join(text)]
    from brailledesk.ingest.encoding import decode

    data = sys.stdin.buffer.read()
    return decode(data, "-").text.splitlines() if data else []


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
        raise typer.Exit(1)


def main() -> None:
    """The entry point of the command ``brailledesk``."""
    sys.exit(app(prog_name="brailledesk", standalone_mode=True))
