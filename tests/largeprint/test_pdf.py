"""Large print on paper: sizes, fonts, tags and text as other programs read them."""

from __future__ import annotations

import io
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pdfplumber
import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brailledesk.document import (
    Block,
    Document,
    Heading,
    Image,
    ListBlock,
    ListItem,
    PageMark,
    Paragraph,
    Poem,
    Quote,
    Table,
)
from brailledesk.errors import FontFaulty, LargePrintNotAvailable, UsageError
from brailledesk.largeprint.options import LargePrint
from brailledesk.largeprint.pdf import format_pdf
from brailledesk.resources import PACKAGE
from brailledesk.schemes import SCHEMES, colour_words
from brailledesk.text import Run

from .judging import Tag, alternatives, judge_pdf, passages, read_tags
from .samples import MANUAL, PRICES, WIDE, WORDS, paragraph, row, runs, table

FONTS = Path(PACKAGE) / "fonts"
MM = 72 / 25.4


def _opened(data: bytes) -> Any:
    return pdfplumber.open(io.BytesIO(data))


def _named(root: Tag, name: str) -> list[str]:
    return [" ".join(tag.words()) for tag in root.all() if tag.name == name]


@pytest.fixture(scope="module")
def manual() -> bytes:
    return format_pdf(MANUAL, LargePrint(size=24))


@pytest.mark.parametrize("size", [16, 24, 48])
def test_every_character_has_the_size_that_was_asked(size: int) -> None:
    """Headings are larger; the page numbers of the print in the margin have half, 16 at least."""
    with _opened(format_pdf(MANUAL, LargePrint(size=size))) as pdf:
        for page in pdf.pages:
            left = min(one["x0"] for one in page.chars if one["size"] > size - 0.01)
            for one in page.chars:
                least = max(16, size / 2) if one["x1"] <= left else size
                assert one["size"] >= least - 0.01, one["text"]
            # Nothing is cut off by the paper.
            assert all(one["x0"] >= 10 and one["x1"] <= page.width - 30 for one in page.chars)
            assert all(one["top"] >= 10 and one["bottom"] <= page.height - 5 for one in page.chars)
        sizes = [round(one["size"], 2) for page in pdf.pages for one in page.chars]
        assert max(set(sizes), key=sizes.count) == size
        assert max(sizes) <= 1.4 * size + 0.01


def test_nothing_overlaps_at_any_size() -> None:
    """Lines are apart by the spacing that was asked."""
    text = Document((paragraph("parola " * 60),))
    for size, spacing in ((16, 1.0), (18, 1.5), (48, 1.25)):
        with _opened(format_pdf(text, LargePrint(size=size, line_spacing=spacing))) as pdf:
            lines = sorted({round(one["matrix"][5], 1) for one in pdf.pages[0].chars})
        steps = [upper - lower for lower, upper in pairwise(lines[1:])]
        assert steps
        assert all(abs(step - size * spacing) < 0.3 for step in steps), steps


def test_fonts_are_embedded(manual: bytes) -> None:
    with pikepdf.open(io.BytesIO(manual)) as pdf:
        names = set()
        for page in pdf.pages:
            for font in page.Resources.Font.values():
                (inner,) = font.DescendantFonts
                descriptor = inner.FontDescriptor
                assert "/FontFile2" in descriptor or "/FontFile3" in descriptor
                names.add(str(descriptor.FontName).partition("+")[2])
    assert {name.partition("-")[0] for name in names} == {
        "AtkinsonHyperlegibleNext", "DejaVuSans",
    }  # fmt: skip


def test_the_text_of_the_tags_is_that_of_the_document(manual: bytes) -> None:
    assert read_tags(manual).words() == WORDS.split()


def test_the_text_of_the_pages_is_in_the_same_order(manual: bytes) -> None:
    """As programs see it that know nothing of tags: running heads and repeated heads come too."""
    with _opened(manual) as pdf:
        found = iter(
            "".join(one["text"] for page in pdf.pages for one in page.chars).replace(" ", "")
        )
    assert all(one in found for one in WORDS.replace(" ", ""))


def test_tags_have_their_names(manual: bytes) -> None:
    root = read_tags(manual)
    assert _named(root, "H1") == ["p. 11 Uso", "Dati", "Note"]
    # The document has a heading of level 3 below level 1.
    assert _named(root, "H2") == ["Pulizia del precipitevolissimevolmente"]
    assert _named(root, "TH") == ["Modello", "Prezzo"]
    assert len(_named(root, "TD")) == 80
    assert alternatives(manual) == ["Il filtro, visto da sotto"]
    assert _named(root, "Lbl")[:4] == ["•", "•", "a)", "3 bis"]
    assert _named(root, "BlockQuote") == ["Chi va piano va sano."]
    assert passages(manual).count("en") == 1


