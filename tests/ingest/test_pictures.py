"""Pictures of documents: only what is in the file or below its folder, and only if asked for."""

from __future__ import annotations

import base64
import io
import os
import zipfile
from pathlib import Path

import pikepdf
import pytest
from docx import Document as WordDocument
from PIL import Image as Pillow

from brailledesk.document import Block, Document, Image, inner_blocks
from brailledesk.ingest import pictures
from brailledesk.ingest.pictures import Pictures
from brailledesk.ingest.read import read_document
from tests.ingest.pdf.making import make_pdf, text

PAGE = '<p>prima</p><img src="{}" alt="veduta"><p>dopo</p>'


def png(colour: str = "red", size: tuple[int, int] = (40, 30)) -> bytes:
    out = io.BytesIO()
    Pillow.new("RGB", size, colour).save(out, "PNG")
    return out.getvalue()


RED = png()


def images_of(document: Document) -> list[Image]:
    found: list[Image] = []
    waiting: list[Block] = [*document.blocks]
    while waiting:
        block = waiting.pop(0)
        if isinstance(block, Image):
            found.append(block)
        waiting += inner_blocks(block)
    return found


def _page(folder: Path, reference: str) -> Image:
    page = folder / "pagina.html"
    page.write_text(PAGE.format(reference), encoding="utf-8")
    (image,) = images_of(read_document(page, has_pictures=True))
    assert image.alternative == "veduta"
    return image


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inside = tmp_path / "sito"
    (inside / "foto").mkdir(parents=True)
    (inside / "foto" / "una veduta.png").write_bytes(RED)
    (tmp_path / "segreto.png").write_bytes(png("blue"))
    return inside


@pytest.mark.parametrize("reference", ["foto/una%20veduta.png", "./foto/una veduta.png?v=2"])
def test_a_picture_below_the_folder_of_a_page(folder: Path, reference: str) -> None:
    assert _page(folder, reference).data == RED


def test_what_is_elsewhere_is_not_read(folder: Path) -> None:
    secret = folder.parent / "segreto.png"
    (folder / "link.png").symlink_to(secret)
    os.mkfifo(folder / "pipe.png")
    for reference in (
        "../segreto.png",
        "foto/../../segreto.png",
        "%2e%2e/segreto.png",
        str(secret),
        secret.as_uri(),
        "link.png",
        "pipe.png",
        "foto",
        "http://127.0.0.1:9/una.png",
        "//127.0.0.1/una.png",
        "\\\\127.0.0.1\\una.png",
        "foto/manca.png",
        "http://[",
        "a%00b.png",
        "",
    ):
        assert _page(folder, reference).data == b"", reference


def test_a_page_that_lies_nowhere_has_only_what_it_holds(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    inside = f"data:image/png;base64,{base64.b64encode(RED).decode()}"
    for reference, wanted in (("foto/una veduta.png", b""), (inside, RED), ("data:image/png", b"")):
        data = PAGE.format(reference).encode()
        (image,) = images_of(read_document(data, name="pagina.html", has_pictures=True))
        assert image.data == wanted


def test_pictures_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST_BYTES", 10)
    monkeypatch.setattr(pictures, "MOST_BYTES_IN_ALL", 25)
    monkeypatch.setattr(pictures, "MOST_PICTURES", 5)
    taken = Pictures()
    assert taken.take("a", lambda: b"x" * 11) == b""
    assert taken.take("b", lambda: b"x" * 10) == b"x" * 10
    assert taken.take("b", lambda: b"other") == b"x" * 10  # once is enough
    assert taken.take("c", lambda: b"x" * 10) == b"x" * 10
    assert taken.take("d", lambda: b"x" * 6) == b""
    assert taken.take("e", lambda: b"x" * 5) == b"x" * 5
    assert taken.take("f", lambda: b"") == b""
    assert taken.take("g", lambda: b"x") == b""


def _docx() -> bytes:
    made, out = WordDocument(), io.BytesIO()
    made.add_paragraph("prima")
    made.add_picture(io.BytesIO(RED))
    described = made.paragraphs[-1]._p.xpath(".//wp:docPr")[0]
    described.set("descr", "veduta")
    made.add_paragraph("dopo")
    made.save(out)
    return out.getvalue()


def _zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/").replace("_DOT_", "."), data)
    return out.getvalue()


_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_TEXT = (
    f'<office:document{{}} xmlns:office="{_ODF}office:1.0" xmlns:text="{_ODF}text:1.0" '
    f'xmlns:draw="{_ODF}drawing:1.0" xmlns:svg="{_ODF}svg-compatible:1.0" '
    'xmlns:xlink="http://www.w3.org/1999/xlink"{}><office:body><office:text><text:p>prima</text:p>'
    "<text:p><draw:frame>{}<svg:desc>veduta</svg:desc></draw:frame></text:p><text:p>dopo</text:p>"
    "</office:text></office:body></office:document{}>"
)
_KIND = "application/vnd.oasis.opendocument.text"


def _odt() -> bytes:
    shown = '<draw:image xlink:href="Pictures/a.png"/>'
    content = _TEXT.format("-content", "", shown, "-content")
    return _zipped(
        mimetype=_KIND.encode(), content_DOT_xml=content.encode(), Pictures__a_DOT_png=RED
    )


def _fodt() -> bytes:
    data = f"<office:binary-data>{base64.encodebytes(RED).decode()}</office:binary-data>"
    kind = f' office:mimetype="{_KIND}"'
    return _TEXT.format("", kind, f"<draw:image>{data}</draw:image>", "").encode()


def _epub() -> bytes:
    opf = (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata/><manifest>'
        '<item id="a" href="testo/a.xhtml" media-type="application/xhtml+xml"/></manifest>'
        '<spine><itemref idref="a"/></spine></package>'
    )
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="o.opf" media-type="application/oebps-package+xml"/>'
        "</rootfiles></container>"
    )
    page = f"<html><body>{PAGE.format('../img/a.png')}</body></html>"
    return _zipped(
        mimetype=b"application/epub+zip",
        META_INF__container_DOT_xml=b"",
        **{
            "META-INF__container_DOT_xml": container.encode(),
            "o_DOT_opf": opf.encode(),
            "testo__a_DOT_xhtml": page.encode(),
            "img__a_DOT_png": RED,
        },
    )


