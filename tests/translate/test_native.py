"""The native engine gives what the reference gives: cells, maps, undefined, steps."""

from __future__ import annotations

import pickle
import sys
import threading
from array import array
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brailledesk.tables import load_table, parse_table
from brailledesk.tables.rules import Table
from brailledesk.text import Typeform
from brailledesk.translate.base import Translation
from brailledesk.translate.contraction import Contraction, reduced
from brailledesk.translate.native import NativeTranslator, import_native, is_available
from brailledesk.translate.reference import ReferenceTranslator
from tests.corpus import sentences

pytestmark = pytest.mark.skipif(
    not is_available(), reason="the native engine was not built (cargo, https://rustup.rs)"
)

TABLES = tuple(
    name
    for name in ("it-6dot", "it-6dot-exact", "it-8dot", "it-g2-1", "it-g2-2", "it-g2-3", "it-g2")
    if (Path(load_table("it-6dot").path).parent / f"{name}.ctb").is_file() or "g2" not in name
)

Engines = tuple[NativeTranslator, ReferenceTranslator]


@lru_cache
def _engines(name: str) -> Engines:
    table = load_table(name)
    return NativeTranslator(table), ReferenceTranslator(table)


def _assert_equal(ours: Translation, theirs: Translation) -> None:
    assert ours.text == theirs.text
    assert ours.cells.hex(" ") == theirs.cells.hex(" ")
    assert list(ours.cell_to_char) == list(theirs.cell_to_char)
    assert list(ours.char_to_cell) == list(theirs.char_to_cell)
    assert ours.undefined == theirs.undefined
    assert ours.steps == theirs.steps
    assert ours == theirs
    assert theirs == ours


def check_equal(engines: Engines, text: str, typeforms: list[int] | None = None) -> None:
    """One outcome: equal translations with and without steps, or the same error of both."""
    for trace in (False, True):
        ours, theirs = (_outcome(one, text, typeforms, trace=trace) for one in engines)
        if isinstance(ours, tuple) or isinstance(theirs, tuple):
            assert ours == theirs
        else:
            _assert_equal(ours, theirs)


Outcome = Translation | tuple[type[Exception], object]


def _outcome(
    engine: NativeTranslator | ReferenceTranslator,
    text: str,
    typeforms: list[int] | None,
    *,
    trace: bool,
) -> Outcome:
    """What comes back, or what is raised: of a missing rule also the character it is missed for."""
    try:
        return engine.translate(text, typeforms, trace=trace)
    except KeyError as error:
        return KeyError, error.args
    except (IndexError, TypeError) as error:
        return type(error), None


def _texts(table: Table) -> st.SearchStrategy[str]:
    """Words and blanks of the table's characters; those that rules speak of come often."""
    crowded = st.sampled_from("aAbBcChEeijqzu 0159.,'’\"“”«»()-–—!?:/+€°%&[]…^|\\@  \n")
    defined = st.sampled_from("".join(sorted(filter(table.has, table.definitions))))
    word = st.sampled_from(
        ["che", "non", "con", "E", "€", "5", "è", "perché", "Zion", "ando", "CASA", "3,14", "12.5a"]
    )
    return st.lists(crowded | defined | word | st.just(" "), max_size=30).map("".join)


_FORMS = st.sampled_from(
    [
        Typeform.PLAIN,
        Typeform.ITALIC,
        Typeform.BOLD,
        Typeform.UNDERLINE,
        Typeform.ITALIC | Typeform.BOLD,
        Typeform.UNCONTRACTED,
        Typeform.ITALIC | Typeform.UNDERLINE | Typeform.BOLD | Typeform.UNCONTRACTED,
    ]
)


def with_forms(
    texts: st.SearchStrategy[str],
) -> st.SearchStrategy[tuple[str, list[int]]]:
    spans = st.lists(st.tuples(texts, _FORMS), max_size=5)
    return spans.map(
        lambda spans: (
            "".join(text for text, _ in spans),
            [int(form) for text, form in spans for _ in text],
        )
    )


