"""The field that has the focus: its label stays above, its value moves below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from brailledesk.desk.region import Part
from brailledesk.magnify.flow import Flow, Place
from brailledesk.magnify.frame import Rectangle
from brailledesk.magnify.lines import ScreenText, TextLine, part_of
from brailledesk.magnify.markers import Marks, Span, marks_of
from brailledesk.magnify.scene import Band, Fill, Pane, Scene
from brailledesk.magnify.views.page import page_flow
from brailledesk.magnify.views.rows import side_margin, text_pane
from brailledesk.magnify.words import Words


@dataclass(frozen=True, slots=True)
class Field:
    """A field taken apart.

    ``label`` is what its line says besides the value: names, role, states, an error. ``value`` is
    the characters ``start`` to ``end`` of the line number ``line``; of what has no value, all that
    it says, and the label is what stands around it.
    """

    label: TextLine
    value: TextLine
    line: int
    start: int
    end: int


def focused_field(text: ScreenText) -> Field | None:
    """The field with the focus; None where nothing has it, or what has it has no line.

    Of a value in several lines it is the one with the caret.
    """
    focus = text.screen.focus
    found = None if focus is None else text.find_node(focus)
    if focus is None or found is None:
        return None
    marks = marks_of(text)
    index = found[0]
    if marks.caret is not None and any(one.line == marks.caret.line for one in marks.focus):
        index = marks.caret.line
    line = text.lines[index]
    spans = (
        _value_spans(line, focus) or list(line.spans(frozenset({focus}))) or [(0, len(line.text))]
    )
    start, end = spans[0][0], spans[-1][1]
    label = part_of(line, [(0, start), (end, len(line.text))])
    return Field(label, part_of(line, [(start, end)]), index, start, end)


def _value_spans(line: TextLine, node: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    place = 0
    for region in line.regions:
        end = place + len(region.text)
        if region.node == node and region.part is Part.VALUE:
            found.append((place, end))
        place = end
    return found


def field_focus(
    text: ScreenText, words: Words, width: int, height: int, place: Place | None = None
) -> Scene:
    """The field with the focus: its label pinned at the top, its value from ``place`` on below.

    Without a place, the row of the caret is in view. Where nothing has the focus, nothing is shown.
    """
    colours = words.atlas.style.colours
    field = focused_field(text)
    if field is None:
        return Scene(width, height, colours.background, ())
    label = page_flow([field.label], words, width)
    margin = side_margin(words.atlas.metrics)
    top = _label_height(label, height)
    column = Rectangle(margin, 0, label.width, top)
    pinned = _with_rule(
        text_pane(label, Place(), Rectangle(0, 0, width, top), column, Marks()), words
    )
    value = page_flow([field.value], words, width)
    marks = _inside(marks_of(text), field)
    area = Rectangle(0, top, width, height - top)
    if place is None:
        place = _caret_place(value, marks, area.height)
    column = Rectangle(margin, top, value.width, area.height)
    return Scene(
        width, height, colours.background, (pinned, text_pane(value, place, area, column, marks))
    )


def _label_height(label: Flow, height: int) -> int:
    """All rows of the label, if they leave half of the height; whole rows in any case."""
    metrics = label.words.atlas.metrics
    total = 0
    for row in label.rows(0):
        if total and total + row.height > height // 2:
            break
        total += row.height
    return min(total + metrics.stroke + metrics.margin * 2, height - 1)


def _with_rule(pane: Pane, words: Words) -> Pane:
    """The pane with a line at its lower edge, which parts the label from the value."""
    area, metrics = pane.area, words.atlas.metrics
    y = area.bottom - metrics.stroke - metrics.margin
    rule = Fill(area.x, y, area.width, metrics.stroke, words.atlas.style.colours.dimmed)
    bands = tuple(band for band in pane.bands if band.y + band.height <= y)
    return Pane(area, pane.background, (*bands, Band(y, metrics.stroke, signs=(rule,))))


def _inside(marks: Marks, field: Field) -> Marks:
    """The marks of the screen that are in the value, counted from its first character."""
    caret = marks.caret
    if caret is not None:
        is_in = caret.line == field.line and field.start <= caret.start <= field.end
        shifted = caret.start - field.start
        caret = Span(0, shifted, shifted) if is_in else None
    return Marks(
        focus=(Span(0, 0, max(len(field.value.text.rstrip()), 1)),) if field.value.text else (),
        caret=caret,
        selection=_shifted(marks.selection, field),
        changes=_shifted(marks.changes, field),
    )


def _shifted(spans: Sequence[Span], field: Field) -> tuple[Span, ...]:
    found: list[Span] = []
    for one in spans:
        start, end = max(one.start, field.start), min(one.end, field.end)
        if one.line == field.line and start < end:
            found.append(Span(0, start - field.start, end - field.start))
    return tuple(found)


def _caret_place(value: Flow, marks: Marks, height: int) -> Place:
    if marks.caret is None or not value.is_higher(0, height):
        return Place()
    row = value.rectangle(0, marks.caret.start)
    return value.move(Place(), max(row.bottom - height, 0))
