"""Embosser jobs."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from brailledesk.service.wire.base import Wire
from brailledesk.service.wire.documents import Source


class Submit(Wire, frozen=True):
    """A Braille file for an embosser that is set up; ``pages`` as "3-7" or "5-", all if empty."""

    source: Source
    embosser: Annotated[str, Meta(max_length=200)]
    copies: Annotated[int, Meta(ge=1, le=100)] = 1
    pages: Annotated[str, Meta(max_length=100)] = ""


class AskJob(Wire, frozen=True):
    """A job by its number."""

    job: Annotated[int, Meta(ge=0, le=2**63 - 1)]


class JobInfo(Wire, frozen=True):
    """A job. ``state`` is "queued", "sending", "paused", "failed", "cancelled", "done" or
    "handed over".

    ``page`` is the last page of copy ``copy`` that the device took. ``error`` is for people, empty
    where there is none.
    """

    job: int
    name: str
    embosser: str
    state: str
    copy: int
    copies: int
    page: int
    pages: int
    error: str


class Jobs(Wire, frozen=True):
    """All jobs that are known, the oldest first."""

    jobs: list[JobInfo]
