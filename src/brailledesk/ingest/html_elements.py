"""What HTML's elements are, as far as a reader is concerned. Source: WHATWG HTML, section 15."""

from __future__ import annotations

import re
from typing import Literal

from lxml import etree

from brailledesk.ingest.markers import Markers, parse_number
from brailledesk.text import Typeform

Script = Literal["", "sup", "sub"]

BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "noscript",
        "object",
        "ol",
        "optgroup",
        "p",
        "pre",
        "search",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "title",
        "tr",
        "ul",
    ]
)
"""They begin and end a paragraph."""

_HIDDEN = frozenset(
    [
        "annotation",
        "annotation-xml",
        "audio",
        "canvas",
        "datalist",
        "head",
        "iframe",
        "noembed",
        "rp",
        "script",
        "style",
        "svg",
        "template",
        "video",
    ]
)
CONTROLS = frozenset(
    ["button", "input", "meter", "option", "output", "progress", "select", "textarea"]
)
"""A box of their own on the screen, so a blank on both sides in text."""

_TYPEFORMS = {
    **dict.fromkeys(("em", "i", "cite", "dfn", "var"), Typeform.ITALIC),
    **dict.fromkeys(("strong", "b"), Typeform.BOLD),
    **dict.fromkeys(("u", "ins"), Typeform.UNDERLINE),
    **dict.fromkeys(("del", "s", "strike"), Typeform.STRUCK),
}
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4}")
_POEM = frozenset(["poem", "poesia", "poetry", "z3998:poem", "z3998:verse"])
_STANZA = frozenset(["stanza", "strofa", "linegroup", "z3998:stanza"])
_NOT_SHOWN = re.compile(r"(?:^|;)(?:display:none|visibility:hidden)(?:!important)?(?:;|$)")
_LONGEST_PAGE_LABEL = 12
STRUCK_STYLE = re.compile(r"text-decoration[^;]*line-through", re.IGNORECASE)
"""A style that crosses text out, whatever else it says."""


def tag_of(element: etree._Element) -> str:
    return str(element.tag).lower()


def typeform_of(element: etree._Element, tag: str) -> Typeform:
    """What an element adds to how text is shown: by its name; a line through also by its style."""
    form = _TYPEFORMS.get(tag, Typeform.PLAIN)
    style = element.get("style")
    return form | Typeform.STRUCK if style and STRUCK_STYLE.search(style) else form


def language_of(element: etree._Element | None) -> str:
    """The language tag that an element names; empty where it names none that could be one."""
    if element is None:
        return ""
    return valid_language(element.get("lang") or element.get(_XML_LANG))


def valid_language(text: str | None) -> str:
    """A language tag as the source gives it; empty for what could be none."""
    tag = (text or "").strip()
    return tag if _LANGUAGE.fullmatch(tag) else ""


def is_same_language(one: str, other: str) -> bool:
    """Whether two tags name one language: "it" and "it-IT" are read by the same table."""
    return one.lower().partition("-")[0] == other.lower().partition("-")[0]


def heading_level(element: etree._Element, tag: str) -> int:
    """1 to 6 (with ARIA up to 9), or 0 for what is no heading."""
    if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
        return int(tag[1])
    if element.get("role") == "heading":
        return min(max(parse_number(element.get("aria-level")) or 2, 1), 9)
    return 0


def is_hidden(element: etree._Element, tag: str) -> bool:
    """Whether a browser does not show it, or its author hides it from screen readers."""
    if tag in _HIDDEN or element.get("hidden") is not None:
        return True
    if element.get("aria-hidden") == "true" or (tag == "dialog" and element.get("open") is None):
        return True
    style = element.get("style")
    return bool(style and _NOT_SHOWN.search(re.sub(r"\s+", "", style).lower()))


def is_layout_table(element: etree._Element) -> bool:
    """Whether a table only puts things in their places, as its author says."""
    return element.get("role") in {"presentation", "none"}


