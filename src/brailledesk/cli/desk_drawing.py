"""A desk drawn in a terminal: the cells in Unicode Braille, the print below, the keys."""

from __future__ import annotations

from dataclasses import dataclass

from brailledesk.cells import cells_to_unicode
from brailledesk.cli.console import put, translator
from brailledesk.cli.desk_keys import BINDINGS, OTHERS
from brailledesk.frame import Frame, Geometry

_CLEAR = "\x1b[H\x1b[2J"
_COLUMN = 34


@dataclass
class TerminalDisplay:
    """A display that keeps the last frame, to be drawn."""

    geometry: Geometry
    frame: Frame | None = None

    def show(self, frame: Frame) -> None:
        """Take a frame."""
        self.frame = frame


@dataclass
class Canvas:
    """Writes to standard output. ``is_plain`` writes lines one below another, for pipes."""

    is_plain: bool
    note: str = ""
    """What is told of a display."""

    def draw(
        self, display: TerminalDisplay, texts: tuple[str, ...], prompt: str, key: str = ""
    ) -> None:
        """Draw what a display shows; ``key`` led to it, ``prompt`` is what was begun."""
        if display.frame is not None:
            self.show(display.frame, texts, f"[{key}]" if key else "", prompt)

    def show(self, frame: Frame, texts: tuple[str, ...], title: str, below: str = "") -> None:
        """Draw a frame with the print of its rows."""
        lines = [title] if title else []
        if frame.status:
            lines.append(cells_to_unicode(frame.status))
        for cells, text in zip(frame.rows, texts, strict=True):
            lines += [cells_to_unicode(cells).rstrip("⠀"), text]
        if below:
            lines.append(f"> {below}")
        if self.note:
            lines.append(f"({self.note})")
        if self.is_plain:
            put("\n".join(lines) + "\n\n")
        else:
            put(_CLEAR + "\r\n".join(map(_bare, [*lines, "", *_help()])) + "\r\n")


def _bare(line: str) -> str:
    """What a page says must not command the terminal."""
    return "".join(one if one.isprintable() else "\ufffd" for one in line)


def _help() -> list[str]:
    """The keys, two beside each other."""
    _ = translator()
    told = [f"{key}  {_(what)}" for key, (_key, what) in BINDINGS.items()]
    told += [f"{key}  {_(what)}" for key, what in OTHERS.items()]
    left = told[: (len(told) + 1) // 2]
    right = [*told[len(left) :], ""]
    return [f"{a:<{_COLUMN}}{b}" for a, b in zip(left, right, strict=False)]
