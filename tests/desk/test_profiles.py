"""Profiles: the shipped ones are whole, and a faulty one is told all its faults."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest

from brailledesk.desk.profile_file import load_profile, parse_profile, profile_names
from brailledesk.desk.region import Part
from brailledesk.errors import SettingsFaulty, UsageError
from brailledesk.resources import data_folder


def test_the_shipped_profiles_are_sound() -> None:
    assert profile_names() == ["it", "nvda-it", "voce"]
    for name in profile_names():
        profile = load_profile(name)
        assert profile.name == name
        assert profile.rules(20).order.index(Part.VALUE) == 0
        assert profile.rules(40).order.index(Part.NAME) == 0
        for rules in profile.widths:
            orders = [rules.order, *rules.orders.values()]
            # the error stands right behind the value
            assert all(one.index(Part.ERROR) == one.index(Part.VALUE) + 1 for one in orders)


def test_labels_have_no_capitals_of_ours() -> None:
    for name in profile_names():
        profile = load_profile(name)
        for words in (profile.roles, profile.states, profile.words):
            assert all(word == word.lower() for word in words.values())


def test_a_company_changes_what_it_names(tmp_path: Path) -> None:
    path = tmp_path / "azienda.toml"
    path.write_text(
        'base = "it"\n[roles]\nbutton = "tasto"\n[names]\n"Codice  Cliente" = "cc"\n'
        '[[widths]]\ncells = 80\norder = ["state", "value", "error", "name"]\n'
        '[status]\ncells = ["more"]\n[status.calls]\ntalk = "1-2"\n',
        encoding="utf-8",
    )
    with pytest.raises(SettingsFaulty, match="dots of one cell"):
        load_profile(str(path))
    path.write_text(path.read_text(encoding="utf-8").replace('"1-2"', '"12"'), encoding="utf-8")
    profile = load_profile(str(path))
    assert (profile.roles["button"], profile.roles["link"]) == ("tasto", "col")
    assert profile.short_name("Codice cliente:") == "cc"
    assert profile.short_name("Partita IVA") == "piva"
    assert [one.cells for one in profile.widths] == [80]
    assert profile.rules(20).order == profile.rules(200).order
    assert (profile.status, profile.calls["talk"], profile.calls["hold"]) == (("more",), 3, 1)


FAULTY = """
titel = "x"
base = 3
roles = "button"
[states]
requried = "obb"
busy = 4
[marks]
checked = 1
[words]
row = "r{number}"
column = "c{"
[[widths]]
cells = 0
order = ["name", "value", "colour"]
context = "beside"
pinned = true
[[widths]]
cells = 40
order = ["name", "name", "value", "error"]
lower = "yes"
[widths.roles]
button = ["name"]
[[widths]]
cells = 40
[status]
cells = ["call", "weather"]
[status.flags]
required = "9"
"""


def test_all_faults_are_told_at_once_with_their_places() -> None:
    with pytest.raises(SettingsFaulty) as caught:
        parse_profile(tomllib.loads(FAULTY), "azienda.toml")
    places = {fault.place for fault in caught.value.faults}
    assert places >= {
        "titel",
        "base",
        "roles",
        "states.requried",
        "states.busy",
        "marks.checked",
        "words.row",
        "words.column",
        "widths.1.cells",
        "widths.1.order",
        "widths.1.context",
        "widths.1.pinned",
        "widths.2.order",
        "widths.2.lower",
        "widths.2.roles.button",
        "widths.3.order",
        "widths",
        "status.cells",
        "status.flags.required",
        "marks",
        "words",
    }
    assert "known keys: required" in str(caught.value)


@pytest.mark.parametrize("text", ["a = ", "\x00", 'base = "{path}"'])
def test_files_that_are_no_profile(tmp_path: Path, text: str) -> None:
    path = tmp_path / "p.toml"
    path.write_text(text.replace("{path}", str(path)), encoding="utf-8")
    with pytest.raises(SettingsFaulty):
        load_profile(str(path))


def test_a_profile_that_is_not_there_is_told_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Known profiles: it, nvda-it, voce"):
        load_profile("nobody")
    os.mkfifo(tmp_path / "pipe.toml")
    with pytest.raises(UsageError, match=r"pipe\.toml"):
        load_profile(str(tmp_path / "pipe.toml"))


def test_the_profiles_lie_with_the_data() -> None:
    assert (data_folder("profiles") / "desk" / "it.toml").is_file()
