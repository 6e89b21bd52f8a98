"""The files of models and charsets: complete, with sources, checked; a user's own over them."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brailledesk.cells import CHARSETS
from brailledesk.devices.embossers import (
    Alignment,
    Paper,
    Settings,
    encode,
    find_charset,
    find_model,
    list_charsets,
    list_models,
    page_format,
    parse_paper,
)
from brailledesk.devices.embossers.model_file import parse_model, read_model
from brailledesk.errors import (
    ModelNotFound,
    OptionNotPossible,
    PageTooLarge,
    PaperNotPossible,
    SettingsFaulty,
    UsageError,
)
from brailledesk.i18n import catalogue
from tests.formats.publications import make_publication

DOCS = Path(__file__).parents[2] / "docs"

GOOD = """\
maker = "Example"
model = "One"
protocol = "text"

[paper]
width = ["100 mm", "12 in"]

[cells]
width = "6 mm"
height = "10 mm"

[modes]
sides = [1]

[source]
protocol = "the manual, p. 3"
paper = "the manual, p. 4"
modes = "the manual, p. 5"
"cells.width" = "measured"
cells.height = "measured"
"""


def test_the_field_s_models_are_there() -> None:
    known = [model.braille_utils for model in list_models() if model.braille_utils]
    assert len(known) == len(set(known)) == 64
    families = {name.split(".")[0] for name in known}
    counts = {family: sum(name.startswith(f"{family}.") for name in known) for family in families}
    assert counts == {
        "com_brailler": 17, "com_braillo": 12, "com_indexbraille": 17, "be_interpoint": 1,
        "com_viewplus": 10, "es_once_cidat": 3, "pl_com_harpo": 3, "org_daisy": 1,
    }  # fmt: skip
    assert find_model("braillerap").connections[0].baud == 250000


def test_each_model_tells_how_it_is_reached_or_where_was_looked() -> None:
    for model in list_models():
        assert bool(model.connections) is not bool(model.connection_unknown), model.name
        assert not model.connections or "connection" in model.source, model.name
    program = [one for one in list_models() if any(c.kind == "program" for c in one.connections)]
    assert [model.name for model in program] == ["interpoint-55"]


def test_the_docs_count_right_what_is_known() -> None:
    models = list(list_models())
    known = sum(bool(model.connections) for model in models)
    guide = (DOCS / "drivers.md").read_text("utf-8")
    assert f"Of the {len(models)} models that ship {known} are known" in guide
    decision = (DOCS / "decisions" / "0017-embossers.md").read_text("utf-8")
    assert f"How a model is reached is known of {known} of {len(models)}." in decision


def test_a_connection_that_is_known_and_not_known_is_a_fault(tmp_path: Path) -> None:
    unknown = GOOD.replace("\n\n", '\nconnection-unknown = "the manual, all of it"\n\n', 1)
    assert find_model(str(write(tmp_path, unknown))).connection_unknown == "the manual, all of it"
    both = unknown.replace(
        "[source]", '[[connection]]\nkind = "usb"\n\n[source]\nconnection = "p. 1"'
    )
    with pytest.raises(SettingsFaulty, match="connection-unknown: a connection is known here"):
        read_model(write(tmp_path, both))


def test_charsets_of_models_are_there() -> None:
    for model in list_models():
        for name in model.charsets:
            assert find_charset(name).codes


@pytest.mark.parametrize(
    ("model", "paper", "cells", "rows"),
    [
        # What the field's reference says for A4 and other paper; V4 and V5 with their borders.
        ("index-everest-d-v3", "a4", 35, 29),
        ("index-4x4-pro-v3", "a4", 34, 29),
        ("index-4x4-pro-v2", "a4", 35, 24),
        ("index-basic-d-v5", "240mm x 12in", 39, 29),
        ("index-everest-d-v5", "a4", 34, 28),
        ("enabling-thomas", "a4", 34, 29),
        ("viewplus-cub", "a4", 33, 29),
        ("cidat-impacto-600", "a4", 33, 29),
        ("harpo-mountbatten-pro", "a4", 30, 26),
        ("braillo-200", "240mm x 12in", 40, 30),
        ("braillo-400-sr", "330mm x 297mm", 42, 29),
    ],
)
def test_cells_and_rows(model: str, paper: str, cells: int, rows: int) -> None:
    page = page_format(find_model(model), Settings(paper=parse_paper(paper)))
    assert (page.cells, page.rows) == (cells, rows)


def write(folder: Path, text: str, name: str = "one.toml") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_of_one_s_own(tmp_path: Path) -> None:
    model = find_model(str(write(tmp_path, GOOD)))
    assert model.title == "Example One"
    assert model.paper.width.most == pytest.approx(304.8)
    assert model.source["cells.height"] == "measured"


def test_all_faults_at_once(tmp_path: Path) -> None:
    text = """\
