"""A preview as one HTML file: without scripts, fonts, pictures or any address to fetch.

Each row is a drawing with its print as alternative text; a row without print (of a Braille file)
has its cells in Unicode Braille instead, which Braille displays show. Whatever the text holds is
escaped, and a content security policy allows nothing but the style sheet, by its hash.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from operator import attrgetter

from brailledesk.cells import cells_to_unicode
from brailledesk.i18n import catalogue
from brailledesk.pages import PrintSpan, Publication, Row
from brailledesk.preview.geometry import (
    BOND_ABOVE,
    CELL_WIDTH,
    FAINT_RADIUS,
    FONT_SIZE,
    base_line,
    bond_of,
    dot_centre,
    dots_of,
    dots_per_cell,
    page_size,
    row_height,
)
from brailledesk.preview.leaves import Leaf, is_rule, leaves, shown_spans
from brailledesk.preview.style import style_sheet
from brailledesk.preview.themes import AUTOMATIC

_ADVANCE = 0.62 * FONT_SIZE
"""The width of a character in the monospaced fonts of browsers, generously."""

_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""What HTML must not contain, not even escaped."""

_DOT_PATHS = tuple(tuple(dot_centre(dot) for dot in dots_of(cell)) for cell in range(256))


def format_html(
    publication: Publication,
    *,
    theme: str = AUTOMATIC,
    language: str = "it",
    wanted: Iterable[int] | None = None,
) -> bytes:
    """The pages as HTML in UTF-8.

    ``theme`` is AUTOMATIC or one of THEMES; ``language`` ("it", "en") is that of headings and
    labels; ``wanted`` chooses pages by their number in the whole publication.
    """
    markup = _Markup(publication, language)
    shown = list(leaves(publication, wanted))
    text = "\n".join(markup.document(shown, style_sheet(theme)))
    return text.encode("utf-8")


def escaped(text: str) -> str:
    """Text as HTML may hold it, in elements and quoted attributes."""
    return html.escape(_UNFIT.sub("\ufffd", text))


