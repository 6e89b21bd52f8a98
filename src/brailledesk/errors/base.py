"""The root of all errors, and what marks their words for translation."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Protocol


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "mark, do not translate yet"
    """Mark a message for the catalogue without translating it."""
    return message


class BrailledeskError(Exception):
    """The root: catch this to catch everything that brailledesk raises on purpose.

    ``problem`` and ``remedy`` are message templates (the keys of the translation catalogue);
    ``fields`` are the values that they name in braces.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, problem: str, remedy: str = "", **fields: object) -> None:
        super().__init__(problem)
        self.problem = problem
        self.remedy = remedy
        self.fields = fields

    def describe(self, translate: Callable[[str], str] = str) -> str:
        """The whole sentence; templates and reasons are passed through ``translate``, a gettext."""
        fields = {
            name: translate(value) if isinstance(value, str) else value
            for name, value in self.fields.items()
        }
        where = self.fields.get("where")
        if isinstance(where, str) and where:
            fields["at"] = f" ({_told_place(where, translate)})"
        templates = [template for template in (self.problem, self.remedy) if template]
        return " ".join(translate(template).format(**fields) for template in templates)

    def __str__(self) -> str:
        return self.describe()

    def __reduce__(self) -> tuple[object, ...]:
        """Errors cross process borders in batches, so they survive pickling with all fields."""
        return (_rebuild, (type(self), self.__dict__.copy()))


def _told_place(place: str, translate: Callable[[str], str]) -> str:
    from brailledesk.places import describe_place  # noqa: PLC0415 - for faults alone

    return describe_place(place, translate)


def _rebuild(kind: type[BrailledeskError], state: dict[str, object]) -> BrailledeskError:
    error = kind.__new__(kind)
    error.args = (state.get("problem", ""),)
    error.__dict__.update(state)
    return error


class Describable(Protocol):
    """Something with words of its own, as a pair of colours."""

    def describe(self, translate: Callable[[str], str] = str) -> str: ...
