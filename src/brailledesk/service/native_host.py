"""Tell browsers of the native-messaging host: the program that they start for an extension.

A browser starts only hosts that have a manifest in its own folder, and for those extensions alone
that the manifest names. Chrome's documentation and Mozilla's say where that is and what is in it;
Microsoft's says the same of Edge. The manifest names a script, since it has no room for arguments.
"""

from __future__ import annotations

import os
import re
import shlex
import stat
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import msgspec

from brailledesk.errors import N_, ExtensionFaulty, OutputError, UsageError
from brailledesk.resources import state_path
from brailledesk.service.security.private import check_above, private_folder, write_private
from brailledesk.system_errors import reason_of

HOST = "org.brailledesk.desk"
"""The name by which an extension asks for the host."""
CHROMIUM_ID = "fimljjooolcmndbfcldgbpcgipdlobpm"
"""Our extension's: it follows from the key in its manifest."""
FIREFOX_ID = "desk@brailledesk.org"
_DESCRIPTION = "brailledesk: Braille and speech for web applications"
_CHROMIUM_ID = re.compile(r"[a-p]{32}")
_FIREFOX_ID = re.compile(
    r"\{[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}|[\w.-]{0,60}@[\w.-]{1,60}"
)
_MOST = 1 << 16


class Browser(NamedTuple):
    """A browser, and where it looks for manifests; above that is what it has of the user."""

    title: str
    linux: str
    macos: str
    registry: str
    is_firefox: bool = False


_CHROMIUM_FOLDER = "NativeMessagingHosts"
BROWSERS: Mapping[str, Browser] = MappingProxyType(
    {
        "chromium": Browser(
            "Chromium",
            f"{{config}}/chromium/{_CHROMIUM_FOLDER}",
            f"{{library}}/Chromium/{_CHROMIUM_FOLDER}",
            rf"Software\Chromium\{_CHROMIUM_FOLDER}",
        ),
        "chrome": Browser(
            "Google Chrome",
            f"{{config}}/google-chrome/{_CHROMIUM_FOLDER}",
            f"{{library}}/Google/Chrome/{_CHROMIUM_FOLDER}",
            rf"Software\Google\Chrome\{_CHROMIUM_FOLDER}",
        ),
        "edge": Browser(
            "Microsoft Edge",
            f"{{config}}/microsoft-edge/{_CHROMIUM_FOLDER}",
            f"{{library}}/Microsoft Edge/{_CHROMIUM_FOLDER}",
            rf"Software\Microsoft\Edge\{_CHROMIUM_FOLDER}",
        ),
        "firefox": Browser(
            "Firefox",
            "{home}/.mozilla/native-messaging-hosts",
            f"{{library}}/Mozilla/{_CHROMIUM_FOLDER}",
            rf"Software\Mozilla\{_CHROMIUM_FOLDER}",
            is_firefox=True,
        ),
    }
)


def default_id(browser: str) -> str:
    """The identifier of our own extension in this browser."""
    return FIREFOX_ID if BROWSERS[browser].is_firefox else CHROMIUM_ID


def found_browsers() -> list[str]:
    """The browsers that this user has run. On Windows, where that is not seen, all."""
    if os.name == "nt":
        return list(BROWSERS)
    return [name for name in BROWSERS if manifest_folder(name).parent.is_dir()]


def manifest_folder(browser: str) -> Path:
    """Where this browser looks for manifests of this user; on Windows the registry leads there."""
    known = BROWSERS[browser]
    if os.name == "nt":
        return Path(state_path("native-host")) / browser
    home = Path.home()
    config = Path(os.environ.get("XDG_CONFIG_HOME", ""))
    pattern = known.macos if sys.platform == "darwin" else known.linux
    return Path(
        pattern.format(
            home=home,
            library=home / "Library" / "Application Support",
            config=config if config.is_absolute() else home / ".config",
        )
    )


