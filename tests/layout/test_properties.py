"""What holds for every document, page and translator: geometry, and nothing lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brailledesk.document import (
    Block,
    Document,
    Heading,
    Image,
    ListBlock,
    ListItem,
    Note,
    PageMark,
    Paragraph,
    Poem,
    Quote,
    Table,
    TableCell,
    TableRow,
)
from brailledesk.layout import LayoutOptions, Line, LineKind, TableStyle, compose, paginate
from brailledesk.pages import PageFormat
from brailledesk.text import Run, plain_text
from brailledesk.translate.base import RunTranslator

from .fake import by_letter, content_of, contracted, joined_text
from .test_protected import WHOLE

WORDS = [
    *("che", "perché", "fallamento", "assistenza", "dell'acqua", "CITTÀ", "socio-economico", "a"),
    *("12/05/2026", "€ 1.249,90", "49,90 €", "+39 02 0000 1234", "3 maggio 2026", "5\u00a0%"),
    *("mario.rossi@esempio.it", "https://www.esempio.it/ordini?id=4587&lingua=it#stato"),
    *("abba\u00adino", "\n", "precipitevolissimevolmente", "(vedi", "q" * 120, "«sì»", "1" * 60),
]

texts = st.one_of(
    st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join),
    # No sign that layout writes itself between cells, so that the comparison stays exact.
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters=";–"), max_size=40),
)
runs = st.builds(
    Run,
    texts,
    language=st.sampled_from([None, "it", "en-GB", "tlh"]),
    note=st.sampled_from([None, None, "1", "*"]),
)
run_tuples = st.lists(runs, max_size=3).map(tuple)
markers = st.sampled_from(["", "1.", "•", "3 bis"])


def inside(blocks: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    members = st.lists(blocks, max_size=3).map(tuple)
    items = st.lists(st.builds(ListItem, members, markers), max_size=3).map(tuple)
    spans = st.integers(-1, 3)
    cells = st.builds(TableCell, members, spans, spans)
    rows = st.builds(TableRow, st.lists(cells, max_size=4).map(tuple))
    tables = st.builds(Table, st.lists(rows, max_size=3).map(tuple), caption=run_tuples)
    return st.one_of(st.builds(ListBlock, items), st.builds(Quote, members), tables)


blocks = st.recursive(
    st.one_of(
        st.builds(Paragraph, run_tuples),
        st.builds(Poem, run_tuples),
        st.builds(Heading, st.integers(1, 5), run_tuples),
        st.builds(Image, texts),
        st.builds(PageMark, st.sampled_from(["1", "xiv", "una etichetta molto lunga"])),
    ),
    inside,
    max_leaves=12,
)
notes = st.builds(Note, st.sampled_from(["1", "*"]), st.lists(blocks, max_size=2).map(tuple))
documents = st.builds(
    Document,
    st.lists(blocks, max_size=5).map(tuple),
    title=st.sampled_from(["", "Titolo", "Manuale della macchina"]),
    notes=st.lists(notes, max_size=2).map(tuple),
)
options = st.builds(
    LayoutOptions,
    page=st.builds(PageFormat, st.integers(10, 49), st.integers(10, 40)),
    is_hyphenated=st.booleans(),
    table_style=st.sampled_from(TableStyle),
    has_running_line=st.booleans(),
    has_page_numbers=st.booleans(),
    has_page_marks=st.booleans(),
    paragraph_indent=st.integers(0, 20),
    list_indent=st.integers(0, 5),
)
translators: st.SearchStrategy[RunTranslator] = st.sampled_from([by_letter, contracted])


def pieces(members: Sequence[object]) -> Iterator[tuple[bool, Sequence[Run]]]:
    """Each stretch of text in reading order; True where it is layout's own word."""
    for member in members:
        match member:
            case Paragraph() | Heading() | Poem():
                yield False, member.runs
            case Image() if member.alternative.strip():
                yield True, (Run("[Immagine:"),)
                yield False, (Run(member.alternative),)
                yield True, (Run("]"),)
            case Image():
                yield True, (Run("[Immagine]"),)
            case ListBlock():
                yield from pieces(member.items)
            case ListItem():
                yield False, (Run(member.marker),)
                yield from pieces(member.blocks)
            case Quote() | TableCell():
                yield from pieces(member.blocks)
            case Table():
                yield False, member.caption
                yield from pieces(tuple(chain.from_iterable(row.cells for row in member.rows)))


def pieces_of(document: Document) -> Iterator[tuple[bool, Sequence[Run]]]:
    yield from pieces(document.blocks)
    if document.notes:
        yield True, (Run("Note"),)
    for note in document.notes:
        yield False, (Run(note.label),)
        yield from pieces(note.blocks)


def without_blanks(text: str) -> str:
    return "".join(text.split())


def all_lines(document: Document, translate: RunTranslator, chosen: LayoutOptions) -> list[Line]:
    return [line for page in compose(document, translate, chosen) for line in page]


