"""The keys of a terminal as commands of a desk."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from brailledesk.desk.commands import Command, Key
from brailledesk.errors import N_

_SEQUENCES = {
    "\x1b[A": "up",
    "\x1b[B": "down",
    "\x1b[C": "right",
    "\x1b[D": "left",
    "\x1bOA": "up",
    "\x1bOB": "down",
    "\x1bOC": "right",
    "\x1bOD": "left",
    "\x1b[H": "home",
    "\x1b[F": "end",
    "\x1b[1~": "home",
    "\x1b[4~": "end",
    "\x1b[Z": "backtab",
    "\t": "tab",
    "\r": "enter",
    "\n": "enter",
    "\x7f": "backspace",
    "\x08": "backspace",
    "\x1b": "escape",
    "\x03": "interrupt",
    "\x04": "interrupt",
}
_TOKEN = re.compile(r"\x1b(?:\[[0-9;]*[ -/]*[@-~]|O[@-~])?|.", re.DOTALL)

BINDINGS: Mapping[str, tuple[Key, str]] = MappingProxyType(
    {
        "left": (Key.PAN_LEFT, N_("window to the left")),
        "right": (Key.PAN_RIGHT, N_("window to the right")),
        "up": (Key.LINE_UP, N_("line up")),
        "down": (Key.LINE_DOWN, N_("line down")),
        "home": (Key.TOP, N_("beginning")),
        "end": (Key.BOTTOM, N_("end")),
        "tab": (Key.NEXT_FIELD, N_("next field")),
        "backtab": (Key.PREVIOUS_FIELD, N_("previous field")),
        "n": (Key.NEXT_REQUIRED, N_("next required field")),
        "e": (Key.NEXT_INVALID, N_("next wrong field")),
        "f": (Key.TO_FOCUS, N_("to the focus")),
        "enter": (Key.ACTIVATE, N_("press, tick, open")),
        "t": (Key.TABLE_VIEW, N_("table by rows, cells, columns")),
        "g": (Key.HEADERS, N_("headers of the table")),
        "h": (Key.CELL_LEFT, N_("cell to the left")),
        "l": (Key.CELL_RIGHT, N_("cell to the right")),
        "k": (Key.CELL_UP, N_("cell above")),
        "j": (Key.CELL_DOWN, N_("cell below")),
        "?": (Key.WHERE, N_("where am I")),
        "s": (Key.SPEAK, N_("speak the line")),
        "d": (Key.DISMISS, N_("message away")),
        "m": (Key.MESSAGES, N_("messages waiting")),
        ",": (Key.HISTORY_OLDER, N_("older message")),
        ".": (Key.HISTORY_NEWER, N_("newer message")),
        "w": (Key.PAN_MODE, N_("by words or by cells")),
        "c": (Key.CONTRACTION, N_("contracted or not")),
        "u": (Key.UNDO, N_("undo")),
    }
)
OTHERS: Mapping[str, str] = MappingProxyType(
    {
        "r12⏎": N_("routing key of cell 12"),
        "R12⏎": N_("the same, twice"),
        "i": N_("type, until Esc"),
        "q": N_("quit"),
    }
)
_TYPED = {
    "enter": Key.ENTER,
    "backspace": Key.ERASE,
    "left": Key.CARET_LEFT,
    "right": Key.CARET_RIGHT,
    "tab": Key.COMMIT,
}


def key_names(text: str) -> Iterator[str]:
    """The keys that a piece of input stands for: names of BINDINGS, or characters."""
    for token in _TOKEN.findall(text):
        name = _SEQUENCES.get(token, token)
        if not name.startswith("\x1b"):
            yield name


class Keyboard:
    """Keys one after another as commands.

    ``cells_of`` gives the cells of a character that is typed. ``is_ended`` is set by the key that
    quits; ``prompt`` is what was begun: "r1" of a routing key, "i" while typing.
    """

    def __init__(self, cells_of: Callable[[str], bytes]) -> None:
        self._cells_of = cells_of
        self.prompt = ""
        self.is_ended = False

    def hear(self, name: str) -> list[Command]:
        """What a key asks for; nothing where it is only a part, or is not bound."""
        if name == "interrupt":
            self.is_ended = True
            return []
        if self.prompt == "i":
            return self._typed(name)
        if self.prompt:
            return self._number(name)
        if name in {"r", "R", "i"}:
            self.prompt = name
        elif name in {"q", "escape"}:
            self.is_ended = name == "q"
        elif name in BINDINGS:
            return [Command(BINDINGS[name][0])]
        return []

    def _typed(self, name: str) -> list[Command]:
        if name == "escape":
            self.prompt = ""
            return []
        if name in _TYPED:
            return [Command(_TYPED[name])]
        if name == " ":
            return [Command(Key.SPACE)]
        if len(name) != 1:
            return []
        if "\u2800" < name <= "\u28ff":
            return [Command(Key.TYPE, dots=ord(name) - 0x2800)]
        return [Command(Key.TYPE, dots=cell) for cell in self._cells_of(name) if cell]

    def _number(self, name: str) -> list[Command]:
        if (name.isdecimal() and name.isascii()) or name == ",":
            self.prompt = (self.prompt + name)[:12]
            return []
        prompt, self.prompt = self.prompt, ""
        found = re.fullmatch(r"(?:(\d+),)?(\d+)", prompt[1:])
        if name != "enter" or found is None:
            return []
        key = Key.ROUTE if prompt[0] == "r" else Key.ROUTE_TWICE
        row, cell = int(found[1] or 1), int(found[2])
        return [Command(key, cell - 1, row - 1)] if row and cell else []
