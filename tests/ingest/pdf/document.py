"""A document for LibreOffice (flat ODT): what is in it stands here, so that nothing can be lost."""

from __future__ import annotations

from xml.sax.saxutils import escape

TITLE = "Guida del centralino"
WORDS = (
    "Il cliente che chiama vuole sapere subito il prezzo e il codice del prodotto. "
    "Chi risponde legge la scheda con le dita, una riga dopo l'altra, e non ha tempo di cercare. "
    "Perciò la scheda comincia dai fatti, e il resto viene dopo, nell'ordine della pagina. "
)
PARAGRAPHS = tuple(f"Paragrafo {number}. {WORDS}{WORDS}".strip() for number in range(1, 25))
COLUMNS = tuple(f"Colonna, brano {number}. {WORDS}".strip() for number in range(1, 13))
ROWS = (
    ("Codice", "Prezzo", "Disponibilità", "Garanzia"),
    ("TE-12/A", "1.249,90 €", "subito", "24 mesi"),
    ("TE-12/B", "999,00 €", "dal 3 maggio", "24 mesi"),
    ("TE-14", "1.499,00 €", "su ordinazione", "36 mesi"),
    ("Filtro", "12,50 €", "subito, anche in negozio, fino a venti pezzi per cliente", "6 mesi"),
)
BULLETS = ("Aprire lo sportello", "Togliere il filtro", "Sciacquarlo sotto l'acqua")
STEPS = ("Chiedere il codice", "Leggere il prezzo", "Confermare l'ordine")
NOTE = "Il prezzo comprende l'imposta e il trasporto fino al piano della strada."

_NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("style", "style"),
        ("fo", "xsl-fo-compatible"),
    )
)
_STYLES = """<office:styles>
<style:default-style style:family="paragraph"><style:paragraph-properties/>
<style:text-properties fo:language="it" fo:country="IT" fo:font-size="12pt"
 style:font-name="Liberation Serif"/></style:default-style>
<style:style style:name="Standard" style:family="paragraph"/>
<style:style style:name="Body" style:family="paragraph"><style:paragraph-properties
 fo:margin-bottom="0.25cm" fo:text-align="justify"/></style:style>
<style:style style:name="H1" style:family="paragraph" style:default-outline-level="1">
<style:paragraph-properties fo:margin-top="0.5cm" fo:margin-bottom="0.3cm"/>
<style:text-properties fo:font-size="20pt" fo:font-weight="bold"/></style:style>
<style:style style:name="H2" style:family="paragraph" style:default-outline-level="2">
<style:paragraph-properties fo:margin-top="0.4cm" fo:margin-bottom="0.2cm"/>
<style:text-properties fo:font-size="15pt" fo:font-weight="bold"/></style:style>
<style:style style:name="Footnote" style:family="paragraph">
<style:text-properties fo:font-size="9pt"/></style:style>
<style:style style:name="Raised" style:family="text">
<style:text-properties style:text-position="super 58%"/></style:style>
<text:notes-configuration text:note-class="footnote"
 text:citation-body-style-name="Raised" style:num-format="1"/>
</office:styles>"""
_AUTOMATIC = """<office:automatic-styles>
<style:page-layout style:name="pm"><style:page-layout-properties fo:page-width="21cm"
 fo:page-height="29.7cm" fo:margin="2cm"/>
<style:header-style><style:header-footer-properties fo:margin-bottom="0.8cm"/></style:header-style>
<style:footer-style><style:header-footer-properties fo:margin-top="0.8cm"/></style:footer-style>
</style:page-layout>
<style:style style:name="Two" style:family="section"><style:section-properties>
<style:columns fo:column-count="2" fo:column-gap="0.8cm"><style:column style:rel-width="1*"/>
<style:column style:rel-width="1*"/></style:columns></style:section-properties></style:style>
<style:style style:name="Bold" style:family="text">
<style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="Cell" style:family="table-cell">
<style:table-cell-properties fo:border="0.5pt solid #000000" fo:padding="0.1cm"/></style:style>
<style:style style:name="Bare" style:family="table-cell">
<style:table-cell-properties fo:border="none" fo:padding="0.1cm"/></style:style>
<text:list-style style:name="Dots"><text:list-level-style-bullet text:level="1"
 text:bullet-char="•"><style:list-level-properties text:space-before="0.5cm"
 text:min-label-width="0.5cm"/></text:list-level-style-bullet></text:list-style>
<text:list-style style:name="Numbers"><text:list-level-style-number text:level="1"
 style:num-format="1" style:num-suffix="."><style:list-level-properties
 text:space-before="0.5cm" text:min-label-width="0.6cm"/></text:list-level-style-number>
</text:list-style></office:automatic-styles>"""
_MASTER = """<office:master-styles><style:master-page style:name="Standard"
 style:page-layout-name="pm"><style:header><text:p>Guida del centralino, edizione prima</text:p>
</style:header><style:footer><text:p>Pagina <text:page-number/></text:p></style:footer>
</style:master-page></office:master-styles>"""


