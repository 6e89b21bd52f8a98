"""Which emphasis is on, and which signs of it may come next.

Forward translation puts the signs in one order only: at one place the later begun ends first, what
ends comes before what begins, what reaches further begins first, and blanks at the edges do not
belong to an emphasis. What is read backwards keeps to the same order, so that it gives the same
cells again.
"""

from __future__ import annotations

from typing import NamedTuple


class Emphasis(NamedTuple):
    """The state between two characters. Classes are bits, in the order in which they begin.

    ``groups`` are the classes that are on, those that began at one place together. ``has_begun``:
    the last group began at this place. ``closed``: the number of the group and the class that ended
    last at this place. ``ended``: the classes behind which only blanks stand; forward translation
    does not part such a one from the next of its kind. ``is_after_blank``: no word is before.
    """

    groups: tuple[tuple[int, ...], ...] = ()
    has_begun: bool = False
    closed: tuple[int, int] | None = None
    ended: int = 0
    is_after_blank: bool = True

    @property
    def on(self) -> int:
        """The classes that are on."""
        return sum(bit for group in self.groups for bit in group)

    def begin(self, bit: int) -> Emphasis | None:
        """The state after the sign that begins a class; None where no such sign can stand."""
        if (self.on | self.ended) & bit:
            return None
        if self.has_begun:
            groups = (*self.groups[:-1], (*self.groups[-1], bit))
        else:
            groups = (*self.groups, (bit,))
        return self._replace(groups=groups, has_begun=True, closed=None)

    def end(self, bit: int, order: tuple[int, ...]) -> Emphasis | None:
        """The state after the sign that ends a class; None where no such sign can stand.

        ``order`` is that in which the classes of one span begin.
        """
        if self.is_after_blank or self.has_begun:
            return None
        number = next((i for i, group in enumerate(self.groups) if bit in group), None)
        if number is None or self.groups[number][-1] != bit:
            return None  # of what began together the last ends first
        if self.closed is not None:
            last, other = self.closed
            if number > last or (number == last and order.index(bit) > order.index(other)):
                return None
        # An empty group keeps its number until the next character.
        groups = tuple(group[:-1] if i == number else group for i, group in enumerate(self.groups))
        return self._replace(groups=groups, closed=(number, bit), ended=self.ended | bit)

    def after(self, character: str) -> Emphasis | None:
        """The state after a character; None for a blank directly behind a sign that begins."""
        is_blank = character.isspace()
        if is_blank and self.has_begun:
            return None
        groups = tuple(group for group in self.groups if group)
        return Emphasis(groups, False, None, self.ended if is_blank else 0, is_blank)
