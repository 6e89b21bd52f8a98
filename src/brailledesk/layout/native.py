"""The native pass: plain paragraphs to rows and all rows to pages, in the crate ``core/``.

The modules beside this one are the readable specification; the pass gives the same rows. It takes
plain paragraphs as they come; for text that has to be prepared or has emphasis it asks for the
translation; and it places what Python makes of all else among them, in one flow. A document with
notes elsewhere than at its end, or in volumes, and rows that shall know their print spans, are
Python's altogether.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from brailledesk.document import (
    Block,
    CompactBlocks,
    Document,
    Heading,
    Member,
    Paragraph,
    WovenBlocks,
)
from brailledesk.hyphenation import read_dictionary
from brailledesk.layout.blocks import lay_blocks
from brailledesk.layout.book import NotePlace
from brailledesk.layout.flow import Chunk
from brailledesk.layout.lines import Line
from brailledesk.layout.native_alphabet import alphabet_of
from brailledesk.layout.native_setting import NativeSetting, are_plain, text_of
from brailledesk.layout.protected import PATTERNS
from brailledesk.layout.rules import PageRules
from brailledesk.layout.running import RunningLine
from brailledesk.layout.setting import Setting
from brailledesk.layout.watch import STAGE, step_of, watched
from brailledesk.pages import CompactPages
from brailledesk.progress import Progress, silent
from brailledesk.text import Run
from brailledesk.translate.base import PlainRunTranslator
from brailledesk.translate.native import NativeTranslator, import_native, threads_wanted

_BATCH = 4096
"""Paragraphs that are handed over at once."""


def native_pages(
    document: Document,
    setting: Setting,
    running: RunningLine,
    rules: PageRules,
    progress: Progress = silent,
) -> CompactPages | None:
    """The pages of a document; None where Python has to lay it out."""
    options = setting.options
    translator = _translator(setting)
    has_places = bool(document.notes) and options.note_place is not NotePlace.DOCUMENT
    if translator is None or has_places or options.book.is_used or options.has_print_spans:
        return None
    try:
        habits = _habits(translator, setting.language, setting.hyphen)
    except (ValueError, OSError):  # a table or a dictionary that the crate does not take
        return None
    levels = (rules.height, rules.chapter_level, rules.has_chapter_pages)
    flow = import_native().Flow(translator.core, habits, setting.width, levels, threads_wanted())
    return _Native(document, setting, running, rules, flow).pages(progress)


def _translator(setting: Setting) -> NativeTranslator | None:
    """The engine of all plain text in the document's language, if it is a native one."""
    translate = setting.translate
    if not isinstance(translate, PlainRunTranslator):
        return None
    own = translate.native(None)
    return own if translate.native(setting.language) is own else None


@lru_cache(maxsize=4)
def _habits(translator: NativeTranslator, language: str, hyphen: bytes) -> Any:  # noqa: ANN401
    """What the pass has to know of a table and a language; ValueError for what it does not take."""
    patterns = [(one.hint, one.pattern) for one in PATTERNS]
    alphabet = alphabet_of(translator.description.characters)
    return import_native().LayoutHabits(alphabet, patterns, read_dictionary(language), hyphen)


