"""What there is for embossing on this machine, and what stands in the way of it.

Nothing is written to a device, none is opened, and no host on the network is asked.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from brailledesk.devices.jobs.encoding import check_setup
from brailledesk.devices.jobs.setup import Setup, Setups, setups_folder
from brailledesk.devices.transport.base import opening_error
from brailledesk.devices.transport.holders import brltty_claims, check_unused, explain_claims
from brailledesk.devices.transport.ipp import list_queues, local_server
from brailledesk.errors import BrailledeskError, DeviceError


@dataclass(frozen=True, slots=True)
class SetUp:
    """An embosser that is set up; ``problem`` is why it cannot be used now, None if it can."""

    name: str
    connection: str
    problem: BrailledeskError | None


@dataclass(frozen=True, slots=True)
class Survey:
    """What was found.

    ``pyserial`` is its version, empty without it; ``queues`` the names of CUPS', None where no
    server answers; ``claim`` how brltty takes serial converters, None where it does not.
    """

    pyserial: str
    queues: tuple[str, ...] | None
    claim: BrailledeskError | None
    embossers: tuple[SetUp, ...]


def survey() -> Survey:
    """Look at everything."""
    return Survey(_pyserial(), _queues(), explain_claims(brltty_claims()), tuple(_embossers()))


def _pyserial() -> str:
    try:
        import serial  # noqa: PLC0415 - an optional package
    except ImportError:
        return ""
    return str(serial.__version__)


def _queues() -> tuple[str, ...] | None:
    try:
        return tuple(str(queue["printer-name"][0]) for queue in list_queues(local_server()))
    except DeviceError:
        return None


def _embossers() -> Iterator[SetUp]:
    setups = Setups(setups_folder())
    for name in setups.names():
        try:
            setup = setups.find(name)
        except BrailledeskError as error:
            yield SetUp(name, "", error)
        else:
            yield SetUp(name, setup.connection, _problem(setup))


def _problem(setup: Setup) -> BrailledeskError | None:
    """Why jobs would not begin: the setup itself, or its port, where it has one here."""
    try:
        check_setup(setup)
        way = setup.way()
        if way.kind == "usb" or (way.kind == "serial" and os.name != "nt"):
            _check_port(setup.connection, way.place)
    except BrailledeskError as error:
        return error
    return None


def _check_port(connection: str, path: str) -> None:
    """Raise a DeviceError for a port that is not there, may not be used, or is in use."""
    try:
        Path(path).stat()
        if not os.access(path, os.W_OK):
            raise PermissionError(13, os.strerror(13), path)
    except OSError as error:
        raise opening_error(connection, error) from error
    check_unused(connection, path)
