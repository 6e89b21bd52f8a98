"""Templates: fields, optional parts, faults; and that values are text and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brailledesk.document import Document, Heading, ListBlock, Paragraph
from brailledesk.errors import SettingsFaulty
from brailledesk.sheets.template import Field, FieldMissing, check_fields, fill, parse_template
from brailledesk.text import Origin, plain_text

ORIGIN = Origin("listino.csv", "line 2")


def filled(template: str, **values: str) -> Document:
    return fill(parse_template(template), values, ORIGIN)


def texts(document: Document) -> list[str]:
    return [plain_text(run for run in Document((block,)).runs()) for block in document.blocks]


def test_lines_become_blocks() -> None:
    document = filled("# {nome}\n\nCodice: {cod}\n- a {cod}\n- b\n## x", nome="Lume", cod="A-1")
    assert [type(block) for block in document.blocks] == [Heading, Paragraph, ListBlock, Heading]
    assert texts(document) == ["Lume", "Codice: A-1", "a A-1b", "x"]
    assert [b.level for b in document.blocks if isinstance(b, Heading)] == [1, 2]
    assert document.title == "Lume"
    assert all(run.origin == ORIGIN for run in document.runs())


def test_optional_parts_go_with_their_words() -> None:
    template = "Prezzo: {prezzo}[, invece di {pieno}]\n[Peso: {peso}]\n- [a {peso}]"
    assert texts(filled(template, prezzo="5 €", pieno="6 €", peso="2 kg")) == [
        "Prezzo: 5 €, invece di 6 €", "Peso: 2 kg", "a 2 kg",
    ]  # fmt: skip
    assert texts(filled(template, prezzo="5 €", pieno=" ", peso="")) == ["Prezzo: 5 €"]


def test_a_field_that_is_not_optional_must_be_there() -> None:
    with pytest.raises(FieldMissing) as caught:
        filled("Prezzo: {prezzo}", prezzo=" ")
    assert caught.value.args == ("prezzo",)


def test_names_of_fields_in_any_case_and_without_accents() -> None:
    template = parse_template("{DISPONIBILITA} {prezzo pieno}")
    document = fill(template, {"Disponibilità": "sì", "Prezzo_pieno": "1"}, ORIGIN)
    assert texts(document) == ["sì 1"]


def test_signs_are_doubled() -> None:
    assert texts(filled("{{a}} [[b]] {x}", x="1")) == ["{a} [b] 1"]


@given(st.text(max_size=30), st.text(max_size=30))
def test_values_are_never_read(name: str, code: str) -> None:
    """Not as markup, not as fields, not as code: whatever stands in a field comes out as it is."""
    values = {"nome": "# {codice} [x] " + name, "codice": "{nome.__class__} {0} %s " + code}
    document = fill(parse_template("{nome}\n{codice}"), values, ORIGIN)
    assert texts(document) == [values["nome"].strip(), values["codice"].strip()]
    assert all(isinstance(block, Paragraph) for block in document.blocks)


def test_all_faults_at_once() -> None:
    with pytest.raises(SettingsFaulty) as caught:
        parse_template("{a\n[b\nc]\nd}\n{}\n[x [y]]\nok {z}", "t.txt")
    assert [fault.place for fault in caught.value.faults] == [
        "line 1", "line 2", "line 3", "line 4", "line 5", "line 6", "line 6",
    ]  # fmt: skip
    with pytest.raises(SettingsFaulty, match="has no lines"):
        parse_template(" \n\n")


def test_fields_that_a_catalogue_does_not_have() -> None:
    template = parse_template("{nome}\n{preso}\n[{colore}]", "t.txt")
    with pytest.raises(SettingsFaulty) as caught:
        check_fields(template, ["Nome", "Prezzo"])
    assert [(f.place, f.fields["name"]) for f in caught.value.faults] == [
        ("line 2", "preso"), ("line 3", "colore"),
    ]  # fmt: skip
    assert "Prezzo" in str(caught.value)
    check_fields(template, ["NOME", "preso", "Colore"])


@given(st.text(alphabet="{}[]ab# -\n", max_size=40))
def test_any_text_is_a_template_or_has_faults(text: str) -> None:
    try:
        template = parse_template(text)
    except SettingsFaulty as error:
        assert error.faults  # noqa: PT017 - that it has them is what is tested
        return
    groups = [group for line in template.lines for group in line.groups]
    fields = [piece.name for group in groups for piece in group.pieces if isinstance(piece, Field)]
    fill(template, dict.fromkeys(fields, "v"), ORIGIN)
