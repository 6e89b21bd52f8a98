"""What a client may do, in words that a user can be asked about.

A page gets the scopes that it asked for and the user confirmed. Local programs of the same user
have all of them: they could read the user's files without us.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from brailledesk.errors import N_, ScopeUnknown
from brailledesk.service.wire.scopes import ALL_SCOPES, Scope

SCOPES: Mapping[Scope, str] = MappingProxyType(
    {
        Scope.PUBLISH: N_("show its screen and messages on the display"),
        Scope.KEYS: N_("receive keys while its screen is shown"),
        Scope.SPEECH: N_("speak aloud"),
        Scope.EMBOSS: N_("emboss documents"),
        Scope.DOCUMENTS: N_("have documents and scans converted"),
        Scope.READ: N_("read messages of others"),
        Scope.WATCH: N_("see all that the display shows"),
        Scope.CONFIG: N_("read and change settings"),
    }
)
"""The scopes, and what each allows."""

FOR_PAGES = frozenset({Scope.PUBLISH, Scope.KEYS, Scope.SPEECH})
"""What a page gets that asks for nothing in particular."""

FOR_VIEWER = frozenset({Scope.WATCH, Scope.READ})
"""What the developer's page of the service itself has."""


def parse_scopes(names: Iterable[str]) -> frozenset[Scope]:
    """These scopes as a set. Raises ScopeUnknown."""
    wanted = frozenset(names)
    for name in sorted(wanted - ALL_SCOPES):
        raise ScopeUnknown(name[:40], tuple(SCOPES))
    return known_scopes(wanted)


def known_scopes(names: Iterable[str]) -> frozenset[Scope]:
    """Those of the names that are scopes: a later version may have granted others."""
    return frozenset(map(Scope, ALL_SCOPES.intersection(names)))