MADE = {"a.docx": _docx, "a.odt": _odt, "a.fodt": _fodt, "a.epub": _epub}


@pytest.mark.parametrize("name", MADE)
def test_a_picture_stands_at_its_place(name: str) -> None:
    data = MADE[name]()
    shown = read_document(data, name=name, has_pictures=True)
    plain = read_document(data, name=name)
    (image,) = images_of(shown)
    assert (image.alternative, image.data) == ("veduta", RED)
    kinds = [type(block).__name__ for block in shown.blocks]
    assert kinds == ["Paragraph", "Image", "Paragraph"]
    # Braille sees what it saw: all is the same but the file of the picture.
    (bare,) = images_of(plain)
    assert bare.data == b""
    assert [type(block) for block in plain.blocks] == [type(block) for block in shown.blocks]
    assert [run.text for run in plain.runs()] == [run.text for run in shown.runs()]


def _pdf_with_picture(pages: list[str], turned: str = "") -> bytes:
    half = b"".join((b"\xff\0\0" if x < 2 else b"\0\0\xff") for _ in range(4) for x in range(4))
    with pikepdf.open(io.BytesIO(make_pdf(pages, page=turned))) as pdf:
        stream = pikepdf.Stream(pdf, half)
        for key, value in {
            "/Type": pikepdf.Name.XObject, "/Subtype": pikepdf.Name.Image, "/Width": 4,
            "/Height": 4, "/ColorSpace": pikepdf.Name.DeviceRGB, "/BitsPerComponent": 8,
        }.items():  # fmt: skip
            stream[key] = value
        image = pdf.make_indirect(stream)
        for page in pdf.pages:
            page.Resources["/XObject"] = pikepdf.Dictionary(Im0=image)
        out = io.BytesIO()
        pdf.save(out)
        return out.getvalue()


def _lines(y: int) -> str:
    words = "Gentile cliente, questa riga di testo va da un lato all'altro della pagina."
    return "".join(text(72, y - 14 * number, words) for number in range(4))


_SHOWN = "q 200 0 0 100 72 600 cm /Im0 Do Q\n"


def test_pictures_of_a_pdf_stand_between_its_paragraphs() -> None:
    data = _pdf_with_picture([_lines(780) + _SHOWN + _lines(560), _lines(780) + _SHOWN])
    shown = read_document(data, name="a.pdf", has_pictures=True)
    plain = read_document(data, name="a.pdf")
    kinds = [type(block).__name__ for block in shown.blocks]
    # The second page shows the same at the same place, as a letterhead does: once is enough.
    assert kinds == ["PageMark", "Paragraph", "Image", "Paragraph", "PageMark", "Paragraph"]
    assert tuple(plain.blocks) == tuple(one for one in shown.blocks if not isinstance(one, Image))
    picture = Pillow.open(io.BytesIO(images_of(shown)[0].data))
    assert abs(picture.width - 2 * picture.height) <= 2
    assert picture.getpixel((2, 2)) == (255, 0, 0)
    assert picture.getpixel((picture.width - 3, 2)) == (0, 0, 255)


def test_a_picture_of_a_turned_page_stands_upright() -> None:
    words = "BT /F1 12 Tf 0 1 -1 0 310 300 Tm (Testo girato che si legge bene) Tj ET\n"
    turned = "q 0 200 -100 0 300 300 cm /Im0 Do Q\n"
    data = _pdf_with_picture([turned + words], "/Rotate 90")
    (image,) = images_of(read_document(data, name="a.pdf", has_pictures=True))
    picture = Pillow.open(io.BytesIO(image.data))
    assert picture.width > picture.height
    assert picture.getpixel((2, 2)) == (255, 0, 0)
    assert picture.getpixel((picture.width - 3, 2)) == (0, 0, 255)
