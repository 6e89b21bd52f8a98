"""The review as one HTML file, that works without a server and fetches nothing.

Every word is a button beside the picture of its page; its place is a rectangle over the picture.
What the text holds is escaped, and a content security policy allows only the style and the script
of the page, by their hashes, and pictures inside of it.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from brailledesk.errors import N_
from brailledesk.i18n import catalogue
from brailledesk.ingest.ocr.corrections.record import Correction
from brailledesk.ingest.ocr.corrections.saved import FORMAT, LONGEST, REVIEW, VERSION, SourceMark
from brailledesk.ingest.ocr.page import Box, PageWords, Picture, Word
from brailledesk.ingest.ocr.review.picture import data_address
from brailledesk.text import DOUBTFUL

_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""What HTML must not contain, not even escaped."""
_AROUND = 4
"""Pixels."""
_FOLDER = Path(__file__).parent
_SPOKEN = {
    "accepted": N_("found right"),
    "corrected": N_("corrected"),
    "removed": N_("removed"),
    "label": N_("Correction of “{word}”"),
    "progress": N_("To check: {left} of {total}."),
    "none": N_("No further word to check."),
    "saved": N_("The corrections were saved as {name}."),
    "unsaved": N_("There are corrections that were not saved."),
}
"""What the script says; the words in braces are filled in there."""


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """A page with the picture that its boxes are places of.

    ``corrections`` are those that the program made itself; they are shown to be checked too.
    """

    picture: Picture
    words: PageWords
    corrections: tuple[Correction, ...] = ()


def review_html(
    pages: Iterable[ReviewPage],
    source: SourceMark,
    *,
    threshold: float = DOUBTFUL,
    language: str = "it",
    text_language: str = "it",
) -> bytes:
    """The page of review in UTF-8; words of a confidence under ``threshold`` are to be checked.

    ``language`` ("it", "en") is that of headings and buttons, ``text_language`` of the text. About
    0.2 MB a page: for long documents, give the pages that have doubts.
    """
    markup = _Markup(source, threshold, language, text_language)
    return "\n".join(markup.document(pages)).encode("utf-8")


def escaped(text: str) -> str:
    """Text as HTML may hold it, in elements and quoted attributes."""
    return html.escape(_UNFIT.sub("\ufffd", text))


