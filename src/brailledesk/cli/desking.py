"""What the commands of the desk do."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from brailledesk.adapters.load import load_screen
from brailledesk.cells import cells_to_unicode
from brailledesk.cli.console import put, say, translator
from brailledesk.cli.desk_console import Console
from brailledesk.cli.desk_drawing import Canvas, TerminalDisplay
from brailledesk.cli.desk_keys import Keyboard, key_names
from brailledesk.cli.desk_terminal import pieces_of_input, raw_terminal
from brailledesk.desk.filters import AS_IT_IS, DeskFilters, PluginFilters
from brailledesk.desk.outline import TableView, outline
from brailledesk.desk.port import DeskPort
from brailledesk.desk.profile_file import load_profile
from brailledesk.desk.recording import MAX_RECORDING, Recorder, Setup, play
from brailledesk.desk.session import DeskSession, open_desk
from brailledesk.desk.transcript import transcript
from brailledesk.desk.translating import desk_translator
from brailledesk.errors import N_, OutputError, SourceEmpty, UsageError
from brailledesk.frame import Geometry
from brailledesk.i18n import choose_language
from brailledesk.plugins.door import open_door
from brailledesk.screen import Screen
from brailledesk.sources import STANDARD_INPUT, take_source
from brailledesk.system_errors import reason_of
from brailledesk.translate.load import load_translator

if TYPE_CHECKING:
    from brailledesk.cli.desk import DeskChoices, ScreenChoices
    from brailledesk.plugins.door import Door
    from brailledesk.telephony.running import CallThread


def run_screen(source: str, view: str, chosen: ScreenChoices) -> None:
    """Print all windows of a screen: a row of Braille, the print of it below."""
    shown = _load(source, chosen)
    windows = transcript(
        shown,
        load_profile(chosen["profile"]),
        desk_translator(chosen["table"]),
        Geometry(chosen["cells"], chosen["rows"]),
        view=TableView(view),
    )
    for window in windows:
        for cells, text in zip(window.rows, window.texts, strict=True):
            put(f"{cells_to_unicode(cells).rstrip(chr(0x2800))}\n")
            say(text)


def _load(source: str, chosen: ScreenChoices) -> Screen:
    """The screen of a source. Raises SourceEmpty where nothing is on it."""
    shown = load_screen(
        source,
        kind=chosen["kind"],
        is_remote_allowed=chosen["remote"],
        has_styles=chosen["styles"],
        standard_input=sys.stdin.buffer,
    )
    if not outline(shown, {}).items:
        raise SourceEmpty(STANDARD_INPUT if source == "-" else source)
    return shown


def run_desk(source: str | None, chosen: DeskChoices) -> None:
    """A desk in the terminal, or one that plays a recording."""
    if chosen["play"] is not None:
        if source is not None:
            raise UsageError(
                N_("A recording has its own screens."), N_("Leave out {source}."), source=source
            )
        _play(chosen["play"], is_plain=chosen["plain"])
        return
    if source is None or source == "-":
        raise UsageError(
            N_("The desk needs the file or address of a screen."),
            N_("Standard input is for keys."),
        )
    shown = _load(source, chosen)
    with ExitStack() as stack:
        setup = Setup(
            profile=chosen["profile"], table=chosen["table"], contracted=chosen["contracted"]
        )
        door = open_door()
        session = open_session(setup, time.time, PluginFilters(door))
        if chosen["speak"]:
            stack.enter_context(_voice(session, chosen))
        desk: DeskPort = session
        if chosen["record"] is not None:
            stream = stack.enter_context(_created(chosen["record"]))
            desk = Recorder(desk, stream, setup, time.time)
        display = TerminalDisplay(Geometry(chosen["cells"], chosen["rows"], chosen["status"]))
        desk.attach(display)
        desk.publish(shown)
        is_plain = chosen["plain"] or not (sys.stdin.isatty() and sys.stdout.isatty())
        if not is_plain:
            stack.enter_context(raw_terminal())
        keyboard = Keyboard(cells_of(chosen["table"]))
        console = Console(desk, display, keyboard, Canvas(is_plain=is_plain))
        if chosen["display"] is not None:
            device = attached_device(chosen["display"], chosen["model"] or "", console)
            stack.enter_context(device)
        if chosen["calls"] is not None:
            stack.enter_context(_calls(chosen["calls"], door, console))
        _run(console)


def _run(console: Console) -> None:
    """Until a key quits, or there are no more keys."""
    console.draw()
    for piece in pieces_of_input(lambda: _seconds(console)):
        if not all(map(console.press, key_names(piece))):
            return
        if not piece:
            console.draw()


def _seconds(console: Console) -> float | None:
    """How long the desk can wait for a key; time has passed meanwhile."""
    due = console.tick()
    return None if due is None else max(due - time.time(), 0.01)


@contextmanager
def attached_device(connection: str, model: str, console: Console) -> Iterator[None]:
    """A Braille display beside the terminal or the window."""
    from brailledesk.devices.displays.detect import opener_of
    from brailledesk.devices.displays.live import LiveDisplay

    live = LiveDisplay(connection, opener_of(connection, model), console.hear)
    live.start()
    try:
        yield
    finally:
        live.close()


def _calls(words: str, door: Door, console: Console) -> CallThread:
    """The telephone, whose state the desk shows."""
    from brailledesk.telephony.following import CallDesk
    from brailledesk.telephony.lookup import lookup_of
    from brailledesk.telephony.running import CallThread
    from brailledesk.telephony.source import open_source

    source = open_source(words, door)
    follower = CallDesk(console, translator(), wrap_up=source.wrap_up, lookup=lookup_of(door))
    return CallThread(source, follower)


@contextmanager
def _voice(session: DeskSession, chosen: DeskChoices) -> Iterator[None]:
    """The voice beside the fingers. Raises what finding an engine raises."""
    from brailledesk.cli.desk_voice import speech_choice
    from brailledesk.cli.speaking import output_of
    from brailledesk.speech.desk_voice import DeskVoice
    from brailledesk.speech.queue import SpeechQueue

    choice = speech_choice(chosen)
    with SpeechQueue(output_of(chosen["engine"], None, chosen["ear"])) as queue:
        session.listen(DeskVoice(queue, choice))
        yield


def open_session(
    setup: Setup, clock: Callable[[], float], filters: DeskFilters = AS_IT_IS
) -> DeskSession:
    """A desk as it is set up, in the user's language."""
    import os

    return open_desk(
        table=setup.table,
        contracted=setup.contracted,
        profile=setup.profile,
        language=choose_language(dict(os.environ)),
        clock=clock,
        filters=filters,
    )


