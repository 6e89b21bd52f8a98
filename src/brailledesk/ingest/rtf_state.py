"""What a group of RTF hands down to the groups in it: where text goes, and how it looks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from brailledesk.ingest.rtf_codes import language_of
from brailledesk.text import Typeform

MOST_TABLES = 20
"""Inside each other; deeper ones are read as if they were one."""
_MOST_SKIPPED = 100


@dataclass(frozen=True, slots=True)
class State:
    """A group's state; the paragraph's properties are those of the paragraph that ends in it."""

    destination: str = "text"
    font: int = -1
    skipped: int = 1
    """How many characters follow a Unicode one for programs that do not know it."""
    typeform: Typeform = Typeform.PLAIN
    language: str | None = None
    script: str = ""
    is_hidden: bool = False
    is_capital: bool = False
    style: int = 0
    level: int = 0
    is_in_table: bool = False
    depth: int = 1
    list_level: int = 0
    is_in_list: bool = False
    is_field: bool = False

    @property
    def table_depth(self) -> int:
        """How many tables the paragraph stands in."""
        return self.depth if self.is_in_table else 0


def after(state: State, name: str, number: int | None) -> State | None:
    """The state after a word about text or its paragraph; None for any other word."""
    change = _WORDS.get(name)
    if change is not None:
        return change(state, number)
    if name.startswith("ul") and name not in {"ulc", "uld0"}:
        return _form(state, Typeform.UNDERLINE, number)
    return None


def _form(state: State, bit: Typeform, number: int | None) -> State:
    if state.is_field and bit == Typeform.UNDERLINE:  # the looks of a link
        return state
    form = state.typeform & ~bit if number == 0 else state.typeform | bit
    return replace(state, typeform=form)


def _plain(state: State) -> State:
    return replace(
        state,
        typeform=Typeform.PLAIN,
        language=None,
        script="",
        is_hidden=False,
        is_capital=False,
        font=-1,
    )


def _new_paragraph(state: State) -> State:
    return replace(
        state, style=0, level=0, is_in_table=False, depth=1, list_level=0, is_in_list=False
    )


def _shifted(state: State, script: str, number: int | None) -> State:
    return replace(state, script=script if number else "")


def _nested(state: State, number: int | None) -> State:
    depth = min(max(number or 0, 0), MOST_TABLES)
    return replace(state, depth=max(depth, 1), is_in_table=depth > 0)


def _outline(state: State, number: int | None) -> State:
    value = number or 0
    return replace(state, level=value + 1 if 0 <= value < 9 else 0)


_WORDS: dict[str, Callable[[State, int | None], State]] = {
    "b": lambda s, n: _form(s, Typeform.BOLD, n),
    "i": lambda s, n: _form(s, Typeform.ITALIC, n),
    "strike": lambda s, n: _form(s, Typeform.STRUCK, n),
    "striked": lambda s, n: _form(s, Typeform.STRUCK, n),
    "ulnone": lambda s, _: _form(s, Typeform.UNDERLINE, 0),
    "plain": lambda s, _: _plain(s),
    "v": lambda s, n: replace(s, is_hidden=n != 0),
    "deleted": lambda s, n: replace(s, is_hidden=n != 0),
    "caps": lambda s, n: replace(s, is_capital=n != 0),
    "super": lambda s, n: replace(s, script="super" if n != 0 else ""),
    "sub": lambda s, n: replace(s, script="sub" if n != 0 else ""),
    "nosupersub": lambda s, _: replace(s, script=""),
    "up": lambda s, n: _shifted(s, "super", n),
    "dn": lambda s, n: _shifted(s, "sub", n),
    "f": lambda s, n: replace(s, font=n or 0),
    "lang": lambda s, n: replace(s, language=language_of(n or 0)),
    "uc": lambda s, n: replace(s, skipped=min(max(n or 0, 0), _MOST_SKIPPED)),
    "pard": lambda s, _: _new_paragraph(s),
    "s": lambda s, n: replace(s, style=n or 0),
    "outlinelevel": _outline,
    "intbl": lambda s, _: replace(s, is_in_table=True),
    "itap": _nested,
    "ls": lambda s, n: replace(s, is_in_list=bool(n and n > 0)),
    "ilvl": lambda s, n: replace(s, list_level=min(max(n or 0, 0), 8)),
}