class _Native:
    """The flow of one document through the native pass."""

    def __init__(
        self,
        document: Document,
        setting: Setting,
        running: RunningLine,
        rules: PageRules,
        flow: Any,  # noqa: ANN401 - of the compiled module
    ) -> None:
        self._document = document
        self._setting = setting
        self._running = running
        self._rules = rules
        self._flow = flow
        self._languages = (None, setting.language)
        self._labels: list[tuple[bytes, str]] = []
        self._headings: list[Heading] = []
        self._repeated: tuple[Sequence[Line], tuple[int, int]] = ((), (0, 0))

    def pages(self, progress: Progress) -> CompactPages:
        """All pages. Raises what the translator raises."""
        document, setting = self._document, NativeSetting(self._setting, self._flow)
        others = self._place_all(document.blocks, progress)
        if setting.options.book.transcriber_note:
            from brailledesk.layout.front import note_chunks

            self._place_chunks(note_chunks(self._setting))
        if document.notes:
            from brailledesk.layout.notes import lay_document

            level = self._rules.chapter_level
            self._place_chunks(lay_document(document, others, setting, level))
        else:
            self._place_chunks(lay_blocks(others, setting))
        return CompactPages(self._flow.finish(self._running_lines()))

    def _place_all(self, blocks: Sequence[Block], progress: Progress) -> Iterator[Block]:
        """Place what is plain; the other blocks, each in its turn."""
        if isinstance(blocks, WovenBlocks):
            others = self._place_plain(watched(blocks.members, progress))
            yield from map(blocks.made, others)
            return
        if not isinstance(blocks, CompactBlocks):
            yield from self._place_values(watched(blocks, progress))
            return
        yield from self._place_values(blocks.front)
        yield from self._place_packed(blocks, progress)

    def _place_packed(self, blocks: CompactBlocks, progress: Progress) -> Iterator[Block]:
        """Place blocks as they were read; those that the pass refuses, each in its turn."""
        options, setting = self._setting.options, self._setting
        paragraph = setting.margins(options.paragraph_indent, 0)
        item = setting.margins(0, options.list_indent)
        indents = ((paragraph.first, paragraph.rest), (item.first, item.rest))
        total, count = len(blocks), len(blocks.packed)
        start = due = 0
        while start < count:
            if start >= due:
                progress(STAGE, total - count + start, total)
                due = start + step_of(count)
            start, is_refused = self._flow.place_plain(
                blocks.packed, start, indents, options.is_hyphenated
            )
            if is_refused:
                yield blocks.build(start)
                start += 1
        progress(STAGE, total, total)

    def _place_values(self, blocks: Iterable[Block]) -> Iterator[Block]:
        for member in self._place_plain(blocks):
            if not isinstance(member, tuple):  # so it is with blocks
                yield member

    def _place_plain(self, members: Iterable[Member]) -> Iterator[Member]:
        """Place paragraphs as they come; the members that are not plain, each in its turn.

        Whoever takes a member has it placed before taking the next one.
        """
        waiting: list[Member] = []
        texts: list[str] = []
        for member in members:
            text = self._text_of(member)
            if text is not None:
                waiting.append(member)
                texts.append(text)
            if text is None or len(texts) == _BATCH:
                yield from self._place_texts(waiting, texts)
                waiting, texts = [], []
            if text is None:
                yield member
        yield from self._place_texts(waiting, texts)

    def _text_of(self, member: Member) -> str | None:
        """The text of a plain paragraph."""
        if isinstance(member, tuple):
            return member[0]
        return self._plain_text(member.runs) if isinstance(member, Paragraph) else None

    def _plain_text(self, runs: Sequence[Run]) -> str | None:
        if len(runs) == 1 and runs[0].typeform == 0:  # nearly all, so they are asked for first
            return runs[0].text if runs[0].language in self._languages else None
        text = text_of(runs, self._setting.language)
        return text if are_plain(runs, self._setting.translate) else None

    def _place_texts(self, members: Sequence[Member], texts: list[str]) -> Iterator[Member]:
        """Place paragraphs by their texts; those that the pass refuses, each in its turn."""
        options = self._setting.options
        margins = self._setting.margins(options.paragraph_indent, 0)
        indents = (margins.first, margins.rest)
        done = 0
        while done < len(texts):
            done = self._flow.place_texts(texts, done, indents, options.is_hyphenated)
            if done < len(texts):
                yield members[done]
                done += 1

    def _place_chunks(self, chunks: Iterable[Chunk]) -> None:
        for chunk in chunks:
            self._place(chunk)

    def _place(self, chunk: Chunk) -> None:
        rows = self._push(chunk.lines) if chunk.written is None else chunk.written
        print_page = heading = None
        if chunk.print_page is not None:
            print_page = self._print_page(chunk.print_page)
        if chunk.heading is not None:
            heading = (len(self._headings), chunk.heading.level)
            self._headings.append(chunk.heading)
        blanks = (chunk.blank_before, chunk.blank_after)
        repeated = self._push_repeated(chunk.repeated)
        is_kept = chunk.is_kept_with_next
        self._flow.place(rows, blanks, is_kept, repeated, print_page, heading)

    def _push(self, lines: Sequence[Line]) -> tuple[int, int]:
        """Write lines that Python made; the number of the first row, and how many."""
        push = self._flow.push
        numbers = [push(line.cells, line.print_text, line.is_hyphenated) for line in lines]
        return (numbers[0], len(numbers)) if numbers else (0, 0)

    def _push_repeated(self, lines: Sequence[Line]) -> tuple[int, int]:
        """The same for what many chunks repeat; it is written once."""
        if lines and self._repeated[0] is not lines:
            self._repeated = lines, self._push(lines)
        return self._repeated[1] if lines else (0, 0)

    def _print_page(self, label: str) -> tuple[int, bool]:
        """A number for a print page's label, and whether the running line shows it."""
        is_shown = self._rules.is_shown(label)
        line = self._running.number(label) if is_shown else Line()
        self._labels.append((line.cells, line.print_text))
        return len(self._labels) - 1, is_shown

    def _running_lines(self) -> _RunningLines | None:
        if not self._running.is_used:
            return None
        return _RunningLines(self._running, self._labels, self._headings)


class _RunningLines:
    """What the native pass asks of running lines."""

    def __init__(
        self, running: RunningLine, labels: list[tuple[bytes, str]], headings: list[Heading]
    ) -> None:
        self.has_numbers = running.has_numbers
        self.has_chapters = running.has_chapters
        self.print_pages = labels
        self._running = running
        self._headings = headings

    def title(self, chapter: int | None, room: int) -> tuple[bytes, str]:
        """The title in the chapter with this heading, shortened to ``room`` cells."""
        line = self._running.title_row(None if chapter is None else self._headings[chapter], room)
        return line.cells, line.print_text

    def number(self, text: str) -> tuple[bytes, str]:
        line = self._running.number(text)
        return line.cells, line.print_text
