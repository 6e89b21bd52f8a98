"""HTML: what a browser would show, as blocks and runs.

The tree is walked once, without recursion, so that no depth of nesting can break it. Blocks are
collected in frames (one for each open list, item, quote, table or cell); text goes to the runs of
the paragraph that is open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree
from lxml import html as lxml_html

from brailledesk.document import (
    Block,
    Document,
    Heading,
    Image,
    ListBlock,
    ListItem,
    PageMark,
    Paragraph,
    Quote,
    Table,
    TableCell,
    TableRow,
)
from brailledesk.errors import N_, SourceDamaged
from brailledesk.ingest.encoding import decode
from brailledesk.ingest.markers import list_markers
from brailledesk.text import Origin, Run, Typeform

_META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{1,40})", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"^\s*<\?xml[^>]{0,100}encoding=[\"']([\w-]{1,40})")

_HIDDEN = frozenset(
    [
        "script",
        "style",
        "template",
        "head",
        "noscript",
        "iframe",
        "object",
        "svg",
        "math",
        "datalist",
    ]
)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "body",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "header",
        "hgroup",
        "hr",
        "html",
        "legend",
        "main",
        "nav",
        "optgroup",
        "p",
        "pre",
        "section",
        "summary",
        "title",
    ]
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_TYPEFORMS = {
    **dict.fromkeys(("em", "i", "cite", "dfn", "var"), Typeform.ITALIC),
    **dict.fromkeys(("strong", "b"), Typeform.BOLD),
    **dict.fromkeys(("u", "ins"), Typeform.UNDERLINE),
}
_SUPERSCRIPTS = str.maketrans("123oa", "¹²³ºª")
_DEEPEST = 40
"""Lists, quotes and tables inside each other beyond this are read as if they were one."""


def read_html(data: bytes, path: str, language: str) -> Document:
    """A document of HTML. ``lang`` of its root, where there is one, goes before ``language``."""
    declared = _META_CHARSET.search(data[:4096]) or _XML_ENCODING.search(data[:200])
    decoded = decode(data, path, declared[1].decode("ascii") if declared else None)
    return read_html_text(decoded.text, path, language)


def read_html_text(text: str, path: str, language: str) -> Document:
    """A document of HTML that is text already."""
    cleaned = re.sub(r"^\s*<\?xml[^>]*\?>", "", text.replace("\0", "\ufffd"))
    parser = lxml_html.HTMLParser(huge_tree=True, recover=True, remove_comments=True)
    try:
        root = lxml_html.document_fromstring(cleaned, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise SourceDamaged(path, N_("no HTML could be found in it"), str(error)) from None
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        # The parser stops there, and what it did not read must not be lost without a word.
        raise SourceDamaged(path, N_("it is nested more deeply than any page for people"))
    own = _language_of(root) or language
    builder = _Builder(path, own)
    _walk(root, builder)
    title = " ".join((root.findtext(".//title") or "").split())
    blocks = builder.finish()
    return Document(blocks, title or _first_heading(blocks), own, source=path)


def _first_heading(blocks: tuple[Block, ...]) -> str:
    for block in blocks:
        if isinstance(block, Heading) and block.level == 1:
            return "".join(run.text for run in block.runs)
    return ""


def _language_of(element: etree._Element) -> str:
    return (element.get("lang") or element.get("{http://www.w3.org/XML/1998/namespace}lang") or "")[
        :35
    ].strip()


def _walk(root: etree._Element, builder: _Builder) -> None:
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if not isinstance(element.tag, str):
            if event == "end":
                builder.add_text(element.tail or "")
        elif event == "start":
            builder.start(element)
            builder.add_text(element.text or "")
        else:
            builder.end(element)
            if element is not root:
                builder.add_text(element.tail or "")


@dataclass(slots=True)
class _Frame:
    """An open container: the blocks in it, and for lists and tables their items and rows."""

    tag: str
    blocks: list[Block] = field(default_factory=list)
    items: list[ListItem] = field(default_factory=list)
    rows: list[list[TableCell]] = field(default_factory=list)
    header_rows: int = 0
    is_head: bool = False
    caption: tuple[Run, ...] = ()
    markers: Iterator[str] | None = None
    marker: str = ""
    span: tuple[int, int] = (1, 1)
    origin: Origin | None = None


class _Builder:
    """Collects what the walk meets."""

    def __init__(self, path: str, language: str) -> None:
        self._path = path
        self._language = language
        self._frames = [_Frame("document")]
        self._runs: list[Run] = []
        self._level = 0
        self._hidden: etree._Element | None = None
        self._typeforms = [Typeform.PLAIN]
        self._languages: list[str] = [language]
        self._pre = 0
        self._sup = 0
        self._origin: Origin | None = None
        self._tables = 0

    def finish(self) -> tuple[Block, ...]:
        self._flush()
        return tuple(self._frames[0].blocks)

    # -- tags ----------------------------------------------------------------------------------

    def start(self, element: etree._Element) -> None:
        if self._hidden is not None:
            return
        tag = str(element.tag).lower()
        if _is_hidden(element, tag):
            self._hidden = element
            return
        self._languages.append(_language_of(element) or self._languages[-1])
        self._typeforms.append(self._typeforms[-1] | _TYPEFORMS.get(tag, Typeform.PLAIN))
        if tag in _BLOCKS or tag in _HEADINGS or tag == "caption":
            self._flush()
            self._origin = Origin(self._path, f"line {element.sourceline}")
            self._level = _HEADINGS.get(tag, 0)
        self._pre += tag in {"pre", "textarea"}
        self._sup += tag == "sup"
        self._open(tag, element)
        self._insert(tag, element)

    def end(self, element: etree._Element) -> None:
        if self._hidden is not None:
            if element is self._hidden:
                self._hidden = None
            return
        tag = str(element.tag).lower()
        if tag == "caption" and self._frames[-1].tag == "table":
            self._frames[-1].caption = self._take_runs()
        if tag in _BLOCKS or tag in _HEADINGS:
            self._flush()
        self._pre -= tag in {"pre", "textarea"}
        self._sup -= tag == "sup"
        self._close(tag)
        self._languages.pop()
        self._typeforms.pop()

    def _open(self, tag: str, element: etree._Element) -> None:
        top = self._frames[-1]
        is_part = (tag == "li" and top.tag in {"ul", "ol"}) or (
            tag in {"td", "th"} and top.tag == "table"
        )
        is_container = tag in {"ul", "ol", "menu", "blockquote", "table"}
        if tag in {"li", "td", "th", "tr"} or is_container:
            self._flush()
        if is_part or (is_container and len(self._frames) < _DEEPEST):
            self._frames.append(self._frame(tag, element, top))
        elif tag == "tr" and top.tag == "table":
            top.rows.append([])
        elif tag in {"thead", "tbody", "tfoot"} and top.tag == "table":
            top.is_head = tag == "thead"

    def _frame(self, tag: str, element: etree._Element, top: _Frame) -> _Frame:
        frame = _Frame("ul" if tag == "menu" else tag)
        frame.origin = Origin(self._path, f"line {element.sourceline}")
        if frame.tag in {"ul", "ol"}:
            frame.markers = list_markers(element)
        elif tag == "li" and top.markers is not None:
            frame.marker = next(top.markers, "•")
        elif tag in {"td", "th"}:
            frame.span = (_span(element, "colspan"), _span(element, "rowspan"))
        elif tag == "table":
            self._tables += 1
            frame.origin = Origin(self._path, f"table {self._tables}")
        return frame

    def _close(self, tag: str) -> None:
        tag = "ul" if tag == "menu" else tag
        if len(self._frames) < 2 or self._frames[-1].tag != tag:
            return
        self._flush()
        frame = self._frames.pop()
        parent = self._frames[-1]
        if tag == "li":
            parent.items.append(ListItem(tuple(frame.blocks), frame.marker))
        elif tag in {"ul", "ol"}:
            items = [*frame.items, *(ListItem((block,)) for block in frame.blocks)]
            if items:
                parent.blocks.append(ListBlock(tuple(items), frame.origin))
        elif tag == "blockquote" and frame.blocks:
            parent.blocks.append(Quote(tuple(frame.blocks), frame.origin))
        elif tag in {"td", "th"}:
            self._add_cell(parent, frame)
        elif tag == "table":
            self._add_table(parent, frame)

    def _add_cell(self, table: _Frame, frame: _Frame) -> None:
        if not table.rows:
            table.rows.append([])
        cell = TableCell(tuple(frame.blocks), *frame.span, is_header=frame.tag == "th")
        table.rows[-1].append(cell)
        if table.is_head:
            table.header_rows = len(table.rows)

    def _add_table(self, parent: _Frame, frame: _Frame) -> None:
        # What stood in the table outside of its cells a browser shows before it.
        parent.blocks.extend(frame.blocks)
        rows = [TableRow(tuple(row)) for row in frame.rows if row]
        if not rows:
            return
        header_rows = min(frame.header_rows, len(rows))
        if not header_rows and len(rows) > 1 and all(cell.is_header for cell in rows[0].cells):
            header_rows = 1
        table = Table(tuple(rows), header_rows, frame.caption, frame.origin)
        parent.blocks.append(table)

    def _insert(self, tag: str, element: etree._Element) -> None:
        """What an element shows of itself."""
        if tag == "br":
            self._append("\n")
        elif tag == "img":
            self._add_image(element)
        elif tag == "input":
            self._add_input(element)
        if element.get("role") == "doc-pagebreak" or "pagebreak" in (
            element.get("{http://www.idpf.org/2007/ops}type") or element.get("epub:type") or ""
        ):
            self._flush()
            label = element.get("aria-label") or element.get("title") or ""
            self._frames[-1].blocks.append(PageMark(label, self._origin))

    def _add_image(self, element: etree._Element) -> None:
        alternative = element.get("alt") or element.get("aria-label") or element.get("title") or ""
        if element.get("alt") == "" or element.get("role") == "presentation":
            return  # a decoration: its author says that it has nothing to tell
        self._flush()
        origin = Origin(self._path, f"line {element.sourceline}")
        text = " ".join(alternative.split())
        self._frames[-1].blocks.append(Image(text, self._run_language(), origin))

    def _add_input(self, element: etree._Element) -> None:
        kind = (element.get("type") or "text").lower()
        if kind in {"hidden", "password", "file", "image"}:
            return
        if kind in {"checkbox", "radio"}:
            self.add_text("[x] " if element.get("checked") is not None else "[ ] ")
            return
        self.add_text(element.get("value") or element.get("placeholder") or "")

    # -- text ----------------------------------------------------------------------------------

    def add_text(self, text: str) -> None:
        if self._hidden is not None or not text:
            return
        if self._pre:
            self._append(text.replace("\r\n", "\n"))
            return
        collapsed = re.sub(r"[ \t\r\n\f]+", " ", text)
        before = self._runs[-1].text if self._runs else "\n"
        if before.endswith((" ", "\n")):
            collapsed = collapsed.removeprefix(" ")
        self._append(self._raised(collapsed) if self._sup else collapsed)

    def _raised(self, text: str) -> str:
        """Superscripts: a sign of their own where there is one; a bare digit must not join."""
        stripped = text.strip()
        if stripped and all(c in "123oa" for c in stripped) and len(stripped) == 1:
            return text.translate(_SUPERSCRIPTS)
        before = self._runs[-1].text[-1:] if self._runs else ""
        if stripped and before.isdigit() and stripped[:1].isdigit():
            return "^" + stripped
        return text

    def _append(self, text: str) -> None:
        if not text:
            return
        typeform, language = self._typeforms[-1], self._run_language()
        if self._runs:
            last = self._runs[-1]
            if (last.typeform, last.language) == (typeform, language):
                self._runs[-1] = Run(last.text + text, typeform, language, last.origin)
                return
        self._runs.append(Run(text, typeform, language, self._origin))

    def _run_language(self) -> str | None:
        language = self._languages[-1]
        return None if language == self._language else language

    def _take_runs(self) -> tuple[Run, ...]:
        """The runs of the open paragraph, without blanks at its ends."""
        runs, self._runs = self._runs, []
        while runs and not runs[-1].text.rstrip(" \n"):
            runs.pop()
        while runs and not runs[0].text.lstrip(" \n"):
            runs.pop(0)
        if runs:
            runs[0] = _with_text(runs[0], runs[0].text.lstrip(" \n"))
            runs[-1] = _with_text(runs[-1], runs[-1].text.rstrip(" \n"))
        return tuple(runs)

    def _flush(self) -> None:
        runs = self._take_runs()
        if not runs:
            return
        block: Block = Paragraph(runs, self._origin)
        if self._level:
            block = Heading(self._level, runs, self._origin)
            self._level = 0
        self._frames[-1].blocks.append(block)


def _with_text(run: Run, text: str) -> Run:
    return Run(text, run.typeform, run.language, run.origin)


def _span(element: etree._Element, name: str) -> int:
    text = element.get(name) or "1"
    return (
        min(max(int(text), 1), 1000) if text.isascii() and text.isdigit() and len(text) < 6 else 1
    )


def _is_hidden(element: etree._Element, tag: str) -> bool:
    if tag in _HIDDEN or element.get("hidden") is not None:
        return True
    style = (element.get("style") or "").replace(" ", "").lower()
    if element.get("aria-hidden") == "true" or "display:none" in style:
        return True
    return tag == "option" and not _is_shown_option(element)


def _is_shown_option(option: etree._Element) -> bool:
    """A closed list shows the selected option, or else its first."""
    if option.get("selected") is not None:
        return True
    parent = option.getparent()
    if parent is None:
        return True
    options = parent.findall("option")
    return option is options[0] and all(one.get("selected") is None for one in options)
