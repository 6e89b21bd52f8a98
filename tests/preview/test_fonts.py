"""Print in pictures, whatever fonts there are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from brailledesk.preview import fonts
from brailledesk.preview.fonts import font_for
from tests.judges import require


@pytest.fixture
def _no_fonts(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(fonts, "NAMES", ("no-such-font.ttf",))
    fonts._fonts.cache_clear()
    yield
    fonts._fonts.cache_clear()


@pytest.mark.usefixtures("_no_fonts")
def test_without_fonts_print_is_as_typewriters_had_it() -> None:
    for text, shown in (
        ("perche", "perche"), ("perché", "perche´"), ("È", "E`"), ("€", "EUR"), ("日", "U+65E5"),
    ):  # fmt: skip
        assert font_for(text, 20)[1] == shown


def test_italian_needs_no_other_signs_where_a_font_is_there() -> None:
    is_there = any(Path("/usr/share/fonts").rglob("DejaVuSans.ttf"))
    require(is_there, "DejaVu Sans", "fonts-dejavu-core")
    text = "àèéìòù ÀÈÉÌÒÙ €«»“”…"
    assert font_for(text, 20)[1] == text
