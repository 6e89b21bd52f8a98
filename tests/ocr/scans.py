"""Pages with known text as files of scanners, and engines that misbehave."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from tests.judges import require

DOTS = 200
LETTER = (
    "Gentile cliente, il suo reclamo del 12/03/2024",
    "è stato registrato: la merce danneggiata sarà",
    "sostituita entro dieci giorni lavorativi.",
)
_FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"


def scan(lines: Sequence[str] = LETTER, *, size: int = 12, margin: int = 60) -> Image.Image:
    """A strip of paper with these lines, grey, 200 dots an inch."""
    require(Path(_FONT).exists(), "DejaVu", "fonts-dejavu-core")
    font = ImageFont.truetype(_FONT, size * DOTS // 72)
    step = round(size * 1.5 * DOTS / 72)
    width = max(round(font.getlength(line)) for line in lines) + 2 * margin
    image = Image.new("L", (width, step * len(lines) + 2 * margin), 255)
    drawing = ImageDraw.Draw(image)
    for number, line in enumerate(lines):
        drawing.text((margin, margin + number * step), line, 0, font)
    return image


def saved(image: Image.Image, name: str = "PNG", **options: object) -> bytes:
    """The bytes of a file."""
    stream = io.BytesIO()
    image.save(stream, name, **{"dpi": (DOTS, DOTS), **options})
    return stream.getvalue()


def tiff(pages: Sequence[Image.Image], **options: object) -> bytes:
    """A TIFF of several pages."""
    return saved(pages[0], "TIFF", save_all=True, append_images=list(pages[1:]), **options)


def in_pdf(image: Image.Image) -> bytes:
    """A PDF page that is this picture."""
    stream = io.BytesIO()
    image.save(stream, "PDF", resolution=DOTS)
    return stream.getvalue()


_MODULE = '''
import os
import signal
import time
from pathlib import Path

from brailledesk.ingest.ocr.page import Box, Line, PageWords, Word

FOLDER = Path(__file__).parent
WORDS = "zero uno due tre quattro cinque sei sette otto nove".split()


class Engine:
    """Says the number of each page, and is sure of it; over page 2 it does what its name says."""

    name = "prova"

    def languages(self):
        return frozenset({"it"})

    def read(self, picture, languages):
        with (FOLDER / "read.txt").open("a") as stream:
            stream.write(f"{picture.number}\\n")
        if picture.number == 2:
            self.misbehave()
        word = Word(WORDS[picture.number % len(WORDS)], Box(1, 2, 30, 12), 0.99)
        line = Line((word,), word.box, 12.0, 9.0)
        height, width = picture.pixels.shape[:2]
        return PageWords((line,), width, height, 200.0, picture.number, picture.source)

    def misbehave(self):
        pass


class Dying(Engine):
    def misbehave(self):
        os.kill(os.getpid(), signal.SIGKILL)


class DyingOnce(Engine):
    def misbehave(self):
        mark = FOLDER / "died"
        if not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)


class Raising(Engine):
    def misbehave(self):
        raise ZeroDivisionError("by zero")


class Hanging(Engine):
    def misbehave(self):
        time.sleep(600)


class Spinning(Engine):
    def misbehave(self):
        while True:
            pass


class Greedy(Engine):
    def misbehave(self):
        bytearray(1 << 40)


class Chatting(Engine):
    """What it prints must not stand among the answers."""

    def misbehave(self):
        print("{}")
        os.write(1, b"{}\\n")


class Absent:
    def __init__(self):
        raise OSError("no licence")
'''
ENGINES = ("Engine", "Dying", "DyingOnce", "Raising", "Hanging", "Spinning", "Greedy", "Chatting")


def install_engines(folder: Path) -> None:
    """A package with the engines, by small names, as pip would leave it in a folder."""
    (folder / "ocr_prova.py").write_text(_MODULE, encoding="utf-8")
    told = folder / "ocr_prova-1.0.dist-info"
    told.mkdir()
    (told / "METADATA").write_text("Metadata-Version: 2.1\nName: ocr-prova\nVersion: 1.0\n")
    entries = "".join(f"{name.lower()} = ocr_prova:{name}\n" for name in (*ENGINES, "Absent"))
    (told / "entry_points.txt").write_text(f"[brailledesk.ocr]\n{entries}")
