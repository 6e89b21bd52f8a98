"""Judges of large print: veraPDF, the checker of HTML, and what the tags of a PDF say."""

from __future__ import annotations

import io
import os
import re
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pikepdf

from tests.judges import require, require_program

_CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
FOLDER = _CACHE / "brailledesk-largeprint"
_ELEMENT = re.compile(r"((?!Object\b)[A-Z]\w*)\b")
_QUICK = ("-XX:TieredStopAtLevel=1", "-Xss8m")
_JUDGE = Path(__file__).parent.parent / "java" / "TagJudge.java"


def judge_pdf(files: Iterable[Path], folder: Path) -> dict[str, tuple[int, list[str]]]:
    """For each file how much veraPDF checked, and all that it found against PDF/UA-1."""
    jars = FOLDER / "verapdf"
    require(jars.is_dir(), "veraPDF of tests/largeprint/fetch.sh", "maven npm")
    java = require_program("java", "default-jdk-headless")
    javac = require_program("javac", "default-jdk-headless")
    subprocess.run(
        [javac, "-cp", f"{jars}/*", "-d", str(folder), str(_JUDGE)], check=True, timeout=120
    )
    done = subprocess.run(
        [java, *_QUICK, "-cp", f"{jars}/*:{folder}", "TagJudge", *map(str, files)],
        check=True, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    found: dict[str, tuple[int, list[str]]] = {}
    name = ""
    for line in done.stdout.splitlines():
        if line.startswith("  "):
            found[name][1].append(line.strip())
        else:
            name, _, checks = line.partition("\t")
            found[name] = int(checks), []
    return found


def judge_html(files: Iterable[Path]) -> list[str]:
    """What the checker of HTML holds against some files.

    Its part for CSS is older than container queries, and says that they do not exist.
    """
    jar = FOLDER / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    require(jar.is_file(), "the checker of HTML of tests/largeprint/fetch.sh", "npm maven")
    java = require_program("java", "default-jdk-headless")
    done = subprocess.run(
        [java, *_QUICK, "-jar", str(jar), "--errors-only", "--format", "gnu", *map(str, files)],
        check=False, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    known = ("Property “container-type” doesn't exist", "Unrecognized at-rule “@container”")
    lines = done.stderr.splitlines()
    return [line for line in lines if line and not any(one in line for one in known)]


@dataclass
class Tag:
    """An element of the structure tree, or a stretch of text, whose ``name`` is empty."""

    name: str
    is_inline: bool
    text: str = ""
    inner: list[Tag] = field(default_factory=list)

    def all(self) -> Iterator[Tag]:
        yield self
        for one in self.inner:
            yield from one.all()

    def string(self) -> str:
        text = self.text + "".join(one.string() for one in self.inner)
        return text if self.is_inline else f" {text} "

    def words(self) -> list[str]:
        """The words below this tag, in its order."""
        return self.string().split()


def read_tags(data: bytes) -> Tag:
    """The structure tree with its text, in the order of the tree, as poppler reads it."""
    program = require_program("pdfinfo", "poppler-utils")
    done = subprocess.run(
        [program, "-struct-text", "-enc", "UTF-8", "-"],
        input=data, check=True, capture_output=True, timeout=60,
    )  # fmt: skip
    root = Tag("Root", is_inline=False)
    above = [root]
    for line in done.stdout.decode(errors="replace").split("\n"):
        content = line.lstrip(" ")
        depth = (len(line) - len(content)) // 2
        if content.startswith('"') and content.endswith('"'):
            above[depth].inner.append(Tag("", is_inline=True, text=content[1:-1]))
        elif match := _ELEMENT.match(content):
            tag = Tag(match[1], is_inline="(inline)" in content)
            del above[depth + 1 :]
            above[depth].inner.append(tag)
            above.append(tag)
    return root


def alternatives(data: bytes) -> list[str]:
    """The alternative texts of figures."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [str(one.Alt) for one in _elements(pdf) if str(one.S) == "/Figure"]


def passages(data: bytes) -> list[str]:
    """The languages of marked content that has one of its own, in the order of the pages."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        properties = (
            one.operands[1]
            for page in pdf.pages
            for one in pikepdf.parse_content_stream(page)
            if str(one.operator) == "BDC"
        )
        return [str(one.Lang) for one in properties if "/Lang" in one]


def _elements(pdf: pikepdf.Pdf) -> Iterator[Any]:
    waiting: list[Any] = [pdf.Root.StructTreeRoot.K]
    while waiting:
        node = waiting.pop()
        if isinstance(node, pikepdf.Array):
            waiting += reversed(list(node))
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
            yield node
            if "/K" in node:
                waiting.append(node.K)
