"""Italian office text as it is spoken: the rules and words are files, the functions are small.

``rules.toml`` says where, ``words.toml`` which words; a function of this folder says how.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable

from brailledesk.speech.italian import codes, moments, phrases, quantities
from brailledesk.speech.italian.tables import Rules, Words, load_rules, load_words

_Say = Callable[[re.Match[str], Words], str | None]

SAYINGS: dict[str, _Say] = {
    name.removeprefix("say_"): value
    for module in (codes, moments, phrases, quantities)
    for name, value in vars(module).items()
    if name.startswith("say_")
}
"""The functions by the names that rules.toml has."""


def rewrite(text: str) -> tuple[str, array[int]]:
    """The text as it is spoken, and for each character of it, and its end, its place in ``text``.

    What a rule writes out stands, with all its characters, for the place where the rule began.
    """
    rules, words = load_rules(), load_words()
    pieces: list[str] = []
    places = array("I")
    done = position = 0
    while candidate := rules.candidates.search(text, position):
        start = candidate.start()
        found = _apply(text, start, rules, words)
        if found is None:
            position = start + 1
            continue
        said, end = found
        pieces += text[done:start], said
        places.extend(range(done, start))
        places.extend([start] * len(said))
        done = end
        position = end
    pieces.append(text[done:])
    places.extend(range(done, len(text) + 1))
    return "".join(pieces), places


def _apply(text: str, start: int, rules: Rules, words: Words) -> tuple[str, int] | None:
    """What the first rule says that has something to say here, and where its match ends."""
    for rule in rules.rules:
        found = rule.pattern.match(text, start)
        if found and found.end() > start:
            said = SAYINGS[rule.say](found, words)
            if said is not None:
                return said, found.end()
    return None
