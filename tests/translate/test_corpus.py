"""50,000 sentences of real Italian: the reference engine against the program lou_translate."""

from __future__ import annotations

import os
import subprocess
import tomllib
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


@pytest.mark.parametrize("table", ["it-6dot", "it-6dot-exact", "it-8dot"])
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
    unknown = {text: cells for text, cells in different.items() if text not in known}
    assert not unknown, f"{len(unknown)} sentences differ: {list(unknown.items())[:5]}"
    healed = known & set(texts) - set(different)
    assert not healed, f"no longer different, so no longer known: {healed}"
