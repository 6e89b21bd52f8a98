"""The words that product sheets use, from ``labels.toml`` and a company's profile.

Labels are compared by their letters and digits: case, accents, punctuation and what stands in
brackets do not count, except where brackets make it another fact: "Peso (con imballo)".
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

_BRACKETS = re.compile(r"[(\[{]([^()\[\]{}]*)[)\]}]")
_SIGNS = re.compile(r"[^\w+]+|_")
LONGEST_LABEL = 60
"""Characters; longer labels are sentences."""


def fold(text: str) -> str:
    """Letters and digits of a text without case and accents, words parted by one blank."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(_SIGNS.sub(" ", bare).split())


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of fact: its titles by language, the shape of its values, its units if it has any."""

    name: str
    titles: Mapping[str, str]
    shape: str
    units: frozenset[str] = frozenset()

    def title(self, language: str) -> str:
        """The label that we write where the source has none."""
        return self.titles["it" if is_italian(language) else "en"]


@dataclass(frozen=True, slots=True)
class Words:
    """Folded words of the vocabulary that name no fact; see ``labels.toml`` for their meaning."""

    packaging: frozenset[str]
    generic: frozenset[str]
    unit_columns: frozenset[str]
    name_columns: frozenset[str]
    not_names: frozenset[str]
    not_name_beginnings: tuple[str, ...]
    aside: frozenset[str]
    brackets: frozenset[str]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Kinds in the order of a digest, and what words mean.

    ``labels`` maps folded labels to names of kinds; ``states`` maps folded words to members of
    schema.org's ItemAvailability; ``enumerations`` gives those members their words by language.
    """

    kinds: Mapping[str, Kind]
    labels: Mapping[str, str]
    words: Words
    states: Mapping[str, str]
    enumerations: Mapping[str, Mapping[str, str]]
    unit_signs: Mapping[str, str]

    def kind_of(self, label: str) -> Kind | None:
        """The kind that a label names, None if it names none for sure."""
        if len(label) > LONGEST_LABEL:
            return None
        found = self.labels.get(fold(label))
        if found is None:
            inside = {fold(match[1]) for match in _BRACKETS.finditer(label)}
            if any(self._makes_other(words) for words in inside):
                return None
            found = self.labels.get(fold(_BRACKETS.sub(" ", label)))
        return self.kinds[found] if found is not None else None

    def _makes_other(self, inside: str) -> bool:
        padded = f" {inside} "
        return any(f" {word} " in padded for word in self.words.brackets)

    def is_generic(self, text: str) -> bool:
        """Whether a header cell names no fact: "Caratteristica", "Valore"; also when empty."""
        return not fold(text) or fold(text) in self.words.generic

    def state_of(self, text: str) -> str:
        """The member of ItemAvailability that a text means, empty where it means none surely."""
        return self.states.get(fold(text), "")


def units_in_brackets(label: str) -> set[str]:
    """The words in the brackets of a label, in small letters: "Peso (kg)" has a unit there."""
    found: set[str] = set()
    for match in _BRACKETS.finditer(label):
        found.update(match[1].lower().split())
    return found


def is_italian(language: str) -> bool:
    return language.lower().partition("-")[0] == "it"


@lru_cache(maxsize=1)
def load_vocabulary() -> Vocabulary:
    """The vocabulary that ships with brailledesk."""
    text = (files("brailledesk.sheets") / "labels.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    kinds = {
        name: Kind(name, entry["title"], entry["shape"], frozenset(entry.get("units", ())))
        for name, entry in data["kind"].items()
    }
    labels = {fold(one): name for name, entry in data["kind"].items() for one in entry["labels"]}
    heads = data["headings"]
    words = Words(
        packaging=_folded(heads["packaging"]),
        generic=_folded(heads["generic"]),
        unit_columns=_folded(heads["unit_columns"]),
        name_columns=_folded(heads["name_columns"]),
        not_names=_folded(heads["not_names"]),
        not_name_beginnings=tuple(fold(one) + " " for one in heads["not_name_beginnings"]),
        aside=_folded(heads["aside"]),
        brackets=_folded(data["brackets"]["other"]),
    )
    states: dict[str, str] = {}
    for name, entry in data["availability"].items():
        for word in (*entry["words"], entry["it"], entry["en"]):
            # SoldOut says the same as OutOfStock, which stands before it.
            states.setdefault(fold(word), name)
    enumerations = {**data["availability"], **data["condition"]}
    return Vocabulary(kinds, labels, words, states, enumerations, data["units"])


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(fold(word) for word in words)
