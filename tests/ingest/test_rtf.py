"""RTF written by hand, as several programs write it; hostile files."""

from __future__ import annotations

import pytest

from brailledesk.document import Document, Paragraph
from brailledesk.errors import SourceDamaged
from brailledesk.ingest import read_document
from tests.office.shape import shape

_FONTS = (
    r"{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset2 Symbol;}{\f2\fcharset204 Arial Cyr;}"
    r"{\f3\fnil\fcharset128 \'82\'6c\'82\'72;}}"
)


def _rtf(body: str, head: str = "") -> Document:
    text = rf"{{\rtf1\ansi\ansicpg1252\deff0\deflang1040{_FONTS}{head} {body}}}"
    return read_document(text.encode("latin-1"), name="a.rtf")


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"Citt\'e0 \'80 5", "Città € 5"),
        (r"\u8364?5 \u-10179?\u-8704? \uc0\u224 x", "€5 😀 àx"),
        (r"\uc2\u224\'c3\'a0b", "àb"),
        (r"{\uc0 a}\u224?b", "aàb"),
        (r"\f2 \'cf\'f0\f0 \'cf", "ПрÏ"),
        (r"\f3 \'82\'a0\f0 b", "あb"),
        (r"a\~b\_c\-d\{\}\\", "a\xa0b\u2011c\xadd{}\\"),
        (r"\lquote a\rquote\ldblquote b\rdblquote\endash\emdash", "‘a’“b”–—"),
        ("a\r\nb", "ab"),
        (r"a\tab b\line c", "a b\nc"),
        (r"x{\v nascosto}y{\deleted tolto}z{\*\bkmkstart s}w{\caps abc}", "xyzwABC"),
        (r"m{\super 2} e 10{\super 12} H{\sub 2}O", "m² e 10^12 H2O"),
        (r"{\field{\*\fldinst HYPERLINK http://x}{\fldrslt {\ul sito}}}", "sito"),
        (r"{\pict\bin5 {}}{}x}y", "y"),
        (
            r"{\header testata}{\info{\author io}}{\*\x via}{\object{\*\objdata 00}{\result ok}}",
            "ok",
        ),
    ],
)
def test_signs_by_hand(body: str, text: str) -> None:
    paragraphs = [one for one in _rtf(body + r"\par").blocks if isinstance(one, Paragraph)]
    assert ["".join(run.text for run in one.runs) for one in paragraphs] == [text]


def test_emphasis_styles_and_languages() -> None:
    head = (
        r"{\stylesheet{\ql\lang1040 Normal;}{\s1\outlinelevel1\b Mio;}{\s2 heading 3;}{\s3 Quote;}"
        r"{\*\cs4 Forte;}{\s5 Title;}}"
    )
    document = _rtf(
        r"\pard\s5\b Nome\par\pard\plain\s1\b Uno {\i due}\par\pard\plain\s2 Tre\par"
        r"\pard\plain {\b a}{\i\b b}{\ul c}{\b\b0 d}{\lang2057 e}{\lang1040 f}"
        r"{\uldb g\ulnone h}\par"
        r"\pard\plain\s3 citato\par\s3 ancora\par",
        head,
    )
    assert shape(document) == [
        "h1 Nome",
        "h2 Uno {1:due}",
        "h3 Tre",
        "p {4:a}{5:b}{2:c}d{en-GB:e}f{2:g}h",
        "quote",
        "  p citato",
        "  p ancora",
    ]
    assert (document.title, document.language) == ("Nome", "it")


def test_lists_of_word_and_of_old_programs() -> None:
    document = _rtf(
        r"{\listtext\pard\plain\f1 \'b7\tab}\pard\ls1\ilvl0 uno\par"
        r"{\listtext\pard\plain\f0 a)\tab}\pard\ls1\ilvl1 due\par"
        r"{\listtext\pard\plain o\tab}\pard\ls1\ilvl0 tre\par\pard testo\par"
        r"{\pntext\f0 1.\tab}{\*\pn\pnlvlbody\pndec}quattro\par{\pntext\f0 -\tab}cinque\par"
    )
    assert shape(document) == [
        "- •", "  p uno", "  - a)", "    p due", "- •", "  p tre", "p testo", "- 1.",
        "  p quattro", "- -", "  p cinque",
    ]  # fmt: skip


def test_tables_merged_and_nested() -> None:
    document = _rtf(
        r"\trowd\trhdr\cellx1000\cellx2000\cellx3000\pard\intbl A\cell B\cell C\cell\row"
        r"\trowd\clvmgf\cellx1000\cellx3010\pard\intbl D\cell largo\cell\row"
        r"\trowd\clvmrg\cellx1000\clmgf\cellx2000\clmrg\cellx3000\pard\intbl\cell E\cell\cell\row"
        r"\trowd\cellx1000\cellx3000\pard\intbl F\cell\pard\intbl\itap2 x\nestcell y\nestcell"
        r"{\*\nesttableprops\trowd\cellx500\cellx900\nestrow}\pard\intbl fuori\cell\row"
        r"\pard fine\par"
    )
    assert shape(document) == [
        "table, 1 of 4 rows are its heading",
        "row", " cell 1x1 head", "  p A", " cell 1x1 head", "  p B", " cell 1x1 head", "  p C",
        "row", " cell 1x2", "  p D", " cell 2x1", "  p largo",
        "row", " cell 2x1", "  p E",
        "row", " cell 1x1", "  p F", " cell 2x1",
        "  table, 0 of 1 rows are its heading",
        "  row", "   cell 1x1", "    p x", "   cell 1x1", "    p y",
        "  p fuori",
        "p fine",
    ]  # fmt: skip


def test_notes_boxes_and_pictures() -> None:
    document = _rtf(
        r"Uno{\super\chftn}{\footnote\pard\plain {\super\chftn} Prima.\par Ancora.} e"
        r"{\super\chftn}{\footnote\ftnalt\pard\plain {\chftn} Seconda.}.\par "
        r"{\shp{\*\shpinst{\sp{\sn wzDescription}{\sv no}}{\shptxt\pard Nel riquadro\par}}"
        r"{\shprslt via}}"
        r"{\*\shppict{\pict{\*\picprop{\sp{\sn wzDescription}{\sv Il logo}}}00ff}}"
        r"{\nonshppict{\pict 00}}Sotto\par"
    )
    assert shape(document) == [
        "p Uno{n1} e{n2}.", "p Sotto", "p Nel riquadro", "image Il logo",
        "note 1", "  p Prima.", "  p Ancora.", "note 2", "  p Seconda.",
    ]  # fmt: skip


def test_origins_count_paragraphs() -> None:
    last = _rtf(r"uno\par\par due\par").blocks[1]
    assert isinstance(last, Paragraph)
    assert last.origin is not None
    assert last.origin.place == "paragraph 2"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"testo", "does not begin"),
        (b"{\\rtf1 testo", "cut off"),
        (b"{\\rtf1 " + b"{" * 2_000, "nested more deeply"),
        (b"{\\rtf1 " + b"{\\footnote " * 100, "nested too deeply"),
    ],
)
def test_files_that_are_none(data: bytes, reason: str) -> None:
    with pytest.raises(SourceDamaged, match=reason):
        read_document(data, name="a.rtf")


def test_tables_in_tables_are_bounded() -> None:
    assert "fondo" in "".join(shape(_rtf(r"\pard\intbl\itap999999 fondo\par")))
