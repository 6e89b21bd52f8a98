"""Text as it enters translation: runs, their typeform, language and origin, and normalisation.

A :class:`Run` is a piece of text with one typeform and one language. :func:`normalise` brings text
to the form that tables are written for and keeps, for every character, where it came from, so that
positions always refer to the text that the caller gave.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum, IntFlag

from brailledesk.values import dataclass, replace


class Typeform(IntFlag):
    """How a character is written beside its text, with liblouis' bits: emphasis, no contraction."""

    PLAIN = 0
    ITALIC = 1
    UNDERLINE = 2
    BOLD = 4
    UNCONTRACTED = 0x1000
    """The character is written for itself, whatever contractions a table has."""
    STRUCK = 0x2000
    """Crossed out in print. The Italian codes have no sign for it: ``struck`` tells it in words."""


DOUBTFUL = 0.75
"""``Run.confidence`` under which a word is doubtful; all of recognition takes it from here."""


class Doubts(Enum):
    """How doubtful words are shown. A page that is unreliable as a whole is always announced."""

    MARKS = "marks"
    """A mark behind each."""
    LIST = "list"
    """A list of them at the end."""
    NONE = "none"


EMPHASIS = Typeform.ITALIC | Typeform.UNDERLINE | Typeform.BOLD


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a piece of a document stands in its source.

    ``source`` is the name of the file; ``place`` names the spot in the words of its format
    ("line 12", "paragraph 3", "table 1, row 2"); ``page`` is the print page, where there is one.
    """

    source: str = ""
    place: str = ""
    page: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """Text with one typeform and one language.

    ``language`` is a BCP 47 tag, or None for the document's language. ``note`` is the label of the
    note that this run refers to, if it is a note mark. A line feed is a line break in print that
    must stay one. ``confidence`` is how sure recognition is of a text that was read in a picture,
    from 0 to 1; None where it was not recognised. ``others`` are readings that it thought of
    besides, the likeliest first.
    """

    text: str
    typeform: Typeform = Typeform.PLAIN
    language: str | None = None
    origin: Origin | None = None
    note: str | None = None
    confidence: float | None = None
    others: tuple[str, ...] = ()


def plain_text(runs: Iterable[Run]) -> str:
    """The text of the runs, one after another."""
    return "".join(run.text for run in runs)


def split_at_line_feeds(runs: Sequence[Run]) -> Iterator[list[Run]]:
    """The runs of each line of print; a translator need not know what a line feed is."""
    if not any("\n" in run.text for run in runs):
        yield list(runs)
        return
    line: list[Run] = []
    for run in runs:
        first, *others = _pieces(run)
        line.append(first)
        for piece in others:
            yield line
            line = [piece]
    yield line


def _pieces(run: Run) -> Iterator[Run]:
    """A run at its line feeds; a note mark ends with the last piece that shows something."""
    texts = run.text.split("\n")
    shown = [place for place, text in enumerate(texts) if not text.isspace() and text]
    for place, text in enumerate(texts):
        note = run.note if shown and place == shown[-1] else None
        yield replace(run, text=text, note=note)


@dataclass(frozen=True, slots=True)
class Normalised:
    """Normalised text with its alignment to the original.

    ``offsets`` has one entry more than ``text`` has characters: character ``i`` of ``text`` comes
    from ``original[offsets[i]:]``; the last entry is the length of the original. They never fall.
    """

    original: str
    text: str
    offsets: array[int]


# What tables never need to know: typographic variants with one plain meaning. Quotes that Italian
# typography uses (« » “ ” ‘ ’) stay: the tables have rules for them.
_REPLACEMENTS = {
    "\u00a0": " ",  # no-break space
    "\u202f": " ",  # narrow no-break space
    "\u2007": " ",  # figure space
    **{chr(code): " " for code in range(0x2000, 0x2007)},  # en quad ... six-per-em space
    "\u2008": " ",
    "\u2009": " ",
    "\u200a": " ",
    "\u205f": " ",
    "\u3000": " ",
    "\u1680": " ",  # ogham space
    "\u2800": " ",  # the blank cell of Unicode Braille
    **dict.fromkeys("\t\v\f\r\x85\u2028\u2029", " "),
    "\u00ad": "",  # soft hyphen: a place to divide, not a sign
    "\u200b": "",  # zero-width space
    "\u200c": "",
    "\u200d": "",
    "\u2060": "",  # word joiner
    "\ufeff": "",  # byte order mark
    "\u034f": "",  # grapheme joiner
    "\u061c": "",  # direction marks
    "\u200e": "",
    "\u200f": "",
    **{chr(code): "" for code in range(0x202A, 0x202F)},  # direction of a passage
    **{chr(code): "" for code in range(0x2066, 0x206A)},
    **{chr(code): "" for code in range(0xFE00, 0xFE10)},  # which picture of a sign is meant
    "\u2028": "\n",  # line separator
    "\u2029": "\n",  # paragraph separator
    "\u2010": "-",  # hyphen
    "\u2011": "-",  # no-break hyphen
    "\u2012": "\u2013",  # figure dash
    "\u2212": "-",  # minus sign
    "\u201a": "\u2018",  # ‚
    "\u201b": "\u2018",  # ‛
    "\u2039": "\u2018",  # ‹
    "\u203a": "\u2019",  # ›
    "\u201e": "\u201c",  # „
    "\u201f": "\u201c",  # ‟
    "\u2032": "'",  # prime: minutes and feet
    "\u2033": '"',  # double prime: seconds and inches
    "\u02bc": "\u2019",  # modifier letter apostrophe
    "\u0132": "IJ",
    "\u0133": "ij",
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb05": "st",
    "\ufb06": "st",
}


# Nothing of what is above, no combining mark, nothing that NFC would change: most Italian lines.
UNTOUCHED = re.compile(r"[\0-\b\n\x0e-\x1b -\x84\x86-\x9f¡-¬®-ıĴ-ʻ–—‘’“”•…€]*")
_LONGEST_CLUSTER = 31
"""A base and 30 marks, as the stream-safe form of Unicode has it (UAX 15): sorting the marks of a
cluster takes the square of their number, so that hostile text must not choose it."""


def normalise(text: str) -> Normalised:
    """Compose (NFC), open ligatures, unify variants of space, quote and hyphen; keep positions.

    Soft hyphens and zero-width characters go: they are not signs. Nothing that a reader could see
    in print is lost. Takes linear time; normalising twice changes nothing more.
    """
    if UNTOUCHED.fullmatch(text):
        return Normalised(text, text, array("I", range(len(text) + 1)))
    replaced, origins = _replace(text)
    pieces: list[str] = []
    offsets = array("I")
    for start, cluster in _clusters(replaced):
        composed = unicodedata.normalize("NFC", cluster)
        pieces.append(composed)
        if composed == cluster:
            offsets.extend(origins[start : start + len(cluster)])
        else:
            offsets.extend([origins[start]] * len(composed))
    offsets.append(len(text))
    return Normalised(text, "".join(pieces), offsets)


def _replace(text: str) -> tuple[str, array[int]]:
    """The text with its replacements, and where each character of it came from."""
    pieces: list[str] = []
    origins = array("I")
    for position, character in enumerate(text):
        replacement = _REPLACEMENTS.get(character, character)
        pieces.append(replacement)
        origins.extend([position] * len(replacement))
    return "".join(pieces), origins


def _clusters(text: str) -> Iterator[tuple[int, str]]:
    """Each base character with what NFC may compose into it, and where it starts."""
    start = 0
    for position in range(1, len(text)):
        if not _may_compose(text[position]) or position - start >= _LONGEST_CLUSTER:
            yield start, text[start:position]
            start = position
    if text:
        yield start, text[start:]


def _may_compose(character: str) -> bool:
    """Whether NFC may join a character to the one before: marks, and Hangul vowels and finals."""
    if character < "\u0300":
        return False
    return unicodedata.category(character)[0] == "M" or "\u1160" <= character <= "\u11ff"