def cells_of(table: str) -> Callable[[str], bytes]:
    """What gives the cells of a character that is typed on an ordinary keyboard."""
    typed = load_translator(_typed_by(table))
    return lambda text: typed.translate(text).cells


def _typed_by(table: str) -> str:
    from brailledesk.translate.load import LOUIS_PREFIX

    return "it-8dot" if table.startswith(LOUIS_PREFIX) else table


def _created(path: str) -> BinaryIO:
    """The file of a recording; one that is there is not written over."""
    try:
        return Path(path).open("xb")
    except OSError as error:
        raise OutputError(path, reason_of(error)) from None


def _play(path: str, *, is_plain: bool) -> None:
    """Show each frame of a recording with what led to it; on a terminal as fast as it was."""
    _, data = take_source(Path(path), "", MAX_RECORDING)
    canvas = Canvas(is_plain=is_plain or not sys.stdout.isatty())
    before = 0.0
    for step in play(data, open_session):
        if not canvas.is_plain:
            time.sleep(min(max(step.at - before, 0.0), 2.0))
        before = step.at
        refused = "" if step.refused is None else step.refused.describe(translator())
        for frame, texts in zip(step.frames, step.texts, strict=True):
            if frame is not None:
                canvas.show(frame, texts, f"{step.at:.3f} {step.event}", refused)
