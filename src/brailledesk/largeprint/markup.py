"""Large print as one HTML file, readable in any browser: no script, nothing to fetch.

A content security policy allows the style sheet, by its hash, and the fonts inside it.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from pathlib import Path

from lxml import etree
from lxml.html.builder import E

from brailledesk.document import Document, Heading, heading_runs
from brailledesk.i18n import catalogue
from brailledesk.largeprint.elements import Elements, language_tag
from brailledesk.largeprint.inline import has_own_title
from brailledesk.largeprint.options import LargePrint
from brailledesk.largeprint.own_font import require_font
from brailledesk.largeprint.signs import visible
from brailledesk.largeprint.style import AUTOMATIC, SIZES, style_sheet
from brailledesk.largeprint.words import layout_words
from brailledesk.resources import PACKAGE
from brailledesk.schemes import SCHEMES, Scheme
from brailledesk.struck import tell_struck
from brailledesk.text import plain_text

_FONTS = ("AtkinsonHyperlegibleNext-Regular.ttf", "AtkinsonHyperlegibleNext-Bold.ttf")


def format_html(document: Document, options: LargePrint, *, scheme: str = AUTOMATIC) -> bytes:
    """The document as HTML in UTF-8.

    ``scheme`` is AUTOMATIC, as the browser's settings want it, or the name of the scheme that is
    chosen at first; the reader can take another. Raises FontFaulty.
    """
    for path in options.fonts:
        require_font(path)
    folder = Path(PACKAGE) / "fonts"
    fonts = [path.read_bytes() for path in options.fonts or [folder / name for name in _FONTS]]
    schemes = list(SCHEMES.values())
    if options.scheme.name not in SCHEMES:
        schemes.append(options.scheme)
    page = _Page(tell_struck(document), options, scheme, schemes)
    body = page.body()
    style = style_sheet(options, schemes, fonts) + page.picture_style()
    root = E.html(page.head(style), body, lang=language_tag(document.language) or "it")
    text = etree.tostring(root, method="html", encoding="unicode", doctype="<!DOCTYPE html>")
    return text.encode("utf-8", "replace") + b"\n"


class _Page:
    """The parts of one page."""

    def __init__(
        self, document: Document, options: LargePrint, chosen: str, schemes: list[Scheme]
    ) -> None:
        self._document, self._options = document, options
        self._chosen, self._schemes = chosen, schemes
        self._words: Callable[[str], str] = catalogue(options.language)
        self._title = " ".join(visible(document.title).split())
        self._own_title = has_own_title(document)
        self._elements = Elements(
            document,
            layout_words(document.language),
            words=self._words,
            first_level=2 if self._own_title else 1,
            has_print_pages=options.has_print_pages,
        )

    def picture_style(self) -> str:
        """Rules for pictures: as wide as their part of the text, and no wider than the window."""
        widths = sorted(self._elements.widths)
        if not widths:
            return ""
        rules = "".join(f".w{width}{{width:{width}em}}" for width in widths)
        return f"img{{max-width:100%;height:auto}}figcaption{{margin-top:.5em}}{rules}\n"

    def head(self, style: str) -> etree._Element:
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        shown = " img-src data:;" if self._elements.widths else ""
        policy = (
            f"default-src 'none'; style-src 'sha256-{digest}'; font-src data:;{shown}"
            " base-uri 'none'; form-action 'none'"
        )
        title = self._title or visible(self._document.source) or self._words("Untitled")
        head: etree._Element = E.head(
            E.meta(charset="utf-8"),
            E.meta({"http-equiv": "Content-Security-Policy", "content": policy}),
            E.meta(name="viewport", content="width=device-width,initial-scale=1"),
            E.title(title),
            E.style(style),
        )
        return head

    def body(self) -> etree._Element:
        _ = self._words
        language = {"lang": self._options.language}
        skip = E.a(_("To the text"), {"href": "#text", "class": "skip", **language})
        header = E.header(skip)
        if self._own_title:
            header.append(E.h1(self._title))
        if self._document.author:
            header.append(E.p(visible(self._document.author)))
        look = E.details(E.summary(_("Size and colours")), self._sizes(), self._colours(), language)
        header.append(look)
        main = E.main({"id": "text", "tabindex": "-1"})
        main.extend(self._elements.blocks())
        notes = self._elements.notes()
        if notes is not None:
            main.append(notes)
        body: etree._Element = E.body(header)
        contents = self._contents()
        if contents is not None:
            body.append(contents)
        body.append(main)
        return body

    def _sizes(self) -> etree._Element:
        _ = self._words
        sizes = [(f"size-{size}", _("{size} points").format(size=size)) for size in SIZES]
        chosen = f"size-{self._options.size:g}"
        if chosen not in dict(sizes):
            sizes.insert(0, ("size-own", _("{size} points").format(size=f"{self._options.size:g}")))
            chosen = "size-own"
        return _choice(_("Size of the text"), "size", sizes, chosen)

    def _colours(self) -> etree._Element:
        _ = self._words
        schemes = [(f"scheme-{AUTOMATIC}", _("as the browser has them"))]
        schemes += [(f"scheme-{one.name}", _(one.title)) for one in self._schemes]
        return _choice(_("Colours"), "scheme", schemes, f"scheme-{self._chosen}")

    def _contents(self) -> etree._Element | None:
        headings = [block for block in self._document.blocks if isinstance(block, Heading)]
        if len(headings) < 2:
            return None
        label = self._words("Contents")
        links = E.ul()
        for number, heading in enumerate(headings, 1):
            text = " ".join(visible(plain_text(heading_runs(heading))).split())
            links.append(E.li(E.a(text or str(number), href=f"#h{number}")))
        details = E.details(E.summary(label, lang=self._options.language), links)
        nav: etree._Element = E.nav({"aria-label": label}, details)
        return nav


def _choice(legend: str, name: str, choices: list[tuple[str, str]], chosen: str) -> etree._Element:
    """One of several, by radio buttons, which every keyboard and screen reader knows."""
    field: etree._Element = E.fieldset(E.legend(legend))
    for identity, words in choices:
        attributes = {"type": "radio", "name": name, "id": identity}
        if identity == chosen:
            attributes["checked"] = "checked"
        field.append(E.label(E.input(attributes), words))
    return field
