"""Inversion keeps contrast, filters do what colorspacious and the papers say, tables are exact."""

from __future__ import annotations

import colorspacious
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from brailledesk.magnify.colour import (
    ColourFilter,
    Colours,
    ColourTable,
    Deficiency,
    corrected,
    encoded,
    grey,
    inverted,
    linear,
    simulated,
)
from brailledesk.schemes import SCHEMES, Rgb, contrast_ratio, relative_luminance, weaknesses

colours = st.tuples(*[st.integers(0, 255)] * 3)


def _one(colour: Rgb) -> Colours:
    return np.array([colour], np.uint8)


def _rgb(changed: Colours) -> Rgb:
    red, green, blue = map(int, changed[0])
    return red, green, blue


@given(colours, colours)
def test_inversion_keeps_the_ratio_of_any_two_colours(one: Rgb, other: Rgb) -> None:
    before = contrast_ratio(one, other)
    after = contrast_ratio(_rgb(inverted(_one(one))), _rgb(inverted(_one(other))))
    assert after == pytest.approx(before, rel=0.02)


def test_no_colour_of_all_is_further_off_than_a_hundredth() -> None:
    """So no pair is off by two; a seventh of all colours, with all corners of the cube."""
    axis = np.unique(np.r_[np.arange(0, 256, 2), 255]).astype(np.uint8)
    worst = 0.0
    for red in axis:
        green, blue = np.meshgrid(axis, axis)
        some = np.column_stack([np.full(green.size, red), green.ravel(), blue.ravel()])
        product = (_luminance(some) + 0.05) * (_luminance(inverted(some)) + 0.05)
        worst = max(worst, float(np.abs(product / 0.0525 - 1).max()))
    assert 0.001 < worst < 0.01


def _luminance(some: Colours) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    channels = some / 255
    light = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    weighed: np.ndarray[tuple[int], np.dtype[np.float64]] = light @ [0.2126, 0.7152, 0.0722]
    return weighed


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("000000", "FFFFFF"),
        ("FFFFFF", "000000"),
        ("0000EE", "A5A5FF"),
        ("FFFF00", "0D0D00"),
        ("0000FF", "9C9CFF"),
        ("CC0000", "FF3939"),
    ],
)
def test_known_inversions(before: str, after: str) -> None:
    changed = inverted(np.frombuffer(bytes.fromhex(before), np.uint8)[None])
    assert changed.tobytes().hex().upper() == after


@given(colours)
def test_inversion_keeps_the_hue(colour: Rgb) -> None:
    changed = _rgb(inverted(_one(colour)))
    order = np.argsort(colour, kind="stable")
    assert all(np.diff(np.array(changed)[order]) >= 0)


@given(colours)
def test_inverting_twice_gives_nearly_the_same_light(colour: Rgb) -> None:
    twice = _rgb(inverted(inverted(_one(colour))))
    assert relative_luminance(twice) + 0.05 == pytest.approx(
        relative_luminance(colour) + 0.05, rel=0.02
    )


def test_encoding_gives_back_every_byte() -> None:
    every = np.arange(256, dtype=np.uint8)[:, None].repeat(3, axis=1)
    assert np.array_equal(encoded(linear(every)), every)


@given(colours, colours)
def test_grey_keeps_the_ratio(one: Rgb, other: Rgb) -> None:
    first, second = _rgb(grey(_one(one))), _rgb(grey(_one(other)))
    assert len(set(first)) == 1
    assert contrast_ratio(first, second) == pytest.approx(contrast_ratio(one, other), rel=0.02)


CVD = {
    Deficiency.PROTAN: "protanomaly",
    Deficiency.DEUTAN: "deuteranomaly",
    Deficiency.TRITAN: "tritanomaly",
}


@given(st.lists(colours, min_size=1, max_size=20), st.sampled_from(Deficiency), st.floats(0, 1))
def test_simulation_is_that_of_machado_as_colorspacious_has_it(
    some: list[Rgb], deficiency: Deficiency, severity: float
) -> None:
    space = {"name": "sRGB1+CVD", "cvd_type": CVD[deficiency], "severity": severity * 100}
    theirs = colorspacious.cspace_convert(np.array(some) / 255, space, "sRGB1")
    ours = simulated(np.array(some, np.uint8), deficiency, severity)
    assert np.abs(ours - np.clip(theirs, 0, 1) * 255).max() <= 0.51


@pytest.mark.parametrize(
    ("deficiency", "one", "other"),
    [
        (Deficiency.PROTAN, (150, 60, 60), (90, 90, 60)),
        (Deficiency.DEUTAN, (200, 80, 80), (140, 120, 74)),
        (Deficiency.TRITAN, (0, 140, 140), (0, 150, 90)),
    ],
)
def test_correction_makes_colours_differ_that_looked_alike(
    deficiency: Deficiency, one: Rgb, other: Rgb
) -> None:
    """Judged by CAM02-UCS, the distance of colours as eyes have it."""
    pair = np.array([one, other], np.uint8)
    before = _distance(simulated(pair, deficiency))
    after = _distance(simulated(corrected(pair, deficiency), deficiency))
    assert after > 1.2 * before


@given(colours, colours, st.sampled_from(Deficiency), st.floats(0, 1))
def test_correction_keeps_the_ratio(
    one: Rgb, other: Rgb, deficiency: Deficiency, severity: float
) -> None:
    first, second = (_rgb(corrected(_one(each), deficiency, severity)) for each in (one, other))
    assert contrast_ratio(first, second) == pytest.approx(contrast_ratio(one, other), rel=0.02)


def _distance(pair: Colours) -> float:
    return float(colorspacious.deltaE(*pair, input_space="sRGB255"))


def test_filters_leave_greys_and_nothing_alone() -> None:
    greys = np.arange(256, dtype=np.uint8)[:, None].repeat(3, axis=1)
    for deficiency in Deficiency:
        assert np.array_equal(corrected(greys, deficiency), greys)
        assert np.array_equal(simulated(greys, deficiency, 0.35), greys)
        with pytest.raises(ValueError, match="severity"):
            simulated(greys, deficiency, 1.1)
    assert not ColourFilter()
    assert np.array_equal(ColourFilter()(greys), greys)


@pytest.mark.parametrize("scheme", SCHEMES.values(), ids=str)
@pytest.mark.parametrize(
    "wanted",
    [
        ColourFilter(is_inverted=True),
        ColourFilter(is_grey=True),
        ColourFilter(is_inverted=True, is_grey=True),
        *(ColourFilter(deficiency=one) for one in Deficiency),
    ],
)
def test_filtered_schemes_can_still_be_read(scheme: object, wanted: ColourFilter) -> None:
    filtered = wanted.scheme(next(one for one in SCHEMES.values() if one == scheme))
    assert not [one for one in weaknesses(filtered) if one.is_refused]
    assert filtered.ratio >= 7


@settings(deadline=None)  # the first table takes its time
@given(arrays(np.uint8, st.tuples(st.integers(1, 12), st.integers(1, 12), st.just(4))))
def test_a_table_changes_a_picture_colour_by_colour(pixels: Colours) -> None:
    after = _table.apply(pixels)
    assert np.array_equal(after[..., 3], pixels[..., 3])
    assert np.array_equal(after[..., :3].reshape(-1, 3), inverted(pixels[..., :3].reshape(-1, 3)))
    turned = pixels.transpose(1, 0, 2)
    assert np.array_equal(_table.apply(turned), after.transpose(1, 0, 2))


_table = ColourTable(inverted)
