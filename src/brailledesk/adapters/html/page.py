"""A parsed page: its elements, what ids and labels name, and what of it is hidden."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from lxml import etree

from brailledesk.adapters.html.style import Look, Styles
from brailledesk.adapters.html.stylesheet import matches_screen
from brailledesk.errors import N_, ScreenTooLarge
from brailledesk.ingest.html_elements import tag_of

LABELABLE = frozenset({"button", "input", "meter", "output", "progress", "select", "textarea"})
MAX_STEPS = 400_000
"""Elements that are looked at for all names of a page: a page whose names are made of each other
without end is refused."""
_FIELD_ROLES = frozenset({"combobox", "searchbox", "spinbutton", "textbox"})
_SHOWN = Look()
_BLANKS = re.compile(r"[ \t\r\n\f]+")

StyleReader = Callable[[str], str | None]
"""The text of the stylesheet that a link names; None where it is not to be had."""


class Page:
    """The root of a page and what is to be looked up in it. Elements are held, so they are keys."""

    def __init__(self, root: etree._Element, read_style: StyleReader | None = None) -> None:
        self.root = root
        self.elements = list(root.iter(etree.Element))
        self.numbers = {element: number for number, element in enumerate(self.elements)}
        self.looks = Styles(_sheets(self.elements, read_style)).looks(root)
        self.by_id: dict[str, etree._Element] = {}
        for element in self.elements:
            self.by_id.setdefault(element.get("id") or "", element)
        self.by_id.pop("", None)
        self._steps = 0
        self._sets: dict[object, tuple[etree._Element, ...]] = {}
        self.labels = self._labels()
        self.owned = self._owned()
        self._aria_hidden = self._hidden_by_aria()

    def step(self) -> None:
        """Count an element that was looked at. Raises ScreenTooLarge."""
        self._steps += 1
        if self._steps > MAX_STEPS:
            raise ScreenTooLarge(N_("steps to the names of its nodes"), MAX_STEPS)

    def kept(
        self, key: object, make: Callable[[], Iterable[etree._Element]]
    ) -> tuple[etree._Element, ...]:
        """Elements that are looked for once: those of a group, the chosen ones of a box."""
        if key not in self._sets:
            self._sets[key] = tuple(make())
        return self._sets[key]

    def look(self, element: etree._Element) -> Look:
        """How an element is shown."""
        return self.looks.get(element, _SHOWN)

    def is_hidden(self, element: etree._Element) -> bool:
        """Whether a reader is not to meet an element: neither shown nor, by ARIA, told."""
        look = self.look(element)
        return not (look.is_shown and look.is_visible) or element in self._aria_hidden

    def is_gone(self, element: etree._Element) -> bool:
        """Whether all below an element is hidden, too."""
        return not self.look(element).is_shown or element in self._aria_hidden

    def referenced(self, element: etree._Element, attribute: str) -> list[etree._Element]:
        """The elements that an attribute names by their ids, in its order."""
        names = (element.get(attribute) or "").split()
        return [self.by_id[name] for name in dict.fromkeys(names) if name in self.by_id]

    def keeps_blanks(self, element: etree._Element) -> bool:
        """Whether white space counts, as in ``pre``."""
        return tag_of(element) == "pre" or next(element.iterancestors("pre"), None) is not None

    def children(self, element: etree._Element) -> Iterator[etree._Element | str]:
        """Texts and elements in the order of reading, with those that ``aria-owns`` moves here."""
        if element.text:
            yield element.text
        for child in element.iterchildren(etree.Element):
            if child not in self.owned:
                yield child
            if child.tail:
                yield child.tail
        for owned in self.referenced(element, "aria-owns"):
            if self.owned.get(owned) is element:
                yield owned

    def above(self, element: etree._Element) -> etree._Element | None:
        """The parent in the order of reading."""
        return self.owned.get(element, element.getparent())

    def _labels(self) -> dict[etree._Element, list[etree._Element]]:
        """The labels of each control, in the order of the page."""
        found: dict[etree._Element, list[etree._Element]] = {}
        for label in self.elements:
            if tag_of(label) != "label":
                continue
            named = label.get("for")
            control = (
                next(filter(is_labelable, label.iterdescendants(etree.Element)), None)
                if named is None
                else self.by_id.get(named)
            )
            if control is not None and is_labelable(control):
                found.setdefault(control, []).append(label)
        return found

    def _owned(self) -> dict[etree._Element, etree._Element]:
        """Who owns elements that stand elsewhere; none owns what it stands in.

        A field that says that its list is its own (ARIA 1.0) does not take it in: all that stands
        in a field is its value, and the list would be lost.
        """
        found: dict[etree._Element, etree._Element] = {}
        owners = [one for one in self.elements if one.get("aria-owns") and not _is_field(one)]
        for owner in owners:
            for child in self.referenced(owner, "aria-owns"):
                around = {owner, *owner.iterancestors()}
                if child not in around and child not in found and not _circle(found, owner, child):
                    found[child] = owner
        return found

    def _hidden_by_aria(self) -> set[etree._Element]:
        found: set[etree._Element] = set()
        for element in self.elements:
            is_hidden = element.get("aria-hidden", "").strip().lower() == "true"
            if is_hidden or element.getparent() in found:
                found.add(element)
        return found


def _is_field(element: etree._Element) -> bool:
    return tag_of(element) == "input" or element.get("role") in _FIELD_ROLES


def _circle(
    owned: dict[etree._Element, etree._Element], owner: etree._Element, child: etree._Element
) -> bool:
    """Whether ``owner`` is, by way of owners, below ``child``."""
    place: etree._Element | None = owner
    while place is not None:
        if place is child:
            return True
        place = owned.get(place, place.getparent())
    return False


def words(text: str) -> frozenset[str]:
    """The words of a list that stands in our code as a text."""
    return frozenset(text.split())


def is_labelable(element: etree._Element) -> bool:
    """Whether a ``label`` can be for an element."""
    if tag_of(element) == "input":
        return input_type(element) != "hidden"
    return tag_of(element) in LABELABLE


def input_type(element: etree._Element) -> str:
    """The type of an ``input``; "text" where it names none."""
    return (element.get("type") or "").strip().lower() or "text"


def collapsed(text: str) -> str:
    """White space of HTML as one blank."""
    return _BLANKS.sub(" ", text)


def _sheets(elements: list[etree._Element], read_style: StyleReader | None) -> Iterator[str]:
    for element in elements:
        media = element.get("media") or "all"
        if tag_of(element) == "style" and matches_screen(media):
            yield element.text or ""
        elif tag_of(element) == "link" and read_style is not None and matches_screen(media):
            kinds = (element.get("rel") or "").lower().split()
            if "stylesheet" in kinds and "alternate" not in kinds and element.get("href"):
                yield read_style(element.get("href") or "") or ""
