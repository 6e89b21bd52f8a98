"""The specs beside the tables, in liblouis' YAML form, made from the hand-typed goldens.

``python -m tests.specs`` writes them; a test fails when they are out of date.
"""

from __future__ import annotations

import json
from pathlib import Path

from brailledesk.cells import cells_from_dots, cells_to_unicode
from brailledesk.text import Typeform
from tests.test_goldens import TABLES as TABLES_OF_FILE
from tests.test_goldens import Golden, read_goldens

TABLES = Path(__file__).parent.parent / "tables"
NAMES = ("it-6dot", "it-6dot-exact", "it-8dot")
NOT_OF_A_TABLE = "emphasis"
"""Cases of what happens to runs before a table is asked."""


def spec(table: str) -> str:
    """The whole text of a table's spec."""
    lines = [
        f"# What {table}.utb must give, for lou_checkyaml. Made from the hand-typed cases in",
        "# tests/goldens, each with the paragraph of docs/tables.md that it rests on.",
        "display: unicode.dis",
        f"table: {table}.utb",
        "flags: {testmode: forward}",
        "tests:",
    ]
    for name, tables in TABLES_OF_FILE.items():
        if table in tables and name != NOT_OF_A_TABLE:
            for golden in read_goldens(name):
                lines += _entry(golden)
    return "\n".join(lines) + "\n"


def _entry(golden: Golden) -> list[str]:
    # lou_checkyaml takes a backslash for the beginning of an escape, as its tables do.
    text = golden.text.replace("\\", "\\\\")
    lines = [
        f"  # {golden.facts}",
        f"  - - {json.dumps(text, ensure_ascii=False)}",
        f'    - "{cells_to_unicode(cells_from_dots(golden.cells))}"',
    ]
    marks = [
        f"{form.name.lower()}: '{_mark(golden, form)}'"
        for form in Typeform
        if form.name and "+" in _mark(golden, form)
    ]
    return [*lines, f"    - {{typeform: {{{', '.join(marks)}}}}}"] if marks else lines


def _mark(golden: Golden, form: Typeform) -> str:
    spans = [(start, end) for start, end, forms in golden.emphasis or () if forms & form]
    return "".join(
        "+" if any(start <= place < end for start, end in spans) else " "
        for place in range(len(golden.text))
    )


if __name__ == "__main__":
    for name in NAMES:
        (TABLES / f"{name}.yaml").write_text(spec(name), encoding="utf-8")
