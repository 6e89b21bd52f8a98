"""Products in the markup of a web page: microdata, brought to the form of JSON-LD.

Source: WHATWG HTML, section 5 (microdata): itemscope, itemtype, itemprop.
"""

from __future__ import annotations

from lxml import etree

from brailledesk.ingest.html_elements import tag_of
from brailledesk.sheets.structured import Node, ProductData, is_product, origin_of

_DEEPEST = 8
_ADDRESSES = {"a": "href", "link": "href", "area": "href", "img": "src", "object": "data"}


def microdata_products(root: etree._Element, path: str) -> tuple[ProductData, ...]:
    """The products of a page's microdata that are no property of another item."""
    found = []
    for element in root.iter(etree.Element):
        if element.get("itemscope") is None or element.get("itemprop") is not None:
            continue
        node = _node(element, 0)
        if is_product(node):
            found.append(ProductData(node, origin_of(element, path)))
    return tuple(found)


def _node(scope: etree._Element, depth: int) -> Node:
    """The properties of an item; one that stands several times is a list."""
    node: dict[str, object] = {"@type": (scope.get("itemtype") or "").split()}
    waiting = list(reversed(scope))
    while waiting:
        element = waiting.pop()
        is_item = element.get("itemscope") is not None
        for name in (element.get("itemprop") or "").split():
            value = _node(element, depth + 1) if is_item and depth < _DEEPEST else _value(element)
            _add(node, name, value)
        if not is_item:
            waiting.extend(reversed(element))
    return node


def _add(node: dict[str, object], name: str, value: object) -> None:
    before = node.get(name)
    if before is None:
        node[name] = value
    elif isinstance(before, list):
        before.append(value)
    else:
        node[name] = [before, value]


def _value(element: etree._Element) -> str:
    content = element.get("content")
    if content is not None:
        return str(content)
    attribute = _ADDRESSES.get(tag_of(element))
    if attribute and element.get(attribute) is not None:
        return str(element.get(attribute))
    if tag_of(element) in {"data", "meter"}:
        return str(element.get("value") or "")
    return " ".join(str(element.xpath("string()")).split())
