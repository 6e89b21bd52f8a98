"""The same properties with the project's own tables: emphasis, capitals, signs of many cells."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brailledesk.document import Document, Paragraph
from brailledesk.languages import run_translator
from brailledesk.layout import LayoutOptions, compose
from brailledesk.pages import PageFormat
from brailledesk.text import Run, Typeform, plain_text, split_at_line_feeds
from brailledesk.translate.base import RunTranslator

from .fake import content_of, joined_text
from .test_properties import WORDS, without_blanks

SIGNS = [
    "😀",
    "e\u0301",
    "\ufb01ne",
    "«sì»",
    "‘po'’",
    "CITTÀ DI ROMA",
    "12a",
    "50%",
    "[x]",
    "\u2800",
]

runs = st.builds(
    Run,
    st.lists(st.sampled_from([*WORDS, *SIGNS]), max_size=8).map(" ".join),
    st.sampled_from([Typeform.PLAIN, Typeform.ITALIC, Typeform.BOLD, Typeform.UNDERLINE]),
)
paragraphs = st.builds(Paragraph, st.lists(runs, max_size=4).map(tuple))
pages = st.builds(PageFormat, st.integers(10, 49), st.integers(10, 40))

translator = cache(run_translator)


def lines_of_print(document: Document) -> list[list[Run]]:
    return [
        part
        for block in document.blocks
        if isinstance(block, Paragraph)
        for part in split_at_line_feeds(block.runs)
        if part
    ]


@pytest.mark.parametrize("has_emphasis", [False, True])
@pytest.mark.parametrize("table", ["it-6dot", "it-6dot-exact", "it-8dot"])
@given(blocks=st.lists(paragraphs, max_size=3).map(tuple), page=pages)
@settings(deadline=None, max_examples=40)
def test_nothing_is_lost(
    table: str, blocks: tuple[Paragraph, ...], page: PageFormat, *, has_emphasis: bool
) -> None:
    translate: RunTranslator = translator(table, has_emphasis=has_emphasis)
    document = Document(blocks)
    lines = [line for one in compose(document, translate, LayoutOptions(page=page)) for line in one]
    parts = lines_of_print(document)
    cells = b"".join(translate(part).cells for part in parts)
    assert content_of(lines) == cells.replace(b"\0", b"")
    text = without_blanks("".join(map(plain_text, parts)))
    assert without_blanks(joined_text(lines)) == text.replace("\u00ad", "")
    assert all(len(line.cells) <= page.cells for line in lines)
    assert not any(line.cells.endswith(b"\0") for line in lines)


def test_a_sign_longer_than_a_row_has_its_print_where_it_begins() -> None:
    # An emoji is shown by its code point in more cells than the narrowest page has.
    options = LayoutOptions(page=PageFormat(10, 10), has_running_line=False)
    document = Document((Paragraph((Run("ciao 😀 ciao"),)),))
    ((first, second, *others),) = compose(document, translator("it-6dot"), options)
    assert (first.print_text, second.print_text) == ("ciao", "😀")
    assert len(second.cells) == 10
    assert [line.print_text for line in others if line.print_text] == ["ciao"]


def test_an_italic_passage_keeps_its_signs_with_their_words() -> None:
    """Opening signs begin a row with their word; closing signs end one with theirs."""
    translate = translator("it-6dot", has_emphasis=True)
    runs = (Run("leggi "), Run("le note in fondo", Typeform.ITALIC), Run(" prima"))
    passage = translate(runs)
    opened = passage.cells[passage.char_to_cell[6] : passage.char_to_cell[8]]  # signs and "le"
    closed = passage.cells[passage.char_to_cell[17] : passage.char_to_cell[22]]  # "fondo", signs
    assert len(opened) > 2
    for width in range(10, 30):
        options = LayoutOptions(
            page=PageFormat(width, 10), has_running_line=False, is_hyphenated=False
        )
        rows = [
            line.cells
            for page in compose(Document((Paragraph(runs),)), translate, options)
            for line in page
        ]
        assert sum(opened in row for row in rows) == 1
        assert sum(closed in row for row in rows) == 1
