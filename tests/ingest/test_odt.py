"""ODT written by hand: what LibreOffice's own files do not show, and hostile files."""

from __future__ import annotations

import pytest

from brailledesk.document import Document, PageMark, Paragraph
from brailledesk.errors import FormatNotSupported, SourceDamaged
from brailledesk.ingest import read_document
from brailledesk.ingest.kinds import identify
from tests.ingest.archives import odf, pack
from tests.office.sample import flat
from tests.office.shape import shape


def _odt(body: str, styles: str = "", automatic: str = "") -> Document:
    return read_document(flat(body, styles, automatic), name="a.fodt")


def _p(text: str, style: str = "Standard") -> str:
    return f'<text:p text:style-name="{style}">{text}</text:p>'


def test_what_is_not_shown_is_left_out() -> None:
    document = _odt(
        "<text:tracked-changes><text:changed-region><text:deletion>" + _p("tolto")
        + "</text:deletion></text:changed-region></text:tracked-changes>"
        + _p("a<office:annotation><text:p>commento</text:p></office:annotation>b")
        + '<text:section text:name="S" text:display="none">' + _p("nascosto") + "</text:section>"
        + '<text:section text:name="T">' + _p("visibile") + "</text:section>"
        + _p('c<text:hidden-text text:string-value="x">no</text:hidden-text>')
    )  # fmt: skip
    assert shape(document) == ["p ab", "p visibile", "p c"]
    assert [(one.message, one.origin.place) for one in document.remarks] == [
        ("a hidden section was left out.", "S")
    ]


def test_blanks_as_opendocument_counts_them() -> None:
    text = '  uno\n  due<text:s/><text:s text:c="2"/>tre<text:tab/>q<text:line-break/> cinque '
    (paragraph,) = _odt(_p(text)).blocks
    assert isinstance(paragraph, Paragraph)
    assert [run.text for run in paragraph.runs] == ["uno due   tre q\ncinque"]


def test_lists_that_go_on_and_numbers_of_their_own() -> None:
    levels = (
        '<text:list-style style:name="N"><text:list-level-style-number text:level="1" '
        'style:num-format="1" style:num-suffix="."/><text:list-level-style-number text:level="2" '
        'style:num-format="1" text:display-levels="2" style:num-prefix="(" style:num-suffix=")"/>'
        '<text:list-level-style-number text:level="3" style:num-format=""/></text:list-style>'
    )

    def item(text: str, more: str = "") -> str:
        return f"<text:list-item {more}>{text}</text:list-item>"

    document = _odt(
        '<text:list xml:id="l1" text:style-name="N">'
        + item(_p("a"))
        + item(
            _p("b") + "<text:list>" + item(_p("c")) + item(_p("d") + _p("ancora")) + "</text:list>"
        )
        + "</text:list>"
        + _p("in mezzo")
        + '<text:list text:continue-list="l1" text:style-name="N">'
        + item(_p("e"))
        + item(_p("f"), 'text:start-value="10"')
        + item(
            "<text:list><text:list-item><text:list>"
            + item(_p("g"))
            + "</text:list></text:list-item></text:list>"
        )
        + "</text:list>"
        + _p("poi")
        + '<text:list text:style-name="N">'
        + item(_p("h"))
        + "</text:list>",
        automatic=levels,
    )
    assert shape(document) == [
        "- 1.", "  p a", "- 2.", "  p b", "  - (2.1)", "    p c", "  - (2.2)", "    p d",
        "    p ancora", "p in mezzo", "- 3.", "  p e", "- 10.", "  p f", "- ", "  - ", "    - ",
        "      p g", "p poi", "- 1.", "  p h",
    ]  # fmt: skip


def test_numbered_headings() -> None:
    outline = (
        '<text:outline-style style:name="O"><text:outline-level-style text:level="1" '
        'style:num-format="I" style:num-suffix="."/><text:outline-level-style text:level="2" '
        'style:num-format="1" text:display-levels="2"/></text:outline-style>'
    )
    heads = "".join(
        f'<text:h text:outline-level="{level}">{text}</text:h>'
        for level, text in ((1, "Uno"), (2, "Sotto"), (1, "Due"), (2, "Altro"))
    )
    document = _odt(
        heads + '<text:h text:outline-level="1" text:is-list-header="true">Nota</text:h>', outline
    )
    assert shape(document) == [
        "h1 I. Uno",
        "h2 I.1 Sotto",
        "h1 II. Due",
        "h2 II.1 Altro",
        "h1 Nota",
    ]


