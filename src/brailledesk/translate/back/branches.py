"""Arcs, and how those from one node become a branch."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Arc(NamedTuple):
    """Cells that are the text ``text`` on the way to the node ``target``.

    A sign of emphasis has no text and switches ``emphasis``. ``is_fault``: no text gives the cells
    here, they were taken for what they are by themselves. ``rivals`` are other texts of these cells
    that lead to the same node, with what they cost more. ``anchors`` is the character of ``text``
    that each cell stands for; empty: all stand for the first. ``is_spelled``: the text stands
    uncontracted where the table would contract it.
    """

    cells: bytes
    text: str
    target: int
    cost: float
    emphasis: int = 0
    is_fault: bool = False
    rivals: tuple[tuple[str, float], ...] = ()
    anchors: tuple[int, ...] = ()
    is_spelled: bool = False


class Branch(NamedTuple):
    """Arcs by their cells: those that end here, and those that go on, by their next cell."""

    arcs: tuple[Arc, ...]
    longer: dict[int, Branch]


def branch_of(arcs: list[Arc], length: int) -> Branch:
    """The arcs that share their first ``length`` cells."""
    longer: dict[int, list[Arc]] = {}
    for arc in arcs:
        if len(arc.cells) > length:
            longer.setdefault(arc.cells[length], []).append(arc)
    return Branch(
        tuple(_cheapest(arc for arc in arcs if len(arc.cells) == length)),
        {cell: branch_of(some, length + 1) for cell, some in longer.items()},
    )


def _cheapest(arcs: Iterable[Arc]) -> list[Arc]:
    """Of arcs to the same node the cheapest, with the others as its rivals."""
    by_target: dict[int, list[Arc]] = {}
    for arc in arcs:
        by_target.setdefault(arc.target, []).append(arc)
    cheapest = []
    for some in by_target.values():
        best, *others = sorted(some, key=lambda arc: arc.cost)
        rivals = tuple(
            (arc.text, arc.cost - best.cost)
            for arc in others
            if arc.text != best.text and not arc.is_spelled
        )
        cheapest.append(best._replace(rivals=rivals))
    return cheapest