@pytest.mark.parametrize("table", TABLES)
def test_any_text(table: str) -> None:
    engines = _engines(table)

    @settings(max_examples=1000, deadline=None)
    @given(_texts(load_table(table)) | st.text(max_size=30))
    def check(text: str) -> None:
        check_equal(engines, text)

    check()


@pytest.mark.parametrize("table", TABLES)
def test_any_emphasis(table: str) -> None:
    engines = _engines(table)

    @settings(max_examples=500, deadline=None)
    @given(with_forms(_texts(load_table(table)) | st.text(max_size=8)))
    def check(spans: tuple[str, list[int]]) -> None:
        check_equal(engines, *spans)

    check()


FIELD = "la riga prima " * 25
"""Of a short text no change is kept, for the whole is as quick."""


@pytest.mark.parametrize("table", TABLES)
def test_any_edits_of_a_field(table: str) -> None:
    """Each edit gives what the whole gives, and so does the next one, which is based on it."""
    native, reference = _engines(table)
    texts = _texts(load_table(table)) | st.text(max_size=4)
    edits = st.lists(st.tuples(st.integers(-12, 60), st.integers(-12, 60), texts), max_size=6)
    around = st.sampled_from([("", ""), (FIELD, ""), ("", FIELD)])
    kinds = set()

    @settings(max_examples=300, deadline=None)
    @given(st.lists(texts, max_size=4).map(" ".join), around, edits)
    def check(text: str, around: tuple[str, str], edits: list[tuple[int, int, str]]) -> None:
        before, behind = around
        text = f"{before}{text}{behind}"
        now = native.translate(text)
        for one, other, new in edits:
            start, end = (
                place + len(before) if place >= 0 else place - len(behind) for place in (one, other)
            )
            kinds.add(type(now).__name__)
            first, last, _ = slice(start, end).indices(len(text))
            text = text[:first] + new + text[max(first, last) :]
            now = native.translate_change(now, start, end, new)
            _assert_equal(now, reference.translate(text))

    check()
    assert {"ShortTranslation", "PlainTranslation"} <= kinds


@pytest.mark.parametrize("table", TABLES)
def test_typing_in_a_long_field(table: str) -> None:
    """Real text, edited at many places; the last result is based on all before it."""
    native, _ = _engines(table)
    text = "\n".join(sentences()[:200])
    now = native.translate(text)
    for number in range(200):
        start = number * 7919 % len(text)
        new, length = [("E", 0), ("", 3), (" 5 € ", 1), ("'", 1), ("perché no", 20)][number % 5]
        text = text[:start] + new + text[start + length :]
        now = native.translate_change(now, start, start + length, new)
        assert now == native.translate(text)


def test_a_changed_text_can_be_anything() -> None:
    native, reference = _engines("it-6dot")
    for old, new in [("ab cd", "\ud800"), ("a½ cd", "x"), ("", "Città"), ("日", ""), ("e f", "½")]:
        result = native.translate_change(native.translate(old), 1, 2, new)
        _assert_equal(result, reference.translate(old[:1] + new + old[2:]))
    typed = native.translate("nero", [int(Typeform.BOLD)] * 4)
    _assert_equal(native.translate_change(typed, 4, 4, "!"), reference.translate("nero!"))


def test_the_cursor_needs_no_map() -> None:
    for engine in _engines("it-6dot"):
        result = engine.translate("Città 5")
        cells = [result.cell_of(character) for character in range(8)]
        assert cells == [*result.char_to_cell, len(result.cells)]
        characters = [result.char_of(cell) for cell in range(len(result.cells) + 1)]
        assert characters == [*result.cell_to_char, 7]
        for place in (-1, 8):
            with pytest.raises(IndexError):
                result.cell_of(place)
        for place in (-1, len(result.cells) + 1):
            with pytest.raises(IndexError):
                result.char_of(place)


@pytest.mark.parametrize("table", TABLES)
def test_the_corpus(table: str) -> None:
    native, reference = _engines(table)
    texts = sentences()[::6]
    for text, ours in zip(texts, native.translate_many(texts), strict=True):
        theirs = reference.translate(text)
        if ours != theirs:
            _assert_equal(ours, theirs)
            raise AssertionError(text)


