"""What stands in a paragraph of a Word document: runs of text, formulas, pictures, text boxes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml import etree

from brailledesk.ingest.html_elements import is_same_language
from brailledesk.ingest.runs import OpenRuns, lowered, raised
from brailledesk.ingest.styles import Styles, typeform_of
from brailledesk.ingest.wordml import W, attribute, child_value
from brailledesk.text import Origin, Typeform

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_VML_SHAPES = {f"{{urn:schemas-microsoft-com:vml}}{name}" for name in ("shape", "rect")}
_DRAWINGS = {f"{_WP}inline", f"{_WP}anchor"}
_BOX = f"{W}txbxContent"
_PICTURES = ("}pic", "}chart", "}relIds")
"""The last part of the tags of photographs, charts and diagrams."""

TRANSPARENT = {
    f"{W}{name}"
    for name in ("ins", "moveTo", "hyperlink", "smartTag", "fldSimple", "customXml", "dir", "bdo")
} | {f"{W}sdt", f"{W}sdtContent", f"{MC}AlternateContent", f"{MC}Choice", f"{_M}oMathPara"}
"""What holds text as if it were not there; deleted and moved text (del, moveFrom) is not here."""

_FORMULA_SIGNS = {f"{_M}den": "/", f"{_M}sup": "^", f"{_M}sub": "_", f"{_M}rad": "√"}


def open_through(parent: etree._Element, transparent: set[str]) -> Iterator[etree._Element]:
    """The elements directly inside, also through those that are transparent."""
    stack = [iter(parent)]
    while stack:
        element = next(stack[-1], None)
        if element is None:
            stack.pop()
        elif element.tag in transparent:
            stack.append(iter(element))
        else:
            yield element


class ParagraphText:
    """Reads the runs of paragraphs into an OpenRuns."""

    def __init__(
        self, styles: Styles, language: str, label_of: Callable[[etree._Element], str | None]
    ) -> None:
        self._styles = styles
        self._language = language
        self._label_of = label_of

    def read(
        self,
        paragraph: etree._Element,
        runs: OpenRuns,
        style: str | None,
        origin: Origin,
        *,
        is_heading: bool,
    ) -> None:
        """Add the text of a paragraph; a heading's own bold is its looks, not an emphasis."""
        inherited = Typeform.PLAIN if is_heading else self._styles.typeform(style)
        for element in open_through(paragraph, TRANSPARENT):
            if element.tag == f"{W}r":
                self._read_run(element, runs, (inherited, self._styles.language_of(style)), origin)
            elif element.tag == f"{_M}oMath":
                runs.add(formula_text(element), inherited, None, origin)

    def _read_run(
        self,
        run: etree._Element,
        runs: OpenRuns,
        inherited: tuple[Typeform, str | None],
        origin: Origin,
    ) -> None:
        properties = run.find(f"{W}rPr")
        if self._styles.has_on(properties, "vanish"):
            return
        typeform = typeform_of(properties, self._styles, inherited[0])
        language = self._run_language(properties, inherited[1])
        is_capital = self._styles.has_on(properties, "caps")
        for element in run:
            label = self._label_of(element)
            if label is not None:
                runs.add(f"({label})", typeform, language, origin, label)
                continue
            text = text_of(element)
            if text == "\n":
                runs.add_break(typeform, language, origin)
                continue
            text = _placed(text.upper() if is_capital else text, properties, runs.last_character())
            runs.add(text, typeform, language, origin)

    def _run_language(self, properties: etree._Element | None, inherited: str | None) -> str | None:
        own = child_value(properties, "lang")
        tag = own or self._styles.language_of(child_value(properties, "rStyle")) or inherited
        if not tag or is_same_language(tag, self._language):
            return None
        return tag[:35]


def _placed(text: str, properties: etree._Element | None, before: str) -> str:
    """Text that stands above or below the line, told from text on it."""
    place = child_value(properties, "vertAlign")
    if place == "superscript":
        return raised(text, before)
    return lowered(text, before) if place == "subscript" else text


def text_of(element: etree._Element) -> str:
    """The text of one child of a run; of a picture or a deletion there is none."""
    tag = str(element.tag)
    if tag == f"{W}t":
        return (element.text or "").replace("\n", " ")
    if tag == f"{W}sym":
        return _symbol(element)
    if tag == f"{W}ruby":
        return "".join(one.text or "" for one in element.iterfind(f"{W}rubyBase//{W}t"))
    return {
        f"{W}tab": " ",
        f"{W}ptab": " ",
        f"{W}br": " " if attribute(element, "type") in {"page", "column"} else "\n",
        f"{W}cr": "\n",
        f"{W}noBreakHyphen": "\u2011",
        f"{W}softHyphen": "\u00ad",
    }.get(tag, "")


def _symbol(element: etree._Element) -> str:
    """A character of a symbol font: private codes are the font's own, so they stay visible."""
    try:
        character = chr(int((attribute(element, "char") or "")[:6], 16))
    except (ValueError, OverflowError):
        return ""
    return "" if "\ud800" <= character <= "\udfff" else character


def formula_text(formula: etree._Element) -> str:
    """A formula in one line: a/b, x^2, a_1, √2."""
    pieces: list[str] = []
    for element in formula.iter():
        pieces.append(_FORMULA_SIGNS.get(str(element.tag), ""))
        if element.tag == f"{_M}t":
            pieces.append(element.text or "")
    return "".join(pieces)


def drawings(paragraph: etree._Element) -> Iterator[etree._Element]:
    """The pictures and the contents of text boxes of a paragraph, in order.

    Word writes shapes twice, the second time (Fallback) for old programs. What stands in a text
    box is left to who reads the box.
    """
    stack = [iter(paragraph)]
    while stack:
        element = next(stack[-1], None)
        if element is None:
            stack.pop()
            continue
        if element.tag in {f"{MC}Fallback", f"{W}del", f"{W}moveFrom"}:
            continue
        if element.tag == _BOX or element.tag in _DRAWINGS or element.tag in _VML_SHAPES:
            yield element
        if element.tag != _BOX:
            stack.append(iter(element))


def is_box(drawing: etree._Element) -> bool:
    return drawing.tag == _BOX


def picture_relations(drawing: etree._Element) -> Iterator[str]:
    """The relations of the pictures that a drawing shows, by their identifiers."""
    for element in drawing.iter():
        wanted = {"blip": "embed", "imagedata": "id"}.get(str(element.tag).rpartition("}")[2])
        for key, value in element.attrib.items():
            if wanted is not None and str(key).rpartition("}")[2] == wanted:
                yield str(value)


def alternative_of(drawing: etree._Element) -> str | None:
    """The alternative text of a picture, empty where it has none; None if it has nothing to tell.

    Lines, frames and the shapes around text boxes tell nothing, unless somebody described them.
    """
    described = drawing.find(f"{_WP}docPr") if drawing.tag in _DRAWINGS else drawing
    if described is None:
        return None
    text = described.get("descr") or described.get("alt") or described.get("title") or ""
    tags = [(str(element.tag), element) for element in drawing.iter()]
    if any(tag.endswith("}decorative") and one.get("val") in {"1", "true"} for tag, one in tags):
        return None
    if not text.strip() and not any(tag.endswith((*_PICTURES, "}imagedata")) for tag, _ in tags):
        return None
    return None if any(tag == _BOX for tag, _ in tags) and not text else " ".join(text.split())
