"""``brailledesk table sheet`` and ``brailledesk table drill``: to learn a contracted table."""

from __future__ import annotations

import click

from brailledesk.cli.console import reported, translator

_ = translator()

_contracted_table = click.argument(
    "table",
    default="it-g2",
    help=_("Name or path of a contracted table."),
)


@click.command(help=_("All signs of a contracted table: as text, HTML or Braille pages."))
@_contracted_table
@click.option(
    "--output",
    "-o",
    multiple=True,
    help=_("Where to (.txt .html .brf .pef .ubrl); repeatable; - is text on the output."),
)
@click.option("--cells", default=30, help=_("Cells per row, 10 to 49."))
@click.option("--rows", default=28, help=_("Rows per page, 10 to 40."))
@click.option("--charset", default="mit", help=_("Charset of a BRF: mit, nabcc or it_it_firenze."))
def sheet(*, table: str, output: tuple[str, ...], cells: int, rows: int, charset: str) -> None:
    with reported():
        from brailledesk.cli.drilling import write_sheet
        from brailledesk.pages import PageFormat

        write_sheet(table, output or ("-",), page=PageFormat(cells, rows), charset=charset)


@click.command(help=_("Exercises to learn a contracted table, lesson by lesson."))
@_contracted_table
@click.option("--level", type=click.IntRange(min=1), help=_("Practise all signs of this level."))
@click.option(
    "--lesson",
    type=click.IntRange(min=1),
    help=_("Practise this lesson; without it and a level, the first."),
)
@click.option("--count", default=10, type=click.IntRange(1, 1000), help=_("How many exercises."))
@click.option(
    "--kind",
    default="both",
    type=click.Choice(["read", "write", "both"]),
    help=_("Read Braille, write it, or both."),
)
@click.option("--seed", type=int, help=_("A number that always gives the same exercises."))
@click.option("--list", "is_listed", is_flag=True, help=_("List the lessons, and ask nothing."))
def drill(
    *,
    table: str,
    level: int | None,
    lesson: int | None,
    count: int,
    kind: str,
    seed: int | None,
    is_listed: bool,
) -> None:
    with reported():
        from brailledesk.cli.drilling import list_lessons, run_drill
        from brailledesk.learning.drill import BOTH, ExerciseKind

        if is_listed:
            list_lessons(table)
            return
        kinds = BOTH if kind == "both" else (ExerciseKind(kind),)
        run_drill(table, level=level, lesson=lesson, count=count, kinds=kinds, seed=seed)
