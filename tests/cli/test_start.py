"""A command imports what it needs: readers, formats and libraries of others stay where they are."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from .test_commands import FIXTURES

FOR_FEW = frozenset(
    [
        "PIL",
        "asyncio",
        "babel",
        "brailledesk.archive",
        "brailledesk.formats.container",
        "brailledesk.formats.ebraille",
        "brailledesk.formats.ebraille_package",
        "brailledesk.ingest.epub",
        "brailledesk.ingest.pdf",
        "brailledesk.ingest.plugins",
        "brailledesk.layout.contents",
        "brailledesk.layout.volumes",
        "brailledesk.plugins",
        "brailledesk.preview",
        "brailledesk.sheets",
        "csv",
        "email",
        "importlib.metadata",
        "logging",
        "pluggy",
        "pypdfium2",
        "tomllib",
    ]
)
"""What only some documents, formats or commands need."""


def imported(*arguments: str) -> set[str]:
    program = (
        "import sys\n"
        "from brailledesk.cli import main\n"
        "try:\n    main()\n"
        "except SystemExit as end:\n    assert not end.code\n"
        "print('\\nIMPORTED', *sys.modules)"
    )
    run = [sys.executable, "-c", program, *arguments]
    done = subprocess.run(run, check=True, capture_output=True, text=True)
    return set(done.stdout.rpartition("IMPORTED")[2].split())


@pytest.mark.parametrize("name", ["sheets/asciugatrice.html", "letters/contratto.txt"])
def test_a_page_needs_nothing_of_other_formats(name: str, tmp_path: Path) -> None:
    names = imported("convert", str(FIXTURES / name), "-o", str(tmp_path / "a.brf"))
    assert "brailledesk.layout" in names
    assert not names & FOR_FEW


def test_a_preview_for_a_browser_needs_no_pictures(tmp_path: Path) -> None:
    source = str(FIXTURES / "letters/contratto.txt")
    names = imported("preview", source, "-o", str(tmp_path / "a.html"))
    assert "brailledesk.preview.markup" in names
    assert not names & (FOR_FEW - {"brailledesk.preview"})


def test_help_and_text_need_no_documents() -> None:
    for arguments in (["--help"], ["translate", "Ciao"]):
        names = imported(*arguments)
        rooms = {"brailledesk.ingest", "brailledesk.layout", "brailledesk.formats", "lxml"}
        assert not names & (FOR_FEW | rooms), arguments


def test_the_names_are_those_of_modules() -> None:
    assert [name for name in sorted(FOR_FEW) if find_spec(name) is None] == []
