"""The plain conversion, ``convert SOURCE -o OUTPUT -t TABLE``, without click.

What a short command waits for is imports, and click's are a third of them. So the arguments that
nearly all conversions have are understood here; others, and what is not certain to mean the same,
are click's. Both call the same function with the same values, which the tests compare.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import NamedTuple

from brailledesk.cli.standard_output import guarded_output
from brailledesk.cli.telling import FAULTS, progress_for, tell_fault

_COMPLETION = "_BRAILLEDESK_COMPLETE"
"""Environment variable with which shells ask click for completions."""

_OPTIONS = {"-o": "output", "--output": "output", "-t": "table", "--table": "table"}

MOST_MEGABYTES = 64


class Simple(NamedTuple):
    """What is to be converted to what."""

    source: str
    output: str
    table: str = "it-6dot"


def parse_simple(arguments: Sequence[str]) -> Simple | None:
    """The arguments of a plain conversion; None for what is click's."""
    if len(arguments) not in {4, 6} or arguments[0] != "convert":
        return None
    if os.name != "posix" or _COMPLETION in os.environ:  # where there are patterns to expand
        return None
    found: dict[str, str] = {}
    waiting = iter(arguments[1:])
    for one in waiting:
        name = _OPTIONS.get(one, "source")
        value = one if name == "source" else next(waiting, "")
        if name in found or not value or value.startswith("-"):
            return None
        found[name] = value
    if not {"source", "output"} <= found.keys():
        return None
    return Simple(**found)


def run_simple(wanted: Simple) -> int:
    """Convert; the exit status."""
    try:
        with guarded_output():
            convert_simple(wanted)
            sys.stdout.flush()
    except FAULTS as fault:
        return tell_fault(fault)
    return 0


def convert_simple(wanted: Simple) -> None:
    """Convert with what the options of ``convert`` are where they are not given."""
    from brailledesk.cli.converting import run_conversion
    from brailledesk.ingest.ocr.options import RECOGNITION
    from brailledesk.layout import LayoutOptions
    from brailledesk.translate.contraction import ALL_SIGNS

    run_conversion(
        wanted.source,
        (wanted.output,),
        options=LayoutOptions(),
        table=wanted.table,
        format_name=None,
        charset="mit",
        kind=None,
        has_emphasis=False,
        foreign={},
        contraction=ALL_SIGNS,
        is_shown=False,
        max_size=MOST_MEGABYTES * 1_000_000,
        progress=progress_for(None),
        recognition=RECOGNITION,
    )
