"""Places where a careless reader takes one thing for another: each with what may be told."""

from __future__ import annotations

import json

import pytest

from brailledesk.sheets import of_document, read_sheet_source, recognise
from brailledesk.sheets.facts import ProductSheet

PAGE = (
    '<html lang="it"><head><meta charset="utf-8">{head}</head>'
    "<body><h1>Lampada Lume</h1>{body}</body></html>"
)


def table(*rows: str) -> str:
    """A table of rows such as "Peso | 2 kg"; a row of headers begins with #."""
    made = ""
    for row in rows:
        tag = "th" if row.startswith("#") else "td"
        cells = [cell.strip("# ") for cell in row.split("|")]
        span = " colspan=2" if len(cells) == 1 else ""
        made += "<tr>" + "".join(f"<{tag}{span}>{cell}</{tag}>" for cell in cells) + "</tr>"
    return f"<table>{made}</table>"


def facts_of(body: str, head: str = "") -> list[tuple[str, str]]:
    """Kinds and values of the one product of a page, its name left out."""
    sheets = sheets_of(PAGE.format(head=head, body=body))
    assert len(sheets) <= 1
    return [(f.kind, f.text) for sheet in sheets for f in sheet.facts if f.kind != "name"]


def sheets_of(page: str) -> tuple[ProductSheet, ...]:
    return recognise(read_sheet_source(page.encode(), name="a.html")).sheets


def data(**properties: object) -> str:
    product = {"@context": "https://schema.org", "@type": "Product", "name": "Lampada Lume"}
    return f'<script type="application/ld+json">{json.dumps(product | properties)}</script>'


