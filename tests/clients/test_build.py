"""The extension put together: what is in it, for each browser, and for a firm's sites."""

from __future__ import annotations

import base64
import hashlib
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any
from zipfile import ZipFile

import pytest

from brailledesk.service.native_host import CHROMIUM_ID, HOST
from tests.clients.node import ROOT, run_node
from tests.e2e.browser import build, builder

_EXTENSION = ROOT / "clients" / "extension"


@pytest.fixture
def module() -> ModuleType:
    return builder()


def _manifest(folder: Path) -> dict[str, Any]:
    return dict(json.loads((folder / "manifest.json").read_text("utf-8")))


def test_all_that_a_manifest_and_pages_name_is_there(tmp_path: Path) -> None:
    build(tmp_path / "x")
    manifest = _manifest(tmp_path / "x")
    named = [manifest["background"]["service_worker"], manifest["options_ui"]["page"], "content.js"]
    named += [*manifest["icons"].values(), "options.js", "options.css", "js/brailledesk.js"]
    for name in named:
        assert (tmp_path / "x" / name).stat().st_size, name
    for script in (tmp_path / "x").rglob("*.js"):
        done = run_node("--check", str(script), cwd=tmp_path)
        assert not done.returncode, done.stderr


def test_it_asks_for_no_page_until_someone_says_so(tmp_path: Path) -> None:
    build(tmp_path / "x")
    manifest = _manifest(tmp_path / "x")
    assert manifest["permissions"] == ["nativeMessaging", "scripting", "storage"]
    assert "host_permissions" not in manifest
    assert "content_scripts" not in manifest
    assert "web_accessible_resources" not in manifest  # no page can see that it is there
    assert "externally_connectable" not in manifest
    build(tmp_path / "firm", sites=["https://crm.example/*"])
    assert _manifest(tmp_path / "firm")["host_permissions"] == ["https://crm.example/*"]


def test_the_identifier_is_the_one_that_the_host_lets_in() -> None:
    """Chromium's: the first half of the digest of the key, in letters from a to p."""
    key = base64.b64decode(json.loads((_EXTENSION / "manifest.json").read_text("utf-8"))["key"])
    digest = hashlib.sha256(key).hexdigest()[:32]
    assert "".join("abcdefghijklmnop"[int(digit, 16)] for digit in digest) == CHROMIUM_ID
    assert f'"{HOST}"' in (_EXTENSION / "background.js").read_text("utf-8")


def test_firefox_gets_what_it_knows(tmp_path: Path, module: ModuleType) -> None:
    module.build(tmp_path / "x", "firefox", [])
    manifest = _manifest(tmp_path / "x")
    assert manifest["background"] == {"scripts": ["background.js"], "type": "module"}
    assert manifest["browser_specific_settings"]["gecko"]["id"]
    assert "key" not in manifest


def test_both_languages_say_the_same_things() -> None:
    italian, english = (
        json.loads((_EXTENSION / "_locales" / one / "messages.json").read_text("utf-8"))
        for one in ("it", "en")
    )
    assert italian.keys() == english.keys()
    for name, entry in italian.items():
        assert entry.get("placeholders") == english[name].get("placeholders"), name


def test_a_zip_is_the_same_each_time(tmp_path: Path, module: ModuleType) -> None:
    archives = []
    for name in ("a", "b"):
        module.build(tmp_path / name)
        module.pack(tmp_path / name, tmp_path / f"{name}.zip")
        archives.append((tmp_path / f"{name}.zip").read_bytes())
    assert archives[0] == archives[1]
    with ZipFile(tmp_path / "a.zip") as archive:
        assert "manifest.json" in archive.namelist()


def test_names_that_would_hide_each_other_are_refused(tmp_path: Path, module: ModuleType) -> None:
    (tmp_path / "a.js").write_text('import { one } from "./b.js";\nfunction two() {}\n')
    (tmp_path / "b.js").write_text("export function one() {}\nfunction two() {}\n")
    with pytest.raises(ValueError, match="two"):
        module.bundle(tmp_path / "a.js")


def test_a_folder_with_something_in_it_is_left_alone(
    tmp_path: Path, module: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine").write_text("x")
    monkeypatch.setattr(sys, "argv", ["build.py", str(tmp_path)])
    with pytest.raises(SystemExit):
        module.main()
    assert [one.name for one in tmp_path.iterdir()] == ["mine"]
