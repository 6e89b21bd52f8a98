from __future__ import annotations

import pytest

from brailledesk.document import Block, Heading, Paragraph, Poem
from brailledesk.ingest import read_document
from brailledesk.text import plain_text


def blocks_of(text: str, name: str = "a.html") -> list[tuple[type[Block], str]]:
    found: list[tuple[type[Block], str]] = []
    for block in read_document(text.encode(), name=name).blocks:
        assert isinstance(block, Heading | Paragraph | Poem)
        found.append((type(block), plain_text(block.runs)))
    return found


TWO = "uno\ndue\n\ntre\nquattro"


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<div class=poem><p>uno<br>due</p><p>tre<br>quattro</p></div>", TWO),
        ("<div class='x Poesia'><p>uno<br/>due</p>tre<br>quattro</div>", TWO),
        ("<section epub:type='z3998:poem'><p>uno<br>due</p><p>tre<br>quattro</p></section>", TWO),
        (
            "<div class=poetry><div class=stanza><div>uno</div><div>due</div></div>\
<div class=stanza><p>tre</p><p>quattro</p></div></div>",
            TWO,
        ),
        ("<p class=poem>uno<br>due<br><br>tre<br>quattro</p>", TWO),
        ("<div class=poem><p>uno</p><p>due</p></div>", "uno\ndue"),
    ],
)
def test_verses(source: str, text: str) -> None:
    assert blocks_of(f"<p>prima{source}<p>dopo") == [
        (Paragraph, "prima"),
        (Poem, text),
        (Paragraph, "dopo"),
    ]


def test_a_heading_in_a_poem_keeps_its_place() -> None:
    source = "<div class=poem><h2>titolo</h2><p>uno<br>due</p></div>"
    assert blocks_of(source) == [(Heading, "titolo"), (Poem, "uno\ndue")]


def test_a_stanza_outside_of_a_poem_is_nothing_special() -> None:
    assert blocks_of("<div class=stanza><p>a</p><p>b</p></div>") == [
        (Paragraph, "a"),
        (Paragraph, "b"),
    ]


def test_in_markdown() -> None:
    source = '<div class="poesia">\n\nuno\\\ndue\n\ntre\\\nquattro\n\n</div>\n'
    assert blocks_of(source, "a.md") == [(Poem, TWO)]
