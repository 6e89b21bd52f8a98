"""HTML: what a browser shows is in the document, once, in order, and nothing else."""

from __future__ import annotations

import pickle

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
    PageMark,
    Paragraph,
    Quote,
    Table,
    TableCell,
    TableRow,
    WovenBlocks,
    block_runs,
    find_chapter_level,
    put_before,
)
from brailledesk.errors import SourceDamaged
from brailledesk.ingest import read_document
from brailledesk.ingest.html import read_html
from brailledesk.ingest.markers import Markers
from brailledesk.text import Origin, Run, Typeform


def _html(text: str) -> Document:
    return read_document(text.encode(), name="a.html")


def _at(place: str) -> Origin:
    return Origin("a.html", place)


def _run(text: str, line: int = 1, **kind: object) -> Run:
    return Run(text, origin=_at(f"line {line}"), **kind)  # type: ignore[arg-type]


def _p(text: str, line: int = 1) -> Paragraph:
    return Paragraph((_run(text, line),), _at(f"line {line}"))


def _text(block: Block) -> str:
    return "".join(run.text for run in block_runs(block))


def _texts(source: str) -> list[str]:
    return [_text(block) for block in _html(source).blocks]


def test_a_page_by_hand() -> None:
    source = (
        "<!DOCTYPE html><html lang='it-IT'><head><title> Scheda  Eco </title></head><body>\n"
        "sciolto\n"
        "<h2>Dati</h2>\n"
        "<p>Il <b>nuovo <i>Eco</i></b> ha il <span lang=en>display</span>"
        " <span lang=it>grande</span></p>\n"
        "<blockquote><p>bello</p></blockquote>\n"
        "<table><caption>Prezzi</caption><thead><tr><th>Voce<th>Euro</thead>\n"
        "<tr><td rowspan=2>Canone<td>5<tr><td>6</table>\n"
        "<img alt='il telefono' lang=it src=x></body></html>"
    )
    assert _html(source) == Document(
        (
            Paragraph((_run("sciolto", 1),), _at("line 1")),
            Heading(2, (_run("Dati", 3),), _at("line 3")),
            Paragraph(
                (
                    _run("Il ", 4),
                    _run("nuovo ", 4, typeform=Typeform.BOLD),
                    _run("Eco", 4, typeform=Typeform.BOLD | Typeform.ITALIC),
                    _run(" ha il ", 4),
                    _run("display", 4, language="en"),
                    _run(" grande", 4),
                ),
                _at("line 4"),
            ),
            Quote((_p("bello", 5),), _at("line 5")),
            Table(
                (
                    TableRow(
                        (
                            TableCell((_p("Voce", 6),), is_header=True),
                            TableCell((_p("Euro", 6),), is_header=True),
                        )
                    ),
                    TableRow((TableCell((_p("Canone", 7),), row_span=2), TableCell((_p("5", 7),)))),
                    TableRow((TableCell((_p("6", 7),)),)),
                ),
                1,
                (_run("Prezzi", 6),),
                _at("table 1"),
            ),
            Image("il telefono", None, _at("line 8")),
        ),
        title="Scheda Eco",
        language="it-IT",
        source="a.html",
    )


def test_nested_lists_by_hand() -> None:
    source = (
        "<ol start=3><li>tre<ul><li>punto</ul><li value=9>nove<li>dieci</ol>"
        "<ol type=i reversed><li>due<li>uno</ol>"
    )
    first, second = _html(source).blocks
    inner = ListBlock((ListItem((_p("punto"),), "•"),), _at("line 1"))
    assert first == ListBlock(
        (
            ListItem((_p("tre"), inner), "3."),
            ListItem((_p("nove"),), "9."),
            ListItem((_p("dieci"),), "10."),
        ),
        _at("line 1"),
    )
    assert isinstance(second, ListBlock)
    assert [item.marker for item in second.items] == ["ii.", "i."]


