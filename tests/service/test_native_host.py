"""Manifests of the native-messaging host: at the right place, for our extension alone."""

from __future__ import annotations

import json
import os
import stat
import struct
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from brailledesk.cli.app import app
from brailledesk.errors import ExtensionFaulty, SecretUnsafe, UsageError
from brailledesk.service import native_host
from brailledesk.service.native_host import CHROMIUM_ID, FIREFOX_ID, HOST, install, uninstall

# Chrome's, Microsoft's and Mozilla's documentation of native messaging.
LINUX = {
    "chromium": ".config/chromium/NativeMessagingHosts",
    "chrome": ".config/google-chrome/NativeMessagingHosts",
    "edge": ".config/microsoft-edge/NativeMessagingHosts",
    "firefox": ".mozilla/native-messaging-hosts",
}
MACOS = {
    "chromium": "Library/Application Support/Chromium/NativeMessagingHosts",
    "chrome": "Library/Application Support/Google/Chrome/NativeMessagingHosts",
    "edge": "Library/Application Support/Microsoft Edge/NativeMessagingHosts",
    "firefox": "Library/Application Support/Mozilla/NativeMessagingHosts",
}


@pytest.fixture(name="home", autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def command(*arguments: str) -> Result:
    return CliRunner(env={"LANGUAGE": "en"}).invoke(app, ["extension", *arguments])


def manifest(path: Path) -> Any:
    return json.loads(path.read_bytes())


def files(home: Path) -> set[str]:
    return {str(one.relative_to(home)) for one in home.rglob("*") if not one.is_dir()}


@pytest.mark.parametrize(("system", "folders"), [("linux", LINUX), ("darwin", MACOS)])
@pytest.mark.parametrize("browser", list(LINUX))
def test_a_manifest_is_where_its_browser_looks_and_nothing_elsewhere(
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    system: str,
    folders: dict[str, str],
    browser: str,
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    path = install(browser, ["desk@brailledesk.org" if browser == "firefox" else "a" * 32])
    assert path == home / folders[browser] / f"{HOST}.json"
    launcher = ".local/state/brailledesk/native-host/brailledesk-native"
    assert files(home) == {f"{folders[browser]}/{HOST}.json", launcher}
    assert manifest(path)["path"] == str(home / launcher)
    assert uninstall(browser) == path
    assert files(home) == {launcher}
    assert uninstall(browser) is None


def test_what_is_in_a_manifest(home: Path) -> None:
    chromium = manifest(install("chromium", [CHROMIUM_ID, "b" * 32]))
    assert chromium == {
        "name": "org.brailledesk.desk",
        "description": "brailledesk: Braille and speech for web applications",
        "path": str(home / ".local/state/brailledesk/native-host/brailledesk-native"),
        "type": "stdio",
        "allowed_origins": [
            f"chrome-extension://{CHROMIUM_ID}/",
            f"chrome-extension://{'b' * 32}/",
        ],
    }
    firefox = manifest(install("firefox", [FIREFOX_ID]))
    assert firefox["allowed_extensions"] == ["desk@brailledesk.org"]
    assert "allowed_origins" not in firefox


def test_folders_of_settings_may_be_elsewhere(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "settings"))
    assert install("chrome", ["a" * 32]).is_relative_to(home / "settings" / "google-chrome")
    monkeypatch.setenv("XDG_CONFIG_HOME", "settings")  # what is not absolute does not count
    assert install("chrome", ["a" * 32]).is_relative_to(home / ".config")


@pytest.mark.parametrize(
    ("browser", "identifier"),
    [
        ("chromium", ""),
        ("chromium", "*"),
        ("chromium", "a" * 31),
        ("chromium", "a" * 33),
        ("chromium", "q" * 32),
        ("chromium", "desk@brailledesk.org"),
        ("chromium", "a" * 31 + "\n"),
        ("chromium", "a" * 31 + "/"),
        ("firefox", "*"),
        ("firefox", "a" * 32),
        ("firefox", "desk brailledesk@org x"),
    ],
)
def test_what_is_no_identifier_gets_no_manifest(home: Path, browser: str, identifier: str) -> None:
    with pytest.raises(ExtensionFaulty):
        install(browser, [identifier])
    assert files(home) == set()


def test_the_launcher_is_the_users_alone_and_starts_this_installation(home: Path) -> None:
    install("chromium", [CHROMIUM_ID])
    launcher = native_host.launcher_path()
    assert stat.S_IMODE(launcher.stat().st_mode) == 0o700
    assert stat.S_IMODE(launcher.parent.stat().st_mode) == 0o700
    trap = home / "trap"
    trap.mkdir()
    (trap / "msgspec.py").write_text("raise SystemExit('a module of the working folder')")
    request = b'{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocol":"1.0"}}'
    done = subprocess.run(
        [launcher, f"chrome-extension://{CHROMIUM_ID}/"],
        input=struct.pack("=I", len(request)) + request,
        capture_output=True,
        cwd=trap,
        check=True,
        timeout=60,
        env={**os.environ, "HOME": str(home), "XDG_RUNTIME_DIR": str(home)},
    )
    (length,) = struct.unpack("=I", done.stdout[:4])
    answer = json.loads(done.stdout[4 : 4 + length])
    assert answer["id"] == 1
    assert "watch" not in answer["result"]["capabilities"]["scopes"]


def test_a_folder_in_which_others_write_gets_no_manifest(home: Path) -> None:
    folder = home / LINUX["chromium"]
    folder.mkdir(parents=True)
    folder.chmod(0o777)
    with pytest.raises(SecretUnsafe, match="others may write in it"):
        install("chromium", [CHROMIUM_ID])
    assert list(folder.iterdir()) == []


def test_a_link_is_replaced_and_not_followed(home: Path) -> None:
    victim = home / "victim"
    victim.write_text("precious", encoding="utf-8")
    folder = home / LINUX["chromium"]
    folder.mkdir(parents=True)
    (folder / f"{HOST}.json").symlink_to(victim)
    path = install("chromium", [CHROMIUM_ID])
    assert victim.read_text(encoding="utf-8") == "precious"
    assert not path.is_symlink()


def test_a_manifest_of_someone_else_stays(home: Path) -> None:
    folder = home / LINUX["chromium"]
    folder.mkdir(parents=True)
    for content in (json.dumps({"name": HOST, "path": "/usr/bin/other"}), "{", "[]"):
        (folder / f"{HOST}.json").write_text(content, encoding="utf-8")
        with pytest.raises(UsageError, match="was not written by this program"):
            uninstall("chromium")
    assert (folder / f"{HOST}.json").exists()


def test_the_commands_take_the_browsers_that_were_run(home: Path) -> None:
    none = command("install")
    assert none.exit_code == 2
    assert "has run no browser" in none.output
    (home / ".config" / "google-chrome").mkdir(parents=True)
    (home / ".mozilla").mkdir()
    done = command("install")
    assert done.exit_code == 0
    assert {line.split(":")[0] for line in done.output.splitlines()} == {"Google Chrome", "Firefox"}
    chrome = manifest(home / LINUX["chrome"] / f"{HOST}.json")
    assert chrome["allowed_origins"] == [f"chrome-extension://{CHROMIUM_ID}/"]
    gone = command("uninstall")
    assert gone.exit_code == 0
    assert len(gone.output.splitlines()) == 2
    assert files(home) == set()


def test_a_profile_that_was_named_is_the_only_place(home: Path) -> None:
    folder = home / "profile"
    missing = command("install", "--user-data-dir", str(folder))
    assert missing.exit_code == 2
    folder.mkdir()
    assert command("install", "--user-data-dir", str(folder)).exit_code == 0
    assert (folder / "NativeMessagingHosts" / f"{HOST}.json").exists()
    assert not (home / ".config").exists()
    wrong = command("install", "--user-data-dir", str(folder), "--browser", "firefox")
    assert wrong.exit_code == 2
