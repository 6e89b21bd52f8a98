"""The native pass gives the rows that layout in Python gives, whatever the document is."""

from __future__ import annotations

import pickle
import shutil
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from brailledesk.document import (
    Block,
    Document,
    Heading,
    ListBlock,
    ListItem,
    PageMark,
    Paragraph,
    WovenBlocks,
)
from brailledesk.errors import UsageError
from brailledesk.formats import format_brf
from brailledesk.hyphenation import Hyphenator, read_dictionary
from brailledesk.ingest import read_document
from brailledesk.languages import run_translator
from brailledesk.layout import (
    BookOptions,
    HeadingStyle,
    LayoutOptions,
    NotePlace,
    compose,
    paginate,
)
from brailledesk.layout.native_alphabet import alphabet_of
from brailledesk.layout.protected import PATTERNS, protected_spans
from brailledesk.pages import CompactPages, Page, PageFormat, Publication, Row, Section, Volume
from brailledesk.text import Run, Typeform
from brailledesk.translate.base import RunTranslator
from brailledesk.translate.contraction import Contraction, TextKind
from brailledesk.translate.native import import_native, is_available
from tests.corpus import PACKAGES, sentences
from tests.specs import TABLES as TABLE_FOLDER

from .fake import document, paragraph, table_row
from .test_properties import WORDS
from .test_properties import documents as any_documents

if not is_available():
    pytest.skip("the native core was not built", allow_module_level=True)

TABLES = ("it-6dot", "it-8dot", "it-g2")
PLAIN = [
    *(word for word in WORDS if "\u00a0" not in word and "\u00ad" not in word),
    *("l'", "un'altra", "e-mail", "bianco-nero", "sì", "PERCHÉ", "COD.7/B", "AB-CD/E", "n. 12"),
    *("art. 5 bis", "5 milioni di euro", "EUR 5", "IT00 X000 0012 3450", "/etc/host.conf"),
    *(
        "nome_utente",
        "@utente",
        "1234.5678.9012",
        "0" * 70,
        "X" * 50,
        "Ab" * 30,
        "…",
        "—",
        "(",
        ")",
    ),
    *("https://", "www.a", "esempio.it/a", "10 x 15 cm", "8:30", "maggio '26", "(02) 123 456", "½"),
    *("  ", ". . .", "Mc'Donald's", "d'un'anima", "à-b", "zu-zu-zu-zu", "m²", "3°", "12°C", "#"),
]
plain_texts = st.one_of(
    st.lists(st.sampled_from(PLAIN), max_size=25).map(" ".join),
    st.lists(st.sampled_from(PLAIN), max_size=12).map("".join),
    st.text("abcàèEIT ./-'’_@:\n0159€%", max_size=120),
)
plain_runs = st.builds(Run, plain_texts, st.sampled_from([Typeform.PLAIN, Typeform.BOLD]))
paragraphs = st.builds(Paragraph, st.lists(plain_runs, max_size=2).map(tuple))
items = st.builds(
    ListItem,
    st.lists(paragraphs, max_size=2).map(tuple),
    st.sampled_from(["", "•", "3 bis", "unmarkermoltolungo"]),
)
blocks: st.SearchStrategy[Block] = st.one_of(
    paragraphs,
    paragraphs,
    st.builds(Heading, st.integers(1, 3), st.lists(plain_runs, max_size=1).map(tuple)),
    st.builds(ListBlock, st.lists(items, max_size=3).map(tuple)),
    st.builds(PageMark, st.sampled_from(["1", "xiv", "un'etichetta molto lunga"])),
)
plain_documents = st.builds(
    Document, st.lists(blocks, max_size=12).map(tuple), st.sampled_from(["", "Titolo", "12 a 3"])
)
options = st.builds(
    LayoutOptions,
    page=st.builds(PageFormat, st.integers(10, 49), st.integers(10, 40)),
    is_hyphenated=st.booleans(),
    has_running_line=st.booleans(),
    has_page_numbers=st.booleans(),
    has_page_marks=st.booleans(),
    paragraph_indent=st.integers(0, 20),
    list_indent=st.integers(0, 5),
    headings=st.sampled_from([LayoutOptions().headings, (HeadingStyle(indent=3, blank_after=2),)]),
    book=st.builds(BookOptions, has_running_chapter=st.booleans(), has_chapter_pages=st.booleans()),
)


