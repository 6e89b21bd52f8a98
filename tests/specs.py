"""The specs beside the tables, in liblouis' YAML form, made from the hand-typed goldens.

``python -m tests.specs`` writes them; a test fails when they are out of date.
"""

from __future__ import annotations

import json
from pathlib import Path

from brailledesk.cells import cells_from_dots, cells_to_unicode
from tests.goldens import CASES, dots_of

TABLES = Path(__file__).parent.parent / "tables"


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
    for case in CASES[table]:
        cells = cells_to_unicode(cells_from_dots(dots_of(case)))
        lines.append(f"  # {case['rests_on']}")
        # lou_checkyaml takes a backslash for the beginning of an escape, as its tables do.
        text = case["text"].replace("\\", "\\\\")
        lines.append(f"  - - {json.dumps(text, ensure_ascii=False)}")
        lines.append(f'    - "{cells}"')
        if "emphasis" in case:
            start, end, name = case["emphasis"]
            lines.append(f"    - {{typeform: {{{name}: '{' ' * start}{'+' * (end - start)}'}}}}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    for name in CASES:
        (TABLES / f"{name}.yaml").write_text(spec(name), encoding="utf-8")
