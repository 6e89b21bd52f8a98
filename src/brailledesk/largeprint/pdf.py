"""Large print as tagged PDF (PDF/UA-1), set by typst."""

from __future__ import annotations

import importlib.util
import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from brailledesk.document import Document, PageMark, inner_blocks
from brailledesk.errors import N_, LargePrintNotAvailable, PageNotSet
from brailledesk.i18n import catalogue
from brailledesk.largeprint.inline import has_own_title, language_parts
from brailledesk.largeprint.options import INSTALL_COMMAND, LEAST_SIZE, LargePrint
from brailledesk.largeprint.signs import named, visible
from brailledesk.largeprint.words import layout_words
from brailledesk.schemes import colour_words
from brailledesk.struck import tell_struck

if TYPE_CHECKING:
    from brailledesk.largeprint.faces import Typefaces

_TEMPLATE = Path(__file__).with_name("template.typ")
_MARGIN, _LEAST_LEFT = 15.0, 20.0
_LONGEST_LINE = 36.0
"""Sizes: some 70 characters, as clear print has them at most (WCAG 2.2, 1.4.8: 80)."""

_MM = 25.4 / 72
_TITLE_FACTOR = 1.4
_LONGEST_SIGN = 12
"""Characters of a page number of the print; longer ones stand in the line."""