@cache
def translators() -> dict[str, RunTranslator]:
    own: dict[str, RunTranslator] = {one: run_translator(one, engine="native") for one in TABLES}
    kinds = Contraction(uncontracted=frozenset([TextKind.NAMES, TextKind.FOREIGN]))
    return own | {
        "emphasis": run_translator("it-6dot", engine="native", has_emphasis=True),
        "contracted emphasis": run_translator("it-g2", engine="native", has_emphasis=True),
        "English": run_translator("it-6dot", engine="native", foreign={"en": "it-8dot"}),
        "kinds": run_translator("it-g2", engine="native", contraction=kinds),
    }


ALL = (*TABLES, "emphasis", "contracted emphasis", "English")


def check(given: Document, name: str, chosen: LayoutOptions) -> None:
    """The pages of the native pass against those of the specification."""
    pages_of(given, translators()[name], chosen)


def pages_of(given: Document, translate: RunTranslator, chosen: LayoutOptions) -> list[Page]:
    """The pages of the native pass; those of the specification are the same."""
    found = paginate(given, translate, chosen)
    pages = found.volumes[0].sections[0].pages
    assert isinstance(pages, CompactPages)
    expected = compose(given, translate, chosen)
    assert list(pages) == [Page(tuple(line.row() for line in lines)) for lines in expected]
    return list(pages)


@pytest.mark.parametrize(
    ("rule", "undivided"),
    [('noback context `["r"] @123456', "car-rozza"), ("always t- 123456", "at-tratto")],
)
def test_a_word_is_not_divided_where_its_parts_are_written_otherwise(
    tmp_path: Path, rule: str, undivided: str
) -> None:
    """Letters that are written otherwise at the beginning of a text, or before a hyphen."""
    folder = shutil.copytree(TABLE_FOLDER, tmp_path / "tables")
    table = folder / "picky.utb"
    table.write_text(f"include it-6dot.utb\n{rule}\n", encoding="utf-8")
    word = undivided.replace("-", "")
    text = " ".join([word, "la", word, "casa", word, "e", word] * 9)
    prints = {}
    for own in (str(table), "it-6dot"):
        translate = run_translator(own, engine="native")
        rows: list[str] = []
        for width in range(10, 40):
            chosen = LayoutOptions(page=PageFormat(width, 25), is_hyphenated=True)
            pages = pages_of(document(paragraph(text)), translate, chosen)
            rows += [row.print_text for page in pages for row in page.rows]
        prints[own] = rows
    end = undivided.partition("-")[0] + "-"
    assert any(row.endswith(end) for row in prints["it-6dot"])
    assert not any(row.endswith(end) for row in prints[str(table)])


@given(plain_documents, st.sampled_from(ALL), options)
@settings(deadline=None, max_examples=150)
def test_plain_documents(given: Document, name: str, chosen: LayoutOptions) -> None:
    check(given, name, chosen)


COMMON = [
    *("E'", "Era", "È", "l'Inghilterra", "un'altra", "perché", "città,", "Garfagnana", "CITTÀ"),
    *("elettroencefalografico", "precipitevolissimevolmente", "sottomarino-cisterna", "d'un"),
    *("12", "1.250,00", "euro", "maggio", "2026", "AB-CD/E", "art.", "5", "www.esempio.it", "…"),
    *("di", "a", "e", "parola", "straordinario", "Repubblica.", "(quando", "forse)", "x²y", "NATO"),
]
"""Words as they come: even ones, and such as are divided by what is remembered of them."""


@given(
    st.lists(st.sampled_from(COMMON), min_size=5, max_size=70).map(" ".join),
    st.sampled_from(TABLES),
    options,
)
@settings(deadline=None, max_examples=60)
@example("E' Era E'", "it-6dot", LayoutOptions(page=PageFormat(10, 10), paragraph_indent=5))
def test_common_paragraphs_as_they_are_met_and_again(
    text: str, name: str, chosen: LayoutOptions
) -> None:
    check(document(paragraph(text), paragraph(text)), name, chosen)