maker = ""
protocol = "tekst"
colour = "red"
[paper]
kind = "scroll"
across = ["12 in", "100 mm"]
sizes = ["a4"]
[cells]
width = "6"
height = "10 mm"
least = 40
most = 30
inner = -1
[modes]
sides = [3]
z-fold = 1
copies = true
[[connection]]
kind = "wire"
[source]
protocol = 7
cells = "here"
modes.speed = "there"
"""
    with pytest.raises(SettingsFaulty) as caught:
        read_model(write(tmp_path, text))
    faults = {re.sub(r"[:;].*", "", fault.describe()) for fault in caught.value.faults}
    assert faults >= {
        "maker", "model", "protocol", "colour", "paper.kind", "paper.across", "paper.sizes",
        "cells.width", "cells.least", "cells.inner", "modes.sides", "modes.z-fold",
        "modes.copies", "connection[1].kind", "source.protocol", "source.modes.speed",
    }  # fmt: skip
    shown = str(caught.value)
    assert "paper.across: the least length is above the greatest" in shown
    assert "paper.kind: it has no source; add one in [source]" in shown
    assert "source.modes.speed: it is the source of nothing" in shown
    assert "colour: there is no such key" in shown


_ODD: list[object] = [
    *(None, True, False, 0, -1, 7, 10**30, 1.5, float("nan"), "", "text", "cidat", "impacto"),
    *("sheet", "6 mm", "nan mm", "-1 mm", "1e9 in", "\x00", [], [1, 2], ["6 mm", "1 in"]),
    *([["1 mm"]], [[]], [["1 mm", "2 mm"]], [{}], [{"kind": "serial", "baud": "x"}]),
    *({}, {"kind": {}}, {"most": [1]}),
]
"""Values of every kind that TOML has, right at one place and wrong at another."""

_KEYS = [
    "maker",
    "model",
    "protocol",
    "variant",
    "paper",
    "cells",
    "modes",
    "charsets",
    "connection",
    "connection-unknown",
    "source",
    "width",
    "height",
    "height8",
    "margins",
    "across",
    "along",
    "sizes",
    "kind",
    "feed",
    "sides",
    "copies",
    "z-fold",
    "most",
    "least",
    "inner",
    "gap",
    "default",
    "others",
    "any",
    "baud",
    "dot-distances",
]


@given(st.randoms(use_true_random=False))
def test_any_table_is_a_model_or_has_faults(chance: random.Random) -> None:
    def table(depth: int) -> dict[str, object]:
        keys = chance.sample(_KEYS, chance.randint(0, 7))
        return {
            key: table(depth - 1) if depth and chance.random() < 0.4 else chance.choice(_ODD)
            for key in keys
        }

    try:
        assert parse_model(table(2), "any").cells.width > 0
    except SettingsFaulty as error:
        shown = [fault.describe() for fault in error.faults]
        assert all(shown)


def test_what_is_no_toml_is_told_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(SettingsFaulty, match="line 2"):
        read_model(write(tmp_path, "maker = 'x'\nmodel =\n"))


def test_faults_of_charsets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    folder = tmp_path / "brailledesk" / "drivers" / "charsets"
    write(folder, 'title = "x"\ncharacters = "aabé"\n', "mine.toml")
    with pytest.raises(SettingsFaulty) as caught:
        find_charset("mine")
    shown = str(caught.value)
    assert "characters: 64 or 256 characters are wanted, one for each cell; here are 4" in shown
    assert "characters: a character stands for two cells: a" in shown
    assert "encoding: it cannot encode them" in shown
    assert "characters: it has no source" in shown
    (folder / "mine.toml").unlink()
    write(folder, 'title = "x"\ncharacters = "a"\n', "mit.toml")
    assert find_charset("mit").codes[1] == b"A"
    with pytest.raises(SettingsFaulty, match="built in"):
        list(list_charsets())


def test_a_user_s_files_stand_over_the_shipped_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    folder = tmp_path / "brailledesk" / "drivers" / "embossers"
    write(folder, GOOD, "mine.toml")
    write(folder, GOOD, "generic.toml")
    assert find_model("mine").title == find_model("generic").title == "Example One"
    assert {"mine", "braillo-200"} <= {model.name for model in list_models()}


def test_an_unknown_model_is_told_with_those_much_like_it() -> None:
    with pytest.raises(ModelNotFound) as caught:
        find_model("index-basic-v5")
    assert "index-basic-d-v5" in str(caught.value)
    with pytest.raises(ModelNotFound) as caught:
        find_model("zzzz")
    assert caught.value.describe(catalogue("it")) == (
        "Non c'è nessun modello di stampante zzzz. Per l'elenco completo: brailledesk driver list"
    )


@pytest.mark.parametrize(
    ("text", "width", "length"),
    [
        ("A4", 210, 297),
        ("210x297", 210, 297),
        ("24 cm x 12in", 240, 304.8),
        ("8.5x11in", 215.9, 279.4),
        ("240mm × 12in", 240, 304.8),
        ("21,5cm x 30cm", 215, 300),
    ],
)
def test_papers(text: str, width: float, length: float) -> None:
    paper = parse_paper(text)
    assert [paper.width, paper.length] == pytest.approx([width, length])


@pytest.mark.parametrize(
    "text",
    ["", "a9", "210", "0x297", "1.2.3x4", "210 by 297", "9" * 400 + "x9", "٣x٤", "99999 in x 9 in"],
)
def test_no_papers(text: str) -> None:
    with pytest.raises(UsageError):
        parse_paper(text)


A4 = Paper(210, 297)


@pytest.mark.parametrize(
    ("model", "settings", "words"),
    [
        ("viewplus-cub", Settings(paper=A4, sides=2), "sides 2. It can do: 1"),
        ("viewplus-cub", Settings(paper=A4, copies=2), "copies 2"),
        ("viewplus-cub", Settings(paper=A4, z_fold=True), "z-fold"),
        ("viewplus-cub", Settings(paper=A4, saddle_stitch=True), "saddle stitch"),
        ("viewplus-cub", Settings(paper=A4, dots=8), "dots 8"),
        ("viewplus-cub", Settings(paper=A4, charset="it_it_firenze"), "charset it_it_firenze"),
        ("index-everest-d-v5", Settings(paper=A4, charset="dots"), "charset dots"),
        ("index-everest-d-v5", Settings(paper=A4, dots=8, charset="mit"), "charset mit"),
        ("index-everest-d-v5", Settings(paper=A4, copies=10001), "It can do: 1-10000"),
        (
            "index-basic-d-v2",
            Settings(paper=Paper(240, 304.8), sides=1, z_fold=True),
            "z-fold one side",
        ),
        ("braillo-440-swsf", Settings(paper=Paper(330, 420)), "saddle stitch no"),
    ],
)
def test_what_a_model_cannot_do(model: str, settings: Settings, words: str) -> None:
    with pytest.raises(OptionNotPossible) as caught:
        encode(make_publication([[b"\x01"]]), find_model(model), settings)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("model", "paper", "words"),
    [
        ("viewplus-cub", Paper(297, 420), "width of the page 297 mm, possible 176-215.9 mm"),
        ("index-everest-d-v5", Paper(300, 400), "across the feed 300 mm, possible 130-297 mm"),
        ("index-everest-d-v2", Paper(1000, 101), ""),
        ("index-braille-box-v5", Paper(300, 300), "possible 297 x 210 mm"),
        ("braillo-270", Paper(120, 304.8), "cells per row 20, possible 27-42"),
        ("enabling-romeo-pro-le-wide", Paper(200, 50), "height of the page 50 mm, possible ≥ 3 in"),
        ("cidat-portathiel-blue", Paper(210, 330), "rows per page 32, possible 10-31"),
    ],
)
def test_paper_that_a_model_does_not_take(model: str, paper: Paper, words: str) -> None:
    settings = Settings(paper=paper)
    if not words:
        encode(make_publication([[b"\x01"]]), find_model(model), settings)
        return
    with pytest.raises(PaperNotPossible) as caught:
        encode(make_publication([[b"\x01"]]), find_model(model), settings)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("pages", "words"),
    [
        ([[b"\x01"], [b"\x01" * 34]], "Page 2 does not fit: cells per row is 34"),
        ([[b"\x01"] * 30], "Page 1 does not fit: rows per page is 30"),
    ],
)
def test_pages_that_do_not_fit(pages: list[list[bytes]], words: str) -> None:
    with pytest.raises(PageTooLarge) as caught:
        encode(make_publication(pages), find_model("viewplus-cub"), Settings(paper=A4))
    assert words in str(caught.value)


def test_dots_that_a_charset_lacks_are_refused_before_the_first_byte() -> None:
    pages = make_publication([[b"\x01"], [b"\x41"]])
    for settings in (Settings(paper=A4), Settings(paper=A4, dots=6)):
        with pytest.raises(OptionNotPossible, match="dots"):
            encode(pages, find_model("generic"), settings)


def test_pages_that_are_not_there() -> None:
    for pages in ((0, 1), (2, 1), (1, 3)):
        settings = Settings(paper=A4, page_range=pages)
        with pytest.raises(UsageError, match="has 2"):
            encode(make_publication([[], []]), find_model("generic"), settings)


@pytest.mark.parametrize(
    ("alignment", "offset", "front", "back"),
    [
        (Alignment.LEFT, 0, 0, 0),
        (Alignment.RIGHT, 0, 5, 5),
        (Alignment.INNER, 0, 0, 5),
        (Alignment.OUTER, 0, 5, 0),
        (Alignment.CENTRE_INNER, 0, 2, 3),
        (Alignment.CENTRE_OUTER, 0, 3, 2),
        (Alignment.INNER, 2, 2, 3),
        (Alignment.OUTER, 2, 3, 2),
    ],
)
def test_alignment(alignment: Alignment, offset: int, front: int, back: int) -> None:
    # The page of make_publication has 30 cells, A4 has 35.
    settings = Settings(paper=A4, alignment=alignment, offset=offset)
    job = encode(make_publication([[b"\x01"], [b"\x01"]]), find_model("generic"), settings)
    expected = b" " * front + b"A\x0c" + b" " * back + b"A\x0c"
    assert b"".join(chunk.data for chunk in job.chunks()) == expected


def test_a_row_wider_than_its_section_said_is_moved_less() -> None:
    settings = Settings(paper=A4, alignment=Alignment.RIGHT)
    pages = [[b"\x01" * 33, b"\x01"]]
    job = encode(make_publication(pages), find_model("generic"), settings)
    data = b"".join(chunk.data for chunk in job.chunks())
    assert data == b"  " + b"A" * 33 + b"\r\n  A\x0c"


def test_charsets_have_their_cells() -> None:
    for charset in list_charsets():
        assert len(set(charset.codes)) == len(charset.codes) in {64, 256}
    assert {"mit", "nabcc", "it_it_firenze", "en_gb", "da_dk", "de_de", "cs_cz", "es_es"} <= {
        charset.name for charset in list_charsets()
    }
    assert set(CHARSETS) <= {charset.name for charset in list_charsets()}
