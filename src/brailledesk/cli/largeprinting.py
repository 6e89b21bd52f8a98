"""What the command largeprint does, once its arguments are parsed."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from brailledesk.cli.console import say, translator
from brailledesk.cli.writing import STANDARD, report_remarks, write_output
from brailledesk.conversion import refuse_overwriting
from brailledesk.document import Document
from brailledesk.doubts import show_doubts
from brailledesk.errors import N_, UsageError
from brailledesk.i18n import choose_language
from brailledesk.ingest import read_document
from brailledesk.ingest.ocr.options import Recognition
from brailledesk.largeprint.options import LargePrint
from brailledesk.largeprint.style import AUTOMATIC
from brailledesk.progress import Progress
from brailledesk.scheme_file import load_scheme
from brailledesk.schemes import BLACK_ON_WHITE, require_readable
from brailledesk.text import Doubts

if TYPE_CHECKING:
    from brailledesk.largeprint.pdf import Lacking

_HTML = frozenset({".html", ".htm"})
STAGE = N_("Setting large print")


@dataclass(frozen=True, slots=True)
class Reading:
    """How the source is read."""

    kind: str | None
    max_size: int
    doubts: Doubts
    recognition: Recognition
    progress: Progress


@dataclass(frozen=True, slots=True)
class Look:
    """The look of large print; ``scheme`` is None where the reader named none."""

    size: float
    spacing: float
    paper: str
    is_landscape: bool
    scheme: str | None
    is_forced: bool
    fonts: tuple[str, ...]
    is_hyphenated: bool
    has_print_pages: bool
    has_title_page: bool
    has_contents: bool

    def options(self) -> LargePrint:
        """The same as options. Raises UsageError, also for colours that cannot be read."""
        scheme = load_scheme(self.scheme or BLACK_ON_WHITE.name, is_forced=self.is_forced)
        return LargePrint(
            size=self.size,
            line_spacing=self.spacing,
            paper=self.paper.lower(),
            is_landscape=self.is_landscape,
            scheme=scheme,
            fonts=tuple(map(Path, self.fonts)),
            is_hyphenated=self.is_hyphenated,
            has_print_pages=self.has_print_pages,
            has_title_page=self.has_title_page,
            has_contents=self.has_contents,
            language=choose_language(dict(os.environ)),
        )


def run_largeprint(source: str, outputs: Sequence[str], look: Look, reading: Reading) -> None:
    """Set one source in all outputs. All is made before anything is written."""
    are_pdf = [is_pdf(output) for output in outputs]
    options = look.options()
    for output in outputs:
        if STANDARD not in {source, output}:
            refuse_overwriting(source, output)
    document = _read(source, reading)
    files = []
    for done, (output, is_paper) in enumerate(zip(outputs, are_pdf, strict=True)):
        reading.progress(STAGE, done, len(outputs))
        files.append((output, _made(document, options, look, is_paper=is_paper)))
    for output, data in files:
        write_output(output, data)
    _ = translator()
    for weakness in require_readable(options.scheme, is_forced=True):
        say(weakness.describe(_), sys.stderr)
    report_remarks(document.remarks)


def is_pdf(output: str) -> bool:
    """Whether a name asks for PDF; else HTML. Raises UsageError for a name that says neither."""
    suffix = PurePath(output).suffix.lower()
    if output == STANDARD or suffix in _HTML:
        return False
    if suffix != ".pdf":
        raise UsageError(
            N_("The name {path} does not say whether PDF or HTML is wanted."),
            N_("Use one of .pdf .html."),
            path=output,
        )
    return True


def _read(source: str, reading: Reading) -> Document:
    document = read_document(
        sys.stdin.buffer if source == STANDARD else Path(source),
        name=source if source == STANDARD else "",
        kind=reading.kind,
        max_size=reading.max_size,
        progress=reading.progress,
        recognition=reading.recognition,
        has_pictures=True,
    )
    return show_doubts(document, reading.doubts) if document.has_ocr else document


def _report_lacking(lacking: Sequence[Lacking]) -> None:
    """Say on standard error which characters no font has."""
    _ = translator()
    told = _("In no font: {character} (U+{code}), {count} times, shown as {shown}{place}.")
    for one in lacking:
        line = told.format(
            character=one.character if one.character.isprintable() else "?",
            code=f"{ord(one.character):04X}",
            count=one.count,
            shown=one.shown_as,
            place=f", {one.first_place}" if one.first_place else "",
        )
        say(line, sys.stderr)


def _made(document: Document, options: LargePrint, look: Look, *, is_paper: bool) -> bytes:
    if is_paper:
        from brailledesk.largeprint.pdf import set_pages

        pages = set_pages(document, options)
        _report_lacking(pages.lacking)
        return pages.data
    from brailledesk.largeprint.markup import format_html

    chosen = options.scheme.name if look.scheme else AUTOMATIC
    return format_html(document, options, scheme=chosen)
