"""A walk of random keys over random screens: nothing raises, and no place is lost."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brailledesk.desk.commands import Command, Key
from brailledesk.desk.messages import Priority
from brailledesk.desk.outline import TableView
from brailledesk.desk.region import Part, Source
from brailledesk.desk.session import DeskSession, open_desk
from brailledesk.screen import Change, Node, Patch, Screen, State, build_screen
from tests.desk.print_cells import cells_of
from tests.desk.random_screens import COMMANDS, SOME_STATES, STRANGE, TEXT, WORD, screens
from tests.desk.screens import Clock, Display

SIZES = st.sampled_from([(20, 1), (40, 1), (80, 1), (20, 4), (32, 2), (5, 1), (1, 1)])
_RELAXED = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
_CURSOR = 0xC0
_TYPING = {Key.TYPE, Key.SPACE, Key.ENTER, Key.ERASE, Key.UNDO, Key.COMMIT}


def _desk(
    screen: Screen,
    size: tuple[int, int],
    profile: str = "nvda-it",
    contracted: str | None = None,
) -> tuple[DeskSession, Display]:
    desk = open_desk(profile=profile, contracted=contracted, clock=Clock())
    display = Display(*size, status=4)
    desk.attach(display)
    desk.publish(screen)
    return desk, display


def _check_keys(desk: DeskSession, display: Display) -> None:
    """Every cell with dots has a source, and shows just that character of the host's screen."""
    if desk._desk.views[0].flash is not None:
        return  # words of the desk cover the window
    for row, cells in enumerate(display.frames[-1].rows):
        for column, cell in enumerate(cells):
            source = desk.source_at(row, column)
            assert source is not None or cell == 0
            if source is None or cell & ~_CURSOR == 0:
                continue
            shown = _character(desk.screen, source)
            if shown is not None and not shown.isspace():
                own = {*cells_of(shown), *cells_of(shown.lower())}  # small in names on 20 cells
                marked = (
                    {one | _CURSOR for one in own} if _is_marked(desk.screen, source) else set()
                )
                assert cell in own | marked, (row, column, source)


def _is_marked(screen: Screen, source: Source) -> bool:
    """Whether dots 7 and 8 of a cell may be those of the caret or the selection."""
    return screen.caret is not None and screen.caret.node == source.node


def _character(screen: Screen, source: Source) -> str | None:
    """The character that a source names, where it is one of the host's."""
    node: Node = screen.nodes[source.node]
    if node.sensitive or source.part not in {Part.NAME, Part.VALUE, Part.ERROR, Part.CONTEXT}:
        return None
    text = {Part.VALUE: node.value, Part.ERROR: node.error}.get(source.part, node.name)
    return text[source.offset] if source.offset < len(text) else None


@_RELAXED
@given(screens(), SIZES, st.lists(COMMANDS, max_size=12))
def test_every_routing_key_is_over_its_character(
    screen: Screen, size: tuple[int, int], commands: list[Command]
) -> None:
    desk, display = _desk(screen, size)
    _check_keys(desk, display)
    for command in commands:
        if command.key not in _TYPING:  # then the host's screen would be behind the reader's
            desk.command(command)
            _check_keys(desk, display)


@_RELAXED
@given(
    screens(STRANGE),
    SIZES,
    st.sampled_from(["it", "nvda-it"]),
    st.lists(COMMANDS | screens(STRANGE) | TEXT, max_size=25),
)
def test_nothing_raises_and_there_is_always_a_frame(
    screen: Screen, size: tuple[int, int], profile: str, steps: list[Command | Screen | str]
) -> None:
    desk, display = _desk(screen, size, profile, contracted="it-g2")
    other = Display(27, 2)
    desk.attach(other)
    for step in steps:
        if isinstance(step, Screen):
            desk.publish(step)
        elif isinstance(step, str):
            desk.post(step, Priority(len(step) % 5 + 1))
            desk.tick()
        else:
            desk.command(step, other if step.row else display)
        frame = display.frames[-1]
        assert [len(row) for row in frame.rows] == [size[0]] * size[1]
        assert len(frame.status) == 4
        assert not desk.is_lost(display)
        assert [len(row) for row in other.frames[-1].rows] == [27, 27]
        assert b"".join(frame.rows) == display.cells


@_RELAXED
@given(screens(), SIZES, st.sampled_from(["it", "nvda-it"]))
def test_panning_right_comes_to_the_end_and_left_to_the_beginning(
    screen: Screen, size: tuple[int, int], profile: str
) -> None:
    desk, display = _desk(screen, size, profile)
    desk.command(Command(Key.TOP))
    for _ in range(3000):
        if not _pan(desk, display, Key.PAN_RIGHT):
            break
    else:
        raise AssertionError("no end")
    for _ in range(3000):
        if not _pan(desk, display, Key.PAN_LEFT):
            break
    else:
        raise AssertionError("no beginning")
    desk.command(Command(Key.BOTTOM))


def _pan(desk: DeskSession, display: Display, key: Key) -> bool:
    """Pan; whether the window moved. What is shown may be the same elsewhere."""
    view = desk._desk.views[0]
    before = view.window.place
    desk.command(Command(key))
    del display
    return view.window.place != before