@given(any_documents, st.sampled_from(ALL), options)
@settings(deadline=None, max_examples=50)
def test_any_documents(given: Document, name: str, chosen: LayoutOptions) -> None:
    check(given, name, chosen)


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("width", [11, 30])
def test_real_text(name: str, width: int) -> None:
    found = sentences()[:: 40 if width > 11 else 90]
    if not found:
        pytest.skip(f"no Italian texts; apt install {PACKAGES}")
    given = document(*map(paragraph, found), title="Debian")
    check(given, name, LayoutOptions(page=PageFormat(cells=width)))


def test_tables_and_notes_stand_among_plain_text() -> None:
    from brailledesk.document import Note, Table

    given = Document(
        (
            Heading(1, (Run("Contratto"),)),
            paragraph("Una riga di testo. " * 8),
            Paragraph((Run("Con una nota"), Run("1", note="1"), Run(" in mezzo."))),
            Table((table_row("a", "12"), table_row("b", "7")), header_rows=1),
            paragraph("Con un carattere che manca: 日本. " * 3),
            paragraph("Ultima riga. " * 8),
        ),
        title="Contratto",
        notes=(Note("1", (paragraph("La nota. " * 9),)),),
    )
    check(given, "it-6dot", LayoutOptions(page=PageFormat(20, 10)))


def test_emphasis_and_languages_are_told_apart() -> None:
    translate = translators()["English"]
    given = document(
        Paragraph((Run("una "), Run("parola importante", Typeform.ITALIC), Run(" e il resto"))),
        Paragraph((Run("the whole English sentence", language="en"),)),
        paragraph("italiano e basta " * 5),
    )
    chosen = LayoutOptions(page=PageFormat(14, 10))
    expected = [
        Page(tuple(line.row() for line in page)) for page in compose(given, translate, chosen)
    ]
    assert list(paginate(given, translate, chosen).pages()) == expected


@pytest.mark.parametrize(
    "chosen",
    [
        LayoutOptions(has_print_spans=True),
        LayoutOptions(note_place=NotePlace.PAGE),
        LayoutOptions(book=BookOptions(sheets=20)),
    ],
)
def test_what_is_left_to_python(chosen: LayoutOptions) -> None:
    from brailledesk.document import Note

    given = Document((paragraph("testo"),), notes=(Note("1", (paragraph("nota"),)),))
    pages = paginate(given, translators()["it-6dot"], chosen).volumes[0].sections[0].pages
    assert isinstance(pages, tuple)


def test_kinds_of_text_that_stay_uncontracted_are_left_to_python() -> None:
    given = document(paragraph("Che Giovanni venga, perché Anna lo chiede. " * 9))
    translate = translators()["kinds"]
    pages = paginate(given, translate).volumes[0].sections[0].pages
    assert isinstance(pages, tuple)


def test_without_the_native_core_python_lays_out() -> None:
    given = document(*map(paragraph, ("Una frase che serve. " * 9, "CITTÀ 12/05/2026 " * 9)))
    by_reference = paginate(given, run_translator("it-6dot", engine="reference"))
    assert isinstance(by_reference.volumes[0].sections[0].pages, tuple)
    assert by_reference == paginate(given, translators()["it-6dot"])


def test_compact_pages_are_like_a_tuple() -> None:
    given = document(*[paragraph("Una frase che serve per una prova. " * 20)] * 6)
    found = paginate(given, translators()["it-6dot"])
    (section,) = found.volumes[0].sections
    pages = tuple(section.pages)
    assert len(pages) == len(section.pages) > 2
    assert section.pages[-1] == pages[-1]
    assert section.pages[1:] == pages[1:]
    assert (section.pages == pages, pages == section.pages) == (True, True)
    assert section.pages != pages[1:]
    assert hash(section.pages) == hash(pages)
    assert pickle.loads(pickle.dumps(found)) == found
    for place in (len(pages), -len(pages) - 1):
        with pytest.raises(IndexError):
            section.pages[place]


