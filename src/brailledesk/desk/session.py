"""A desk at work: the only part of it that others hold, and the only one with a lock.

::

    session = open_desk(table="it-8dot", profile="it")
    session.attach(display)                      # anything with the methods of DisplayPort
    session.publish(parse_screen(data))
    for request in session.command(Command(Key.ROUTE, cell=4)):
        host.perform(request)                    # and publish, or patch, what became of it

Every call returns when all displays have the newest frame, with what the host is asked to do. A
screen that is refused leaves everything as it was.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from functools import partial
from threading import RLock
from typing import cast

from brailledesk.call import CALLS
from brailledesk.desk.announcer import Announcer
from brailledesk.desk.commands import ActionRequest, Command
from brailledesk.desk.filters import AS_IT_IS, DeskFilters
from brailledesk.desk.keys import perform
from brailledesk.desk.listener import DeskListener
from brailledesk.desk.messages import Message, Messages, Priority
from brailledesk.desk.profile import Profile
from brailledesk.desk.profile_file import DEFAULT, SPOKEN, load_profile
from brailledesk.desk.region import Source
from brailledesk.desk.state import DESK_CHANNEL, Desk
from brailledesk.desk.survey import Survey, survey
from brailledesk.desk.translating import LineTranslator, desk_translator
from brailledesk.desk.typing_table import Reading, TypingTable
from brailledesk.desk.typist import Typist
from brailledesk.desk.view import View
from brailledesk.errors import N_, UsageError
from brailledesk.frame import DisplayPort, Frame
from brailledesk.i18n import catalogue
from brailledesk.screen import Patch, Screen, apply_patch
from brailledesk.translate.load import LOUIS_PREFIX, load_back_translator, load_translator

TYPING_SECONDS = 10.0
"""So long after the last key the reader still counts as typing, and messages wait."""


class DeskSession:
    """One reader's desk; any thread may call it.

    ``clock`` gives seconds since the epoch. ``contracted`` is a second translator, which the reader
    switches to and back. ``say`` translates the desk's own words. ``filters`` change what hosts
    publish before it is shown; messages are filtered where they are kept.
    """

    def __init__(
        self,
        profile: Profile,
        translator: LineTranslator,
        typist: Typist,
        *,
        contracted: LineTranslator | None = None,
        messages: Messages | None = None,
        clock: Callable[[], float] = time.time,
        say: Callable[[str], str] = str,
        filters: DeskFilters = AS_IT_IS,
    ) -> None:
        self._lock = RLock()
        self._filters = filters
        self._given: Screen | None = None
        self._desk = Desk(
            profile, translator, typist, messages or Messages(), clock, say, contracted=contracted
        )
        self._announcers: list[Announcer] = []
        typist.tell = self._desk.tell
        for one in (translator, contracted):
            if one is not None:
                one.on_fault = self._desk.tell_fault

    @property
    def screen(self) -> Screen:
        """The screen as the host published it last."""
        return self._desk.published if self._given is None else self._given

    @property
    def shown(self) -> Screen:
        """The screen as filters left it."""
        return self._desk.published

    @property
    def is_covered(self) -> bool:
        """Whether a message or a note is shown in the place of the screen."""
        with self._lock:
            return self._desk.note is not None or self._desk.messages.shown is not None

    @property
    def history(self) -> list[Message]:
        """All messages that are kept, the oldest first."""
        with self._lock:
            return list(self._desk.messages.history)

    def belongs_to(self, sender: str) -> None:
        """Whose screens these are: the ``sender`` of the messages of their live regions."""
        with self._lock:
            self._desk.sender = sender

    def publish(self, screen: Screen, shown: Screen | None = None) -> list[ActionRequest]:
        """Show another screen; the windows keep their places where they can.

        ``shown`` is what filters made of it, where they were asked already.
        """
        with self._lock:
            if shown is None:
                shown = self._filters.screen(screen)
            self._given = None if shown is screen else screen
            requests = self._desk.publish(shown)
            self._published()
            return requests

    def patch(self, patch: Patch) -> list[ActionRequest]:
        """Change the screen. Raises StaleRevision, ScreenFaulty or ScreenTooLarge."""
        with self._lock:
            screen = apply_patch(self.screen, patch)
            shown = self._filters.screen(screen) if self._filters.has_screens else screen
            is_same = self._given is None and shown is screen
            self._given = None if shown is screen else screen
            changed = [one.node for one in patch.changes] if is_same else None
            named = {one.node for one in patch.changes if "value" in one.fields}
            requests = self._desk.publish(shown, changed, named)
            self._published()
            return requests

    def post(
        self,
        text: str,
        priority: Priority = Priority.TEXT,
        *,
        channel: str = "",
        key: str = "",
        seconds: float | None = None,
        sender: str = "",
    ) -> None:
        """Post a message; see :class:`~brailledesk.desk.messages.Message`."""
        with self._lock:
            now = self._desk.clock()
            message = Message(text, priority, channel, now, key, seconds, sender=sender)
            self._desk.messages.post(message)
            self._desk.send()

    def interrupt(self, text: str, key: str, seconds: float) -> None:
        """Show a message of the program itself over all others; see :meth:`Messages.interrupt`."""
        with self._lock:
            now = self._desk.clock()
            message = Message(text, Priority.IMPORTANT, DESK_CHANNEL, now, key, seconds)
            self._desk.messages.interrupt(message)
            self._desk.send()

    def set_call(self, state: str) -> None:
        """What the telephone does: one of ``profile.CALLS``. Raises UsageError for another word."""
        if state not in CALLS:
            raise UsageError(
                N_("There is no call state {state}."),
                N_("Known states: {known}."),
                state=state,
                known=", ".join(CALLS),
            )
        with self._lock:
            self._desk.call = state
            self._desk.send()
            for one in self._announcers:
                one.called(state)

    def attach(self, display: DisplayPort) -> Frame:
        """Take a display into use; one that was lost or has another size now, anew."""
        with self._lock:
            view = self._desk.attach(display)
            self._desk.draw()
            assert view.frame is not None
            return view.frame

    def detach(self, display: DisplayPort) -> None:
        """Let a display go."""
        with self._lock:
            self._desk.views = [one for one in self._desk.views if one.port is not display]

    def rest(self) -> None:
        """Nobody sees the desk for a while: it takes screens, and draws nothing until ``wake``.

        Keys are not for it so long, and its listeners are told nothing.
        """
        with self._lock:
            self._desk.is_resting = True

    def wake(self) -> None:
        """The desk is seen again: all displays get the frame of its newest screen."""
        with self._lock:
            self._desk.is_resting = False
            self._desk.catch_up()
            self._desk.send()

    def is_lost(self, display: DisplayPort) -> bool:
        """Whether a display failed, or was never attached."""
        with self._lock:
            view = self._view(display)
            return view is None or view.is_lost

    def command(self, command: Command, display: DisplayPort | None = None) -> list[ActionRequest]:
        """Do what a key means; ``display`` is the one it belongs to, None the first."""
        with self._lock:
            view = self._view(display)
            if view is None:
                return []
            run = partial(perform, self._desk, view, command)
            for one in self._announcers:
                run = partial(one.commanded, command, view, run)
            requests = run()
            self._desk.send()
            return requests

    def listen(
        self, listener: DeskListener, profile: str = SPOKEN, *, hears_messages: bool = True
    ) -> None:
        """Tell ``listener`` what happens from now on, lines in the words of a profile.

        ``hears_messages`` is False where desks share messages, and it hears them elsewhere.
        Raises what loading profiles raises.
        """
        words = load_profile(profile)
        with self._lock:
            self._desk.is_heard = True
            announcer = Announcer(self._desk, listener, words)
            self._announcers.append(announcer)
            if hears_messages:
                self._desk.messages.listeners.append(announcer.posted)

    def tell_focus(self) -> None:
        """Tell listeners where the focus is: the desk came into view."""
        with self._lock:
            for one in self._announcers:
                one.came()

    def tick(self) -> float | None:
        """Let time pass: messages come and go. The answer is when it is worth doing again."""
        with self._lock:
            desk = self._desk
            now = desk.clock()
            typed = desk.typed_at
            if typed is not None and now - typed >= TYPING_SECONDS and not desk.typist.is_pending:
                desk.typed_at = typed = None
                desk.messages.typing(now, is_typing=False)
            desk.messages.tick(now)
            desk.send()
            due = desk.messages.due()
            ends = None if typed is None else typed + TYPING_SECONDS
            return min((one for one in (due, ends) if one is not None), default=None)

    def end_typing(self) -> None:
        """The reader is elsewhere now: messages need not wait for what was typed here."""
        with self._lock:
            desk = self._desk
            if desk.typed_at is not None:
                desk.typed_at = None
                desk.messages.typing(desk.clock(), is_typing=False)

    def frame(self, display: DisplayPort | None = None) -> Frame | None:
        """The frame that a display shows."""
        with self._lock:
            view = self._view(display)
            return None if view is None else view.frame

    def texts(self, display: DisplayPort | None = None) -> tuple[str, ...]:
        """The print of each row of the frame that a display shows."""
        with self._lock:
            view = self._view(display)
            return () if view is None else view.texts()

    def survey(
        self, display: DisplayPort | None = None, before: int = 20, after: int = 40
    ) -> Survey | None:
        """The lines around the window of a display; None where there is none."""
        with self._lock:
            view = self._view(display)
            return None if view is None else survey(view.window, before, after)

    def source_at(self, row: int, cell: int, display: DisplayPort | None = None) -> Source | None:
        """What a cell of a display shows; None where it shows nothing of the screen."""
        with self._lock:
            view = self._view(display)
            return None if view is None else view.source(row, cell)

    def _published(self) -> None:
        if self._desk.is_resting:
            return
        self._desk.send()
        for one in self._announcers:
            one.published()

    def _view(self, display: DisplayPort | None) -> View | None:
        views = self._desk.views
        if display is None:
            return views[0] if views else None
        return next((one for one in views if one.port is display), None)


def open_desk(
    *,
    table: str = "it-8dot",
    contracted: str | None = None,
    typing: str | None = None,
    profile: str = DEFAULT,
    foreign: Mapping[str, str] | None = None,
    engine: str | None = None,
    language: str = "it",
    clock: Callable[[], float] = time.time,
    messages: Messages | None = None,
    filters: DeskFilters = AS_IT_IS,
) -> DeskSession:
    """A desk with the reader's tables and profile.

    ``table`` is read, and typed where ``typing`` does not name another of the project's own; with
    a table of liblouis, which is not read while it grows, "it-8dot" is typed. ``contracted`` is the
    table that the reader may switch to, for reading and typing. ``language`` is that of the desk's
    own words; ``messages`` are those that it shows, for desks that share them. ``filters`` are
    those of plugins, as a rule (:class:`~brailledesk.desk.filters.PluginFilters`); messages that
    are shared are filtered by whoever made them.
    Raises what loading tables and profiles raises.
    """
    second = None
    typing_contracted: Callable[[], TypingTable] | None = None
    if contracted is not None:
        second = desk_translator(contracted, foreign=foreign, engine=engine)
        load_translator(_typed_by(contracted), engine)  # that it is there is to be known now
        typing_contracted = partial(_typing_table, _typed_by(contracted), engine)
    load_translator(typing or _typed_by(table), engine)
    return DeskSession(
        load_profile(profile),
        desk_translator(table, foreign=foreign, engine=engine),
        Typist(partial(_typing_table, typing or _typed_by(table), engine), typing_contracted),
        contracted=second,
        messages=messages or Messages(keep=filters.message),
        clock=clock,
        say=catalogue(language),
        filters=filters,
    )


def _typed_by(table: str) -> str:
    return "it-8dot" if table.startswith(LOUIS_PREFIX) else table


def _typing_table(table: str, engine: str | None) -> TypingTable:
    reading = cast("Reading", load_back_translator(table))  # the project's own tables all have it
    return TypingTable(reading, load_translator(table, engine))
