"""Keys that are held together, and what they mean.

A chord counts when its first key is released: fingers do not leave the keys at once. It begins with
the first key that is pressed when none is held, or when one more is pressed after a release.
"""

from __future__ import annotations

from brailledesk.commands import Command, Key
from brailledesk.devices.displays.model import DisplayModel
from brailledesk.devices.protocols.displays.events import ROUTING, KeyDown, KeyUp
from brailledesk.devices.protocols.displays.packets import DOTS
from brailledesk.frame import Geometry

_DOTS = {name: 1 << place for place, name in enumerate(DOTS)}


class Chords:
    """The keys of one connection. ``geometry`` says which routing keys there are."""

    def __init__(self, model: DisplayModel, geometry: Geometry) -> None:
        self._model = model
        self._geometry = geometry
        self._down: set[tuple[str, int]] = set()
        self._is_told = False

    def hear(self, event: KeyDown | KeyUp) -> Command | None:
        """The command that is complete with a key, if it means one."""
        key = (self._model.rename.get(event.name, event.name), event.index)
        if isinstance(event, KeyDown):
            self._down.add(key)
            self._is_told = False
            return None
        if key not in self._down:
            return None  # pressed before we were there
        command = None if self._is_told else self._meaning()
        self._is_told = True
        self._down.discard(key)
        return command

    def _meaning(self) -> Command | None:
        names = frozenset(name for name, _ in self._down)
        cells = [index for name, index in self._down if name == ROUTING]
        place = max(cells, default=0)
        columns = self._geometry.columns
        if cells and place >= columns * self._geometry.rows:
            return None
        bound = self._model.bindings.get(names)
        if bound is not None:
            return Command(bound, cell=place % columns, row=place // columns)
        if names and names <= _DOTS.keys():
            return Command(Key.TYPE, dots=sum(_DOTS[name] for name in names))
        return None
