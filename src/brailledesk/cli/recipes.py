"""Recipes from what the command line, or a line of a manifest, asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

import click

from brailledesk.batch.manifest import Entry, Value
from brailledesk.batch.recipe import Recipe, check_recipe
from brailledesk.cli.books import BookConversion, book_layout
from brailledesk.cli.console import translator
from brailledesk.cli.options import parse_contraction, parse_foreign, parse_recognition
from brailledesk.errors import N_, BrailledeskError, UsageError
from brailledesk.formats import format_of


def recipe_of(chosen: BookConversion) -> Recipe:
    """The recipe that options ask for. Raises UsageError or LayoutError for what cannot be."""
    recipe = Recipe(
        table=chosen["table"],
        options=book_layout(chosen),
        format=chosen["format_name"] or "brf",
        charset=chosen["charset"],
        kind=chosen["kind"],
        has_emphasis=chosen["emphasis"],
        foreign=tuple(sorted(parse_foreign(chosen["foreign"]).items())),
        contraction=parse_contraction(chosen),
        max_size=chosen["max_size"] * 1_000_000,
        # Documents are done side by side, so the pages of one are not.
        recognition=replace(parse_recognition(chosen), jobs=1),
    )
    check_recipe(recipe)
    return recipe


def recipe_of_entry(
    entry: Entry, chosen: BookConversion, parameters: Sequence[click.Parameter]
) -> Recipe:
    """The recipe of a line: its own options, and those of the command line where it has none.

    ``parameters`` are the options that a line may have. Raises UsageError, naming the line.
    """
    known = {name: one for one in parameters for name in one.opts if name.startswith("--")}
    own: dict[str, object] = dict(chosen)
    for name, value in entry.options.items():
        parameter = known.get(f"--{name}")
        if parameter is None or parameter.name is None:
            raise UsageError(
                N_("In the manifest, {place}: there is no option {name}."),
                N_("Known options: {known}."),
                place=entry.place,
                name=name,
                known=", ".join(sorted(one.removeprefix("--") for one in known)),
            )
        own[parameter.name] = _value(entry, name, parameter, value)
    try:
        if entry.output is not None and "format" not in entry.options:
            own["format_name"] = own["format_name"] or format_of(entry.output)
        return recipe_of(cast("BookConversion", own))
    except BrailledeskError as error:
        raise _wrong(entry, error.describe(translator())) from None


def _value(entry: Entry, name: str, parameter: click.Parameter, value: Value) -> object:
    context = click.get_current_context()
    given: object = value
    if parameter.multiple:
        given = tuple(value.split(",")) if isinstance(value, str) else value
    try:
        return parameter.type_cast_value(context, given)
    except click.BadParameter as error:
        raise _wrong(entry, f"{name}: {error.message}") from None


def _wrong(entry: Entry, reason: str) -> UsageError:
    return UsageError(
        N_("In the manifest, {place}: {reason}"),
        N_("Nothing was begun; correct the manifest."),
        place=entry.place,
        reason=reason,
    )
