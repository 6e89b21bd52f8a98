"""What is read in the window, how and where: takes actions and gives pictures.

It knows no toolkit and no clock: whoever calls says what time it is, in seconds.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence

from brailledesk.errors import N_, BrailledeskError
from brailledesk.magnify.atlas import Atlas
from brailledesk.magnify.flow import Place
from brailledesk.magnify.frame import Picture
from brailledesk.magnify.lines import ScreenText, TextLine
from brailledesk.magnify.markers import Span, marks_of
from brailledesk.magnify.paint import Canvas
from brailledesk.magnify.style import Style
from brailledesk.magnify.tracking import Area, Glide, Mode, Target, Targets, glide, wanted
from brailledesk.magnify.window.choices import changed, described
from brailledesk.magnify.window.find import find
from brailledesk.magnify.window.keys import Action, help_lines
from brailledesk.magnify.window.layout import Anchor, Content, Layout
from brailledesk.magnify.window.settings import Settings
from brailledesk.magnify.window.strip import Strip, plain_line, strip
from brailledesk.magnify.words import Words
from brailledesk.schemes import Scheme

TOLD = 3.0
"""Seconds that a message stays."""
_STYLES = 4

_MOVES = frozenset(
    {
        Action.LINE_DOWN,
        Action.LINE_UP,
        Action.PAGE_DOWN,
        Action.PAGE_UP,
        Action.TOP,
        Action.BOTTOM,
        Action.WORD_ON,
        Action.WORD_BACK,
    }
)


class Reader:
    """One reader at one window.

    ``schemes`` are those to choose from, all of them checked. ``say`` translates. ``has_desk`` is
    whether plain keys belong to a desk, for the help. ``scale`` is how many pixels the display has
    for one of those that programs count.
    """

    def __init__(
        self,
        settings: Settings,
        schemes: Sequence[Scheme],
        size: tuple[int, int],
        *,
        say: Callable[[str], str] = str,
        has_desk: bool = False,
        scale: float = 1.0,
    ) -> None:
        self.settings = settings
        self._scale = scale
        self.message = ""
        self.prompt: str | None = None
        """What is typed to be found; None where nothing is."""
        self.standing = ""
        """What stands at the lower edge while there is nothing else, as a key that was begun."""
        self._schemes = {one.name: one for one in schemes}
        self._say = say
        self._has_desk = has_desk
        self._words: OrderedDict[Style, Words] = OrderedDict()
        self._canvas = Canvas(*size)
        self._content = Content(())
        self._beside: tuple[Content, Anchor] | None = None  # what the help stands before
        self._targets = Targets()
        self._place = Place()
        self._glide = Glide(Area(0, 0, 1, 1), Area(0, 0, 1, 1), 0.0)
        self._started = 0.0
        self._told = 0.0
        self._is_running = False
        self._run_from = 0.0
        self._wanted = ""
        self._found: Span | None = None
        self._layout = self._laid_out()

    @property
    def size(self) -> tuple[int, int]:
        """Pixels of the window: width and height."""
        return self._canvas.width, self._canvas.height

    @property
    def lines(self) -> tuple[str, ...]:
        """The texts of the lines, as they are drawn and as they are spoken."""
        return tuple(line.text for line in self._content.lines)

    @property
    def is_helping(self) -> bool:
        """Whether the help is shown."""
        return self._beside is not None

    @property
    def has_open(self) -> bool:
        """Whether there is something to leave: a search, the help, a mark, a message."""
        return bool(self.prompt is not None or self._beside or self._found or self.message)

    def read(self, lines: Sequence[TextLine]) -> None:
        """Read lines that are no screen, from the beginning."""
        self._content, self._beside = Content(tuple(lines)), None
        self._place, self._found = Place(), None
        self._layout = self._laid_out()

    def show(self, text: ScreenText, now: float, changes: Sequence[str] = ()) -> None:
        """Show a screen; ``changes`` are the nodes to be marked as changed.

        The view stays at what it shows, and follows the focus and the caret where they moved.
        """
        content = Content(text.lines, marks_of(text, changes), text)
        if self._beside is not None:
            beside, anchor = self._beside
            self._beside = content, _moved(anchor, beside.text, text)
            return
        anchor = _moved(self._layout.anchor(self._place_at(now)), self._content.text, text)
        self._content = content
        self._layout = self._laid_out(self._layout)
        self._place, self._glide = self._layout.place(anchor), self._resting()
        self._follow(now)

    def resize(self, width: int, height: int, now: float) -> None:
        """The window has another size now; what is read stays in view."""
        self._canvas = Canvas(width, height)
        self._again(now)

    def act(self, action: Action, now: float) -> None:
        """Do what a key means; closing is the caller's."""
        if action in _MOVES:
            self._move(action, now)
        elif action is Action.RUN:
            self._is_running = not self._is_running and self._layout.is_tape
            self._run_from = now
        elif action is Action.HELP:
            self._help(now)
        elif action is Action.ESCAPE:
            self._escape(now)
        elif action is Action.FIND:
            self.prompt = ""
        elif action in {Action.FIND_NEXT, Action.FIND_PREVIOUS}:
            self._find(now, is_back=action is Action.FIND_PREVIOUS)
        else:
            self._choose(changed(self.settings, action, tuple(self._schemes)), now)

    def type(self, key: str, now: float) -> None:
        """A key while a text to be found is typed."""
        if self.prompt is None:
            return
        if key == "enter":
            self._wanted, self.prompt = self.prompt, None
            self._find(now)
        elif key == "backspace":
            self.prompt = self.prompt[:-1]
        elif len(key) == 1 and key.isprintable() and len(self.prompt) < 200:
            self.prompt += key

    def tell(self, message: str, now: float) -> None:
        """Say something at the lower edge, for a while."""
        self.message, self._told = message, now

    def picture(self, now: float) -> Picture:
        """The frame as it is at a time."""
        self._advance(now)
        if self.message and now - self._told >= TOLD:
            self.message = ""
        found = () if self._found is None else (self._found,)
        scene = self._layout.scene(self._place_at(now), self._height(), found)
        below = self._strip()
        return self._canvas.show(scene if below is None else below.under(scene))

    def due(self, now: float) -> float | None:
        """In how many seconds another picture is needed; None where only keys change it."""
        if self._is_running or now < self._started + self._glide.seconds:
            return 0.0
        return max(self._told + TOLD - now, 0.0) if self.message else None

    def _laid_out(self, earlier: Layout | None = None) -> Layout:
        settings = self.settings
        scheme = self._schemes.get(settings.scheme) or next(iter(self._schemes.values()))
        return Layout(
            self._content,
            settings.style(scheme, self._scale),
            settings.view,
            self._canvas.width,
            self._words_of,
            earlier=earlier,
        )

    def _words_of(self, style: Style) -> Words:
        words = self._words.pop(style, None) or Words(Atlas(style))
        self._words[style] = words
        while len(self._words) > _STYLES:
            self._words.popitem(last=False)
        return words

    def _strip(self) -> Strip | None:
        """What stands at the lower edge."""
        said = self.message or self.standing
        if self.prompt is not None:
            said = self._say(N_("Find: {text}")).format(text=self.prompt + "_")
        atlas = self._layout.flow.words.atlas
        return strip(said, atlas.style, atlas.em, self.size, self._words_of) if said else None

    def _height(self) -> int:
        """Pixels of the text: what a message leaves."""
        below = self._strip()
        return self._canvas.height - (0 if below is None else below.height)

    def _place_at(self, now: float) -> Place:
        return self._layout.moved(self._place, self._glide.at(now - self._started))

    def _resting(self) -> Glide:
        view = self._layout.view_at(self._height())
        return Glide(view, view, 0.0)

    def _rest(self, now: float) -> None:
        """Make the place where the view is now the one from which it moves."""
        self._place, self._glide = self._place_at(now), self._resting()

    def _advance(self, now: float) -> None:
        """Let the tape run."""
        if not self._is_running:
            return
        pixels = (now - self._run_from) * self.settings.ticker * self._layout.character
        if pixels < 1:
            return
        self._rest(now)
        end = self._layout.end(self._height())
        self._place = Place(0, min(self._place.offset + round(pixels), end.offset))
        self._run_from = now
        if self._place == end:
            self._is_running = False

    def _again(self, now: float) -> None:
        """Lay out again; what was followed and in view is in view afterwards."""
        place = self._place_at(now)
        anchor = self._layout.anchor(place)
        # A message is over it for a moment only: for that nothing moves.
        view = self._layout.view_at(self._canvas.height)
        seen = [one for one in self._spans() if view.holds(self._layout.area(place, one))]
        self._layout = self._laid_out(self._layout)
        self._place, self._glide = self._layout.place(anchor), self._resting()
        for span in seen[:1]:
            target = self._layout.area(self._place, span)
            self._go(target, Mode.PUSH, now, speed=0.0, height=self._canvas.height)

    def _spans(self) -> list[Span]:
        """What a reader looks at: what was found, the caret, the focus."""
        marks = self._content.marks
        found = [self._found, marks.caret, *marks.focus[:1]]
        return [one for one in found if one is not None]

    def _follow(self, now: float) -> None:
        marks, text = self._content.marks, self._content.text
        screen = None if text is None else text.screen
        focus = caret = None
        if screen is not None and marks.focus:
            focus = Target(screen.focus, self._layout.area(self._place, marks.focus[0]))
        if screen is not None and marks.caret is not None:
            caret = Target(screen.caret, self._layout.area(self._place, marks.caret))
        before, self._targets = self._targets, Targets(focus, caret)
        target = wanted(before, self._targets, self.settings.tracking)
        if target is not None:
            self._go(*target, now, speed=self.settings.speed)

    def _go(
        self, target: Area, mode: Mode, now: float, *, speed: float, height: int | None = None
    ) -> None:
        """Move the view, which rests, to a target, above a message unless ``height`` is given."""
        height = self._height() if height is None else height
        end = self._layout.follow(self._place, target, height, mode, self.settings.margin)
        self._glide, self._started = glide(self._layout.view_at(height), end, speed), now

    def _move(self, action: Action, now: float) -> None:
        self._rest(now)
        self._is_running = False
        layout, place, height = self._layout, self._place, self._height()
        is_up = action in {Action.LINE_UP, Action.PAGE_UP, Action.WORD_BACK}
        if action in {Action.TOP, Action.BOTTOM}:
            self._place = Place() if action is Action.TOP else layout.end(height)
        elif action in {Action.PAGE_UP, Action.PAGE_DOWN}:
            self._place = layout.page(place, height, is_up=is_up)
        elif action in {Action.LINE_UP, Action.LINE_DOWN} or layout.is_tape:
            self._place = layout.step(place, height, is_up=is_up)

    def _choose(self, settings: Settings, now: float) -> None:
        before, self.settings = self.settings, settings
        scheme = self._schemes.get(settings.scheme)
        if scheme is not None:
            filtered = settings.filter.scheme(scheme)
            self.tell(described(before, settings, filtered, self._say), now)
        try:
            self._again(now)
        except BrailledeskError as error:  # a font that cannot be used
            self.settings = before
            self.tell(error.describe(self._say), now)

    def _help(self, now: float) -> None:
        if self._beside is not None:
            self._escape(now)
            return
        lines = [plain_line(one) for one in help_lines(self._say, has_desk=self._has_desk)]
        self._beside = self._content, self._layout.anchor(self._place_at(now))
        self._content, self._place = Content(tuple(lines)), Place()
        self._found, self._is_running = None, False
        self._layout = self._laid_out()
        self._glide = self._resting()

    def _escape(self, now: float) -> None:
        """Out of what is open, the innermost first."""
        self._is_running = False
        if self.prompt is not None:
            self.prompt = None
        elif self._beside is not None:
            self._content, anchor = self._beside
            self._beside = None
            self._layout = self._laid_out()
            self._place, self._glide = self._layout.place(anchor), self._resting()
            self._follow(now)
        else:
            self._found, self.message = None, ""

    def _find(self, now: float, *, is_back: bool = False) -> None:
        self._rest(now)
        at = self._layout.anchor(self._place)
        start = at.line, at.character - (0 if is_back else 1)
        if self._found is not None:
            start = self._found.line, self._found.start
        found = find(self.lines, self._wanted, start, is_back=is_back)
        if found is None:
            said = self._say(N_("not found: {text}")).format(text=self._wanted)
            self.tell(said, now)
            return
        self._found = found
        self._go(self._layout.area(self._place, found), Mode.PUSH, now, speed=self.settings.speed)


def _moved(anchor: Anchor, before: ScreenText | None, now: ScreenText) -> Anchor:
    """The anchor in another state of a screen, where the same thing is shown."""
    if before is None or anchor.line >= len(before.reading.items):
        return anchor
    found = now.find_node(before.reading.items[anchor.line].node)
    return anchor if found is None else anchor._replace(line=found[0])
