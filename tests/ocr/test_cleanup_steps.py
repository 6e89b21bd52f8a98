"""Each step of the clean-up does what its name says, and nothing where there is nothing to do."""

from __future__ import annotations

import subprocess
import sys
from functools import lru_cache

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brailledesk.ingest.ocr.cleanup import (
    NAMES,
    STEPS,
    CleanUp,
    clean,
    dropouts,
    faded,
    keystone,
    light,
    measures,
    noise,
    orientation,
    page_edges,
    pale_ink,
    resolution,
    sharpness,
    skew,
    stamps,
)
from brailledesk.ingest.ocr.page import Box, Picture, Pixels
from tests.ocr.made import damage, sources
from tests.ocr.made.typeset import LAYOUTS, Face, Text

SIZE = (1300, 1300)


@lru_cache(maxsize=8)
def sheet(layout: str = "letter", seed: int = 7) -> Pixels:
    """A clean page of small size at 300 dpi."""
    from random import Random

    random = Random(seed)
    face = Face(*sources.fonts("tuning")[seed % 2], points=9.5)
    text = Text(sources.sentences("tuning"), random)
    return LAYOUTS[layout](SIZE, text, face, random).pixels


def rng(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


def difference(one: Pixels, other: Pixels) -> float:
    return float(np.abs(one.astype(int) - other.astype(int)).mean())


@settings(max_examples=25, deadline=None)
@given(st.floats(-15, 15), st.sampled_from(["letter", "two columns", "form"]))
def test_skew_is_found_within_a_third_of_a_degree(degrees: float, layout: str) -> None:
    found = skew.skew(damage.skew(sheet(layout), degrees))
    assert found == pytest.approx(degrees, abs=0.3)


@pytest.mark.parametrize("layout", ["letter", "two columns"])
@pytest.mark.parametrize("degrees", [-12, -3, 4.5])
def test_a_skew_page_is_level_afterwards(degrees: float, layout: str) -> None:
    done = skew.level(Picture(damage.skew(sheet(layout), degrees)))
    assert done is not None
    assert abs(skew.skew(done.picture.pixels)) < 0.2


def test_a_level_page_stays() -> None:
    assert skew.level(Picture(sheet())) is None


@pytest.mark.parametrize("layout", ["letter", "two columns", "table", "form"])
@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_turned_page_is_set_upright(turns: int, layout: str) -> None:
    upside = np.ascontiguousarray(np.rot90(sheet(layout), -turns))
    done = orientation.upright(Picture(upside, (300, 200)))
    assert done is not None
    assert (done.picture.pixels == sheet(layout)).all()
    assert done.picture.resolution == ((200, 300) if turns % 2 else (300, 200))
    assert orientation.upright(Picture(sheet(layout))) is None


def test_the_corners_of_a_photographed_sheet_are_found() -> None:
    page = sheet()
    height, width = page.shape
    flat = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    seen = np.array([(130, 90), (1380, 160), (1330, 1420), (90, 1350)], np.float32)
    moved = cv2.getPerspectiveTransform(flat, seen)
    photo = cv2.warpPerspective(
        page, moved, (1500, 1500), borderMode=cv2.BORDER_CONSTANT, borderValue=(90,)
    )
    corners = page_edges.corners_of(np.asarray(photo, np.uint8))
    assert corners is not None
    assert np.abs(corners - seen).max() < 0.01 * width
    done = page_edges.flatten(Picture(np.asarray(photo, np.uint8)))
    assert done is not None
    again = cv2.resize(done.picture.pixels, (width, height), interpolation=cv2.INTER_AREA)
    soft, wanted = (np.asarray(cv2.blur(one, (13, 13)), np.uint8) for one in (again, page))
    assert difference(soft, wanted) < 12


@pytest.mark.parametrize("seed", range(4))
def test_a_shadow_is_no_edge_of_a_sheet(seed: int) -> None:
    shaded = damage.uneven_light(sheet(), rng(seed), 0.25)
    assert page_edges.corners_of(shaded) is None


def test_converging_lines_are_made_level() -> None:
    page = sheet()
    height, width = page.shape
    flat = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    seen = np.array([(0, 0), (width, 60), (width, height - 60), (0, height)], np.float32)
    seen_page = cv2.warpPerspective(
        page, cv2.getPerspectiveTransform(flat, seen), (width, height), borderValue=(255,)
    )
    before = keystone.angles_of_parts(np.asarray(seen_page, np.uint8))
    done = keystone.straighten(Picture(np.asarray(seen_page, np.uint8)))
    assert before
    assert abs(before[0] - before[2]) > 2
    assert done is not None
    after = keystone.angles_of_parts(done.picture.pixels)
    assert after
    assert abs(after[0] - after[2]) < 0.35 * abs(before[0] - before[2])
    assert keystone.straighten(Picture(page)) is None


@pytest.mark.parametrize("seed", range(3))
def test_uneven_light_becomes_even(seed: int) -> None:
    done = light.even_light(Picture(damage.uneven_light(sheet(), rng(seed), 0.3)))
    assert done is not None
    around = light.paper(done.picture.pixels)
    assert np.percentile(around, 2) > 225
    assert (done.picture.pixels < 90).sum() > 0.6 * (sheet() < 90).sum()


def test_specks_go_and_letters_stay() -> None:
    page = sheet()
    dirty = damage.speckle(page, rng(), 0.03)
    done = noise.remove_specks(Picture(dirty))
    assert done is not None
    paper = cv2.erode(page, np.ones((15, 15), np.uint8)) > 250
    cores = cv2.dilate(page, np.ones((3, 3), np.uint8)) < 60
    assert (done.picture.pixels[paper] < 128).mean() < 0.05 * (dirty[paper] < 128).mean()
    assert (done.picture.pixels[cores] < 128).mean() > 0.97
    assert noise.remove_specks(Picture(page)) is None


def test_lost_and_stuck_lines_of_a_fax_are_mended() -> None:
    page = np.where(damage.scale(sheet(), 204 / 300, 98 / 300) > 150, 255, 0).astype(np.uint8)
    rows = np.flatnonzero((page == 0).mean(axis=1) > 0.1)[[5, 40, 90]]
    spoilt = page.copy()
    spoilt[rows[:2]] = 255
    spoilt[rows[2]] = 0
    spoilt[:, 200] = 0
    done = dropouts.mend_lines(Picture(spoilt, (204, 98)))
    assert done is not None
    assert difference(done.picture.pixels, page) < 0.35 * difference(spoilt, page)
    assert (done.picture.pixels[:, 200] == 0).mean() < 0.3


def test_a_stamp_in_colour_goes_and_a_coloured_heading_stays() -> None:
    page = np.repeat(sheet()[..., None], 3, 2)
    rows = np.flatnonzero((sheet() < 100).any(axis=1))
    heading = slice(rows[0], rows[0] + 60)
    blue = page.copy()
    blue[heading][page[heading].max(axis=2) < 100] = (30, 40, 190)
    stamped = blue.copy()
    stamped[700:1000, 300:1000] = (stamped[700:1000, 300:1000] * (0.85, 0.3, 0.35)).astype(np.uint8)
    plain = stamps.without_stamps(stamped)
    assert plain[720:980, 320:980].max() > 210
    assert difference(plain[650:1050], sheet()[650:1050]) < 15
    assert (plain[heading] < 120).sum() > 0.7 * (sheet()[heading] < 120).sum()


def test_the_other_side_that_shows_through_is_cleared() -> None:
    page, back = sheet(), sheet("letter", 9)
    thin = damage.show_through(page, back, rng(3))
    done = pale_ink.clear_pale_ink(Picture(thin))
    assert done is not None
    bare = (page > 250) & (cv2.erode(back[:, ::-1], np.ones((9, 9))) < 100)
    assert (done.picture.pixels[bare] < 200).mean() < 0.1 * (thin[bare] < 200).mean()
    assert (done.picture.pixels < 100).sum() > 0.7 * (page < 100).sum()


@pytest.mark.parametrize("seed", range(3))
def test_faded_print_is_no_pale_layer(seed: int) -> None:
    faded = light.even_light(Picture(damage.thermal(sheet(), rng(seed))))
    assert faded is not None
    assert pale_ink.clear_pale_ink(faded.picture) is None


def test_blocks_of_jpeg_are_no_pale_layer() -> None:
    small = damage.scale(sheet(), 0.55)
    coded = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, 8])[1]
    blocks = np.asarray(cv2.imdecode(coded, cv2.IMREAD_GRAYSCALE), np.uint8)
    found = measures.Measures(blocks).ink
    assert found.depth > 200
    assert found.pale > 0.9
    assert pale_ink.clear_pale_ink(Picture(blocks)) is None


