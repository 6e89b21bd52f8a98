"""One line through liblouis' Python binding: ``python -m benchmarks.louis_line TABLE LINE``.

For each number on standard input so many calls, and the microseconds of each. What a call gives is
what ours is asked for: cells, both maps, and where the cursor stands.
"""

from __future__ import annotations

import sys

from benchmarks.timing import per_call
from brailledesk.translate.louis import import_louis

CURSOR = 40


def main() -> None:
    table, line = sys.argv[1:]
    louis = import_louis()
    tables = [table]
    for count in sys.stdin:
        times = per_call(lambda: louis.translate(tables, line, cursorPos=CURSOR), int(count))
        print(*times, flush=True)


if __name__ == "__main__":
    main()
