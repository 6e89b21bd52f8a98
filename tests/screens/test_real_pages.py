"""Screens that nobody here made: read as Chromium tells them, and walked with keys.

The pages are those of Django's administration in Italian, of Flask-Admin and of admin-lte. What
has to be reachable is what Chromium's accessibility tree has, not what we found.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator

import pytest
from lxml import etree
from lxml import html as lxml_html

from brailledesk.adapters.html import read_screen
from brailledesk.adapters.html.elements import Elements
from brailledesk.adapters.html.page import Page
from brailledesk.desk.commands import Action, Command, Key
from brailledesk.desk.local_host import LocalHost
from brailledesk.desk.outline import TableView
from brailledesk.desk.profile_file import load_profile
from brailledesk.desk.region import Part
from brailledesk.desk.session import DeskSession, open_desk
from brailledesk.desk.transcript import transcript
from brailledesk.desk.translating import desk_translator
from brailledesk.frame import Geometry
from brailledesk.ingest.html import parse_html
from brailledesk.screen import Screen, State
from tests.adapters.chromium import Seen, running_chromium
from tests.desk.print_cells import EIGHT_DOTS, cells_of
from tests.desk.screens import Clock, Display
from tests.screens.pages import RealPage

_STAMP = "data-bd"
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_OURS = {
    "RootWebArea": "document",
    "LabelText": "label",
    "Legend": "legend",
    "Figcaption": "generic",
    "DescriptionList": "generic",
    "DisclosureTriangle": "button",
    "Abbr": "generic",
    "Iframe": "iframe",
    "SvgRoot": "image",
    "graphics-document": "image",
    "Canvas": "canvas",
    "Pre": "generic",
}
"""Names that Chromium has for what ARIA has no role for."""
_NOT_COMPARED = {"none", "StaticText", "ListMarker", "InlineTextBox", "LineBreak", "MenuListPopup"}
_KNOWN_ROLES = {("form", "generic", "form")}
"""A form without a name is no landmark (HTML-AAM 1.0, 3.5.54); Chromium calls it a form."""
_KNOWN_NAMES = {"term", "row"}
"""Chromium names terms by what stands in them; here that is text."""


@pytest.fixture(scope="module")
def seen_pages(
    real_pages: list[RealPage], tmp_path_factory: pytest.TempPathFactory
) -> list[tuple[RealPage, Page, list[Seen]]]:
    """Each page with our reading of it and Chromium's, both of the same stamped elements."""
    found = []
    folder = tmp_path_factory.mktemp("stamped")
    with running_chromium() as browser:
        for number, one in enumerate(real_pages):
            page = Page(parse_html(one.html, one.name))
            for element, place in page.numbers.items():
                element.set(_STAMP, str(place))
            path = folder / f"{number}.html"
            path.write_bytes(b"<!DOCTYPE html>" + lxml_html.tostring(page.root, encoding="utf-8"))
            found.append((one, page, browser.tree(path, _STAMP)))
    return found


@pytest.fixture(scope="module")
def screens(real_pages: list[RealPage]) -> dict[str, Screen]:
    return {one.name: read_screen(one.html, one.name) for one in real_pages}


def _bare(text: str) -> str:
    return " ".join(_PRIVATE.sub("", text).split())


def test_roles_and_names_are_those_that_chromium_tells(
    seen_pages: list[tuple[RealPage, Page, list[Seen]]],
) -> None:
    compared = 0
    wrong: Counter[tuple[str, ...]] = Counter()
    for one, page, seen in seen_pages:
        elements = Elements(page)
        for told in seen:
            if told.role in _NOT_COMPARED:
                continue
            element = page.elements[int(told.stamp)]
            compared += 1
            role, theirs = elements.role(element), _OURS.get(told.role, told.role)
            if role != theirs and (element.tag, role, theirs) not in _KNOWN_ROLES:
                wrong["role", one.name, str(element.tag), role, theirs] += 1
            if _PRIVATE.search(told.name) and not _bare(told.name):
                continue  # a picture of a font of icons is no name, and hides one that is
            name = elements.names.name(element).text
            is_same = name.casefold() == _bare(told.name).casefold()  # text-transform is not read
            if not is_same and theirs not in _KNOWN_NAMES:
                wrong["name", one.name, str(element.tag), name, _bare(told.name)] += 1
    assert compared > 3000
    assert sum(wrong.values()) <= compared / 500, wrong.most_common(20)


def test_nothing_that_chromium_tells_is_hidden_here(
    seen_pages: list[tuple[RealPage, Page, list[Seen]]],
) -> None:
    for one, page, seen in seen_pages:
        for told in seen:
            if told.role not in _NOT_COMPARED:
                element = page.elements[int(told.stamp)]
                assert not page.is_hidden(element), (one.name, etree.tostring(element)[:200])


def test_states_are_those_that_chromium_tells(
    seen_pages: list[tuple[RealPage, Page, list[Seen]]],
) -> None:
    compared = 0
    for one, page, seen in seen_pages:
        elements = Elements(page)
        for told in seen:
            if told.role in _NOT_COMPARED:
                continue
            element = page.elements[int(told.stamp)]
            role = elements.role(element)
            if _OURS.get(told.role, told.role) != role:
                continue
            node = elements.node(element, role, elements.name(element, role))
            for state, property_ in _STATES.items():
                theirs = told.properties.get(property_) in {True, "true"}
                if state is State.REQUIRED and element.tag == "select":
                    continue  # Chromium does not tell it of a box that drops down
                assert (state in node.states) == theirs, (one.name, state, told, node)
                compared += theirs
            expanded = told.properties.get("expanded")
            if expanded is not None and element.tag != "select":
                assert (State.EXPANDED in node.states) == bool(expanded), (one.name, told)
            if role == "heading":
                assert node.level == told.properties.get("level"), (one.name, told)
    assert compared > 40


