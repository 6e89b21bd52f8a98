"""What ``context`` and ``correct`` do where their patterns hold."""

from __future__ import annotations

import re
from collections.abc import Mapping

from brailledesk.errors import N_
from brailledesk.tables.lexis import FaultAt, Token, parse_cells, parse_characters
from brailledesk.tables.rules import Context, Correct, Pattern, RuleOrigin

_ACTION = re.compile(r'(?:"(?P<text>(?:\\.|[^"\\])*)")?(?:%(?P<swap>[a-zA-Z]+))?')


def parse_context(pattern: Pattern, action: Token, origin: RuleOrigin) -> Context:
    """A rule of the second pass: its action is cells."""
    if not action.text.startswith("@"):
        raise FaultAt(action, N_("the action of context is @ and dots"))
    return Context(pattern, parse_cells(action.part(1, len(action.text))), origin)


def parse_correct(
    pattern: Pattern, action: Token, origin: RuleOrigin, swaps: Mapping[str, dict[str, str]]
) -> Correct:
    """A rule of the first pass: its action is text, one of ``swaps`` by its name, or both."""
    match = _ACTION.fullmatch(action.text)
    if match is None:
        raise FaultAt(action, N_('the action of correct is "text", %swap or both'))
    text = (
        parse_characters(action.part(match.start("text"), match.end("text")))
        if match["text"]
        else ""
    )
    if match["swap"] is None:
        return Correct(pattern, text, origin)
    swap = swaps.get(match["swap"])
    if swap is None:
        raise FaultAt(action, N_("no swapcc {name} is defined"), name=match["swap"])
    return Correct(pattern, swap, origin, text)
