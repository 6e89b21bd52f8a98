"""Pictures among the lines of a document: where they stand, how large, in which colours."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image as Pillow
from PIL import ImageDraw

from brailledesk.document import Document, Image, Paragraph, Table, TableCell, TableRow
from brailledesk.magnify.atlas import Atlas
from brailledesk.magnify.colour import ColourFilter
from brailledesk.magnify.documents import document_text
from brailledesk.magnify.flow import Flow, Place
from brailledesk.magnify.frame import Pixels
from brailledesk.magnify.paint import Canvas
from brailledesk.magnify.pictures import DocumentPicture, Gallery
from brailledesk.magnify.style import PlainColours, Style, Zoom
from brailledesk.magnify.views.page import page_flow, whole_screen
from brailledesk.magnify.window.layout import Content, Layout
from brailledesk.magnify.window.settings import ViewName
from brailledesk.magnify.words import Words
from brailledesk.text import Run

WIDTH, HEIGHT = 700, 500
COLOURS = PlainColours()
STYLE = Style(Zoom(2), COLOURS)
WHITE_GROUND = PlainColours(text=(0, 0, 0), background=(255, 255, 255))


def _file(image: Pillow.Image, kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


def _photograph(width: int = 120, height: int = 80) -> Pillow.Image:
    noise = np.random.default_rng(3).integers(40, 200, (height, width, 3), np.uint8)
    return Pillow.fromarray(noise)


def _document(data: bytes, alternative: str = "veduta") -> Document:
    before, after = (Paragraph((Run(one),)) for one in ("prima", "dopo"))
    return Document((before, Image(alternative, data=data), after))


def _flow(document: Document, style: Style = STYLE, width: int = WIDTH) -> Flow:
    return page_flow(document_text(document), Words(Atlas(style)), width)


def _frame(flow: Flow, place: Place = Place(), height: int = HEIGHT) -> Pixels:  # noqa: B008
    canvas = Canvas(WIDTH, height)
    return canvas.show(whole_screen(flow, place, WIDTH, height)).pixels


def _picture_of(flow: Flow, height: int = HEIGHT) -> Pixels:
    """The part of a frame where its picture is."""
    frame = _frame(flow, height=height)
    scene = whole_screen(flow, Place(), WIDTH, height)
    ((x, y, shown),) = [one for band in scene.panes[0].bands for one in band.pictures]
    return frame[y : y + shown.height, x : x + shown.width, :3]


def test_a_picture_is_as_large_as_the_text_and_resampled_by_lanczos() -> None:
    image = _photograph()
    seen = _picture_of(_flow(_document(_file(image))))
    wanted = np.asarray(image.resize((240, 160), Pillow.Resampling.LANCZOS))
    assert seen.shape == wanted.shape
    assert abs(seen.astype(int) - wanted).max() <= 2  # of rounding: it is made in parts


def test_a_wide_picture_is_as_wide_as_the_column() -> None:
    flow = _flow(_document(_file(_photograph(900, 300))))
    seen = _picture_of(flow)
    assert seen.shape[1] == flow.width
    assert abs(seen.shape[0] - flow.width / 3) <= 1


def test_its_words_stand_below_it() -> None:
    flow = _flow(_document(_file(_photograph())))
    assert [line.text for line in flow.lines] == ["prima", "veduta", "dopo"]
    first, second = flow.rows(1)
    assert first.picture is not None
    assert not first.words
    assert [one.word.text for one in second.words] == ["veduta"]
    assert flow.place_of(1, 0).offset >= first.picture.height


def test_a_picture_without_words_is_shown_and_one_without_anything_is_not() -> None:
    assert len(_flow(_document(_file(_photograph()), "")).lines) == 3
    assert len(_flow(_document(b"", "")).lines) == 2
    assert [line.text for line in _flow(_document(b"no picture")).lines][1] == "veduta"
    assert _flow(_document(b"no picture")).lines[1].picture is None


def test_a_picture_in_a_table_stands_below_its_row() -> None:
    cell = TableCell((Image("foto", data=_file(_photograph())),))
    lines = document_text(Document((Table((TableRow((cell,)),)),)))
    assert [line.text for line in lines] == ["foto", ""]
    assert lines[1].picture is not None


def _of_text() -> Pillow.Image:
    image = Pillow.new("RGB", (120, 40), "white")
    ImageDraw.Draw(image).text((5, 5), "Numero verde\n800 123 456", fill=(20, 20, 20))
    return image


def test_a_picture_of_text_has_the_colours_of_text() -> None:
    seen = _picture_of(_flow(_document(_file(_of_text())))).reshape(-1, 3)
    colours, counts = np.unique(seen, axis=0, return_counts=True)
    assert tuple(colours[counts.argmax()]) == COLOURS.background
    assert (seen == COLOURS.text).all(axis=1).sum() > 100
    assert (seen[:, 2] == 0).all()  # between yellow and black there is no blue


def _drawing() -> Pillow.Image:
    image = Pillow.new("RGB", (120, 80), "white")
    ImageDraw.Draw(image).rectangle((20, 20, 60, 60), fill=(200, 0, 0))
    return image


def test_a_drawing_does_not_dazzle_on_a_dark_ground() -> None:
    data = _file(_drawing())
    dark = _picture_of(_flow(_document(data)))
    light = _picture_of(_flow(_document(data), replace(STYLE, colours=WHITE_GROUND)))
    assert tuple(dark[2, 2]) == (0, 0, 0)
    assert tuple(light[2, 2]) == (255, 255, 255)
    assert dark[80, 80, 0] > dark[80, 80, 1] == dark[80, 80, 2] > 0  # red stays red
    assert tuple(light[80, 80]) == (200, 0, 0)


def test_a_photograph_changes_as_the_reader_wants() -> None:
    data = _file(_photograph())
    as_it_is = _picture_of(_flow(_document(data))).astype(int)
    grey = _picture_of(_flow(_document(data), replace(STYLE, filter=ColourFilter(is_grey=True))))
    turned = _flow(_document(data), replace(STYLE, filter=ColourFilter(is_inverted=True)))
    inverted = _picture_of(turned).astype(int)
    assert (grey[..., 0] == grey[..., 1]).all()
    assert np.corrcoef(as_it_is.sum(axis=2).ravel(), inverted.sum(axis=2).ravel())[0, 1] < -0.5


def test_a_picture_that_is_cut_off_is_a_frame() -> None:
    data = _file(_photograph(), "BMP")
    flow = _flow(_document(data[: len(data) // 2]))
    seen = _picture_of(flow)
    assert tuple(seen[0, 0]) == COLOURS.dimmed
    assert tuple(seen[80, 120]) == COLOURS.background


def test_a_bomb_is_not_opened() -> None:
    bomb = _file(Pillow.new("1", (9_000, 9_000)))
    assert len(bomb) < 20_000
    assert Gallery().hang(bomb) is None


def test_a_photograph_that_lies_on_its_side_stands_up() -> None:
    image = _photograph(120, 80)
    exif = Pillow.Exif()
    exif[0x0112] = 6
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif)
    picture = Gallery().hang(out.getvalue())
    assert isinstance(picture, DocumentPicture)
    assert picture.size == (80, 120)


TALL = _flow(_document(_file(_photograph(200, 1_500))))


@settings(max_examples=12, deadline=None)
@given(st.lists(st.integers(0, 3_600), min_size=2, max_size=5))
def test_what_is_painted_in_steps_is_what_is_painted_at_once(places: list[int]) -> None:
    canvas = Canvas(WIDTH, HEIGHT)
    for pixels in places:
        place = TALL.move(Place(), pixels)
        shown = canvas.show(whole_screen(TALL, place, WIDTH, HEIGHT)).pixels
        assert np.array_equal(shown, _frame(TALL, place))


@pytest.mark.parametrize("alternative", ["veduta", ""])
def test_all_of_a_tall_picture_can_be_reached(alternative: str) -> None:
    document = Document((Image(alternative, data=_file(_photograph(200, 1_500))),))
    lines = document_text(document)
    words = Words(Atlas(STYLE))
    layout = Layout(Content(lines), STYLE, ViewName.SCREEN, WIDTH, lambda _style: words)
    bottom = layout.flow.height(0)
    for walk in (layout.step, layout.page):
        place, reached = Place(), [0]
        for _ in range(200):
            after = walk(place, HEIGHT, is_up=False)
            if after == place:
                break
            assert after.offset - place.offset <= HEIGHT  # nothing is jumped over
            place = after
            reached.append(place.offset)
        assert reached[-1] + HEIGHT >= bottom
        for _ in range(200):
            before = walk(place, HEIGHT, is_up=True)
            if before == place:
                break
            assert place.offset - before.offset <= HEIGHT
            place = before
        assert place == Place()