@given(plain_documents, options, st.sampled_from(["mit", "it_it_firenze"]), st.booleans())
@settings(deadline=None, max_examples=30)
def test_a_brf_is_that_of_the_same_pages(
    given: Document, chosen: LayoutOptions, charset: str, is_paged: bool
) -> None:
    found = paginate(given, translators()["it-6dot"], chosen)
    section = Section(tuple(found.pages()), chosen.page)
    plain = Publication((Volume((section,)),))
    compact = format_brf(found, charset=charset, is_paged=is_paged)
    assert compact == format_brf(plain, charset=charset, is_paged=is_paged)


def test_a_brf_of_two_sections_has_the_blank_back_of_a_sheet() -> None:
    pages = (
        paginate(document(paragraph("a")), translators()["it-6dot"]).volumes[0].sections[0].pages
    )
    other = (Page((Row(b"\x01"),)),)
    volumes = (Volume((Section(pages, PageFormat()), Section(other, PageFormat()))),)
    rows = format_brf(Publication(volumes), charset="mit")
    assert rows.endswith(b"\f\fA\r\n\f")


def test_eight_dots_are_no_brf() -> None:
    found = paginate(document(paragraph("Otto punti")), translators()["it-8dot"])
    with pytest.raises(UsageError, match="eight"):
        format_brf(found)


