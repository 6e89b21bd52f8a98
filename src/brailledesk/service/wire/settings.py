"""How the desk reads and shows."""

from __future__ import annotations

from typing import Annotated

from msgspec import UNSET, Meta, UnsetType

from brailledesk.service.wire.base import Wire
from brailledesk.service.wire.texts import TableName

ProfileName = Annotated[str, Meta(max_length=500)]


class Config(Wire, frozen=True):
    """The tables and the profile of the desk. ``contracted`` is the table to switch to."""

    table: str
    contracted: str | None
    profile: str


class SetConfig(Wire, frozen=True):
    """What is named changes, for all clients, until the service ends."""

    table: TableName | UnsetType = UNSET
    contracted: TableName | UnsetType | None = UNSET
    profile: ProfileName | UnsetType = UNSET
