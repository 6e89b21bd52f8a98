"""``python -m brailledesk``: the command line of this interpreter, whatever is on the path."""

from __future__ import annotations

from brailledesk.cli import main

if __name__ == "__main__":
    main()
