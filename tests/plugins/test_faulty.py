"""Plugins that do everything wrong: each is named and skipped, and the desk goes on."""

from __future__ import annotations

import logging
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from brailledesk.desk.filters import PluginFilters
from brailledesk.desk.messages import Message, Priority
from brailledesk.desk.session import open_desk
from brailledesk.plugins import door as door_module
from brailledesk.plugins import open_door, specs
from brailledesk.plugins.patience import Delay
from brailledesk.plugins.specs import Style
from brailledesk.screen import Node, Screen, build_screen
from tests.plugins.installed import install

_BEGIN = "from brailledesk.plugins import hookimpl\n"
LOADING = {
    "absent": ("absent_package", None, "ModuleNotFoundError"),
    "attribute": ("faulty_attribute:Plugin", "", "AttributeError"),
    "broken": ("faulty_broken", "def (", "SyntaxError"),
    "dividing": ("faulty_dividing", "1 / 0", "ZeroDivisionError"),
    "ending": ("faulty_ending", "raise SystemExit(3)", "Ending: SystemExit"),
    "hanging": ("faulty_hanging", "import threading\nthreading.Event().wait()", "Hanging"),
    "making": (
        "faulty_making:Plugin",
        "class Plugin:\n    def __init__(self):\n        raise KeyError(1)",
        "KeyError",
    ),
    "arguments": (
        "faulty_arguments",
        f"{_BEGIN}@hookimpl\ndef brailledesk_lookup_caller(number, colour):\n    return ''",
        "PluginValidationError",
    ),
    "empty": ("faulty_empty", "", "it has no hook"),
    "strange": (
        "faulty_strange",
        f"{_BEGIN}@hookimpl\ndef brailledesk_make_coffee():\n    return 1",
        "there is no hook of this name",
    ),
    "wrapping": (
        "faulty_wrapping",
        (
            f"{_BEGIN}@hookimpl(wrapper=True)\n"
            "def brailledesk_lookup_caller(number):\n    return (yield)"
        ),
        "wrappers are not asked",
    ),
}
ASKING = {
    "raising": "raise ValueError('Rossi Mario, 055 5555')",
    "wrong": "return 'Rossi Mario'",
    "nothing": "return None",
    "quitting": "raise SystemExit(1)",
    "slow": "import threading\n    threading.Event().wait()",
}


def _filters(body: str) -> str:
    return (
        f"{_BEGIN}@hookimpl\ndef brailledesk_filter_screen(screen):\n    {body}\n"
        f"@hookimpl\ndef brailledesk_offer_speech():\n    {body}\n"
    )


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door_module, "LOADING_SECONDS", 2.0)
    quick = {name: replace(one, seconds=2.0) for name, one in specs.HOOKS.items()}
    monkeypatch.setattr(door_module, "HOOKS", quick)
    for name in list(sys.modules):
        if name.startswith("faulty_"):
            monkeypatch.delitem(sys.modules, name)


def test_what_cannot_be_taken_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    modules = {
        value.partition(":")[0]: text for value, text, _ in LOADING.values() if text is not None
    }
    entries = {name: value for name, (value, _, _) in LOADING.items()}
    install(tmp_path, "many-faults", modules, entries)
    monkeypatch.syspath_prepend(str(tmp_path))
    door = open_door()
    faults = {one.plugin: one.reason for one in door.faults}
    assert set(faults) == set(LOADING)
    for name, (_, _, reason) in LOADING.items():
        assert faults[name].startswith(reason), faults[name]
    assert {one.package for one in door.faults} == {"many-faults"}
    assert set(door.offers("brailledesk_offer_speech")) == {"espeak", "pyttsx3", "command"}
    assert door.answer("brailledesk_lookup_caller", str, {"number": "1"}) is None


@pytest.fixture
def asking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    modules = {f"faulty_{name}": _filters(body) for name, body in ASKING.items()}
    install(tmp_path, "desk-faults", modules, {name: f"faulty_{name}" for name in ASKING})
    monkeypatch.syspath_prepend(str(tmp_path))


@pytest.mark.usefixtures("asking")
def test_a_desk_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    door = open_door()
    desk = open_desk(filters=PluginFilters(door))
    screen = build_screen([Node(id="a", role="button", name="Salva")])
    with caplog.at_level(logging.DEBUG):
        desk.publish(screen)
        desk.publish(build_screen([Node(id="a", role="button", name="Chiudi")], revision=2))
    assert desk.screen.nodes["a"].name == "Chiudi"
    assert {one.plugin: one.reason for one in door.faults} == {
        "raising": "ValueError",
        "wrong": "it gave str",
        "nothing": "it gave NoneType",
        "quitting": "Ending",
        "slow": "no answer within 2 s; it is not asked again",
    }
    assert len(caplog.messages) == len(ASKING), "each fault is logged once"
    assert "Rossi" not in caplog.text
    assert "055" not in caplog.text


_REPLACE = "from dataclasses import replace\n    from msgspec.structs import replace as change\n"
SCREENS = {
    "empty": "return replace(screen, nodes={})",
    "rootless": "return replace(screen, root='other')",
    "unfocused": "return replace(screen, focus='gone')",
    "looping": "return replace(screen, nodes={'a': change(screen.nodes['a'], children=('a',))})",
    "number": "return replace(screen, nodes={'a': change(screen.nodes['a'], name=5)})",
    "strings": "return replace(screen, nodes={'a': 'Rossi'})",
    "caret": "return replace(screen, focus='a', caret=7)",
    "nowhere": "return replace(screen, nodes=None)",
}
MESSAGES = {
    "number": "return replace(message, text=5)",
    "priority": "return replace(message, priority=9)",
    "seconds": "return replace(message, seconds='5')",
    "never": "return replace(message, seconds=float('nan'))",
    "key": "return replace(message, key=None)",
}


