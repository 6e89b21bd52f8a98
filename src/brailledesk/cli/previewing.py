"""What the command preview does, once its arguments are parsed."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from brailledesk.cli.converting import report_undefined
from brailledesk.cli.reading import tell_how
from brailledesk.cli.writing import STANDARD, report_remarks, write_output
from brailledesk.conversion import refuse_overwriting, transcribe
from brailledesk.devices.jobs.ranges import Ranges
from brailledesk.errors import N_, UsageError
from brailledesk.formats import SUFFIXES
from brailledesk.i18n import choose_language
from brailledesk.ingest.ocr.options import Recognition
from brailledesk.layout import LayoutOptions
from brailledesk.pages import Publication
from brailledesk.preview.geometry import dots_per_cell
from brailledesk.preview.leaves import leaves
from brailledesk.preview.markup import format_html
from brailledesk.preview.themes import AUTOMATIC, THEMES
from brailledesk.progress import Progress
from brailledesk.reading import read_pages
from brailledesk.translate.contraction import Contraction

BRAILLE = "braille"
"""The kind of a source that is Braille already."""

STAGE = N_("Drawing pages")

_HTML = frozenset({".html", ".htm"})


@dataclass(frozen=True, slots=True)
class Look:
    """How pages are shown, and which: all where ``pages`` is None. ``scale`` is a PNG's."""

    theme: str
    pages: Ranges | None
    scale: int


def run_preview(
    source: str,
    outputs: Sequence[str],
    *,
    look: Look,
    options: LayoutOptions,
    table: str | None,
    charset: str | None,
    kind: str | None,
    has_emphasis: bool,
    foreign: Mapping[str, str],
    contraction: Contraction,
    max_size: int,
    progress: Progress,
    recognition: Recognition,
) -> None:
    """Show one source in all outputs, laying it out once. All is drawn before anything is written.

    A PNG of several pages becomes several files with the number of the page in their names.
    """
    pictured = [is_picture(output) for output in outputs]
    conversion = read = None
    if is_braille(source, kind):
        given = sys.stdin.buffer if source == STANDARD else Path(source)
        read = read_pages(given, table=table, charset=charset, max_size=max_size)
        publication = read.publication
    else:
        conversion = transcribe(
            sys.stdin.buffer.read(max_size + 1) if source == STANDARD else Path(source),
            table=table or "it-6dot",
            options=replace(options, has_print_spans=True),
            foreign=foreign,
            has_emphasis=has_emphasis,
            contraction=contraction,
            kind=kind,
            max_size=max_size,
            progress=progress,
            recognition=recognition,
        )
        publication = conversion.publication
    wanted = _wanted(publication, look.pages)
    files: list[tuple[str, bytes]] = []
    for output, is_png in zip(outputs, pictured, strict=True):
        if is_png:
            files.extend(_pictures(publication, output, wanted, look, progress))
        else:
            files.append((output, _html(publication, wanted, look)))
    for output, _data in files:
        if STANDARD not in {source, output}:
            refuse_overwriting(source, output)
    for output, data in files:
        write_output(output, data)
    if read:
        tell_how(read, is_given=bool(table and (charset or not read.charset)))
    if conversion:
        report_remarks(conversion.remarks)
        report_undefined(conversion)


def is_picture(output: str) -> bool:
    """Whether a name asks for PNG; else HTML. Raises UsageError for a name that says neither."""
    suffix = PurePath(output).suffix.lower()
    if output == STANDARD or suffix in _HTML:
        return False
    if suffix != ".png":
        raise UsageError(
            N_("The name {path} does not say whether HTML or PNG is wanted."),
            N_("Use one of .html .png."),
            path=output,
        )
    return True


def is_braille(source: str, kind: str | None) -> bool:
    """Whether a source is Braille already, by what is said of it or its name."""
    if kind is not None:
        return kind == BRAILLE
    return source != STANDARD and PurePath(source).suffix.lower() in SUFFIXES


def _wanted(publication: Publication, ranges: Ranges | None) -> Sequence[int]:
    count = sum(1 for _ in publication.pages())
    if ranges is None:
        return range(1, count + 1)
    chosen: set[int] = set()
    for first, last in ranges:
        chosen.update(range(first, min(count, last or count) + 1))
    if not chosen:
        raise UsageError(
            N_("None of these pages is there: there are {count}."),
            N_("Name others with --pages, or leave it out."),
            count=count,
        )
    return sorted(chosen)


def _language() -> str:
    return choose_language(dict(os.environ))


def _html(publication: Publication, wanted: Sequence[int], look: Look) -> bytes:
    return format_html(publication, theme=look.theme, language=_language(), wanted=wanted)


def _pictures(
    publication: Publication, output: str, wanted: Sequence[int], look: Look, progress: Progress
) -> Iterator[tuple[str, bytes]]:
    from brailledesk.preview.picture import draw_page

    path = PurePath(output)
    digits = len(str(wanted[-1]))
    theme = THEMES["light" if look.theme == AUTOMATIC else look.theme]
    dots = dots_per_cell(publication.pages())
    for done, leaf in enumerate(leaves(publication, wanted)):
        progress(STAGE, done, len(wanted))
        name = (
            f"{path.stem}-{leaf.ordinal:0{digits}}{path.suffix}" if len(wanted) > 1 else path.name
        )
        data = draw_page(leaf, theme, dots=dots, scale=look.scale, language=_language())
        yield str(path.with_name(name)), data
    progress(STAGE, len(wanted), len(wanted))
