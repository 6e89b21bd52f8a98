"""50,000 sentences of real Italian: the reference engine against the program lou_translate."""

from __future__ import annotations

import os
import subprocess
import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path

import pytest

from brailledesk import translate
from brailledesk.cells import cells_from_unicode, cells_to_unicode
from brailledesk.tables import load_table
from brailledesk.translate.prepare import prepare
from tests.corpus import PACKAGES, sentences
from tests.judges import require, require_program

LEAST = 50_000
KNOWN = Path(__file__).parent.parent / "known-differences.toml"


def _judge(lines: list[str], table: str) -> list[bytes]:
    """What lou_translate makes of each line, with our table file."""
    program = require_program("lou_translate", "liblouis-bin")
    path = load_table(table).path
    done = subprocess.run(
        [program, "--forward", f"unicode.dis,{path}"],
        input="\n".join(lines) + "\n",
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )
    return [cells_from_unicode(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize(
    "table", ["it-6dot", "it-6dot-exact", "it-8dot", "it-g2-1", "it-g2-2", "it-g2"]
)
def test_all_sentences(table: str) -> None:
    texts = list(sentences())
    require(is_there=len(texts) >= LEAST, what="the Italian corpus", package=PACKAGES)
    has = load_table(table).has
    # The program takes a backslash for the beginning of an escape.
    prepared = [prepare(text, None, has).text.replace("\\", "\\\\") for text in texts]
    judged = _judge(prepared, table)
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
