"""Documents for the tests of large print."""

from __future__ import annotations

from collections.abc import Sequence

from brailledesk.document import (
    Document,
    Heading,
    Image,
    ListBlock,
    ListItem,
    Note,
    PageMark,
    Paragraph,
    Poem,
    Quote,
    Table,
    TableCell,
    TableRow,
)
from brailledesk.text import Run, Typeform


def runs(text: str, language: str | None = None) -> tuple[Run, ...]:
    return (Run(text, language=language),)


def paragraph(text: str, language: str | None = None) -> Paragraph:
    return Paragraph(runs(text, language))


def row(texts: Sequence[str], *, is_header: bool = False) -> TableRow:
    return TableRow(
        tuple(TableCell((paragraph(one),) if one else (), is_header=is_header) for one in texts)
    )


def table(rows: Sequence[Sequence[str]], caption: str = "") -> Table:
    """A table whose first row is its heading."""
    first, *others = rows
    lines = (row(first, is_header=True), *map(row, others))
    return Table(lines, 1, caption=runs(caption) if caption else ())


PRICES = table(
    [["Modello", "Prezzo"], *([f"AX-{n}", f"1.2{n:02},50 €"] for n in range(40))], "Listino"
)
WIDE = table(
    [[f"Voce {n}" for n in "ABCDEFGH"], *([f"dato{m}{n}" for n in range(8)] for m in range(2))]
)

MANUAL = Document(
    (
        PageMark("11"),
        Heading(1, runs("Uso")),
        Paragraph(
            (
                Run("Premere ("), Run("a lungo", Typeform.ITALIC), Run(") il tasto"),
                Run("1", note="1"), Run(", poi "), Run("restart", language="en"), Run("."),
            )
        ),
        Heading(3, runs("Pulizia del precipitevolissimevolmente")),
        ListBlock(
            (
                ListItem((paragraph("filtro"),), "•"),
                ListItem((paragraph("vasca"), ListBlock((
                    ListItem((paragraph("dentro"),), "a)"),
                    ListItem((PageMark("12"), paragraph("fuori")), "3 bis"),
                ))), "•"),
            )
        ),
        Quote((paragraph("Chi va piano va sano."),)),
        Poem(runs("Nel mezzo del cammin\nmi ritrovai\n\nché la diritta via\n")),
        Image("Il filtro, visto da sotto", language="it"),
        PRICES,
        Heading(1, runs("Dati")),
        WIDE,
        paragraph("À Å ç g → € 1.249,90"),
    ),
    title="Manuale dell'asciugatrice",
    author="Anna Bianchi",
    notes=(Note("1", (paragraph("Quello verde."),)), Note("2", (paragraph("Mai nominata."),))),
)  # fmt: skip

WORDS = (
    "Manuale dell'asciugatrice p. 11 Uso Premere (a lungo) il tasto[1], poi restart. Pulizia"
    " del precipitevolissimevolmente • filtro • vasca a) dentro 3 bis p. 12 fuori Chi va piano va"
    " sano. Nel mezzo del cammin mi ritrovai ché la diritta via [Immagine: Il filtro, visto da"
    " sotto] Listino Modello Prezzo "
    + " ".join(f"AX-{n} 1.2{n:02},50 €" for n in range(40))
    + " Dati "
    + " ".join(f"Voce {name}: dato{m}{n}" for m in range(2) for n, name in enumerate("ABCDEFGH"))
    + " À Å ç g → € 1.249,90 Note [1] Quello verde. [2] Mai nominata."
)
"""All that MANUAL says on paper, in its order."""