def flat_document() -> str:
    """Chapters with lists, a ruled and a bare table, a footnote, and two columns."""
    body = "".join(
        (
            _heading(1, TITLE),
            (
                f'<text:p text:style-name="Body">Il <text:span text:style-name="Bold">prezzo'
                '</text:span> si legge per primo<text:note text:id="n1" '
                'text:note-class="footnote">'
                "<text:note-citation>1</text:note-citation><text:note-body>"
                f'<text:p text:style-name="Footnote">{escape(NOTE)}</text:p></text:note-body>'
                "</text:note>, poi il codice.</text:p>"
            ),
            _heading(2, "Manutenzione"),
            _list("Dots", BULLETS),
            _paragraph("Poi, con il cliente:"),
            _list("Numbers", STEPS),
            _heading(2, "Listino"),
            _table("Listino", "Cell"),
            _heading(2, "Listino senza righe"),
            _table("Nudo", "Bare", ROWS[:-1]),
            _heading(2, "Procedure"),
            *map(_paragraph, PARAGRAPHS),
            _heading(1, "Due colonne"),
            (
                f'<text:section text:style-name="Two" text:name="s">'
                f"{''.join(map(_paragraph, COLUMNS))}</text:section>"
            ),
            _paragraph("Dopo le colonne si legge di nuovo per tutta la larghezza della pagina."),
        )
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {_NAMES} office:version="1.3" '
        'office:mimetype="application/vnd.oasis.opendocument.text">'
        f"{_STYLES}{_AUTOMATIC}{_MASTER}"
        f"<office:body><office:text>{body}</office:text></office:body></office:document>"
    )


def _heading(level: int, words: str) -> str:
    return (
        f'<text:h text:style-name="H{level}" text:outline-level="{level}">{escape(words)}</text:h>'
    )


def _paragraph(words: str, style: str = "Body") -> str:
    return f'<text:p text:style-name="{style}">{escape(words)}</text:p>'


def _list(style: str, items: tuple[str, ...]) -> str:
    inner = "".join(f"<text:list-item>{_paragraph(i, 'Standard')}</text:list-item>" for i in items)
    return f'<text:list text:style-name="{style}">{inner}</text:list>'


def _table(name: str, style: str, rows: tuple[tuple[str, ...], ...] = ROWS) -> str:
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell table:style-name="{style}">{_cell(number, words)}'
            "</table:table-cell>"
            for words in row
        )
        + "</table:table-row>"
        for number, row in enumerate(rows)
    )
    return (
        f'<table:table table:name="{name}"><table:table-column '
        f'table:number-columns-repeated="{len(rows[0])}"/>{cells}</table:table>'
    )


def _cell(row: int, words: str) -> str:
    bold = f'<text:span text:style-name="Bold">{escape(words)}</text:span>'
    return f"<text:p>{escape(words) if row else bold}</text:p>"
