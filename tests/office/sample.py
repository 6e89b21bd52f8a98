"""A document with everything that the readers keep, as flat OpenDocument, written by hand."""

from __future__ import annotations

_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
_SPACES = {
    "office": "office",
    "text": "text",
    "table": "table",
    "style": "style",
    "draw": "drawing",
    "fo": "xsl-fo-compatible",
    "svg": "svg-compatible",
}
NAMES = (
    " ".join(f'xmlns:{short}="{_OASIS}:{name}:1.0"' for short, name in _SPACES.items())
    + ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'
)


def flat(body: str, styles: str = "", automatic: str = "", title: str = "") -> bytes:
    """A flat OpenDocument text; its language is Italian."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {NAMES} office:version="1.3" '
        'office:mimetype="application/vnd.oasis.opendocument.text">'
        f"<office:meta><dc:title>{title}</dc:title></office:meta><office:styles>"
        '<style:default-style style:family="paragraph"><style:text-properties fo:language="it" '
        'fo:country="IT" style:font-name="Arial"/></style:default-style>'
        '<style:style style:name="Standard" style:family="paragraph" style:class="text"/>'
        f"{styles}</office:styles><office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document>"
    ).encode()


_STYLES = "".join(
    f'<style:style style:name="Heading_20_{level}" style:display-name="Heading {level}" '
    'style:family="paragraph" style:parent-style-name="Standard" '
    f'style:default-outline-level="{level}" style:class="text">'
    '<style:text-properties fo:font-weight="bold"/></style:style>'
    for level in (1, 2)
) + (
    '<style:style style:name="Quotations" style:family="paragraph" '
    'style:parent-style-name="Standard" style:class="html"/>'
)
_AUTOMATIC = (
    '<style:style style:name="B" style:family="text"><style:text-properties '
    'fo:font-weight="bold"/></style:style>'
    '<style:style style:name="I" style:family="text"><style:text-properties '
    'fo:font-style="italic"/></style:style>'
    '<style:style style:name="U" style:family="text"><style:text-properties '
    'style:text-underline-style="solid" style:text-underline-width="auto" '
    'style:text-underline-color="font-color"/></style:style>'
    '<style:style style:name="S" style:family="text"><style:text-properties '
    'style:text-line-through-style="solid" style:text-line-through-type="single"/></style:style>'
    '<style:style style:name="EN" style:family="text"><style:text-properties '
    'fo:language="en" fo:country="GB"/></style:style>'
    '<style:style style:name="SUP" style:family="text"><style:text-properties '
    'style:text-position="super 58%"/></style:style>'
    '<style:style style:name="NO" style:family="text"><style:text-properties '
    'text:display="none"/></style:style>'
    '<text:list-style style:name="N">'
    + "".join(
        f'<text:list-level-style-number text:level="{level}" style:num-format="{form}" '
        f'style:num-suffix="{suffix}" text:start-value="{start}">'
        '<style:list-level-properties text:list-level-position-and-space-mode="label-alignment">'
        '<style:list-level-label-alignment text:label-followed-by="listtab" '
        f'fo:text-indent="-0.6cm" fo:margin-left="{level}cm"/></style:list-level-properties>'
        "</text:list-level-style-number>"
        for level, form, suffix, start in ((1, "1", ".", 3), (2, "a", ")", 1))
    )
    + '</text:list-style><text:list-style style:name="P">'
    '<text:list-level-style-bullet text:level="1" text:bullet-char="•">'
    '<style:list-level-properties text:list-level-position-and-space-mode="label-alignment">'
    '<style:list-level-label-alignment text:label-followed-by="listtab" '
    'fo:text-indent="-0.6cm" fo:margin-left="1cm"/></style:list-level-properties>'
    "</text:list-level-style-bullet></text:list-style>"
)


def _note(kind: str, number: str, text: str) -> str:
    return (
        f'<text:note text:id="{kind}{number}" text:note-class="{kind}"><text:note-citation>'
        f"{number}</text:note-citation><text:note-body><text:p>{text}</text:p></text:note-body>"
        "</text:note>"
    )


def _cell(text: str, spans: str = "") -> str:
    return f"<table:table-cell {spans}><text:p>{text}</text:p></table:table-cell>"


_COVERED = "<table:covered-table-cell/>"
_BODY = (
    '<text:h text:style-name="Heading_20_1" text:outline-level="1">Manuale del telefono</text:h>'
    '<text:p text:style-name="Standard">Il <text:span text:style-name="B">nuovo</text:span> Eco '
    'costa <text:span text:style-name="S">€ 49,90</text:span> '
    '<text:span text:style-name="I">€ 39,90</text:span>, '
    '<text:span text:style-name="U">IVA inclusa</text:span>: è un '
    '<text:span text:style-name="EN">speaker phone</text:span> a 10<text:span '
    'text:style-name="SUP">2</text:span> m'
    f"{_note('footnote', '1', 'Fino al 31 marzo.')}, vedi il "
    '<text:a xlink:type="simple" xlink:href="http://esempio.it/">sito</text:a>'
    '<text:span text:style-name="NO">nascosto</text:span>.</text:p>'
    '<text:p text:style-name="Standard">Via Roma 1<text:line-break/>47121 Forlì</text:p>'
    '<text:h text:style-name="Heading_20_2" text:outline-level="2">Come si usa</text:h>'
    '<text:list text:style-name="N"><text:list-item><text:p text:style-name="Standard">Accendere.'
    '</text:p></text:list-item><text:list-item><text:p text:style-name="Standard">Scegliere:'
    '</text:p><text:list><text:list-item><text:p text:style-name="Standard">la città;</text:p>'
    '</text:list-item><text:list-item><text:p text:style-name="Standard">l’ora.</text:p>'
    "</text:list-item></text:list></text:list-item><text:list-item>"
    '<text:p text:style-name="Standard">Parlare.</text:p></text:list-item></text:list>'
    '<text:p text:style-name="Standard">Nella scatola:</text:p>'
    '<text:list text:style-name="P"><text:list-item><text:p text:style-name="Standard">cavo'
    '</text:p></text:list-item><text:list-item><text:p text:style-name="Standard">guida</text:p>'
    "</text:list-item></text:list>"
    '<text:h text:style-name="Heading_20_2" text:outline-level="2">Dati</text:h>'
    '<table:table table:name="Dati"><table:table-column table:number-columns-repeated="3"/>'
    "<table:table-header-rows><table:table-row>"
    + _cell("Voce")
    + _cell("Base")
    + _cell("Plus")
    + "</table:table-row></table:table-header-rows><table:table-row>"
    + _cell("Peso", 'table:number-rows-spanned="2"')
    + _cell("120 g")
    + _cell("140 g")
    + f"</table:table-row><table:table-row>{_COVERED}"
    + _cell("con cavo", 'table:number-columns-spanned="2"')
    + f"{_COVERED}</table:table-row><table:table-row>"
    + _cell("Prezzo")
    + _cell("€ 39,90")
    + _cell("€ 49,90")
    + "</table:table-row></table:table>"
    '<text:p text:style-name="Quotations">Il telefono che ti ascolta.</text:p>'
    '<text:p text:style-name="Standard">Fine'
    f"{_note('endnote', 'i', 'Stampato in Italia.')}</text:p>"
)
SAMPLE = flat(_BODY, _STYLES, _AUTOMATIC, "Manuale")
