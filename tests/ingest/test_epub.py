"""EPUB written by hand: the spine, notes across pages, print pages, locked and hostile books."""

from __future__ import annotations

import pytest

from brailledesk.document import Document, PageMark, Paragraph
from brailledesk.errors import FormatNotSupported, SourceDamaged
from brailledesk.ingest import read_document
from tests.ingest.archives import epub, pack
from tests.office.shape import shape

_META = "<dc:title>Il  libro</dc:title><dc:language>it-IT</dc:language>"


def _read(data: bytes) -> Document:
    return read_document(data, name="a.epub")


def _marks(document: Document) -> list[str]:
    return [block.label for block in document.blocks if isinstance(block, PageMark)]


def test_pages_in_the_order_of_the_spine() -> None:
    document = _read(
        epub(
            {"b.xhtml": "<h1>Uno</h1><p>è &nbsp;così</p>", "a.xhtml": '<p lang="en">two</p>'},
            opf=_META,
        )
    )
    assert (document.title, document.language) == ("Il libro", "it-IT")
    assert shape(document) == ["h1 Uno", "p è \xa0così", "p {en:two}"]
    last = document.blocks[2]
    assert isinstance(last, Paragraph)
    assert last.origin is not None
    assert last.origin.place == "O/a.xhtml, line 1"


def test_who_wrote_the_book() -> None:
    creators = (
        "<dc:creator> Ada  Rossi</dc:creator><dc:creator xmlns:opf='http://www.idpf.org/2007/opf' "
        "opf:role='ill'>Un disegnatore</dc:creator><dc:creator xmlns:opf="
        "'http://www.idpf.org/2007/opf' opf:role='aut'>Ugo Bini</dc:creator><dc:creator/>"
    )
    assert (
        _read(epub({"a.xhtml": "<p>x</p>"}, opf=_META + creators)).author == "Ada Rossi, Ugo Bini"
    )
    assert _read(epub({"a.xhtml": "<p>x</p>"}, opf=_META)).author == ""


def test_notes_on_other_pages() -> None:
    mark = '<a epub:type="noteref" href="{}">1</a>'
    document = _read(
        epub(
            {
                "t/uno.xhtml": f"<p>A<sup>{mark.format('../note.xhtml#n2')}</sup>, "
                f"B{mark.format('#qui')}, C{mark.format('#manca')}.</p>"
                '<aside epub:type="footnote" id="qui"><p><a href="#x">2</a> Qui. <a href="#x">↩</a>'
                "</p></aside><p>Fine</p>",
                "note.xhtml": '<h2>Note</h2><ol><li id="n1">nessuno</li><li id="n2"><p>Altrove.</p>'
                "</li></ol>",
            }
        )
    )
    assert shape(document) == [
        "p A{n1}, B{n2}, C1.", "p Fine", "h2 Note", "- 1.", "  p nessuno",
        "note 1", "  p Altrove.", "note 2", "  p Qui.",
    ]  # fmt: skip


def test_print_pages_of_the_text_and_of_the_navigation() -> None:
    navigation = (
        '<nav epub:type="toc"><ol><li><a href="a.xhtml">A</a></li></ol></nav>'
        '<nav epub:type="page-list"><ol><li><a href="a.xhtml">4</a></li>'
        '<li><a href="a.xhtml#p5">5</a></li><li><a href="a.xhtml#p6">6</a></li></ol></nav>'
    )
    page = '<p>uno <span id="p5"/>due</p><p><span epub:type="pagebreak" id="p6" title="VI"/>tre</p>'
    document = _read(epub({"a.xhtml": page, "nav.xhtml": navigation}))
    assert _marks(document) == ["4", "5", "VI"]
    assert shape(document) == ["p uno", "p due", "p tre"]


def test_locked_books_are_refused_and_disguised_fonts_are_not() -> None:
    def encryption(method: str) -> str:
        return (
            '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" '
            'xmlns:e="http://www.w3.org/2001/04/xmlenc#"><e:EncryptedData>'
            f'<e:EncryptionMethod Algorithm="{method}"/></e:EncryptedData></encryption>'
        )

    name = "META-INF/encryption.xml"
    fonts = encryption("http://www.idpf.org/2008/embedding")
    assert shape(_read(epub({"a.xhtml": "<p>x</p>"}, parts={name: fonts}))) == ["p x"]
    text = encryption("http://www.w3.org/2001/04/xmlenc#aes128-cbc")
    with pytest.raises(FormatNotSupported, match="password"):
        _read(epub({"a.xhtml": "<p>x</p>"}, parts={name: text}))


def test_pages_that_are_no_text_are_told() -> None:
    data = epub({"a.xhtml": "<p>x</p>", "b.svg": ""}).replace(b"x", b"x")
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf"><manifest><item id="a" href="a.xhtml" '
        'media-type="application/xhtml+xml"/><item id="b" href="b.svg" media-type="image/svg+xml"/>'
        '</manifest><spine><itemref idref="a"/><itemref idref="b"/></spine></package>'
    )
    document = _read(epub({"a.xhtml": "<p>x</p>", "b.svg": ""}, parts={"O/p.opf": package}))
    assert data
    assert [(one.message, one.origin.place) for one in document.remarks] == [
        ("a page that is a picture or a program was left out.", "O/b.svg")
    ]


_CONTAINER = '<container><rootfiles><rootfile full-path="{}"/></rootfiles></container>'


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (pack({"mimetype": "application/epub+zip"}), "no book"),
        (pack({"META-INF/container.xml": _CONTAINER.format("../../etc/passwd")}), "no book"),
        (pack({"META-INF/container.xml": '<!DOCTYPE a [<!ENTITY x "y">]><a/>'}), "document type"),
        (
            epub({"a.xhtml": "<p>x</p>"}, parts={"O/p.opf": "<package"}),
            "not XML",
        ),
        (
            epub({"../../../etc/passwd": ""}).replace(
                b"O/../../../etc/passwd", b"O/../../../etc/passwX"
            ),
            "a part is missing",
        ),
    ],
)
def test_books_that_are_none(data: bytes, reason: str) -> None:
    with pytest.raises(SourceDamaged, match=reason):
        read_document(data, name="a.epub", kind="epub")
