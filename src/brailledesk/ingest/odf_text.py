"""What stands in a paragraph of an OpenDocument text: runs, notes, fields, pictures, text boxes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

from brailledesk.ingest.html_elements import is_same_language
from brailledesk.ingest.odf import DRAW, FO, MATH, OFFICE, STYLE, SVG, TEXT, collapse, integer
from brailledesk.ingest.odf_styles import OdfStyles
from brailledesk.ingest.runs import OpenRuns, lowered, raised
from brailledesk.text import Origin, Typeform

_NOT_SHOWN = {
    f"{OFFICE}annotation",
    f"{OFFICE}annotation-end",
    f"{TEXT}tracked-changes",
    f"{TEXT}hidden-text",
    f"{TEXT}script",
    f"{TEXT}ruby-text",
    f"{TEXT}bookmark",
    f"{TEXT}note-citation",
    f"{TEXT}soft-page-break",
    f"{TEXT}toc-mark",
    f"{TEXT}alphabetical-index-mark",
    f"{TEXT}user-index-mark",
}
_SHAPES = {
    f"{DRAW}{name}"
    for name in (
        "frame", "custom-shape", "rect", "ellipse", "circle", "line", "path", "polygon",
        "polyline", "regular-polygon", "connector", "measure", "caption", "g", "control",
    )
}  # fmt: skip
_MOST_BLANKS = 200
_FORMULA_SIGNS = {"mfrac": "/", "msup": "^", "msub": "_", "munder": "_", "mover": "^"}


@dataclass(frozen=True, slots=True)
class _Look:
    """What an element hands down to the text in it."""

    typeform: Typeform
    language: str | None
    script: str = ""
    is_capital: bool = False


class OdfText:
    """Reads the text of paragraphs into an OpenRuns; what floats there is left to be read later."""

    def __init__(
        self,
        styles: OdfStyles,
        language: str,
        label_of: Callable[[etree._Element], str],
        formula_of: Callable[[etree._Element], etree._Element | None],
    ) -> None:
        self._styles = styles
        self._language = language
        self._label_of = label_of
        self._formula_of = formula_of

    def read(
        self, paragraph: etree._Element, runs: OpenRuns, origin: Origin, *, is_heading: bool
    ) -> list[etree._Element]:
        """Add the text of a paragraph; the shapes in it.

        A heading's own bold is its looks, not an emphasis.
        """
        name = paragraph.get(f"{TEXT}style-name")
        form = Typeform.PLAIN
        if not is_heading and not self._styles.is_heading_of_table(name):
            form = self._styles.typeform("paragraph", name, form)
        look = _Look(form, self._styles.language_of("paragraph", name))
        if self._styles.is_hidden_text("paragraph", name):
            return []
        shapes: list[etree._Element] = []
        self._inside(paragraph, look, runs, origin, shapes)
        return shapes

    def _inside(
        self,
        element: etree._Element,
        look: _Look,
        runs: OpenRuns,
        origin: Origin,
        shapes: list[etree._Element],
    ) -> None:
        self._add(element.text, look, runs, origin)
        for child in element:
            self._child(child, look, runs, origin, shapes)
            self._add(child.tail, look, runs, origin)

    def _child(
        self,
        child: etree._Element,
        look: _Look,
        runs: OpenRuns,
        origin: Origin,
        shapes: list[etree._Element],
    ) -> None:
        tag = child.tag
        if tag in _NOT_SHOWN:
            return
        if tag == f"{TEXT}s":
            blanks = min(integer(child.get(f"{TEXT}c"), 1), _MOST_BLANKS)
            runs.add(" " * blanks, look.typeform, self._tag(look), origin)
        elif tag == f"{TEXT}tab":
            runs.add(" ", look.typeform, self._tag(look), origin)
        elif tag == f"{TEXT}line-break":
            runs.add_break(look.typeform, self._tag(look), origin)
        elif tag == f"{TEXT}note":
            label = self._label_of(child)
            runs.add(f"({label})", look.typeform, self._tag(look), origin, label)
        elif tag in _SHAPES:
            self._shape(child, look, runs, origin, shapes)
        elif tag == f"{TEXT}span":
            name = child.get(f"{TEXT}style-name")
            if not self._styles.is_hidden_text("text", name):
                self._inside(child, self._look(name, look), runs, origin, shapes)
        else:  # links, fields, ruby bases, marks around text: their text is text
            self._inside(child, look, runs, origin, shapes)

    def _shape(
        self,
        shape: etree._Element,
        look: _Look,
        runs: OpenRuns,
        origin: Origin,
        shapes: list[etree._Element],
    ) -> None:
        formula = self._formula_of(shape)
        if formula is None:
            shapes.append(shape)
            return
        runs.add(formula_text(formula), look.typeform, None, origin)

    def _look(self, name: str | None, above: _Look) -> _Look:
        position = self._styles.text_property("text", name, f"{STYLE}text-position") or ""
        transform = self._styles.text_property("text", name, f"{FO}text-transform")
        return _Look(
            self._styles.typeform("text", name, above.typeform),
            self._styles.language_of("text", name) or above.language,
            _script(position) if position else above.script,
            above.is_capital if transform is None else transform == "uppercase",
        )

    def _add(self, text: str | None, look: _Look, runs: OpenRuns, origin: Origin) -> None:
        before = runs.last_character()
        shown = collapse(text, before)
        if look.is_capital:
            shown = shown.upper()
        if look.script and shown:
            shown = (raised if look.script == "super" else lowered)(shown, before)
        runs.add(shown, look.typeform, self._tag(look), origin)

    def _tag(self, look: _Look) -> str | None:
        if not look.language or is_same_language(look.language, self._language):
            return None
        return look.language


def _script(position: str) -> str:
    """Whether text stands above or below the line: "super 58%", "sub 58%", "33% 58%"."""
    first = position.split(" ", 1)[0]
    if first in {"super", "sub"}:
        return first
    if first.startswith("-") and first[1:2] in "123456789":
        return "sub"
    return "super" if first[:1] in set("123456789") else ""


def alternative_of(shape: etree._Element) -> str:
    """The alternative text of a shape: its description, or else its title."""
    for name in ("desc", "title"):
        text = " ".join((shape.findtext(f"{SVG}{name}") or "").split())
        if text:
            return text
    return ""


def shape_parts(shape: etree._Element) -> Iterator[etree._Element]:
    """The shapes of a group, in order; any other shape itself."""
    waiting = [shape]
    while waiting:
        current = waiting.pop()
        if current.tag == f"{DRAW}g":
            waiting.extend(reversed([one for one in current if one.tag in _SHAPES]))
        else:
            yield current


def formula_text(formula: etree._Element) -> str:
    """MathML in one line: a/b, x^2, a_1, √2."""
    pieces: list[str] = []
    _add_formula(formula, pieces)
    return "".join(pieces)


def _add_formula(element: etree._Element, pieces: list[str]) -> None:
    name = str(element.tag).removeprefix(MATH)
    if name in {"annotation", "annotation-xml"} or not isinstance(element.tag, str):
        return
    if name in {"mi", "mn", "mo", "mtext", "ms"}:
        pieces.append(" ".join((element.text or "").split()))
        return
    if name in {"msqrt", "mroot"}:
        pieces.append("√")
    for place, child in enumerate(element):
        sign = _FORMULA_SIGNS.get(name, "_" if name == "msubsup" and place == 1 else "^")
        if place and (name in _FORMULA_SIGNS or name == "msubsup"):
            pieces.append(sign)
        _add_formula(child, pieces)
