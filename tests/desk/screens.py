"""Short ways to write screens, a clock, and a display that remembers what it was sent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import msgspec

from brailledesk.cells import cells_to_unicode
from brailledesk.frame import Frame, Geometry, changed_spans
from brailledesk.screen import Caret, Node, Screen, State, build_screen


@dataclass(frozen=True)
class Tree:
    """A node with the nodes below it."""

    node: Node
    below: tuple[Tree, ...] = ()

    def nodes(self) -> Iterator[Node]:
        yield msgspec.structs.replace(self.node, children=tuple(one.node.id for one in self.below))
        for one in self.below:
            yield from one.nodes()


def n(role: str, name: str = "", *below: Tree, states: str = "", **fields: Any) -> Tree:
    """A node. Without an ``id`` it is called by its name, or its role."""
    own = fields.pop("id", None) or name or role
    shown = frozenset(map(State, states.split()))
    return Tree(Node(id=own, role=role, name=name, states=shown, **fields), below)


def row(id_: str, *texts: str, role: str = "cell") -> Tree:
    """A row of a table; its cells are called id.1, id.2 ..."""
    cells = [
        n(role, text, id=f"{id_}.{place}", column=place) for place, text in enumerate(texts, 1)
    ]
    return n("row", "", *cells, id=id_)


def heads(*texts: str) -> Tree:
    return row("heads", *texts, role="columnheader")


def screen(
    *below: Tree, focus: str | None = None, caret: Caret | None = None, revision: int = 1
) -> Screen:
    return build_screen(
        Tree(Node(id="root", role="document"), below).nodes(),
        focus=focus,
        caret=caret,
        revision=revision,
    )


@dataclass
class Clock:
    """A clock that stands still until it is set."""

    now: float = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@dataclass(eq=False)
class Display:
    """A display that keeps its frames, and the cells that a device would have been sent."""

    columns: int = 40
    rows: int = 1
    status: int = 0
    frames: list[Frame] = field(default_factory=list)
    device: list[bytearray] = field(default_factory=list)

    @property
    def geometry(self) -> Geometry:
        return Geometry(self.columns, self.rows, self.status)

    def show(self, frame: Frame) -> None:
        if not self.device:
            self.device = [bytearray(self.columns) for _ in range(self.rows)]
        last = self.frames[-1] if self.frames else None
        for span in changed_spans(last, frame):
            row = self.device[span.row]
            row[span.column : span.column + len(span.cells)] = span.cells
        self.frames.append(frame)

    @property
    def cells(self) -> bytes:
        """All rows one after another, as the device has them."""
        return b"".join(map(bytes, self.device))

    def text(self) -> str:
        """The rows in Unicode Braille, without blanks at their ends."""
        return "\n".join(cells_to_unicode(one).rstrip("⠀") for one in self.frames[-1].rows)
