"""``config/get``, ``config/set``."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from msgspec import UNSET
from msgspec.structs import asdict

from brailledesk.errors import PathNotAllowed
from brailledesk.service.handling import Handler, Task
from brailledesk.service.wire.base import Nothing
from brailledesk.service.wire.settings import Config, SetConfig
from brailledesk.tables.names import shipped_table

if TYPE_CHECKING:
    from brailledesk.service.endpoint import Endpoint
    from brailledesk.service.options import Options


def get_config(endpoint: Endpoint, _params: Nothing) -> Config:
    """How the desk reads."""
    return _config(endpoint.service.options)


def _config(options: Options) -> Config:
    return Config(table=options.table, contracted=options.contracted, profile=options.profile)


def set_config(task: Task, params: SetConfig) -> Config:
    """Change what is named. Raises what loading raises, and then nothing has changed.

    In a thread, where tables are made ready: the desk goes on meanwhile. If another change was
    quicker, this one is made to what came of that.
    """
    changes: dict[str, Any] = {
        name: value for name, value in asdict(params).items() if value is not UNSET
    }
    if not task.rights.may_name_paths:
        _check_names(changes)
    while True:
        before = task.service.options
        options = replace(before, **changes)
        options.open_desk()
        task.check()
        if task.service.ask(task.service.change, before, options):
            return _config(options)


def _check_names(changes: dict[str, Any]) -> None:
    """Raise PathNotAllowed where something else than a shipped table or profile is named."""
    for name in ("table", "contracted"):
        if changes.get(name) is not None and shipped_table(changes[name]) is None:
            raise PathNotAllowed
    if not all(one.isalnum() or one == "-" for one in changes.get("profile", "")):
        raise PathNotAllowed


HANDLERS = {"config/get": Handler(get_config), "config/set": Handler(long=set_config)}
