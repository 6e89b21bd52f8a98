"""The HTML preview: what it says, to whom, and what it refuses to do."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html
from lxml.html import HtmlElement

from brailledesk.pages import Page, PageFormat, PrintSpan, Publication, Row, Section, Volume
from brailledesk.preview.leaves import leaves
from brailledesk.preview.markup import format_html
from brailledesk.preview.style import style_sheet
from brailledesk.preview.themes import AUTOMATIC, THEMES

from .samples import publication_of

NASTY = [
    "<script>alert(1)</script>",
    "\"'><svg/onload=alert(1)>",
    "</style></title></svg><img src=//x onerror=alert(1)>",
    "&lt;b&gt; &amp;",
    "a\0b\x1b\ud800\uffff",
    "{text} {0} %s",
]

ELEMENTS = {
    *("html", "head", "meta", "title", "style", "body", "header", "h1", "p", "nav", "details"),
    *("summary", "ol", "li", "a", "main", "section", "h2", "h3", "div"),
    *("svg", "defs", "pattern", "circle", "rect", "path", "text"),
}
ATTRIBUTES = {
    *("lang", "charset", "http-equiv", "content", "name", "id", "class", "role", "tabindex"),
    *("aria-label", "aria-labelledby", "aria-hidden", "href", "value", "width", "height"),
    *("viewbox", "x", "y", "cx", "cy", "r", "d", "fill", "textlength", "lengthadjust"),
    "patternunits",
}


def parsed(publication: Publication, language: str = "it") -> HtmlElement:
    return lxml_html.document_fromstring(format_html(publication, language=language).decode())


def texts(root: HtmlElement, path: str) -> list[str]:
    return [element.text_content() for element in root.iterfind(f".//{path}")]


def alternatives(root: HtmlElement) -> list[str | None]:
    """What is heard of each row, None for one that is not."""
    rows = root.xpath("//div[@class='rows']/svg")
    assert all((row.get("role") == "img") == (row.get("aria-hidden") is None) for row in rows)
    return [row.get("aria-label") for row in rows]


def two_volumes() -> Publication:
    page = Page((Row(b"\x01", "a"),))
    duplex, simple = PageFormat(10, 10), PageFormat(10, 10, duplex=False)
    return Publication(
        (
            Volume((Section((page, page, page), duplex), Section((page,), duplex))),
            Volume((Section((page, page), simple),)),
        ),
        title="Libro",
    )


def test_pages_volumes_and_sheets_are_named() -> None:
    root = parsed(two_volumes(), language="it")
    assert texts(root, "h1") == ["Libro"]
    assert texts(root, "h2") == ["Volume 1 di 2", "Volume 2 di 2"]
    assert texts(root, "h3") == [
        "Pagina 1 di 4, fronte del foglio 1",
        "Pagina 2 di 4, retro del foglio 1",
        "Pagina 3 di 4, fronte del foglio 2",
        "Pagina 4 di 4, fronte del foglio 3",  # a section begins on a new sheet
        "Pagina 1 di 2",
        "Pagina 2 di 2",
    ]
    english = parsed(two_volumes(), language="en")
    assert texts(english, "h2") == ["Volume 1 of 2", "Volume 2 of 2"]
    links = [link.get("href") for link in root.iterfind(".//nav//a")]
    assert links == [f"#p{number}" for number in range(1, 7)]
    assert all(root.get_element_by_id(link[1:]) is not None for link in links if link)


def test_some_pages_only() -> None:
    shown = [leaf.ordinal for leaf in leaves(two_volumes(), {2, 5, 99})]
    assert shown == [2, 5]
    root = lxml_html.document_fromstring(format_html(two_volumes(), wanted=[2, 5]).decode())
    assert texts(root, "h3") == ["Pagina 2 di 4, retro del foglio 1", "Pagina 1 di 2"]


def test_every_row_has_its_print_as_alternative_text() -> None:
    page = Page(
        (
            Row(b"\x0f\0\x3c\x01", "Titolo  1", is_running_line=True),
            Row(b"\x05\x11", "be"),
            Row(),
            Row(b"\x24" * 10, "-" * 10),
            Row(b"\x01\0\x03"),
        )
    )
    root = parsed(publication_of(page, rows=6))
    assert alternatives(root) == ["Riga corrente: Titolo  1", "be", None, "Linea", "⠁⠀⠃", None]


def test_the_print_stands_under_its_cells() -> None:
    spans = (PrintSpan(2, 4, "A"), PrintSpan(4, 5, "zione"))
    root = parsed(publication_of(Page((Row(b"\0\0\x28\x01\x02", "Azione", spans=spans),)), rows=1))
    (row,) = root.xpath("//div[@class='rows']/svg")
    assert [(t.get("x"), t.text, t.get("textlength")) for t in row.iterfind("text")] == [
        ("60", "A", None),  # cells 2 and 3, each 20 wide
        ("90", "zione", "19"),  # made narrow: five letters have no room under one cell
    ]
    (bond,) = row.xpath("path[@class='bond']")
    assert bond.get("d").startswith("M44 ")  # one line, under the two cells of the capital
    assert bond.get("d").count("M") == 1


@pytest.mark.parametrize("nasty", NASTY)
def test_hostile_text_stays_text(nasty: str) -> None:
    row = Row(b"\x01", nasty, spans=(PrintSpan(0, 1, nasty),))
    publication = Publication(
        (Volume((Section((Page((row, row)),), PageFormat(10, 2)),)),),
        title=nasty,
        language=nasty,
        table=nasty,
    )
    root = parsed(publication, language="en")
    shown = re.sub("[\0\x1b\ud800\uffff]", "\ufffd", nasty)
    assert texts(root, "h1") == [shown]
    assert alternatives(root) == [shown, shown]
    assert [t.text for t in root.iterfind(".//svg/text")] == [shown, shown]
    assert {element.tag for element in root.iter()} <= ELEMENTS
    assert {name for element in root.iter() for name in element.attrib} <= ATTRIBUTES
    assert {lang for element in root.iter() if (lang := element.get("lang"))} == {"en"}


@given(st.text(), st.binary(max_size=30), st.booleans())
@settings(deadline=None, max_examples=80)
def test_any_text_and_cells(text: str, cells: bytes, is_running: bool) -> None:
    row = Row(cells, text, is_running_line=is_running)
    root = parsed(publication_of(Page((row,)), title=text))
    assert {element.tag for element in root.iter()} <= ELEMENTS


@pytest.mark.parametrize("theme", [AUTOMATIC, *THEMES])
def test_nothing_but_its_own_style_is_allowed(theme: str) -> None:
    data = format_html(publication_of(Page((Row(b"\x01", "a"),))), theme=theme).decode()
    root = lxml_html.document_fromstring(data)
    (style,) = root.iterfind(".//style")
    digest = base64.b64encode(hashlib.sha256((style.text or "").encode()).digest()).decode()
    (policy,) = [
        meta.get("content", "")
        for meta in root.iterfind(".//meta")
        if meta.get("http-equiv") == "Content-Security-Policy"
    ]
    assert policy.split("; ") == [
        "default-src 'none'", f"style-src 'sha256-{digest}'", "base-uri 'none'",
        "form-action 'none'",
    ]  # fmt: skip
    assert "://" not in data
    assert not re.search(r"@import|@font-face|url\((?!#)", data)


def test_light_dark_contrast_and_forced_colours() -> None:
    automatic = style_sheet(AUTOMATIC)
    for condition, theme in (
        ("(prefers-color-scheme:dark)", "dark"),
        ("(prefers-contrast:more)", "contrast-light"),
        ("(prefers-contrast:more) and (prefers-color-scheme:dark)", "contrast-dark"),
    ):
        _, _, rest = automatic.partition(f"@media {condition}{{")
        assert f"--dot:{THEMES[theme].dot};" in rest.splitlines()[0]
    assert "(forced-colors:active)" in automatic
    dark = style_sheet("dark")
    assert "prefers" not in dark
    assert "color-scheme:dark" in dark