def test_the_heading_of_a_table_comes_again_on_every_page(manual: bytes) -> None:
    with _opened(manual) as pdf:
        texts = [page.extract_text() for page in pdf.pages]
    pages = [text for text in texts if "AX-" in text]
    assert len(pages) > 2
    assert all("Modello Prezzo" in text for text in pages)


def test_outline_language_title_and_author(manual: bytes) -> None:
    with pikepdf.open(io.BytesIO(manual)) as pdf:
        with pdf.open_outline() as outline:
            first = outline.root[0]
            titles = [item.title for item in outline.root]
            inner = [item.title for item in first.children]
        assert titles == ["Uso", "Dati", "Note"]
        assert inner == ["Pulizia del precipitevolissimevolmente"]
        assert str(pdf.Root.Lang) == "it"
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.docinfo.Title) == MANUAL.title
        assert str(pdf.docinfo.Author) == MANUAL.author


def test_print_pages_stand_in_the_margin_and_below() -> None:
    """The foot of a page has the print page that its last line is of."""
    with _opened(format_pdf(MANUAL, LargePrint(size=32))) as pdf:
        in_margin = [
            "".join(one["text"] for one in page.chars if one["x1"] < 20 * MM).split()
            for page in pdf.pages
        ]
        feet = [page.crop((0, page.height - 60, page.width, page.height)) for page in pdf.pages]
        words = [foot.extract_text().split() for foot in feet]
    assert "".join(map("".join, in_margin)) == "p.11p.12"
    assert words[0] == ["p.", "11", "1"]
    assert words[-1] == ["p.", "12", str(len(words))]


def test_without_print_pages_there_are_none() -> None:
    root = read_tags(format_pdf(MANUAL, LargePrint(has_print_pages=False)))
    assert "p." not in root.words()


def test_a_title_page_and_contents_with_links() -> None:
    options = LargePrint(size=20, has_title_page=True, has_contents=True)
    data = format_pdf(MANUAL, options)
    with _opened(data) as pdf:
        first, second = pdf.pages[0].extract_text(), pdf.pages[1].extract_text()
        where = next(n for n, page in enumerate(pdf.pages, 1) if "Il filtro" in page.extract_text())
    assert first.split("\n") == [
        MANUAL.title, "Anna Bianchi", "Edizione a caratteri grandi, corpo 20",
    ]  # fmt: skip
    assert second.startswith("Indice\nUso")
    assert where > 2
    assert len([tag for tag in read_tags(data).all() if tag.name == "TOCI"]) == 4


def test_a_title_that_is_the_first_heading_is_not_said_twice() -> None:
    text = Document((Heading(1, runs("La  scheda")), paragraph("x")), title="La scheda")
    assert read_tags(format_pdf(text, LargePrint())).words() == ["La", "scheda", "x"]


@pytest.mark.parametrize("name", sorted(SCHEMES))
def test_colours_are_those_of_the_scheme(name: str) -> None:
    scheme = SCHEMES[name]
    text = Document((paragraph("chiaro"), PRICES))
    with _opened(format_pdf(text, LargePrint(scheme=scheme))) as pdf:
        for page in pdf.pages:
            inks = {tuple(one["non_stroking_color"]) for one in page.chars}
            assert {_colour(ink) for ink in inks} == {colour_words(scheme.text)}
            whole = [one for one in page.rects if one["width"] >= page.width - 1]
            papers = [_colour(one["non_stroking_color"]) for one in whole]
            assert papers == ([] if name == "black-white" else [colour_words(scheme.background)])


def _colour(values: tuple[float, ...]) -> str:
    red, green, blue = values if len(values) == 3 else values * 3
    return colour_words((round(red * 255), round(green * 255), round(blue * 255)))


def test_a_wide_table_becomes_records_on_narrow_paper_only() -> None:
    text = Document(
        (table([["Codice articolo", "Descrizione", "Pezzi"], ["AX", "centrifuga", "7"]]),)
    )
    narrow = read_tags(format_pdf(text, LargePrint(size=48)))
    wide = read_tags(format_pdf(text, LargePrint(size=48, paper="a3", is_landscape=True)))
    assert narrow.words() == [
        "Codice",
        "articolo:",
        "AX",
        "Descrizione:",
        "centrifuga",
        "Pezzi:",
        "7",
    ]
    assert "Table" not in {tag.name for tag in narrow.all()}
    assert _named(wide, "TH") == ["Codice articolo", "Descrizione", "Pezzi"]


