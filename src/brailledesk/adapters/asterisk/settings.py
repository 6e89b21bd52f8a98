"""How to reach Asterisk, and which telephone is the agent's: a file in TOML.

::

    host = "10.0.0.5"
    username = "brailledesk"
    secret-file = "/home/anna/.config/brailledesk/asterisk.secret"
    channels = ["PJSIP/201"]

The password itself is in a file that only its owner can read, or in a variable of the environment;
never in this file, and never an argument, which others see in the list of processes.
"""

from __future__ import annotations

import os
import stat
import tomllib
from collections.abc import Mapping
from pathlib import Path

import msgspec

from brailledesk.errors import N_, SettingsFault, SettingsFaulty, UsageError
from brailledesk.sources import take_source
from brailledesk.system_errors import reason_of

SECRET_VARIABLE = "BRAILLEDESK_AMI_SECRET"  # noqa: S105 - the name of a variable
_MAX_FILE = 65_536
_MAX_SECRET = 1_024


class AsteriskSettings(
    msgspec.Struct, frozen=True, kw_only=True, rename="kebab", forbid_unknown_fields=True
):
    """What the file says.

    ``channels`` are the devices of the agent's telephone, ``members`` the names by which queues
    call it where those are others. ``tls`` wants an encrypted connection, whose certificate has to
    be signed by one that this computer trusts, or that ``ca`` holds. ``wrap_up`` is how many
    seconds of work follow a call. ``retry`` is the first pause before another attempt, ``most`` the
    longest, in seconds; ``idle`` is the silence after which the server is asked whether it lives.
    """

    username: str
    channels: tuple[str, ...]
    host: str = "127.0.0.1"
    port: int = 5038
    tls: bool = False
    ca: str = ""
    secret_file: str = ""
    secret_variable: str = SECRET_VARIABLE
    members: tuple[str, ...] = ()
    wrap_up: float = 0.0
    retry: float = 1.0
    most: float = 60.0
    idle: float = 30.0

    @property
    def server(self) -> str:
        """The address, for people."""
        return f"{self.host}:{self.port}"


def read_settings(path: Path) -> AsteriskSettings:
    """The settings in a file. Raises an IngestError, or SettingsFaulty."""
    label, data = take_source(path, "", _MAX_FILE)
    try:
        settings = msgspec.convert(tomllib.loads(data.decode("utf-8")), AsteriskSettings)
    except (ValueError, msgspec.ValidationError) as error:
        fault = SettingsFault("", N_("{reason}"), {"reason": str(error)})
        raise SettingsFaulty(label, (fault,)) from None
    faults = tuple(_faults(settings))
    if faults:
        raise SettingsFaulty(label, faults)
    return settings


def _faults(settings: AsteriskSettings) -> list[SettingsFault]:
    found = []
    if not settings.channels or not all("/" in one for one in settings.channels):
        what = N_('names of devices are wanted, as "PJSIP/201"')
        found.append(SettingsFault("channels", what, {}))
    if not 0 < settings.port < 65536:
        found.append(SettingsFault("port", N_("a port from 1 to 65535 is wanted"), {}))
    for key, value in (("wrap-up", settings.wrap_up), ("most", settings.most)):
        if not 0 <= value <= 3600:
            found.append(SettingsFault(key, N_("0 to 3600 seconds are wanted"), {}))
    for key, value in (("retry", settings.retry), ("idle", settings.idle)):
        if not 0 < value <= 3600:
            found.append(SettingsFault(key, N_("up to 3600 seconds, and not 0, are wanted"), {}))
    return found


def read_secret(settings: AsteriskSettings, environment: Mapping[str, str]) -> str:
    """The password. Raises UsageError where there is none, or where others can read it."""
    if not settings.secret_file:
        secret = environment.get(settings.secret_variable, "")
        if not secret:
            raise UsageError(
                N_("There is no password for Asterisk."),
                N_("Name a file by secret-file, or set the variable {variable}."),
                variable=settings.secret_variable,
            )
        return secret
    path = Path(settings.secret_file).expanduser()
    try:
        with path.open("rb") as stream:
            mode = os.fstat(stream.fileno()).st_mode
            data = stream.read(_MAX_SECRET + 1)
    except OSError as error:
        raise UsageError(
            N_("{path} cannot be read: {reason}."),
            N_("Check that it is a file and that you may read it."),
            path=str(path),
            reason=reason_of(error),
        ) from None
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise UsageError(
            N_("Others can read the password in {path}."),
            N_("Take their rights away: chmod 600 {path}"),
            path=str(path),
        )
    secret = data.decode("utf-8", "replace").strip("\r\n")
    if not secret or len(data) > _MAX_SECRET or "\n" in secret:
        raise UsageError(
            N_("{path} has no password."),
            N_("It has to be one line, and nothing else."),
            path=str(path),
        )
    return secret