_STATES = {
    State.DISABLED: "disabled",
    State.REQUIRED: "required",
    State.CHECKED: "checked",
    State.MODAL: "modal",
    State.BUSY: "busy",
}


def _read_all(screen: Screen) -> str:
    """The print of all windows, without blanks and capitals."""
    windows = transcript(
        screen,
        load_profile("it"),
        desk_translator("it-8dot"),
        Geometry(80),
        view=TableView.CELL,
    )
    return "".join("".join("".join(one.texts) for one in windows).split()).casefold()


def test_all_that_chromium_tells_is_read(
    seen_pages: list[tuple[RealPage, Page, list[Seen]]], screens: dict[str, Screen]
) -> None:
    """Every name and value stands under the fingers somewhere."""
    words = 0
    for one, page, seen in seen_pages:
        read = _read_all(screens[one.name])
        for told in seen:
            element = page.elements[int(told.stamp or 0)]
            value = "" if element.get("type") in {"password", "file"} else told.value
            is_row = told.role in {"row", "option", "MenuListOption", "MenuListPopup"}
            for text in ("" if is_row else told.name, value):
                for word in _bare(text).split():
                    words += 1
                    assert word.casefold() in read, (one.name, told)
    assert words > 8_000


def test_what_is_read_comes_in_the_order_of_the_page(
    real_pages: list[RealPage], screens: dict[str, Screen]
) -> None:
    """Lines follow each other as their elements do; nothing is visited twice."""
    for one in real_pages:
        screen = screens[one.name]
        page = Page(parse_html(one.html, one.name))
        elements = Elements(page)
        places = {elements.id_of(element): place for element, place in page.numbers.items()}
        order = [places[node.id] for node in screen.walk() if node.id in places]
        assert order == sorted(order), one.name
        assert len(order) == len(set(order))


def _desk(screen: Screen, display: Display) -> DeskSession:
    desk = open_desk(profile="nvda-it", clock=Clock())
    desk.attach(display)
    desk.publish(screen)
    return desk


_KEYS = [
    *[Key.PAN_RIGHT] * 4,
    *[Key.LINE_DOWN] * 3,
    Key.PAN_LEFT,
    Key.LINE_UP,
    Key.NEXT_FIELD,
    Key.PREVIOUS_FIELD,
    Key.NEXT_REQUIRED,
    Key.NEXT_INVALID,
    Key.TABLE_VIEW,
    Key.HEADERS,
    Key.CELL_DOWN,
    Key.CELL_RIGHT,
    Key.CELL_LEFT,
    Key.CELL_UP,
    Key.TOP,
    Key.BOTTOM,
    Key.TO_FOCUS,
    Key.PAN_MODE,
    Key.DISMISS,
]


def _check_cells(desk: DeskSession, display: Display) -> Iterator[tuple[int, int]]:
    """The cells over which a routing key would go; each shows the character that it goes to."""
    for row, cells in enumerate(display.frames[-1].rows):
        for column, cell in enumerate(cells):
            source = desk.source_at(row, column)
            if source is None:
                continue
            node = desk.screen.nodes[source.node]
            texts = {Part.NAME: node.name, Part.VALUE: node.value, Part.ERROR: node.error}
            text = texts.get(source.part, "")
            is_whole = node.braille_label or node.sensitive
            if not cell or is_whole or source.offset >= len(text):
                continue
            character = text[source.offset]
            if character in EIGHT_DOTS:
                own = cells_of(character)[0]
                shown = {own, *cells_of(character.lower())}  # names are small on few cells
                if desk.screen.caret is not None:
                    shown |= {one | 0xC0 for one in shown}
                assert cell in shown, (node, source)
                yield row, column


@pytest.mark.parametrize("size", [(20, 1), (40, 1), (80, 3)])
def test_a_walk_of_random_keys(screens: dict[str, Screen], size: tuple[int, int]) -> None:
    """Nothing raises; the display always shows something of the page; every key goes there."""
    source = random.Random(size[0])
    routed = 0
    for name, screen in screens.items():
        display = Display(*size)
        desk = _desk(screen, display)
        host = LocalHost(desk)
        for _ in range(30):
            host.perform(desk.command(Command(source.choice(_KEYS)), display))
            assert not desk.is_lost(display)
            assert any(display.cells), name
            if desk._desk.views[0].flash is not None:
                continue
            cells = list(_check_cells(desk, display))
            routed += len(cells)
            if cells and source.random() < 0.4:
                row, column = source.choice(cells)
                where = desk.source_at(row, column)
                requests = desk.command(Command(Key.ROUTE, column, row), display)
                assert where is not None
                for request in requests:
                    assert request.node == where.node
                    if request.action is Action.SET_CARET:
                        assert request.offset == where.offset
                host.perform(requests)
    assert routed > 3000


def test_a_change_of_the_page_leaves_the_reader_in_place(
    real_pages: list[RealPage], screens: dict[str, Screen]
) -> None:
    """The page is read again with a banner more at its top: the window stays where it was."""
    banner = "<body\\1><div role=status>Nuova chiamata in coda</div>"
    for one in real_pages:
        display = Display(40)
        desk = _desk(screens[one.name], display)
        for _ in range(12):
            desk.command(Command(Key.LINE_DOWN), display)
        before = desk.texts(display)
        changed = re.sub("<body([^>]*)>", banner, one.html, count=1)
        assert changed != one.html
        desk.publish(read_screen(changed, one.name, revision=2, earlier=desk.screen))
        desk.command(Command(Key.DISMISS), display)
        assert desk.texts(display) == before, one.name


def test_pages_are_found(real_pages: list[RealPage]) -> None:
    assert len(real_pages) == 22
