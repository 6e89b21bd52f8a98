"""Profiles: a company's words and order, and all faults of a file at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from brailledesk.errors import SettingsFaulty
from brailledesk.i18n import catalogue
from brailledesk.sheets import (
    Profile,
    digest,
    of_document,
    read_profile,
    read_sheet_source,
    recognise,
)
from brailledesk.text import plain_text

TEXT = "Codice: A-1\nIVA: 22 %\nPrezzo: 5 €\nPunti fedeltà: 50\nCod. magazzino: M-7\nNota: x\n"

PROFILE = """
order = ["price", "points", "code"]
leave_out = ["vat"]
[labels]
code = ["Cod. magazzino"]
[titles]
price = "Prezzo al banco"
rest = "Altre informazioni"
[own.points]
title = "Punti"
labels = ["Punti fedeltà"]
shape = "measure"
"""


def lines(profile: Profile) -> list[str]:
    source = read_sheet_source(TEXT.encode(), name="a.txt")
    return [
        line
        for block in digest(source, profile).blocks
        for line in plain_text(getattr(block, "runs", ())).split("\n")
    ]


def read(tmp_path: Path, text: str) -> Profile:
    path = tmp_path / "profilo.toml"
    path.write_text(text, encoding="utf-8")
    return read_profile(path)


def test_own_words_order_and_titles(tmp_path: Path) -> None:
    assert lines(read(tmp_path, PROFILE)) == [
        "Prezzo al banco: 5 €",
        "Punti fedeltà: 50",
        "Codice: A-1",
        "Cod. magazzino: M-7",
        "Altre informazioni",
        "IVA: 22 %",
        "Nota: x",
    ]


def test_without_a_profile() -> None:
    assert lines(Profile()) == [
        "Codice: A-1", "Prezzo: 5 €", "IVA: 22 %", "Il resto", "Punti fedeltà: 50",
        "Cod. magazzino: M-7", "Nota: x",
    ]  # fmt: skip


def test_the_rest_can_be_left_out(tmp_path: Path) -> None:
    assert lines(read(tmp_path, "rest = false")) == ["Codice: A-1", "Prezzo: 5 €", "IVA: 22 %"]


def test_what_is_left_out_of_a_table_of_products_stays_in_its_rest(tmp_path: Path) -> None:
    page = (
        b"<table><tr><th>Codice</th><th>Prezzo</th><th>IVA</th></tr>"
        b"<tr><td>A-1</td><td>5 \xe2\x82\xac</td><td>22 %</td></tr>"
        b"<tr><td>A-2</td><td>6 \xe2\x82\xac</td><td>4 %</td></tr></table>"
    )
    source = read_sheet_source(page, name="a.html")
    profile = read(tmp_path, 'leave_out = ["vat"]')
    sheets = recognise(source, profile).sheets
    assert [[f.kind for f in sheet.facts] for sheet in sheets] == [["code", "price"]] * 2
    told = [run.text for run in digest(source, profile).runs()]
    assert "22 %" in told
    assert "4 %" in told


def test_all_faults_at_once_with_their_places(tmp_path: Path) -> None:
    with pytest.raises(SettingsFaulty) as caught:
        read(
            tmp_path,
            'orders = []\norder = ["prezzo", "code", "code"]\nrest = "no"\nleave_out = "vat"\n'
            '[labels]\npreis = ["x"]\ncode = [1]\nean = ["Barre"]\nmpn = ["barre"]\n'
            '[titles]\nprice = ""\n[own.price]\ntitle = "x"\n'
            '[own.points]\nshape = "round"\nform = "x"\n',
        )
    places = [fault.place for fault in caught.value.faults]
    assert sorted(places) == sorted([
        "orders", "order", "order", "rest", "leave_out", "labels.preis", "labels.code",
        "labels.mpn", "titles.price", "own.price", "own.points.shape", "own.points.form",
    ])  # fmt: skip
    sentence = str(caught.value)
    assert "profilo.toml has 12 fault(s):" in sentence
    assert "order: there is no kind prezzo; like it: price" in sentence
    assert "order: code stands there more than once" in sentence
    italian = caught.value.describe(catalogue("it"))
    assert "profilo.toml: 12\n" in italian
    assert "orders: questa chiave non esiste" in italian


def test_a_broken_file_is_one_fault(tmp_path: Path) -> None:
    with pytest.raises(SettingsFaulty, match="no TOML"):
        read(tmp_path, "order = [")


def test_a_digest_knows_the_words_of_its_profile(tmp_path: Path) -> None:
    profile = read(tmp_path, PROFILE)
    once = digest(read_sheet_source(TEXT.encode(), name="a.txt"), profile)
    again = digest(of_document(once), profile)
    assert [run.text for run in again.runs()] == [run.text for run in once.runs()]
