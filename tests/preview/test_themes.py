"""Contrast by the formula of WCAG 2, written here once more."""

from __future__ import annotations

import pytest
from PIL import ImageColor

from brailledesk.preview.themes import THEMES, Theme


def _luminance(colour: str) -> float:
    parts = [value / 255 for value in ImageColor.getrgb(colour)[:3]]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, two: str) -> float:
    darker, lighter = sorted((_luminance(one), _luminance(two)))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_formula() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", THEMES.values(), ids=str)
def test_what_is_to_be_read_stands_out(theme: Theme) -> None:
    for ground in (theme.paper, theme.running):
        assert contrast(theme.ink, ground) >= 7
        assert contrast(theme.dot, ground) >= 7
        assert contrast(theme.edge, ground) >= 3  # WCAG 1.4.11, what is no text
        assert 1.2 <= contrast(theme.faint, ground) <= 3
    assert contrast(theme.ink, theme.desk) >= 7
    assert contrast(theme.dot, theme.faint) >= 4.5
