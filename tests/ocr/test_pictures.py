"""Files of pictures to pages: formats, orientation, faxes, and everything that can be wrong."""

from __future__ import annotations

import io
import struct
import warnings
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageOps, TiffImagePlugin

from brailledesk.ingest.kinds import identify
from brailledesk.ingest.ocr import pictures
from brailledesk.ingest.ocr.faults import (
    DAMAGED,
    TOO_LARGE,
    TOO_SMALL,
    PageFaulty,
)
from brailledesk.ingest.ocr.page import Picture
from brailledesk.ingest.ocr.pictures import PictureFile, is_blank

from .scans import saved, scan, tiff


@pytest.fixture(autouse=True)
def _own_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", Image.MAX_IMAGE_PIXELS)  # to be put back
    pictures.use_own_limit()


def corner() -> Image.Image:
    """A white picture with a black bar along the top and a short one down the left side."""
    image = Image.new("L", (60, 40), 255)
    image.paste(0, (0, 0, 60, 6))
    image.paste(0, (0, 0, 8, 20))
    return image


def page(data: bytes, number: int = 1) -> Picture:
    return PictureFile(data, "prova").page(number)


def fault(data: bytes, number: int = 1) -> str:
    with pytest.raises(PageFaulty) as caught:
        page(data, number)
    return caught.value.fault.name


def dark(picture: Picture) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    pixels = picture.pixels if picture.pixels.ndim == 2 else picture.pixels[..., 1]
    return pixels < 128


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("PNG", {}),
        ("JPEG", {"quality": 90}),
        ("WEBP", {"lossless": True}),
        ("TIFF", {}),
        ("TIFF", {"compression": "tiff_lzw"}),
        ("GIF", {}),
        ("BMP", {}),
    ],
)
def test_every_format_shows_the_same_page(name: str, options: dict[str, object]) -> None:
    data = saved(corner(), name, **options)
    assert identify("", data) == name.lower()
    assert identify("fax", data) == name.lower()
    read = page(data)
    expected = np.asarray(corner()) < 128
    # A JPEG may differ at the edges of what is dark.
    assert (dark(read) != expected).mean() < (0.03 if name == "JPEG" else 1e-9)


def test_a_text_that_begins_as_a_bitmap_does_is_text() -> None:
    assert identify("", b"BMW e altre marche, in ordine di prezzo") == "text"


@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_orientation_that_a_camera_tells(orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = saved(corner(), exif=exif, dpi=(300, 150))
    with Image.open(io.BytesIO(data)) as image:
        upright = ImageOps.exif_transpose(image)  # Pillow judges
    read = page(data)
    rows, columns = upright.height, upright.width
    # Squaring doubles the rows of the file, which are columns of the page where it is turned.
    if orientation < 5:
        rows *= 2
    else:
        columns *= 2
    assert read.pixels.shape == (rows, columns)
    expected = np.asarray(upright.resize((columns, rows), Image.Resampling.NEAREST)) < 128
    assert (dark(read) != expected).mean() < 0.06
    assert read.resolution == pytest.approx((300, 300), rel=0.01)


@pytest.mark.parametrize("compression", ["group3", "group4"])
@pytest.mark.parametrize("down", [98, 196])
def test_a_fax_gets_square_pixels(compression: str, down: int) -> None:
    sheet = scan()
    rows = round(sheet.height * down / 200)
    fax = sheet.resize((round(sheet.width * 204 / 200), rows)).convert("1")
    read = page(saved(fax, "TIFF", compression=compression, dpi=(204, down)))
    assert read.resolution == pytest.approx((204, 204))
    assert read.pixels.shape == (round(rows * 204 / down), fax.width)
    # As high as it was drawn, to a hundredth.
    assert read.pixels.shape[0] / 204 == pytest.approx(sheet.height / 200, rel=0.01)


def test_the_pages_of_a_tiff_without_the_small_copies_of_them() -> None:
    sheets = [Image.new("L", (100 + 10 * n, 80), 255) for n in range(3)]
    thumbnail = Image.new("L", (20, 16), 255)
    info = TiffImagePlugin.ImageFileDirectory_v2()
    info[254] = 1
    thumbnail.encoderinfo = {"tiffinfo": info}
    file = PictureFile(tiff([sheets[0], thumbnail, *sheets[1:]]))
    assert len(file) == 3
    assert [file.page(n).pixels.shape[1] for n in (3, 1, 2)] == [120, 100, 110]
    assert file.page(2).number == 2


def test_films_have_one_page() -> None:
    frames = [Image.new("L", (30, 30), shade) for shade in (0, 90, 200)]
    data = saved(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert len(PictureFile(data)) == 1


def test_what_is_transparent_is_paper() -> None:
    image = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
    image.paste((0, 0, 0, 255), (10, 10, 20, 20))
    assert dark(page(saved(image))).sum() == 100
    palette = Image.new("P", (40, 40), 0)
    palette.putpalette([0, 0, 0, 255, 255, 255])
    assert dark(page(saved(palette, transparency=0))).sum() == 0


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "CMYK", "I;16", "I", "F", "LA", "YCbCr"])
def test_every_kind_of_pixels(mode: str) -> None:
    image = corner().convert("RGB" if mode in {"CMYK", "YCbCr"} else "L")
    if mode == "I;16":
        image = Image.fromarray(np.asarray(image).astype(np.uint16) * 257)
    elif mode == "I":
        image = image.convert("I").point(lambda value: value * 200)
    elif mode != "L":
        image = image.convert(mode)
    read = page(saved(image, "TIFF" if mode not in {"LA", "P"} else "PNG"))
    assert (dark(read) != (np.asarray(corner()) < 128)).mean() == 0