@pytest.mark.parametrize("times", [1.5, 2])
def test_blurred_edges_are_no_pale_layer(times: float) -> None:
    soft = damage.blur(damage.scale(sheet(), times), 2.5)
    found = measures.Measures(soft).ink
    assert found.depth > 170
    assert found.pale > 0.3
    assert found.layer > 0.1
    assert pale_ink.clear_pale_ink(Picture(soft)) is None


@pytest.mark.parametrize("seed", range(3))
def test_faded_print_becomes_dark_and_its_paper_stays(seed: int) -> None:
    even = light.even_light(Picture(damage.thermal(sheet(), rng(seed))))
    assert even is not None
    done = faded.deepen(even.picture)
    assert done is not None
    cores = cv2.dilate(sheet(), np.ones((3, 3), np.uint8)) < 60
    paper = cv2.erode(sheet(), np.ones((25, 25), np.uint8)) > 250
    assert np.percentile(done.picture.pixels[cores], 75) < 140
    assert np.percentile(even.picture.pixels[cores], 75) > 150
    assert (done.picture.pixels[paper] < 170).mean() < 0.01
    assert faded.deepen(Picture(sheet())) is None


@pytest.mark.parametrize("deviation", [2.4, 3.0, 3.6])
def test_blur_is_measured_and_sharpened(deviation: float) -> None:
    blurred = damage.blur(sheet(), deviation)
    assert sharpness.blur_of(damage.blur(sheet(), deviation - 0.5)) < sharpness.blur_of(blurred)
    assert sharpness.blur_of(blurred) < deviation
    done = sharpness.sharpen(Picture(blurred, (300, 300)))
    assert done is not None
    small = damage.scale(sheet(), done.picture.pixels.shape[1] / SIZE[0])
    soft = damage.scale(blurred, done.picture.pixels.shape[1] / SIZE[0])
    assert difference(done.picture.pixels, small) < difference(soft, small)
    assert sharpness.sharpen(Picture(sheet())) is None


