"""The few accessors that all readers of WordprocessingML share."""

from __future__ import annotations

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def attribute(element: etree._Element, name: str) -> str | None:
    """An attribute of the namespace ``w``."""
    value = element.get(f"{W}{name}")
    return None if value is None else str(value)


def children(parent: etree._Element, name: str) -> list[etree._Element]:
    return parent.findall(f"{W}{name}")


def child_value(parent: etree._Element | None, name: str) -> str | None:
    """``w:val`` of a child element, None without the child."""
    child = None if parent is None else parent.find(f"{W}{name}")
    return None if child is None else attribute(child, "val")


def is_on(parent: etree._Element | None, name: str) -> bool | None:
    """A toggle property: on, off, or None where nothing is said."""
    child = None if parent is None else parent.find(f"{W}{name}")
    if child is None:
        return None
    return attribute(child, "val") not in {"0", "false", "off", "none"}


def integer(text: str | None, default: int) -> int:
    """A whole number of an attribute, from 0 to 999,999; ``default`` where it is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else default
