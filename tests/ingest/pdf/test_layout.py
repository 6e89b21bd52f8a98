"""Layout analysis as pure functions over pieces with places: no PDF is needed to judge it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brailledesk.ingest.pdf.columns import reading_order
from brailledesk.ingest.pdf.furniture import PageText, without_furniture
from brailledesk.ingest.pdf.grids import ruled_tables
from brailledesk.ingest.pdf.lines import Grid, Item, Line, lines_of
from brailledesk.ingest.pdf.marking import marker_of
from brailledesk.ingest.pdf.page import Piece, Rule
from brailledesk.ingest.pdf.scans import spans
from brailledesk.ingest.pdf.words import WordJoiner

WIDE = 0.5
"""Of the size: the width of a character in these tests; a blank is as wide."""


def row(x: float, base: float, text: str, size: float = 10) -> list[Piece]:
    """The pieces of a line of words."""
    pieces = []
    for word in text.split():
        end = x + WIDE * size * len(word)
        pieces.append(Piece(word, x, end, base, size))
        x = end + WIDE * size
    return pieces


def block(x: float, base: float, *lines: str, size: float = 10) -> list[Piece]:
    return [p for n, line in enumerate(lines) for p in row(x, base + 12 * n, line, size)]


def texts(items: Iterable[Item]) -> list[str]:
    return [item.text if isinstance(item, Line) else "TABLE" for item in items]


LEFT = ["il primo testo della colonna", "che si legge dall'alto in basso", "fino alla sua fine"]
RIGHT = ["poi il secondo testo comincia", "accanto al primo e più tardi", "e finisce qui sotto"]


def test_columns_are_read_one_after_the_other() -> None:
    pieces = block(50, 100, *LEFT) + block(300, 100, *RIGHT)
    assert texts(reading_order(pieces)) == LEFT + RIGHT


def test_columns_of_other_leading_that_no_line_shares() -> None:
    right = [p for n, line in enumerate(RIGHT) for p in row(300, 104 + 13.5 * n, line)]
    assert texts(reading_order(block(50, 100, *LEFT) + right)) == LEFT + RIGHT


def test_a_title_over_two_columns_and_a_line_below_them() -> None:
    title = row(150, 60, "un titolo che sta sopra le due colonne della pagina", 12)
    below = row(50, 190, "sotto le colonne una riga che va da un lato della pagina fino all'altro")
    pieces = below + block(300, 100, *RIGHT) + title + block(50, 100, *LEFT)
    assert texts(reading_order(pieces)) == [
        "un titolo che sta sopra le due colonne della pagina",
        *LEFT,
        *RIGHT,
        "sotto le colonne una riga che va da un lato della pagina fino all'altro",
    ]


def test_three_columns() -> None:
    columns = [[f"colonna {c} riga {n} di testo" for n in range(5)] for c in range(3)]
    pieces = [p for c, lines in enumerate(columns) for p in block(40 + 180 * c, 100, *lines)]
    assert texts(reading_order(pieces)) == [line for lines in columns for line in lines]


def test_labels_and_values_are_read_across() -> None:
    pieces = block(50, 100, "Peso", "Altezza", "Colore") + block(150, 100, "1 kg", "2 m", "blu")
    assert texts(reading_order(pieces)) == ["Peso 1 kg", "Altezza 2 m", "Colore blu"]


def test_hanging_bullets_are_no_column() -> None:
    pieces = block(50, 100, *["•"] * 3) + block(70, 100, *LEFT)
    assert texts(reading_order(pieces)) == [f"• {line}" for line in LEFT]


LONG = "http://lists.example.org/archivio/2026/segnalazioni/indice"


def _columns_with(
    over: dict[tuple[int, int], str], count: int = 3
) -> tuple[list[Piece], list[str]]:
    """Columns of twelve lines, some of them replaced; the pieces, and the lines in order."""
    columns = [[f"colonna {c} riga {n} di testo" for n in range(12)] for c in range(count)]
    for (c, n), text in over.items():
        columns[c][n] = text
    pieces = [p for c, lines in enumerate(columns) for p in block(40 + 180 * c, 100, *lines)]
    return pieces, [line for lines in columns for line in lines]


@pytest.mark.parametrize(
    "over",
    [
        {(0, 5): LONG},  # over the whole gutter, and into the next column's words
        {(1, 3): LONG},
        {(0, 5): "questo/lungo/percorso/di/una/cartella"},  # 185 wide: only into the gutter
        {(0, 4): LONG, (0, 6): LONG, (1, 8): LONG},
    ],
)
def test_a_word_that_runs_over_the_gutter_stays_in_its_column(
    over: dict[tuple[int, int], str],
) -> None:
    pieces, expected = _columns_with(over)
    assert texts(reading_order(pieces)) == expected


def test_a_long_word_of_a_heading_between_columns_still_parts_them() -> None:
    pieces, _ = _columns_with({}, 2)
    heading = row(120, 262, "Dell'intercambiabilità")
    lower = [f"sotto {n} del capitolo nuovo" for n in range(5)]
    pieces += heading + block(40, 290, *lower) + block(220, 290, *RIGHT)
    found = texts(reading_order(pieces))
    assert found.index("Dell'intercambiabilità") == 24
    assert found[25:] == lower + RIGHT


def test_blanks_of_a_typewriter_that_stand_one_under_the_other_are_no_gutter() -> None:
    # Blanks of 8.5 between letters of 5: wider than the least gutter of the size.
    lines = ["Quando si effettua un giro di prove", "queste si ripetono da capo e poi ancora"]
    lines.append("finché si vede che il giro è chiuso")
    pieces = []
    for n, line in enumerate(lines):
        x = 50.0
        for word in line.split():
            pieces.append(Piece(word, x, x + 5 * len(word), 100 + 12 * n, 10))
            x += 5 * len(word) + 8.5
    assert texts(reading_order(pieces)) == lines


@given(
    st.lists(
        st.tuples(
            st.sampled_from([LONG, "x" * 12, "breve", "così"]),
            st.floats(0, 500),
            st.floats(0, 80),
            st.floats(5, 300),
        ),
        max_size=30,
    )
)
def test_no_piece_is_lost_or_doubled(found: list[tuple[str, float, float, float]]) -> None:
    pieces = [
        Piece(f"{text}{number}", x, x + width, 12 * round(y / 12), 10)  # twice the same is bold
        for number, (text, x, y, width) in enumerate(found)
    ]
    read = [piece.text for item in reading_order(pieces) for piece in _pieces(item)]
    assert sorted(read) == sorted(piece.text for piece in pieces)


def _pieces(item: Item) -> list[Piece]:
    lines = [item] if isinstance(item, Line) else [one for c in item.cells for one in c.lines]
    return [piece for line in lines for piece in line.pieces]


@given(st.integers(1, 4), st.integers(3, 12), st.randoms(use_true_random=False))
def test_order_does_not_depend_on_the_order_in_the_file(
    columns: int, rows: int, random: object
) -> None:
    expected = [f"parola{c}x{n} con altre parole" for c in range(columns) for n in range(rows)]
    pieces = [
        piece
        for c in range(columns)
        for n in range(rows)
        for piece in row(40 + 200 * c, 100 + 12 * n, expected[c * rows + n])
    ]
    random.shuffle(pieces)  # type: ignore[attr-defined]
    assert texts(reading_order(pieces)) == expected


@given(
    st.lists(
        st.builds(
            Piece,
            st.text("abc-1•.", min_size=1, max_size=5),
            st.floats(0, 500).map(lambda x: round(x, 1)),
            st.just(0.0),
            st.floats(0, 800).map(lambda y: round(y, 1)),
            st.floats(4, 30).map(lambda size: round(size, 1)),
        ).map(lambda p: p._replace(right=p.left + 4 * len(p.text))),
        max_size=40,
        unique_by=lambda piece: (piece.left, piece.base),
    ),
    st.lists(
        st.builds(
            lambda x, y, length, is_level: Rule(
                x, y, x + length * is_level, y + length * (not is_level)
            ),
            st.floats(0, 500),
            st.floats(0, 800),
            st.floats(5, 400),
            st.booleans(),
        ),
        max_size=12,
    ),
)
def test_no_piece_is_lost_or_said_twice_wherever_it_stands(
    pieces: list[Piece], rules: list[Rule]
) -> None:
    grids, rest = ruled_tables(pieces, rules)
    items = reading_order([*rest, *grids])
    found = [
        piece
        for item in items
        for line in (
            [item] if isinstance(item, Line) else [x for cell in item.cells for x in cell.lines]
        )
        for piece in line.pieces
    ]
    # A word drawn again over itself is one word, and leader dots are one sign.
    plain = [p for p in pieces if not set(p.text) & set(".")]
    missing = [
        p
        for p in plain
        if (p.text, p.left, p.base) not in {(f.text, f.left, f.base) for f in found}
    ]
    assert all(
        any(
            p.text == f.text and abs(p.left - f.left) < 5 and abs(p.base - f.base) <= 1
            for f in found
        )
        for p in missing
    )
    assert len(found) <= len(pieces)


# -- lines ---------------------------------------------------------------------------------------


def test_raised_and_lowered_signs_belong_to_their_line() -> None:
    pieces = [
        *row(50, 100, "otto m"),
        Piece("2", 80, 83, 96, 6, is_glued=True),
        *row(86, 100, "di H"),
        Piece("2", 106, 109, 102, 6, is_glued=True),
    ]
    assert [line.text for line in lines_of(pieces)] == ["otto m2 di H2"]


def test_words_drawn_twice_are_said_once() -> None:
    pieces = row(50, 100, "grassetto finto") + row(50.4, 100, "grassetto finto")
    assert [line.text for line in lines_of(pieces)] == ["grassetto finto"]


def test_leader_dots_are_one_sign() -> None:
    dotted = row(50, 100, "Indice . . . . . . 12")
    whole = row(50, 120, "Indice ....... 12")
    assert [line.text for line in lines_of(dotted + whole)] == ["Indice … 12", "Indice … 12"]


# -- ruled tables --------------------------------------------------------------------------------


def grid_of(xs: Sequence[float], ys: Sequence[float], missing: Iterable[Rule] = ()) -> list[Rule]:
    """All walls of a table, drawn cell by cell, but those that are missing."""
    rules = [Rule(a, y, b, y) for y in ys for a, b in pairwise(xs)]
    rules += [Rule(x, a, x, b) for x in xs for a, b in pairwise(ys)]
    return [rule for rule in rules if rule not in set(missing)]


XS, YS = [50, 150, 250, 350], [100, 120, 140, 160]


def cells(grid: Grid) -> dict[tuple[int, int, int, int], str]:
    return {
        (c.row, c.column, c.row_span, c.column_span): " / ".join(line.text for line in c.lines)
        for c in grid.cells
        if c.lines
    }


def test_a_ruled_table_and_text_around_it() -> None:
    pieces = block(60, 80, "sopra") + block(60, 200, "sotto")
    for r in range(3):
        for c in range(3):
            pieces += row(60 + 100 * c, 114 + 20 * r, f"r{r} c{c}")
    grids, rest = ruled_tables(pieces, grid_of(XS, YS))
    assert len(grids) == 1
    assert cells(grids[0]) == {(r, c, 1, 1): f"r{r} c{c}" for r in range(3) for c in range(3)}
    assert texts(reading_order([*rest, *grids])) == ["sopra", "TABLE", "sotto"]


def test_walls_that_are_missing_join_cells() -> None:
    missing = [Rule(150, 100, 150, 120), Rule(250, 140, 350, 140)]
    pieces = row(60, 114, "largo") + row(260, 134, "alto") + row(60, 134, "solo")
    grids, _ = ruled_tables(pieces, grid_of(XS, YS, missing))
    assert cells(grids[0]) == {(0, 0, 1, 2): "largo", (1, 2, 2, 1): "alto", (1, 0, 1, 1): "solo"}


def test_a_table_that_is_open_at_its_sides() -> None:
    rules = [Rule(50, y, 350, y) for y in YS] + [Rule(200, 100, 200, 160)]
    pieces = [
        p for r in range(3) for c in range(2) for p in row(60 + 160 * c, 114 + 20 * r, f"{r}{c}")
    ]
    grids, _ = ruled_tables(pieces, rules)
    assert cells(grids[0]) == {(r, c, 1, 1): f"{r}{c}" for r in range(3) for c in range(2)}


@pytest.mark.parametrize(
    "rules",
    [
        [Rule(50, y, 350, y) for y in YS],
        grid_of([50, 350], [100, 160]),
        grid_of([50, 350], YS),
        [],
    ],
    ids=["lines only", "a box", "a box of rows", "nothing"],
)
def test_what_is_no_ruled_table(rules: list[Rule]) -> None:
    pieces = block(60, 114, "una riga di testo", "un'altra riga", "e la fine")
    grids, rest = ruled_tables(pieces, rules)
    assert (grids, len(rest)) == ([], len(pieces))


def test_text_across_the_walls_makes_a_drawing_of_it() -> None:
    pieces = [Piece("parolalunghissima", 100, 300, 114 + 20 * n, 10) for n in range(3)]
    assert ruled_tables(pieces, grid_of(XS, YS))[0] == []


# -- tables without rules ------------------------------------------------------------------------

BARE = [("Codice", "Prezzo", "Pezzi"), ("TE-1", "9,90", "12"), ("TE-22", "109,90", "3")]


def test_aligned_columns_are_a_table() -> None:
    pieces = [
        p for n, line in enumerate(BARE) for x, cell in zip((50, 150, 250), line, strict=True)
        for p in row(x, 100 + 14 * n, cell)
    ]  # fmt: skip
    (grid,) = reading_order(pieces)
    assert isinstance(grid, Grid)
    assert cells(grid) == {
        (r, c, 1, 1): BARE[r][c] for r in range(len(BARE)) for c in range(len(BARE[0]))
    }


def test_words_that_only_stand_apart_are_no_table() -> None:
    starts = ((50, 150, 250), (58, 190, 280), (50, 131, 266), (70, 165, 301))
    pieces = [
        p for n, places in enumerate(starts) for x in places for p in row(x, 100 + 14 * n, f"a{x}")
    ]
    assert all(isinstance(item, Line) for item in reading_order(pieces))


# -- running lines -------------------------------------------------------------------------------


def pages(*contents: Sequence[tuple[float, str]], height: float = 842) -> list[PageText]:
    return [
        PageText(n, "", height, tuple(lines_of(p for y, words in lines for p in row(50, y, words))))
        for n, lines in enumerate(contents, 1)
    ]


def kept(found: Sequence[PageText]) -> list[tuple[str, list[str]]]:
    return [(page.label, texts(page.items)) for page in found]


BODY = [(120.0, "una riga di testo"), (132.0, "un'altra riga")]


def test_running_heads_go_and_page_numbers_become_labels() -> None:
    found = without_furniture(
        pages(*[[(50, "Guida"), *BODY, (800, f"pagina {n} di 30")] for n in (7, 8, 9)])
    )
    assert kept(found) == [(str(n), ["una riga di testo", "un'altra riga"]) for n in (7, 8, 9)]


def test_roman_numbers_and_heads_that_change_sides() -> None:
    heads = ["iv Indice", "Indice v", "vi Indice", "Indice vii"]
    found = without_furniture(pages(*[[(50, head), *BODY] for head in heads]))
    assert [label for label, _ in kept(found)] == ["iv", "v", "vi", "vii"]
    assert all(lines == ["una riga di testo", "un'altra riga"] for _, lines in kept(found))


def test_chapter_names_change_and_the_number_goes_on() -> None:
    heads = ["Uno 3", "Due 4", "Tre 5", "Quattro 6"]
    found = without_furniture(pages(*[[(50, head), *BODY] for head in heads]))
    assert kept(found)[1] == ("4", ["una riga di testo", "un'altra riga"])


def test_codes_at_the_top_of_sheets_are_text() -> None:
    heads = ["Codice 1203", "Codice 1377", "Codice 1512"]
    found = without_furniture(pages(*[[(50, head), *BODY] for head in heads]))
    assert [lines[0] for _, lines in kept(found)] == heads


def test_equal_lines_inside_of_the_text_stay() -> None:
    lines = [(50.0 + 12 * n, f"riga {n} di un modulo") for n in range(20)]
    found = without_furniture(pages(lines, lines, lines))
    assert all(len(kept_lines) == 20 for _, kept_lines in kept(found))


def test_a_single_page_keeps_what_is_no_page_number() -> None:
    (page,) = without_furniture(pages([*BODY, (800, "Pagina 1 di 1")]))
    assert texts(page.items) == ["una riga di testo", "un'altra riga"]
    (page,) = without_furniture(pages([*BODY, (800, "Telefono 12345")]))
    assert texts(page.items)[-1] == "Telefono 12345"


# -- words at the ends of lines ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "elsewhere", "is_divided"),
    [
        ("la asciuga-", "trice", "", True),
        ("il numero socio-", "economico", "il dato socio-economico vale", False),
        ("Nord-", "Est", "", False),
        ("un soft-", "ware", "il software nuovo", True),
        ("TE-", "12", "", False),
        ("la riga -", "poi", "", False),
        ("parola", "intera", "", False),
    ],
)
def test_hyphens_at_line_ends(before: str, after: str, elsewhere: str, is_divided: bool) -> None:
    joiner = WordJoiner(lines_of(row(50, 100, elsewhere)), "it")
    assert joiner.is_division(before, after) is is_divided


def test_markers() -> None:
    assert [marker_of(text) for text in ("• uno", "▪ due", "– tre", "3. sì", "b) no")] == [
        "•", "•", "–", "3.", "b)",
    ]  # fmt: skip
    assert [
        marker_of(text) for text in ("1.249,90 €", "parola. fine", "2024 anni", "-5 gradi")
    ] == [""] * 4


def test_spans_of_pages() -> None:
    assert spans([1, 2, 3, 7, 9, 10]) == "1-3, 7, 9-10"
