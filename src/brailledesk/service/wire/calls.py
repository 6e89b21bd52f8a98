"""Calls that are on their way: given up, or telling how far they are."""

from __future__ import annotations

from brailledesk.service.wire.base import Wire


class Cancel(Wire, frozen=True):
    """Give up the request with this id. It is answered all the same: by an error, or if it was too
    late by its result.
    """

    id: int | str | float


class ProgressTold(Wire, frozen=True):
    """How far the request ``id`` is: ``done`` of ``total``, 0 where nobody knows. ``text`` is for
    people.
    """

    id: int | str | float | None
    done: int
    total: int
    text: str
