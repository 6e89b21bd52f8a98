"""Recordings: contents are masked, and what is played is what was recorded."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brailledesk.desk.commands import Command, Key
from brailledesk.desk.local_host import LocalHost
from brailledesk.desk.masking import Mask, mask
from brailledesk.desk.messages import Priority
from brailledesk.desk.outline import TableView
from brailledesk.desk.profile_file import load_profile
from brailledesk.desk.recording import Played, Recorder, Setup, play
from brailledesk.desk.session import DeskSession, open_desk
from brailledesk.desk.transcript import transcript
from brailledesk.desk.translating import desk_translator
from brailledesk.errors import RecordingFaulty, StaleRevision
from brailledesk.frame import Geometry
from brailledesk.screen import Change, Node, Patch, Screen, build_screen
from tests.desk.random_screens import COMMANDS, screens
from tests.desk.screens import Clock, Display, heads, n, row, screen

SETUP = Setup(profile="it", table="it-8dot")


def _open(setup: Setup, clock: Callable[[], float]) -> DeskSession:
    return open_desk(profile=setup.profile, table=setup.table, clock=clock)


def _recorded(
    shown: Screen, steps: list[Command | str], clock: Clock, *, has_host: bool = False
) -> tuple[bytes, Display]:
    stream = io.BytesIO()
    desk = Recorder(_open(SETUP, clock), stream, SETUP, clock)
    display = Display(40, status=4)
    desk.attach(display)
    desk.publish(shown)
    host = LocalHost(desk) if has_host else None
    for step in steps:
        clock.now += 1.25
        if isinstance(step, str):
            desk.post(step, Priority.MESSAGE, channel=step, key=step)
        else:
            requests = desk.command(step, display)
            if host is not None:
                host.perform(requests)
        desk.tick()
    return stream.getvalue(), display


def test_letters_and_digits_are_masked() -> None:
    assert (
        mask("Rossi È nato il 12/05/1980, a.b@c.it – ⠗")
        == "Xxxxx X xxxx xx 00/00/0000, x.x@x.xx x x"
    )
    assert mask(mask("Àb 3")) == mask("Àb 3")


def test_nothing_of_the_contents_is_in_a_recording() -> None:
    clock = Clock()
    shown = screen(
        n("textbox", "Cliente", id="rossi-maria", value="Rossi Maria", description="Oro"),
        n("paragraph", "Codice segreto QWZ", error="Manca", braille_label="Cdc"),
        n("button", "Vai", actions=("chiama-neri", "press")),
        n("table", "Ordini", heads("Numero", "Data"), row("r-maria", "A-77", "12/05/2026")),
        focus="rossi-maria",
    )
    steps: list[Command | str] = [Command(Key.TYPE, dots=cell) for cell in (0x17, 0x15, 0x0E)]
    steps += ["Chiama Bianchi", Command(Key.SPACE), Command(Key.ERASE)]
    data, _ = _recorded(shown, steps, clock, has_host=True)
    text = data.decode()
    for word in (
        "ossi",
        "aria",
        "QWZ",
        "77",
        "12/05",
        "ianchi",
        "egreto",
        "Ordini",
        "Cdc",
        "Manca",
        "neri",
    ):
        assert word.casefold() not in text.casefold(), word
    typed = re.findall(r'"dots":(\d+)', text)
    assert set(typed) == {"45"}  # the cell of x
    assert '"press"' in text


def test_actions_of_a_patch_are_masked() -> None:
    change = Change("vai", {"actions": ("chiama-neri", "toggle")})
    masked = Mask().patch(Patch(1, 2, (change,)))
    assert masked.changes[0].fields["actions"] == ("xxxxxx-xxxx", "toggle")


@settings(max_examples=15, deadline=None)
@given(screens(), st.lists(COMMANDS | st.sampled_from(["Uno", "due 3"]), max_size=12))
def test_what_is_played_is_what_was_recorded(shown: Screen, steps: list[Command | str]) -> None:
    """The same steps again; and what is masked already, recorded anew, is the same recording."""
    first, _ = _recorded(Mask().screen(shown), [_masked(one) for one in steps], Clock())
    played = list(play(first, _open))
    assert len(played) == len(first.splitlines()) - 1
    # A recording has no time of day: in the history times count from its beginning.
    again, display = _recorded(Mask().screen(shown), [_masked(one) for one in steps], Clock(0.0))
    assert again == first
    last = played[-1].frames[0]
    assert last is not None
    assert last.rows == display.frames[-1].rows


def _masked(step: Command | str) -> Command | str:
    return mask(step) if isinstance(step, str) else Mask.command(step)


def test_an_error_is_played_too() -> None:
    clock = Clock()
    stream = io.BytesIO()
    desk = Recorder(_open(SETUP, clock), stream, SETUP, clock)
    desk.attach(Display(20))
    desk.publish(screen(n("button", "Salva")))
    with pytest.raises(StaleRevision):
        desk.patch(Patch(7, 8, (Change("Salva", {"name": "x"}),)))
    *_, last = play(stream.getvalue(), _open)
    assert isinstance(last, Played)
    assert isinstance(last.refused, StaleRevision)


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"", 1),
        (b"[]", 1),
        (b'{"format":"x","version":1}', 1),
        (b'{"format":"brailledesk-desk","version":2}', 1),
        (b'{"format":"brailledesk-desk","version":1}\n{"at":0}\n{"at":"x"}', 3),
        (b'{"format":"brailledesk-desk","version":1}\n{"at":0,"attach":{"columns":0}}', 2),
        (b'{"format":"brailledesk-desk","version":1}\n{"at":0,"command":{"key":"fly"}}', 2),
        (b"\xff\xfe", 1),
    ],
)
def test_what_is_no_recording_is_refused(data: bytes, line: int) -> None:
    with pytest.raises(RecordingFaulty) as caught:
        list(play(data, _open))
    assert caught.value.fields["line"] == line


def test_a_recording_is_json_lines() -> None:
    data, _ = _recorded(screen(n("button", "Salva")), [Command(Key.TOP)], Clock())
    header, *events = map(json.loads, data.splitlines())
    assert header["format"] == "brailledesk-desk"
    assert [sorted(set(one) - {"at"}) for one in events] == [
        ["attach"],
        ["screen"],
        ["command"],
        ["tick"],
    ]
    assert events[-1]["at"] == 1.25


def test_a_transcript_has_the_print_over_its_cells() -> None:
    shown = screen(
        n("textbox", "Nome", value="Rossi"),
        n("table", "Ordini", heads("Numero", "Data"), row("a", "A-1", "12/05/2026")),
    )
    profile, translator = load_profile("it"), desk_translator("it-8dot")
    windows = list(transcript(shown, profile, translator, Geometry(30)))
    assert [one.texts[0] for one in windows] == [
        "Nome: Rossi ed",
        "Ordini tab",
        "Numero  Data",
        "A-1     12/05/2026",
    ]
    cells = list(transcript(shown, profile, translator, Geometry(30), view=TableView.CELL))
    assert [one.texts[0] for one in cells][-1] == "Data: 12/05/2026"
    assert list(transcript(build_screen([Node(id="")]), profile, translator, Geometry(9))) == []
