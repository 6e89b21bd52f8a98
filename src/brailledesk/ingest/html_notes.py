"""Notes and print pages of HTML: what refers to what, by identifier.

Marks of notes and notes are told by their roles (DPUB-ARIA ``doc-noteref``, EPUB's ``noteref``), so
that a link inside the text stays a link. Sources: W3C DPUB-ARIA 1.1, IDPF EPUB structural
semantics.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import unquote

from lxml import etree

from brailledesk.ingest.html_elements import BLOCKS, tag_of, types_of
from brailledesk.values import dataclass, field

_NOTE_TYPES = {"footnote", "endnote", "rearnote", "note"}
_NOTE_ROLES = {"doc-footnote", "doc-endnote"}
_BACK_SIGNS = {"↩", "↩︎", "↑", "^", "⏎", "←", "\u21a9\ufe0f"}

_LONGEST_NUMBER = 5


@dataclass(frozen=True, slots=True)
class Part:
    """One page of HTML among those of a publication.

    ``notes`` and ``pages`` give the label of the note, and of the print page, that an element is,
    by ``name#id``.
    """

    name: str = ""
    notes: Mapping[str, str] = field(default_factory=dict)
    pages: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_looked_up(self) -> bool:
        """Whether some elements are notes or begin print pages."""
        return bool(self.notes or self.pages)

    def place(self, spot: str) -> str:
        """A spot of the page, told from the spots of other pages."""
        return f"{self.name}, {spot}" if self.name else spot

    def note_of(self, element: etree._Element) -> str | None:
        """The label of the note that an element is."""
        return self.notes.get(f"{self.name}#{element.get('id')}") if self.notes else None

    def page_of(self, element: etree._Element) -> str | None:
        """The label of the print page that begins at an element."""
        return self.pages.get(f"{self.name}#{element.get('id')}") if self.pages else None

    def note_marked_by(self, element: etree._Element) -> str | None:
        """The label of the note that an element is the mark of."""
        if not self.notes or not is_mark(element):
            return None
        return self.notes.get(target_of(element, self.name))


def is_mark(element: etree._Element) -> bool:
    return element.get("role") == "doc-noteref" or "noteref" in types_of(element)


def is_note(element: etree._Element) -> bool:
    return element.get("role") in _NOTE_ROLES or not _NOTE_TYPES.isdisjoint(types_of(element))


def is_way_back(element: etree._Element) -> bool:
    """Whether an element only leads from a note back to its mark."""
    if tag_of(element) != "a":
        return False
    if element.get("role") == "doc-backlink" or "backlink" in types_of(element):
        return True
    return text_of(element) in _BACK_SIGNS


def is_number_of_note(link: etree._Element) -> bool:
    """Whether a link is so short that, where a note begins, it is the note's own number."""
    return "#" in str(link.get("href") or "") and len(text_of(link)) <= _LONGEST_NUMBER


def text_of(element: etree._Element) -> str:
    """All text inside an element, its blanks as one."""
    return " ".join("".join(map(str, element.itertext())).split())


def target_of(link: etree._Element, name: str) -> str:
    """Where a link leads, as ``name#id``; ``name`` is that of the page it stands on."""
    return resolve(str(link.get("href") or ""), name)


def resolve(reference: str, name: str) -> str:
    """A reference of the page ``name`` as ``name#id``."""
    page, _, identifier = unquote(reference).partition("#")
    if page:
        page = posixpath.normpath(posixpath.join(posixpath.dirname(name), page))
    return f"{page or name}#{identifier}"


def references(root: etree._Element, name: str) -> Iterator[str]:
    """The notes that a page refers to, in order."""
    for link in root.iter("a"):
        if is_mark(link):
            yield target_of(link, name)


def identified(root: etree._Element, name: str) -> Iterator[str]:
    """The blocks of a page that a mark could refer to."""
    for element in _with_identifier(root):
        if element.get("id") and (tag_of(element) in BLOCKS or is_note(element)):
            yield f"{name}#{element.get('id')}"


def _with_identifier(root: etree._Element) -> list[etree._Element]:
    found = root.xpath("descendant-or-self::*[@id]")
    all_found = found if isinstance(found, list) else []
    return [one for one in all_found if etree.iselement(one)]


def number(marks: Iterable[str], targets: set[str]) -> dict[str, str]:
    """The labels of the notes that are there: counted in one row, in the order of their marks."""
    known = [mark for mark in dict.fromkeys(marks) if mark in targets]
    return {mark: str(count) for count, mark in enumerate(known, 1)}