@pytest.mark.parametrize(
    ("told", "known"),
    [
        ((300, 300), 300.0),
        ((96, 96), None),  # programs that know nothing say so
        ((72, 72), None),
        ((1, 1), None),
        ((9999, 9999), None),
        ((150, 150), 150.0),
    ],
)
def test_resolutions_that_somebody_meant(told: tuple[int, int], known: float | None) -> None:
    read = page(saved(corner(), "TIFF", dpi=told))
    assert read.resolution == (None if known is None else pytest.approx((known, known), abs=1))


def test_a_large_page_is_made_smaller_and_keeps_its_size_on_paper() -> None:
    sheet = Image.new("1", (20_000, 10_000), 1)
    sheet.paste(0, (2_000, 1_000, 4_000, 9_000))
    read = page(saved(sheet, "TIFF", compression="group4", dpi=(1200, 1200)))
    rows, columns = read.pixels.shape
    assert rows * columns <= pictures.MOST_READ
    assert read.resolution is not None
    assert columns / read.resolution[0] == pytest.approx(20_000 / 1200, rel=0.001)
    assert dark(read).mean() == pytest.approx(0.08, rel=0.01)


def test_a_large_photograph_is_made_smaller_while_it_is_decoded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pictures, "MOST_READ", 5_000)
    sheet = Image.new("RGB", (400, 200), "white")
    sheet.paste((0, 0, 0), (100, 0, 200, 200))
    read = page(saved(sheet, "JPEG", dpi=(300, 300)))
    assert read.pixels.shape == (50, 100, 3)
    assert read.resolution == (75, 75)
    assert dark(read).mean() == pytest.approx(0.25, abs=0.03)


def bomb(width: int, height: int) -> bytes:
    """A PNG whose header alone is there, as large as it says."""

    def chunk(name: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(name + data))
        return struct.pack(">I", len(data)) + name + data + check

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (bomb(30_000, 30_000), TOO_LARGE),
        (bomb(2**31 - 1, 2**31 - 1), TOO_LARGE),
        (bomb(1, 1), TOO_SMALL),
        (bomb(5_000, 2), TOO_SMALL),
        (bomb(100, 100), DAMAGED),
        (saved(Image.new("L", (1, 1))), TOO_SMALL),
        (b"\x89PNG\r\n\x1a\n", DAMAGED),
        (b"", DAMAGED),
        (b"nessuna immagine", DAMAGED),
        (b"II*\0\x08\0\0\0\xff\xff", DAMAGED),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 99 99\n", DAMAGED),
    ],
)
def test_bad_pictures_are_named(data: bytes, name: str) -> None:
    assert fault(data) == name


@pytest.mark.parametrize("name", ["PNG", "JPEG", "TIFF", "WEBP", "GIF", "BMP"])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_what_is_cut_off_is_damaged(name: str, share: float) -> None:
    noise = Image.effect_noise((200, 200), 60)
    data = saved(noise, name, **({"compression": "tiff_lzw"} if name == "TIFF" else {}))
    assert fault(data[: int(len(data) * share)]) == DAMAGED


def test_a_tiff_that_goes_in_a_circle_ends() -> None:
    data = bytearray(saved(corner(), "TIFF"))
    first = struct.unpack_from("<I", data, 4)[0]
    entries = struct.unpack_from("<H", data, first)[0]
    struct.pack_into("<I", data, first + 2 + 12 * entries, first)
    assert len(PictureFile(bytes(data))) == 1


_GOOD = {
    name: saved(corner(), name, **options)
    for name, options in (
        ("PNG", {}),
        ("JPEG", {}),
        ("WEBP", {}),
        ("TIFF", {"compression": "tiff_lzw"}),
        ("GIF", {}),
        ("BMP", {}),
    )
}


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(sorted(_GOOD)),
    st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), min_size=1, max_size=6),
)
def test_a_spoilt_file_is_read_or_is_faulty(name: str, changes: list[tuple[float, int]]) -> None:
    data = bytearray(_GOOD[name])
    for place, value in changes:
        data[int(place * len(data))] = value
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow warns of TIFF tags when a file is let go
        try:
            file = PictureFile(bytes(data))
            read = file.page(len(file))
        except PageFaulty:
            return
    assert read.pixels.dtype == np.uint8
    assert read.pixels.ndim in {2, 3}


def test_blank_pages() -> None:
    def picture(image: Image.Image) -> Picture:
        return Picture(np.asarray(image))

    paper = Image.new("L", (1654, 2339), 240)
    grain = Image.blend(paper, Image.effect_noise(paper.size, 40), 0.2)
    shadow = paper.copy()
    shadow.paste(30, (0, 0, 20, 2339))  # the edge of the glass
    for blank in (paper, grain, shadow, Image.new("RGB", (300, 300), "ivory")):
        assert is_blank(picture(blank))
    word = paper.copy()
    word.paste(scan(("sì",), margin=5), (800, 1100))
    assert not is_blank(picture(word))
    faint = paper.copy()
    faint.paste(
        scan(("una riga sbiadita",), margin=0).point(lambda value: max(value, 150)), (300, 900)
    )
    assert not is_blank(picture(faint))
