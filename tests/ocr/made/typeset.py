"""Clean pages at 300 dpi: letters, columns, tables and forms, with the text that is on them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from random import Random

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from tests.ocr.made import values
from tests.ocr.made.values import Field

DPI = 300
Grey = npt.NDArray[np.uint8]

_PRODUCTS = (
    "Asciugatrice", "Lavatrice", "Cavo di rete", "Stampante", "Toner nero", "Scheda madre",
    "Tastiera", "Monitor", "Telefono", "Cuffie", "Batteria", "Adattatore", "Router", "Lampada",
)  # fmt: skip
_FIELDS: tuple[tuple[values.Kind, str, Callable[[Random], str]], ...] = (
    ("code", "Numero ordine", values.order_code),
    ("date", "Data ordine", values.date),
    ("code", "Codice fiscale", values.tax_code),
    ("code", "Partita IVA", values.vat_number),
    ("iban", "IBAN", values.iban),
    ("amount", "Imponibile", values.amount),
    ("amount", "Spese di spedizione", values.amount),
    ("amount", "Totale da pagare", values.amount),
    ("date", "Scadenza", values.date),
    ("code", "Codice articolo", values.ean13),
    ("date", "Data di nascita", values.date),
    ("amount", "Rimborso richiesto", values.amount),
    ("code", "Codice cliente", values.order_code),
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A clean page: grey pixels, its lines of text in reading order, and the values of a form.

    Cells of a table row, and label and value, are parted by a tab.
    """

    pixels: Grey
    lines: tuple[str, ...]
    fields: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class Face:
    """A typeface with a size in points."""

    regular: Path
    bold: Path
    points: float

    def font(self, scale: float = 1, *, bold: bool = False) -> ImageFont.FreeTypeFont:
        return _font(self.bold if bold else self.regular, round(self.points * scale * DPI / 72))


@lru_cache(maxsize=64)
def _font(path: Path, pixels: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, pixels)


class Paper:
    """A page on which text is set from above to below; ``lines`` are what was set."""

    def __init__(self, size: tuple[int, int]) -> None:
        self.image = Image.new("L", size, 255)
        self.draw = ImageDraw.Draw(self.image)
        self.lines: list[str] = []

    def print(self, where: tuple[int, int], text: str, font: ImageFont.FreeTypeFont) -> None:
        self.draw.text(where, text, fill=0, font=font)

    def sheet(self, fields: Sequence[Field] = ()) -> Sheet:
        return Sheet(np.array(self.image), tuple(self.lines), tuple(fields))


