"""What ``table check --decodable`` does: prove tables, and tell what the proof has found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from time import monotonic

from brailledesk.cells import cells_to_unicode, dots_from_cells
from brailledesk.cli.console import progress_for, put, translator
from brailledesk.errors import NotDecodable
from brailledesk.progress import Progress
from brailledesk.tables import Table
from brailledesk.translate.back.decodability import Ambiguity, Decodability, check_decodability

_PATIENCE = 1.0
"""Seconds before progress is shown: most tables are done by then."""


def prove_decodable(tables: Sequence[Table], *, most: int, has_exceptions: bool) -> None:
    """Tell of each table whether it is uniquely decodable. Raises NotDecodable at the end."""
    ambiguous = []
    for table in tables:
        found = check_decodability(table, _patient(progress_for(None)))
        for line in _lines(found, most=most, has_exceptions=has_exceptions):
            put(line + "\n")
        if not found.is_decodable:
            ambiguous.append(found.table)
    if ambiguous:
        raise NotDecodable(tuple(ambiguous))


def _patient(progress: Progress) -> Progress:
    start = monotonic()

    def tell(stage: str, done: int, total: int) -> None:
        if monotonic() - start > _PATIENCE:
            progress(stage, done, total)

    return tell


def _lines(found: Decodability, *, most: int, has_exceptions: bool) -> Iterator[str]:
    _ = translator()
    count = len(found.ambiguities)
    if found.is_decodable:
        yield _("{table}: decodable: no two texts have the same cells.").format(table=found.table)
    else:
        template = _(
            "{table}: not decodable: {count} kinds of ambiguity, each by its shortest texts:"
        )
        yield template.format(table=found.table, count=count)
    for ambiguity in found.ambiguities[:most]:
        yield "  " + _ambiguity(ambiguity)
    if count > most:
        yield "  " + _("{count} more; --most shows more of them.").format(count=count - most)
    yield from _exceptions(found, is_listed=has_exceptions)


def _ambiguity(ambiguity: Ambiguity) -> str:
    template = translator()("{one} or {other}: {first} and {second} are both {cells} ({dots})")
    one, other = map(_quoted, ambiguity.pieces)
    return template.format(
        one=one,
        other=other,
        first=_quoted(ambiguity.first),
        second=_quoted(ambiguity.second),
        cells=cells_to_unicode(ambiguity.cells),
        dots=dots_from_cells(ambiguity.cells),
    )


def _exceptions(found: Decodability, *, is_listed: bool) -> Iterator[str]:
    _ = translator()
    yield "  " + _(
        "Declared exceptions: {same} characters come back as others, {raw} are their own cells."
    ).format(same=len(found.same), raw=len(found.raw))
    if not is_listed:
        return
    for one in found.same:
        line = _("{character} comes back as {text}: {reason}").format(
            character=_quoted(one.character), text=_quoted(one.text), reason=one.reason
        )
        yield "  " + line
    for first, last in _spans(found.raw):
        template = _("U+{first:04X} to U+{last:04X} are their own cells")
        yield "  " + template.format(first=ord(first), last=ord(last))


def _spans(characters: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Characters in a row as the first and the last of them."""
    ordered = sorted(characters)
    start = 0
    for place, character in enumerate(ordered):
        if place + 1 == len(ordered) or ord(ordered[place + 1]) != ord(character) + 1:
            yield ordered[start], character
            start = place + 1


def _quoted(text: str) -> str:
    """A text between quotes, with the escapes of tables for what cannot be seen."""
    shown = "".join(c if c.isprintable() else f"\\x{ord(c):04X}" for c in text)
    return f"'{shown}'" if '"' in shown else f'"{shown}"'
