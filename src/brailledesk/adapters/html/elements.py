"""An element as a reader meets it: its node, without what stands in it."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from brailledesk.adapters.html import states, values
from brailledesk.adapters.html.lines import FIELDS
from brailledesk.adapters.html.names import FROM_CONTENT, Name, Names
from brailledesk.adapters.html.page import LABELABLE, Page, input_type
from brailledesk.adapters.html.roles import LEAVES, Roles, is_edited
from brailledesk.adapters.html.tables import Tables
from brailledesk.ingest.html_elements import tag_of, valid_language
from brailledesk.screen import MAX_TEXT, Node, State

_FROM_CONTROLS = frozenset({"button", "link", "menuitem", "option", "tab", "treeitem"})
CELLS = frozenset({"cell", "gridcell", "columnheader", "rowheader"})
_TOLD_TWICE = {"legend": "fieldset", "caption": "table", "figcaption": "figure"}


class Elements:
    """The elements of a page: roles, names, and nodes made of them."""

    def __init__(self, page: Page, prefix: str = "") -> None:
        self.page = page
        self._prefix = prefix
        self.tables = Tables(page)
        self.names = Names(page, self.role)
        self._roles = Roles(page, self.tables, self.names.has_own_name)
        self._messages = self._messages_of_errors()
        self._languages: dict[etree._Element, str | None] = {}

    def role(self, element: etree._Element) -> str:
        """The role of an element: see :meth:`Roles.role`."""
        role = self._roles.role(element)
        return "textbox" if role == "generic" and is_edited(element) else role

    def id_of(self, element: etree._Element) -> str:
        """The id of its node: its own, where it is the only one, else a number behind an @."""
        own = element.get("id") or ""
        is_only = self.page.by_id.get(own) is element
        if is_only and len(own) <= 200 and not own.startswith("@"):
            return self._prefix + own
        return f"{self._prefix}@{self.page.numbers[element]}"

    def is_leaf(self, role: str) -> bool:
        """Whether all that stands in an element is its name or its value."""
        if role in {"textbox", "searchbox", "spinbutton", "combobox"}:
            return True
        return role in LEAVES or role in _FROM_CONTROLS - {"treeitem", "menuitem"}

    def is_told_elsewhere(self, element: etree._Element) -> bool:
        """Whether an element is the name of a thing that is shown with it."""
        tag = tag_of(element)
        if element in self._messages:
            return not self._is_rich(element)
        if tag in _TOLD_TWICE:
            above = element.getparent()
            if above is None or tag_of(above) != _TOLD_TWICE[tag] or self._is_rich(element):
                return False
            return self.names.name(above).source == tag
        return tag == "label" and self._is_label_told(element)

    def _messages_of_errors(self) -> set[etree._Element]:
        """What is told behind the values of fields that are wrong."""
        return {
            message
            for one in self.page.elements
            if one.get("aria-invalid", "false") not in {"false", ""}
            and not self.page.is_hidden(one)
            for message in self.page.referenced(one, "aria-errormessage")
        }

    def _is_label_told(self, label: etree._Element) -> bool:
        page = self.page
        named = [one for one, labels in page.labels.items() if label in labels]
        shown = [one for one in named if not page.is_hidden(one)]
        if not shown or self._is_rich(label, shown[0]):
            return False
        return self.names.name(shown[0]).source == "native"

    def _is_rich(self, element: etree._Element, besides: etree._Element | None = None) -> bool:
        """Whether something stands in an element that is more than text."""
        within = set() if besides is None else set(besides.iter(etree.Element))
        return any(
            one not in within and (self.is_control(one) or tag_of(one) == "table")
            for one in element.iterdescendants(etree.Element)
        )

    def is_control(self, element: etree._Element) -> bool:
        """Whether an element is something to be used by itself."""
        return tag_of(element) in LABELABLE or self.role(element) in _FROM_CONTROLS

    def is_named_by_content(self, role: str) -> bool:
        """Whether the text in an element would be its name, and is better left in its place."""
        return role in FROM_CONTENT and not self.is_leaf(role)

    def name(self, element: etree._Element, role: str) -> Name:
        """The name; of what is read by its content only a name that stands for it."""
        found = self.names.name(element)
        if not found.text and role in LEAVES:
            return Name(self.names.text_of([element]), "content")  # else it would be lost
        if not found.text and role in FIELDS:
            return Name(self._name_by_headers(element), "headers")
        is_read = self.is_named_by_content(role) and role not in {"treeitem", "menuitem"}
        return Name() if is_read and found.source == "content" else found

    def _name_by_headers(self, field: etree._Element) -> str:
        """What a field without a name is called by the headers of the cell that it stands in.

        accname does not go so far; who sees the table does, and a field needs a name.
        """
        cell = next(field.iterancestors("td", "th"), None)
        headers = [] if cell is None else list(self._shown(self.tables.headers(cell)))
        return " ".join(filter(None, map(self.names.text_of, ([one] for one in headers))))

    def node(self, element: etree._Element, role: str, name: Name) -> Node:
        """The node of an element, without children."""
        page = self.page
        place, size = states.position_of(page, element, role, self.role)
        found = frozenset(states.states_of(page, element, role))
        row, column, headers = self._cell(element, role)
        is_input = tag_of(element) == "input"
        return Node(
            id=self.id_of(element),
            role=role,
            role_description=self._role_in_words(element),
            name=name.text,
            braille_label=" ".join((element.get("aria-braillelabel") or "").split()),
            value=self._value(element, role),
            description=self.names.description(element, name),
            error=self._error(element) if State.INVALID in found else "",
            states=found,
            level=states.level_of(element, role),
            posinset=place,
            setsize=size,
            row=row,
            column=column,
            headers=headers,
            live=states.live_of(element, role),
            language=self._language(element),
            input_type=input_type(element) if is_input else "text",
            max_length=states.number_of(element, "maxlength"),
            sensitive=values.is_secret(element, role),
        )

    @staticmethod
    def _role_in_words(element: etree._Element) -> str:
        attributes = ("aria-brailleroledescription", "aria-roledescription")
        words = (" ".join((element.get(one) or "").split()) for one in attributes)
        return next(filter(None, words), "")

    def _value(self, element: etree._Element, role: str) -> str:
        return values.value_of(self.page, element, role)[:MAX_TEXT]

    def _error(self, element: etree._Element) -> str:
        return self.names.text_of(self.page.referenced(element, "aria-errormessage"))

    def _cell(self, element: etree._Element, role: str) -> tuple[int, int, tuple[str, ...]]:
        if role not in CELLS:
            return 0, 0, ()
        place = self.tables.place(element)
        row = states.number_of(element, "aria-rowindex")
        column = states.number_of(element, "aria-colindex")
        if place is None:
            return row, column, ()
        headers = tuple(map(self.id_of, self._shown(self.tables.headers(element))))
        return row or place.row + 1, column or place.column + 1, headers

    def _shown(self, elements: list[etree._Element]) -> Iterator[etree._Element]:
        return (one for one in elements if not self.page.is_hidden(one))

    def _language(self, element: etree._Element) -> str | None:
        """The language of an element, where the page names one."""
        if element not in self._languages:
            above = element.getparent()
            inherited = None if above is None else self._language_above(above)
            self._languages[element] = valid_language(element.get("lang")) or inherited
        return self._languages[element]

    def _language_above(self, element: etree._Element) -> str | None:
        for one in [element, *element.iterancestors()]:
            own = valid_language(one.get("lang"))
            if own:
                return own
        return None

    def language_of(self, element: etree._Element) -> str | None:
        """The language of the text in an element."""
        return self._language(element)