@_RELAXED
@given(screens(), st.sampled_from([(40, 1), (20, 1), (12, 3)]))
def test_all_that_is_there_is_read(screen: Screen, size: tuple[int, int]) -> None:
    """Every name, value, error and cell of a table stands under the fingers somewhere."""
    screen = replace(screen, focus=None, caret=None)  # from the beginning, where nothing was told
    desk, display = _desk(screen, size)
    tables = [one.id for one in screen.nodes.values() if one.role == "table"]
    desk._desk.table_views.update(dict.fromkeys(tables, TableView.CELL))
    desk._desk.rebuild()
    desk.command(Command(Key.TOP))
    read = _bare(display.cells)
    while _pan(desk, display, Key.PAN_RIGHT):
        read += _bare(display.cells)
    for node in screen.walk():
        for text in (node.name, "" if node.sensitive else node.value, node.error):
            words = cells_of(" ".join(text.split()))
            assert all(_bare(word) in read for word in words.split(b"\0")), node


def _bare(cells: bytes) -> bytes:
    """Cells without blanks, capitals, and the marks of the caret."""
    return bytes(one & 0x3F for one in cells if one & 0x3F)


@_RELAXED
@given(screens(), SIZES, st.lists(COMMANDS, max_size=8), st.data())
def test_a_change_elsewhere_leaves_the_place(
    screen: Screen, size: tuple[int, int], commands: list[Command], data: st.DataObject
) -> None:
    desk, _ = _desk(screen, size)
    for command in commands:
        if command.key not in _TYPING:
            desk.command(command)
    window = desk._desk.views[0].window
    before = window.anchor()
    nodes = [one for one in screen.nodes if before is None or one != before.node]
    changes = (
        [
            Change(one, {"name": data.draw(TEXT)})
            for one in data.draw(st.lists(st.sampled_from(nodes), max_size=3, unique=True))
            if screen.nodes[one].role != "document"
        ]
        if nodes
        else []
    )
    desk.patch(Patch(screen.revision, screen.revision + 1, tuple(changes)))
    after = desk._desk.views[0].window.anchor()
    if before is not None and after is not None and before.part in {Part.NAME, Part.VALUE}:
        assert after.node == before.node


_CHANGES = st.one_of(
    st.fixed_dictionaries({"name": TEXT}),
    st.fixed_dictionaries({"value": STRANGE}),
    st.fixed_dictionaries({"error": TEXT}),
    st.fixed_dictionaries({"role": st.sampled_from(["button", "textbox", "group", "paragraph"])}),
    st.fixed_dictionaries({"sensitive": st.booleans()}),
    st.fixed_dictionaries({"children": st.just(())}),
    st.sets(st.sampled_from([*SOME_STATES, State.HIDDEN, State.MODAL, State.COLLAPSED])).map(
        lambda states: {"states": frozenset(states)}
    ),
)


@_RELAXED
@given(screens(), SIZES, st.lists(COMMANDS, max_size=6), st.data())
def test_after_patches_the_desk_shows_what_a_new_one_would(
    screen: Screen, size: tuple[int, int], commands: list[Command], data: st.DataObject
) -> None:
    """Nothing that is kept from one revision to the next is stale."""
    desk, display = _desk(screen, size)
    for command in commands:
        if command.key not in _TYPING:
            desk.command(command)
    for _ in range(data.draw(st.integers(1, 3))):
        now = desk.screen
        changed = data.draw(st.lists(st.sampled_from(sorted(now.nodes)), max_size=3, unique=True))
        changes = tuple(Change(one, data.draw(_CHANGES)) for one in changed if one != now.root)
        desk.patch(Patch(now.revision, now.revision + 1, changes))
    state = desk._desk
    state.note = None
    while state.messages.shown is not None:
        state.messages.dismiss(0)
    state.send()
    window = state.views[0].window
    new, other = _desk(desk.screen, size)
    new._desk.table_views.update(state.table_views)
    new._desk.rebuild()
    (view,) = new._desk.views
    view.window.__dict__.update(
        _place=window._place,
        _told=window._told,
        _shown=None,
        _layout=replace(view.window._layout, by_words=window._layout.by_words),
    )
    view.has_headers = state.views[0].has_headers
    new._desk.send()
    assert new._desk.reading == state.reading
    assert other.frames[-1].rows == display.frames[-1].rows


_TOKENS: tuple[str, ...] = ("12/05/2026", "€ 1.249,90", "02 1234 5678", "AB-1234/C")
_TOKENS += ("a.b@esempio.it", "3 maggio 2026")


@_RELAXED
@given(
    st.lists(WORD | st.sampled_from(_TOKENS), min_size=1, max_size=12),
    st.sampled_from([16, 20, 33]),
)
def test_numbers_dates_and_codes_are_never_divided(words: list[str], width: int) -> None:
    """Each stands whole in one window, wherever the windows end."""
    letters = [one if one in _TOKENS else "".join(filter(str.isalpha, one)) for one in words]
    text = " e ".join(filter(None, letters)) or "e"
    desk, display = _desk(build_screen([Node(id="a", role="paragraph", name=text)]), (width, 1))
    windows = [display.cells]
    while _pan(desk, display, Key.PAN_RIGHT):
        windows.append(display.cells)
    for token in _TOKENS:
        seen = sum(window.count(cells_of(token)) for window in windows)
        assert seen == text.count(token), windows
