"""What a client may be allowed to do."""

from __future__ import annotations

from enum import StrEnum


class Scope(StrEnum):
    """One permission; each method names the one that it needs, or none."""

    PUBLISH = "publish"
    """Show screens and messages, and hear what the reader does there."""
    KEYS = "keys"
    """Take keys of the display for oneself."""
    READ = "read"
    """Read messages back, also those of others."""
    DOCUMENTS = "documents"
    """Convert documents and read scans."""
    EMBOSS = "emboss"
    SPEECH = "speech"
    CONFIG = "config"
    WATCH = "watch"
    """See all that the displays show, and press their keys: for developers."""


ALL_SCOPES = frozenset(Scope)
