"""The files of displays: complete, checked, found by what a display says."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from brailledesk.cli.app import app
from brailledesk.cli.displaying import KEY_NAMES
from brailledesk.commands import Key
from brailledesk.devices.displays.catalogue import (
    find_display,
    for_usb,
    list_displays,
    match,
    sound_displays,
)
from brailledesk.devices.displays.model import UsbId
from brailledesk.devices.displays.model_file import parse_model, read_model
from brailledesk.devices.protocols.displays.events import Identified
from brailledesk.errors import DisplayNotFound, SettingsFaulty
from brailledesk.frame import Geometry
from brailledesk.i18n import catalogue

FAULTY = """\
maker = "Example"
model = "One"
protocol = "humanware"
strange = 1

[cells]
columns = 4000

[line]
parity = "X"

[usb]
ids = ["1C71-C005"]

[keys]
names = ["routing", "thumb-left", "pedal"]
sets = ["perkins", "none"]

[bindings]
"thumb-right" = "pan-right"
"thumb-left+routing" = "fly"
"routing+thumb-left" = "route"

[source]
protocol = "the manual"
"""


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "one.toml"
    path.write_text(FAULTY)
    with pytest.raises(SettingsFaulty) as caught:
        read_model(path)
    told = str(caught.value)
    for place in (
        "strange:",
        "cells.columns:",
        "line.parity:",
        "usb.ids:",
        "keys.names:",
        "keys.sets:",
        "bindings.thumb-right:",
        "bindings.thumb-left+routing:",
    ):
        assert f"\n  {place}" in told, place
    assert "bound twice" in told
    assert "cells.columns: it has no source" in told


def test_shipped_models_can_be_used() -> None:
    models = list(list_displays())
    assert len(models) == 80
    for model in models:
        meant = set(model.bindings.values())
        assert {Key.ROUTE, Key.PAN_LEFT, Key.PAN_RIGHT} <= meant, model.name
        assert {Key.LINE_UP, Key.LINE_DOWN} <= meant, model.name
        assert model.name == model.name.lower()


def test_no_two_models_say_the_same_of_themselves() -> None:
    said: dict[tuple[str, str, int], str] = {}
    for model in list_displays():
        for identity in model.identity:
            columns = model.geometry.columns if model.geometry else 0
            place = (model.protocol, identity, columns)
            assert place not in said, (model.name, said.get(place))
            said[place] = model.name


def test_a_model_is_found_by_what_it_says() -> None:
    models = list(list_displays())
    family = find_display("humanware")
    found = match(models, Identified("0", Geometry(32)), family)
    assert found.name == "humanware-brailliant-bi-32"
    assert match(models, Identified("99", Geometry(32)), family) is family
    handytech = find_display("handytech")
    assert match(models, Identified("54"), handytech).name == "handytech-active-braille"
    assert match(models, Identified("10", Geometry(18)), family).model == "BrailleNote Touch"


def test_a_converter_may_belong_to_several() -> None:
    assert [one.protocol for one in for_usb(sound_displays(), UsbId(0x0403, 0x6001))] == ["mdv"]
    assert for_usb(sound_displays(), UsbId(0, 0)) == []


def test_a_users_own_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("APPDATA", str(tmp_path))
    folder = tmp_path / "brailledesk" / "drivers" / "displays"
    folder.mkdir(parents=True)
    own = find_display("seika-3")
    (folder / "broken.toml").write_text("maker =")
    (folder / "seika-3.toml").write_text(
        'maker = "Own"\nmodel = "One"\nprotocol = "seika"\n[bindings]\n"k1" = "top"\n'
        '[source]\nprotocol = "own"\n'
    )
    assert own.maker != find_display("seika-3").maker == "Own"
    assert find_display("seika-3").bindings == {frozenset({"k1"}): Key.TOP}
    assert "broken" not in {model.name for model in sound_displays()}
    with pytest.raises(SettingsFaulty):
        list(list_displays())


def test_an_unknown_name() -> None:
    with pytest.raises(DisplayNotFound, match="freedom-focus-40"):
        find_display("fredom-focus-40")
    with pytest.raises(DisplayNotFound) as caught:
        find_display("zzzz")
    assert str(caught.value).endswith("All are listed by: brailledesk driver list --displays")
    assert "Much like it" not in str(caught.value)


def test_every_command_has_a_name_in_italian() -> None:
    italian = catalogue("it")
    assert set(KEY_NAMES) == set(Key)
    assert all(italian(name) != name for name in KEY_NAMES.values())


def test_commands(tmp_path: Path) -> None:
    runner = CliRunner()
    listed = runner.invoke(app, ["driver", "list", "--displays", "focus", "40"])
    assert "freedom-focus-40: Freedom Scientific Focus 40" in listed.output
    keys = runner.invoke(app, ["driver", "keys", "seika-3"])
    assert "k1:" in keys.output
    faulty = tmp_path / "one.toml"
    faulty.write_text(FAULTY)
    checked = runner.invoke(app, ["driver", "check", str(faulty)])
    assert checked.exit_code == 2
    assert "bindings.thumb-right" in checked.output


def test_a_model_without_bindings_is_no_fault_but_has_no_commands() -> None:
    table: dict[str, object] = {
        "maker": "A",
        "model": "B",
        "protocol": "hid",
        "source": {"protocol": "its manual"},
    }
    assert parse_model(table, "b").bindings == {}
