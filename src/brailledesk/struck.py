"""What is crossed out in print is told in words: Document to Document.

"Prezzo: € 20,00 € 15,00" does not say which of the two is asked for. The Italian codes have no sign
for it, and a voice has none at all, so a transcriber's brackets do, as with pictures:
"[barrato: € 20,00] € 15,00". The same document goes to Braille, print, magnification and speech.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, groupby

from brailledesk.document import (
    Block,
    CompactBlocks,
    Document,
    Member,
    Runs,
    WovenBlocks,
    block_runs,
    change_texts,
    members_of,
)
from brailledesk.i18n import LANGUAGES, catalogue
from brailledesk.text import Run, Typeform, plain_text


def tell_struck(document: Document) -> Document:
    """The document with words around all that is crossed out, and nothing crossed out in it.

    A document in which nothing is comes back as it is. Paragraphs that are no values yet stay so:
    they have no typeform.
    """
    notes = (block for note in document.notes for block in note.blocks)
    values = chain(_values(document.blocks), notes)
    if not any(_is_struck(run) for block in values for run in block_runs(block)):
        return document
    word = _word(document.language)

    def tell(block: Block) -> Block:
        return change_texts(block, lambda runs: _told(runs, word))

    told_notes = tuple(replace(one, blocks=tuple(map(tell, one.blocks))) for one in document.notes)
    return replace(document, blocks=_changed(document.blocks, tell), notes=told_notes)


def struck_texts(block: Block) -> tuple[str, ...]:
    """What is crossed out in a block, each different text once, in one line."""
    found: dict[str, None] = {}

    def look(runs: Runs) -> Runs:
        for is_struck, stretch in groupby(runs, _is_struck):
            text = " ".join(plain_text(stretch).split())
            if is_struck and text:
                found[text] = None
        return runs

    change_texts(block, look)
    return tuple(found)


def without_struck(runs: Runs) -> Runs:
    """The runs with nothing crossed out, where something else tells that it was."""
    return tuple(_plain(run) for run in runs)


def _word(language: str) -> str:
    """What is said of it in a language; in Italian where that is unknown."""
    primary = language.partition("-")[0].lower()
    _ = catalogue(primary if primary in LANGUAGES else "it")
    return _("crossed out")


def _values(blocks: Sequence[Block]) -> Iterator[Block]:
    members = blocks.front if isinstance(blocks, CompactBlocks) else members_of(blocks)
    return (member for member in members if not isinstance(member, tuple))


def _changed(blocks: Sequence[Block], tell: Callable[[Block], Block]) -> Sequence[Block]:
    """The blocks told, as compact as they are."""
    if isinstance(blocks, CompactBlocks):
        return CompactBlocks(blocks.packed, blocks.build, tuple(map(tell, blocks.front)))
    if isinstance(blocks, WovenBlocks):
        members: list[Member] = [
            member if isinstance(member, tuple) else tell(member) for member in blocks.members
        ]
        return WovenBlocks(members, blocks.build)
    return tuple(map(tell, blocks))


def _told(runs: Runs, word: str) -> Runs:
    """The runs of one text, its crossed out stretches in brackets; blanks stay outside of them."""
    if not any(map(_is_struck, runs)):
        return runs
    told: list[Run] = []
    for is_struck, group in groupby(runs, _is_struck):
        stretch = [_plain(run) for run in group]
        told += _bracketed(stretch, word) if is_struck else stretch
    return tuple(told)


def _bracketed(runs: list[Run], word: str) -> Iterator[Run]:
    first = next((place for place, run in enumerate(runs) if run.text.strip()), None)
    if first is None:
        yield from runs
        return
    last = next(place for place in reversed(range(len(runs))) if runs[place].text.strip())
    yield from runs[:first]
    before, shown = _split_start(runs[first])
    runs[first] = shown
    shown, behind = _split_end(runs[last])
    runs[last] = shown
    yield from before
    yield Run(f"[{word}: ", origin=shown.origin)
    yield from runs[first : last + 1]
    yield Run("]", origin=shown.origin)
    yield from behind
    yield from runs[last + 1 :]


def _split_start(run: Run) -> tuple[list[Run], Run]:
    """The blanks that a run begins with, and the rest; a note's mark is never split."""
    bare = run.text.lstrip()
    blanks = run.text[: len(run.text) - len(bare)]
    if not blanks or run.note is not None:
        return [], run
    return [replace(run, text=blanks)], replace(run, text=bare)


def _split_end(run: Run) -> tuple[Run, list[Run]]:
    bare = run.text.rstrip()
    blanks = run.text[len(bare) :]
    if not blanks or run.note is not None:
        return run, []
    return replace(run, text=bare), [replace(run, text=blanks)]


def _is_struck(run: Run) -> bool:
    return bool(run.typeform & Typeform.STRUCK)


def _plain(run: Run) -> Run:
    return replace(run, typeform=run.typeform & ~Typeform.STRUCK) if _is_struck(run) else run
