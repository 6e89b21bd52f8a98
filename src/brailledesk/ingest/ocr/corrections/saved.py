"""Corrections in a file: written beside a result, or saved from a page of review; JSON, hostile.

::

    {"format": "brailledesk-corrections", "version": 1,
     "source": {"name": "lettera.tif", "sha256": "…"},
     "corrections": [{"page": 1, "box": [12, 40, 80, 62], "before": "conscgna",
                      "after": "consegna", "reason": "review"}]}

``before`` and ``after`` are equal where a person found a doubtful word right. An empty ``after``
is dirt that was read as a word.
"""

from __future__ import annotations

import hashlib
import json
import math
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from brailledesk.document import Remark
from brailledesk.errors import N_, CorrectionsFaulty
from brailledesk.ingest.ocr.corrections.record import Correction, with_words
from brailledesk.ingest.ocr.page import Box, PageWords, Word
from brailledesk.text import Origin

FORMAT = "brailledesk-corrections"
VERSION = 1
REVIEW = "review"
"""The reason of what a person corrected or found right."""
MAX_BYTES = 32_000_000
MAX_CORRECTIONS = 200_000
LONGEST = 400
"""Characters of a corrected word: a person may write several words for one."""
_FARTHEST = 1_000_000
_SAME_PLACE = 0.5
"""Of two boxes' common area: what they share, and are still taken for one word's."""


@dataclass(frozen=True, slots=True)
class SourceMark:
    """By which a file is known again: its name, and the SHA-256 of its bytes in hexadecimal."""

    name: str
    digest: str


@dataclass(frozen=True, slots=True)
class Saved:
    """Corrections and the file that they belong to."""

    source: SourceMark
    corrections: tuple[Correction, ...]


class Applied(NamedTuple):
    """Pages with saved corrections, and those whose word is not where it was."""

    pages: tuple[PageWords, ...]
    missing: tuple[Correction, ...]


def mark_source(name: str, data: bytes) -> SourceMark:
    """The mark of a file with these bytes."""
    return SourceMark(name, hashlib.sha256(data).hexdigest())


def format_corrections(saved: Saved) -> bytes:
    """The file, UTF-8."""
    data = {
        "format": FORMAT,
        "version": VERSION,
        "source": {"name": saved.source.name, "sha256": saved.source.digest},
        "corrections": [
            {
                "page": one.page,
                "box": list(one.box),
                "before": one.before,
                "after": one.after,
                "reason": one.reason,
            }
            for one in saved.corrections
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=1).encode() + b"\n"


def parse_corrections(data: bytes, path: str, source: SourceMark | None = None) -> Saved:
    """The corrections of a file called ``path``; ``source`` is the document that they must be of.

    Raises CorrectionsFaulty for what no program of ours wrote, and for another document's.
    """
    if len(data) > MAX_BYTES:
        raise CorrectionsFaulty(path, N_("it is too large"))
    try:
        saved = _saved(json.loads(data.decode("utf-8-sig")), path)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise CorrectionsFaulty(path, N_("it is damaged, or of another program")) from None
    if source is not None and saved.source.digest != source.digest:
        raise CorrectionsFaulty(path, N_("it belongs to another document"))
    return saved


def _saved(data: object, path: str) -> Saved:
    fields = _object(data)
    if fields["format"] != FORMAT:
        raise ValueError
    if fields["version"] != VERSION:
        raise CorrectionsFaulty(path, N_("a newer version of the program wrote it"))
    source = _object(fields["source"])
    listed = _list(fields["corrections"])
    if len(listed) > MAX_CORRECTIONS:
        raise CorrectionsFaulty(path, N_("it is too large"))
    mark = SourceMark(_text(source["name"]), _text(source["sha256"]))
    return Saved(mark, tuple(map(_correction, listed)))


def _correction(data: object) -> Correction:
    fields = _object(data)
    left, top, right, bottom = map(_count, _list(fields["box"]))
    if left > right or top > bottom:
        raise ValueError
    return Correction(
        _count(fields["page"]),
        Box(left, top, right, bottom),
        _text(fields["before"]),
        " ".join(unicodedata.normalize("NFC", _text(fields["after"])).split()),
        _text(fields["reason"]),
    )


def _object(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise TypeError
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError
    return value


def _text(value: object) -> str:
    """Text that may stand in a document: no control characters, no halves of characters."""
    if not isinstance(value, str) or len(value) > LONGEST:
        raise TypeError
    if any(unicodedata.category(sign) in {"Cc", "Cs", "Cn", "Co"} for sign in value):
        raise ValueError
    return value


def _count(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _FARTHEST:
        raise TypeError
    return value


def apply_corrections(pages: Sequence[PageWords], corrections: Iterable[Correction]) -> Applied:
    """The pages with saved corrections; a word that a person saw is sure.

    A correction belongs to the word that stands in its place and has its text, before or after.
    """
    by_page: dict[int, list[Correction]] = defaultdict(list)
    for one in corrections:
        by_page[one.page].append(one)
    missing: list[Correction] = []
    done: list[PageWords] = []
    for page in pages:
        corrected, rest = _apply(page, by_page.pop(page.number, []))
        done.append(corrected)
        missing += rest
    missing += [one for rest in by_page.values() for one in rest]
    return Applied(tuple(done), tuple(missing))


def _apply(
    page: PageWords, corrections: Sequence[Correction]
) -> tuple[PageWords, list[Correction]]:
    by_text: dict[str, list[tuple[tuple[int, int], Word]]] = defaultdict(list)
    if corrections:
        for number, line in enumerate(page.lines):
            for place, word in enumerate(line.words):
                by_text[word.text].append(((number, place), word))
    changed: dict[tuple[int, int], Word] = {}
    missing: list[Correction] = []
    for one in corrections:
        there = [*by_text.get(one.before, ()), *by_text.get(one.after, ())]
        found = max(there, key=lambda other: _common(other[1].box, one.box), default=None)
        if found is None or _common(found[1].box, one.box) < _SAME_PLACE:
            missing.append(one)
            continue
        place, word = found
        trust = 1.0 if one.reason == REVIEW else word.confidence
        changed[place] = replace(word, text=one.after, confidence=trust, others=())
    return _without_empty(with_words(page, changed)), missing


def _without_empty(page: PageWords) -> PageWords:
    lines = (
        replace(line, words=tuple(word for word in line.words if word.text)) for line in page.lines
    )
    return replace(page, lines=tuple(line for line in lines if line.words))


def _common(one: Box, other: Box) -> float:
    """What two boxes share, of the area that they cover together."""
    if one == other:
        return math.inf
    width = min(one.right, other.right) - max(one.left, other.left)
    height = min(one.bottom, other.bottom) - max(one.top, other.top)
    if width <= 0 or height <= 0:
        return 0.0
    shared = width * height
    return shared / (_area(one) + _area(other) - shared)


def _area(box: Box) -> int:
    return (box.right - box.left) * (box.bottom - box.top)


def missing_remark(missing: Sequence[Correction], path: str) -> tuple[Remark, ...]:
    """What is to be told of corrections whose words were not found."""
    if not missing:
        return ()
    message = N_("saved corrections whose word was not found again, and were left out: {count}.")
    return (Remark(message, Origin(path), {"count": len(missing)}),)