def test_stray_text_in_a_list_keeps_its_place() -> None:
    (block,) = _html("<ul>prima<li>a</li>dopo<ul><li>dentro</ul><li>b</ul>").blocks
    assert isinstance(block, ListBlock)
    shown = [(item.marker, "|".join(map(_text, item.blocks))) for item in block.items]
    assert shown == [("", "prima"), ("•", "a|dopo|dentro"), ("•", "b")]


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        ("<p>a\n  b\t c</p>", ["a b c"]),
        ("<p>a <b> b</b> </p>", ["a b"]),
        ("<p>a<br> b <br>c</p>", ["a\nb\nc"]),
        ("<div>a<div>b</div>c</div>", ["a", "b", "c"]),
        ("<p>a<!-- no -->b<?php no ?>c</p>", ["abc"]),
        ("<pre>\n  a\n b</pre>", ["  a\n b"]),
        ("<dl><dt>Colore<dd>nero</dl>", ["Colore", "nero"]),
        ("<li>a</li>b", ["a", "b"]),
        ("<p>&nbsp;</p><p>x&nbsp;y</p>", ["x\u00a0y"]),
        ("20 m<sup>2</sup>, 10<sup>12</sup>, 1<sup>o</sup>", ["20 m², 10^12, 1º"]),
        ("H<sub>2</sub>O, 3<sub>4</sub>", ["H2O, 3_4"]),
        ("<q>ciao</q>", ["«ciao»"]),
        ("<button>Sì</button><button>No</button>", ["Sì No"]),
        ("Nome<input value=Ada><input type=checkbox checked>ok", ["Nome Ada [x] ok"]),
        ("<input type=password value=x><input type=hidden value=y>z", ["z"]),
        ("<select><option>a<option selected>b</select>", ["b"]),
        ("<select><optgroup label=g><option>a<option>b</optgroup></select>", ["a"]),
        ("<select multiple><option>a<option>b</select>", ["a b"]),
        ("<textarea>due\nrighe</textarea>", ["due\nrighe"]),
        ("<img alt=''><img width=1 height=1><img>", [""]),
        ("<svg><title>logo</title><path d=x></svg>b", ["logo", "b"]),
        ("<svg><text>in</text><text>croce</text></svg>", ["in croce"]),
        ("<noscript>senza script</noscript>", ["senza script"]),
        ("<object>al suo posto</object>", ["al suo posto"]),
        ("<math><mi>x</mi><mo>=</mo><mn>2</mn><annotation>no</annotation></math>", ["x=2"]),
        ("<table role=presentation><tr><td>a<td>b</table>", ["a", "b"]),
        ("<div role=heading aria-level=3>t</div>", ["t"]),
    ],
)
def test_what_is_shown(source: str, texts: list[str]) -> None:
    assert _texts(source) == texts


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>no</script>",
        "<style>no</style>",
        "<template>no</template>",
        "<p hidden>no</p>",
        "<p aria-hidden=true>no<b>no</b></p>",
        "<p style='color:red; display : none'>no</p>",
        "<p style='DISPLAY:NONE!important'>no</p>",
        "<p style='visibility:hidden'>no</p>",
        "<dialog>no</dialog>",
        "<!-- no -->",
        "<iframe>no</iframe>",
        "<video>no</video>",
    ],
)
def test_what_is_not_shown(hidden: str) -> None:
    assert "".join(_texts(f"<p>a</p>{hidden}<p>b</p>")) == "ab"


def test_headings_hold_what_stands_in_them() -> None:
    blocks = _html("<h1><div>uno</div> due</h1>tre<div role=heading aria-level=4>q</div>").blocks
    found = [(getattr(block, "level", 0), _text(block)) for block in blocks]
    assert found == [(1, "uno"), (1, "due"), (0, "tre"), (4, "q")]


@pytest.mark.parametrize(
    ("mark", "label", "texts"),
    [
        ("<span role=doc-pagebreak aria-label=7></span>", "7", ["a", "b"]),
        ("<span role=doc-pagebreak>7</span>", "7", ["a", "b"]),
        ("<span epub:type=pagebreak title=7>7</span>", "7", ["a", "b"]),
        ("<span role=doc-pagebreak aria-label=7>non chiuso", "7", ["a", "non chiusob"]),
    ],
)
def test_print_pages(mark: str, label: str, texts: list[str]) -> None:
    blocks = _html(f"<p>a</p>{mark}b").blocks
    assert [block.label for block in blocks if isinstance(block, PageMark)] == [label]
    assert [_text(block) for block in blocks if not isinstance(block, PageMark)] == texts


@pytest.mark.parametrize(
    ("source", "language", "runs"),
    [
        ("<html lang=it><p lang=it-CH>a", "it", [("a", None)]),
        ("<html lang=en><p>a <i lang=de>b", "en", [("a ", None), ("b", "de")]),
        ("<body lang=fr>a", "fr", [("a", None)]),
        ("<html lang='../x'><p lang='a b'>a", "it", [("a", None)]),
    ],
)
def test_languages(source: str, language: str, runs: list[tuple[str, str | None]]) -> None:
    document = _html(source)
    assert document.language == language
    assert [(run.text, run.language) for run in document.runs()] == runs


