"""A company's own words and order: what a profile file (TOML) may say, checked all at once.

::

    order = ["name", "price", "code", "points"]      # kinds; those not named follow
    leave_out = ["vat"]                              # kinds that stay where they stand
    rest = true                                      # false: the facts alone

    [labels]                                         # more labels of known kinds
    code = ["Art. int.", "Cod. magazzino"]

    [titles]                                         # what a digest calls a kind
    price = "Prezzo al banco"
    rest = "Altre informazioni"

    [own.points]                                     # kinds of the company's own
    title = "Punti"
    labels = ["Punti fedeltà"]
    shape = "measure"                                # text where nothing is said
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path

from brailledesk.errors import N_, SettingsFault, SettingsFaulty
from brailledesk.ingest.encoding import decode
from brailledesk.sheets.sections import Rest
from brailledesk.sheets.vocabulary import Kind, Vocabulary, fold, is_italian, load_vocabulary
from brailledesk.sources import take_source

_TITLES = {"rest": ("Il resto", "The rest"), "shared": ("Per tutti i prodotti", "For all products")}
_SHAPES = ("text", "amount", "measure", "code", "ean")
_KEYS = ("order", "leave_out", "rest", "labels", "titles", "own")
_MAX_SIZE = 1_000_000


@dataclass(frozen=True, slots=True)
class Profile:
    """How a digest is made: with which words, in which order, without which kinds.

    ``order`` names kinds; those that it does not name follow in the order of the vocabulary.
    ``titles`` replace labels; "rest" and "shared" name the headings of a digest.
    """

    vocabulary: Vocabulary = field(default_factory=load_vocabulary)
    order: tuple[str, ...] = ()
    leave_out: frozenset[str] = frozenset()
    titles: Mapping[str, str] = field(default_factory=dict)
    has_rest: bool = True

    def place(self, kind: str) -> tuple[int, int]:
        """Where a kind stands in a digest; to sort by."""
        kinds = list(self.vocabulary.kinds)
        own = self.order.index(kind) if kind in self.order else len(self.order)
        return own, kinds.index(kind)

    def title(self, name: str, language: str) -> str:
        """A heading of a digest, "rest" or "shared"."""
        return self.titles.get(name) or _TITLES[name][0 if is_italian(language) else 1]

    def headings(self) -> Rest:
        """The headings that mark, in a digest that was made already, what is no fact."""
        own = {
            name: {fold(self.titles[name])} if name in self.titles else set() for name in _TITLES
        }
        rest, shared = (
            frozenset(map(fold, _TITLES[name])) | own[name] for name in ("rest", "shared")
        )
        return Rest(rest, shared)


def read_profile(path: Path) -> Profile:
    """The profile in a file. Raises an IngestError, or SettingsFaulty with all its faults."""
    label, data = take_source(path, max_size=_MAX_SIZE)
    text = decode(data, label).text
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        fault = SettingsFault("", N_("it is no TOML: {reason}"), {"reason": str(error)})
        raise SettingsFaulty(label, (fault,)) from None
    return parse_profile(values, label)


def parse_profile(values: Mapping[str, object], label: str = "") -> Profile:
    """A profile from the values of its file. Raises SettingsFaulty with all faults."""
    check = _Check(load_vocabulary())
    profile = check.profile(values)
    if check.faults:
        raise SettingsFaulty(label, tuple(check.faults))
    return profile


class _Check:
    """Goes over a profile once and collects what is wrong with it."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.faults: list[SettingsFault] = []
        self._vocabulary = vocabulary

    def profile(self, values: Mapping[str, object]) -> Profile:
        for key in values:
            if key not in _KEYS:
                self._fault(key, N_("there is no such key; known keys: {known}"), known=_KEYS)
        vocabulary = self._with_own(self._table(values, "own"))
        vocabulary = self._with_labels(vocabulary, self._table(values, "labels"))
        order = tuple(self._kinds("order", self._strings(values, "order"), vocabulary))
        for name in {name for name in order if order.count(name) > 1}:
            self._fault("order", N_("{name} stands there more than once"), name=name)
        left = frozenset(self._kinds("leave_out", self._strings(values, "leave_out"), vocabulary))
        has_rest = values.get("rest", True)
        if not isinstance(has_rest, bool):
            self._fault("rest", N_("it must be true or false"))
        titles = self._titles(self._table(values, "titles"), vocabulary)
        # A title is a label too: a digest that was made with it is read as it stands.
        own = {fold(title): name for name, title in titles.items() if name not in _TITLES}
        vocabulary = replace(vocabulary, labels=own | dict(vocabulary.labels))
        return Profile(vocabulary, order, left, titles, has_rest is not False)

    def _fault(self, place: str, problem: str, **fields: object) -> None:
        shown = {
            name: ", ".join(map(str, value)) if isinstance(value, (tuple, list)) else value
            for name, value in fields.items()
        }
        self.faults.append(SettingsFault(place, problem, shown))

    def _table(self, values: Mapping[str, object], key: str) -> Mapping[str, object]:
        table = values.get(key, {})
        if isinstance(table, dict):
            return table
        self._fault(key, N_("it must be a table: [{key}]"), key=key)
        return {}

    def _strings(self, values: Mapping[str, object], key: str, path: str = "") -> list[str]:
        found = values.get(key, [])
        if isinstance(found, list) and all(isinstance(one, str) and one.strip() for one in found):
            return found
        self._fault(path or key, N_('it must be a list of words: ["...", "..."]'))
        return []

    def _kinds(self, key: str, names: list[str], vocabulary: Vocabulary) -> Iterator[str]:
        for name in names:
            if name in vocabulary.kinds:
                yield name
            else:
                self._unknown_kind(key, name, vocabulary)

    def _unknown_kind(self, key: str, name: str, vocabulary: Vocabulary) -> None:
        close = get_close_matches(name, [*vocabulary.kinds, *_TITLES], 3, 0.5)
        self._fault(
            key,
            N_("there is no kind {name}; like it: {close}"),
            name=name,
            close=close or list(vocabulary.kinds)[:8],
        )

    def _with_labels(self, vocabulary: Vocabulary, table: Mapping[str, object]) -> Vocabulary:
        labels = dict(vocabulary.labels)
        own: dict[str, str] = {}
        for name in table:
            if name not in vocabulary.kinds:
                self._unknown_kind(f"labels.{name}", name, vocabulary)
                continue
            for label in self._strings(table, name, f"labels.{name}"):
                folded = fold(label)
                if not folded or own.get(folded, name) != name:
                    self._fault(
                        f"labels.{name}", N_("the label {label} names two kinds"), label=label
                    )
                own[folded] = name
        return replace(vocabulary, labels=labels | own)

    def _with_own(self, table: Mapping[str, object]) -> Vocabulary:
        vocabulary = self._vocabulary
        kinds = dict(vocabulary.kinds)
        labels = dict(vocabulary.labels)
        for name, entry in table.items():
            path = f"own.{name}"
            if name in vocabulary.kinds or name in _TITLES:
                self._fault(path, N_("{name} is a kind already"), name=name)
            elif not isinstance(entry, dict):
                self._fault(path, N_("it must be a table: [{key}]"), key=path)
            else:
                kinds[name] = self._own_kind(name, path, entry)
                own = self._strings(entry, "labels", f"{path}.labels")
                labels |= {fold(label): name for label in [*own, kinds[name].title("it")]}
        return replace(vocabulary, kinds=kinds, labels=labels)

    def _own_kind(self, name: str, path: str, entry: Mapping[str, object]) -> Kind:
        for key in entry:
            if key not in {"title", "labels", "shape"}:
                self._fault(
                    f"{path}.{key}",
                    N_("there is no such key; known keys: {known}"),
                    known=("title", "labels", "shape"),
                )
        title = entry.get("title", name)
        if not isinstance(title, str) or not fold(title):
            self._fault(f"{path}.title", N_("it must be words"))
            title = name
        shape = entry.get("shape", "text")
        if shape not in _SHAPES:
            self._fault(f"{path}.shape", N_("it must be one of: {known}"), known=_SHAPES)
        return Kind(name, {"it": title, "en": title}, str(shape))

    def _titles(self, table: Mapping[str, object], vocabulary: Vocabulary) -> dict[str, str]:
        titles = {}
        for name, title in table.items():
            if name not in vocabulary.kinds and name not in _TITLES:
                self._unknown_kind(f"titles.{name}", name, vocabulary)
            elif not isinstance(title, str) or not title.strip() or "\n" in title:
                self._fault(f"titles.{name}", N_("it must be words"))
            else:
                titles[name] = title.strip()
        return titles
