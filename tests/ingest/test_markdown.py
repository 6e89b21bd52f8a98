"""Markdown: the blocks and their lines, against documents written by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from brailledesk.document import (
    Block,
    Document,
    Heading,
    Image,
    ListBlock,
    ListItem,
    Paragraph,
    Quote,
    Table,
    block_runs,
)
from brailledesk.errors import SourceDamaged
from brailledesk.ingest import markdown, read_document
from brailledesk.text import Origin, Run, Typeform


def _markdown(text: str) -> Document:
    return read_document(text.encode(), name="a.md")


def _run(text: str, line: int, typeform: Typeform = Typeform.PLAIN) -> Run:
    return Run(text, typeform, origin=Origin("a.md", f"line {line}"))


def _p(line: int, *runs: Run) -> Paragraph:
    return Paragraph(runs, Origin("a.md", f"line {line}"))


def _text(block: Block) -> str:
    return "".join(run.text for run in block_runs(block))


def test_a_sheet_by_hand() -> None:
    document = _markdown(
        "# Eco 12\n\nIl **nuovo** _Eco_\ncosta ~~50~~ [39 €](http://x.it)  \nsolo oggi.\n\n"
        "3) tre\n4) quattro\n   - punto\n\n> detto\n\n    codice  qui\n\n![foto](x.png)\n"
    )
    place = Origin("a.md", "line 7")
    inner = ListBlock((ListItem((_p(9, _run("punto", 9)),), "•"),), Origin("a.md", "line 9"))
    assert document == Document(
        (
            Heading(1, (_run("Eco 12", 1),), Origin("a.md", "line 1")),
            _p(
                3,
                _run("Il ", 3),
                _run("nuovo", 3, Typeform.BOLD),
                _run(" ", 3),
                _run("Eco", 3, Typeform.ITALIC),
                _run(" costa ", 3),
                _run("50", 3, Typeform.STRUCK),
                _run(" 39 €\nsolo oggi.", 3),
            ),
            ListBlock(
                (
                    ListItem((_p(7, _run("tre", 7)),), "3)"),
                    ListItem((_p(8, _run("quattro", 8)), inner), "4)"),
                ),
                place,
            ),
            Quote((_p(11, _run("detto", 11)),), Origin("a.md", "line 11")),
            _p(13, _run("codice  qui", 13)),
            Image("foto", None, Origin("a.md", "line 15")),
        ),
        title="Eco 12",
        source="a.md",
    )


def test_a_table_by_hand() -> None:
    (table,) = _markdown("| Voce | Euro |\n|---|--:|\n| Canone | **5** |\n").blocks
    assert isinstance(table, Table)
    cells = [[_text(cell.blocks[0]) for cell in row.cells] for row in table.rows]
    assert (table.header_rows, cells) == (1, [["Voce", "Euro"], ["Canone", "5"]])
    assert [cell.is_header for cell in table.rows[0].cells] == [True, True]


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        ("a<br>b <u>c</u>", ["a\nb c"]),
        ("<div>dentro</div>\n\nfuori", ["dentro", "fuori"]),
        ("`x <y>`", ["x <y>"]),
        ("```py\na\n  b\n```", ["a\n  b"]),
        ("&agrave; \\*no\\*", ["à *no*"]),
        ("Titolo\n======", ["Titolo"]),
        ("a\n\n---\n\nb", ["a", "b"]),
        ("[x]: http://y\n\n[x]", ["x"]),
    ],
)
def test_what_is_shown(source: str, texts: list[str]) -> None:
    assert [_text(block) for block in _markdown(source).blocks] == texts


def test_nesting_is_read_whole_or_refused() -> None:
    for depth in (1, 10, 50):
        assert "".join(map(_text, _markdown(">" * depth + " fondo").blocks)) == "fondo"
    for source in (">" * 5_000 + " fondo", "".join(" " * (2 * n) + "- a\n" for n in range(200))):
        with pytest.raises(SourceDamaged, match="nested"):
            _markdown(source)


@pytest.mark.parametrize("piece", ["[", "![", "*a ", "*a_ ", "`", "[a](", "<a ", "~~a ", "<!-- "])
def test_hostile_signs_are_read(piece: str) -> None:
    assert _markdown("x " + piece * 2_000).blocks


@pytest.mark.parametrize("source", ["[" * 3_000, "> " * 50 + "a\n" * 150, "*a " * 3_000])
def test_what_would_keep_the_parser_for_minutes_is_refused(
    source: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of each kind so much takes ten seconds as the limit of the program lets through."""
    monkeypatch.setattr(markdown, "MAX_STEPS", 5_000)
    with pytest.raises(SourceDamaged, match="markup"):
        _markdown(source + "\n\n" + source)


def test_no_text_for_people_comes_near_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """Prose of ours, and as dense a table as there can be: a step for two characters at most."""
    prose = Path(__file__).parents[2].joinpath("docs", "service.md").read_text(encoding="utf-8")
    table = "|1|2|3|\n|-|-|-|\n" + "|1|2|3|\n" * 300
    for source, letters in ((prose, 10), (table, 2)):
        monkeypatch.setattr(markdown, "MAX_STEPS", len(source) // letters)
        assert _markdown(source).blocks
