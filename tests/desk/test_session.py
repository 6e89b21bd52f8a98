"""The desk as a whole: faults, places that are kept, displays, what keys ask of the host."""

from __future__ import annotations

import gc
import threading
import tracemalloc
from collections.abc import Sequence

import pytest

from brailledesk.desk import translating
from brailledesk.desk.commands import Action, ActionRequest, Command, Key
from brailledesk.desk.messages import Priority
from brailledesk.desk.profile_file import load_profile
from brailledesk.desk.region import Part, Source
from brailledesk.desk.session import DeskSession, open_desk
from brailledesk.desk.translating import LineTranslator
from brailledesk.desk.typist import Typist
from brailledesk.errors import ScreenError, UsageError
from brailledesk.frame import Frame, Geometry, Span, changed_spans
from brailledesk.languages import run_translator
from brailledesk.screen import Caret, Change, Node, Patch, Screen, build_screen
from brailledesk.text import Run
from brailledesk.translate import Translation, load_translator
from tests.desk.crm import cliente, conferma, ordini, scelta
from tests.desk.print_cells import cells_of
from tests.desk.screens import Clock, Display, heads, n, row, screen


def _desk(
    shown: Screen, columns: int = 40, rows: int = 1, status: int = 0, **options: str
) -> tuple[DeskSession, Display]:
    desk = open_desk(clock=Clock(), **{"profile": "it", **options})  # type: ignore[arg-type]
    display = Display(columns, rows, status)
    desk.attach(display)
    desk.publish(shown)
    return desk, display


def _print(display: Display, text: str) -> bool:
    return display.frames[-1].rows[0].rstrip(b"\0") == cells_of(text)


def _press(desk: DeskSession, *keys: Key) -> list[ActionRequest]:
    return [request for key in keys for request in desk.command(Command(key))]


# --- faults --------------------------------------------------------------------------------------


class Faulty:
    """An engine of a plugin that fails in one way or another."""

    table = "guasta"
    is_contracted = False

    def __init__(self, how: str) -> None:
        self.how = how
        self.own = load_translator("it-8dot")

    def translate(
        self, text: str, typeforms: Sequence[int] | None = None, *, trace: bool = False
    ) -> Translation:
        del typeforms, trace
        made = self.own.translate(text)
        if self.how == "raises":
            raise RuntimeError("di nuovo")
        if self.how == "exits":
            raise SystemError
        if self.how == "short":
            return Translation(text, made.cells, [], [])
        if self.how == "far":
            return Translation(text, made.cells, [999] * len(text), made.char_to_cell)
        return Translation(text, b"", [], [0] * len(text))

    def translate_many(self, texts: Sequence[str]) -> list[Translation]:
        return [self.translate(text) for text in texts]

    def __call__(self, runs: Sequence[Run]) -> Translation:
        return self.translate("".join(run.text for run in runs))


@pytest.mark.parametrize("how", ["raises", "exits", "short", "far", "nothing"])
def test_a_translator_that_fails_leaves_the_text_readable(how: str) -> None:
    engine = Faulty(how)
    desk = DeskSession(
        load_profile("it"),
        LineTranslator(engine, engine),
        Typist(lambda: pytest.fail("nobody types")),
        clock=Clock(),
    )
    display = Display(40)
    desk.attach(display)
    desk.publish(cliente())
    assert _print(display, "the Braille table failed: text is")
    desk.command(Command(Key.DISMISS))
    assert _print(display, "Scheda cliente t1")
    _press(desk, Key.LINE_DOWN, Key.LINE_DOWN)
    assert _print(display, "Cognome: Rossi obb ed")
    assert [one.text for one in desk.history] == [
        "the Braille table failed: text is spelled in computer Braille"
    ]
    assert desk.source_at(0, 9) == Source("Cognome", Part.VALUE, 0)


def test_a_refused_screen_leaves_everything_as_it_was() -> None:
    desk, display = _desk(cliente())
    before = display.frames[-1]
    for patch in (
        Patch(9, 10),
        Patch(1, 2, (Change("Salva", {"name": 3}),)),
        Patch(1, 2, (Change("Salva", {"children": ("Salva",)}),)),
        Patch(1, 2, focus="nessuno", moves_focus=True),
    ):
        with pytest.raises(ScreenError):
            desk.patch(patch)
    assert desk.frame() is before
    assert desk.screen.revision == 1
    desk.patch(Patch(1, 2))