def wrap(text: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """Lines no wider than ``width``, filled one after another."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and font.getlength(longer) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _height(font: ImageFont.FreeTypeFont, spacing: float = 1.25) -> int:
    ascent, descent = font.getmetrics()
    return round((ascent + descent) * spacing * 0.9)


class Text:
    """Sentences of a set, drawn at random and put together to paragraphs."""

    def __init__(self, sentences: Sequence[str], random: Random) -> None:
        self.sentences = sentences
        self.random = random

    def paragraph(self, most: int = 420) -> str:
        start = self.random.randrange(len(self.sentences) - 8)
        text = self.sentences[start]
        for sentence in self.sentences[start + 1 : start + 8]:
            if len(text) + len(sentence) < most:
                text += f" {sentence}"
        return text

    def heading(self) -> str:
        words = self.random.choice(self.sentences).split()[:5]
        return " ".join(words).strip(" ,;:.!?").upper() or "OGGETTO"


def set_column(
    paper: Paper, text: Text, face: Face, left: int, right: int, top: int, bottom: int
) -> None:
    """Fill a column with paragraphs."""
    font = face.font()
    step = _height(font)
    while top + step <= bottom:
        for line in wrap(text.paragraph(), font, right - left):
            if top + step > bottom:
                return
            paper.print((left, top), line, font)
            paper.lines.append(line)
            top += step
        top += step // 2


def letter(size: tuple[int, int], text: Text, face: Face, random: Random) -> Sheet:
    paper = Paper(size)
    margin, font, bold = size[0] // 10, face.font(), face.font(bold=True)
    step, top = _height(font), size[1] // 14
    date = values.date(random)
    for line in ("Ufficio reclami", f"Pratica n. {values.order_code(random)}", f"Milano, {date}"):
        paper.print((margin, top), line, font)
        paper.lines.append(line)
        top += step
    top += step
    for line in wrap(f"Oggetto: {text.heading().capitalize()}", bold, size[0] - 2 * margin):
        paper.print((margin, top), line, bold)
        paper.lines.append(line)
        top += step
    set_column(paper, text, face, margin, size[0] - margin, top + step // 2, size[1] - margin)
    return paper.sheet()


def columns(count: int) -> Callable[[tuple[int, int], Text, Face, Random], Sheet]:
    """A layout of columns below a heading."""

    def layout(size: tuple[int, int], text: Text, face: Face, _random: Random) -> Sheet:
        paper = Paper(size)
        small = Face(face.regular, face.bold, face.points * (1 if count == 2 else 0.85))
        margin, gap = size[0] // 14, size[0] // 22
        width = (size[0] - 2 * margin - (count - 1) * gap) // count
        top, font = size[1] // 14, face.font(1.4, bold=True)
        for line in wrap(text.heading(), font, size[0] - 2 * margin):
            paper.print((margin, top), line, font)
            paper.lines.append(line)
            top += _height(font)
        top += _height(font) // 2
        for column in range(count):
            left = margin + column * (width + gap)
            set_column(paper, text, small, left, left + width, top, size[1] - margin)
        return paper.sheet()

    return layout


def table(size: tuple[int, int], text: Text, face: Face, random: Random) -> Sheet:
    """An invoice: some lines of text, then rows of goods, ruled or not."""
    paper = Paper(size)
    margin, font, bold = size[0] // 12, face.font(0.95), face.font(0.95, bold=True)
    top, step = size[1] // 14, round(_height(font) * 1.25)
    for line in wrap(text.paragraph(200), font, size[0] - 2 * margin)[:4]:
        paper.print((margin, top), line, font)
        paper.lines.append(line)
        top += _height(font)
    top += step
    width = size[0] - 2 * margin
    starts = [margin + round(width * share) for share in (0, 0.34, 0.64, 0.76)]
    fields: list[Field] = []
    ruled = random.random() < 0.5
    rows = min(14, (size[1] - margin - top) // step)
    for row in range(rows):
        if row == 0:
            cells = ["Articolo", "Codice", "Pezzi", "Importo"]
        else:
            code, price = values.order_code(random), values.amount(random)
            cells = [random.choice(_PRODUCTS), code, str(random.randint(1, 40)), price]
            fields += [Field("code", "Codice", code), Field("amount", "Importo", price)]
        used = bold if row == 0 else font
        for start, cell in zip(starts[:3], cells[:3], strict=True):
            paper.print((start + 10, top), cell, used)
        paper.print((size[0] - margin - 12 - round(used.getlength(cells[3])), top), cells[3], used)
        paper.lines.append("\t".join(cells))
        if ruled:
            paper.draw.line((margin, top - 8, size[0] - margin, top - 8), fill=0, width=3)
        top += step
    if ruled:
        edge = top - 8
        paper.draw.line((margin, edge, size[0] - margin, edge), fill=0, width=3)
        for x in (*starts, size[0] - margin):
            paper.draw.line((x, edge - rows * step, x, edge), fill=0, width=3)
    return paper.sheet(fields)


def form(size: tuple[int, int], text: Text, face: Face, random: Random) -> Sheet:
    """Labels with values: side by side in two columns of print, as forms have them."""
    paper = Paper(size)
    margin, font, bold = size[0] // 12, face.font(), face.font(bold=True)
    top, step = size[1] // 14, round(_height(font) * 1.35)
    paper.print((margin, top), "MODULO DI RECLAMO", face.font(1.3, bold=True))
    paper.lines.append("MODULO DI RECLAMO")
    top += 2 * step
    fields: list[Field] = []
    at = margin + round((size[0] - 2 * margin) * 0.42)
    lined = random.random() < 0.4
    for kind, label, make in random.sample(_FIELDS, len(_FIELDS)):
        if top > size[1] - margin - 2 * step:
            break
        value = make(random)
        shown = f"€ {value}" if kind == "amount" else value
        paper.print((margin, top), f"{label}:", font)
        paper.print((at, top), shown, bold if random.random() < 0.3 else font)
        if lined:
            line = top + round(_height(font) * 0.95)
            paper.draw.line((at, line, size[0] - margin, line), fill=60, width=2)
        paper.lines.append(f"{label}:\t{shown}")
        fields.append(Field(kind, label, value))
        top += step
    set_column(paper, text, face, margin, size[0] - margin, top, size[1] - margin)
    return paper.sheet(fields)


LAYOUTS: dict[str, Callable[[tuple[int, int], Text, Face, Random], Sheet]] = {
    "letter": letter,
    "form": form,
    "two columns": columns(2),
    "table": table,
    "three columns": columns(3),
}
