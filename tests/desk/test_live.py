"""Live regions: what a reader is told of a screen that changes by itself."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from brailledesk.desk.commands import Command, Key
from brailledesk.desk.messages import Priority
from brailledesk.desk.session import DeskSession, open_desk
from brailledesk.screen import Change, Patch, Screen
from tests.desk.print_cells import cells_of
from tests.desk.screens import Clock, Display, Tree, n, screen


def _desk(*below: Tree) -> tuple[DeskSession, Display]:
    desk, display = open_desk(clock=Clock(), profile="it"), Display(40)
    desk.attach(display)
    desk.publish(_screen(*below))
    return desk, display


def _screen(*below: Tree, focus: str | None = None) -> Screen:
    return screen(n("button", "Salva"), *below, focus=focus)


def _change(desk: DeskSession, **changes: Mapping[str, object]) -> None:
    now = desk.screen.revision
    fields = tuple(Change(node, values) for node, values in changes.items())
    desk.patch(Patch(now, now + 1, fields))


def _told(desk: DeskSession) -> list[str]:
    return [one.text for one in desk.history]


def _is_shown(display: Display, text: str) -> bool:
    return display.frames[-1].rows[0].rstrip(b"\0") == cells_of(text)


@pytest.mark.parametrize("is_inside", [False, True])
def test_what_is_hidden_is_told_when_it_is_shown(*, is_inside: bool) -> None:
    alert = n("alert", "", n("text", "vuoto", id="t"), id="a", states="" if is_inside else "hidden")
    box = n("group", "", alert, id="box", states="hidden" if is_inside else "")
    desk, display = _desk(box)
    _change(desk, t={"name": "sessione scaduta"})
    assert _told(desk) == []
    assert _is_shown(display, "Salva pul")
    _change(desk, **{"box" if is_inside else "a": {"states": frozenset()}})
    assert _told(desk) == ["sessione scaduta"]
    assert _is_shown(display, "sessione scaduta")


def test_many_changes_do_not_tell_what_is_hidden() -> None:
    rows = [n("paragraph", "x", id=f"p{place}") for place in range(50)]
    hidden = n("group", "", n("alert", "", n("text", "no", id="t"), id="a"), states="hidden")
    open_one = n("alert", "", n("text", "a", id="u"), id="b")
    desk, _ = _desk(hidden, open_one, *rows)
    others: dict[str, dict[str, object]] = {f"p{place}": {"name": "y"} for place in range(50)}
    _change(desk, t={"name": "nascosto"}, u={"name": "visto"}, **others)
    assert _told(desk) == ["visto"]


def test_pieces_of_a_status_are_one_message() -> None:
    def status(count: str) -> Tree:
        pieces = (n("text", "Salvati "), n("strong", count, id="c"), n("text", " ordini", id="o"))
        return n("status", "", *pieces, n("text", ".", id="end"), id="s")

    desk, display = _desk(n("status", "", id="s"))
    desk.publish(_screen(status("3")))
    assert _is_shown(display, "Salvati 3 ordini.")
    _change(desk, c={"name": "4"})
    assert _is_shown(display, "Salvati 4 ordini.")
    assert _told(desk) == ["Salvati 3 ordini.", "Salvati 4 ordini."]


def test_of_other_regions_only_what_is_new_is_told() -> None:
    first, second = n("paragraph", "uno"), n("paragraph", "due")
    desk, _ = _desk(n("group", "Avvisi", first, id="g", live="assertive"))
    desk.publish(_screen(n("group", "Avvisi", first, second, id="g", live="assertive")))
    assert [(one.text, one.channel) for one in desk.history] == [("due", "Avvisi")]


@pytest.mark.parametrize("live", ["off", "polite"])  # without a word of it, and as browsers say it
def test_entries_of_a_log_are_counted(live: str) -> None:
    old = [n("paragraph", "buongiorno", id="1")]
    told = ("mi sente?", "sono qui")
    new = [n("paragraph", "", n("strong", text), id=f"p {text}") for text in told]
    desk, display = _desk(n("log", "Chat", *old, id="l", live=live))
    desk.publish(_screen(n("log", "Chat", *old, *new, id="l", live=live)))
    kept = [(one.text, one.priority, one.channel) for one in desk.history]
    assert kept == [(text, Priority.NOTIFICATION, "Chat") for text in told]
    assert _is_shown(display, "Salva pul")


def test_the_buttons_of_a_dialog_are_no_message() -> None:
    desk, _ = _desk()
    question = n("paragraph", "Eliminare il cliente?")
    dialog = n("alertdialog", "Conferma", question, n("button", "OK"), n("button", "Annulla"))
    desk.publish(_screen(dialog, focus="Annulla"))
    assert _told(desk) == ["Conferma Eliminare il cliente?"]


def test_a_region_inside_another_speaks_for_itself() -> None:
    def shown(text: str, value: str) -> Tree:
        bar = n("progressbar", "Invio", id="bar", value=value)
        return n("alert", "", n("text", text, id="t"), bar, id="a")

    desk, _ = _desk(shown("in corso", "10 %"))
    desk.publish(_screen(shown("in corso", "20 %")))
    desk.publish(_screen(shown("fatto", "100 %")))
    told = [(one.text, one.priority) for one in desk.history]
    assert told[0] == ("Invio 20 %", Priority.PROGRESS)
    assert set(told[1:]) == {("fatto", Priority.MESSAGE), ("Invio 100 %", Priority.PROGRESS)}


def test_the_history_of_a_message_without_a_channel() -> None:
    desk, display = _desk()
    desk.post("salvato", Priority.NOTIFICATION)
    desk.command(Command(Key.HISTORY_OLDER))
    at = desk.texts()[0][:5]
    assert _is_shown(display, f"{at}: salvato")


def test_other_blanks_are_no_news() -> None:
    desk, _ = _desk(n("status", "", n("text", "3 ordini", id="t"), id="s"))
    _change(desk, t={"name": " 3  ordini "})
    assert _told(desk) == []