def install(browser: str, ids: Sequence[str], user_data: Path | None = None) -> Path:
    """Write launcher and manifest for these extensions; the path of the manifest.

    ``user_data``: of a Chromium that was started with ``--user-data-dir``. Raises ExtensionFaulty,
    UsageError for a folder that is no such profile, OutputError, or SecretUnsafe where another
    user could put something else in its place.
    """
    origins = [_origin(browser, one) for one in ids]
    folder = _folder(browser, user_data)
    key = "allowed_extensions" if BROWSERS[browser].is_firefox else "allowed_origins"
    manifest = {
        "name": HOST,
        "description": _DESCRIPTION,
        "path": str(_write_launcher()),
        "type": "stdio",
        key: origins,
    }
    path = folder / f"{HOST}.json"
    _make_folder(folder)
    write_private(path, msgspec.json.format(msgspec.json.encode(manifest)), is_shared_folder=True)
    if os.name == "nt":
        _register(browser, path)
    return path


def uninstall(browser: str, user_data: Path | None = None) -> Path | None:
    """Remove our manifest; its path, None where there was none. Another's of this name stays.

    Raises UsageError for a manifest that is not ours, OutputError.
    """
    path = _folder(browser, user_data) / f"{HOST}.json"
    try:
        if not path.is_symlink() and _launcher_of(path) != str(launcher_path()):
            raise UsageError(
                N_("{path} was not written by this program."), N_("Remove it by hand."), path=path
            )
        path.unlink()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise OutputError(str(path), reason_of(error)) from error
    if os.name == "nt":
        _register(browser, None)
    return path


def launcher_path() -> Path:
    """The script that a manifest names."""
    name = "brailledesk-native.bat" if os.name == "nt" else "brailledesk-native"
    return Path(state_path("native-host")) / name


def remove_launcher() -> None:
    """Remove the script, when no manifest names it any more. Raises OutputError."""
    path = launcher_path()
    try:
        path.unlink(missing_ok=True)
        with suppress(OSError):  # something of the user's is in it, or it is not there
            path.parent.rmdir()
    except OSError as error:
        raise OutputError(str(path), reason_of(error)) from error


def _folder(browser: str, user_data: Path | None) -> Path:
    if user_data is None:
        return manifest_folder(browser)
    if BROWSERS[browser].is_firefox or not user_data.is_dir():
        raise UsageError(
            N_("{path} is no folder of a Chromium's user data."),
            N_("Name the folder that --user-data-dir of the browser names."),
            path=user_data,
        )
    return user_data.absolute() / _CHROMIUM_FOLDER


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(str(folder), reason_of(error)) from error
    check_above(folder.resolve())


def _origin(browser: str, identifier: str) -> str:
    if BROWSERS[browser].is_firefox:
        if not _FIREFOX_ID.fullmatch(identifier):
            raise ExtensionFaulty(identifier, BROWSERS[browser].title)
        return identifier
    if not _CHROMIUM_ID.fullmatch(identifier):
        raise ExtensionFaulty(identifier, BROWSERS[browser].title)
    return f"chrome-extension://{identifier}/"


def _write_launcher() -> Path:
    """A script that starts this very installation; browsers hand it their own arguments.

    ``-P``: a browser starts it in a folder of its own choice, which is no place for modules.
    """
    path = launcher_path()
    private_folder(path.parent)
    code = "from brailledesk.cli import main; main()"
    if os.name == "nt":
        script = f'@echo off\r\n"{sys.executable}" -P -c "{code}" serve --native %*\r\n'
    else:
        start = f"exec {shlex.quote(sys.executable)} -P -c {shlex.quote(code)}"
        script = f'#!/bin/sh\n{start} serve --native "$@"\n'
    write_private(path, script.encode(), mode=stat.S_IRWXU)
    return path


def _launcher_of(path: Path) -> object:
    with path.open("rb") as file:
        data = file.read(_MOST)
    try:
        return msgspec.json.decode(data, type=dict[str, object]).get("path")
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return None


def _register(browser: str, path: Path | None) -> None:
    """Set the key of the registry by which the browser finds the manifest, or remove it."""
    if sys.platform == "win32":
        import winreg  # noqa: PLC0415 - a module of this system alone

        key = rf"{BROWSERS[browser].registry}\{HOST}"
        if path is None:
            winreg.DeleteKey(winreg.HKEY_CURRENT_USER, key)
        else:
            winreg.SetValue(winreg.HKEY_CURRENT_USER, key, winreg.REG_SZ, str(path))