def offer(**properties: object) -> dict[str, object]:
    return {"@type": "Offer", "priceCurrency": "EUR"} | properties


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        # A value must look like what its label promises.
        ("<p>Prezzo: ottimo</p><p>Peso: una piuma!</p><p>Codice: sul retro</p>", []),
        ("<p>Prezzo: 3 rate da 33 €</p>", []),
        ("<p>Prezzo: -5 €</p>", []),
        ("<p>Classe energetica: A-G</p>", []),
        ("<p>Classe energetica: A++</p>", [("energy_class", "A++")]),
        ("<p>EAN: 12345</p>", []),
        ("<p>Peso: 3 cm</p><p>Altezza: 3 kg</p>", []),
        ("<p>Peso (kg): 3</p>", [("weight", "3")]),
        # Two codes in a row are of one product.
        (
            "<p>Codice: A-1</p><p>Codice: AB-1</p><p>Prezzo: 9,90 €</p>",
            [("code", "A-1"), ("code", "AB-1"), ("price", "9,90 €")],
        ),
        ("<p>Codice: –</p><p>Colore: n.d.</p>", []),
        # What brackets and groups say makes it another fact.
        ("<p>Peso (con imballo): 3 kg</p>", [("package_weight", "3 kg")]),
        ("<p>Peso (scatola inclusa): 3 kg</p>", []),
        ("<p>Prezzo (IVA esclusa): 10 €</p>", [("net_price", "10 €")]),
        ("<p>Prezzo (usato): 10 €</p>", []),
        ("<p>Prezzo (IVA inclusa): 10 €</p>", [("price", "10 €")]),
        ("<h2>Imballo</h2><p>Peso: 3 kg</p>", []),
        ("<h2>Dati</h2><p>Peso: 3 kg</p>", [("weight", "3 kg")]),
        (
            table("Peso | 2 kg", "Imballo", "Peso | 3 kg"),
            [("weight", "2 kg")],
        ),
        (table("Peso | 2 kg", "Imballo |", "Peso | 3 kg"), [("weight", "2 kg")]),
        (table("Peso | 2 kg", "Accessori", "Cavo | 3 m"), [("weight", "2 kg")]),
        # Two labels are no label and value.
        (table("Colore | Codice", "x | y"), []),
        # Lines that have run together are no value, or are parted at labels in bold.
        ("<p>Autonomia: 12 ore Peso: 2 kg</p>", []),
        (
            "<p><b>Autonomia:</b> 12 ore <b>Peso:</b> 2 kg</p>",
            [("autonomy", "12 ore"), ("weight", "2 kg")],
        ),
        ("<p>Garanzia: 2 anni (batteria: 1 anno)</p>", [("warranty", "2 anni (batteria: 1 anno)")]),
        ("<p>Prezzo: 5 € IVA incl. e spedizione</p>", [("price", "5 € IVA incl. e spedizione")]),
        ("<p>Prezzo: 5 €. Da domani 6 €</p>", [("price", "5 €")]),
        # A lone price is the product's only if nothing else can be meant.
        ("<p>9,90 €</p>", [("price", "9,90 €")]),
        ("<p>9,90 €</p><p>8,90 €</p>", []),
        ("<p>Spedizione</p><p>9,90 €</p>", []),
        ("<p>In più:</p><p>9,90 €</p>", []),
        ("<p>da 9,90 €</p>", []),
        ("<p>9,90 € 8,90 €</p>", []),
        ("<p><s>9,90 €</s></p>", []),
        ("<p><s>9,90 €</s> 8,90 €</p>", [("price", "8,90 €"), ("old_price", "9,90 €")]),
        (
            '<p><span style="text-decoration: line-through">9,90 €</span> 8,90 €</p>',
            [("price", "8,90 €"), ("old_price", "9,90 €")],
        ),
        (
            "<p>Prezzo: <del>9,90 €</del> 8,90 €</p>",
            [("price", "8,90 €"), ("old_price", "9,90 €")],
        ),
        ("<p>Prezzo: <del>9,90 €</del></p>", []),
        (
            '<div><span class="old-price">9,90 €</span> <b>8,90 €</b> -10%</div>',
            [("price", "8,90 €"), ("old_price", "9,90 €"), ("discount", "-10%")],
        ),
        ("<p><s>9,90 €</s> 8,90 €</p><p>7,90 €</p>", []),
        ("<p>Consegna: 7/10 gg. data ordine</p>", [("delivery", "7/10 gg. data ordine")]),
        (table("Peso | : | 2 kg", "Nota | : | x"), [("weight", "2 kg")]),
        ("<p>Spedizione: <del>9 €</del> 5 €</p>", [("shipping", "9 € 5 €")]),
        # Other products and other talk.
        ("<h2>Prodotti correlati</h2><p>Prezzo: 5 €</p>", []),
        ("<h2>Recensioni</h2><p>Consegna: puntuale</p>", []),
        ("<aside><p>Prezzo: 5 €</p></aside><nav><p>Codice: A-1</p></nav>", []),
        ('<div class="cookie-banner"><p>Fornitore: Statistiche</p></div>', []),
        ('<div class="product-related"><p>Codice: A-1</p></div>', []),
        ('<div class="newsletter"><form><p>Codice: A-1</p></form></div>', []),
        ("<p hidden>Prezzo: 5 €</p><p style='display:none'>Codice: A-1</p>", []),
        ("<p>Il vecchio modello era più caro; prezzo: 79 €.</p>", []),
        (
            "<p>Codice: A-1; prezzo: 9 €. È rossa. Peso: 3 kg.</p>",
            [("code", "A-1"), ("price", "9 €")],
        ),
        # One label, two values, in two places: neither; directly under the name: that one.
        ("<h2>Con cavo</h2><p>Peso: 2 kg</p><h2>Senza</h2><p>Peso: 1 kg</p>", []),
        ("<p>Peso: 2 kg</p><h2>Senza cavo</h2><p>Peso: 1 kg</p>", [("weight", "2 kg")]),
        # Numbered lines say more than a label.
        ("<ol><li>Peso: 2 kg</li><li>Prezzo: 5 €</li></ol>", []),
        # Units in a column of their own come along; notes are no units.
        (
            table("#Dato | Valore | Unità", "Peso | 2,5 | kg"),
            [("weight", "2,5 kg")],
        ),
        (
            table("#Dato | Valore | Nota", "Peso | 2,5 | senza cavo"),
            [],
        ),
    ],
)  # fmt: skip
def test_pages(body: str, expected: list[tuple[str, str]]) -> None:
    assert sorted(facts_of(body)) == sorted(expected)


