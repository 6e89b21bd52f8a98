"""Pictures in large print: at their place, with their words, as tags and checkers want them."""

from __future__ import annotations

import base64
import io
from pathlib import Path

import pdfplumber
import pytest
from lxml import html
from PIL import Image as Pillow

from brailledesk.document import Document, Image, Paragraph
from brailledesk.ingest.read import read_document
from brailledesk.largeprint.markup import format_html
from brailledesk.largeprint.options import LargePrint
from brailledesk.largeprint.pdf import format_pdf
from brailledesk.text import Run

from .judging import alternatives, judge_html, judge_pdf


def _file(width: int, height: int, kind: str = "PNG") -> bytes:
    image = Pillow.new("RGB", (width, height), (200, 30, 30))
    image.paste((30, 30, 200), (width // 2, 0, width, height))
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


def _paragraph(words: str) -> Paragraph:
    return Paragraph((Run(words),))


def _document(*images: Image) -> Document:
    before, after = map(_paragraph, ("Prima del quadro.", "Dopo il quadro."))
    return Document((before, *images, after), title="Quadri")


SMALL = Image("Un quadro rosso e blu", data=_file(120, 90))
DAMAGED = Image("Che manca", data=b"GIF89a")
NAMELESS = Image("", data=_file(50, 50, "JPEG"))


def test_a_picture_stands_between_its_neighbours_as_large_as_text() -> None:
    data = format_pdf(_document(SMALL), LargePrint(size=24))
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        (page,) = pdf.pages
        (picture,) = page.images
        lines = {line["text"]: line for line in page.extract_text_lines()}
    assert lines["Prima del quadro."]["bottom"] <= picture["top"]
    assert picture["bottom"] <= lines["Un quadro rosso e blu"]["top"]
    assert lines["Un quadro rosso e blu"]["bottom"] <= lines["Dopo il quadro."]["top"]
    # 120 pixels are 90 points beside text of 12: at 24 twice that.
    assert picture["width"] == pytest.approx(180, abs=1)
    assert picture["height"] == pytest.approx(135, abs=1)


@pytest.mark.parametrize("size", [(3_000, 900), (400, 3_000)])
def test_a_large_picture_fits_the_page(size: tuple[int, int]) -> None:
    image = Image("grande", data=_file(*size))
    data = format_pdf(_document(image), LargePrint(size=32))
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        ((page, picture),) = [(page, one) for page in pdf.pages for one in page.images]
        assert 0 <= picture["x0"] < picture["x1"] <= page.width
        assert 0 <= picture["top"] < picture["bottom"] <= page.height
        assert "grande" in page.extract_text()  # its words stand with it
    ratio = picture["width"] / picture["height"]
    assert ratio == pytest.approx(size[0] / size[1], rel=0.01)
    assert max(picture["srcsize"]) <= 2_400


def test_tags_have_its_words_and_verapdf_finds_nothing(tmp_path: Path) -> None:
    data = format_pdf(_document(SMALL, DAMAGED, NAMELESS), LargePrint())
    assert alternatives(data) == ["Un quadro rosso e blu", "Che manca", "Immagine"]
    path = tmp_path / "a.pdf"
    path.write_bytes(data)
    ((checks, found),) = judge_pdf([path], tmp_path).values()
    assert checks > 100
    assert found == []


def test_what_is_set_is_read_back_with_its_words() -> None:
    data = format_pdf(_document(SMALL), LargePrint())
    read = read_document(data, name="a.pdf", has_pictures=True)
    (image,) = [block for block in read.blocks if isinstance(block, Image)]
    assert image.alternative == SMALL.alternative
    picture = Pillow.open(io.BytesIO(image.data)).convert("RGB")
    middle = picture.height // 2
    assert picture.getpixel((picture.width // 4, middle)) == (200, 30, 30)
    assert picture.getpixel((picture.width * 3 // 4, middle)) == (30, 30, 200)


def test_a_page_holds_its_pictures(tmp_path: Path) -> None:
    data = format_html(_document(SMALL, DAMAGED, NAMELESS), LargePrint())
    path = tmp_path / "a.html"
    path.write_bytes(data)
    assert judge_html([path]) == []
    root = html.fromstring(data.decode())
    first, second = (one.attrib for one in root.iterfind(".//img"))
    assert (first["alt"], second["alt"]) == ("Un quadro rosso e blu", "Immagine")
    head, _, body = str(first["src"]).partition(",")
    assert head == "data:image/png;base64"
    assert Pillow.open(io.BytesIO(base64.b64decode(body))).size == (120, 90)
    (caption,) = root.iterfind(".//figcaption")
    assert (caption.text, caption.get("aria-hidden")) == ("Un quadro rosso e blu", "true")
    (policy,) = root.iterfind(".//meta[@http-equiv]")
    assert "img-src data:;" in str(policy.get("content"))
    assert "Che manca" in "".join(map(str, root.itertext()))
    without = format_html(_document(), LargePrint()).decode()
    assert "img-src" not in without


def test_nothing_of_a_file_goes_out_as_it_came() -> None:
    secret = b"GPS 45.07 N, 7.68 E"
    exif = Pillow.Exif()
    exif[0x010E] = secret.decode()
    out = io.BytesIO()
    Pillow.new("RGB", (40, 40), "green").save(out, "JPEG", exif=exif)
    assert secret in out.getvalue()
    document = _document(Image("prato", data=out.getvalue()))
    encoded = format_html(document, LargePrint())
    (image,) = html.fromstring(encoded.decode()).iterfind(".//img")
    assert secret not in base64.b64decode(str(image.get("src")).partition(",")[2])
    assert secret not in format_pdf(document, LargePrint())
