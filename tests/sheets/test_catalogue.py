"""Catalogues: rows of CSV, JSON and tables of documents; faulty rows; names of files."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brailledesk.errors import BrailledeskError, SettingsFaulty, SourceDamaged, SourceEmpty
from brailledesk.sheets import Profile
from brailledesk.sheets.catalogue import FileNames, catalogue_sheets
from brailledesk.sheets.rows import Catalogue, read_catalogue
from brailledesk.sheets.template import parse_template
from brailledesk.text import plain_text
from tests.ingest.archives import xlsx


def read(tmp_path: Path, name: str, content: str | bytes) -> Catalogue:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_catalogue(path)


def values(catalogue: Catalogue) -> list[dict[str, str]]:
    return [dict(row.values) for row in catalogue.rows if row.fault is None]


ROWS = [
    {"Codice": "A-1", "Nome": "Lume; rosso", "Prezzo": "1.249,90 €"},
    {"Codice": "A-2", "Nome": "Sedia", "Prezzo": ""},
]
JSON = (
    '[{"Codice": "A-1", "Nome": "Lume; rosso", "Prezzo": "1.249,90 €"},'
    ' {"Codice": "A-2", "Nome": "Sedia", "Prezzo": null}]'
)
HTML = (
    "<meta charset=utf-8><p>x</p><table><tr><th>Codice<th>Nome<th>Prezzo"
    "<tr><td>A-1<td>Lume; rosso<td>1.249,90 €<tr><td>A-2<td>Sedia<td></table>"
)
MARKDOWN = (
    "| Codice | Nome | Prezzo |\n|---|---|---|\n| A-1 | Lume; rosso | 1.249,90 € |\n"
    "| A-2 | Sedia | |\n"
)


def cell(name: str, text: str) -> str:
    return f'<c r="{name}" t="str"><v>{text}</v></c>'


def row(number: int, *texts: str) -> str:
    cells = "".join(
        cell(f"{column}{number}", text) for column, text in zip("ABCD", texts, strict=False)
    )
    return f'<row r="{number}">{cells}</row>'


WORKBOOK = xlsx(
    "<sheetData>"
    + row(1, "Listino 2026")
    + row(3, "Codice", "Nome", "Prezzo")
    + row(4, "A-1", "Lume; rosso", "1.249,90 €")
    + row(6, "A-2", "Sedia")
    + "</sheetData>"
)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", 'Codice;Nome;Prezzo\nA-1;"Lume; rosso";1.249,90 €\n\nA-2;Sedia;\n'),
        ("a.csv", '\ufeffCodice,Nome,Prezzo\r\nA-1,"Lume; rosso","1.249,90 €"\r\nA-2,Sedia,\r\n'),
        ("a.tsv", "Codice\tNome\tPrezzo\nA-1\tLume; rosso\t1.249,90 €\nA-2\tSedia\t\n"),
        (
            "a.csv",
            'Codice;Nome;Prezzo\nA-1;"Lume; rosso";1.249,90 €\nA-2;Sedia;\n'.encode("cp1252"),
        ),
        ("a.csv", 'sep=,\nCodice,Nome,Prezzo\nA-1,Lume; rosso,"1.249,90 €"\nA-2,Sedia,\n'),
        ("a.xlsx", WORKBOOK),
        ("a.json", JSON),
        ("a.json", f'{{"versione": 2, "prodotti": {JSON}}}'),
        ("a.html", HTML),
        ("a.md", MARKDOWN),
    ],
)
def test_rows(tmp_path: Path, name: str, content: str | bytes) -> None:
    catalogue = read(tmp_path, name, content)
    assert values(catalogue) == ROWS
    assert catalogue.fields == ("Codice", "Nome", "Prezzo")
    assert all(row.origin.place for row in catalogue.rows)


def test_a_price_that_is_crossed_out_is_told(tmp_path: Path) -> None:
    """A template knows texts only: two prices side by side would say nothing."""
    text = "| Nome | Prezzo |\n|---|---|\n| Lume | ~~49 €~~ 39 € |\n"
    (row,) = read(tmp_path, "a.md", text).rows
    assert row.values["Prezzo"] == "[barrato: 49 €] 39 €"


def test_what_a_workbook_hides_or_cannot_give_is_told(tmp_path: Path) -> None:
    catalogue = read(
        tmp_path,
        "a.xlsx",
        xlsx(
            "<sheetData>"
            + row(1, "Codice", "Nome", "Prezzo")
            + row(2, "A-1", "Lume", "9 €").replace("<row ", '<row hidden="1" ')
            + row(3, "A-2", "Sedia", "7 €")
            + row(5, "Altro", "Gruppo", "di", "prezzi")
            + row(6, "B-1", "x", "y", "z")
            + "</sheetData>"
        ),
    )
    assert values(catalogue) == [{"Codice": "A-2", "Nome": "Sedia", "Prezzo": "7 €"}]
    faults = [row.fault.describe() for row in catalogue.rows if row.fault]
    assert len(faults) == 2
    assert faults[1].endswith("cell A6: it has 4 cells, and the first row has 3")
    assert [remark.describe() for remark in catalogue.remarks] == [
        f"{tmp_path / 'a.xlsx'}, sheet Uno: hidden rows were left out: 1."
    ]


def test_numbers_of_json_stay_as_they_are_written(tmp_path: Path) -> None:
    content = '[{"a": 89.90, "b": 0012.0, "c": 1e3}]'.replace("0012.0", "12.0")
    (row,) = values(read(tmp_path, "a.json", content))
    assert row == {"a": "89.90", "b": "12.0", "c": "1e3"}


def test_objects_inside_and_lists(tmp_path: Path) -> None:
    (row,) = values(
        read(tmp_path, "a.json", '[{"prezzo": {"valore": 9, "iva": true}, "colori": ["blu", 7]}]')
    )
    assert row == {"prezzo.valore": "9", "prezzo.iva": "true", "colori": "blu, 7"}


def test_a_faulty_row_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    catalogue = read(tmp_path, "a.csv", "Codice;Nome\nA-1;x\nA-2\nA-3;y;z\nA-4;w\n")
    assert [row.values.get("Codice") for row in catalogue.rows] == ["A-1", None, None, "A-4"]
    faults = [row.fault for row in catalogue.rows if row.fault]
    assert [fault.describe() for fault in faults] == [
        "line 3: it has 1 cells, and the first row has 2",
        "line 4: it has 3 cells, and the first row has 2",
    ]
    content = '[{"a": "1"}, 7, {"a": {"b": [{}]}}, {"a": 1, "a": 2}, {"a": "5"}]'
    listed = read(tmp_path, "a.json", content)
    assert [row.fault is None for row in listed.rows] == [True, False, False, False, True]
    assert [row.number for row in listed.rows] == [1, 2, 3, 4, 5]


def test_a_quote_that_is_not_closed_is_a_fault(tmp_path: Path) -> None:
    catalogue = read(tmp_path, "a.csv", 'Codice;Nome\nA-1;x\nA-2;"y\nA-3;z\n')
    assert [row.fault is None for row in catalogue.rows] == [True, False]


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("a.csv", " \n", SourceEmpty),
        ("a.csv", "Codice;Codice\n1;2\n", SourceDamaged),
        ("a.json", "[]", SourceEmpty),
        ("a.json", "{", SourceDamaged),
        ("a.json", '{"a": 1}', SourceDamaged),
        ("a.json", "[" * 200_000, SourceDamaged),
        ("a.html", "<p>niente</p>", SourceDamaged),
    ],
)
def test_what_is_no_catalogue(
    tmp_path: Path, name: str, content: str, error: type[BrailledeskError]
) -> None:
    with pytest.raises(error):
        read(tmp_path, name, content)


def test_sheets_through_a_template(tmp_path: Path) -> None:
    catalogue = read(tmp_path, "a.csv", "Codice;Nome;Prezzo\nA/1;Lume;5 €\nA-1;Sedia;\na-1;X;6 €\n")
    template = parse_template("# {nome}\n[Codice: {codice}]\nPrezzo: {prezzo}")
    made = list(catalogue_sheets(catalogue, template, Profile()))
    assert [one.name for one in made] == ["A-1", "", "a-1-2"]
    assert [one.fault is None for one in made] == [True, False, True]
    assert made[1].fault is not None
    assert made[1].fault.describe() == (
        "line 3: it has nothing for the field prezzo, which is not optional"
    )
    first = made[0].document
    assert first is not None
    assert plain_text(first.runs()) == "LumeCodice: A/1Prezzo: 5 €"
    with pytest.raises(SettingsFaulty):
        catalogue_sheets(catalogue, parse_template("{nomi}"), Profile())


def test_without_a_template_a_row_is_a_digest(tmp_path: Path) -> None:
    catalogue = read(tmp_path, "a.csv", "Nota;Prezzo;Codice;Nome\nx: y;5 €;A-1;Lume\n")
    (made,) = catalogue_sheets(catalogue, None, Profile())
    assert [(fact.kind, fact.text) for fact in made.facts] == [
        ("name", "Lume"), ("code", "A-1"), ("price", "5 €"),
    ]  # fmt: skip
    assert made.document is not None
    assert plain_text(made.document.runs()) == "LumeCodice: A-1Prezzo: 5 €Il restoNota: x: y"


@given(st.lists(st.text(max_size=90), max_size=30))
def test_names_of_files_are_safe_and_unique(codes: list[str]) -> None:
    names = FileNames()
    taken = [names.take(code, number) for number, code in enumerate(codes, 1)]
    assert len({name.casefold() for name in taken}) == len(taken)
    for name in taken:
        assert name
        assert all(c.isascii() and (c.isalnum() or c in "._-") for c in name)
        assert not name.startswith((".", "-"))
        assert len(name) <= 100
        assert name.partition(".")[0].lower() not in {"con", "prn", "aux", "nul", "com1", "lpt9"}


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("AB-1234/C", "AB-1234-C"), ("../../etc/passwd", "etc-passwd"), ("Città 5", "Citta-5"),
        ("CON", "CON-row-7"), ("nul.txt", "nul.txt-row-7"), ("日本", "row-7"), ("", "row-7"),
    ],
)  # fmt: skip
def test_names_of_files(code: str, name: str) -> None:
    assert FileNames().take(code, 7) == name


@given(st.one_of(st.text(alphabet='ab;,"\n\t', max_size=60), st.text(max_size=40)))
def test_any_text_is_a_catalogue_or_refused(text: str) -> None:
    from tempfile import TemporaryDirectory

    for suffix in (".csv", ".json"):
        with TemporaryDirectory() as folder:
            try:
                catalogue = read(Path(folder), f"a{suffix}", text.encode("utf-8", "replace"))
            except BrailledeskError:
                continue
            list(catalogue_sheets(catalogue, None, Profile()))