STRUCK = {
    "price": "12",
    "priceType": "https://schema.org/StrikethroughPrice",
    "priceCurrency": "EUR",
}


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        (data(sku="A-1"), "", [("code", "A-1")]),
        (data(sku=["A-1", "A-2"], gtin13={"x": "1"}, color=None), "", []),
        (data(sku="<b>A-1</b>", mpn="javascript:alert(1)"), "", []),
        (data(offers=offer(price="9.90")), "", [("price", "9.90 EUR")]),
        (data(offers=offer(price=9.9)), "", [("price", "9.9 EUR")]),
        (data(offers=offer(price="0")), "", []),
        (data(offers=offer(price="-9.90")), "", []),
        (data(offers=offer(price="9.90", priceCurrency="€<i>")), "", []),
        (data(offers="gratis"), "", []),
        # What people see is shown, where it says the same; else both.
        (data(offers=offer(price="9.90")), "<p>€ 9,90</p>", [("price", "€ 9,90")]),
        (
            data(offers=offer(price="9.90")),
            "<p>8,90 €</p>",
            [("price", "9.90 EUR"), ("price", "8,90 €")],
        ),
        (
            data(offers=offer(price="9.90")),
            "<p>£9.90</p>",
            [("price", "9.90 EUR"), ("price", "£9.90")],
        ),
        (
            data(offers=offer(availability="https://schema.org/InStock")),
            "<p>Esaurito</p>",
            [("availability", "Disponibile"), ("availability", "Esaurito")],
        ),
        (
            data(offers=offer(availability="InStock")),
            "<p>Disponibilità: disponibile in 3 giorni</p>",
            [("availability", "disponibile in 3 giorni")],
        ),
        # Offers that differ have no price and no state, only ends of a range.
        (
            data(
                offers=[
                    offer(price="9", availability="InStock"),
                    offer(price="12", availability="OutOfStock"),
                ]
            ),
            "",
            [("price_low", "9 EUR"), ("price_high", "12 EUR")],
        ),
        (data(offers=[offer(price="9"), offer(price="9", priceCurrency="USD")]), "", []),
        (
            data(offers=offer(price="9", priceSpecification=[STRUCK])),
            "",
            [("price", "9 EUR"), ("old_price", "12 EUR")],
        ),
        (data(offers=offer(price="9", valueAddedTaxIncluded=False)), "", [("net_price", "9 EUR")]),
        (data(weight={"value": "2", "unitCode": "KGM"}), "", [("weight", "2 kg")]),
        (data(weight={"value": "2", "unitCode": "XYZ"}), "", []),
        # Products inside a product are others.
        (data(isRelatedTo={"@type": "Product", "name": "X", "sku": "X-1"}), "", []),
    ],
)  # fmt: skip
def test_data(head: str, body: str, expected: list[tuple[str, str]]) -> None:
    assert sorted(facts_of(body, head)) == sorted(expected)


def test_data_of_another_product_are_not_of_this_page() -> None:
    other = data(name="Sedia Ergo", sku="S-1")
    for head in (other, data(name="Lampada Notte", sku="S-1")):
        (sheet,) = sheets_of(PAGE.format(head=head, body="<p>Peso: 2 kg</p>"))
        assert [f.text for f in sheet.facts] == ["Lampada Lume", "2 kg"]
    (sheet,) = sheets_of(PAGE.format(head=data(name="Lampada da tavolo Lume", sku="L-1"), body=""))
    assert [f.text for f in sheet.facts] == ["Lampada da tavolo Lume", "L-1"]
    # Of several products only that whose name stands in the page.
    assert facts_of("", data(sku="A-1") + other) == [("code", "A-1")]


