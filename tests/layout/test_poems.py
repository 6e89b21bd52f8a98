from __future__ import annotations

from brailledesk.document import ListBlock, ListItem, Poem, Table, TableCell, TableRow
from brailledesk.layout import LayoutOptions, compose
from brailledesk.pages import PageFormat
from brailledesk.text import Run

from .fake import by_letter, document, paragraph, row_texts


def poem(text: str) -> Poem:
    return Poem((Run(text),))


TWO_STANZAS = poem("Sempre caro mi fu\nquest'ermo colle\n\n e questa siepe che da tanta parte\n")


def shown(*blocks: object, rows: int = 20, **options: int) -> list[list[str]]:
    chosen = LayoutOptions(page=PageFormat(20, rows), has_running_line=False, **options)  # type: ignore[arg-type]
    pages = compose(document(*blocks), by_letter, chosen)  # type: ignore[arg-type]
    return [row_texts(page) for page in pages]


def test_a_verse_is_a_row_and_what_runs_over_is_set_in() -> None:
    """A stanza is parted from the other and from the text around by a blank row."""
    assert shown(paragraph("prima"), TWO_STANZAS, paragraph("dopo")) == [
        [
            "  prima",
            "",
            "Sempre caro mi fu",  # 18 cells
            "quest'ermo colle",
            "",
            "e questa siepe che",
            "    da tanta parte",
            "",
            "  dopo",
        ]
    ]


def test_indents_of_verses_are_options() -> None:
    (page,) = shown(poem("una riga che va a capo"), verse_indent=2, verse_runover=6)
    assert page == ["  una riga che va a", "      capo"]


def test_a_stanza_is_divided_like_a_paragraph() -> None:
    verses = "\n".join(f"v{number}" for number in range(5))
    pages = shown(*[paragraph("a")] * 6, poem(verses), rows=10)
    assert pages == [[*["  a"] * 6, "", "v0", "v1", "v2"], ["v3", "v4"]]
    pages = shown(*[paragraph("a")] * 8, poem(verses), rows=10)
    assert pages == [["  a"] * 8, ["v0", "v1", "v2", "v3", "v4"]]


def test_a_poem_in_a_list_and_in_a_table() -> None:
    item = ListBlock((ListItem((poem("uno\ndue"),), "1."),))
    assert shown(item) == [["1.", "", "  uno", "  due"]]
    table = Table((TableRow((TableCell((poem("uno\ndue"),)), TableCell((paragraph("x"),)))),))
    assert shown(table) == [["uno due  x"]]


def test_an_empty_poem_is_nothing() -> None:
    assert shown(poem(" \n\n "), paragraph("x")) == [["  x"]]