@pytest.mark.parametrize("unit", ["a", "1", "a.", "-A", "1 ", "a'", "AB12 ", "x\n"])
def test_hostile_texts_are_laid_out_alike(unit: str) -> None:
    chosen = LayoutOptions(page=PageFormat(11, 10))
    check(document(paragraph(unit * (700 // len(unit)))), "it-6dot", chosen)
    check(document(paragraph(unit * (700 // len(unit)))), "it-g2", chosen)


@cache
def habits() -> Any:
    patterns = [(one.hint, one.pattern) for one in PATTERNS]
    alphabet = alphabet_of("".join(map(chr, range(0x20, 0x2C0))) + "\n–—‘’“”•…€")
    return import_native().LayoutHabits(alphabet, patterns, read_dictionary("it"), b"\x24")


PIECES = [
    *PLAIN,
    *(" ", ".", "/", "-", "'", ",", "+", "x", "a", "A", "it", "euro", "maggio", "kg", "bis", "1"),
    *("€", "EUR", "co.", "tel.", "mila", "milioni di", "www.", "com", "_", ":", "//", "#", "\\"),
]


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
@settings(deadline=None, max_examples=500)
@example("n. 5" + "a" * 300 + " bis")
@example("5 milioni di euro/" + "b" * 12)
@example("www.-a b")
@example("WWW.... www.è.")
@example("ww.-a www")
def test_protected_spans(text: str) -> None:
    assert habits().protected(text) == protected_spans(text)


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
@settings(deadline=None, max_examples=500)
@example("n. 5" + "a" * 300 + " bis")
@example("a" * 300 + " 5 milioni di euro/" + "b" * 12)
@example("maggio 2026")
@example("5 miliardi di euro/" + "b" * 12)
@example("IT00" + " ABCD" * 8 + " 123")
@example("www.-a b")
@example("WWW.... www.è.")
@example("ww.-a www")
def test_places_inside_of_protected_spans(text: str) -> None:
    spans = protected_spans(text)
    inside = [place for place in range(len(text)) if any(a < place < b for a, b in spans)]
    assert habits().undivided(text) == inside


SIGNS = "".join(map(chr, range(0x20, 0x7F))) + "\u00a0°ºª²³×±£¥éÀ’€"
matches = st.one_of(
    [st.from_regex(one.pattern, fullmatch=True, alphabet=SIGNS) for one in PATTERNS]
)
neighbours = st.sampled_from([*PIECES, "di", "la", "Nel", "mele", "e", "1998", "\u00a0"])
parts = st.tuples(matches | neighbours, st.sampled_from([" ", " ", "\u00a0", "", ".", "/"]))


@given(st.lists(parts.map("".join), max_size=6).map("".join), st.integers(0, 3))
@settings(deadline=None, max_examples=300)
@example("nel 1998 agosto", 0)
@example("1998 maggio 26", 0)
@example("12 milioni di uomini, 5 mila", 0)
def test_places_inside_of_matches(text: str, cut: int) -> None:
    """Texts are made of what the patterns match, and of what stands beside it."""
    spans = protected_spans(text[cut:])
    inside = {place for start, end in spans for place in range(start + 1, end)}
    assert habits().undivided(text[cut:]) == sorted(inside)


def test_protected_spans_of_real_text() -> None:
    for text in sentences()[::40]:
        found = habits().protected(text)
        assert found is None or found == protected_spans(text)


@pytest.mark.parametrize("language", ["it", "pt", "da", "el", "en", "fr", "es"])
def test_syllables_of_a_word_list(language: str) -> None:
    hyphenator = Hyphenator()
    path = Path("/usr/share/dict/italian")
    words = path.read_text(encoding="utf-8").split()[::29] if path.exists() else []
    others = ["dell'acqua", "CITTÀ", "perché", "l'o'a", "aa", "ß" * 5, "a" * 64, "b" * 65, "un’ala"]
    alphabet = alphabet_of("’")
    own = import_native().LayoutHabits(alphabet, [], read_dictionary(language), b"")
    for word in [*others, *words]:
        assert own.syllables(word) == hyphenator.positions(word, language), word


@given(st.text("abcdefghilmnopqrstuvzàé'’AÈj-", min_size=4, max_size=70))
def test_syllables_of_anything(word: str) -> None:
    own = import_native().LayoutHabits(alphabet_of("’"), [], read_dictionary("it"), b"")
    assert own.syllables(word) == Hyphenator().positions(word, "it")


def test_dictionaries_are_those_of_pyphen() -> None:
    import pyphen

    for language in ("it", "it-IT", "it-CH", "en", "en-GB", "de-1996", "pt-br", "sr-Latn", "ru"):
        path = pyphen.LANGUAGES[pyphen.language_fallback(language.replace("-", "_"))]
        text = read_dictionary(language)
        assert text is not None
        encoding = path.read_bytes().partition(b"\n")[0].decode("ascii").strip()
        expected = path.read_text(encoding.removeprefix("microsoft-"))
        assert text.splitlines() == expected.splitlines(), language
    assert read_dictionary("tlh") is None
    assert read_dictionary("") is None


@pytest.mark.parametrize(
    ("patterns", "dictionary"),
    [
        ([("a", "(a)")], None),
        ([("a", "a*?b")], None),
        ([("a", "a*")], None),
        ([("a", r"\bword")], None),
        ([], "UTF-8\na1b/x=y,1,2\n"),
        ([], "UTF-8\n^^e1\n"),
    ],
)
def test_what_the_core_does_not_know_it_refuses(
    patterns: list[tuple[str, str]], dictionary: str | None
) -> None:
    with pytest.raises(ValueError, match="not understood"):
        import_native().LayoutHabits(("ab", b"\x11\x11", "ab"), patterns, dictionary, b"\x24")


def test_a_plain_file_is_never_made_objects_of() -> None:
    text = "\n\n".join(["Una frase che serve per una prova. " * 5] * 3) + "\n\n- uno\n- due\n"
    given = read_document(text.encode(), name="a.txt")
    assert not isinstance(given.blocks, tuple)
    check(given, "it-6dot", LayoutOptions(page=PageFormat(20, 10)))
    with_mark = read_document((text + "\f" + text).encode(), name="a.txt")
    check(with_mark, "it-g2", LayoutOptions(page=PageFormat(20, 10)))


PAGE = """<html lang=it><title>Contratto</title><h2>Uno</h2><p>Una frase che serve, n. 12. %s</p>
<p>Con un carattere che manca: 日本.</p><div lang=en><p>the English sentence</div><ul><li><p>item
</ul><h2>Due</h2><p>Ultima   riga\n%s</p>"""


@pytest.mark.parametrize("name", ["it-6dot", "it-g2", "English"])
def test_pages_of_html(name: str) -> None:
    page = PAGE % ("parola " * 40, "perché " * 40)
    given = read_document(page.encode(), name="a.html")
    assert isinstance(given.blocks, WovenBlocks)
    check(given, name, LayoutOptions(page=PageFormat(20, 10)))
    check(replace(given, blocks=tuple(given.blocks)), name, LayoutOptions(page=PageFormat(20, 10)))


def test_words_that_were_divided_are_divided_alike_again() -> None:
    words = "responsabilità dell'amministrazione comunale, PRECIPITEVOLISSIMEVOLMENTE "
    shifted = [paragraph("x" * count + " " + words * 3) for count in range(20)]
    for name in TABLES:
        for texts in (shifted, shifted[::-1]):
            check(document(*texts), name, LayoutOptions(page=PageFormat(20, 10)))


@cache
def long_text() -> Document:
    """Enough text for several threads, with lists, print pages and paragraphs that are Python's."""
    parts = ["Una frase che serve per una prova, con il n. 12. " * 7, "- uno\n- due\n- tre\n- 日本"]
    parts += [f"Il paragrafo {number} dice {'perché ' * (number % 40)}" for number in range(40)]
    parts += ["Con un carattere che manca: ± e 日本. " * 3, "\fAltra pagina. " * 2]
    return read_document(("\n\n".join(parts * 22)).encode(), name="a.txt")


def laid_out(given: Document, threads: int, monkeypatch: pytest.MonkeyPatch) -> Publication:
    monkeypatch.setenv("BRAILLEDESK_THREADS", str(threads))
    return paginate(given, translators()["it-6dot"], LayoutOptions())


@pytest.mark.parametrize("threads", [2, 3, 4])
def test_threads_change_nothing(threads: int, monkeypatch: pytest.MonkeyPatch) -> None:
    found = laid_out(long_text(), threads, monkeypatch)
    alone = laid_out(long_text(), 1, monkeypatch)
    assert format_brf(found) == format_brf(alone)
    assert list(found.pages()) == list(alone.pages())


def test_threads_give_what_the_specification_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRAILLEDESK_THREADS", "4")
    check(long_text(), "it-6dot", LayoutOptions())


@pytest.mark.parametrize("threads", [2, 3, 4])
def test_paragraphs_of_html_are_set_alike_by_threads(
    threads: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [f"Il paragrafo {number} dice perché, con il n. 12. " * 9 for number in range(900)]
    texts[::70] = ["Con un carattere che manca: ± e 日本."] * len(texts[::70])
    page = "".join(f"<p>{text}</p>" for text in texts)
    given = read_document(f"<html><body>{page}</body></html>".encode(), name="a.html")
    assert isinstance(given.blocks, WovenBlocks)
    found = laid_out(given, threads, monkeypatch)
    alone = laid_out(given, 1, monkeypatch)
    assert format_brf(found) == format_brf(alone)
    assert list(found.pages()) == list(alone.pages())


def test_a_text_of_several_megabytes_is_set_piece_by_piece(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = "\n\n".join(f"Il paragrafo {number} è ± breve." for number in range(400))
    text += "\n\n" + "\n\n".join("Una frase che serve per una prova. " * 9 for _ in range(8_000))
    given = read_document(text.encode(), name="a.txt")
    found = laid_out(given, 2, monkeypatch)
    assert format_brf(found) == format_brf(laid_out(given, 1, monkeypatch))


def test_progress_is_told_piece_by_piece_and_seldom() -> None:
    """A text of three pieces, and Python's paragraphs, of which each is a step by itself."""
    text = "\n\n".join(["Una frase che serve per una prova. " * 9] * 8_000)
    text += "\n\n" + "\n\n".join(f"Il paragrafo {number} è ± breve." for number in range(2_000))
    given = read_document(text.encode(), name="a.txt")
    seen: list[tuple[int, int]] = []
    paginate(
        given,
        translators()["it-6dot"],
        LayoutOptions(),
        progress=lambda _, done, total: seen.append((done, total)),
    )
    assert {total for _, total in seen} == {10_000}
    places = [done for done, _ in seen]
    assert places == sorted(set(places))
    assert places[0] == 0
    assert places[-1] == 10_000
    assert 2 <= sum(0 < place < 8_000 for place in places) <= 10
    assert 15 <= sum(8_000 <= place < 10_000 for place in places) <= 21