def test_what_has_no_blank_has_room_in_its_column() -> None:
    rows = [["1", "1", "22222«221"], ["1 11111111"]]
    data = format_pdf(
        Document((PageMark("111"), Table(tuple(map(row, rows))))), LargePrint(size=48)
    )
    with _opened(data) as pdf:
        assert all(one["x1"] <= page.width - 40 for page in pdf.pages for one in page.chars)


def test_a_heading_that_labels_nothing_is_not_lost() -> None:
    wide = [f"titolo{n}" for n in range(20)]
    text = Document((Table((row(wide, is_header=True), row(["solo", "due"])), 1),))
    words = read_tags(format_pdf(text, LargePrint())).words()
    assert set(words) == {*wide, "solo", "due"} - {"titolo0", "titolo1"} | {
        "titolo0:", "titolo1:",
    }  # fmt: skip


def test_text_is_never_a_program_and_no_sign_is_lost_in_silence() -> None:
    hostile = '#eval("1") $x$ *a* _b_ `c` \\ <d> @e = // /* "'
    odd = "x\0y \ud800 e\u0301 f\u00adg\u200bh \U0001d173 \u6f22"
    text = Document((paragraph(hostile), paragraph(odd)), title="#a")
    words = read_tags(format_pdf(text, LargePrint())).words()
    assert words[: len(hostile.split()) + 1] == ["#a", *hostile.split()]
    rest = "".join(words[len(hostile.split()) + 1 :])
    assert "é" in rest
    assert "fgh" in rest
    assert "\ufffd" in rest
    assert ("\u6f22" in rest) != ("[U+6F22]" in rest)


@pytest.mark.parametrize("mark", ["\u0301", "\u1100", "\u0e31"])
def test_a_letter_with_marks_without_end_takes_no_memory_without_end(mark: str) -> None:
    data = format_pdf(Document((paragraph("a" + mark * 5000),)), LargePrint())
    assert len(data) < 3_000_000


def test_words_longer_than_a_line_are_divided() -> None:
    address = "https://esempio.it/" + "molto-lungo/" * 12 + "q" * 120
    quoted = Quote((ListBlock((ListItem((paragraph("w" * 90),), "1."),)),))
    data = format_pdf(Document((paragraph(address), quoted)), LargePrint(size=48))
    assert "".join(read_tags(data).words()) == f"{address}1.{'w' * 90}"
    with _opened(data) as pdf:
        for page in pdf.pages:
            assert all(one["x1"] <= page.width - 15 * MM + 1 for one in page.chars)


def test_amounts_stay_on_one_line() -> None:
    text = Document((paragraph("costo " + "€ 1.249,90 oppure " * 30),))
    with _opened(format_pdf(text, LargePrint(size=30))) as pdf:
        lines = "\n".join(page.extract_text() for page in pdf.pages).split("\n")
    assert sum(line.count("€ 1.249,90") for line in lines) == 30


def test_nesting_of_any_depth_is_set() -> None:
    block: Block = paragraph("fondo")
    for number in range(sys.getrecursionlimit() * 2):
        block = ListBlock((ListItem((block,), f"{number}."),)) if number % 2 else Quote((block,))
    with _opened(format_pdf(Document((block,)), LargePrint())) as pdf:
        words = " ".join(page.extract_text() for page in pdf.pages).split()
    assert "fondo" in words
    assert sum(word.endswith(".") for word in words) == sys.getrecursionlimit()


def test_the_reader_s_own_font(tmp_path: Path) -> None:
    own = FONTS / "AtkinsonHyperlegibleMono-Regular.ttf"
    with pikepdf.open(
        io.BytesIO(format_pdf(Document((paragraph("abc"),)), LargePrint(fonts=(own,))))
    ) as pdf:
        names = [str(font.BaseFont) for font in pdf.pages[0].Resources.Font.values()]
    assert len(names) == 1
    assert "AtkinsonHyperlegibleMono" in names[0]
    junk = tmp_path / "junk.ttf"
    junk.write_bytes(b"\0\1\0\0" + b"x" * 500)
    for path in (junk, tmp_path / "none.otf", tmp_path / "a.txt"):
        with pytest.raises(FontFaulty) as caught:
            format_pdf(MANUAL, LargePrint(fonts=(path,)))
        assert str(path) in str(caught.value)


