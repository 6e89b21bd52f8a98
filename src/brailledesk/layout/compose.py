"""The whole way from a document to pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from brailledesk.document import Block, Document
from brailledesk.errors import N_
from brailledesk.layout.blocks import lay_document
from brailledesk.layout.lines import Line
from brailledesk.layout.options import LayoutOptions
from brailledesk.layout.pages import divide_pages
from brailledesk.layout.running import RunningLine
from brailledesk.layout.setting import Setting
from brailledesk.pages import Page, Publication, Section, Volume
from brailledesk.progress import Progress, silent
from brailledesk.translate.base import RunTranslator

STAGE = N_("Laying out pages")

DEFAULT_OPTIONS = LayoutOptions()


def paginate(
    document: Document,
    translate: RunTranslator,
    options: LayoutOptions = DEFAULT_OPTIONS,
    *,
    table_name: str = "",
    progress: Progress = silent,
) -> Publication:
    """Lay a document out as pages of Braille: one volume with one section.

    There is at least one page, also for an empty document. ``table_name`` is what the publication
    says of the table that ``translate`` uses. ``progress`` counts top-level blocks.
    Raises DoesNotFit for a page outside of what can be laid out, and what ``translate`` raises.
    """
    pages = tuple(
        Page(tuple(line.row() for line in lines))
        for lines in compose(document, translate, options, progress=progress)
    )
    section = Section(pages, options.page)
    return Publication(
        (Volume((section,)),), document.title, language=document.language, table=table_name
    )


def compose(
    document: Document,
    translate: RunTranslator,
    options: LayoutOptions = DEFAULT_OPTIONS,
    *,
    progress: Progress = silent,
) -> Iterator[tuple[Line, ...]]:
    """The same pages, one after another, as lines that know what layout has added to them.

    Raises what ``paginate`` raises, when the first page is asked for.
    """
    options.page.check()
    setting = Setting(translate, options, document.language)
    running = RunningLine(document.title, setting)
    height = options.page.rows - running.is_used
    chunks = lay_document(document, _watched(document.blocks, progress), setting)
    for number, page in enumerate(divide_pages(chunks, height, running.can_show), start=1):
        first = (running.line(page.print_page, number),) if running.is_used else ()
        yield (*first, *page.lines)


def _watched(blocks: Sequence[Block], progress: Progress) -> Iterator[Block]:
    """The blocks, with a report at about every hundredth of them."""
    step = max(1, len(blocks) // 100)
    for done, block in enumerate(blocks):
        if not done % step:
            progress(STAGE, done, len(blocks))
        yield block
    progress(STAGE, len(blocks), len(blocks))
