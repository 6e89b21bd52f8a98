"""A text as it stands in the window: laid out for a view, and places in it.

A place is that of the renderer: a line and pixels below its top; on the tape of one line it is
pixels from the beginning. An anchor is a line and a character, and outlives a layout.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from brailledesk.magnify.flow import Flow, Place, SeenRow
from brailledesk.magnify.lines import ScreenText, TextLine
from brailledesk.magnify.markers import NO_MARKS, Marks, Span
from brailledesk.magnify.scene import Scene
from brailledesk.magnify.style import Style
from brailledesk.magnify.tracking import Area, Mode, followed
from brailledesk.magnify.views.field import field_focus, focused_field
from brailledesk.magnify.views.page import column_width, page_flow, reading_column, whole_screen
from brailledesk.magnify.views.rows import pinned_height, side_margin
from brailledesk.magnify.views.split import overview_style, split, split_widths
from brailledesk.magnify.views.ticker import Tape, ticker
from brailledesk.magnify.window.settings import ViewName
from brailledesk.magnify.words import Words

_FAR = 100_000


class Anchor(NamedTuple):
    """A character of a line, and how far the view begins beyond it, in distances of base lines."""

    line: int = 0
    character: int = 0
    rest: float = 0.0


@dataclass(frozen=True, slots=True)
class Content:
    """What is read: lines, what of them is marked, and the screen that they are of, if any."""

    lines: tuple[TextLine, ...]
    marks: Marks = NO_MARKS
    text: ScreenText | None = None


class Layout:
    """Content in a style for a view of ``width`` pixels; ``words_of`` keeps what styles share.

    The field in focus is shown where there is one, and else all lines. ``earlier`` is the layout
    before the content changed: what stayed is not laid out again.
    """

    def __init__(
        self,
        content: Content,
        style: Style,
        view: ViewName,
        width: int,
        words_of: Callable[[Style], Words],
        *,
        earlier: Layout | None = None,
    ) -> None:
        self.content = content
        self.width = width
        self._words_of = words_of
        self._words = words_of(style)
        has_field = content.text is not None and focused_field(content.text) is not None
        self.view = ViewName.SCREEN if view is ViewName.FIELD and not has_field else view
        room = width
        if view is ViewName.COLUMN:
            room = column_width(self._words, width)
        elif view is ViewName.SPLIT:
            room = split_widths(width)[1]
        before = None if earlier is None else earlier.flow
        self.flow: Flow = page_flow(content.lines, self._words, room, earlier=before)

    @cached_property
    def _overview(self) -> Flow:
        atlas = self._words.atlas
        words = self._words_of(overview_style(atlas.style, atlas.em))
        return page_flow(self.content.lines, words, split_widths(self.width)[0])

    @cached_property
    def _tape(self) -> Tape:
        return Tape(self.content.lines, self._words)

    @property
    def is_tape(self) -> bool:
        """Whether the text is one line that moves sideways."""
        return self.view is ViewName.TICKER

    @property
    def character(self) -> float:
        """Pixels of a usual character."""
        return self._words.atlas.metrics.character

    def scene(self, place: Place, height: int, found: Sequence[Span] = ()) -> Scene:
        """What is seen from a place on in so many pixels; ``found`` is marked as selected."""
        marks, width = self.content.marks, self.width
        if found:
            marks = Marks(marks.focus, marks.caret, (*marks.selection, *found), marks.changes)
        match self.view:
            case ViewName.TICKER:
                return ticker(self._tape, place.offset, width, height, marks)
            case ViewName.SPLIT:
                return split(self._overview, self.flow, place, width, height, marks)
            case ViewName.COLUMN:
                return reading_column(self.flow, place, width, height, marks)
            case ViewName.FIELD:
                assert self.content.text is not None
                return field_focus(self.content.text, self._words, width, height)
            case _:
                return whole_screen(self.flow, place, width, height, marks)

    def anchor(self, place: Place) -> Anchor:
        """The line and the character that stand at a place."""
        if not self.content.lines:
            return Anchor()
        found = self._tape_anchor(place) if self.is_tape else self._row_anchor(place)
        pitch = self._words.atlas.metrics.pitch
        base = self.place(found)
        beyond = place.offset - base.offset if place.line == base.line else 0
        return found._replace(rest=beyond / pitch)

    def _row_anchor(self, place: Place) -> Anchor:
        first = next(self.flow.seen(place, 1 << 20), None)
        return Anchor(place.line) if first is None else Anchor(first.line, first.row.start)

    def _tape_anchor(self, place: Place) -> Anchor:
        line = self._tape.line_at(max(place.offset, 0))
        rest = place.offset - self._tape.start(line)
        words = self._tape.row(line).words
        before = [one.start for one in words if one.x <= rest]
        return Anchor(line, max(before, default=0))

    def place(self, anchor: Anchor) -> Place:
        """Where an anchor stands now; behind the last line, at the end."""
        if not self.content.lines:
            return Place()
        line = min(anchor.line, len(self.content.lines) - 1)
        character = min(anchor.character, len(self.content.lines[line].text))
        beyond = round(anchor.rest * self._words.atlas.metrics.pitch)
        if self.is_tape:
            return Place(0, max(self._tape.offset_of(line, character) + beyond, 0))
        place = self.flow.place_of(line, character)
        return self.flow.move(place, beyond) if beyond else place

    def area(self, place: Place, span: Span) -> Area:
        """Where characters stand, in pixels from the upper left corner of the view at a place."""
        if self.is_tape:
            start = self._tape.offset_of(span.line, span.start)
            end = self._tape.offset_of(span.line, span.end)
            return Area(min(start, end) - place.offset, 0, max(abs(end - start), 1), 1)
        where = self.flow.rectangle(span.line, span.start, span.end)
        down = self.flow.distance(place, Place(span.line), limit=_FAR)
        return Area(where.x, down + where.y, where.width, where.height)

    def view_at(self, height: int) -> Area:
        """The view itself: what of text is seen at once."""
        width = self.width - 2 * side_margin(self._words.atlas.metrics)
        return Area(0, 0, max(width, 1), 1) if self.is_tape else Area(0, 0, self.flow.width, height)

    def follow(self, place: Place, target: Area, height: int, mode: Mode, margin: float) -> Area:
        """The view that follows a target; see ``tracking.followed``."""
        if not self.is_tape:
            at = self.flow.move(place, round(target.y))
            height = min(self._room(place, height), self._room(at, height))
        view = self.view_at(height)
        if self.is_tape:  # how long it is nobody knows before all of it is laid out
            content = Area(-place.offset, 0, place.offset + target.x + target.width + _FAR, 1)
            mode = Mode.PUSH if mode is Mode.PROPORTIONAL else mode
            return followed(view, target, content, mode, margin)
        last = len(self.content.lines) - 1
        top = self.flow.distance(place, Place(), limit=_FAR)
        bottom = self.flow.distance(place, Place(last), limit=_FAR) + self.flow.height(last)
        target = Area(0, target.y, min(target.width, view.width), target.height)
        return followed(view, target, Area(0, top, view.width, bottom - top), mode, margin)

    def moved(self, place: Place, area: Area) -> Place:
        """The place of a view that was moved from that at ``place``."""
        if self.is_tape:
            return Place(0, max(place.offset + round(area.x), 0))
        return self.flow.move(place, round(area.y))

    def step(self, place: Place, height: int, *, is_up: bool) -> Place:
        """A row further, or on the tape a word; where the end is in view already, the same."""
        if not self.content.lines:
            return place
        if self.is_tape:
            tape = self._tape
            next_one = tape.word_before if is_up else tape.next_word
            return Place(0, next_one(place.offset))
        height = self._room(place, height)
        rows = list(self.flow.seen(place, height))
        if not rows or (not is_up and self._has_end(place, height)):
            return place
        if not is_up:
            return self._row_after(place, rows, height)
        back = self._row_before(rows[0])
        far = self.flow.distance(back, place, limit=_FAR) > self._stretch(height)
        return self.flow.move(place, -self._stretch(height)) if far else back

    def _row_after(self, place: Place, rows: Sequence[SeenRow], height: int) -> Place:
        """The next row; where the headings of a table stay above it, the one after: it is there."""
        down = rows[1].y if len(rows) > 1 else rows[0].row.height
        after = self.flow.move(place, min(down, self._stretch(height)))
        stays = pinned_height(self.flow, after, height) - pinned_height(self.flow, place, height)
        if stays > 0 and len(rows) > 2 and down <= stays:
            return self.flow.move(place, min(rows[2].y, self._stretch(height)))
        return after

    def _room(self, place: Place, height: int) -> int:
        """Pixels that headings which stay above leave of a view."""
        return height - pinned_height(self.flow, place, height)

    def _stretch(self, height: int) -> int:
        """Pixels that a step goes at most: a picture may be higher than the view."""
        return max(height // 2, self._words.atlas.metrics.pitch)

    def _row_before(self, first: SeenRow) -> Place:
        """The place of the row over the first that is seen, or of that one where a part is not."""
        if first.y < 0:
            return self.flow.place_of_row(first.line, first.number)
        if first.number:
            return self.flow.place_of_row(first.line, first.number - 1)
        if first.line == 0:
            return Place()
        return self.flow.place_of(first.line - 1, len(self.content.lines[first.line - 1].text))

    def page(self, place: Place, height: int, *, is_up: bool) -> Place:
        """A window further; what was last in the window is then first."""
        if self.is_tape:
            pixels = round(self.view_at(height).width * 0.8)
            offset = max(place.offset + (-pixels if is_up else pixels), 0)
            return Place(0, min(offset, self.end(height).offset))
        height = self._room(place, height)
        rows = list(self.flow.seen(place, height))
        if not rows:
            return place
        if is_up:
            return self._page_before(place, rows[0], height)
        if self._has_end(place, height):
            return place
        whole = [one for one in rows if one.y + one.row.height <= height and one.y > 0]
        if not whole:
            most = rows[0].row.height + min(rows[0].y, 0)
            return self.flow.move(place, min(most, max(height * 3 // 4, 1)))
        cut = rows[-1] if rows[-1].row.picture is not None else whole[-1]
        return self.flow.move(place, cut.y)

    def _page_before(self, place: Place, first: SeenRow, height: int) -> Place:
        back = self.flow.move(place, -max(height - min(first.row.height, height // 2), 1))
        above = next(self.flow.seen(back, height))
        is_cut = above.y < 0 and above.row.picture is None
        return self.flow.move(back, above.y) if is_cut else back

    def end(self, height: int) -> Place:
        """The last place: the end stands at the lower edge."""
        last = len(self.content.lines) - 1
        if last < 0:
            return Place()
        if self.is_tape:
            return Place(0, self._tape.offset_of(last, 0))
        end = self.flow.move(Place(last), self.flow.height(last) - height)
        return self.flow.move(Place(last), self.flow.height(last) - self._room(end, height))

    def _has_end(self, place: Place, height: int) -> bool:
        last = len(self.content.lines) - 1
        down = self.flow.distance(place, Place(last), limit=_FAR)
        # How high the last line is, all of it would have to be laid out to say.
        return down < height and not self.flow.is_higher(last, height - down)
