"""``brailledesk table``: list, check and show tables."""

from __future__ import annotations

from pathlib import Path

import click

from brailledesk.cells import cells_to_unicode, dots_from_cells
from brailledesk.cli.console import OrderedGroup, put, reported, say, translator

_ = translator()


@click.group(
    "table",
    cls=OrderedGroup,
    homes={
        "list": "",
        "check": "",
        "show": "",
        "sheet": "learning:sheet",
        "drill": "learning:drill",
    },
    help=_("List, check and show Braille tables."),
    no_args_is_help=True,
)
def table_group() -> None:
    pass


@table_group.command("list", help=_("List the tables that can be used by name."))
def list_() -> None:
    from brailledesk.tables import list_tables

    for entry in list_tables():
        say(f"{entry.name}: {_(entry.metadata.get('display-name', entry.path.name))}")


@table_group.command(help=_("Check tables: all faults, each with file, line and place."))
@click.argument("tables", nargs=-1, required=True, help=_("Names or paths of tables."))
@click.option("--decodable", is_flag=True, help=_("Prove that different texts have other cells."))
@click.option("--exceptions", is_flag=True, help=_("List the exceptions that a table declares."))
@click.option("--most", default=20, type=click.IntRange(min=1), help=_("Most ambiguities to list."))
def check(*, tables: tuple[str, ...], decodable: bool, exceptions: bool, most: int) -> None:
    from brailledesk.cli.proving import prove_decodable
    from brailledesk.tables import find_table, parse_table

    with reported():
        parsed = []
        for name in tables:
            table = parse_table(Path(find_table(name)))
            rules = len(table.strings) + len(table.contexts) + len(table.corrects)
            say(
                _("{path}: no faults; {characters} characters, {rules} rules.").format(
                    path=table.path, characters=len(table.definitions), rules=rules
                )
            )
            parsed.append(table)
        if decodable:
            prove_decodable(parsed, most=most, has_exceptions=exceptions)


@table_group.command(help=_("Show a table: what it says of itself, and its characters."))
@click.argument("table", help=_("Name or path of a table."))
def show(table: str) -> None:
    from brailledesk.tables import load_table

    with reported():
        loaded = load_table(table)
        for key, value in loaded.metadata.items():
            say(f"{key}: {value}")
        for definition in loaded.definitions.values():
            if loaded.has(definition.character) and definition.character.isprintable():
                cells = definition.cells
                put(
                    f"{definition.character}\t{cells_to_unicode(cells)}\t{dots_from_cells(cells)}"
                    f"\t{Path(definition.origin.path).name}:{definition.origin.line}\n"
                )
