"""What holds for every book: nothing lost, true page numbers, notes and volumes as wanted."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from brailledesk.document import Block, Document, Heading, Note, Paragraph
from brailledesk.errors import DoesNotFit
from brailledesk.layout import (
    BookOptions,
    ContentsScope,
    LayoutOptions,
    Line,
    LineKind,
    NotePlace,
    TitlePage,
    compose_volumes,
)
from brailledesk.pages import PageFormat
from brailledesk.text import Run, plain_text
from brailledesk.translate.base import RunTranslator

from .fake import by_letter, content_of, contracted
from .test_properties import documents, pieces, translators

Pages = list[tuple[Line, ...]]

books = st.builds(
    BookOptions,
    contents=st.sampled_from(ContentsScope),
    contents_depth=st.integers(1, 4),
    sheets=st.sampled_from([None, 5, 6, 40]),
    chapter_level=st.sampled_from([None, 1, 2]),
    has_chapter_pages=st.booleans(),
    has_running_chapter=st.booleans(),
    title_page=st.sampled_from([None, TitlePage(author="A. B.", date="2026")]),
    transcriber_note=st.sampled_from(["", "tradotto da un programma"]),
)
options = st.builds(
    LayoutOptions,
    page=st.builds(PageFormat, st.integers(10, 49), st.integers(10, 40), st.booleans()),
    has_running_line=st.booleans(),
    has_page_numbers=st.booleans(),
    has_page_marks=st.booleans(),
    is_hyphenated=st.booleans(),
    note_place=st.sampled_from(NotePlace),
    book=books,
)


def volumes_of(source: Document, translate: RunTranslator, chosen: LayoutOptions) -> list[Pages]:
    try:
        return [list(pages) for pages in compose_volumes(source, translate, chosen)]
    except DoesNotFit as error:
        # Only volumes so small that their first pages fill them are refused.
        if chosen.book.sheets in {5, 6} and "sheets per volume" in str(error):
            assume(condition=False)
        raise


def cells_of(parts: Iterator[tuple[bool, Sequence[Run]]], translate: RunTranslator) -> bytes:
    texts = [plain_text(part) for is_own, part in parts if part and not is_own]
    return b"".join(translate([Run(text)]).cells for text in texts).replace(b"\0", b"")


class Model:
    """The notes that marks take, by the rule as it is told, in the order of the text."""

    def __init__(self, source: Document) -> None:
        self.left = list(source.notes)
        self.taken: list[Note] = []
        for _, part in pieces(source.blocks):
            self._take([run.note for run in part if run.note and run.text.strip()])

    def _take(self, labels: list[str]) -> None:
        waiting = deque(labels)
        while waiting:
            label = waiting.popleft()
            note = next((one for one in self.left if one.label == label), None)
            if note is not None:
                self.left = [one for one in self.left if one is not note]
                self.taken.append(note)
                inner = Document(note.blocks).runs()
                waiting.extendleft(reversed([run.note for run in inner if run.note]))


@given(documents, translators, options)
@settings(deadline=None, max_examples=40)
def test_geometry(source: Document, translate: RunTranslator, chosen: LayoutOptions) -> None:
    sides = 2 if chosen.page.duplex else 1
    for volume in volumes_of(source, translate, chosen):
        assert volume
        assert chosen.book.sheets is None or len(volume) <= chosen.book.sheets * sides
        for page in volume:
            assert len(page) <= chosen.page.rows
            assert all(len(line.cells) <= chosen.page.cells for line in page)
            assert not any(line.kind is LineKind.RUNNING for line in page[1:])


@given(documents, translators, options)
@settings(deadline=None, max_examples=40)
def test_no_cell_is_lost(source: Document, translate: RunTranslator, chosen: LayoutOptions) -> None:
    """Each stretch of text once: the text in its order, and all notes with their labels."""
    lines = [
        line for volume in volumes_of(source, translate, chosen) for page in volume for line in page
    ]
    notes = [([(False, (Run(one.label),))], one) for one in source.notes]
    everything = [cells_of(pieces(source.blocks), translate)]
    everything += [
        cells_of(iter(label), translate) + cells_of(pieces(one.blocks), translate)
        for label, one in notes
    ]
    laid = content_of(lines)
    assert sorted(laid) == sorted(b"".join(everything))


@given(documents, translators, options)
@settings(deadline=None, max_examples=40)
def test_notes_at_the_foot_are_those_that_the_text_takes(
    source: Document, translate: RunTranslator, chosen: LayoutOptions
) -> None:
    chosen = replace(chosen, note_place=NotePlace.PAGE)
    text: list[Line] = []
    foot: list[Line] = []
    for volume in volumes_of(source, translate, chosen):
        for page in volume:
            rule = next(
                (at for at, line in enumerate(page) if line.kind is LineKind.RULE), len(page)
            )
            text += page[:rule]
            foot += page[rule:]
    model = Model(source)
    assert content_of(foot) == b"".join(note_cells(one, translate) for one in model.taken)
    rest = b"".join(note_cells(one, translate) for one in model.left)
    assert content_of(text) == cells_of(pieces(source.blocks), translate) + rest


def note_cells(note: Note, translate: RunTranslator) -> bytes:
    label = cells_of(iter([(False, (Run(note.label),))]), translate)
    return label + cells_of(pieces(note.blocks), translate)


# -- books of chapters -----------------------------------------------------------------------------

sizes = st.lists(
    st.tuples(st.integers(1, 3), st.integers(0, 30), st.booleans()), min_size=1, max_size=12
)


def book_of(parts: Sequence[tuple[int, int, bool]], *, is_long: bool) -> Document:
    """Headings of a level, each with so many rows behind it and perhaps a note on the first.

    Every heading begins with a word of its own, and so does every note.
    """
    blocks: list[Block] = []
    notes: list[Note] = []
    for place, (level, count, has_note) in enumerate(parts):
        words = " parole di un titolo lungo" if is_long else ""
        blocks.append(Heading(level, (Run(f"x{place}y{words}"),)))
        for row in range(count):
            mark = [Run(f"q{place}w", note=f"{place}")] if has_note and row == count // 2 else []
            blocks.append(Paragraph((Run("testo "), *mark)))
        if has_note and count:
            notes.append(Note(f"{place}", (Paragraph((Run(f"k{place}j nota"),)),)))
    return Document(tuple(blocks), notes=tuple(notes))


wide = st.builds(
    replace,
    options,
    page=st.builds(PageFormat, st.integers(30, 49), st.integers(10, 40), st.booleans()),
)


def find(pattern: str, volumes: Sequence[Pages]) -> tuple[int, int]:
    """Volume and page, counted from 1, of the one line of text with these words."""
    (found,) = [
        (v, p)
        for v, volume in enumerate(volumes, 1)
        for p, page in enumerate(volume, 1)
        for text in texts(page)
        if re.search(pattern, text)
    ]
    return found


def texts(page: Sequence[Line], kind: LineKind = LineKind.TEXT) -> list[str]:
    return [line.print_text for line in page if line.kind is kind]


def entries(volume: Pages, number: int) -> Iterator[tuple[int, tuple[int, int]]]:
    """Each heading in the contents of a volume, with the volume and page that they name."""
    part, text = number, ""
    for row in (row for page in volume for row in texts(page, LineKind.CONTENTS)):
        if match := re.fullmatch(r"(\d+)° vol\.", row):
            part = int(match[1])
        elif row != "Indice" and not row.startswith("Note "):  # the heading of the notes
            text += f" {row}"
            if match := re.fullmatch(r" x(\d+)y.* (\d+)", text):
                yield int(match[1]), (part, int(match[2]))
                text = ""
    assert not text


@given(sizes, st.booleans(), wide, translators)
@settings(deadline=None, max_examples=40)
def test_pages_in_the_contents_are_true(
    parts: list[tuple[int, int, bool]],
    is_long: bool,
    chosen: LayoutOptions,
    translate: RunTranslator,
) -> None:
    assume(chosen.book.contents is not ContentsScope.NONE)
    volumes = volumes_of(book_of(parts, is_long=is_long), translate, chosen)
    places = [find(rf"^x{place}y", volumes) for place in range(len(parts))]
    shown = [one for one, part in enumerate(parts) if part[0] <= chosen.book.contents_depth]
    for number, volume in enumerate(volumes, 1):
        is_whole = number == 1 and chosen.book.contents is ContentsScope.ALL
        expected = [(one, places[one]) for one in shown if is_whole or places[one][0] == number]
        assert list(entries(volume, number)) == expected


full_sizes = st.lists(
    st.tuples(st.integers(1, 2), st.integers(1, 40), st.booleans()), min_size=5, max_size=10
)


@given(full_sizes, options, translators)
@settings(deadline=None, max_examples=25)
def test_a_volume_ends_before_a_chapter_if_one_begins_in_it(
    parts: list[tuple[int, int, bool]], chosen: LayoutOptions, translate: RunTranslator
) -> None:
    book = replace(chosen.book, sheets=5, chapter_level=1)
    volumes = volumes_of(book_of(parts, is_long=False), translate, replace(chosen, book=book))
    chapters = {f"x{place}y" for place, (level, _, _) in enumerate(parts) if level == 1}
    for volume, following in pairwise(volumes):
        first = next(text for page in following for text in texts(page))
        if first not in chapters:
            begun = [text for page in volume for text in texts(page)][1:]
            assert chapters.isdisjoint(begun)


@given(sizes, wide)
@settings(deadline=None, max_examples=40)
def test_notes_stand_where_they_are_wanted(
    parts: list[tuple[int, int, bool]], chosen: LayoutOptions
) -> None:
    chosen = replace(chosen, book=replace(chosen.book, chapter_level=1))
    volumes = volumes_of(book_of(parts, is_long=False), by_letter, chosen)
    order = [text for volume in volumes for page in volume for text in texts(page)]
    chapters = {f"x{place}y" for place, (level, _, _) in enumerate(parts) if level == 1}
    for place, (_, count, has_note) in enumerate(parts):
        if not (has_note and count):
            continue
        mark, note = order.index(f"testo q{place}w"), order.index(f"{place} k{place}j nota")
        match chosen.note_place:
            case NotePlace.PAGE:
                assert find(rf"q{place}w", volumes) == find(rf"k{place}j", volumes)
            case NotePlace.PARAGRAPH:
                assert note == mark + 1
            case NotePlace.CHAPTER:
                assert chapters.isdisjoint(order[mark:note])
                behind = takewhile(lambda text: text not in chapters, order[note:])
                assert all(text.endswith("nota") for text in behind)
            case NotePlace.DOCUMENT:
                assert all(text.endswith("nota") for text in order[note:])


@given(sizes, options)
@settings(deadline=None, max_examples=12)
def test_what_is_laid_out_again_is_the_same(
    parts: list[tuple[int, int, bool]], chosen: LayoutOptions
) -> None:
    source = book_of(parts, is_long=True)
    assert volumes_of(source, contracted, chosen) == volumes_of(source, contracted, chosen)
