"""``brailledesk sheet``: the key facts of product sheets first, and sheets from a catalogue."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from brailledesk.cli.console import progress_for, reported, translator

_ = translator()


class SheetTables(StrEnum):
    """How tables are laid out."""

    AUTO = "auto"
    COLUMNS = "columns"
    LISTED = "listed"
    LINEAR = "linear"
    STAIRSTEP = "stairstep"


class SheetProgress(StrEnum):
    """How progress is shown."""

    LINES = "lines"
    BAR = "bar"
    NONE = "none"


class SheetKinds(StrEnum):
    """Kinds of text that may be left uncontracted."""

    NAMES = "names"
    CODES = "codes"
    FOREIGN = "foreign"


def register_sheet(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command(help=_("Digests of product sheets: name, code, price and other facts first."))(
        sheet
    )


def sheet(
    *,
    sources: Annotated[
        list[str] | None, typer.Argument(help=_("The sheets; - is standard input."))
    ] = None,
    output: Annotated[
        list[str] | None,
        typer.Option(
            "--output",
            "-o",
            help=_("Where to: one file for all (.brf .pef .ubrl; repeatable), or a folder."),
        ),
    ] = None,
    profile: Annotated[
        str | None, typer.Option(help=_("A company's own labels and order, a TOML file."))
    ] = None,
    catalogue: Annotated[
        str | None,
        typer.Option(help=_("A table of products (CSV, JSON ...): a sheet of every row.")),
    ] = None,
    template: Annotated[
        str | None, typer.Option(help=_("Template for the sheets of a catalogue."))
    ] = None,
    json: Annotated[bool, typer.Option("--json", help=_("Print the facts as JSON."))] = False,
    level: Annotated[
        int | None,
        typer.Option("--level", min=1, help=_("Contract up to this level of the table.")),
    ] = None,
    without: Annotated[
        list[str] | None,
        typer.Option("--without", help=_("A sign not to use, by its print, as zion; repeatable.")),
    ] = None,
    uncontracted: Annotated[
        list[SheetKinds] | None,
        typer.Option("--uncontracted", help=_("Text to leave uncontracted; repeatable.")),
    ] = None,
    show: Annotated[
        bool, typer.Option("--show", help=_("Print the pages: Braille, and print beside it."))
    ] = False,
    table: Annotated[
        str, typer.Option("--table", "-t", help=_("Braille table: a name, a path or a query."))
    ] = "it-6dot",
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
    tables: Annotated[
        SheetTables, typer.Option(help=_("How tables are laid out."))
    ] = SheetTables.AUTO,
    hyphenate: Annotated[bool, typer.Option(help=_("Divide words at the line end."))] = True,
    page_numbers: Annotated[bool, typer.Option(help=_("Number the pages."))] = True,
    running_line: Annotated[
        bool, typer.Option(help=_("Page numbers and title on the first line."))
    ] = True,
    emphasis: Annotated[
        bool, typer.Option("--emphasis/--no-emphasis", help=_("Show italics and bold."))
    ] = False,
    foreign: Annotated[
        list[str] | None,
        typer.Option(
            "--foreign",
            help=_("Table for another language, as en=louis:en-ueb-g1.ctb; repeatable."),
        ),
    ] = None,
    max_size: Annotated[int, typer.Option(min=1, help=_("Largest document, in MB."))] = 64,
    progress: Annotated[
        SheetProgress | None, typer.Option(help=_("Progress as lines, bar or none."))
    ] = None,
) -> None:
    with reported():
        from brailledesk.cli.app import parse_foreign
        from brailledesk.cli.digesting import Laying, Wish, run_catalogue, run_sheets
        from brailledesk.layout import LayoutOptions, TableStyle
        from brailledesk.pages import PageFormat
        from brailledesk.translate.contraction import Contraction, TextKind

        options = LayoutOptions(
            page=PageFormat(cells, rows, duplex),
            is_hyphenated=hyphenate,
            table_style=TableStyle(tables.value),
            has_page_numbers=page_numbers,
            has_running_line=running_line,
        )
        laying = Laying(
            options=options,
            table=table,
            format_name=format,
            charset=charset,
            has_emphasis=emphasis,
            foreign=parse_foreign(foreign),
            contraction=Contraction(
                level,
                frozenset(without or ()),
                frozenset(TextKind(kind.value) for kind in uncontracted or ()),
            ),
        )
        wish = Wish(
            outputs=tuple(output or ()),
            is_shown=show,
            is_json=json,
            kind=kind,
            max_size=max_size * 1_000_000,
            progress=progress_for(progress),
        )
        wish.check(sources or [], catalogue, template)
        if catalogue is not None:
            run_catalogue(catalogue, template, profile, wish, laying)
        else:
            run_sheets(sources or [], profile, wish, laying)