def test_a_fax_is_made_square_told_or_not() -> None:
    fax = np.where(damage.scale(sheet(), 204 / 300, 98 / 300) > 150, 255, 0).astype(np.uint8)
    wide = np.full((600, 1728), 255, np.uint8)
    wide[: fax.shape[0], : fax.shape[1]] = fax
    for picture in (Picture(wide, (204, 98)), Picture(wide)):
        done = resolution.square(picture)
        assert done is not None
        assert done.picture.pixels.shape == (1249, 1728)
    assert resolution.square(Picture(sheet(), (300, 300))) is None


@pytest.mark.parametrize("dpi", [100, 120, 150, 200])
def test_low_resolution_is_raised_to_what_engines_read_best(dpi: int) -> None:
    low = damage.scale(sheet(), dpi / 300)
    done = resolution.raise_resolution(Picture(low))
    assert done is not None
    assert done.picture.resolution is not None
    assert done.picture.resolution[0] == pytest.approx(300, rel=0.2)
    seen, true = resolution.x_height(done.picture.pixels), resolution.x_height(sheet())
    assert seen is not None
    assert true is not None
    assert 16 <= seen <= 26


@pytest.mark.parametrize("quality", [8, 12, 20])
def test_a_raised_picture_has_no_edges_of_its_old_blocks(quality: int) -> None:
    small = damage.scale(sheet(), 0.55)
    done, stream = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, quality])
    assert done
    blocks = np.asarray(cv2.imdecode(stream, cv2.IMREAD_GRAYSCALE), np.uint8)
    raised = resolution.raise_resolution(Picture(blocks))
    assert raised is not None
    height, width = raised.picture.pixels.shape
    larger = cv2.resize(blocks, (width, height), interpolation=cv2.INTER_CUBIC)
    true = cv2.resize(sheet(), (width, height), interpolation=cv2.INTER_AREA)
    paper = cv2.erode(np.asarray(true, np.uint8), np.ones((3, 3), np.uint8)) > 250
    edges, before = (
        np.abs(cv2.Laplacian(pixels, cv2.CV_64F))[paper].mean()
        for pixels in (raised.picture.pixels, np.asarray(larger, np.uint8))
    )
    assert edges < 0.85 * before
    assert sharpness.sharpen(raised.picture) is None  # what made it soft is not blur


