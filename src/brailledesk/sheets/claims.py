"""Facts from the data of a page: schema.org's properties as kinds of the vocabulary."""

from __future__ import annotations

import re
from collections.abc import Iterator

from brailledesk.sheets.facts import Fact, Trust
from brailledesk.sheets.shapes import amount_value, fits
from brailledesk.sheets.structured import (
    Node,
    ProductData,
    member_of,
    name_of,
    objects_of,
    text_of,
    types_of,
)
from brailledesk.sheets.vocabulary import Vocabulary, is_italian
from brailledesk.text import Origin, Run

_PROPERTIES = {
    "brand": "brand",
    "manufacturer": "brand",
    "model": "model",
    "sku": "code",
    "mpn": "mpn",
    **dict.fromkeys(("gtin", "gtin8", "gtin12", "gtin13", "gtin14", "ean"), "ean"),
    "color": "colour",
    "material": "material",
    "size": "size",
    "weight": "weight",
    "height": "height",
    "width": "width",
    "depth": "depth",
}
_NUMBER = re.compile(r"\d[\d.,]*")
_CURRENCY = re.compile(r"[A-Z]{3}")
_LISTED = ("listprice", "srp", "msrp", "suggestedretailprice")

Said = tuple[str, str]
"""A kind, and what is said of it."""


def data_facts(product: ProductData, vocabulary: Vocabulary, language: str) -> tuple[Fact, ...]:
    """The facts that the data of a page tell of a product; none of a product without a name."""
    name = text_of(product.node.get("name"))
    if not name:
        return ()
    found: list[Fact] = []
    for kind, text in (("name", name), *_said(product.node, vocabulary, language)):
        label = vocabulary.kinds[kind].title(language)
        is_new = all((fact.kind, fact.text) != (kind, text) for fact in found)
        if is_new and fits(vocabulary.kinds[kind], label, text, vocabulary):
            found.append(_fact(kind, label, text, product.origin))
    return tuple(found)


def _fact(kind: str, label: str, text: str, origin: Origin) -> Fact:
    return Fact(kind, (Run(label, origin=origin),), (Run(text, origin=origin),), Trust.DATA)


def _said(node: Node, vocabulary: Vocabulary, language: str) -> Iterator[Said]:
    for name, kind in _PROPERTIES.items():
        text = _quantity(node.get(name), vocabulary) or name_of(node.get(name))
        if text:
            yield kind, text
    for one in objects_of(node.get("additionalProperty")):
        known = vocabulary.kind_of(text_of(one.get("name")))
        text = _quantity(one, vocabulary) or text_of(one.get("value"))
        if known is not None and known.name != "name" and text:
            yield known.name, text
    yield from _offered(node, vocabulary, language)


def _quantity(value: object, vocabulary: Vocabulary) -> str:
    """A number with its unit in signs; a unit code that is unknown makes it absent."""
    for one in objects_of(value)[:1]:
        number, code = text_of(one.get("value")), text_of(one.get("unitCode"))
        unit = text_of(one.get("unitText")) or vocabulary.unit_signs.get(code, "")
        if number and unit:
            return f"{number} {unit}"
    return ""


# -- offers ------------------------------------------------------------------------------------


def _offered(node: Node, vocabulary: Vocabulary, language: str) -> Iterator[Said]:
    """What can be bought. Of offers that differ there is no price, only the ends of the range."""
    offers = _offers(node)
    yield from _range([said for offer in offers for said in _prices(offer)])
    for name, kind in (("availability", "availability"), ("itemCondition", "condition")):
        members = {member_of(offer.get(name)) for offer in offers}
        words = vocabulary.enumerations.get(members.pop()) if len(members) == 1 else None
        if words is not None:
            yield kind, words["it" if is_italian(language) else "en"]


def _offers(node: Node) -> list[Node]:
    offers = list(objects_of(node.get("offers")))
    for variant in objects_of(node.get("hasVariant")):
        offers += objects_of(variant.get("offers"))
    inner = [one for offer in offers for one in objects_of(offer.get("offers"))]
    has_prices = any("lowprice" in {name.lower() for name in offer} for offer in offers)
    return offers if has_prices or not inner else inner


def _prices(offer: Node) -> Iterator[Said]:
    currency = text_of(offer.get("priceCurrency"))
    if offer.get("priceCurrency") is not None and not currency:
        return
    specifications = objects_of(offer.get("priceSpecification"))
    if "aggregateoffer" in types_of(offer) or offer.get("lowPrice") is not None:
        for kind, name in (("price_low", "lowPrice"), ("price_high", "highPrice")):
            yield from _amount(kind, offer.get(name), currency)
        return
    is_net = text_of(offer.get("valueAddedTaxIncluded")).lower() == "false"
    is_net = is_net or offer.get("valueAddedTaxIncluded") is False
    yield from _amount("net_price" if is_net else "price", offer.get("price"), currency)
    for one in specifications:
        kind = _kind_of_price(one)
        if kind != "price" or offer.get("price") is None:
            own = text_of(one.get("priceCurrency")) or currency
            yield from _amount(kind, one.get("price"), own)


def _kind_of_price(specification: Node) -> str:
    name = member_of(specification.get("priceType")).lower()
    if name.endswith(_LISTED):
        return "list_price"
    if name.endswith("strikethroughprice"):
        return "old_price"
    is_part = any(n in specification for n in ("referenceQuantity", "billingDuration"))
    if is_part or specification.get("valueAddedTaxIncluded") is False:
        return "net_price" if not is_part else "unit_price"
    return "price"


def _amount(kind: str, value: object, currency: str) -> Iterator[Said]:
    """A price as it stands; zero and less are what programs write where they know none."""
    number = text_of(value)
    if not _NUMBER.fullmatch(number) or (currency and not _CURRENCY.fullmatch(currency)):
        return
    amount = amount_value(number)
    if amount is not None and amount > 0:
        yield kind, f"{number} {currency}".strip()


def _range(said: list[Said]) -> Iterator[Said]:
    yield from (one for one in said if one[0] not in {"price", "price_low", "price_high"})
    ends = [one for one in said if one[0] in {"price", "price_low", "price_high"}]
    currencies = {text.partition(" ")[2] for _, text in ends}
    if not ends or len(currencies) > 1:
        return
    values = sorted(ends, key=lambda one: amount_value(one[1]) or 0)
    low, high = values[0][1], values[-1][1]
    if amount_value(low) == amount_value(high):
        is_open = {kind for kind, _ in ends} == {"price_low"}
        yield "price_low" if is_open else "price", low
        return
    yield "price_low", low
    yield "price_high", high
