"""pandoc as an independent extractor: the texts of a file's blocks, in order."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tests.judges import require_program

_WITH_TEXT = {"Str", "Code", "CodeBlock", "Math"}
_BLOCKS = {"Para", "Plain", "Header", "CodeBlock"}


def texts(path: Path, kind: str) -> list[str]:
    """The text of each paragraph, heading and listing without its blanks; notes come last."""
    program = require_program("pandoc", "pandoc")
    command = [program, "-f", kind, "-t", "json", str(path)]
    done = subprocess.run(command, check=True, capture_output=True, timeout=120)
    notes: list[object] = []
    found = list(_texts(json.loads(done.stdout)["blocks"], notes))
    while notes:
        found += _texts(notes.pop(0), notes)
    return [text for text in found if text]


def _texts(node: object, notes: list[object]) -> Iterator[str]:
    if isinstance(node, list):
        for inner in node:
            yield from _texts(inner, notes)
    elif isinstance(node, dict):
        kind = node.get("t")
        if kind in _BLOCKS:
            yield "".join("".join(_pieces(node, notes)).split())
        elif kind not in {"RawBlock", "Null"}:
            yield from _texts(list(node.values()), notes)


def _pieces(node: object, notes: list[object]) -> Iterator[str]:
    if isinstance(node, list):
        for inner in node:
            yield from _pieces(inner, notes)
    elif isinstance(node, dict):
        kind, content = node.get("t"), node.get("c")
        if kind == "Note":
            notes.append(content)
        elif kind in _WITH_TEXT and isinstance(content, list):
            yield str(content[-1])
        elif kind == "Str":
            yield str(content)
        elif (kind in {"Link", "Image", "Span"} and isinstance(content, list)) or (
            kind == "Quoted" and isinstance(content, list)
        ):
            yield from _pieces(content[1], notes)
        elif kind != "RawInline":
            yield from _pieces(content, notes)