def test_a_level_that_a_style_does_not_name_looks_as_the_next_lower_one() -> None:
    """As pandoc writes a numbered list inside another one."""
    styles = (
        '<text:list-style style:name="B"><text:list-level-style-bullet text:level="1" '
        'text:bullet-char="•"/></text:list-style><text:list-style style:name="N">'
        '<text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix=")"/>'
        "</text:list-style>"
    )
    inner = "<text:list-item>" + _p("x") + "</text:list-item><text:list-item>" + _p("y")
    document = _odt(
        '<text:list text:style-name="B"><text:list-item>' + _p("a")
        + f'<text:list text:style-name="N">{inner}</text:list-item></text:list>'
        + "</text:list-item></text:list>",
        styles,
    )  # fmt: skip
    assert [line.strip() for line in shape(document) if line.strip()[0] == "-"] == [
        "- •", "- 1)", "- 2)",
    ]  # fmt: skip


def test_print_pages_where_the_file_knows_them() -> None:
    data = flat(
        _p("uno <text:soft-page-break/>due") + "<text:soft-page-break/>" + _p("tre")
    ).replace(b"<office:text>", b'<office:text text:use-soft-page-breaks="true">')
    document = read_document(data, name="a.fodt")
    assert [type(block).__name__ for block in document.blocks] == [
        "Paragraph", "PageMark", "PageMark", "Paragraph",
    ]  # fmt: skip
    labels = [block.label for block in document.blocks if isinstance(block, PageMark)]
    assert labels == ["2", "3"]
    last = document.blocks[3]
    assert isinstance(last, Paragraph)
    assert last.origin is not None
    assert (last.origin.place, last.origin.page) == ("paragraph 2", "3")


def test_pictures_boxes_and_formulas() -> None:
    formula = (
        '<math:math xmlns:math="http://www.w3.org/1998/Math/MathML"><math:semantics><math:mrow>'
        "<math:mfrac><math:mi>a</math:mi><math:mi>b</math:mi></math:mfrac><math:mo>=</math:mo>"
        "<math:msup><math:mi>x</math:mi><math:mn>2</math:mn></math:msup></math:mrow>"
        "<math:annotation>no</math:annotation></math:semantics></math:math>"
    )
    document = _odt(
        _p(
            "Vedi <draw:frame><draw:object>" + formula + "</draw:object></draw:frame>."
            '<draw:frame><draw:image xlink:href="Pictures/1.png"/><svg:title>t</svg:title>'
            "<svg:desc>Il  telefono</svg:desc></draw:frame>"
            "<draw:g><draw:custom-shape><text:p>nella forma</text:p></draw:custom-shape></draw:g>"
            "<draw:frame><draw:text-box>" + _p("nel riquadro") + "</draw:text-box></draw:frame>"
        )
    )
    assert shape(document) == [
        "p Vedi a/b=x^2.", "image Il telefono", "p nella forma", "p nel riquadro",
    ]  # fmt: skip


def test_flat_files_are_found_without_a_name() -> None:
    assert identify("", flat(_p("x"))) == "odt"


def test_passwords_and_macros_are_refused() -> None:
    manifest = (
        '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><m:file-entry '
        'm:full-path="content.xml"><m:encryption-data/></m:file-entry></m:manifest>'
    )
    parts: dict[str, bytes | str] = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": b"\x00\x01",
    }
    with pytest.raises(FormatNotSupported, match="password"):
        read_document(pack(parts | {"META-INF/manifest.xml": manifest}), name="a.odt")
    with pytest.raises(FormatNotSupported, match="macros"):
        read_document(pack(parts | {"Basic/Standard/Module1.xml": "<a/>"}), name="a.odt")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<a/>", "no text body"),
        (b"x", "not XML"),
        (odf("spreadsheet", "").replace(b"spreadsheet", b"text       ", 1), "no text body"),
        (pack({"mimetype": "application/vnd.oasis.opendocument.text"}), "a part is missing"),
        (b'<!DOCTYPE a [<!ENTITY x "y">]>' + flat(_p("&x;"))[38:], "document type"),
        (
            flat(
                "<text:list><text:list-item>" * 60 + _p("x") + "</text:list-item></text:list>" * 60
            ),
            "nested too deeply",
        ),
        (flat("<text:section>" * 60 + _p("x") + "</text:section>" * 60), "nested too deeply"),
        (flat(_p("<text:span>" * 300 + "x" + "</text:span>" * 300)), "not XML"),
    ],
)
def test_files_that_are_none(data: bytes, reason: str) -> None:
    with pytest.raises(SourceDamaged, match=reason):
        read_document(data, name="a.odt", kind="odt")
