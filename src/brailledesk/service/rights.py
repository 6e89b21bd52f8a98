"""Who a client is to the service, and what it may do."""

from __future__ import annotations

from dataclasses import dataclass

from brailledesk.service.wire.scopes import ALL_SCOPES, Scope


@dataclass(frozen=True, slots=True)
class Rights:
    """``origin`` is the page or extension behind a connection, None for a program of this user.

    ``may_name_paths``: files and tables by their path; never for what comes from a browser.
    """

    scopes: frozenset[Scope] = ALL_SCOPES
    origin: str | None = None
    may_name_paths: bool = True

    def within(self, other: Rights) -> Rights:
        """What both allow."""
        return Rights(
            self.scopes & other.scopes,
            other.origin or self.origin,
            self.may_name_paths and other.may_name_paths,
        )


LOCAL = Rights()
"""A program of the same user on this computer."""

EXTENSION = Rights(ALL_SCOPES - {Scope.WATCH}, may_name_paths=False)
"""A browser's extension: the browser let it in by the manifest, and pages speak through it."""
