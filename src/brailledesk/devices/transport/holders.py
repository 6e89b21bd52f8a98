"""Who has a port: the programs that have it open, and the Braille display service that takes it.

brltty takes USB serial converters (CH340, CP210x, FTDI) for Braille displays: the port of an
embosser is then in use, or is not there at all. Linux says who has a file open to those who may
know; root may know of all.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from brailledesk.devices.transport.base import printable
from brailledesk.errors import N_, BrailledeskError, DeviceBusy, DeviceNotFound

PROCESSES = Path("/proc")
USB_DEVICES = Path("/sys/bus/usb/devices")

CONVERTERS = frozenset({"1a86", "10c4", "0403"})
"""USB vendors of serial converters that brltty takes: WCH (CH340), Silicon Labs (CP210x), FTDI."""

RELEASE_BRLTTY = N_(
    "brltty takes it for a Braille display: stop it (systemctl stop brltty), or name your display's"
    " port in /etc/brltty.conf, so that it leaves the others alone."
)


def find_holders(path: str, processes: Path = PROCESSES) -> list[str]:
    """Other programs that have ``path`` open, as "name (process number)"."""
    wanted = os.path.realpath(path)
    own = str(os.getpid())
    return [
        f"{_name_of(process)} (process {process.name})"
        for process in sorted(_numbered(processes), key=lambda one: int(one.name))
        if process.name != own and _has_open(process, wanted)
    ]


def check_unused(device: str, path: str) -> None:
    """Raise DeviceBusy where another program is seen to have the port open."""
    holders = find_holders(path)
    if holders:
        is_brltty = any(holder.startswith("brltty ") for holder in holders)
        raise DeviceBusy(device, ", ".join(holders), RELEASE_BRLTTY if is_brltty else "")


def explain_absent(device: str, reason: str) -> DeviceNotFound:
    """The error for a port that is not there, with the likeliest cause."""
    is_taken = is_running("brltty") and has_lone_converter()
    return DeviceNotFound(device, reason, RELEASE_BRLTTY if is_taken else "")


def is_running(name: str, processes: Path = PROCESSES) -> bool:
    """Whether a program of this name runs."""
    return any(_name_of(process) == name for process in _numbered(processes))


def has_lone_converter(devices: Path = USB_DEVICES) -> bool:
    """Whether a USB serial converter is connected to which no driver of the system gave a port."""
    for vendor in devices.glob("*/idVendor"):
        with suppress(OSError):
            is_converter = vendor.read_text(encoding="ascii").strip() in CONVERTERS
            if is_converter and not any(vendor.parent.glob("*/tty*")):
                return True
    return False


def brltty_claims(root: Path = Path("/")) -> list[str]:
    """What has brltty take serial converters here: its process, its service, rules for devices."""
    claims = ["brltty"] if is_running("brltty", root / "proc") else []
    services = sorted((root / "etc/systemd/system").glob("*.wants/brltty*"))
    rules = [
        path
        for folder in ("etc/udev/rules.d", "usr/lib/udev/rules.d")
        for path in sorted((root / folder).glob("*brltty*"))
        if _names_converter(path)
    ]
    return [*claims, *map(str, [*services, *rules])]


def explain_claims(claims: list[str]) -> BrailledeskError | None:
    """The same for people, with what to do; None where there are none."""
    if not claims:
        return None
    return BrailledeskError(
        N_("Ports of USB serial converters may be taken for Braille displays: {claims}."),
        N_(
            "If an embosser has such a port, name your display's port in /etc/brltty.conf; without"
            " a display: systemctl disable --now brltty"
        ),
        claims=", ".join(claims),
    )


def _names_converter(path: Path) -> bool:
    with suppress(OSError):
        text = path.read_text(encoding="utf-8", errors="replace").lower()
        return any(vendor in text for vendor in CONVERTERS)
    return False


def _numbered(processes: Path) -> Iterator[Path]:
    with suppress(OSError):
        yield from (one for one in processes.iterdir() if one.name.isdigit())


def _has_open(process: Path, wanted: str) -> bool:
    with suppress(OSError):  # it has ended, or belongs to somebody else
        for descriptor in (process / "fd").iterdir():
            with suppress(OSError):
                if os.readlink(descriptor) == wanted:  # noqa: PTH115 - a path, not a Path
                    return True
    return False


def _name_of(process: Path) -> str:
    with suppress(OSError):
        return printable((process / "comm").read_text(encoding="utf-8", errors="replace"))
    return "?"
