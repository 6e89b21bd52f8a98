"""What a desk remembers, and how a change of it reaches the displays."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace

from brailledesk.desk.buffer import Buffer
from brailledesk.desk.commands import Action, ActionRequest
from brailledesk.desk.grids import Grid
from brailledesk.desk.live import has_regions, live_messages
from brailledesk.desk.messages import Message, Messages, Priority
from brailledesk.desk.moved import follow
from brailledesk.desk.outline import Outline, TableView, has_same_shape, outline
from brailledesk.desk.profile import Profile
from brailledesk.desk.region import Part, Source
from brailledesk.desk.roles import TABLES
from brailledesk.desk.status import Status
from brailledesk.desk.translating import LineTranslator
from brailledesk.desk.typist import Typist
from brailledesk.desk.view import View
from brailledesk.errors import N_
from brailledesk.frame import DisplayPort
from brailledesk.screen import EMPTY, Screen

_TELL_AGAIN = 60.0
"""Seconds after which a fault that lasts is told again."""
_PATIENCE = 10.0
"""Seconds after which a host has refused what it was asked for and has not done."""
_FEW = 32
"""Where more nodes changed, all tables are laid out anew: to look for theirs takes longer."""
DESK_CHANNEL = "desk"
"""The channel of messages that the desk posts itself."""


class Desk:
    """The state of a desk. Not safe with threads: see ``session``.

    ``published`` is the host's screen, ``screen`` the same with what was typed since.
    """

    def __init__(
        self,
        profile: Profile,
        translator: LineTranslator,
        typist: Typist,
        messages: Messages,
        clock: Callable[[], float],
        say: Callable[[str], str],
        *,
        contracted: LineTranslator | None = None,
    ) -> None:
        self.profile = profile
        self.translator = translator
        self.typist = typist
        self.messages = messages
        self.clock = clock
        self.say = say
        self.published = EMPTY
        self.screen = EMPTY
        self.table_views: dict[str, TableView] = {}
        self.reading: Outline = outline(EMPTY, {})
        self.views: list[View] = []
        self.call = "idle"
        self.sender = ""
        """Of the messages of live regions."""
        self.is_heard = False
        """Whether somebody listens who can speak a line."""
        self.note: str | None = None
        """What the reader asked to see: history, a place; it covers the window until a key."""
        self.typed_at: float | None = None
        self.asked_at: float | None = None
        """When something was asked for of the field that is typed into, unless it was sent off."""
        self.history_place = 0
        self.is_resting = False
        """Whether nobody sees the desk: it takes screens, and draws when somebody does."""
        self._typed: str | None = None
        self._is_behind = False
        self._has_moved = False
        self._other = contracted
        self._fault_told_at: float | None = None

    def tell(self, message: str) -> None:
        """A word of the desk's own."""
        text = self.say(message)
        self.messages.post(Message(text, Priority.TEXT, DESK_CHANNEL, self.clock()))

    def tell_fault(self) -> None:
        """Say, but not again and again, that lines are spelled because a table failed."""
        now = self.clock()
        if self._fault_told_at is None or now - self._fault_told_at >= _TELL_AGAIN:
            self._fault_told_at = now
            self.tell(N_("the Braille table failed: text is spelled in computer Braille"))

    def switch_contraction(self) -> None:
        """Read by the other table, if the reader has two."""
        if self._other is None:
            self.tell(N_("there is no contracted table"))
            return
        self.translator, self._other = self._other, self.translator
        self.typist.is_contracted = self.translator.is_contracted
        self.rebuild()

    def asked(self, requests: Iterable[ActionRequest]) -> None:
        """Remember since when the host has to do something in the field that is typed into."""
        for one in requests:
            if one.node == self.typist.node:
                self.asked_at = None if one.action is Action.SUBMIT else self.clock()

    def publish(
        self,
        screen: Screen,
        changed: Iterable[str] | None = None,
        named: Collection[str] = (),
    ) -> list[ActionRequest]:
        """Take the host's next screen.

        ``changed`` are the nodes that differ, None all that do; ``named`` those whose value the
        host names, be it what it was.
        """
        old = self.published
        self.published = screen
        requests, is_answer = self.typist.take(
            old, screen, is_named=self.typist.node in named, is_over=self._had_time()
        )
        is_first = old is EMPTY
        is_told = not is_first and (changed is not None or has_regions(screen))
        known: list[str] = []
        if changed is not None:
            known = list(changed)
        elif is_told or not self.is_resting:
            known = list(_differing(old, screen))
        if is_told:
            for message in live_messages(old, screen, known, self.clock()):
                self.messages.post(replace(message, sender=self.sender))
        # A host that comes after what was typed takes nobody back who has read on meanwhile.
        has_caret_moved = screen.caret != old.caret and not is_answer
        has_moved = is_first or screen.focus != old.focus or has_caret_moved
        if self.is_resting:
            self._is_behind = True
            self._has_moved = self._has_moved or has_moved
        else:
            is_whole = changed is None and len(old.nodes) != len(screen.nodes)
            self._take(None if is_whole else known, has_moved=has_moved)
        return requests

    def _had_time(self) -> bool:
        return self.asked_at is None or self.clock() - self.asked_at >= _PATIENCE

    def catch_up(self) -> None:
        """Bring the buffers to the newest screen, if some came while nobody saw the desk."""
        if self._is_behind:
            self._take(None, has_moved=self._has_moved)
            self._is_behind = self._has_moved = False

    def _take(self, changed: list[str] | None, *, has_moved: bool) -> None:
        self.rebuild(changed)
        if has_moved:
            self.to_focus()

    def rebuild(self, changed: list[str] | None = None) -> None:
        """Make the buffers anew from the screen and what was typed; windows keep their places.

        ``changed`` are the nodes that differ from the screen before, None any.
        """
        old, new = self.screen, self.typist.overlay(self.published)
        self.screen = new
        typed, self._typed = self._typed, self.typist.node
        if changed is not None:  # what was typed differs, too, in the screen that is shown
            changed = [*changed, *{typed, self._typed} - {None}]  # type: ignore[list-item]
        if changed is None or not _have_same_shape(old, new, changed):
            self.reading = outline(new, self.table_views)
        moved = follow(old, new)
        stale = None if changed is None or len(changed) > _FEW else self._tables_of(changed)
        for view in self.views:
            view.window.exchange(self._buffer(view, stale), moved)

    def to_focus(self) -> None:
        """Bring all windows to the caret, or to the node that has the focus."""
        screen = self.screen
        caret, focus = screen.caret, screen.focus
        for view in self.views:
            if caret is not None and focus in {None, caret.node}:
                view.window.reveal(Source(caret.node, Part.VALUE, caret.offset))
            elif focus is not None:
                view.window.reveal_line(focus)

    def follow_view(self, leader: View) -> None:
        """The other displays of the desk show the place that one was brought to."""
        subject = leader.window.subject()
        if subject is not None:
            for view in self.views:
                if view is not leader:
                    view.window.reveal(subject)

    def set_table_view(self, table: str, how: TableView) -> None:
        """Read a table in another way."""
        self.table_views[table] = how
        self.rebuild()

    def attach(self, port: DisplayPort) -> View:
        """Take a display into use; one that was lost goes on where the desk is by now."""
        self.catch_up()
        subject = self.views[0].window.subject() if self.views else None
        view = View(port, self._new_buffer(port.geometry.columns, {}))
        before = next((one for one in self.views if one.port is port), None)
        self.views = [one for one in self.views if one.port is not port]
        self.views.append(view)
        if before is not None and before.geometry == view.geometry:
            view.window = before.window
        elif subject is not None:
            view.window.reveal(subject)
        else:
            self.to_focus()
        return view

    def send(self) -> None:
        """Bring every display to the newest frame, unless nobody sees it."""
        if not self.is_resting:
            self.draw()

    def draw(self) -> None:
        """Bring every display to the newest frame."""
        text = self._covering()
        focus = self.screen.nodes.get(self.screen.focus or "")
        status = Status(self.call, self.messages.waiting, focus)
        for view in self.views:
            view.show_text(text, self.translator)
            view.send(view.render(status, self.profile))

    def _covering(self) -> str | None:
        """The text that covers the windows: an important message, a note, any other message."""
        shown = self.messages.shown
        if self.note is not None and (shown is None or shown.priority is not Priority.IMPORTANT):
            return self.note
        if shown is None:
            return None if self.reading.items else self.profile.words["empty"]
        if shown.count == 1:
            return shown.text
        return self.profile.words["times"].format(text=shown.text, count=shown.count)

    def _buffer(self, view: View, stale: set[str] | None) -> Buffer:
        """The buffer of a view for the screen as it is; tables that are not stale stay laid out."""
        old = view.window.buffer.grids
        kept = {} if stale is None else {table: old[table] for table in old if table not in stale}
        return self._new_buffer(view.geometry.columns, kept)

    def _new_buffer(self, width: int, grids: dict[str, Grid]) -> Buffer:
        return Buffer(self.screen, self.reading, self.profile, self.translator, width, grids)

    def _tables_of(self, changed: list[str]) -> set[str]:
        """The tables that changed nodes stand in."""
        nodes = self.screen.nodes
        found: set[str] = set()
        for node in changed:
            if node in nodes:
                above = [node, *self.screen.ancestors(node)]
                found.update(one for one in above if nodes[one].role in TABLES)
        return found


def _have_same_shape(old: Screen, new: Screen, changed: list[str]) -> bool:
    """Whether the order of reading is as it was, though these nodes differ."""
    before, after = old.nodes, new.nodes
    if old.root != new.root:
        return False
    for node in changed:
        was, now = before.get(node), after.get(node)
        if was is None or now is None or not has_same_shape(was, now):
            return False
    return True


def _differing(old: Screen, new: Screen) -> Iterable[str]:
    """The nodes of a new screen that are not as they were."""
    known = old.nodes.get
    return [one for one, node in new.nodes.items() if known(one) != node]