def shown_option(select: etree._Element) -> etree._Element | None:
    """The one option that a closed list shows; None where it shows them all."""
    if select.get("multiple") is not None or (parse_number(select.get("size")) or 1) > 1:
        return None
    options = list(select.iter("option"))
    selected = [option for option in options if option.get("selected") is not None]
    shown = selected or options[:1]
    return shown[-1] if shown else None


def shown_value(element: etree._Element) -> str:
    """What an input field shows."""
    kind = (element.get("type") or "text").lower()
    if kind in {"hidden", "password", "file"}:
        return ""
    if kind in {"checkbox", "radio"}:
        return "[x]" if element.get("checked") is not None else "[ ]"
    if kind == "image":
        return str(element.get("alt") or "")
    return str(element.get("value") or element.get("placeholder") or "")


def alternative_of(image: etree._Element) -> str | None:
    """The alternative text of a picture; empty if it has none, None if it has nothing to tell."""
    if image.get("alt") == "" or image.get("role") in {"presentation", "none"}:
        return None
    text = image.get("alt") or image.get("aria-label") or image.get("title") or ""
    sizes = (image.get("width"), image.get("height"))
    if not text and any(size in {"0", "1", "0px", "1px"} for size in sizes):
        return None  # a counting pixel
    return " ".join(text.split())


def drawing_text(svg: etree._Element) -> str:
    """What a drawing tells: its label, its title, or the words that stand in it."""
    label = svg.get("aria-label") or svg.findtext("title") or ""
    words = [label] if label.strip() else [str(text.xpath("string()")) for text in svg.iter("text")]
    return " ".join(" ".join(words).split())


def kind_of_verses(element: etree._Element, *, is_in_poem: bool) -> str:
    """What an element is, as its type (EPUB's vocabularies) or its class says.

    "poem", inside of one also "stanza"; empty for an element that holds no verses.
    """
    kinds = _kinds(element)
    if not _POEM.isdisjoint(kinds):
        return "poem"
    return "stanza" if is_in_poem and not _STANZA.isdisjoint(kinds) else ""


def _kinds(element: etree._Element) -> set[str]:
    classes = str(element.get("class") or "").split()
    return {name.lower() for name in (*types_of(element), *classes)}


def types_of(element: etree._Element) -> set[str]:
    """What EPUB says that an element is."""
    kind = element.get("{http://www.idpf.org/2007/ops}type") or element.get("epub:type") or ""
    return set(str(kind).split())


def page_label(element: etree._Element) -> str | None:
    """The label of the print page that begins here, None where none begins."""
    if element.get("role") != "doc-pagebreak" and "pagebreak" not in types_of(element):
        return None
    label = element.get("aria-label") or element.get("title") or ""
    return str(label).strip() or _own_label(element)


def _own_label(element: etree._Element) -> str:
    text = (element.text or "").strip()
    return text if len(element) == 0 and len(text) <= _LONGEST_PAGE_LABEL else ""


def is_only_label(element: etree._Element, label: str) -> bool:
    """Whether a page mark holds nothing but its label, so that its text is not text of the page."""
    return len(element) == 0 and (element.text or "").strip() in label


def markers_of(element: etree._Element, tag: str) -> Markers:
    if tag != "ol":
        return Markers(None)
    is_reversed = element.get("reversed") is not None
    start = parse_number(element.get("start"))
    if start is None:
        start = len(element.findall("li")) if is_reversed else 1
    delimiter = ")" if element.get("data-delimiter") == ")" else "."
    return Markers(element.get("type") or "1", start, -1 if is_reversed else 1, delimiter)


def span_of(cell: etree._Element, name: str) -> int:
    """How many columns or rows a cell covers, at most 1000; a row span of 0 is all that follow."""
    number = parse_number(cell.get(name))
    if number is None or number < 0 or (number == 0 and name == "colspan"):
        return 1
    return min(number or 1000, 1000)
