"""The sheet of reference as one HTML page: headings, tables with headers, no scripts, A4 too."""

from __future__ import annotations

from importlib.resources import files

from lxml import etree

from brailledesk.cells import cells_to_unicode
from brailledesk.learning.sheet import Entry, Part, Sheet
from brailledesk.learning.wording import Words, dots_in_words, places_in_words


def sheet_html(sheet: Sheet, _: Words, language: str) -> bytes:
    """The page in UTF-8, in the words of ``language``."""
    root = etree.Element("html", lang=language)
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "meta", charset="utf-8")
    etree.SubElement(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    _add(head, "title", sheet.title(_))
    _add(head, "style", _style())
    main = etree.SubElement(etree.SubElement(root, "body"), "main")
    _add(main, "h1", sheet.title(_))
    about = etree.SubElement(main, "div", {"class": "about"})
    for statement in sheet.statements(_, language):
        _add(about, "p", statement)
    for part in sheet.parts:
        _add_part(main, part, sheet.language or language, _)
    page = etree.tostring(root, encoding="UTF-8", method="html", doctype="<!DOCTYPE html>")
    return page + b"\n"


def _style() -> str:
    return (files("brailledesk.learning") / "sheet.css").read_text(encoding="utf-8")


def _add(parent: etree._Element, tag: str, text: str, **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, tag, attributes)
    element.text = text
    return element


def _add_part(parent: etree._Element, part: Part, text_language: str, _: Words) -> None:
    section = etree.SubElement(parent, "section")
    _add(section, "h2", part.title(_))
    table = etree.SubElement(section, "table")
    _add(table, "caption", _("Entries: {count}").format(count=len(part.entries)))
    row = etree.SubElement(etree.SubElement(table, "thead"), "tr")
    has_examples = any(entry.example for entry in part.entries)
    titles = [_("Print"), _("Braille"), _("Dots"), _("Where")]
    for title in (*titles, _("Example")) if has_examples else titles:
        _add(row, "th", title, scope="col")
    body = etree.SubElement(table, "tbody")
    for entry in part.entries:
        _add_row(body, entry, text_language, _, has_example=has_examples)


def _add_row(
    body: etree._Element, entry: Entry, text_language: str, _: Words, *, has_example: bool
) -> None:
    sign = entry.sign
    row = etree.SubElement(body, "tr")
    _add(row, "th", sign.text, scope="row", lang=text_language)
    _add_cells(etree.SubElement(row, "td"), sign.cells, "cells sign")
    _add(row, "td", dots_in_words(sign.cells, _))
    _add(row, "td", places_in_words(sign, _))
    if has_example:
        example = etree.SubElement(row, "td", {"class": "example"})
        if entry.example:
            _add(example, "span", entry.example, lang=text_language).tail = " "
            _add_cells(example, entry.example_cells, "cells")


def _add_cells(parent: etree._Element, cells: bytes, style: str) -> None:
    etree.SubElement(parent, "span", {"class": style}).text = cells_to_unicode(cells)
