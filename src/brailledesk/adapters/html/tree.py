"""The tree of a page as a screen: elements that mean something, and texts in lines.

Boxes that mean nothing are left out, but they part what stands in them from what stands beside:
each stretch of text in a box is a "generic" node, and becomes one line. Walked without recursion:
no depth of nesting can break it.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree
from msgspec.structs import replace

from brailledesk.adapters.html.elements import CELLS, Elements
from brailledesk.adapters.html.keep import keep_ids
from brailledesk.adapters.html.lines import FIELDS, INLINE, NAMED_BY_TEXT, Box, Part
from brailledesk.adapters.html.page import Page, StyleReader, words
from brailledesk.ingest.html import html_text, parse_html
from brailledesk.ingest.html_elements import tag_of
from brailledesk.screen import Node, Screen, build_screen

MAX_FRAMES = 3
"""Pages within pages (``srcdoc``)."""
_TRANSPARENT = words(
    """generic none rowgroup strong emphasis code mark time label canvas suggestion comment"""
)
"""Roles of which a screen keeps only what stands in them, unless they are named or live."""
_MOST_COLUMNS = 200
"""In a row with more no empty cells are put in."""
_NESTED = frozenset({"group", "menu", "tree"})
_WITH_NESTED = frozenset({"menuitem", "treeitem"})
_NO_CONTENT = frozenset({"video", "audio", "iframe"})


def read_screen(
    data: bytes | str,
    path: str = "page",
    *,
    read_style: StyleReader | None = None,
    revision: int = 1,
    earlier: Screen | None = None,
) -> Screen:
    """The screen that a page of HTML shows before any script runs.

    ``read_style`` brings the stylesheets that the page links to; without it only those in the page
    count. Ids of nodes are those of their elements, where they have one, else those that they had
    in the screen ``earlier``, an earlier reading of the page.
    Raises SourceDamaged, SourceNotText, ScreenTooLarge or ScreenFaulty.
    """
    text = html_text(data, path) if isinstance(data, bytes) else data
    page = Page(parse_html(text, path), read_style)
    built = _Builder(Elements(page), path, read_style)
    nodes = built.build()
    screen = build_screen(nodes, root=nodes[-1].id, revision=revision, focus=built.focus())
    return screen if earlier is None else keep_ids(earlier, screen)


class _Builder:
    """Walks a page once; what is done comes out in the order in which it ended, the root last."""

    def __init__(
        self, elements: Elements, path: str, read_style: StyleReader | None, depth: int = 0
    ) -> None:
        self._elements = elements
        self._page = elements.page
        self._path = path
        self._read_style = read_style
        self._depth = depth
        self._nodes: list[Node] = []
        self._boxes: list[Box] = []
        self._shown: dict[etree._Element, str] = {}
        # What is to be done, the next last: an element to begin, an element that ended, or text.
        self._stack: list[tuple[str, etree._Element, str]] = []

    def build(self) -> list[Node]:
        """All nodes; the last one is the page itself."""
        root = self._page.root
        title = " ".join((root.findtext("head/title") or "").split())
        language = self._elements.language_of(root)
        top = Node(id=self._elements.id_of(root), role="document", name=title, language=language)
        self._boxes.append(Box(f"{top.id}+", top))
        self._enter(root, is_box=False)
        while self._stack:
            kind, element, text = self._stack.pop()
            if kind == "text":
                self._add_text(element, text)
            elif kind == "end":
                self._close(element)
            else:
                self._begin(element)
        (whole,), done = self._boxes.pop().close()
        return [*self._nodes, *done, whole.node]

    def focus(self) -> str | None:
        """The element that asks for the focus."""
        wanted = (one for one in self._page.elements if "autofocus" in one.attrib)
        return next((self._shown[one] for one in wanted if one in self._shown), None)

    # -- elements ------------------------------------------------------------------------------

    def _begin(self, element: etree._Element) -> None:
        page = self._page
        if page.is_gone(element):
            return
        tag = tag_of(element)
        if tag == "br":
            self._boxes[-1].add_text("\n", self._elements.language_of(element), is_kept=True)
            return
        role = self._elements.role(element)
        if self._elements.is_told_elsewhere(element):
            self._add_controls(element)
            return
        is_leaf = self._elements.is_leaf(role)
        is_unseen = page.is_hidden(element) and not is_leaf  # something in it may be visible again
        is_box = role in _TRANSPARENT and not self._says_something(element, role)
        if is_box or is_unseen:
            self._enter(element, is_box=page.look(element).is_block)
        elif not page.is_hidden(element):
            self._add(element, role)

    def _says_something(self, element: etree._Element, role: str) -> bool:
        """Whether a box without meaning is named, or tells its changes."""
        if role in {"none", "canvas"}:
            return False
        attributes = ("aria-label", "aria-labelledby", "aria-live", "aria-roledescription")
        return any((element.get(one) or "").strip() for one in attributes)

    def _add(self, element: etree._Element, role: str) -> None:
        elements = self._elements
        name = elements.name(element, role)
        node = elements.node(element, role, name)
        self._shown[element] = node.id
        is_inline = role in INLINE and not self._page.look(element).is_block
        is_inline = is_inline and (role not in FIELDS or self._is_in_text())
        if elements.is_leaf(role) or role in _NO_CONTENT:
            if role == "image" and tag_of(element) == "svg" and not (node.name or node.description):
                return
            self._add_leaf(element, node, is_inline=is_inline)
        else:
            self._boxes.append(Box(f"{node.id}+", node, is_inline))
            self._stack.append(("end", element, ""))
            if role in _WITH_NESTED:
                self._push(list(self._nested(element)))
            else:
                self._push_content(element)

    def _is_in_text(self) -> bool:
        """Whether the nearest element that means something is a line of text, as a cell is."""
        meant = (box.node.role for box in reversed(self._boxes) if box.node is not None)
        return next(meant, "") in NAMED_BY_TEXT

    def _add_leaf(self, element: etree._Element, node: Node, *, is_inline: bool) -> None:
        tag = tag_of(element)
        options: list[etree._Element] = []
        if node.role == "combobox":
            options = [
                one
                for one in element.iterdescendants(etree.Element)
                if self._elements.role(one) == "option" and not self._page.is_gone(one)
            ]
        inner = [self._option(one) for one in options]
        if tag == "iframe":
            inner = self._framed(element, node)
        self._nodes += inner[:-1] if tag == "iframe" else []
        shown = inner[-1:] if tag == "iframe" else inner
        self._nodes += shown
        done = replace(node, children=tuple(one.id for one in shown))
        self._boxes[-1].add(done, is_inline=is_inline)
        if node.role in {"link", "tab"}:
            self._add_controls(element)

    def _option(self, option: etree._Element) -> Node:
        return self._elements.node(option, "option", self._elements.name(option, "option"))

    def _framed(self, element: etree._Element, node: Node) -> list[Node]:
        """The page that an ``iframe`` has in itself."""
        text = element.get("srcdoc") or ""
        if not text.strip() or self._depth == MAX_FRAMES:
            return []
        page = Page(parse_html(text, self._path), self._read_style)
        elements = Elements(page, f"{node.id}/")
        return _Builder(elements, self._path, self._read_style, self._depth + 1).build()

    def _add_controls(self, element: etree._Element) -> None:
        """What can be used inside of something that is told as one text."""
        controls = [
            one
            for one in element.iterdescendants(etree.Element)
            if self._elements.is_control(one) and not self._page.is_gone(one)
        ]
        known = set(controls)
        outer = [one for one in controls if known.isdisjoint(one.iterancestors())]
        self._push(outer)

    def _nested(self, element: etree._Element) -> Iterator[etree._Element]:
        """The lists that are folded into an entry of a menu or tree."""
        stack = [one for one in self._page.children(element) if not isinstance(one, str)][::-1]
        while stack:
            one = stack.pop()
            if self._elements.role(one) in _NESTED:
                yield one
            else:
                stack += [c for c in self._page.children(one) if not isinstance(c, str)][::-1]

    def _enter(self, element: etree._Element, *, is_box: bool) -> None:
        """Go on with what stands in an element."""
        if is_box:
            self._boxes.append(Box(f"{self._elements.id_of(element)}+"))
            self._stack.append(("end", element, ""))
        self._push_content(element)

    def _push_content(self, element: etree._Element) -> None:
        look = self._page.look(element)
        if look.after:
            self._stack.append(("text", element, look.after))
        for one in reversed(list(self._page.children(element))):
            if isinstance(one, str):
                self._stack.append(("text", element, one))
            else:
                self._stack.append(("start", one, ""))
        if look.before:
            self._stack.append(("text", element, look.before))

    def _push(self, elements: list[etree._Element]) -> None:
        self._stack += [("start", one, "") for one in reversed(elements)]

    # -- what is gathered ----------------------------------------------------------------------

    def _add_text(self, element: etree._Element, text: str) -> None:
        if self._page.look(element).is_visible:
            is_kept = self._page.keeps_blanks(element)
            language = self._elements.language_of(element)
            self._boxes[-1].add_text(text, language, is_kept=is_kept)

    def _close(self, element: etree._Element) -> None:
        box = self._boxes.pop()
        parts, done = box.close()
        if box.node is not None and box.node.role == "row":
            parts, done = self._in_columns(element, parts[0], done)
        self._nodes += done
        for part in parts:
            self._boxes[-1].add(part.node, is_inline=part.is_inline)
        if not parts and self._page.look(element).is_block:
            self._boxes[-1].break_line()

    def _in_columns(
        self, element: etree._Element, part: Part, done: list[Node]
    ) -> tuple[list[Part], list[Node]]:
        """A row with an empty cell wherever a cell of another row or column reaches into it."""
        table = self._elements.tables.table_of(element)
        grid = None if table is None else self._elements.tables.grid(table)
        if grid is None or element not in grid.numbers:
            return [part], done
        number = grid.numbers[element]
        places = grid.row(number)
        if len(places) > _MOST_COLUMNS:
            return [part], done
        known = {one.id for one in done if one.role in CELLS}
        children: list[str] = []
        extra: list[Node] = []
        for place in places:
            own = self._elements.id_of(place.element)
            if own in known and own not in children:
                children.append(own)
            elif place.height > 1 or place.width > 1:
                empty = Node(id=f"{part.node.id}+{len(children)}", role="cell", row=number + 1)
                extra.append(empty)
                children.append(empty.id)
        if not known.issubset(children) or not extra:
            return [part], done
        others = [one for one in part.node.children if one not in known]
        row = replace(part.node, children=(*children, *others))
        return [Part(row, part.is_inline)], [*done, *extra]
