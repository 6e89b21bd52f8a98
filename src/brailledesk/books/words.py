"""The words that a talking book says of itself, in the language of the document."""

from __future__ import annotations

from dataclasses import dataclass

from brailledesk.books.headings import roman_number
from brailledesk.speech.normalise import write_out
from brailledesk.speech.passage import Sentence


@dataclass(frozen=True, slots=True)
class BookWords:
    """Words of a ``language``; those in braces are filled in."""

    language: str
    page: str
    roman_page: str
    note_mark: str
    note: str
    image: str
    unnamed_image: str
    row: str
    rows: str
    column: str
    columns: str
    table: str
    table_end: str
    empty_cell: str
    contents: str
    pages: str
    untitled: str
    unknown: str
    summary: str

    def say(self, template: str, **fields: object) -> Sentence:
        """A phrase for an engine; it stands nowhere in the document."""
        spoken = write_out(template.format(**fields), self.language)
        return Sentence(spoken.text, self.language, 0, 0)

    def turn(self, label: str) -> Sentence:
        """That a print page begins. A voice would spell "xii"."""
        number = roman_number(label)
        if number:
            return self.say(self.roman_page, number=number)
        return self.say(self.page, label=label)

    def size(self, rows: int, columns: int) -> Sentence:
        """How large a table is."""
        return self.say(
            self.table,
            rows=(self.row if rows == 1 else self.rows).format(count=rows),
            columns=(self.column if columns == 1 else self.columns).format(count=columns),
        )


ITALIAN = BookWords(
    language="it",
    page="Pagina {label}.",
    roman_page="Pagina {number} romano.",
    note_mark="nota {label}",
    note="Nota {label}.",
    image="Immagine",
    unnamed_image="Immagine senza descrizione",
    row="una riga",
    rows="{count} righe",
    column="una colonna",
    columns="{count} colonne",
    table="Tabella: {rows}, {columns}.",
    table_end="Fine della tabella.",
    empty_cell="vuota",
    contents="Indice",
    pages="Pagine",
    untitled="Senza titolo",
    unknown="Sconosciuto",
    summary="Libro parlato con testo completo e voce sintetica in sincronia, frase per frase. Si "
    "naviga per titoli e, dove ci sono, per pagine della stampa. Delle immagini è letto il testo "
    "alternativo, dove c'è.",
)
ENGLISH = BookWords(
    language="en",
    page="Page {label}.",
    roman_page="Page {number} in Roman numerals.",
    note_mark="note {label}",
    note="Note {label}.",
    image="Image",
    unnamed_image="Image without a description",
    row="one row",
    rows="{count} rows",
    column="one column",
    columns="{count} columns",
    table="Table: {rows}, {columns}.",
    table_end="End of the table.",
    empty_cell="empty",
    contents="Contents",
    pages="Pages",
    untitled="Untitled",
    unknown="Unknown",
    summary="Talking book with full text and a synthetic voice in step with it, sentence by "
    "sentence. It can be navigated by headings and, where there are any, by print pages. Of images "
    "the alternative text is read, where there is one.",
)


def book_words(language: str) -> BookWords:
    """The words for a document of a language: Italian, or English for every other one."""
    return ITALIAN if language.partition("-")[0].lower() == "it" else ENGLISH
