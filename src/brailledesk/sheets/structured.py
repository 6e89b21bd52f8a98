"""Products in the data of a web page: schema.org's Product and Offer, as JSON-LD.

Source: schema.org, and Google's documentation of product structured data, for the shapes that
shops use. The data are strangers' text: what does not have the expected shape is passed over, and
markup, negative prices or lists where one value should stand make a fact absent, never wrong.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from brailledesk.text import Origin

_DEEPEST = 12
_MOST_OBJECTS = 5000
_MOST_SCRIPTS = 50
_BLANK = re.compile(r"[\x00-\x20\x7f-\xa0]+")
_MARKUP = re.compile(r"<[a-zA-Z/!]|javascript:", re.IGNORECASE)
_SCHEMA = re.compile(r"(?:https?://)?(?:www\.)?schema\.org/", re.IGNORECASE)
_PRODUCTS = {
    "product",
    "productgroup",
    "productmodel",
    "individualproduct",
    "someproducts",
    "vehicle",
    "car",
}
_INSIDE = ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item")
"""Where products stand on their own; under other properties they are related, or parts."""
_LONGEST = 400

Node = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class ProductData:
    """A product as the data of a page have it: named properties, and where they stand."""

    node: Node
    origin: Origin


def jsonld_products(root: etree._Element, path: str) -> tuple[ProductData, ...]:
    """The products of all JSON-LD scripts of a page that stand on their own.

    References are put in; broken scripts are passed over.
    """
    nodes: list[tuple[Node, Origin]] = []
    known: dict[str, Node] = {}
    for script in list(root.iter("script"))[:_MOST_SCRIPTS]:
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        origin = origin_of(script, path)
        for node in _own_nodes(_parse(script.text or "")):
            nodes.append((node, origin))
            identity = node.get("@id")
            if isinstance(identity, str) and len(node) > 1:
                known.setdefault(identity, node)
    return tuple(
        ProductData(_resolved(node, known), origin) for node, origin in nodes if is_product(node)
    )


def origin_of(element: etree._Element, path: str) -> Origin:
    """The line of an element in its source."""
    line: object = element.sourceline
    return Origin(path, f"line {line if isinstance(line, int) else 1}")


def _parse(text: str) -> object:
    try:
        parsed: object = json.loads(
            text.strip().removeprefix("<!--").removesuffix("-->").strip(),
            strict=False,
            parse_float=str,
            parse_int=str,
        )
    except (ValueError, RecursionError):
        return None
    return parsed


def _own_nodes(data: object) -> Iterator[Node]:
    """Objects that stand on their own: at the top, in lists and in @graph."""
    waiting = [(data, 0)]
    count = 0
    while waiting and count < _MOST_OBJECTS:
        current, depth = waiting.pop()
        count += 1
        if depth > _DEEPEST:
            continue
        if isinstance(current, list):
            waiting += [(inner, depth + 1) for inner in reversed(current)]
        elif isinstance(current, dict):
            yield current
            if not is_product(current):
                inside = [current[name] for name in _INSIDE if name in current]
                waiting += [(inner, depth + 1) for inner in reversed(inside)]


def is_product(node: Node) -> bool:
    return bool(types_of(node) & _PRODUCTS)


def types_of(node: Node) -> set[str]:
    """The types of an object in small letters, without the address of schema.org."""
    given = node.get("@type")
    names = given if isinstance(given, list) else [given]
    return {_SCHEMA.sub("", name).lower() for name in names if isinstance(name, str)}


def _resolved(node: Node, known: Mapping[str, Node]) -> Node:
    """The object with its references, one step deep, replaced by what they mean."""
    return {name: _referred(value, known) for name, value in node.items()}


def _referred(value: object, known: Mapping[str, Node]) -> object:
    if isinstance(value, list):
        return [_referred(one, known) if isinstance(one, dict) else one for one in value]
    if isinstance(value, dict) and len(value) == 1 and isinstance(value.get("@id"), str):
        return known.get(value["@id"], {})
    return value


# -- values of properties ----------------------------------------------------------------------


def text_of(value: object) -> str:
    """One clean line of text, or empty: for lists of several values, objects, and markup."""
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if not isinstance(value, str):
        return ""
    text = _BLANK.sub(" ", html.unescape(value)).strip()
    return "" if _MARKUP.search(text) or len(text) > _LONGEST else text


def name_of(value: object) -> str:
    """The text of a property that is a name, or an object with a name: a brand, a colour."""
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    return text_of(value.get("name")) if isinstance(value, dict) else text_of(value)


def member_of(value: object) -> str:
    """The member of an enumeration of schema.org: "InStock"."""
    return _SCHEMA.sub("", text_of(value))


def objects_of(value: object) -> list[Node]:
    """One object or a list of them, as a list of objects."""
    members = value if isinstance(value, list) else [value]
    return [member for member in members if isinstance(member, dict)]
