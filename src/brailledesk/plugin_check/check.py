"""Ask each hook of a plugin with a sample, and say what is wrong, and where."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from brailledesk.desk.messages import Message
from brailledesk.document import Document
from brailledesk.errors import N_, BrailledeskError, UsageError
from brailledesk.plugin_check import samples
from brailledesk.plugin_check.offers import OFFERS
from brailledesk.plugin_check.wrong import Wrong
from brailledesk.plugins.door import Door, Plugin, open_door, words_of
from brailledesk.plugins.found import in_file
from brailledesk.plugins.patience import Hanging, call_within
from brailledesk.plugins.specs import HOOKS, Style
from brailledesk.screen import Screen


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong; ``place`` is "file.py:12", or "" where nobody can say.

    ``problem`` is a message of the catalogue with its fields.
    """

    plugin: str
    hook: str
    place: str
    problem: str
    fields: Mapping[str, object] = field(default_factory=dict)

    def describe(self, translate: Callable[[str], str] = str) -> str:
        """The whole of it in one line."""
        what = translate(self.problem).format(**self.fields)
        where = ", ".join(one for one in (self.plugin, self.hook, self.place) if one)
        return f"{where}: {what}"


def choose_plugins(names: Sequence[str]) -> tuple[Door, list[Plugin]]:
    """The plugins to check: those of these names or in these files; without names, all installed.

    Raises UsageError for a name that no plugin has, SourceNotFound for a file.
    """
    files = [Path(name) for name in names if name.endswith(".py")]
    door = open_door((in_file(path) for path in files), is_logged=False)
    wanted = {path.stem if path in files else str(path) for path in map(Path, names)}
    if not names:
        return door, [one for one in door.plugins if not one.is_ours]
    known = {one.name for one in door.plugins} | {one.plugin for one in door.faults}
    strange = sorted(wanted - known)
    if strange:
        raise UsageError(
            N_("There is no plugin {name}."),
            N_("Known plugins: {known}."),
            name=strange[0],
            known=", ".join(sorted(known)),
        )
    return door, [one for one in door.plugins if one.name in wanted]


def check_plugin(door: Door, plugin: Plugin) -> Iterator[Problem]:
    """What is wrong with a plugin's hooks. What was wrong when it was taken in, the door knows."""
    for hook in plugin.hooks:
        style = HOOKS[hook].style
        place = door.place_of(plugin, hook)
        report = partial(Problem, plugin.name, hook)
        if style is Style.OFFER:
            yield from _check_offers(door, plugin, hook, place)
            continue
        for argument, value, kinds in _ASKED[hook]():
            try:
                given = door.ask(plugin, hook, {argument: value})
            except Exception as error:  # noqa: BLE001 - that is what is looked for
                yield report(_line_of(error) or place, N_("it raised {error}"), _words(error))
                continue
            if not isinstance(given, kinds):
                kind = {"kind": type(given).__name__, "wanted": _names(kinds)}
                yield report(place, N_("it gave {kind}; wanted is {wanted}"), kind)
                continue
            if isinstance(value, Screen) and isinstance(given, Screen):
                strange = sorted(set(given.nodes) - set(value.nodes))
                if strange:
                    names = {"names": ", ".join(strange)}
                    yield report(
                        place, N_("it made nodes that the host does not know: {names}"), names
                    )


def _check_offers(door: Door, plugin: Plugin, hook: str, place: str) -> Iterator[Problem]:
    report = partial(Problem, plugin.name, hook)
    try:
        given = door.ask(plugin, hook, {})
    except Exception as error:  # noqa: BLE001 - that is what is looked for
        yield report(_line_of(error) or place, N_("it raised {error}"), _words(error))
        return
    if not isinstance(given, Mapping) or not all(isinstance(one, str) for one in given):
        yield report(place, N_("it gave {kind}; wanted is {wanted}"), _kinds(given, "dict[str, …]"))
        return
    for name, thing in given.items():
        try:
            call_within(HOOKS[hook].seconds, partial(OFFERS[hook], name, thing))
        except Wrong as wrong:
            problem = N_("{name}: {problem}")
            yield report(place, problem, {"name": name, "problem": str(wrong)})
        except Exception as error:  # noqa: BLE001 - that is what is looked for
            fields = {"name": name, **_words(error)}
            yield report(_line_of(error) or place, N_("{name}: it raised {error}"), fields)


def _screen() -> list[tuple[str, object, tuple[type, ...]]]:
    return [("screen", samples.sample_screen(), (Screen,))]


def _document() -> list[tuple[str, object, tuple[type, ...]]]:
    return [("document", samples.sample_document(), (Document,))]


def _message() -> list[tuple[str, object, tuple[type, ...]]]:
    return [("message", samples.sample_message(), (Message, type(None)))]


def _number() -> list[tuple[str, object, tuple[type, ...]]]:
    return [("number", number, (str, type(None))) for number in (samples.NUMBER, "", "anonymous")]


_ASKED: Mapping[str, Callable[[], list[tuple[str, object, tuple[type, ...]]]]] = {
    "brailledesk_filter_screen": _screen,
    "brailledesk_filter_document": _document,
    "brailledesk_filter_message": _message,
    "brailledesk_lookup_caller": _number,
}
"""The argument, the sample and the types that may come back, of hooks that are asked."""


def _line_of(error: BaseException) -> str:
    """The last line of a plugin's own code that an error came through."""
    ours = str(Path(__file__).parent.parent)
    frames = traceback.extract_tb(error.__traceback__)
    theirs = [one for one in frames if not one.filename.startswith((ours, "<"))]
    theirs = [one for one in theirs if "threading.py" not in one.filename]
    return f"{theirs[-1].filename}:{theirs[-1].lineno}" if theirs else ""


def _words(error: Exception) -> dict[str, object]:
    if isinstance(error, Hanging | BrailledeskError):
        return {"error": str(error)}
    return {"error": words_of(error)}


def _kinds(given: object, wanted: str) -> dict[str, object]:
    return {"kind": type(given).__name__, "wanted": wanted}


def _names(kinds: tuple[type, ...]) -> str:
    return " | ".join("None" if kind is type(None) else kind.__name__ for kind in kinds)
