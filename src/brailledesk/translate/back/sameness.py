"""Print that a table declares to be the same: its lines ``#+same``, as one fold of text."""

from __future__ import annotations

from collections.abc import Mapping

from brailledesk.tables.rules import Table


class Sameness:
    """The declared exceptions of a table.

    Two texts whose folds are equal are one text to the code: both come back as that fold, or as
    another text with the same fold.
    """

    def __init__(self, table: Table) -> None:
        self._same = {one.character: one.text for one in table.same.values()}
        self._private = table.private

    def fold(self, text: str) -> str:
        """``text`` with one print for each sign."""
        return "".join(map(self.of, text))

    def of(self, character: str, swap: Mapping[str, str] | None = None) -> str:
        """The fold of a character that the first rules exchange by ``swap``.

        What is the same may depend on the place: Œ is Oe, but OE in a word of capitals. There the
        rules exchange it for a private character, which has a line of its own, or for œ: the letter
        of a capital that a sign before has told already. So that is oe in capitals.
        """
        written = character if swap is None else swap.get(character, character)
        if written != character and written in self._same:
            if written in self._private:
                return self._same[written]
            if character.isupper() and written.islower():
                return self._same[written].upper()
        return self._same.get(character, character)
