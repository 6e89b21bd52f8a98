"""What only programs of this computer may name: its files.

A page sends documents as bytes. Where a name is meant, of a table or of a voice, a path would do
as well behind the door, so pages and extensions are held to names here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

import msgspec

from brailledesk.errors import PathNotAllowed

_TABLE_NAME = re.compile(r"[A-Za-z0-9-]{1,100}|[a-z]+:[A-Za-z0-9-]+(?: [a-z]+:[A-Za-z0-9-]+){0,9}")
_NAME = re.compile(r"[A-Za-z0-9_-]{1,100}")
_VOICE = re.compile(r"[A-Za-z0-9][\w ()+-]*(?:/[\w+-]+)*")


def _is_profile(name: str) -> bool:
    from brailledesk.desk.profile_file import profile_names  # noqa: PLC0415 - looks at a folder

    return name in profile_names()


def _never(_value: str) -> bool:
    return False


_CHECKS: Mapping[str, Callable[[str], object]] = MappingProxyType(
    {
        "path": _never,
        "table": _TABLE_NAME.fullmatch,
        "contracted": _TABLE_NAME.fullmatch,
        "profile": _is_profile,
        "voice": _VOICE.fullmatch,
        "embosser": _NAME.fullmatch,
    }
)
"""The fields that name a place, in any parameters, and what a page may write there."""

PLACES = frozenset(_CHECKS)


def refuse_places(params: msgspec.Struct) -> None:
    """Raise PathNotAllowed where the parameters of a method name a file of this computer."""
    for name in params.__struct_fields__:
        value = getattr(params, name)
        if isinstance(value, msgspec.Struct):
            refuse_places(value)
        elif isinstance(value, str) and name in _CHECKS and not _CHECKS[name](value):
            raise PathNotAllowed
