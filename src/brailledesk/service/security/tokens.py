"""What was granted to whom: tokens bound to origins, on disk only as hashes.

A token has 256 random bits, so its plain SHA-256 tells nobody anything: there is nothing to guess
that a slow hash would slow down. It is worth something only together with the origin that it was
made for, which browsers state and pages cannot change.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import secrets
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from brailledesk.errors import N_, OriginNotFound, OutputError, SecretUnsafe, TokenRefused
from brailledesk.locking import lock_file
from brailledesk.resources import config_path
from brailledesk.service.security.origins import normalise_origin
from brailledesk.service.security.private import private_folder, read_private, write_private
from brailledesk.service.wire.scopes import Scope
from brailledesk.system_errors import reason_of

_NAME = "origins.json"
_PREFIX = "bd1_"
"""Tells people, and programs that look for forgotten secrets, what it is."""
_MOST_TOKEN = 100


class Grant(msgspec.Struct, frozen=True, order=True):
    """What one pairing gave. ``digest`` is the token's SHA-256; ``created`` seconds since 1970."""

    origin: str
    name: str
    scopes: tuple[str, ...]
    digest: str
    created: int


class Access(msgspec.Struct, frozen=True):
    """All that was granted. A page of ``allowed`` may ask to be paired, and nothing else.

    Until ``open_until``, seconds since 1970, every page may ask.
    """

    version: int = 1
    grants: tuple[Grant, ...] = ()
    allowed: tuple[str, ...] = ()
    open_until: int = 0

    def admits(self, origin: str, now: float) -> bool:
        """Whether a page of this origin may open a connection at all."""
        return now < self.open_until or self.knows(origin)

    def knows(self, origin: str) -> bool:
        """Whether this origin was let in by its name."""
        return origin in self.allowed or any(grant.origin == origin for grant in self.grants)

    def find(self, origin: str, token: str) -> Grant:
        """The grant of this token for this origin. Raises TokenRefused.

        All digests are compared, in constant time: how long it takes tells nothing about them.
        """
        digest = digest_of(token[:_MOST_TOKEN])
        found = None
        for grant in self.grants:
            is_same = hmac.compare_digest(grant.digest, digest)
            if is_same and grant.origin == origin:
                found = grant
        if found is None:
            raise TokenRefused
        return found


class AccessFile:
    """What was granted, in a file that all processes of the user share.

    Each look reads what is there now: a revocation by another process is in force at once.
    """

    def __init__(
        self,
        folder: Path | None = None,
        clock: Callable[[], float] = time.time,
        patience: float = 5.0,
    ) -> None:
        """``patience``: seconds to wait for another process that changes the file."""
        self._folder = folder or Path(config_path("service"))
        self._clock = clock
        self._patience = patience
        self._known: tuple[tuple[int, ...], Access] = ((), Access())

    @property
    def path(self) -> Path:
        """Where it is."""
        return self._folder / _NAME

    def read(self) -> Access:
        """What is granted now. Raises SecretUnsafe where the file or its folder is not safe."""
        try:
            found = self.path.lstat()
        except FileNotFoundError:
            return Access()
        state = (found.st_mtime_ns, found.st_ino, found.st_size, found.st_mode, found.st_uid)
        if state != self._known[0]:
            private_folder(self._folder)
            self._known = (state, self._parse(read_private(self.path)))
        return self._known[1]

    def allow(self, origin: str) -> str:
        """Let pages of this origin ask to be paired; the origin as it is kept."""
        origin = normalise_origin(origin)
        with self._changing() as access:
            kept = tuple(sorted({*access.allowed, origin}))
            self._write(msgspec.structs.replace(access, allowed=kept))
        return origin

    def open_for(self, seconds: float) -> None:
        """Let every page ask to be paired for so long."""
        with self._changing() as access:
            until = int(self._clock() + seconds)
            self._write(msgspec.structs.replace(access, open_until=until))

    def grant(self, origin: str, name: str, scopes: frozenset[Scope]) -> str:
        """A new token for this origin; an earlier one of the same origin is no longer valid.

        One token an origin: a page that pairs again has lost its token, or someone else has it.
        """
        token = _PREFIX + secrets.token_urlsafe(32)
        grant = Grant(origin, name, tuple(sorted(scopes)), digest_of(token), int(self._clock()))
        with self._changing() as access:
            others = tuple(one for one in access.grants if one.origin != origin)
            # The window was opened for a pairing, and here it is.
            changed = msgspec.structs.replace(access, grants=(*others, grant), open_until=0)
            self._write(changed)
        return token

    def revoke(self, origin: str) -> None:
        """Take back all that this origin has. Raises OriginNotFound."""
        with self._changing() as access:
            grants = tuple(one for one in access.grants if one.origin != origin)
            allowed = tuple(one for one in access.allowed if one != origin)
            if (grants, allowed) == (access.grants, access.allowed):
                raise OriginNotFound(origin)
            self._write(msgspec.structs.replace(access, grants=grants, allowed=allowed))

    @contextlib.contextmanager
    def _changing(self) -> Iterator[Access]:
        """What is granted now, while no other process changes it."""
        lock = private_folder(self._folder) / f"{_NAME}.lock"
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
        try:
            descriptor = os.open(lock, flags, 0o600)
        except OSError as error:
            raise OutputError(str(lock), reason_of(error)) from error
        try:
            end = time.monotonic() + self._patience
            while not lock_file(descriptor):
                if time.monotonic() > end:
                    raise OutputError(str(self.path), N_("another process is changing it"))
                time.sleep(0.02)
            yield self.read()
        finally:
            os.close(descriptor)

    def _write(self, access: Access) -> None:
        write_private(self.path, msgspec.json.format(msgspec.json.encode(access)))

    def _parse(self, data: bytes) -> Access:
        try:
            return msgspec.json.decode(data, type=Access)
        except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
            raise SecretUnsafe(str(self.path), N_("it is damaged")) from error


def digest_of(token: str) -> str:
    """The SHA-256 of a token, in hexadecimal digits."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def new_token() -> str:
    """A token that is kept nowhere: of one run of the service, for programs without an origin."""
    return _PREFIX + secrets.token_urlsafe(32)


def is_same_token(one: str, other: str) -> bool:
    """Whether both are the same, found out in constant time."""
    return hmac.compare_digest(digest_of(one[:_MOST_TOKEN]), digest_of(other[:_MOST_TOKEN]))
