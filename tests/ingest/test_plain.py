"""Plain text: what a person broke stays broken, what a program broke is joined."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brailledesk.document import Document, ListBlock, ListItem, PageMark, Paragraph
from brailledesk.ingest import read_document
from brailledesk.text import Origin, Run


def _read(text: str) -> Document:
    return read_document(text.encode(), name="a.txt")


def _paragraph(text: str, line: int) -> Paragraph:
    origin = Origin("a.txt", f"line {line}")
    return Paragraph((Run(text, origin=origin),), origin)


def _texts(document: Document) -> list[str]:
    return [run.text for run in document.runs()]


def test_a_letter_by_hand() -> None:
    document = _read(
        "Spett.le\r\nRossi S.r.l.\r\nVia Roma 12\r\n\r\n"
        "con la presente confermiamo che la fornitura di energia è\r\n"
        "stata attivata e che la prima bolletta arriverà entro il\r\n"
        "mese prossimo.\r\nCordiali saluti\r\n\fAllegato\r\n"
    )
    origin = Origin("a.txt", "line 9")
    assert document == Document(
        (
            _paragraph("Spett.le\nRossi S.r.l.\nVia Roma 12", 1),
            _paragraph(
                "con la presente confermiamo che la fornitura di energia è stata attivata e che "
                "la prima bolletta arriverà entro il mese prossimo.\nCordiali saluti",
                5,
            ),
            PageMark("2", origin),
            _paragraph("Allegato", 9),
        ),
        language="it",
        source="a.txt",
    )


def test_labels_and_columns_keep_their_lines() -> None:
    labels = (
        "Prezzo: 29,90 € al mese per i primi dodici mesi\n"
        "Durata minima del contratto: ventiquattro mesi interi\nPunti: 5"
    )
    assert _texts(_read(labels)) == [labels]
    columns = (
        "Telefono Eco 12, bianco      senza contratto    29,90 €\n"
        "Telefono Eco 14, nero        con contratto      39,90 €\n"
        "Custodia .......................................  4,90 €"
    )
    assert [line.count("€") for line in _texts(_read(columns))[0].split("\n")] == [1, 1, 1]


def test_paragraphs_on_long_lines_stay_apart() -> None:
    first, second = "parola " * 30 + "fine.", "altro " * 40 + "fine."
    assert _texts(_read(f"{first}\n{second}")) == [f"{first}\n{second}"]


def test_two_lines_are_joined_only_at_the_width_of_the_text() -> None:
    prose = (
        "Il servizio di assistenza telefonica risponde tutti i giorni\n"
        "feriali dalle nove alle diciotto e trenta, il sabato mattina\n"
        "dalle nove alle tredici.\n\n"
    )
    assert _texts(_read(prose + "Ufficio reclami della sede di Bologna Sud\nsecondo piano"))[1] == (
        "Ufficio reclami della sede di Bologna Sud\nsecondo piano"
    )


def test_lists_by_hand() -> None:
    document = _read(
        "Servono:\n- carta\n  d'identità\n- IBAN\n\n* uno\n\n1. primo\n2) secondo\nb) sempre due"
        "\n\n1. Non è un elenco"
    )
    introduction, dashes, star, numbers, sentence = document.blocks
    assert introduction == _paragraph("Servono:", 1)
    assert dashes == ListBlock(
        (
            ListItem((_paragraph("carta\nd'identità", 2),), "-"),
            ListItem((_paragraph("IBAN", 2),), "-"),
        ),
        Origin("a.txt", "line 2"),
    )
    assert isinstance(star, ListBlock)
    assert [item.marker for item in star.items] == ["•"]
    assert isinstance(numbers, ListBlock)
    assert [item.marker for item in numbers.items] == ["1.", "2)", "b)"]
    assert sentence == _paragraph("1. Non è un elenco", 12)


def test_pages_without_text_have_no_mark() -> None:
    document = _read("a" + "\f" * 100_000 + "b\f\f")
    assert [block for block in document.blocks if isinstance(block, PageMark)] == [
        PageMark("100001", Origin("a.txt", "line 1"))
    ]


_LINES = st.lists(
    st.one_of(
        st.text(alphabet="abcè :.,-*•123)(\t", max_size=12),
        st.sampled_from(["- a", "1. b", "\f", "", "parola " * 9, "Nome: Ada"]),
    ),
    max_size=15,
)


@given(_LINES)
def test_no_character_is_lost(lines: list[str]) -> None:
    text = "x\n" + "\n".join(lines)
    document = _read(text)
    shown: list[str] = []
    for block in document.blocks:
        items = block.items if isinstance(block, ListBlock) else ()
        shown += [run.text for run in block.runs] if isinstance(block, Paragraph) else []
        for item in items:
            (paragraph,) = item.blocks
            assert isinstance(paragraph, Paragraph)
            shown += [item.marker, *(run.text for run in paragraph.runs)]

    def bare(value: str) -> str:
        return "".join(value.split()).replace("*", "•")

    assert bare("".join(shown)) == bare(text)


@pytest.mark.parametrize(
    "hostile", ["- " * 100_000, "1) a\n" * 50_000, "a\n" * 100_000, "." * 9**6]
)
def test_hostile_text_is_read(hostile: str) -> None:
    assert "".join("".join(_texts(_read(hostile))).split()) != ""