def _install_filters(
    folder: Path, monkeypatch: pytest.MonkeyPatch, argument: str, bodies: dict[str, str]
) -> None:
    modules = {
        f"faulty_{name}": (
            f"{_BEGIN}@hookimpl\ndef brailledesk_filter_{argument}({argument}):\n"
            f"    {_REPLACE}    {body}\n"
        )
        for name, body in bodies.items()
    }
    install(folder, "inner-faults", modules, {name: f"faulty_{name}" for name in bodies})
    monkeypatch.syspath_prepend(str(folder))


def test_screens_that_are_wrong_inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good = {
        "last": "return replace(screen, revision=9,"
        " nodes={'a': change(screen.nodes['a'], name='Fatto')})"
    }
    _install_filters(tmp_path, monkeypatch, "screen", SCREENS | good)
    door = open_door()
    desk = open_desk(filters=PluginFilters(door))
    desk.publish(build_screen([Node(id="a", role="button", name="Salva")]))
    assert [one.plugin for one in door.faults] == sorted(SCREENS)
    assert all("cannot be used" in one.reason for one in door.faults)
    shown = PluginFilters(door).screen(desk.screen)
    assert (shown.nodes["a"].name, shown.revision) == ("Fatto", 1)


def test_a_filter_that_is_always_slow_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each answer comes in time; all together hold the desk up."""
    monkeypatch.setattr(Delay, "MOST", 1.0)
    bodies = {"lazy": "import time; time.sleep(0.4); return screen", "quick": "return screen"}
    _install_filters(tmp_path, monkeypatch, "screen", bodies)
    door = open_door()
    filters = PluginFilters(door)
    screen = build_screen([Node(id="a")])
    for _ in range(4):
        filters.screen(screen)
    [fault] = door.faults
    assert fault.plugin == "lazy"
    assert "holds up the desk" in fault.reason


def test_how_long_is_too_long() -> None:
    delay = Delay()
    assert not any(delay.add(now, now + 0.2) for now in range(10, 1000, 2)), "once in a while"
    assert not any(delay.add(1000 + now / 50, 1000 + now / 50 + 0.02) for now in range(5000))
    quick = Delay()
    assert [quick.add(now / 5, now / 5 + 0.2) for now in range(8)] == [False] * 5 + [True] * 3


def test_messages_that_are_wrong_inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good = {"z": "return replace(message, text=message.text.upper(), time=float('inf'), count=0)"}
    _install_filters(tmp_path, monkeypatch, "message", MESSAGES | good)
    door = open_door()
    given = Message("ciao", Priority.MESSAGE, "chat", 7.0)
    assert PluginFilters(door).message(given) == replace(given, text="CIAO")
    assert [one.plugin for one in door.faults] == sorted(MESSAGES)


@pytest.mark.usefixtures("asking")
def test_what_is_no_offer() -> None:
    door = open_door()
    assert set(door.offers("brailledesk_offer_speech")) == {"espeak", "pyttsx3", "command"}
    assert {one.plugin for one in door.faults} == set(ASKING)


def test_a_name_that_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = f"{_BEGIN}@hookimpl\ndef brailledesk_offer_speech():\n    return {{'espeak': 1, 'a': 2}}"
    install(tmp_path, "a-one", {"faulty_a": text}, {"a": "faulty_a"})
    install(tmp_path, "b-one", {"faulty_b": text}, {"b": "faulty_b", "a": "faulty_b"})
    monkeypatch.syspath_prepend(str(tmp_path))
    door = open_door()
    offers = door.offers("brailledesk_offer_speech")
    assert offers["espeak"].package == "brailledesk"
    assert offers["a"].plugin == "a"
    assert sorted(one.reason for one in door.faults) == [
        "a: its name is taken",
        "espeak: its name is taken",
        "espeak: its name is taken",
        "its name is taken",
    ]


def test_a_hanging_plugin_does_not_keep_a_program(tmp_path: Path) -> None:
    """What hangs is left behind; the program ends all the same."""
    body = _filters("import time\n    time.sleep(60)")
    install(tmp_path, "sleepy", {"sleepy": body}, {"sleepy": "sleepy"})
    program = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n"
        "from brailledesk.plugins import open_door\n"
        "from brailledesk.screen import Node, Screen, build_screen\n"
        "screen = build_screen([Node(id='a')])\n"
        "door = open_door()\n"
        "same = door.filtered('brailledesk_filter_screen', screen, (Screen,), 'screen')\n"
        "print(same is screen, door.faults[0].plugin)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.split() == ["True", "sleepy"]


def test_hooks_and_specs_are_the_same() -> None:
    named = {name for name in vars(specs.Specs) if name.startswith("brailledesk_")}
    assert named == set(specs.HOOKS)
    for name, hook in specs.HOOKS.items():
        assert ("_offer_" in name) == (hook.style is Style.OFFER)
    assert isinstance(build_screen([Node(id="a")]), Screen)
