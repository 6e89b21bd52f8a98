"""Names for outputs: the folder's own, mirrored, and no two the same."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath

from brailledesk.batch.folders import Found


def name_outputs(
    documents: Sequence[Found],
    suffixes: Sequence[str],
    known: Mapping[str, str],
    taken: Iterable[str] = (),
) -> list[PurePath]:
    """A name below the output folder for each document, with its suffix: ``folder/letter.brf``.

    Where ``letter.html`` and ``letter.docx`` stand side by side they become ``letter.html.brf`` and
    ``letter.docx.brf``. ``known`` are the names of earlier runs by document: a document keeps its
    name, so that one that comes later changes nothing. ``taken`` are further names not to use.
    Names that differ in capitals only are the same: on many systems they are.
    """
    often = Counter(str(one.path.absolute()) for one in documents)
    earlier = {path: PurePath(name) for path, name in known.items() if often[path] <= 1}
    used = {_key(name) for name in [*map(PurePath, taken), *earlier.values()]}
    pairs = list(zip(documents, suffixes, strict=True))
    short = Counter(_key(one.place.with_suffix(suffix)) for one, suffix in pairs)
    names: list[PurePath] = []
    for document, suffix in pairs:
        own = earlier.get(str(document.path.absolute()))
        is_kept = own is not None and own.parent == document.place.parent and own.suffix == suffix
        name = own if own is not None and is_kept else _new(document, suffix, used, short)
        used.add(_key(name))
        names.append(name)
    return names


def _new(document: Found, suffix: str, used: set[str], short: Mapping[str, int]) -> PurePath:
    place = document.place
    simple = place.with_suffix(suffix)
    if short[_key(simple)] == 1 and _key(simple) not in used:
        return simple
    name = place.with_name(place.name + suffix)
    number = 2
    while _key(name) in used:
        name = place.with_name(f"{place.name}.{number}{suffix}")
        number += 1
    return name


def _key(name: PurePath) -> str:
    return unicodedata.normalize("NFC", name.as_posix()).casefold()