class _Markup:
    """Writes the elements of one review, from the outside in."""

    def __init__(
        self, source: SourceMark, threshold: float, language: str, text_language: str
    ) -> None:
        self._source = source
        self._threshold = threshold
        self._language = language
        self._text_language = escaped(text_language)
        self._words: Callable[[str], str] = catalogue(language)

    def document(self, pages: Iterable[ReviewPage]) -> Iterator[str]:
        _ = self._words
        style = (_FOLDER / "page.css").read_text(encoding="utf-8")
        script = (_FOLDER / "page.js").read_text(encoding="utf-8")
        policy = (
            f"default-src 'none'; img-src data:; style-src {_hash(style)}; "
            f"script-src {_hash(script)}; base-uri 'none'; form-action 'none'"
        )
        title = f"{_('Review of the recognised text')}: {escaped(self._source.name)}"
        yield f'<!DOCTYPE html>\n<html lang="{self._language}">\n<head>\n<meta charset="utf-8">'
        yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        yield '<meta name="viewport" content="width=device-width,initial-scale=1">'
        yield f"<title>{title}</title>\n<style>{style}</style>\n</head>"
        yield f"<body{self._data()}>"
        yield f"<header>\n<h1>{title}</h1>\n{self._help()}\n{self._bar()}\n</header>\n<main>"
        for page in pages:
            yield from self._page(page)
        yield f"</main>\n{self._copy()}\n<script>{script}</script>\n</body>\n</html>\n"

    def _data(self) -> str:
        """What the script needs, and where it keeps what is corrected."""
        _ = self._words
        facts = {
            "format": FORMAT,
            "version": VERSION,
            "source": {"name": self._source.name, "sha256": self._source.digest},
            "reason": REVIEW,
            "longest": LONGEST,
            "spoken": {name: _(message) for name, message in _SPOKEN.items()},
        }
        text = escaped(json.dumps(facts, ensure_ascii=False))
        return f' data-review="{text}" data-corrections="[]"'

    def _help(self) -> str:
        _ = self._words
        keys = (
            ("N", _("next word to check")),
            ("P", _("previous word to check")),
            ("A", _("the word is right: go on")),
            (_("Enter"), _("correct the word; Enter again keeps it, Esc gives it up")),
            ("← →", _("neighbouring words")),
            ("S", _("save")),
        )
        rows = "".join(f"<dt><kbd>{key}</kbd></dt><dd>{what}</dd>" for key, what in keys)
        about = _("Underlined words are doubtful. Compare them with the picture and correct them.")
        after = _("Then save, and give the file to brailledesk ocr with --corrections.")
        return (
            f"<p>{about} {after}</p>\n<details><summary>{_('Keys')}</summary>\n"
            f"<dl>{rows}</dl>\n</details>"
        )

    def _bar(self) -> str:
        _ = self._words
        return (
            f'<div class="bar" role="group" aria-label="{_("Review")}">'
            f'<button type="button" id="next">{_("Next word to check")}</button>'
            f'<button type="button" id="save">{_("Save the corrections")}</button>'
            f'<label><input type="checkbox" id="large"> {_("Larger picture")}</label>'
            '<p id="state" role="status"></p></div>'
        )

    def _copy(self) -> str:
        """The same data as text, for browsers that do not let a page save."""
        _ = self._words
        label = _("The corrections as text, to copy")
        return (
            f"<details>\n<summary>{label}</summary>\n"
            f'<textarea id="copy" rows="8" readonly aria-label="{label}"></textarea>\n</details>'
        )

    # -- pages -----------------------------------------------------------------------------------

    def _page(self, page: ReviewPage) -> Iterator[str]:
        _ = self._words
        words = page.words
        name = _("Page {number}").format(number=words.number)
        picture = _("Picture of page {number}").format(number=words.number)
        corrected = {(one.box, one.after): one for one in page.corrections}
        yield f'<section aria-label="{name}" data-page="{words.number}">\n<h2>{name}</h2>'
        yield '<div class="pair">\n<div class="view">\n<figure>'
        yield f'<img alt="{picture}" src="{data_address(page.picture)}">'
        yield f'<svg viewBox="0 0 {words.width} {words.height}" aria-hidden="true">'
        yield "".join(_place(word.box) for line in words.lines for word in line.words)
        yield f'</svg>\n</figure>\n</div>\n<div class="text" lang="{self._text_language}">'
        for line in words.lines:
            yield f"<p>{' '.join(self._word(word, corrected) for word in line.words)}</p>"
        yield "</div>\n</div>\n</section>"

    def _word(self, word: Word, corrected: dict[tuple[Box, str], Correction]) -> str:
        change = corrected.get((word.box, word.text))
        is_doubtful = change is not None or word.confidence < self._threshold
        box = ",".join(map(str, word.box))
        parts = [f'type="button" data-box="{box}" data-before="{escaped(word.text)}"']
        if word.others:
            parts.append(f'data-others="{escaped(json.dumps(word.others, ensure_ascii=False))}"')
        if is_doubtful:
            told = escaped(self._told(word, change))
            parts.append(f'class="doubtful" title="{told}" aria-description="{told}"')
        else:
            parts.append('tabindex="-1"')
        return f"<button {' '.join(parts)}>{escaped(word.text)}</button>"

    def _told(self, word: Word, change: Correction | None) -> str:
        """Why a word is to be checked."""
        _ = self._words
        if change is not None:
            return _("corrected by the program; read as “{before}”").format(before=change.before)
        told = _("doubtful, {percent} % sure").format(percent=round(100 * word.confidence))
        if word.others:
            told += "; " + _("perhaps: {others}").format(others=", ".join(word.others))
        return told


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _place(box: Box) -> str:
    """The place of a word, a little larger, so that its edge hides no ink."""
    width = max(box.right - box.left, 1) + 2 * _AROUND
    height = max(box.bottom - box.top, 1) + 2 * _AROUND
    return (
        f'<rect x="{box.left - _AROUND}" y="{box.top - _AROUND}" '
        f'width="{width}" height="{height}"/>'
    )