class _Markup:
    """Writes the elements of one publication, from the outside in."""

    def __init__(self, publication: Publication, language: str) -> None:
        self._publication = publication
        self._language = language
        self._words: Callable[[str], str] = catalogue(language)
        self._dots = dots_per_cell(publication.pages())

    def document(self, shown: list[Leaf], style: str) -> Iterator[str]:
        _ = self._words
        title = escaped(self._publication.title or _("Untitled"))
        heading = _("Braille preview")
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        policy = (
            f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
        )
        yield f'<!DOCTYPE html>\n<html lang="{self._language}">\n<head>\n<meta charset="utf-8">'
        yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        yield '<meta name="viewport" content="width=device-width,initial-scale=1">'
        yield f"<title>{title} – {heading}</title>\n<style>{style}</style>\n</head>\n<body>"
        yield self._paper()
        yield f"<header>\n<h1{self._text_language()}>{title}</h1>\n<p>{self._about()}</p>"
        yield from self._contents(shown)
        yield "</header>\n<main>"
        for _volume, pages in groupby(shown, attrgetter("volume")):
            yield from self._volume(list(pages))
        yield "</main>\n</body>\n</html>\n"

    def _about(self) -> str:
        _ = self._words
        told = _("Braille preview: the print stands under its cells.")
        table = escaped(self._publication.table)
        return f"{told} {_('Table: {table}.').format(table=table)}" if table else told

    def _text_language(self) -> str:
        language = self._publication.language
        return f' lang="{language}"' if _LANGUAGE.fullmatch(language) else ""

    def _paper(self) -> str:
        """The places of dots, drawn once: every row is filled with them."""
        circles = "".join(
            '<circle class="faint" cx="{}" cy="{}" r="{}"/>'.format(*dot_centre(dot), FAINT_RADIUS)
            for dot in range(1, self._dots + 1)
        )
        return (
            '<svg class="paper" width="0" height="0" aria-hidden="true"><defs>'
            f'<pattern id="dots" width="{CELL_WIDTH}" height="{row_height(self._dots)}"'
            f' patternUnits="userSpaceOnUse">{circles}</pattern></defs></svg>'
        )

    def _contents(self, shown: list[Leaf]) -> Iterator[str]:
        if len(shown) < 2:
            return
        _ = self._words
        yield f'<nav aria-label="{_("Pages")}">\n<details>\n<summary>{_("Pages")}</summary>'
        for _volume, group in groupby(shown, attrgetter("volume")):
            pages = list(group)
            yield f"<p>{pages[0].volume_name(_)}</p>\n<ol>"
            for leaf in pages:
                link = f'<a href="#p{leaf.ordinal}">{leaf.name(_)}</a>'
                yield f'<li value="{leaf.number}">{link}</li>'
            yield "</ol>"
        yield "</details>\n</nav>"

    def _volume(self, pages: list[Leaf]) -> Iterator[str]:
        name = pages[0].volume_name(self._words)
        yield f'<section aria-label="{name}">\n<h2>{name}</h2>'
        for leaf in pages:
            yield from self._page(leaf)
        yield "</section>"

    def _page(self, leaf: Leaf) -> Iterator[str]:
        label = f"p{leaf.ordinal}"
        width, height = page_size(leaf.section, leaf.page)
        yield f'<section class="page" id="{label}" aria-labelledby="{label}h">'
        yield f'<h3 id="{label}h">{leaf.name(self._words)}</h3>'
        # It scrolls on narrow screens, so the keyboard must reach it.
        group = f'role="group" tabindex="0" aria-labelledby="{label}h"'
        yield f'<div class="rows" {group}{self._text_language()}>'
        for row in leaf.page.rows:
            yield self._row(row, width)
        for _blank in range(height - len(leaf.page.rows)):
            yield self._row(Row(), width)
        yield "</div>\n</section>"

    def _row(self, row: Row, width: int) -> str:
        high, wide = row_height(self._dots), width * CELL_WIDTH
        label = escaped(self._spoken(row))
        spoken = f'role="img" aria-label="{label}"' if label else 'aria-hidden="true"'
        kind = ' class="running"' if row.is_running_line else ""
        return (
            f'<svg{kind} {spoken} width="{wide}" height="{high}" viewBox="0 0 {wide} {high}">'
            f'<rect width="{wide}" height="{high}" fill="url(#dots)"/>'
            f"{_raised(row.cells)}{self._print(row, width)}</svg>"
        )

    def _spoken(self, row: Row) -> str:
        """What stands for a row where it is heard or read in Braille; nothing for a blank one."""
        _ = self._words
        if is_rule(row):
            return _("Rule")
        text = row.print_text or cells_to_unicode(row.cells.rstrip(b"\0"))
        return _("Running line: {text}").format(text=text) if row.is_running_line else text

    def _print(self, row: Row, width: int) -> str:
        y = base_line(self._dots)
        spans = shown_spans(row)
        bonds = "".join(
            f"M{bond[0]} {y - BOND_ABOVE}h{bond[1]}" for bond in map(bond_of, spans) if bond
        )
        path = f'<path class="bond" d="{bonds}"/>' if bonds else ""
        return path + "".join(_print_element(span, y, width) for span in spans)


def _raised(cells: bytes) -> str:
    """The raised dots of a row as one path: lines without length, which round ends make dots."""
    steps = "".join(
        f"M{number * CELL_WIDTH + x} {y}h0"
        for number, cell in enumerate(cells)
        for x, y in _DOT_PATHS[cell]
    )
    return f'<path class="raised" d="{steps}"/>' if steps else ""


def _print_element(span: PrintSpan, y: int, width: int) -> str:
    """The print in the middle under its cells, made narrower where they have no room for it."""
    room = (min(max(span.end, span.start + 1), width) - span.start) * CELL_WIDTH
    x = span.start * CELL_WIDTH + room / 2
    # Characters that are not of a European script may be wider than others.
    is_wide = any(character > "\u04ff" for character in span.text)
    needed = len(span.text) * _ADVANCE * (2 if is_wide else 1)
    squeezed = f' textLength="{room - 1}" lengthAdjust="spacingAndGlyphs"' if needed > room else ""
    return f'<text x="{x:g}" y="{y}"{squeezed}>{escaped(span.text)}</text>'
