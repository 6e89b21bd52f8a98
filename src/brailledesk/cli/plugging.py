"""What the commands of plugins print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from brailledesk.cli.console import translator
from brailledesk.errors import N_, PluginsFaulty
from brailledesk.plugin_check import check_plugin, choose_plugins
from brailledesk.plugins.door import Fault, Plugin, open_door

_PREFIX = "brailledesk_"


def plugin_lines() -> Iterator[str]:
    """A line for each plugin: its name, what brought it, its hooks; then the faults."""
    door = open_door(is_logged=False)
    for plugin in door.plugins:
        yield _line(plugin)
    for fault in door.faults:
        yield _fault_line(fault)


def check_lines(names: Sequence[str]) -> Iterator[str]:
    """A line for each fault, and for each plugin that has none. Raises PluginsFaulty at the end."""
    _ = translator()
    door, plugins = choose_plugins(names)
    wanted = {one.name for one in plugins} | {Path(name).stem for name in names}
    count = 0
    for fault in door.faults:
        if not names or fault.plugin in wanted:
            count += 1
            yield _fault_line(fault)
    faulty = {one.plugin for one in door.faults}
    for plugin in plugins:
        problems = list(check_plugin(door, plugin))
        yield from (one.describe(_) for one in problems)
        count += len(problems)
        if not problems and plugin.name not in faulty:
            yield _(N_("{plugin}: sound")).format(plugin=_line(plugin))
    if count:
        raise PluginsFaulty(count)


def _line(plugin: Plugin) -> str:
    package = " ".join(one for one in (plugin.package, plugin.version) if one)
    hooks = ", ".join(one.removeprefix(_PREFIX) for one in plugin.hooks) or "-"
    return f"{plugin.name} ({package}): {hooks}"


def _fault_line(fault: Fault) -> str:
    where = f"{fault.plugin} ({fault.package})"
    hook = f", {fault.hook}" if fault.hook else ""
    return translator()(N_("{where}: faulty, skipped: {reason}")).format(
        where=f"{where}{hook}", reason=fault.reason
    )
