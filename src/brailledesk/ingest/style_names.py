"""What the names of paragraph styles say: programs write the same ones into DOCX, ODT and RTF."""

from __future__ import annotations

import re

_HEADING = re.compile(r"(?:heading|titolo|überschrift|titre)\s*([1-9])$", re.IGNORECASE)
_LIST = re.compile(r"list (?:bullet|number|continue)\s*([2-5])$", re.IGNORECASE)
_TITLES = {"title", "titolo"}
_TABLE_HEADINGS = {"table heading", "intestazione tabella"}
_LINKS = {"hyperlink", "internet link", "followedhyperlink", "visited internet link"}
_QUOTES = {
    "quote",
    "quotations",
    "intense quote",
    "block text",
    "citazione",
    "citazione intensa",
    "testo blocco",
}


def heading_level(name: str) -> int:
    """The level that a style's name gives; 0 for what is no heading."""
    bare = name.strip()
    match = _HEADING.match(bare)
    if match:
        return int(match[1])
    return 1 if bare.lower() in _TITLES else 0


def is_title(name: str) -> bool:
    """Whether a style is that of the document's title."""
    return name.strip().lower() in _TITLES


def is_heading_of_table(name: str) -> bool:
    """Whether a style is that of the heading cells of tables, whose bold is their looks."""
    return name.strip().lower() in _TABLE_HEADINGS


def is_link(name: str) -> bool:
    """Whether a style is that of links, whose underline is their looks."""
    return name.strip().lower() in _LINKS


def is_quote(name: str) -> bool:
    return name.strip().lower() in _QUOTES


def list_depth(name: str) -> int:
    """How deep a list style is meant to stand: 0, or 1 for "List Bullet 2" and so on.

    These styles have a numbering each, all of them at its first level.
    """
    match = _LIST.match(name.strip())
    return int(match[1]) - 1 if match else 0