def test_twenty_thousand_nodes_and_a_thousand_levels_are_read() -> None:
    names = [str(place) for place in range(1, 20_000)]
    many = [Node(id=one, role="button", name=f"n {one}") for one in names]
    desk, display = _desk(build_screen([Node(id="0", children=tuple(names)), *many]))
    _press(desk, Key.BOTTOM)
    assert _print(display, "n 19999 pul")
    chain = [
        Node(id=str(one), role="group", name="g", children=(str(one + 1),)) for one in range(999)
    ]
    desk, display = _desk(build_screen([*chain, Node(id="999", role="button", name="fondo")]))
    _press(desk, Key.TOP)
    for _ in range(10):
        _press(desk, Key.PAN_RIGHT)
    assert cells_of("fondo pul") in display.cells


@pytest.mark.parametrize("rows", [1, 3])
def test_strange_text_is_shown_as_something_true(rows: int) -> None:
    text = "\u202eabc\u2066 😀 日 \x00 e\u0301"
    desk, display = _desk(screen(n("paragraph", text)), 80, rows)
    told = load_translator("it-8dot").translate(text)
    assert display.frames[-1].rows[0].rstrip(b"\0") == told.cells.strip(b"\0")
    face = told.char_to_cell[text.index("😀")]
    assert desk.source_at(0, face) == Source(text, Part.NAME, text.index("😀"))
    assert b"".join(display.frames[-1].rows).count(cells_of("1F600")) == 1


@pytest.mark.parametrize("text", ["\u200b", "\u200e\u202e", "\ufeff"])
def test_text_that_is_nothing_to_see_is_no_fault_of_the_table(text: str) -> None:
    desk, display = _desk(screen(n("paragraph", text, id="p"), n("button", "Salva")))
    assert display.frames[-1].rows[0].strip(b"\0") == b""
    assert desk.history == []


def test_a_display_that_fails_is_left_alone_until_it_is_attached_again() -> None:
    class Broken(Display):
        is_out = False

        def show(self, frame: Frame) -> None:
            if self.is_out:
                raise OSError("unplugged")
            super().show(frame)

    desk, other = _desk(cliente())
    broken = Broken(40)
    desk.attach(broken)
    broken.is_out = True
    _press(desk, Key.LINE_DOWN)
    assert desk.is_lost(broken)
    assert not desk.is_lost(other)
    _press(desk, Key.LINE_DOWN)
    assert _print(other, "Cognome: Rossi obb ed")
    broken.is_out = False
    broken.device, broken.frames = [], []  # the device was switched off
    desk.attach(broken)
    assert not desk.is_lost(broken)
    assert broken.cells == other.cells
    broken.columns, broken.device, broken.frames = 20, [], []
    desk.attach(broken)
    assert _print(broken, "Rossi obb cognome ed")
    desk.detach(broken)
    assert desk.command(Command(Key.TOP), broken) == []