def test_hostile_data_are_passed_over() -> None:
    scripts = [
        "{", "[" * 100_000, '{"@graph": ' * 500, '{"a":' * 5000 + "1" + "}" * 5000,
        "null", '"Product"',
        '{"@type": "Product", "name": {"@id": "x"}, "@id": "x"}',
        '{"@type": ["Product", 7, null], "name": ["a", "b"], "sku": "A-1"}',
        json.dumps([{"@type": "Product", "name": f"P{n}", "sku": f"S-{n}"} for n in range(300)]),
    ]  # fmt: skip
    head = "".join(f'<script type="application/ld+json">{one}</script>' for one in scripts)
    assert facts_of("<p>Prezzo: 5 €</p>", head) == [("price", "5 €")]


def test_a_value_keeps_emphasis_language_and_place() -> None:
    page = PAGE.format(
        head="", body='<p>x</p>\n<p>Colore: <em>blu</em> <span lang="en">navy</span></p>'
    )
    (fact,) = [f for s in sheets_of(page) for f in s.facts if f.kind == "colour"]
    assert [(run.text, int(run.typeform), run.language) for run in fact.value] == [
        ("blu", 1, None), (" ", 0, None), ("navy", 0, "en"),
    ]  # fmt: skip
    assert fact.origin is not None
    assert (fact.origin.source, fact.origin.place) == ("a.html", "line 2")
    assert fact.label_text == "Colore"


def test_names_of_boxes_around_the_product_do_not_count() -> None:
    page = (
        '<div class="content with-sidebar has-reviews"><header><h1>Lampada Lume</h1></header>'
        "<form><p>Prezzo: 5 €</p></form><div class=sidebar><p>Codice: A-1</p></div></div>"
        "<header><p>Peso: 2 kg</p></header>"
    )
    (sheet,) = sheets_of(f"<html lang=it><meta charset=utf-8><body>{page}</body></html>")
    assert [f.text for f in sheet.facts] == ["Lampada Lume", "5 €"]


def test_spare_parts_below_a_product_are_no_products() -> None:
    parts = table("#Codice | Prezzo", "R-1 | 5 €", "R-2 | 6 €")
    assert facts_of(f"<p>Peso: 2 kg</p>{parts}") == [("weight", "2 kg")]
    assert facts_of(parts.replace("<table>", "<table><caption>Ricambi</caption>")) == []
    listed = sheets_of(PAGE.format(head="", body=parts))
    assert [[f.text for f in sheet.facts] for sheet in listed] == [["R-1", "5 €"], ["R-2", "6 €"]]


def test_documents_without_structure_are_read_too() -> None:
    text = "LAMPADA LUME\n\nCodice: A-1\nPrezzo: 5 €\n\nSi accende con un tasto.\n"
    source = read_sheet_source(text.encode(), name="a.txt")
    assert [f.text for f in recognise(source).sheets[0].facts] == ["LAMPADA LUME", "A-1", "5 €"]
    assert recognise(of_document(source.document)).sheets == recognise(source).sheets


def test_a_heading_that_says_what_a_sheet_is_stands_above_the_name() -> None:
    text = "# Scheda tecnica\n\n## Lampada Lume\n\n- Peso: 2 kg\n\n### Dati\n\nx\n"
    (sheet,) = recognise(read_sheet_source(text.encode(), name="a.md")).sheets
    assert [f.text for f in sheet.facts] == ["Lampada Lume", "2 kg"]
    other = text.replace("### Dati", "## Montaggio")
    (sheet,) = recognise(read_sheet_source(other.encode(), name="a.md")).sheets
    assert [f.text for f in sheet.facts] == ["2 kg"]


def test_crossed_out_in_markdown() -> None:
    source = read_sheet_source("# Lume\n\nPrezzo: ~~9 €~~ 8 €\n".encode(), name="a.md")
    (sheet,) = recognise(source).sheets
    assert [(f.kind, f.text) for f in sheet.facts][1:] == [("price", "8 €"), ("old_price", "9 €")]
