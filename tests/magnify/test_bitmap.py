"""Pictures enlarged: the part that is seen is the part of the whole, edges stay sharp."""

from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from brailledesk import picture_file
from brailledesk.errors import SourceDamaged, SourceTooLarge
from brailledesk.magnify.bitmap import Quality, open_picture, photograph, text_picture
from brailledesk.magnify.colour import ColourTable, inverted
from brailledesk.magnify.frame import Pixels
from brailledesk.magnify.tracking import Area
from brailledesk.schemes import SCHEMES, YELLOW_ON_BLACK, Scheme, contrast_ratio


def _noise(width: int = 40, height: int = 30) -> Pixels:
    pixels = np.random.default_rng(1).integers(0, 256, (height, width, 4)).astype(np.uint8)
    pixels[..., 3] = 255
    return pixels


def _text(ink: str = "black", paper: str = "white") -> Pixels:
    image = Image.new("RGBA", (160, 20), paper)
    ImageDraw.Draw(image).text((4, 3), "Prezzo 1.250,50 EUR", fill=ink)
    return np.asarray(image).copy()


@settings(max_examples=40)
@given(
    st.floats(0.3, 36),
    st.sampled_from(list(Quality)),
    st.floats(-0.5, 1),
    st.floats(-0.5, 1),
    st.integers(1, 90),
    st.integers(1, 90),
)
def test_a_part_is_the_part_of_the_whole(
    scale: float, quality: Quality, left: float, top: float, width: int, height: int
) -> None:
    # Not so much contrast that what Lanczos overshoots is cut off: Pillow resamples rows or columns
    # first, whatever is less work, and then what is cut off is not the same.
    picture = photograph(_noise() // 3 + 80)
    whole_width, whole_height = int(40 * scale + 1e-6), int(30 * scale + 1e-6)
    area = Area(round(left * whole_width), round(top * whole_height), width, height)
    whole = picture.view(scale, Area(0, 0, whole_width, whole_height), quality)
    part = picture.view(scale, area, quality)
    assert part.shape == (height, width, 4)
    x, y = int(area.x), int(area.y)
    inside = whole[max(y, 0) : max(y + height, 0), max(x, 0) : max(x + width, 0)]
    seen = part[max(-y, 0) :, max(-x, 0) :][: inside.shape[0], : inside.shape[1]]
    if quality is not Quality.QUICK:  # which takes the nearest, and is off where two are as near
        assert np.abs(seen[..., :3].astype(int) - inside[..., :3]).max(initial=0) <= 2
    assert np.array_equal(seen[..., 3], inside[..., 3])
    assert int((part[..., 3] > 0).sum()) == int((seen[..., 3] > 0).sum())


def test_colours_change_before_the_enlargement() -> None:
    pixels = _noise()
    table = ColourTable(inverted)
    before = photograph(pixels, table).view(4, Area(0, 0, 160, 120), Quality.FAST)
    changed = np.asarray(Image.fromarray(table.apply(pixels)[..., :3]).resize((160, 120), 3))
    assert np.array_equal(before[..., :3], changed)


@pytest.mark.parametrize("scheme", SCHEMES.values(), ids=[*SCHEMES])
@pytest.mark.parametrize("paper", ["white", "#202060"])
def test_text_in_a_picture_has_the_contrast_of_the_scheme(scheme: Scheme, paper: str) -> None:
    picture = text_picture(_text("black" if paper == "white" else "#ffe080", paper))
    seen = picture.view(8, Area(0, 0, 1280, 160), scheme).reshape(-1, 4)
    colours, counts = np.unique(seen, axis=0, return_counts=True)
    first, second = (tuple(map(int, colours[one][:3])) for one in counts.argsort()[::-1][:2])
    assert (first, second) == (scheme.background, scheme.text)
    assert contrast_ratio(scheme.text, scheme.background) == scheme.ratio


@pytest.mark.parametrize("scale", [4, 12, 36])
def test_edges_are_as_narrow_at_any_scale(scale: int) -> None:
    """Pixels between ink and paper on a line across a straight edge: some two, not two a scale."""
    image = np.full((20, 40, 4), 255, np.uint8)
    image[:, 20:30, :3] = 0
    area = Area(0, 10 * scale, 40 * scale, 1)
    sharp = text_picture(image).view(scale, area, YELLOW_ON_BLACK)[0, :, 0]
    smooth = photograph(image).view(scale, area)[0, :, 0]
    assert int(((sharp > 12) & (sharp < 243)).sum()) <= 4
    assert int(((smooth > 12) & (smooth < 243)).sum()) >= scale
    middle = np.flatnonzero(sharp > 127)
    assert middle[0] == pytest.approx(20 * scale, abs=1)
    assert middle[-1] + 1 == pytest.approx(30 * scale, abs=1)


def test_fringes_of_colour_are_gone() -> None:
    pixels = _text()
    pixels[:, 1:, 0] = pixels[:, :-1, 0]  # what a screen's subpixels do to an edge
    seen = text_picture(pixels).view(8, Area(0, 0, 1280, 160), YELLOW_ON_BLACK)
    assert np.array_equal(seen[..., 0], seen[..., 1])
    assert not seen[..., 2].any()


def test_a_picture_of_one_colour_is_paper() -> None:
    for value in (0, 128, 255):
        plain = np.full((5, 5, 4), value, np.uint8)
        seen = text_picture(plain).view(10, Area(0, 0, 50, 50), YELLOW_ON_BLACK)
        assert not seen[..., :3].any()


def _png(image: Image.Image, form: str = "PNG") -> bytes:
    out = io.BytesIO()
    image.save(out, form)
    return out.getvalue()


def test_pictures_come_from_files_on_white() -> None:
    image = Image.new("RGBA", (3, 2), (255, 0, 0, 0))
    assert (open_picture(_png(image)) == 255).all()
    for form in ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP"):
        pixels = open_picture(_png(Image.new("RGB", (16, 16), "navy"), form))
        assert pixels.shape == (16, 16, 4)
        assert np.abs(pixels.astype(int) - (0, 0, 128, 255)).max() < 8


def test_what_is_no_picture_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = _png(Image.fromarray(_noise(300, 200)))
    for damaged in (b"", b"GIF89a", whole[:-400], whole[:60], b"%!PS-Adobe-3.0 EPSF-3.0\n"):
        with pytest.raises(SourceDamaged):
            open_picture(damaged, "foto.png")
    with pytest.raises(SourceTooLarge):
        open_picture(_png(Image.new("1", (20_000, 20_000))))
    with pytest.raises(SourceTooLarge):
        open_picture(_png(Image.new("1", (9_000, 9_000))))
    monkeypatch.setattr(picture_file, "MAX_BYTES", 10)
    with pytest.raises(SourceTooLarge):
        open_picture(whole)


def test_views_that_no_screen_has_are_refused() -> None:
    picture = photograph(_noise())
    with pytest.raises(ValueError, match="view"):
        picture.view(2, Area(0, 0, 1e6, 1e6))
    for scale in (0, -1, 101, float("nan")):
        with pytest.raises(ValueError, match="scale"):
            picture.view(scale, Area(0, 0, 10, 10))
    beside = picture.view(2, Area(500, 500, 10, 10))
    assert not beside.any()
