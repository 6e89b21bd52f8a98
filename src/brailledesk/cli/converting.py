"""What the command convert does, once its arguments are parsed."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from brailledesk.cells import cells_to_unicode
from brailledesk.cli.telling import put, say, translator
from brailledesk.cli.writing import STANDARD, report_remarks, write_output
from brailledesk.conversion import (
    Conversion,
    format_conversion,
    refuse_overwriting,
    transcribe,
)
from brailledesk.errors import N_, UsageError
from brailledesk.formats import format_of
from brailledesk.ingest.ocr.options import Recognition
from brailledesk.layout import LayoutOptions
from brailledesk.pages import Page
from brailledesk.progress import Progress
from brailledesk.translate.contraction import Contraction


def run_conversion(
    source: str,
    outputs: Sequence[str],
    *,
    options: LayoutOptions,
    table: str,
    format_name: str | None,
    charset: str,
    kind: str | None,
    has_emphasis: bool,
    foreign: Mapping[str, str],
    contraction: Contraction,
    is_shown: bool,
    max_size: int,
    progress: Progress,
    recognition: Recognition,
    filters: Sequence[str] = (),
) -> None:
    """Convert one source to all outputs, laying it out once."""
    if not outputs and not is_shown:
        raise UsageError(
            N_("No output was named."), N_("Add -o with a name such as sheet.brf, or --show.")
        )
    formats = [format_name or format_for(output) for output in outputs]
    for output in outputs:
        if STANDARD not in {source, output}:
            refuse_overwriting(source, output)
    given = sys.stdin.buffer.read(max_size + 1) if source == STANDARD else Path(source)
    conversion = transcribe(
        given,
        table=table,
        options=options,
        foreign=foreign,
        has_emphasis=has_emphasis,
        contraction=contraction,
        kind=kind,
        max_size=max_size,
        progress=progress,
        recognition=recognition,
        filters=filters,
    )
    files = [format_conversion(conversion, name, charset=charset) for name in formats]
    for output, data in zip(outputs, files, strict=True):
        write_output(output, data)
    if is_shown:
        show_pages(conversion)
    report_remarks(conversion.remarks)
    report_undefined(conversion)


def format_for(output: str) -> str:
    """The format that the name of an output says; BRF for standard output."""
    return "brf" if output == STANDARD else format_of(output)


def show_pages(conversion: Conversion) -> None:
    """Each page as Unicode Braille with its print beneath, line by line."""
    _ = translator()
    for number, page in enumerate(conversion.publication.pages(), 1):
        say(_("Page {number}").format(number=number))
        put(_page_text(page) + "\n")


def _page_text(page: Page) -> str:
    width = max((len(row.cells) for row in page.rows), default=0)
    return "".join(
        f"{cells_to_unicode(row.cells):\u2800<{width}}  {row.print_text}".rstrip() + "\n"
        for row in page.rows
    )


def report_undefined(conversion: Conversion) -> None:
    """Say on standard error which characters the table does not have."""
    _ = translator()
    for one in conversion.undefined:
        place = f", {one.first_place}" if one.first_place else ""
        say(
            _(
                "Not in the table: {character} (U+{code}), {count} times, shown as {shown}{place}."
            ).format(
                character=one.character if one.character.isprintable() else "?",
                code=f"{ord(one.character[0]):04X}",
                count=one.count,
                shown=one.shown_as,
                place=place,
            ),
            sys.stderr,
        )