@pytest.mark.parametrize("table", TABLES)
def test_long_text(table: str) -> None:
    """Paragraphs joined by all blanks, many neighbours that depend on one another."""
    engines = _engines(table)
    text = "\n".join(sentences()[:300]) + " € 5" * 300 + "  " * 50 + " E 5 € E" * 100
    check_equal(engines, text)


_CHOICES = st.builds(
    Contraction,
    level=st.none() | st.integers(1, 3),
    without=st.frozensets(st.sampled_from(["qu", "zione", "come", "con", "to", "che"]), max_size=3),
)


@pytest.mark.skipif("it-g2" not in TABLES, reason="the contracted table is not there")
def test_any_choice_of_signs() -> None:
    table = load_table("it-g2")

    @lru_cache
    def engines(choice: Contraction) -> Engines:
        smaller = reduced(table, choice)
        return NativeTranslator(smaller), ReferenceTranslator(smaller)

    @settings(max_examples=300, deadline=None)
    @given(_CHOICES, with_forms(_texts(table)))
    def check(choice: Contraction, spans: tuple[str, list[int]]) -> None:
        check_equal(engines(choice), spans[0])
        check_equal(engines(choice), *spans)

    check()


@pytest.mark.parametrize("text", ["perché no", "è", "a日b", "a\u0300b"])
def test_typeforms_that_are_too_short_are_the_same_error(text: str) -> None:
    check_equal(_engines("it-6dot"), text, [int(Typeform.BOLD)])
    with pytest.raises(IndexError):
        _engines("it-6dot")[0].translate("perché", [int(Typeform.BOLD)])


@pytest.mark.parametrize("text", [None, 5, b"Ciao"])
def test_what_is_no_text_is_the_same_error(text: Any) -> None:
    check_equal(_engines("it-6dot"), text)
    with pytest.raises(TypeError):
        _engines("it-6dot")[0].translate(text)


def test_lone_surrogates_are_shown_like_any_undefined_character() -> None:
    check_equal(_engines("it-6dot"), "a\ud800b c")


def test_many_texts_at_once() -> None:
    native, reference = _engines("it-6dot")
    texts = ["Città", "", "日本", "a\ud800", "½ kg", "due  blanks "]
    for text, ours in zip(texts, native.translate_many(texts), strict=True):
        _assert_equal(ours, reference.translate(text))
    assert native.translate_many([]) == []


def test_of_two_faults_of_many_texts_the_first_is_told(tmp_path: Path) -> None:
    """Also where the first text has to be prepared, for its accent stands alone."""
    path = tmp_path / "swap.utb"
    letters = "space \\s 0\nletter a 1\nletter b 12\nletter c 14\n"
    path.write_text(f"{letters}swapcc pair ab yz\ncorrect [%pair] %pair\n", encoding="utf-8")
    native = NativeTranslator(parse_table(path))
    for translate in (native.translate_many, native.translate_cells):
        assert len(translate(["c", "c c"])) == 2
        with pytest.raises(KeyError, match="y"):
            translate(["c", "e\u0301 a", "c", "b"])
        with pytest.raises(KeyError, match="z"):
            translate(["c", "e\u0301 c", "b", "a"])


@pytest.mark.parametrize("name", TABLES)
def test_cells_alone_are_those_of_whole_translations(name: str) -> None:
    """Any lines: such as look at their neighbours, such as are long or have to be prepared."""
    native, _ = _engines(name)
    texts = st.lists(
        _texts(load_table(name)) | st.sampled_from(["(" * 300, "A1 E 5 € " * 40, "日"])
    )

    @settings(max_examples=200, deadline=None)
    @given(texts)
    def check(texts: list[str]) -> None:
        # Twice with maps between: the same buffers serve both.
        alone = [native.translate(text).cells for text in texts]
        assert native.translate_cells(texts) == alone
        assert [made.cells for made in native.translate_many(texts)] == alone
        assert native.translate_cells(tuple(texts)) == alone

    check()


