"""``brailledesk table``: list, check and show tables."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from brailledesk.cells import cells_to_unicode, dots_from_cells
from brailledesk.cli.console import put, reported, say, translator

_ = translator()

table_app = typer.Typer(help=_("List, check and show Braille tables."), no_args_is_help=True)


@table_app.command("list", help=_("List the tables that can be used by name."))
def list_() -> None:
    from brailledesk.tables import list_tables

    for entry in list_tables():
        say(f"{entry.name}: {entry.metadata.get('display-name', entry.path.name)}")


@table_app.command(help=_("Check tables: all faults, each with file, line and place."))
def check(
    tables: Annotated[list[str], typer.Argument(help=_("Names or paths of tables."))],
    *,
    decodable: Annotated[
        bool, typer.Option("--decodable", help=_("Prove that different texts have other cells."))
    ] = False,
    exceptions: Annotated[
        bool, typer.Option("--exceptions", help=_("List the exceptions that a table declares."))
    ] = False,
    most: Annotated[int, typer.Option(min=1, help=_("Most ambiguities to list."))] = 20,
) -> None:
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


@table_app.command(help=_("Show a table: what it says of itself, and its characters."))
def show(
    table: Annotated[str, typer.Argument(help=_("Name or path of a table."))],
) -> None:
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
