"""The dots in the pictures are the dots of the cells: pixels are read back."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

import pytest
from PIL import Image

from brailledesk.errors import DoesNotFit
from brailledesk.pages import Page, Row
from brailledesk.preview.leaves import leaves
from brailledesk.preview.markup import format_html
from brailledesk.preview.picture import draw_page
from brailledesk.preview.themes import THEMES
from tests.judges import require_program

from .pixels import read_dots
from .samples import publication_of, random_page, random_rows


def _draw(
    page: Page, *, dots: int, cells: int, theme: str = "light", scale: int = 2
) -> Image.Image:
    publication = publication_of(page, cells=cells, rows=len(page.rows))
    (leaf,) = leaves(publication)
    data = draw_page(leaf, THEMES[theme], dots=dots, scale=scale)
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize("theme", sorted(THEMES))
@pytest.mark.parametrize(("dots", "cells", "rows"), [(6, 14, 10), (8, 30, 12)])
def test_a_png_shows_the_cells(theme: str, dots: int, cells: int, rows: int) -> None:
    picture = _draw(random_page(dots, cells=cells, rows=rows), dots=dots, cells=cells, theme=theme)
    expected = random_rows(dots, cells=cells, rows=rows)
    assert len({cell for row in expected for cell in row}) == 1 << dots
    assert read_dots(picture, THEMES[theme].dot, dots) == expected


@pytest.mark.parametrize("scale", [1, 5])
def test_a_png_of_any_size_shows_them(scale: int) -> None:
    picture = _draw(random_page(6, cells=14, rows=10), dots=6, cells=14, scale=scale)
    assert read_dots(picture, THEMES["light"].dot, 6) == random_rows(6, cells=14, rows=10)


def test_a_png_says_its_print() -> None:
    page = Page((Row(b"\x01", "perché\0 è"), Row(), Row(b"\x02", "b \ud800")))
    picture = _draw(page, dots=6, cells=10)
    assert isinstance(picture, Image.Image)
    assert picture.info["Description"] == "perché\ufffd è\n\nb ?"
    assert picture.info["Title"] == "Volume 1 di 1, Pagina 1 di 1, fronte del foglio 1"


def test_print_as_long_as_one_likes_is_drawn() -> None:
    """And makes the picture no larger: what does not fit is cut."""
    long = Page((Row(b"", "\u200b" * 3_000_000), Row(b"\x01", "x" * 3_000_000)))
    short = Page((Row(b"", "x"), Row(b"\x01", "x")))
    pictures = [_draw(page, dots=6, cells=10) for page in (long, short)]
    assert pictures[0].size == pictures[1].size


def test_a_giant_page_is_refused() -> None:
    with pytest.raises(DoesNotFit):
        _draw(Page((Row(),) * 100_000), dots=6, cells=10)
    with pytest.raises(DoesNotFit):
        _draw(Page((Row(b"\x01" * 30_000_000),)), dots=6, cells=10)


def screenshot(html: bytes, folder: Path, size: str) -> tuple[Image.Image, str]:
    """What Chromium shows of a file, two pixels to each of its units, and what it says."""
    chromium = require_program("chromium", "chromium")
    source, target = folder / "preview.html", folder / "preview.png"
    source.write_bytes(html)
    done = subprocess.run(
        [
            chromium, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
            "--enable-logging=stderr", "--force-device-scale-factor=2", f"--window-size={size}",
            f"--user-data-dir={folder / 'profile'}", f"--screenshot={target}", source.as_uri(),
        ],
        check=True, capture_output=True, timeout=120, text=True,
    )  # fmt: skip
    return Image.open(target), done.stderr


@pytest.mark.parametrize(("dots", "cells", "rows"), [(6, 14, 10), (8, 30, 12)])
def test_a_browser_shows_the_cells(tmp_path: Path, dots: int, cells: int, rows: int) -> None:
    page = random_page(dots, cells=cells, rows=rows)
    hostile = "<script>document.body.innerHTML=''</script>"
    publication = publication_of(page, cells=cells, rows=rows, title=hostile)
    picture, said = screenshot(format_html(publication, theme="light"), tmp_path, "800,1000")
    assert read_dots(picture, THEMES["light"].dot, dots) == random_rows(
        dots, cells=cells, rows=rows
    )
    # A style sheet whose hash were wrong would be refused, and said to be.
    assert "Content Security Policy" not in said