@given(documents, translators, options)
@settings(deadline=None, max_examples=150)
def test_geometry(document: Document, translate: RunTranslator, chosen: LayoutOptions) -> None:
    pages = list(paginate(document, translate, chosen).pages())
    assert pages
    for page in pages:
        assert len(page.rows) <= chosen.page.rows
        for number, row in enumerate(page.rows):
            assert len(row.cells) <= chosen.page.cells
            assert not row.cells.endswith(b"\0")
            assert number == 0 or not row.is_running_line
            assert not row.is_hyphenated or row.print_text.endswith("-")


@given(documents, translators, options)
@settings(deadline=None, max_examples=150)
def test_no_cell_is_lost(
    document: Document, translate: RunTranslator, chosen: LayoutOptions
) -> None:
    expected = b"".join(
        translate(part).cells
        for is_own, part in pieces_of(document)
        if part and not is_own
        for part in [runs_by_line(part)]
    )
    laid = content_of(all_lines(document, translate, chosen))
    assert laid == expected.replace(b"\0", b"")


def runs_by_line(part: Sequence[Run]) -> list[Run]:
    return [Run(plain_text(part))]


@given(documents, translators, options)
@settings(deadline=None, max_examples=150)
def test_the_print_is_that_of_the_document(
    document: Document, translate: RunTranslator, chosen: LayoutOptions
) -> None:
    expected = without_blanks("".join(plain_text(part) for _, part in pieces_of(document)))
    laid = without_blanks(joined_text(all_lines(document, translate, chosen)))
    assert laid.translate({ord(";"): "", ord("–"): ""}) == expected.replace("\u00ad", "")


words_only = st.lists(
    st.builds(
        Paragraph, st.lists(st.sampled_from(WORDS), min_size=1).map(lambda w: (Run(" ".join(w)),))
    )
).map(tuple)


@given(words_only, translators, options)
@settings(deadline=None, max_examples=150)
def test_blanks_come_back_where_they_were(
    paragraphs: tuple[Block, ...], translate: RunTranslator, chosen: LayoutOptions
) -> None:
    document = Document(paragraphs)
    expected = " ".join(" ".join(plain_text(part) for _, part in pieces_of(document)).split())
    assert joined_text(all_lines(document, translate, chosen)) == expected.replace("\u00ad", "")


@given(
    st.lists(
        st.tuples(st.sampled_from(["poi", "e infine", "dell'assistenza"]), st.sampled_from(WHOLE))
    ),
    options,
)
@settings(deadline=None, max_examples=150)
def test_what_fits_a_row_and_must_stay_whole_does(
    pairs: list[tuple[str, str]], chosen: LayoutOptions
) -> None:
    text = " ".join(f"{word} {whole}" for word, whole in pairs)
    lines = all_lines(Document((Paragraph((Run(text),)),)), by_letter, chosen)
    for whole in {whole for _, whole in pairs}:
        if len(by_letter([Run(whole)]).cells) <= chosen.page.cells:
            found = sum(line.print_text.count(whole) for line in lines)
            assert found >= sum(one == whole for _, one in pairs)


@given(st.lists(st.sampled_from(WORDS), max_size=40), options)
@settings(deadline=None)
def test_rows_of_the_publication_are_the_composed_lines(
    words: list[str], chosen: LayoutOptions
) -> None:
    document = Document((Paragraph((Run(" ".join(words)),)),), title="Titolo")
    rows = [row for page in paginate(document, by_letter, chosen).pages() for row in page.rows]
    lines = all_lines(document, by_letter, chosen)
    assert rows == [line.row() for line in lines]
    assert [row.is_running_line for row in rows] == [
        line.kind is LineKind.RUNNING for line in lines
    ]


@pytest.mark.parametrize("style", list(TableStyle))
@given(data=st.data())
@settings(deadline=None, max_examples=50)
def test_tables_with_a_heading_lose_nothing(style: TableStyle, data: st.DataObject) -> None:
    """The heading comes first, or each of its cells is a label (of cells that it stands over)."""
    count = data.draw(st.integers(1, 5))
    word = st.sampled_from(["uno", "dell'acqua", "assistenza clienti", "AB-12", ""])
    rows = data.draw(st.lists(st.lists(word, min_size=count, max_size=count), min_size=1))
    table = Table(
        tuple(
            TableRow(tuple(TableCell((Paragraph((Run(text),)),)) for text in texts))
            for texts in [[f"testa{'abcde'[column]}" for column in range(count)], *rows]
        ),
        header_rows=1,
    )
    page = data.draw(st.builds(PageFormat, st.integers(10, 49), st.integers(10, 40)))
    lines = all_lines(Document((table,)), by_letter, LayoutOptions(page=page, table_style=style))
    body = by_letter([Run("".join(map("".join, rows)))]).cells.replace(b"\0", b"")
    head = by_letter([Run("".join(f"testa{'abcde'[column]}" for column in range(count)))]).cells
    laid = content_of(lines)
    if laid != head + body:
        assert laid == body
        for column in range(count):
            label = f"testa{'abcde'[column]}:"
            assert joined_text(lines).count(label) == len(rows)
