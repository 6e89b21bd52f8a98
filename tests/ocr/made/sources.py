"""The two sets: their texts, fonts and seeds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path

from tests import corpus, judges

_FONTS = Path("/usr/share/fonts")
_PLAIN = re.compile(r"[A-ZÀÈÉ][A-Za-zàèéìòùÀÈÉÌÒÙ0-9 ,.;:!?'’\"«»()%€/-]{30,}[.!?:;]")
"""Sentences of letters, digits and the marks of ordinary print: no commands, no mark-up."""


@dataclass(frozen=True, slots=True)
class Source:
    """What the pages of a set are made from."""

    name: str
    seed: int
    patterns: tuple[str, ...]
    packages: str
    fonts: tuple[tuple[str, str], ...]
    """Regular and bold, below Debian's folder of fonts."""


TUNING = Source(
    name="tuning",
    seed=1_000,
    patterns=(
        "/usr/share/games/fortunes/it/italia",
        "/usr/share/games/fortunes/it/leggi",
        "/usr/share/doc/debian-handbook/html/it-IT/*.html",
    ),
    packages="fortunes-it debian-handbook fonts-liberation fonts-dejavu-core "
    "fonts-crosextra-carlito",
    fonts=(
        ("truetype/liberation/LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf"),
        ("truetype/liberation/LiberationSerif-Regular.ttf", "LiberationSerif-Bold.ttf"),
        ("truetype/crosextra/Carlito-Regular.ttf", "Carlito-Bold.ttf"),
        ("truetype/liberation/LiberationMono-Regular.ttf", "LiberationMono-Bold.ttf"),
        ("truetype/dejavu/DejaVuSerif.ttf", "DejaVuSerif-Bold.ttf"),
        ("truetype/dejavu/DejaVuSans.ttf", "DejaVuSans-Bold.ttf"),
    ),
)
JUDGEMENT = Source(
    name="judgement",
    seed=9_000_000,
    patterns=(
        "/usr/share/debian-reference/*.it.html",
        "/usr/share/developers-reference/*.it.html",
        "/usr/share/doc/aptitude/html/it/*.html",
    ),
    packages="debian-reference-it developers-reference-it aptitude-doc-it fonts-freefont-ttf "
    "fonts-crosextra-caladea fonts-lato fonts-roboto-unhinted",
    fonts=(
        ("truetype/freefont/FreeSans.ttf", "FreeSansBold.ttf"),
        ("truetype/freefont/FreeSerif.ttf", "FreeSerifBold.ttf"),
        ("truetype/lato/Lato-Regular.ttf", "Lato-Bold.ttf"),
        ("truetype/freefont/FreeMono.ttf", "FreeMonoBold.ttf"),
        ("truetype/crosextra/Caladea-Regular.ttf", "Caladea-Bold.ttf"),
        ("truetype/roboto/unhinted/RobotoCondensed-Regular.ttf", "RobotoCondensed-Bold.ttf"),
    ),
)
SOURCES = {source.name: source for source in (TUNING, JUDGEMENT)}


@lru_cache(maxsize=2)
def sentences(name: str) -> tuple[str, ...]:
    """Sentences of a set, in a fixed order; ends the test where its packages are missing."""
    source = SOURCES[name]
    found = filter(_PLAIN.fullmatch, dict.fromkeys(corpus.sentences_of(source.patterns)))
    chosen = tuple(islice(found, 4_000))
    judges.require(len(chosen) > 500, f"the Italian text of the {name} pages", source.packages)
    return chosen


def fonts(name: str) -> tuple[tuple[Path, Path], ...]:
    """The fonts of a set: files of regular and bold."""
    source = SOURCES[name]
    pairs = tuple(
        (_FONTS / regular, (_FONTS / regular).with_name(bold)) for regular, bold in source.fonts
    )
    judges.require(
        all(path.exists() for pair in pairs for path in pair),
        f"the fonts of the {name} pages",
        source.packages,
    )
    return pairs