@pytest.mark.parametrize(
    ("attributes", "spans"),
    [
        ("colspan=2 rowspan=2", (2, 2)),
        ("colspan=0 rowspan=0", (1, 2)),
        ("colspan=-3 rowspan=x", (1, 1)),
        ("colspan=99999999999 rowspan=9999", (1000, 2)),
    ],
)
def test_spans_of_cells(attributes: str, spans: tuple[int, int]) -> None:
    (table,) = _html(f"<table><tr><td {attributes}>a<tr><td>b</table>").blocks
    assert isinstance(table, Table)
    cell = table.rows[0].cells[0]
    assert (cell.column_span, cell.row_span) == spans


def test_what_stands_between_cells_is_not_lost() -> None:
    texts = _texts("<table>fuori<tr>anche<td>a</td></tr><caption><p>uno</p>due</caption></table>")
    assert sorted("".join(texts).replace(" ", "")) == sorted("fuoriancheaunodue")


_WORDS = st.text(alphabet="abcàè.,", min_size=1, max_size=6)
_TAGS = st.sampled_from(
    [
        *("p", "div", "li", "ul", "ol", "em", "h1", "h2", "td", "tr", "th", "table", "caption"),
        *("thead", "blockquote", "span", "pre", "dd", "dl", "sup", "sub", "a", "b", "section"),
        *("form", "button", "label", "option", "select", "summary", "object", "center"),
    ]
)
_TREES = st.recursive(
    _WORDS,
    lambda inner: st.tuples(_TAGS, st.lists(inner, max_size=4)).map(
        lambda pair: f"<{pair[0]}>{' '.join(pair[1])}</{pair[0]}>"
    ),
    max_leaves=20,
)


@settings(deadline=None)
@given(_TREES, st.booleans())
def test_no_word_is_lost_or_doubled(tree: str, is_cut: bool) -> None:
    """Against lxml's own text of the tree; only the closed options of lists are not shown."""
    from lxml import html as lxml_html

    source = f"<body>x {tree[: len(tree) // 2].rpartition('<')[0] if is_cut else tree}"
    source = source.replace("<select>", "<select multiple>")
    page = lxml_html.document_fromstring(source)
    expected = "".join(str(page.xpath("string()")).split())
    shown = "".join("".join(run.text for run in _html(source).runs()).split())
    assert sorted(shown.replace("ª", "a")) == sorted(expected)


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        (
            "<!doctype html><title>T</title><nav>Menu</nav><main><p>Ciao</p></main>fine",
            ["Menu", "Ciao", "fine"],
        ),
        ("<title>T</title><main>solo</main>", ["solo"]),
        ("<main>a</main><p>b</p>c", ["a", "b", "c"]),
        ("<head><title>T</title></head><article>a</article><footer>b</footer>", ["a", "b"]),
        ("<meta charset=utf-8><section><h2>a</h2>b</section>c<p>d", ["a", "b", "c", "d"]),
    ],
)
def test_a_page_may_leave_out_its_body(source: str, texts: list[str]) -> None:
    assert _texts(source) == texts


def test_hostile_nesting() -> None:
    assert _texts("<div>" * 1_500 + "fondo") == ["fondo"]
    for container in ("<ul><li>", "<blockquote>", "<table><tr><td>", "<ol>", "<sup>", "<h1>"):
        assert "".join(_texts(container * 300 + "fondo")).strip("^") == "fondo"
    with pytest.raises(SourceDamaged, match="nested"):
        _html("<div>" * 100_000 + "fondo")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a<br>" * 100_000, 100_000),
        ("<b>a</b><i>a</i>" * 30_000, 60_000),
        ("<select>" + "<option>a" * 50_000, 1),
        ("<ol>" + "<li>a" * 50_000, 50_000),
        ("<p>a" * 50_000, 50_000),
        ("<table>" + "<td rowspan=1000 colspan=1000>a" * 20_000, 20_000),
        ("a<p style='" + ";" * 500_000 + "'>", 1),
        ("a<", 1),
        ("<p class='a>aa", 0),
        ("a\x01", 1),
    ],
)
def test_hostile_pages_are_read_whole(source: str, expected: int) -> None:
    document = _html("<body>x" + source)
    assert "".join(run.text for run in document.runs()).count("a") == expected


def test_zero_bytes_are_refused() -> None:
    with pytest.raises(SourceDamaged, match="zero bytes"):
        _html("<p>a\0b")


def test_numbers_of_items() -> None:
    letters = Markers("A", 26, delimiter=")")
    assert [letters.next(), letters.next(), letters.next(4), letters.next()] == [
        "Z)",
        "AA)",
        "D)",
        "E)",
    ]
    assert Markers(None).next(5) == "•"


