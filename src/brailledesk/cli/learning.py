"""``brailledesk table sheet`` and ``brailledesk table drill``: to learn a contracted table."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from brailledesk.cli.console import reported, translator
from brailledesk.cli.tables import table_app

_ = translator()


class Kind(StrEnum):
    """What is practised."""

    READ = "read"
    WRITE = "write"
    BOTH = "both"


ContractedTable = Annotated[
    str, typer.Argument(help=_("Name or path of a contracted table."), show_default=True)
]


@table_app.command(help=_("All signs of a contracted table: as text, HTML or Braille pages."))
def sheet(
    *,
    table: ContractedTable = "it-g2",
    output: Annotated[
        list[str] | None,
        typer.Option(
            "--output",
            "-o",
            help=_("Where to (.txt .html .brf .pef .ubrl); repeatable; - is text on the output."),
        ),
    ] = None,
    cells: Annotated[int, typer.Option(help=_("Cells per row, 10 to 49."))] = 30,
    rows: Annotated[int, typer.Option(help=_("Rows per page, 10 to 40."))] = 28,
    charset: Annotated[
        str, typer.Option(help=_("Charset of a BRF: mit, nabcc or it_it_firenze."))
    ] = "mit",
) -> None:
    with reported():
        from brailledesk.cli.drilling import write_sheet
        from brailledesk.pages import PageFormat

        write_sheet(table, output or ["-"], page=PageFormat(cells, rows), charset=charset)


@table_app.command(help=_("Exercises to learn a contracted table, lesson by lesson."))
def drill(
    *,
    table: ContractedTable = "it-g2",
    level: Annotated[
        int | None, typer.Option(min=1, help=_("Practise all signs of this level."))
    ] = None,
    lesson: Annotated[
        int | None,
        typer.Option(min=1, help=_("Practise this lesson; without it and a level, the first.")),
    ] = None,
    count: Annotated[int, typer.Option(min=1, max=1000, help=_("How many exercises."))] = 10,
    kind: Annotated[Kind, typer.Option(help=_("Read Braille, write it, or both."))] = Kind.BOTH,
    seed: Annotated[
        int | None, typer.Option(help=_("A number that always gives the same exercises."))
    ] = None,
    list_: Annotated[
        bool, typer.Option("--list", help=_("List the lessons, and ask nothing."))
    ] = False,
) -> None:
    with reported():
        from brailledesk.cli.drilling import list_lessons, run_drill
        from brailledesk.learning.drill import BOTH, ExerciseKind

        if list_:
            list_lessons(table)
            return
        kinds = BOTH if kind is Kind.BOTH else (ExerciseKind(kind.value),)
        run_drill(table, level=level, lesson=lesson, count=count, kinds=kinds, seed=seed)
