"""50,000 sentences of real Italian: the reference engine against the program lou_translate."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path

import pytest

from brailledesk import translate
from brailledesk.cells import cells_to_unicode
from tests.corpus import PACKAGES, sentences
from tests.judges import require
from tests.liblouis import lou_translate

LEAST = 50_000
KNOWN = Path(__file__).parent.parent / "known-differences.toml"


@pytest.mark.parametrize(
    "table", ["it-6dot", "it-6dot-exact", "it-8dot", "it-g2-1", "it-g2-2", "it-g2"]
)
def test_all_sentences(table: str) -> None:
    texts = list(sentences())
    require(is_there=len(texts) >= LEAST, what="the Italian corpus", package=PACKAGES)
    judged = lou_translate(texts, table)
    assert len(judged) == len(texts)
    different = {
        text: (cells_to_unicode(ours), cells_to_unicode(theirs))
        for text, theirs in zip(texts, judged, strict=True)
        if (ours := translate(text, table).cells) != theirs
    }
    known = set(tomllib.loads(KNOWN.read_text(encoding="utf-8")).get(table, {}))
    assert not (complaints := _complaints(different, known, texts)), complaints


def _complaints(
    different: Mapping[str, object], known: Collection[str], texts: Collection[str]
) -> list[str]:
    """Differences that are not known, and known ones that are there no longer."""
    unknown = [f"differs: {text} {cells}" for text, cells in different.items() if text not in known]
    healed = [f"no longer differs: {text}" for text in set(known) & set(texts) - set(different)]
    return unknown[:5] + healed


def test_a_known_difference_is_accepted_only_while_it_lasts() -> None:
    texts = ["a", "b", "c"]
    assert _complaints({"a": 1}, ["a"], texts) == []
    assert _complaints({"a": 1, "b": 2}, ["a"], texts) == ["differs: b 2"]
    assert _complaints({}, ["c"], texts) == ["no longer differs: c"]
    assert _complaints({}, ["not in the corpus"], texts) == []