def test_a_result_behaves_like_a_translation() -> None:
    native, reference = _engines("it-6dot")
    ours, theirs = native.translate("Città"), reference.translate("Città")
    assert repr(ours) == repr(theirs)
    assert pickle.loads(pickle.dumps(ours)) == theirs
    assert ours == native.translate("Città")
    assert ours != native.translate("città")
    other: object = "Città"
    assert ours != other
    assert ours.cell_to_char is ours.cell_to_char
    assert isinstance(ours.cell_to_char, bytes)
    with pytest.raises(AttributeError):
        ours.cells = b""  # type: ignore[misc]


@pytest.mark.parametrize("times", [0, 1, 254, 255, 256, 257, 700])
def test_maps_are_bytes_where_their_places_fit(times: int) -> None:
    """Of whatever way: alone, of many, of a change, of text that is prepared, with other lines."""
    native, reference = _engines("it-6dot")
    for unit in ("a", "Ab", "è ", "日", "1,"):
        text = unit * times
        theirs = reference.translate(text)
        many = native.translate_many(["Ciao", text])[1]
        changed = native.translate_change(native.translate(text[1:]), 0, 0, text[:1])
        for ours in (native.translate(text), many, changed, pickle.loads(pickle.dumps(many))):
            _assert_equal(ours, theirs)
            for own, other in (
                (ours.cell_to_char, theirs.cell_to_char),
                (ours.char_to_cell, theirs.char_to_cell),
            ):
                assert own == other
                assert isinstance(own, bytes) == (max(own, default=0) < 256)
                assert memoryview(own).tolist() == list(own)  # type: ignore[arg-type]


def test_places_of_a_result_are_those_of_its_maps() -> None:
    native, _ = _engines("it-6dot")
    for text in ("Ab 1,5 è", "", "A", "Ab 1,5 è" * 60):
        made = native.translate(text)
        assert [made.cell_of(place) for place in range(len(text))] == list(made.char_to_cell)
        assert [made.char_of(place) for place in range(len(made.cells))] == list(made.cell_to_char)
        assert (made.cell_of(len(text)), made.char_of(len(made.cells))) == (
            len(made.cells),
            len(text),
        )
        for look, place in ((made.cell_of, len(text) + 1), (made.char_of, -1)):
            with pytest.raises(IndexError):
                look(place)


def test_each_long_result_has_maps_of_its_own() -> None:
    native, _ = _engines("it-8dot")
    one, two = (native.translate("a" * 300).cell_to_char for _ in range(2))
    assert isinstance(one, array)
    one[0] = 7
    one.append(8)  # nobody holds its buffer
    assert list(two) == list(range(300)) == list(native.translate("a" * 300).cell_to_char)


def test_threads_share_a_table() -> None:
    native, _ = _engines("it-6dot")
    texts = sentences()[:3000]
    expected = [result.cells for result in native.translate_many(texts)]
    wrong: list[str] = []

    def work(shift: int) -> None:
        for number in range(len(texts)):
            place = (number + shift) % len(texts)
            if native.translate(texts[place]).cells != expected[place]:
                wrong.append(texts[place])

    threads = [threading.Thread(target=work, args=(shift * 400,)) for shift in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


HOSTILE: dict[str, Any] = {
    "dots": "." * 20_000,
    "brackets": "(" * 20_000,
    "digits": "7" * 20_000,
    "capitals": "A" * 20_000,
    "apostrophes": "'" * 20_000,
    "underscores": "_" * 20_000,
    "letters": "abcdefghilmnopqrstuvz" * 1000,
    "one letter": "a" * 20_000,
    "mixed case": "aA" * 10_000,
    "words": "a A 1 , " * 2500,
    "euros": "€ " * 10_000,
    "blanks": " " * 20_000,
}


@pytest.mark.parametrize("table", ["it-6dot", "it-6dot-exact", TABLES[-1]])
@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_text(table: str, name: str) -> None:
    native, reference = _engines(table)
    text = HOSTILE[name][:4000] if "g2" in table else HOSTILE[name]
    _assert_equal(native.translate(text), reference.translate(text))


@pytest.mark.skipif(sys.platform == "win32", reason="there a module names the library it is for")
def test_the_module_brings_no_python_of_its_own() -> None:
    """It serves every Python from 3.11 on, also where the library of its builder is not."""
    assert b"libpython" not in Path(str(import_native().__file__)).read_bytes()
