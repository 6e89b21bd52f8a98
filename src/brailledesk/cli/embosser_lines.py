"""What the commands of ``brailledesk embosser`` do, and the lines that tell of it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from brailledesk.cli.console import say, translator
from brailledesk.devices.jobs.encoding import check_setup, page_of, with_line
from brailledesk.devices.jobs.setup import Setup, Setups, setups_folder


def chosen_setup(name: str, given: Mapping[str, Any]) -> Setup:
    """One of what was given; what is not comes from the older one of the name, if it is a change.

    It is, unless model and connection are given, which is another embosser. Raises UsageError.
    """
    setups = Setups(setups_folder())
    if not {"model", "connection"} <= given.keys() and name in setups.names():
        return replace(setups.find(name), **given)
    model, connection = _chosen_embosser(given.get("model"), given.get("connection"))
    return Setup(**{**given, "model": model, "connection": connection})


def _chosen_embosser(model: str | None, connection: str | None) -> tuple[str, str]:
    """Model and connection; what was not given is found, and told. Raises UsageError."""
    from brailledesk.devices.connected import choose_embosser

    _ = translator()
    chosen = choose_embosser(model, connection)
    if chosen != (model, connection):
        told = _("Found: {model} at {connection}.").format(model=chosen[0], connection=chosen[1])
        say(told, sys.stderr)
    return chosen


def add_embosser(name: str, setup: Setup) -> str:
    """Write it down, if the model takes this paper and these choices."""
    _ = translator()
    setup = with_line(setup)
    page = page_of(setup)
    check_setup(setup)
    path = Setups(setups_folder()).add(name, setup)
    told = _("{name} is set up: {cells} cells and {rows} rows a page. To change more: {path}")
    return told.format(name=name, cells=page.cells, rows=page.rows, path=path)


def list_lines() -> Iterator[str]:
    """A line for each embosser."""
    _ = translator()
    setups = Setups(setups_folder())
    names = setups.names()
    if not names:
        yield _("There are no embossers. To set one up: brailledesk embosser add")
    for name in names:
        setup = setups.find(name)
        yield f"{name}: {setup.model}; {setup.connection}; {setup.paper}"


def remove_embosser(name: str) -> str:
    """Forget it. Its jobs stay in the journal."""
    _ = translator()
    Setups(setups_folder()).remove(name)
    return _("{name} is forgotten.").format(name=name)


def detect_lines() -> Iterator[str]:
    """A line for each device, as one writes its connection."""
    from brailledesk.devices.connected import model_of
    from brailledesk.devices.detect import detect, explain_missing

    _ = translator()
    is_empty = True
    for found in detect():
        is_empty = False
        said = f"{found.connection}: {found.description or _('nothing is known of it')}"
        model = model_of(found.description)
        if model is not None:
            said += "; " + _("the model is {model}").format(model=model)
        if found.holders:
            said += "; " + _("in use: {holders}").format(holders=", ".join(found.holders))
        yield said
    missing = explain_missing()
    if missing is not None:
        yield missing.describe(_)
    elif is_empty:
        yield _("Nothing was found. An embosser on the network has to be named: tcp://HOST:9100")