_TRIES = 8
_WITHOUT_GLYPH = re.compile(r"the text `\"(.+?)\"` could not be displayed", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Page:
    """Millimetres, but for ``room``, the width of a line in sizes."""

    width: float
    height: float
    left: float
    right: float
    high: float
    gap: float
    room: float
    sign_size: float
    is_in_margin: bool


@dataclass(frozen=True, slots=True)
class Lacking:
    """A character that no font has, what stands for it, how often, and where first."""

    character: str
    shown_as: str
    count: int
    first_place: str


@dataclass(frozen=True, slots=True)
class SetPages:
    """A PDF, and the characters of the document that it names in place of showing them."""

    data: bytes = field(repr=False)
    lacking: tuple[Lacking, ...] = ()


def format_pdf(document: Document, options: LargePrint) -> bytes:
    """The document as PDF; the same document gives the same bytes. Raises as set_pages does."""
    return set_pages(document, options).data


def set_pages(document: Document, options: LargePrint) -> SetPages:
    """The document as PDF, and what could not be shown in it.

    Raises LargePrintNotAvailable without typst, FontFaulty for the reader's own font, and
    PageNotSet where typst refuses the document.
    """
    if importlib.util.find_spec("typst") is None:
        raise LargePrintNotAvailable(INSTALL_COMMAND)
    from brailledesk.largeprint.faces import Typefaces  # noqa: PLC0415 - they need typst

    document = tell_struck(document)
    with TemporaryDirectory(prefix="brailledesk-fonts-") as folder:
        faces = Typefaces(options.fonts, Path(folder))
        lacking = faces.missing(_characters(document))
        for _try in range(_TRIES):
            values, pictures = _values(document, options, faces, lacking)
            data, refused = _compile(values, faces, _hung(pictures, Path(folder)))
            if data is not None:
                return SetPages(data, _counted(document, lacking))
            if refused <= lacking:
                break
            lacking |= refused
    raise PageNotSet(document.source or document.title, N_("no font has all of its characters"))


def _hung(pictures: Mapping[str, bytes], folder: Path) -> Path:
    """A folder with the pictures: typst can read what is in it, and nothing else."""
    root = folder / "pictures"
    root.mkdir(exist_ok=True)
    for name, data in pictures.items():
        (root / name).write_bytes(data)
    return root


def _counted(document: Document, lacking: set[str]) -> tuple[Lacking, ...]:
    """How often the text has each character that is lacking, in the order of the text."""
    if not lacking:
        return ()
    counts: Counter[str] = Counter()
    places: dict[str, str] = {}
    for run in document.runs():
        for character in visible(run.text):
            if character in lacking:
                counts[character] += 1
                places.setdefault(character, run.origin.place if run.origin else "")
    found = [*counts, *sorted(lacking - counts.keys())]
    return tuple(
        Lacking(one, named(one), max(counts[one], 1), places.get(one, "")) for one in found
    )


def _characters(document: Document) -> set[str]:
    texts = chain(
        (run.text for run in document.runs()),
        (document.title, document.author, *(note.label for note in document.notes)),
        _other_texts(document),
    )
    found: set[str] = set()
    for text in texts:
        if not text.isascii():
            found.update(visible(text))
    return found


def _other_texts(document: Document) -> list[str]:
    """Markers of lists and labels of print pages, at any depth."""
    found: list[str] = []
    waiting = [*document.blocks, *(block for note in document.notes for block in note.blocks)]
    while waiting:
        block = waiting.pop()
        if isinstance(block, PageMark):
            found.append(block.label)
        found += [item.marker for item in getattr(block, "items", ())]
        waiting.extend(inner_blocks(block))
    return found


def _labels(document: Document) -> list[str]:
    waiting = list(document.blocks)
    found = []
    while waiting:
        block = waiting.pop()
        if isinstance(block, PageMark):
            found.append(visible(block.label))
        waiting.extend(inner_blocks(block))
    return found


def _page(document: Document, options: LargePrint, faces: Typefaces, word: str) -> _Page:
    width, height = options.paper_size
    sign_size = max(LEAST_SIZE, options.size / 2)
    labels = _labels(document) if options.has_print_pages else []
    is_in_margin = max(map(len, labels), default=0) <= _LONGEST_SIGN
    widest = max((faces.width(f"{word} {label}") for label in labels), default=0)
    left = _LEAST_LEFT
    if is_in_margin:
        left = max(left, widest * sign_size * _MM + 12)
    line = min(width - left - _MARGIN, _LONGEST_LINE * options.size * _MM)
    gap = 3 + 0.6 * options.size * _MM
    high = 10 + options.size * _MM + gap
    room = line / (options.size * _MM)
    return _Page(width, height, left, width - left - line, high, gap, room, sign_size, is_in_margin)


def _values(
    document: Document, options: LargePrint, faces: Typefaces, lacking: set[str]
) -> tuple[dict[str, Any], Mapping[str, bytes]]:
    from brailledesk.largeprint.flow import Flow  # noqa: PLC0415 - it needs typst

    _ = catalogue(options.language)
    word = _("p.")
    page = _page(document, options, faces, word)
    layout = layout_words(document.language)
    flow = Flow(
        document,
        faces,
        page.room,
        layout=layout,
        tall=_tallest(page, options),
        lacking=lacking,
        has_print_pages=options.has_print_pages,
    )
    title = " ".join(flow.text(document.title).split())
    language, region = language_parts(document.language)
    edition = _("Large-print edition, {size:g} points").format(size=options.size)
    author = flow.text(document.author)
    has_front = options.has_title_page and bool(title)
    values = {
        "title": title or document.source or _("Untitled"),
        "shown-title": flow.strong(title),
        "title-factor": flow.factor(title, _TITLE_FACTOR),
        "author": author,
        "has-title": has_own_title(document),
        "front": {"author": author, "edition": edition} if has_front else None,
        "contents": _("Contents") if options.has_contents else None,
        "running": _shortened(title, faces, page.room),
        "blocks": flow.blocks(),
        "notes": flow.notes(),
        "notes-title": layout.notes_label,
        "style": {
            "families": faces.families,
            "size": options.size,
            "sign-size": page.sign_size,
            "spacing": options.line_spacing,
            "hyphenate": options.is_hyphenated,
            "language": language or options.language,
            "region": region,
            "ink": colour_words(options.scheme.text),
            "paper": colour_words(options.scheme.background),
            "width": page.width,
            "height": page.height,
            "left": page.left,
            "right": page.right,
            "gap": page.gap,
            "top": page.high,
            "bottom": page.high,
            "in-margin": page.is_in_margin,
            "print-word": word,
            "first-page": 2 if has_front else 1,
        },
    }
    return values, flow.pictures


def _tallest(page: _Page, options: LargePrint) -> float:
    """What of a page a picture may take, in sizes: the words below it stand on the same page."""
    return max((page.height - 2 * page.high) / (options.size * _MM) - _LINES_BELOW, 4.0)


_LINES_BELOW = 6.0
"""In sizes: three lines with their space, and the frame."""


def _shortened(title: str, faces: Typefaces, room: float) -> str:
    """The title in one line."""
    if faces.width(title) <= room:
        return title
    words = title.split()
    while words and faces.width(" ".join(words) + " …") > room:
        words.pop()
    return " ".join(words) + " …" if words else ""


def _compile(values: dict[str, Any], faces: Typefaces, root: Path) -> tuple[bytes | None, set[str]]:
    """The PDF, or the characters that kept typst from it. Raises PageNotSet for other reasons."""
    import typst  # noqa: PLC0415 - an extra

    compiler = typst.Compiler(
        root=root, font_paths=[*faces.folders], ignore_system_fonts=not faces.has_system
    )
    try:
        data = compiler.compile(
            input=_TEMPLATE.read_bytes(),
            sys_inputs={"data": json.dumps(values)},
            format="pdf",
            pdf_standards=["ua-1"],
        )
    except typst.TypstError as error:
        match = _WITHOUT_GLYPH.search(error.message)
        if match is None:
            raise PageNotSet(values["title"], error.message) from None
        return None, {one for one in match[1] if not one.isascii()}
    assert isinstance(data, bytes)
    return data, set()
