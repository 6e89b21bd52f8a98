"""What the commands of ``brailledesk pair`` do, and the lines that tell of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from brailledesk.cli.console import translator
from brailledesk.errors import N_
from brailledesk.service.security.origins import normalise_origin
from brailledesk.service.security.pairing import LIFETIME
from brailledesk.service.security.tokens import AccessFile


def grant_lines() -> Iterator[str]:
    """A line for each origin. Raises SecretUnsafe."""
    _ = translator()
    access = AccessFile().read()
    paired = {grant.origin for grant in access.grants}
    for grant in sorted(access.grants):
        day = datetime.fromtimestamp(grant.created, UTC).date().isoformat()
        told = _("{origin}: paired on {day} as {name}; scopes: {scopes}")
        yield told.format(
            origin=grant.origin, day=day, name=grant.name or "-", scopes=" ".join(grant.scopes)
        )
    for origin in access.allowed:
        if origin not in paired:
            yield _("{origin}: may ask to be paired").format(origin=origin)
    if not access.grants and not access.allowed:
        yield _("No page may use the desk.")


def allow_origin(origin: str) -> str:
    """Raises OriginFaulty, SecretUnsafe or OutputError."""
    kept = AccessFile().allow(origin)
    return translator()(N_("{origin}: may ask to be paired")).format(origin=kept)


def open_door() -> str:
    """Raises SecretUnsafe or OutputError."""
    AccessFile().open_for(LIFETIME)
    told = translator()(N_("For {seconds} s any page may ask to be paired; one will be."))
    return told.format(seconds=int(LIFETIME))


def revoke_origin(origin: str) -> str:
    """Raises OriginFaulty, OriginNotFound, SecretUnsafe or OutputError."""
    kept = normalise_origin(origin)
    AccessFile().revoke(kept)
    return translator()(N_("{origin}: may do nothing any more")).format(origin=kept)
