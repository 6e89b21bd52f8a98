"""What liblouis' own program makes of lines of text, with our table files."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable

from brailledesk.cells import cells_from_unicode
from brailledesk.tables import load_table
from brailledesk.translate.prepare import prepare
from tests.judges import require_program


def lou_translate(lines: Iterable[str], table: str) -> list[bytes]:
    """The cells of each line, prepared for the table as our engines do it."""
    loaded = load_table(table)
    # The program takes a backslash for the beginning of an escape.
    prepared = [prepare(line, None, loaded.has).text.replace("\\", "\\\\") for line in lines]
    done = subprocess.run(
        [
            require_program("lou_translate", "liblouis-bin"),
            "--forward",
            f"unicode.dis,{loaded.path}",
        ],
        input="\n".join(prepared) + "\n",
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )
    return [cells_from_unicode(line) for line in done.stdout.splitlines()]
