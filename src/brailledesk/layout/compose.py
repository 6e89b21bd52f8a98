"""The whole way from a document to pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from brailledesk.document import Document, find_chapter_level
from brailledesk.layout.lines import Line, LineKind
from brailledesk.layout.native import native_pages
from brailledesk.layout.options import LayoutOptions
from brailledesk.layout.rules import PageRules
from brailledesk.layout.running import RunningLine
from brailledesk.layout.setting import Setting
from brailledesk.layout.watch import watched
from brailledesk.pages import Page, Publication, Section, Volume
from brailledesk.progress import Progress, silent
from brailledesk.translate.base import RunTranslator

if TYPE_CHECKING:
    from brailledesk.layout.pages import PageBody
    from brailledesk.layout.volumes import BookVolume

DEFAULT_OPTIONS = LayoutOptions()

_NOTE_RULE = 6
"""Hyphens above the notes of a page: a row of them across the page is a print page mark's."""


def paginate(
    document: Document,
    translate: RunTranslator,
    options: LayoutOptions = DEFAULT_OPTIONS,
    *,
    table_name: str = "",
    progress: Progress = silent,
) -> Publication:
    """Lay a document out as pages of Braille, in volumes of one section each.

    There is at least one page, also for an empty document. ``table_name`` is what the publication
    says of the table that ``translate`` uses. ``progress`` counts top-level blocks.
    Raises DoesNotFit for a page outside of what can be laid out, or volumes with too few sheets for
    their contents, and what ``translate`` raises.
    """
    work = _Work(document, translate, options)
    native = native_pages(document, work.setting, work.running, work.rules, progress)
    found: Iterable[Sequence[Page]] = (
        (tuple(map(_page, pages)) for pages in work.volumes(progress))
        if native is None
        else (native,)
    )
    volumes = tuple(Volume((Section(pages, options.page),)) for pages in found)
    return Publication(
        volumes,
        document.title,
        language=document.language,
        table=table_name,
        author=document.author,
    )


def _page(lines: Iterable[Line]) -> Page:
    return Page(tuple(line.row() for line in lines))


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
    for pages in compose_volumes(document, translate, options, progress=progress):
        yield from pages


def compose_volumes(
    document: Document,
    translate: RunTranslator,
    options: LayoutOptions = DEFAULT_OPTIONS,
    *,
    progress: Progress = silent,
) -> Iterator[Iterator[tuple[Line, ...]]]:
    """The pages of each volume as lines. A text of one volume without front is never held whole.

    Raises what ``paginate`` raises, when the first volume or its first page is asked for.
    """
    yield from _Work(document, translate, options).volumes(progress)


class _Work:
    """A document with what its layout needs."""

    def __init__(
        self, document: Document, translate: RunTranslator, options: LayoutOptions
    ) -> None:
        options.page.check()
        self.document = document
        self.setting = Setting(translate, options, document.language)
        self.running = RunningLine(document.title, self.setting)
        level = find_chapter_level(document.blocks, options.book.chapter_level)
        height = options.page.rows - self.running.is_used
        has_pages = options.book.has_chapter_pages
        self.rules = PageRules(height, self.running.can_show, level, has_pages)

    def volumes(self, progress: Progress) -> Iterator[Iterator[tuple[Line, ...]]]:
        """See :func:`compose_volumes`."""
        from brailledesk.layout.notes import lay_document

        document, setting, rules = self.document, self.setting, self.rules
        blocks = watched(document.blocks, progress)
        chunks = lay_document(document, blocks, setting, rules.chapter_level)
        paper = _Paper(setting, self.running, rules.height)
        if setting.options.book.is_used:
            from brailledesk.layout.volumes import Volumes

            for volume in Volumes(document, chunks, setting, rules).build():
                yield paper.volume(volume)
        else:
            from brailledesk.layout.front import note_chunks
            from brailledesk.layout.pages import divide_pages, kept_groups

            groups = kept_groups(chain(note_chunks(setting), chunks), rules.height)
            yield paper.pages(divide_pages(groups, rules), 1)


class _Paper:
    """Puts the running line on pages and the notes at their foot."""

    def __init__(self, setting: Setting, running: RunningLine, height: int) -> None:
        self._running = running
        self._height = height
        rule = setting.rule(_NOTE_RULE)
        self._rule = Line(rule, "-" * _NOTE_RULE, LineKind.RULE)

    def volume(self, volume: BookVolume) -> Iterator[tuple[Line, ...]]:
        front = volume.front
        yield from map(tuple, front.title_pages)
        yield from self.pages(chain(front.contents, volume.pages), len(front.title_pages) + 1)

    def pages(self, pages: Iterable[PageBody], first: int) -> Iterator[tuple[Line, ...]]:
        """Pages that are numbered from ``first`` on."""
        for number, page in enumerate(pages, first):
            lines = page.rows(self._height, self._rule)
            if self._running.is_used:
                yield (self._running.line(page.print_page, number, page.chapter), *lines)
            else:
                yield tuple(lines)