def test_notes_by_their_roles() -> None:
    document = _html(
        "<p>Uno<a role=doc-noteref href=#n1><sup>1</sup></a> e <a href=#n2>due</a>"
        "<a role=doc-noteref href=#n2>*</a><a role=doc-noteref href=#manca>9</a></p>"
        "<section role=doc-endnotes><ol><li id=n2><p>Seconda.</p><p>Ancora "
        "<a role=doc-backlink href=#x>indietro</a></p></li><li id=n1>Prima.</li></ol></section>"
        "<p>Fine</p>"
    )
    (first, last) = document.blocks
    assert isinstance(first, Paragraph)
    assert [(run.text, run.note) for run in first.runs] == [
        ("Uno", None),
        ("(1)", "1"),
        (" e due", None),
        ("(2)", "2"),
        ("9", None),
    ]
    assert _text(last) == "Fine"
    notes = [(note.label, [_text(block) for block in note.blocks]) for note in document.notes]
    assert notes == [("1", ["Prima."]), ("2", ["Seconda.", "Ancora"])]


PAGES = [
    "<body>{p}</body>",
    "<body>prima{p}dopo{p}fine</body>",
    "<ul><li>uno{p}</li><li>{p}due</ul>",
    "<table><tr><td>{p}</td><th>{p}</th></tr><caption>{p}</caption></table>",
    "<pre>{p}</pre>",
    "<h2>{p}</h2>",
    "<blockquote>{p}</blockquote><sup>{p}</sup><b>{p}</b>",
    '<div hidden>{p}</div><div lang="en">{p}</div>',
    '<p class="x">sopra</p>{p}{p}',
]
PARAGRAPHS = ["", " ", "parola", "  due \n\t parole  ", "\u00a0", "x\u00a0 \r\n y", "\u2003fine\f"]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("text", PARAGRAPHS)
def test_a_paragraph_of_text_alone_is_read_like_any_other(page: str, text: str) -> None:
    """An attribute that means nothing has the paragraph go the long way; both ways give one."""
    page = f"<!DOCTYPE html>inizio{page}"
    plain = page.format(p=f"<p>{text}</p>")
    other = page.format(p=f'<p data-x="">{text}</p>')
    assert _html(plain) == _html(other)


PARTS = [
    *("una parola", " ", "\n", "  due\t", "&amp;", "&nbsp;", "perché", "<b>forte</b>", "<br>"),
    *("<p>", "</p>", "<p>Un paragrafo.</p>", "<p>Altro\n  testo</p>\n", "<p></p>", "<p> </p>"),
    *("<div>", "</div>", "<div lang=en>", "<i>", "</i>", "<pre>", "</pre>", "<h2>Titolo</h2>"),
    *("<ul><li>", "</ul>", "<blockquote>", "</blockquote>", "<table><td>", "</table>", "<sup>"),
    *("</sup>", "<div hidden>", "<q>", "</q>", "<select><option>", "</select>", "<hr>"),
]


@given(st.lists(st.sampled_from(PARTS), max_size=14).map("".join))
@settings(deadline=None, max_examples=100)
def test_paragraphs_that_are_taken_at_once_are_like_any_others(body: str) -> None:
    """A paragraph with an attribute is walked through as all elements are."""
    taken = read_html(f"<h1>T</h1>{body}".encode(), "a.html", "it")
    others = body.replace("<p>", "<p title=t>")
    assert taken == read_html(f"<h1>T</h1>{others}".encode(), "a.html", "it")


def test_paragraphs_of_a_page_are_values_when_they_are_looked_at() -> None:
    found = _html("<h1>Uno</h1><h2>Due</h2><h2>Tre</h2><p>Testo\n<p>Altro<p lang=en>Other")
    blocks = found.blocks
    assert isinstance(blocks, WovenBlocks)
    assert [type(one) for one in blocks.members] == [
        Heading,
        Heading,
        Heading,
        tuple,
        tuple,
        Paragraph,
    ]
    assert blocks[3] == Paragraph((_run("Testo"),), _at("line 1"))
    assert blocks[-2] == Paragraph((_run("Altro", 2),), _at("line 2"))
    plain = tuple(blocks)
    assert blocks == plain == pickle.loads(pickle.dumps(blocks))
    assert find_chapter_level(blocks) == find_chapter_level(plain) == 2
    front = Paragraph((Run("Nota"),))
    longer = put_before(front, blocks)
    assert isinstance(longer, WovenBlocks)
    assert longer == (front, *plain)