def test_threads_may_publish_and_press_at_once() -> None:
    desk, display = _desk(cliente())
    failed: list[BaseException] = []

    def work(place: int) -> None:
        try:
            for count in range(40):
                if place:
                    desk.command(Command(Key.PAN_RIGHT if count % 3 else Key.TOP))
                else:
                    desk.publish(ordini() if count % 2 else cliente())
        except BaseException as error:  # noqa: BLE001 - whatever it is, the test has failed
            failed.append(error)

    threads = [threading.Thread(target=work, args=(place,)) for place in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert display.cells == b"".join(display.frames[-1].rows)


# --- places --------------------------------------------------------------------------------------


def _text(words: str, *before: str) -> Screen:
    buttons = [n("button", one) for one in before]
    return screen(*buttons, n("paragraph", words, id="p"))


def test_the_place_stays_while_the_text_around_it_changes() -> None:
    words = "uno due tre quattro cinque sei sette otto nove dieci undici dodici"
    desk, display = _desk(_text(words, "a"), 20)
    _press(desk, Key.LINE_DOWN, Key.PAN_RIGHT)
    assert _print(display, "cinque sei sette")
    desk.publish(_text(words, "b", "a", "c"))
    assert _print(display, "cinque sei sette")
    desk.publish(_text(f"zero {words}", "b"))
    assert _print(display, "cinque sei sette")
    desk.publish(_text(words[4:].replace("dieci", "10"), "b"))
    assert _print(display, "cinque sei sette")
    _press(desk, Key.PAN_LEFT)
    assert _print(display, "due tre quattro")


def test_where_a_line_goes_the_window_stands_at_the_next() -> None:
    desk, display = _desk(screen(*(n("button", one) for one in "abcde")))
    _press(desk, Key.LINE_DOWN, Key.LINE_DOWN)
    desk.publish(screen(*(n("button", one) for one in "abe")))
    assert _print(display, "e pul")
    desk.publish(screen(n("button", "a"), n("button", "b")))
    assert _print(display, "b pul")
    desk.publish(screen(n("button", "z")))
    assert _print(display, "z pul")
    desk.publish(screen())
    assert _print(display, "vuoto")
    assert _press(desk, *(key for key in Key if key is not Key.ROUTE)) == []


def test_the_window_follows_focus_and_caret_but_not_other_changes() -> None:
    desk, display = _desk(cliente())
    desk.patch(Patch(1, 2, focus="Stato", moves_focus=True))
    assert _print(display, "Anagrafica mod Stato: In attesa + cc 3/6")
    _press(desk, Key.TOP)
    desk.patch(Patch(2, 3, (Change("Stato", {"value": "Chiusa"}),)))
    assert _print(display, "Scheda cliente t1")
    desk.patch(Patch(3, 4, caret=Caret("Stato", 2), moves_caret=True))
    assert display.frames[-1].cursor == (0, 24)
    _press(desk, Key.TOP, Key.TO_FOCUS)
    assert display.frames[-1].cursor is not None


def test_context_is_told_when_it_changes() -> None:
    shown = screen(
        n("group", "Casa", n("button", "a"), n("button", "b")),
        n("group", "Lavoro", n("group", "Sede", n("button", "c")), n("button", "d")),
    )
    desk, display = _desk(shown)
    lines = ["Casa gru a pul", "b pul", "Lavoro gru Sede gru c pul", "d pul"]
    for line in lines:
        assert _print(display, line)
        _press(desk, Key.LINE_DOWN)
    for line in ["Sede gru c pul", "Casa gru b pul", "a pul"]:
        _press(desk, Key.LINE_UP)
        assert _print(display, line)


def test_panning_by_cells_fills_the_window() -> None:
    desk, display = _desk(screen(n("paragraph", "una parolona lunghissima ecco")), 20)
    assert _print(display, "una parolona")
    _press(desk, Key.PAN_MODE)
    assert display.cells == cells_of("una parolona lunghis")
    _press(desk, Key.PAN_RIGHT)
    assert _print(display, "sima ecco")


def test_a_place_in_a_group_is_not_divided() -> None:
    card = n("radio", "Bonifico bancario", posinset=2, setsize=12)
    desk, display = _desk(screen(card), 20, profile="nvda-it")
    assert _print(display, "⣏⣀⣹ bonifico")
    _press(desk, Key.PAN_RIGHT)
    assert _print(display, "bancario rbtn")
    _press(desk, Key.PAN_RIGHT)
    assert _print(display, "2 di 12")


def test_a_choice_stands_with_the_number_that_chooses_it() -> None:
    options = [n("option", text) for text in ("Aperta", "In attesa", "Chiusa", "Annullata")]
    box = n("combobox", "Stato", *options, value="Aperta", states="expanded")
    desk, display = _desk(screen(box), 20, profile="nvda-it")
    for shown in ("Aperta - 1 Aperta", "2 In attesa 3 Chiusa", "4 Annullata stato"):
        assert _print(display, shown), display.text()
        _press(desk, Key.PAN_RIGHT)


def test_caret_and_selection_are_dots_7_and_8() -> None:
    shown = screen(n("textbox", "Nome", value="Mario Rossi"), caret=Caret("Nome", 6, 11))
    _, display = _desk(shown)
    plain = bytearray(cells_of("Nome: Mario Rossi ed").ljust(40, b"\0"))
    for place in range(12, 17):
        plain[place] |= 0xC0
    assert display.cells == bytes(plain)
    assert display.frames[-1].cursor == (0, 12)


def test_the_first_column_stays_while_a_wide_row_is_panned() -> None:
    codes = [f"2024-1000000{place}" for place in range(6)]
    table = n("table", "T", heads("Nome", *"ABCDEF"), row("r", "Rossi Anna", *codes))
    desk, display = _desk(screen(table), 80)
    _press(desk, Key.LINE_DOWN, Key.LINE_DOWN)
    assert display.cells.startswith(cells_of(f"Rossi Anna  {codes[0]}  {codes[1]}"))
    _press(desk, Key.PAN_RIGHT)
    assert display.cells.startswith(cells_of(f"Rossi Anna  {codes[4]}  {codes[5]}"))
    assert desk.source_at(0, 0) == Source("r.1", Part.NAME, 0)
    assert desk.source_at(0, 12) == Source("r.6", Part.NAME, 0)


# --- keys ----------------------------------------------------------------------------------------


def _route(desk: DeskSession, cell: int, *, key: Key = Key.ROUTE) -> list[ActionRequest]:
    return desk.command(Command(key, cell=cell))


def test_routing_keys_ask_for_what_the_thing_is_for() -> None:
    desk, _ = _desk(cliente())
    _press(desk, Key.LINE_DOWN, Key.LINE_DOWN)
    assert _route(desk, 0) == [ActionRequest("Cognome", Action.FOCUS)]
    assert _route(desk, 11) == [ActionRequest("Cognome", Action.SET_CARET, offset=2)]
    assert _route(desk, 14) == [ActionRequest("Cognome", Action.SET_CARET, offset=5)]
    _press(desk, *[Key.LINE_DOWN] * 4)
    assert _route(desk, 0) == [ActionRequest("Stato", Action.EXPAND)]
    _press(desk, Key.LINE_DOWN)
    (asked,) = _route(desk, 18)
    assert (asked.node, asked.action) == ("Consenso privacy", Action.TOGGLE)
    _press(desk, *[Key.LINE_DOWN] * 4)
    (asked,) = _route(desk, 1)
    assert (asked.node, asked.action) == ("Salva", Action.PRESS)
    (asked,) = _route(desk, 1, key=Key.ROUTE_TWICE)
    assert asked.action is Action.CONTEXT_MENU
    _press(desk, Key.LINE_DOWN)
    assert _route(desk, 1) == []  # disabled
    assert _route(desk, 99) == []


def test_routing_keys_choose_an_option() -> None:
    desk, _ = _desk(scelta())
    asked = [(one.node, one.action) for cell in (19, 28, 30) for one in _route(desk, cell)]
    assert asked == [
        ("Aperta", Action.SELECT),
        ("Chiusa", Action.SELECT),
        ("Chiusa", Action.SELECT),
    ]


def test_space_enter_and_digits_act_on_the_control_that_has_the_focus() -> None:
    desk, _ = _desk(conferma())
    desk.patch(Patch(1, 2, focus="Sì", moves_focus=True))
    pressed = [ActionRequest("Sì", Action.PRESS)]
    assert _press(desk, Key.SPACE) == _press(desk, Key.ENTER) == pressed
    desk, _ = _desk(scelta())
    desk.patch(Patch(1, 2, focus="Stato", moves_focus=True))
    for dots in (*cells_of("2"), *cells_of("b")):  # a digit of eight dots, and of six
        asked = desk.command(Command(Key.TYPE, dots=dots))
        assert asked == [ActionRequest("Chiusa", Action.SELECT)]
    assert desk.command(Command(Key.TYPE, dots=cells_of("7")[0])) == []


def test_a_routing_key_enters_the_cell_of_a_row() -> None:
    desk, display = _desk(ordini(), 20)
    _press(desk, *[Key.LINE_DOWN] * 3, Key.PAN_RIGHT, Key.PAN_RIGHT)
    assert _print(display, "in attesa di⢆")
    (asked,) = _route(desk, 3)
    assert (asked.node, asked.action, asked.offset) == ("r2.4", Action.SET_CARET, 3)
    assert _print(display, "in attesa di")
    _press(desk, Key.PAN_RIGHT)
    assert _print(display, "pagamento Stato")


def test_cells_have_the_headers_and_numbers_that_the_host_gives() -> None:
    """A host that shows a part of a long table counts its rows itself."""
    cells = [
        n("rowheader", "Rossi", id="a", row=117, column=1),
        n("cell", "12", id="b", row=117, column=4, headers=("a", "h2")),
    ]
    table = n("table", "T", heads("Nome", "Giorni", "x"), n("row", "", *cells, id="r"))
    far = n("row", "", n("columnheader", "Ritardo", id="h2"), id="hr")
    desk, display = _desk(screen(table, n("table", "U", far)))
    _press(desk, Key.LINE_DOWN, Key.LINE_DOWN, Key.TABLE_VIEW, Key.CELL_RIGHT)
    assert _print(display, "Rossi: Ritardo: 12")
    _press(desk, Key.WHERE)
    assert _print(display, "r117 c4")


def test_moving_by_cells_in_columns_and_at_the_edges() -> None:
    desk, display = _desk(ordini(), 20)
    _press(desk, Key.CELL_DOWN)
    assert _print(display, "Ordini tab")  # the table itself is no cell
    _press(desk, Key.LINE_DOWN, Key.CELL_UP, Key.CELL_LEFT)
    assert _print(display, "Numero      Data")
    _press(desk, Key.TABLE_VIEW, Key.TABLE_VIEW, Key.CELL_RIGHT)
    assert _print(display, "Data  12/05/2026")
    _press(desk, Key.CELL_DOWN, Key.CELL_DOWN)
    assert _print(display, "13/05/2026")
    _press(desk, Key.CELL_DOWN, Key.CELL_RIGHT)
    assert _print(display, "€ 12,00")
    _press(desk, Key.TABLE_VIEW)
    assert _print(display, "€ 12,00")


def test_what_stands_in_cells_is_read_in_lines() -> None:
    cell = n("cell", "", n("group", "G", n("paragraph", "uno"), n("paragraph", "due")), id="c")
    desk, display = _desk(screen(n("table", "Pagina", n("row", "", cell, id="r"))))
    assert _print(display, "Pagina tab")
    for line in ("G gru uno", "due"):
        _press(desk, Key.LINE_DOWN)
        assert _print(display, line)


def test_texts_in_a_line_are_joined_as_they_stand() -> None:
    shown = screen(
        n("paragraph", "", n("strong", "To"), n("text", "tale:"), n("text", " 5"), id="a"),
        n("heading", "Nome", n("img", ""), id="b", level=1),
        n("heading", "Sezione", n("link", "apri"), id="c", level=3),
        n("heading", "Tutto apri", n("text", "Tutto "), n("link", "apri", id="x"), id="d"),
        n("paragraph", "", n("img", "logo"), n("text", "ACME"), id="e"),
        n("textbox", "Nome lungo", id="f", braille_label="nl"),
        n("button", "Chiama", id="g", role_description="tel"),
    )
    desk, display = _desk(shown)
    lines = ["Totale: 5", "Nome t1", "Sezione apri col t3", "Tutto apri col t"]
    for line in [*lines, "logo img ACME", "nl:  ed", "Chiama tel"]:
        assert _print(display, line)
        _press(desk, Key.LINE_DOWN)


@pytest.mark.parametrize("is_deep", [False, True])
def test_an_old_price_is_told_from_the_new_one(*, is_deep: bool) -> None:
    pieces = (n("text", "€ "), n("strong", "10,00"))
    old = n("deletion", "", *pieces) if is_deep else n("deletion", "€ 10,00")
    price = n("paragraph", "", n("text", "Prezzo "), old, n("insertion", "€ 8,00"), n("text", "."))
    desk, display = _desk(screen(price), profile="nvda-it")
    assert _print(display, "Prezzo € 10,00 del € 8,00 ins .")
    desk.publish(screen(n("deletion", "", n("paragraph", "Consegna gratuita"))))
    assert _print(display, "del Consegna gratuita")


def test_behind_a_modal_dialog_nothing_is_read() -> None:
    desk, display = _desk(conferma())
    _press(desk, Key.BOTTOM)
    assert _print(display, "No pul")
    assert [one.node for one in desk._desk.reading.items][1:] == ["Sì", "No"]


def test_the_next_required_and_the_next_invalid_field() -> None:
    desk, display = _desk(cliente(), 80)
    assert _press(desk, Key.NEXT_REQUIRED) == [ActionRequest("Data di nascita", Action.FOCUS)]
    assert display.cells.startswith(cells_of("Anagrafica mod Data di nascita:  obb"))
    assert _press(desk, Key.NEXT_INVALID) == [ActionRequest("E-mail", Action.FOCUS)]
    assert _press(desk, Key.PREVIOUS_FIELD) == [ActionRequest("Telefono", Action.FOCUS)]
    assert _press(desk, Key.NEXT_FIELD) == [ActionRequest("E-mail", Action.FOCUS)]
    desk.patch(Patch(1, 2, (Change("E-mail", {"states": frozenset()}),)))
    assert _press(desk, Key.NEXT_INVALID) == []
    assert _print(display, "nessun campo è errato")


# --- messages ------------------------------------------------------------------------------------


def test_a_message_is_read_on_and_dismissed_by_panning_past_it() -> None:
    desk, display = _desk(cliente(), 20)
    desk.post("Cliente in linea da tre minuti", Priority.IMPORTANT)
    assert _print(display, "Cliente in linea da")
    _press(desk, Key.PAN_RIGHT)
    assert _print(display, "tre minuti")
    _press(desk, Key.PAN_LEFT)
    assert _print(display, "Cliente in linea da")
    _press(desk, Key.PAN_RIGHT, Key.PAN_RIGHT)
    assert _print(display, "Scheda cliente t1")
    desk.post("resta", Priority.IMPORTANT)
    _press(desk, Key.LINE_DOWN)
    assert _print(display, "Scheda cliente t1")
    desk.post("passa", Priority.MESSAGE)
    _press(desk, Key.LINE_DOWN)
    assert _print(display, "RSSMRA80A01H501U obb")


def test_live_regions_are_messages() -> None:
    def shown(status: str, alert: str, other: str) -> Screen:
        return screen(
            n("button", "Salva"),
            n("status", "", n("text", status, id="s"), id="st"),
            n("group", "", n("paragraph", alert, id="a"), id="g", live="assertive"),
            n("paragraph", other, id="o"),
        )

    desk, display = _desk(shown("pronto", "", "x"))
    assert desk.history == []
    desk.publish(shown("salvato", "", "y"))
    assert _print(display, "salvato")
    desk.publish(shown("salvato", "errore di rete", "z"))
    assert _print(display, "errore di rete")
    told = [(one.text, one.priority, one.channel) for one in desk.history]
    assert told == [("salvato", Priority.TEXT, ""), ("errore di rete", Priority.MESSAGE, "")]


def test_the_history_is_read_with_time_and_channel() -> None:
    desk, display = _desk(cliente())
    desk.post("primo", Priority.NOTIFICATION, channel="chat")
    desk.post("secondo", Priority.NOTIFICATION, channel="mail")
    _press(desk, Key.HISTORY_OLDER)
    assert display.cells.rstrip(b"\0").endswith(cells_of(" mail: secondo"))
    _press(desk, Key.HISTORY_OLDER, Key.HISTORY_OLDER)
    assert display.cells.rstrip(b"\0").endswith(cells_of(" chat: primo"))
    _press(desk, Key.HISTORY_NEWER)
    assert display.cells.rstrip(b"\0").endswith(cells_of(" mail: secondo"))
    _press(desk, Key.PAN_RIGHT)
    assert _print(display, "Scheda cliente t1")


# --- status, displays ----------------------------------------------------------------------------


def test_status_cells() -> None:
    shown = screen(
        n("textbox", "N", value="uno due tre quattro cinque sei sette", states="required invalid"),
        focus="N",
    )
    desk, display = _desk(shown, 20, status=4)
    assert display.frames[-1].status == bytes([0, 0, 0b11, 0b10111000])
    desk.set_call("ringing")
    desk.post("chat", Priority.NOTIFICATION)
    _press(desk, Key.PAN_RIGHT)
    assert display.frames[-1].status == bytes([0b1110, 0b100001, 0b11, 0b11111111])
    for place in range(12):
        desk.post(str(place), Priority.NOTIFICATION)
    assert display.frames[-1].status[1] == 0xFF
    with pytest.raises(UsageError, match="idle, ringing"):
        desk.set_call("lunch")


def test_status_cells_tell_what_a_message_has_left_and_right() -> None:
    left, right = 0b01000111, 0b10111000
    desk, display = _desk(screen(n("paragraph", "uno due tre quattro cinque sei")), 20, status=4)
    _press(desk, Key.PAN_RIGHT)
    assert display.frames[-1].status[3] == left
    desk.post("Cliente in linea da tre minuti", Priority.MESSAGE)
    assert display.frames[-1].status[3] == right
    _press(desk, Key.PAN_RIGHT)
    assert display.frames[-1].status[3] == left
    desk.post("resta", Priority.IMPORTANT)
    assert display.frames[-1].status[3] == 0


def test_several_displays_show_the_same_place_each_in_its_own_way() -> None:
    desk, wide = _desk(cliente(), 40)
    narrow = Display(20)
    desk.attach(narrow)
    desk.command(Command(Key.NEXT_FIELD), wide)
    desk.command(Command(Key.NEXT_FIELD), wide)
    assert _print(wide, "Cognome: Rossi obb ed")
    assert _print(narrow, "Rossi obb cognome ed")
    desk.command(Command(Key.LINE_DOWN), narrow)
    assert _print(wide, "Telefono: 02 1234 5678 ed")


def test_languages_have_their_tables_if_the_reader_wants_it() -> None:
    shown = screen(n("paragraph", "à", language="fr"), n("paragraph", "à", id="i"))
    desk = open_desk(table="it-8dot", foreign={"fr": "it-6dot"}, clock=Clock())
    display = Display(20)
    desk.attach(display)
    desk.publish(shown)
    french = run_translator("it-6dot")([Run("à")]).cells
    assert display.cells.rstrip(b"\0") == french
    desk.command(Command(Key.LINE_DOWN))
    assert _print(display, "à")


def test_only_what_changed_is_in_the_spans() -> None:
    old = Frame((b"abcd", b"efgh"))
    assert list(changed_spans(old, Frame((b"abcd", b"efgh")))) == []
    assert list(changed_spans(old, Frame((b"aXYd", b"efgZ")))) == [
        Span(0, 1, b"XY"),
        Span(1, 3, b"Z"),
    ]
    assert list(changed_spans(None, old)) == [Span(0, 0, b"abcd"), Span(1, 0, b"efgh")]
    with pytest.raises(ValueError, match="no display"):
        Geometry(0)


def test_dates_and_codes_are_not_contracted() -> None:
    """What a contracted table would contract in a line of text, it leaves in a date."""
    contracted, plain = load_translator("it-g2"), load_translator("it-6dot")
    date = "7 settembre 2026"
    written = plain.translate("settembre").cells
    assert written not in contracted.translate(date).cells
    desk, display = _desk(screen(n("paragraph", f"perché il {date}")), 40, table="it-g2")
    assert written in display.cells
    assert plain.translate("perché").cells not in display.cells
    assert desk.source_at(0, display.cells.index(written)) == Source(
        f"perché il {date}", Part.NAME, 12
    )


def test_updates_without_end_leave_memory_flat_and_the_newest_frame(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A minute of 50 a second, with a memory for translated lines that is full sooner."""
    monkeypatch.setattr(translating, "_MOST_KEPT", 100)
    desk, display = _desk(cliente())
    sizes = []
    tracemalloc.start()
    try:
        for place in range(3_000):
            now = desk.screen.revision
            desk.patch(Patch(now, now + 1, (Change("Cognome", {"value": f"numero {place}"}),)))
            desk.post(f"avviso {place}", Priority(place % 5 + 1), seconds=1)
            desk.command(Command(Key.DISMISS))
            del display.frames[:-1]
            if place % 1_000 == 999:
                gc.collect()
                sizes.append(tracemalloc.get_traced_memory()[0])
    finally:
        tracemalloc.stop()
    assert display.frames[-1] == desk.frame()
    assert _desk(desk.screen)[1].frames[-1].rows == display.frames[-1].rows
    assert sizes[2] < sizes[1] + 100_000