def test_places_lead_back_to_the_original() -> None:
    page = sheet().copy()
    page[500:560, 300:380] = 255
    page[510:550, 310:370] = 0
    seen = np.ascontiguousarray(np.rot90(damage.scale(damage.skew(page, 3), 0.5)))
    cleaned = clean(Picture(seen), CleanUp(frozenset({"upright", "level", "resolution"})))
    assert cleaned.names == ("upright", "level", "resolution")
    black = cv2.erode(255 - cleaned.picture.pixels, np.ones((17, 17), np.uint8)) > 200
    y, x = np.nonzero(black)
    box = Box(int(x.min()) - 8, int(y.min()) - 8, int(x.max()) + 9, int(y.max()) + 9)
    back = cleaned.to_original(box)
    found = seen[back.top : back.bottom, back.left : back.right]
    assert (seen < 60)[back.top : back.bottom, back.left : back.right].mean() > 0.6
    assert 28 <= found.shape[0] <= 42
    assert 18 <= found.shape[1] <= 32


HOSTILE = {
    "one pixel": np.zeros((1, 1), np.uint8),
    "one pixel in colour": np.full((1, 1, 3), 9, np.uint8),
    "white": np.full((300, 200), 255, np.uint8),
    "black": np.zeros((300, 200), np.uint8),
    "a row": np.tile(np.array([[0, 255]], np.uint8), (1, 4_000)),
    "a column": np.tile(np.array([[0], [255]], np.uint8), (4_000, 1)),
    "a thin strip in colour": np.zeros((3, 5_000, 3), np.uint8),
    "noise": rng().integers(0, 256, (200, 300)).astype(np.uint8),
    "noise in colour": rng().integers(0, 256, (90, 80, 3)).astype(np.uint8),
    "chequered": (np.indices((200, 200)).sum(axis=0) % 2 * 255).astype(np.uint8),
}


@pytest.mark.parametrize("resolved", [None, (300.0, 300.0), (204.0, 98.0), (0.0, 0.0), (1.0, 9e9)])
@pytest.mark.parametrize("name", HOSTILE)
def test_no_step_fails_on_any_picture(name: str, resolved: tuple[float, float] | None) -> None:
    picture = Picture(HOSTILE[name], resolved)
    for step in STEPS:
        done = step.run(picture)
        if done is not None:
            assert min(done.picture.pixels.shape) >= 1
            assert done.picture.pixels.dtype == np.uint8
    whole = clean(picture).picture
    assert whole.pixels.ndim == 2
    assert max(whole.pixels.shape) <= 20_000


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 70), st.integers(1, 70), st.integers(0, 2**32 - 1), st.booleans())
def test_small_pictures_of_any_shape_come_through(
    height: int, width: int, seed: int, in_colour: bool
) -> None:
    shape = (height, width, 3) if in_colour else (height, width)
    cleaned = clean(Picture(rng(seed).integers(0, 256, shape).astype(np.uint8)))
    box = cleaned.to_original(Box(0, 0, *cleaned.picture.pixels.shape[::-1]))
    assert 0 <= box.left <= box.right <= width
    assert 0 <= box.top <= box.bottom <= height


def test_steps_are_kept_and_left_out_as_asked() -> None:
    picture = Picture(damage.skew(sheet(), 2), (300, 300))
    assert clean(picture, CleanUp(frozenset())).picture is picture
    kept = clean(picture, CleanUp(keep=True))
    assert kept.names == ("level",)
    assert [name for name, _ in kept.steps] == ["level"]
    assert kept.steps[-1][1] is kept.picture
    assert clean(picture, CleanUp(frozenset(NAMES) - {"level"})).names == ()
    with pytest.raises(ValueError, match="no such step of clean-up: gloss"):
        CleanUp(frozenset({"gloss"}))


def test_pieces_of_ink_are_looked_for_once_for_all_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the middle for specks, in the whole for layout, in the middle for the size of letters."""
    looked: list[tuple[int, ...]] = []
    label = cv2.connectedComponentsWithStats

    def counting(marks: Pixels, **how: int) -> object:
        looked.append(marks.shape)
        return label(marks, **how)  # type: ignore[call-overload]

    page = damage.scale(sheet(), 2)
    monkeypatch.setattr(cv2, "connectedComponentsWithStats", counting)
    assert clean(Picture(page, (600.0, 600.0))).picture.pixels is page
    assert sorted(looked) == [(1300, 1300), (1300, 1300), (1600, 1600)]


LARGE = """
import resource, sys
import numpy as np
from brailledesk.ingest.ocr.cleanup import clean
from brailledesk.ingest.ocr.page import Picture
page = np.full((10_000, 10_000), 200, np.uint8)
page[::3, ::7] = 40
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
clean(Picture(page, (600.0, 600.0)))
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def test_a_page_of_ten_thousand_pixels_takes_bounded_memory() -> None:
    done = subprocess.run([sys.executable, "-c", LARGE], check=True, capture_output=True, text=True)
    assert int(done.stdout) < 900