def test_the_same_document_gives_the_same_bytes(manual: bytes) -> None:
    assert format_pdf(MANUAL, LargePrint(size=24)) == manual


@pytest.mark.parametrize(
    "wrong", [{"size": 15}, {"size": 49}, {"size": float("nan")}, {"line_spacing": 0.9},
              {"paper": "a9"}, {"paper": "a5", "size": 36}],
)  # fmt: skip
def test_what_no_page_can_have_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        LargePrint(**wrong)


def test_without_typst_the_command_that_brings_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    with pytest.raises(LargePrintNotAvailable, match=r"pip install 'brailledesk\[largeprint\]'"):
        format_pdf(MANUAL, LargePrint())


def test_verapdf_finds_nothing_against_pdf_ua(tmp_path: Path, manual: bytes) -> None:
    bare = Document((Image(""), PageMark("x" * 30), paragraph("a")))
    turned = LargePrint(size=48, is_landscape=True, has_title_page=True, has_contents=True)
    small = replace(MANUAL, blocks=(*MANUAL.blocks[:8], WIDE))
    made = {
        "manual": manual,
        "turned": format_pdf(small, turned),
        "bare": format_pdf(bare, LargePrint()),
        "empty": format_pdf(Document((Paragraph(()),)), LargePrint()),
        "english": format_pdf(replace(small, language="en-GB"), LargePrint(language="en")),
    }
    # The judge can say no: the same file with its tags cut off.
    with pikepdf.open(io.BytesIO(manual)) as pdf:
        del pdf.Root.StructTreeRoot
        del pdf.pages[1:]
        broken = io.BytesIO()
        pdf.save(broken)
    files = []
    for name, data in {**made, "broken": broken.getvalue()}.items():
        files.append(tmp_path / f"{name}.pdf")
        files[-1].write_bytes(data)
    judged = judge_pdf(files, tmp_path)
    *good, bad = (judged[str(path)] for path in files)
    assert bad[1]
    assert [faults for _checks, faults in good] == [[]] * len(made)
    assert good[0][0] > 5000


_WORD = st.text("abcàèìòùÀÉçß€→«»-/.#$*_<>\\'\"1234", min_size=1, max_size=9)
_TEXT = st.lists(_WORD, min_size=1, max_size=6).map(" ".join)


def _runs(text: str) -> tuple[Run, ...]:
    return (Run(text),)


_LEAF = st.one_of(
    _TEXT.map(lambda text: Paragraph(_runs(text))),
    _TEXT.map(lambda text: Poem(_runs(text.replace(" ", "\n")))),
)
_INNER = st.recursive(
    _LEAF,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=2).map(lambda blocks: Quote(tuple(blocks))),
        st.lists(st.tuples(st.lists(inner, min_size=1, max_size=2), _WORD), min_size=1, max_size=3)
        .map(lambda items: ListBlock(tuple(ListItem(tuple(b), marker) for b, marker in items))),
    ),
    max_leaves=6,
)  # fmt: skip
_ROWS = st.lists(st.lists(st.one_of(_TEXT, st.just("")), min_size=1, max_size=5), max_size=4)
_BLOCK: st.SearchStrategy[Block] = st.one_of(
    _INNER,
    st.tuples(st.integers(1, 9), _TEXT).map(lambda pair: Heading(pair[0], _runs(pair[1]))),
    _ROWS.map(lambda rows: Table(tuple(row(texts) for texts in rows))),
    _WORD.map(PageMark),
)


def _said(block: Block) -> str:
    """What a block says, in its order; nothing of it is ours but "p." before a print page."""
    match block:
        case Paragraph() | Poem() | Heading():
            return block.runs[0].text
        case Quote():
            return " ".join(map(_said, block.blocks))
        case ListBlock():
            return " ".join(
                f"{item.marker} {' '.join(map(_said, item.blocks))}" for item in block.items
            )
        case Table():
            cells = (cell for one in block.rows for cell in one.cells)
            return " ".join(_said(inner) for cell in cells for inner in cell.blocks)
        case PageMark():
            return f"p. {block.label}"
    raise AssertionError


@settings(max_examples=15, deadline=None)
@given(st.lists(_BLOCK, min_size=1, max_size=6), st.sampled_from([16, 27, 48]))
def test_whatever_the_blocks_nothing_is_lost(blocks: list[Block], size: int) -> None:
    data = format_pdf(Document(tuple(blocks)), LargePrint(size=size))
    found = "".join(read_tags(data).words())
    assert found == "".join(" ".join(map(_said, blocks)).split())
