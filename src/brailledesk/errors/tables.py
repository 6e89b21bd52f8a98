"""Translation tables and engines."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from brailledesk.errors.base import N_, BrailledeskError


class TableError(BrailledeskError):
    exit_code = 5


class TableNotFound(TableError):
    """``query`` is the name, path or metadata query that found nothing."""

    def __init__(self, query: str, known: tuple[str, ...] = ()) -> None:
        super().__init__(
            N_("There is no table {query}."),
            N_("Known tables: {known_list}. A path to a table file works too."),
            query=query,
            known=known,
            known_list=", ".join(known) or "-",
        )


class TableFault(NamedTuple):
    """One fault of a table: line and columns are counted from 1, ``end`` is past the span."""

    path: str
    line: int
    start: int
    end: int
    source: str
    problem: str
    fields: dict[str, object]

    def describe(self, translate: Callable[[str], str] = str) -> str:
        """``file:line:column: what``, the line itself, and carets under the span."""
        what = translate(self.problem).format(**self.fields)
        text = self.source.expandtabs(1)
        caret = " " * (self.start - 1) + "^" * max(1, self.end - self.start)
        return f"{self.path}:{self.line}:{self.start}: {what}\n    {text}\n    {caret}"


class TableFaulty(TableError):
    """A table with faults; ``faults`` has them all, in the order of the file."""

    def __init__(self, table: str, faults: tuple[TableFault, ...]) -> None:
        super().__init__(
            N_("The table {table} has {count} fault(s):"), "", table=table, count=len(faults)
        )
        self.faults = faults

    def describe(self, translate: Callable[[str], str] = str) -> str:
        return "\n".join(
            [super().describe(translate), *(f.describe(translate) for f in self.faults)]
        )


class TableTooComplex(TableError):
    """Working out all that a table can do takes more than ``most`` of ``what``."""

    def __init__(self, table: str, what: str, most: int) -> None:
        super().__init__(
            N_("The table {table} is too complex for this proof: more than {most} {what}."),
            N_("Nothing is decided; leave out rules with long or open-ended neighbours."),
            table=table,
            what=what,
            most=most,
        )


class NotDecodable(TableError):
    """``tables`` are those in which two different texts have the same cells."""

    exit_code = 9

    def __init__(self, tables: tuple[str, ...]) -> None:
        super().__init__(
            N_("Not uniquely decodable: {names}."),
            N_("Part the signs that the texts above share, or declare them with #+same."),
            names=", ".join(tables),
            tables=tables,
        )


class TranslationError(BrailledeskError):
    exit_code = 6


class EngineNotAvailable(TranslationError):
    """``engine`` cannot serve on this machine; ``command`` brings what is missing."""

    def __init__(self, engine: str, reason: str, command: str) -> None:
        super().__init__(
            N_("The engine {engine} is not available: {reason}."),
            N_("To install it: {command}"),
            engine=engine,
            reason=reason,
            command=command,
        )
