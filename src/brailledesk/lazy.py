"""Names of a package that are imported when they are first asked for.

A quick command needs few of them. ``typing`` and ``importlib`` themselves are not needed here: a
start without them is shorter by a third.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


def import_name(package: str, homes: Mapping[str, str], name: str) -> object:
    """The value of ``name``, whose module ``homes`` gives relative to ``package``.

    For a package's ``__getattr__``; raises AttributeError where ``homes`` does not know the name.
    """
    if name not in homes:
        raise AttributeError(f"module {package!r} has no attribute {name!r}")
    module = __import__(f"{package}.{homes[name]}", fromlist=(name,))
    return getattr(module, name)
