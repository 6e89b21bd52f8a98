"""Fonts: what the chain covers, a user's own file, and files that are none."""

from __future__ import annotations

import io
import os
import random
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem
from hypothesis import given, settings
from hypothesis import strategies as st

from brailledesk.errors import FontFaulty
from brailledesk.magnify.atlas import Atlas, Look
from brailledesk.magnify.fonts import MOST_BYTES, load_family, read_face
from brailledesk.magnify.style import FONTS, Em, PlainColours, Style
from brailledesk.magnify.words import Words
from brailledesk.resources import PACKAGE
from tests.magnify.drawing import ink, picture_of

DEJAVU = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
LATO = Path("/usr/share/fonts/truetype/lato/Lato-Regular.ttf")
SHIPPED = Path(PACKAGE) / "fonts" / "AtkinsonHyperlegibleNext-Regular.ttf"
SIGNS = "→←↑↓⇒↔✓✗•…–—“”«»€£¥§©®™°²³½¼ªº×÷±≤≥≠∞√∑☎✉★☐☑☒►▶◆●○■□"
COMBINED = ("Ǘ", "ắ", "ẹ́", "n̈", "q̃", "ș", "ț", "ṩ")


@pytest.mark.parametrize("font", FONTS)
@pytest.mark.parametrize("look", [Look.PLAIN, Look.BOLD, Look.ITALIC])
def test_the_chain_has_what_office_text_needs(font: str, look: int) -> None:
    atlas = Atlas(Style(Em(24), PlainColours(), font=font))
    latin = "".join(map(chr, [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x180)]))
    letters = latin + "ăâîșțẞłőűΑΩαωАЯаяאתابتثج" + SIGNS
    missing = [one for one in letters if atlas.face(one, look) is None]
    assert missing == []
    assert [one for one in COMBINED if atlas.face(one, look) is None] == []


def test_what_no_font_has_is_shown_as_a_frame() -> None:
    words = Words(Atlas(Style(Em(48), PlainColours())))
    assert words.atlas.face("日", Look.PLAIN) is None
    assert ink(picture_of("日", words)).any()
    known = {picture_of(one, words).pixels.tobytes() for one in "日本Xx"}
    assert len(known) == 3  # the two absent ones look alike


def test_a_font_of_the_user() -> None:
    words = Words(Atlas(Style(Em(48), PlainColours(), font=str(LATO))))
    face = words.atlas.face("a", Look.PLAIN)
    assert face is not None
    assert face.name == str(LATO)
    assert words.atlas.face("→", Look.PLAIN) is not None  # from the fonts that ship
    shipped = Words(Atlas(Style(Em(48), PlainColours())))
    assert not np.array_equal(picture_of("ago", words).pixels, picture_of("ago", shipped).pixels)


def _subset(path: Path, characters: str) -> None:
    """A font that has only some characters."""
    font = TTFont(io.BytesIO(DEJAVU.read_bytes()))
    for table in font["cmap"].tables:
        if hasattr(table, "cmap"):
            table.cmap = {
                code: name for code, name in table.cmap.items() if chr(code) in characters
            }
    font.save(path)


def test_files_that_are_no_fonts_are_refused_with_the_reason(tmp_path: Path) -> None:
    data = DEJAVU.read_bytes()
    files = {
        "absent.ttf": None,
        "empty.ttf": b"",
        "text.ttf": b"Questo non e' un carattere.\n" * 100,
        "web.woff2": b"wOF2" + data[4:5000],
        "short.ttf": data[:3000],
        "head.ttf": data[:12],
        "zeros.ttf": data[:4] + bytes(100_000),
    }
    reasons = {}
    for name, content in files.items():
        path = tmp_path / name
        if content is not None:
            path.write_bytes(content)
        with pytest.raises(FontFaulty) as caught:
            load_family(str(path))
        reasons[name] = caught.value.fields["reason"]
        assert str(path) in str(caught.value)
    assert reasons == {
        "absent.ttf": "there is no such file",
        "empty.ttf": "it is no TrueType or OpenType font",
        "text.ttf": "it is no TrueType or OpenType font",
        "web.woff2": "it is no TrueType or OpenType font",
        "short.ttf": "it is damaged",
        "head.ttf": "it is damaged",
        "zeros.ttf": "it is damaged",
    }


def test_folders_pipes_and_giants_are_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.ttf")  # would wait for ever, if it were opened
    with (tmp_path / "giant.ttf").open("wb") as file:
        file.write(b"\x00\x01\x00\x00")
        file.truncate(MOST_BYTES + 1)
    for name in (".", "pipe.ttf", "giant.ttf"):
        with pytest.raises(FontFaulty):
            read_face(tmp_path / name)


def test_a_font_without_letters_is_refused(tmp_path: Path) -> None:
    _subset(tmp_path / "digits.ttf", "0123456789")
    with pytest.raises(FontFaulty, match="no letters"):
        read_face(tmp_path / "digits.ttf")
    _subset(tmp_path / "letters.ttf", "0xHpabc ")
    assert read_face(tmp_path / "letters.ttf").has("abc")


def _coarse() -> TTFont:
    """A font of 64 units an em, in which coordinates reach 512 ems far."""
    font = TTFont(io.BytesIO(SHIPPED.read_bytes()))
    scale_upem(font, 64)
    return font


@pytest.mark.parametrize("sides", [(200, 1), (1, 200), (-200, 1), (1, -200)])
def test_a_letter_as_large_as_a_house_is_drawn_as_absent(
    sides: tuple[int, int], tmp_path: Path
) -> None:
    """A hostile font must not choose how much memory a letter takes."""
    font = _coarse()
    font["glyf"][font.getBestCmap()[ord("W")]].coordinates.scale(sides)
    font.save(tmp_path / "giant.ttf")
    words = Words(Atlas(Style(Em(200), PlainColours(), font=str(tmp_path / "giant.ttf"))))
    assert words.word("W").coverage.nbytes < 200 * 200
    assert words.word("V").coverage.any()


def test_an_advance_as_long_as_a_street_is_none(tmp_path: Path) -> None:
    font = _coarse()
    font["hmtx"][font.getBestCmap()[ord("W")]] = (65_000, 0)
    font.save(tmp_path / "long.ttf")
    words = Words(Atlas(Style(Em(200), PlainColours(), font=str(tmp_path / "long.ttf"))))
    assert words.word("VWV").width < 200 * 4


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 1 << 30))
def test_damaged_fonts_are_refused_or_draw_something(seed: int) -> None:
    """Bytes are changed all over a font; nothing but FontFaulty comes out."""
    chance = random.Random(seed)
    data = bytearray(LATO.read_bytes())
    for _ in range(chance.choice([1, 3, 30, 300, 3000])):
        data[chance.randrange(4, len(data))] = chance.randrange(256)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "damaged.ttf"
        path.write_bytes(data)
        try:
            words = Words(Atlas(Style(Em(32), PlainColours(), font=str(path))))
        except FontFaulty:
            return
    for text in ("Ciao", "gatto", "È", "12,50", "fi"):
        words.word(text)
