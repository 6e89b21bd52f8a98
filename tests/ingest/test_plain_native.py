"""Plain text read by the native core gives the blocks that Python's reading gives."""

from __future__ import annotations

import pickle
import textwrap
from functools import cache

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from brailledesk.document import (
    Block,
    CompactBlocks,
    Document,
    Heading,
    PageMark,
    Paragraph,
    find_chapter_level,
    put_before,
)
from brailledesk.ingest import plain
from brailledesk.text import Run
from brailledesk.translate.native import import_native, is_available
from tests.corpus import PACKAGES, lines

if not is_available():
    pytest.skip("the native core was not built", allow_module_level=True)

WIDE = "una riga che un programma ha chiuso dove era piena, quasi"
LINES = [
    *(WIDE, WIDE + " sempre", WIDE + " qui", "x" * 60, "y " * 70, "breve", "Prezzo: 12 €", ""),
    *("", " ", "\t", "- uno", "* due", "1. primo", "2) secondo", "a) lettera", "(iv) quattro"),
    *("  • rientro", "-senza", "- ", "1.", "12345. no", "(abcd) no", "A. Rossi", "È: così", "à: b"),
    *(
        "nome      colonna",
        "con\ttabulazione",
        "capitolo ..... 3",
        "capo . . . 3",
        "a \t b",
        "b   \tc",
    ),
    *("\u00a0", "x\u00a0\u00a0   y", "\x0b", "fine\x1c", "½) mezzo", "9\u00b2. alto", "Abc.def: x"),
]
texts = st.one_of(
    st.lists(st.sampled_from(LINES), max_size=14).map("\n".join),
    st.lists(
        st.lists(st.sampled_from(LINES), max_size=6).map("\n".join), min_size=2, max_size=4
    ).map("\f".join),
    st.text("ab A1.)(-*•: \t\n\f,;_\u00a0è²", max_size=80),
)


def natively(text: str) -> tuple[Block, ...] | None:
    try:
        packed = import_native().ReadText(text)
    except ValueError:
        return None
    return tuple(CompactBlocks(packed, lambda place: plain._build(packed.block(place), "a.txt")))


@given(texts)
@settings(deadline=None, max_examples=300)
@example("x\n" * 12 + "- uno\n- due")
@example("x\n" * 14 + "- uno\n- due")
@example("- " + WIDE + "\n" + "parola " * 3 + "\n- " + WIDE)
def test_blocks(text: str) -> None:
    assert natively(text) == plain._read_text(text, "a.txt")


@pytest.mark.parametrize("width", [2, 5, 9])
def test_real_text(width: int) -> None:
    found = lines()[::37]
    if not found:
        pytest.skip(f"no Italian texts; apt install {PACKAGES}")
    groups = [found[place : place + width] for place in range(0, len(found), width)]
    text = "\n\n".join("\n".join(group) for group in groups if all(map(known, group)))
    blocks = natively(text)
    assert blocks is not None
    assert blocks == plain._read_text(text, "a.txt")


def known(line: str) -> bool:
    return max(map(ord, line), default=0) < 0x2BC


def test_what_python_knows_of_the_known_characters() -> None:
    """One line each, in the places where it matters what a character is."""
    signs = [*map(chr, range(0x2BC)), *map(chr, range(0x2010, 0x205F)), "€", "▪"]
    for sign in signs:
        for text in (f"{sign}: x\n{WIDE} y", f"({sign}) a\n({sign}) b", f"a{sign}   b\n{WIDE} y"):
            if not set(text) & set("\r\f"):
                assert natively(text) == plain._read_text(text, "a.txt"), (sign, text)


@pytest.mark.parametrize("sign", ["Ж", "\u0301", "日", "٣", "\u200b", "😀"])
def test_other_characters_are_left_to_python(sign: str) -> None:
    assert natively(f"a{sign}b") is None


@cache
def long_file() -> str:
    """Wrapped lines, short ones, lists, and lines that stay."""
    wrapped = textwrap.fill("Una frase che un programma ha diviso perché era lunga. " * 9, 72)
    short = "Una riga che finisce qui,\ne una che segue subito dopo la prima della coppia di righe."
    lists = ["- uno\n- due\n  e ancora", "1. primo\n2. secondo"]
    parts = [wrapped, short, *lists, "Prezzo: 3\nPeso: 4"] * 3
    return "\n\n".join(f"{number}\n\n{part}\n" for number in range(150) for part in parts)


@pytest.mark.parametrize("behind", ["", "\n\x1a", "\f\n  "])
def test_a_file_is_read_as_python_reads_it(behind: str) -> None:
    packed = import_native().ReadText.of_file((long_file() + behind).encode())
    blocks = [plain._build(packed.block(place), "a.txt") for place in range(len(packed))]
    assert blocks == list(read_by_python())


@cache
def read_by_python() -> tuple[Block, ...]:
    return plain._read_text(long_file(), "a.txt")


def test_print_pages_of_a_file_are_counted() -> None:
    text = long_file().replace("\n\n7\n\n", "\n\n\f7\n\n")
    packed = import_native().ReadText.of_file(text.encode())
    blocks = [plain._build(packed.block(place), "a.txt") for place in range(len(packed))]
    assert blocks == list(plain._read_text(text, "a.txt"))
    assert sum(isinstance(one, PageMark) for one in blocks) == text.count("\f") > 0


@pytest.mark.parametrize(
    "data", [b"a\r\nb", b"a\0b", b"perch\xe9", b"\xef\xbb\xbfa", "日".encode(), b"a\xc3"]
)
def test_a_file_that_only_python_reads(data: bytes) -> None:
    with pytest.raises(ValueError, match="only Python"):
        import_native().ReadText.of_file(data)


def test_compact_blocks_are_like_a_tuple() -> None:
    document = plain.read_plain(b"uno\n\n- due\n- tre\n\fquattro\n", "a.txt", "it")
    blocks = document.blocks
    assert isinstance(blocks, CompactBlocks)
    assert blocks == tuple(blocks)
    assert len(blocks) == 4
    front = Heading(2, (Run("prima"),))
    longer = put_before(front, blocks)
    assert isinstance(longer, CompactBlocks)
    assert longer == (front, *blocks) == put_before(front, tuple(blocks))
    assert find_chapter_level(longer) == 2
    assert pickle.loads(pickle.dumps(document)) == document
    assert [run.text for run in document.runs()] == ["uno", "due", "tre", "quattro"]
    assert isinstance(blocks[0], Paragraph)
    assert document == Document(tuple(blocks), source="a.txt")


def test_without_the_native_core_python_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    data = b"uno\n\n- due\n"
    natively_read = plain.read_plain(data, "a.txt", "it")
    monkeypatch.setattr(plain, "is_available", lambda: False)
    by_python = plain.read_plain(data, "a.txt", "it")
    assert isinstance(by_python.blocks, tuple)
    assert by_python == natively_read
