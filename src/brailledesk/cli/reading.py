"""What the command back does, once its arguments are parsed."""

from __future__ import annotations

import sys
from pathlib import Path, PurePath

from brailledesk.cli.console import put, say, translator
from brailledesk.conversion import refuse_overwriting
from brailledesk.errors import N_, UsageError
from brailledesk.output import write_atomically
from brailledesk.reading import PrintedPages, Reading, read_braille
from brailledesk.translate import DoubtReason

STANDARD = "-"
_SUFFIXES = frozenset({"", ".txt", ".text", ".md"})


def run_reading(
    source: str,
    output: str,
    *,
    table: str | None,
    charset: str | None,
    has_rows: bool,
    has_doubts: bool,
    max_size: int,
) -> None:
    """Read a Braille file and write its print; say on standard error how it was read."""
    _refuse_other_suffixes(output)
    if STANDARD not in {source, output}:
        refuse_overwriting(source, output)
    reading = read_braille(
        sys.stdin.buffer if source == STANDARD else Path(source),
        table=table,
        charset=charset,
        has_rows=has_rows,
        max_size=max_size,
    )
    if output == STANDARD:
        put(reading.text)
    else:
        write_atomically(Path(output), reading.text.encode("utf-8", "surrogatepass"))
    tell_how(reading, is_given=bool(table and (charset or not reading.charset)))
    _tell_doubts(reading, is_listed=has_doubts)


def _refuse_other_suffixes(output: str) -> None:
    """Raise UsageError for a name that says anything but plain text."""
    if output != STANDARD and PurePath(output).suffix.lower() not in _SUFFIXES:
        raise UsageError(
            N_("{path} is no name for plain text, which is all that is written."),
            N_("Let it end in .txt."),
            path=output,
        )


def tell_how(reading: Reading | PrintedPages, *, is_given: bool) -> None:
    """Say on standard error how a Braille file was read, unless its reader had said how."""
    if is_given:
        return
    _ = translator()
    if reading.charset:
        how = _("Read as {format} in charset {charset} by table {table}.")
    else:
        how = _("Read as {format} by table {table}.")
    said = how.format(format=reading.format.upper(), charset=reading.charset, table=reading.table)
    advice = "" if reading.is_certain else " " + _("If that is wrong: --charset, --table.")
    say(said + advice, sys.stderr)


def _tell_doubts(reading: Reading, *, is_listed: bool) -> None:
    _ = translator()
    doubts = [doubt for paragraph in reading.paragraphs for doubt in paragraph.doubts]
    if not doubts:
        return
    foreign = sum(doubt.reason is DoubtReason.FOREIGN for doubt in doubts)
    summary = _("{ambiguous} places have other readings, {foreign} are not written by the table.")
    if not is_listed:
        summary += " " + _("To list them: --doubts.")
    say(summary.format(ambiguous=len(doubts) - foreign, foreign=foreign), sys.stderr)
    for doubt in doubts if is_listed else ():
        place = _("page {page}, row {row}").format(page=doubt.page, row=doubt.row)
        others = ", ".join(doubt.alternatives) or "?"
        say(f"{place}: {doubt.text} ({others})", sys.stderr)
