"""Accessible names and descriptions: accname 1.2 with HTML-AAM's rules for elements.

The steps are called by their letters there. Blocks and controls stand apart from the text around
them; names are trimmed, and white space in them is one blank.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from lxml import etree

from brailledesk.adapters.html import values
from brailledesk.adapters.html.page import LABELABLE, Page, collapsed, input_type, words
from brailledesk.ingest.html_elements import tag_of

FROM_CONTENT = words(
    """button cell checkbox columnheader comment gridcell heading link menuitem menuitemcheckbox
    menuitemradio option radio rowheader switch tab tooltip treeitem"""
)
"""Roles whose name is what stands in them, where nothing else names them. A row, which accname has
among them, is read by its cells, and browsers do not name it."""
_NOT_NAMED = words(
    """caption code definition deletion emphasis generic insertion mark none paragraph strong
    subscript suggestion superscript term time text"""
)
"""Roles that authors must not name; what they say all the same is shown (``title`` apart)."""
_NESTED = frozenset({"group", "menu", "tree"})
_WITHOUT_NESTED = frozenset({"menuitem", "treeitem"})
"""What is folded into them has names of its own."""
_DEEPEST = 100
"""Levels that are walked one by one; of what is deeper the text is taken."""
MAX_NAME = 20_000
"""Characters of a name; a longer text is for reading, and stands in the page itself."""


class Name(NamedTuple):
    """A name and where it comes from: "labelledby", "label", "native", "legend", ..."""

    text: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class _Walk:
    """Where a computation stands: within a reference (2B), within a name from content (2F)."""

    start: etree._Element
    seen: set[etree._Element] = field(default_factory=set)
    is_referenced: bool = False
    is_within: bool = False
    takes_hidden: bool = False
    depth: int = 0

    def into(self) -> _Walk:
        return replace(self, is_within=True, is_referenced=False, depth=self.depth + 1)


class Names:
    """Names and descriptions of the elements of a page. ``role`` tells an element's role."""

    def __init__(self, page: Page, role: Callable[[etree._Element], str]) -> None:
        self._page = page
        self._role = role
        self._found: dict[etree._Element, Name] = {}

    def name(self, element: etree._Element) -> Name:
        """The name of an element; blanks at its ends are not part of it."""
        if element not in self._found:
            found = self._compute(element, _Walk(element))
            self._found[element] = Name(_trimmed(found.text)[:MAX_NAME], found.source)
        return self._found[element]

    def has_own_name(self, element: etree._Element) -> bool:
        """Whether an author names an element that has no name from content or of its kind."""
        if any(
            _trimmed(self._of(one)) for one in self._page.referenced(element, "aria-labelledby")
        ):
            return True
        return any((element.get(one) or "").strip() for one in ("aria-label", "title"))

    def description(self, element: etree._Element, name: Name) -> str:
        """What is told behind a name: what it is described by, else what is not its name yet."""
        parts = [self._of(one) for one in self._page.referenced(element, "aria-describedby")]
        text = _trimmed(" ".join(parts))
        if text:
            return text[:MAX_NAME]
        for attribute in ("aria-description", "title"):
            text = _trimmed(element.get(attribute) or "")
            if text:
                return "" if text == name.text or name.source == attribute else text[:MAX_NAME]
        return ""

    def text_of(self, elements: list[etree._Element]) -> str:
        """The text of elements that are named by a reference, as messages of errors are."""
        shown = [one for one in elements if not self._page.is_hidden(one)]
        return _trimmed(" ".join(map(self._of, shown)))[:MAX_NAME]

    def _of(self, element: etree._Element) -> str:
        walk = _Walk(element, is_referenced=True, takes_hidden=self._page.is_hidden(element))
        return self._compute(element, walk).text

    # -- the steps -----------------------------------------------------------------------------

    def _compute(self, element: etree._Element, walk: _Walk) -> Name:
        self._page.step()
        if element in walk.seen or self._is_passed_over(element, walk):
            return Name()
        walk.seen.add(element)
        steps = (
            self._by_reference,
            self._by_value,
            self._by_label,
            self._by_kind,
            self._by_content,
        )
        for step in steps:
            found = step(element, walk)
            if found is not None:
                return found
        return self._tooltip(element, walk)

    def _is_passed_over(self, element: etree._Element, walk: _Walk) -> bool:
        """2A: what is hidden, unless it is named itself or stands in something hidden that is."""
        return not walk.is_referenced and not walk.takes_hidden and self._page.is_gone(element)

    def _by_reference(self, element: etree._Element, walk: _Walk) -> Name | None:
        if walk.is_within or walk.is_referenced:
            return None
        named = self._page.referenced(element, "aria-labelledby")
        parts = [_trimmed(self._compute(one, self._reference(one, walk)).text) for one in named]
        return Name(" ".join(parts), "labelledby") if any(parts) else None

    def _by_value(self, element: etree._Element, walk: _Walk) -> Name | None:
        """2C: a control within the name of another is its value."""
        if not walk.is_within:
            return None
        value = values.embedded(self._page, element, self._role(element))
        return None if value is None else Name(f" {value} ", "value")

    def _by_label(self, element: etree._Element, _walk: _Walk) -> Name | None:
        label = element.get("aria-label") or ""
        return Name(label, "label") if label.strip() else None

    def _by_kind(self, element: etree._Element, walk: _Walk) -> Name | None:
        if self._role(element) == "none" and not is_always_named(element):
            return None
        native = self._native(element, walk)
        return native if native.text.strip() else None

    def _by_content(self, element: etree._Element, walk: _Walk) -> Name | None:
        if walk.is_within or walk.is_referenced or self._role(element) in FROM_CONTENT:
            text = self._content(element, walk)
            if text.strip() or (walk.is_within and text):
                return Name(text, "content")
        return None

    def _reference(self, target: etree._Element, walk: _Walk) -> _Walk:
        """A walk of its own, which meets the element that is named as one of its parts."""
        return _Walk(walk.start, is_referenced=True, takes_hidden=self._page.is_hidden(target))

    def _tooltip(self, element: etree._Element, walk: _Walk) -> Name:  # 2I
        title = element.get("title") or ""
        if title.strip() and (walk.is_within or self._role(element) not in _NOT_NAMED):
            return Name(title, "title")
        for attribute in ("placeholder", "aria-placeholder"):
            text = element.get(attribute) or ""
            if text.strip() and not walk.is_within:
                return Name(text, "placeholder")
        return Name()

    def _content(self, element: etree._Element, walk: _Walk) -> str:
        """2F to 2H: texts and names of what stands in an element, in the order of reading."""
        page = self._page
        look = page.look(element)
        if walk.depth > _DEEPEST:
            return collapsed("".join(map(str, element.itertext())))
        shows_text = look.is_visible or walk.takes_hidden
        skips_nested = not walk.is_within and self._role(element) in _WITHOUT_NESTED
        parts = [look.before]
        for child in page.children(element):
            if isinstance(child, str):
                parts.append(collapsed(child) if shows_text else "")
                continue
            if skips_nested and self._role(child) in _NESTED:
                continue
            text = self._compute(child, walk.into()).text
            parts.append(f" {text} " if _stands_apart(page, child) else text)
        parts.append(look.after)
        return "".join(parts)

    # -- what HTML itself names an element by --------------------------------------------------

    def _native(self, element: etree._Element, walk: _Walk) -> Name:
        tag = tag_of(element)
        if tag in LABELABLE and not walk.is_within:
            labels = [one for one in self._page.labels.get(element, ()) if one not in walk.seen]
            text = " ".join(_trimmed(self._label(one, walk)) for one in labels)
            if text.strip():
                return Name(text, "native")
        if tag in _NAMED_BY:
            return self._named_by_child(element, _NAMED_BY[tag], walk)
        return Name(_written_on(element, tag), "native")

    def _label(self, label: etree._Element, walk: _Walk) -> str:
        hidden = self._page.is_hidden(label)
        inner = replace(walk, is_referenced=True, is_within=False, takes_hidden=hidden, depth=0)
        return self._compute(label, inner).text

    def _named_by_child(self, element: etree._Element, child: str, walk: _Walk) -> Name:
        part = next((one for one in element.iterchildren() if tag_of(one) == child), None)
        is_drawn = child == "title"
        if part is None or part in walk.seen or (self._page.is_gone(part) and not is_drawn):
            return Name()
        inner = replace(walk, is_referenced=True, is_within=False, depth=walk.depth + 1)
        if is_drawn:
            return Name(part.text or "", "native")
        return Name(self._compute(part, inner).text, child)


_NAMED_BY = {"fieldset": "legend", "figure": "figcaption", "table": "caption", "svg": "title"}


def _written_on(element: etree._Element, tag: str) -> str:
    """What an attribute says that an element is called."""
    if tag in {"img", "area"} or (tag == "input" and input_type(element) == "image"):
        alternative = element.get("alt") or ""
        return alternative if tag != "input" else alternative or values.caption_of_button(element)
    if tag == "input":
        return values.caption_of_button(element)
    return (element.get("label") or "") if tag in {"optgroup", "option"} else ""


_INLINE_BOXES = frozenset({"inline-block", "inline-flex", "inline-grid"})


def is_always_named(element: etree._Element) -> bool:
    """Pictures within a name have their text, also where they say nothing by themselves."""
    return tag_of(element) in {"img", "svg"}


def _stands_apart(page: Page, element: etree._Element) -> bool:
    tag = tag_of(element)
    look = page.look(element)
    is_box = look.is_block or look.display in _INLINE_BOXES
    return is_box or tag == "br" or tag in LABELABLE or tag == "img"


def _trimmed(text: str) -> str:
    return " ".join(text.split())
