"""``brailledesk doctor``: what is missing, why, and what to do."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from brailledesk import doctor
from brailledesk.devices.survey import Survey
from brailledesk.devices.transport.holders import explain_claims
from brailledesk.i18n import catalogue
from brailledesk.translate import native

ROOT = Path(__file__).parent.parent
RUSTUP = (
    "error: rustup could not choose a version of cargo to run, because one wasn't specified"
    " explicitly, and no default is configured."
)


@pytest.fixture
def hook() -> ModuleType:
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _install(hook: ModuleType, root: Path, version: str) -> dict[str, Any]:
    """Run the hook as hatchling does, for the sources at ``root``."""

    class Application:
        def display_warning(self, line: str) -> None:
            assert "the reference engine serves" in line

    data: dict[str, Any] = {"force_include": {}}
    made = hook.CustomBuildHook(str(root), {}, None, None, str(root), "wheel", Application())
    made.initialize(version, data)
    return data


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A tree to build, which the native engine's module is taken to be in; no cargo on PATH."""
    folder = tmp_path / "src" / "brailledesk" / "translate"
    folder.mkdir(parents=True)
    (tmp_path / "core").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path))
    for name in ("BRAILLEDESK_NATIVE", "CARGO_TARGET_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(native, "__file__", str(folder / "native.py"))
    monkeypatch.setattr(native, "MODULE", "brailledesk.translate._not_there")
    return tmp_path


def _put_cargo(sources: Path, script: str) -> None:
    (sources / "cargo").write_text(f"#!/bin/sh\n{script}\n")
    (sources / "cargo").chmod(0o755)


def _told() -> str:
    (found,) = [one for one in doctor.examine() if one.name == "native engine"]
    assert not found.is_present
    assert found.problem is not None
    return found.problem.describe(catalogue("it"))


@pytest.mark.skipif(sys.platform == "win32", reason="a script of sh stands for cargo")
def test_why_the_native_engine_is_missing(
    hook: ModuleType, sources: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _told().startswith("Non è stato costruito quando brailledesk è stato installato.")
    _install(hook, sources, "editable")
    assert "mancava cargo. Installare Rust (https://rustup.rs)" in _told()
    _put_cargo(sources, f'echo "{RUSTUP}" >&2; exit 1')
    _install(hook, sources, "editable")
    assert f"cargo non è riuscito ({RUSTUP})" in _told()
    assert "Controllare che cargo funzioni (cargo --version)" in _told()
    monkeypatch.setenv("BRAILLEDESK_NATIVE", "off")
    _install(hook, sources, "editable")
    assert "BRAILLEDESK_NATIVE era off. Togliere quella variabile" in _told()


@pytest.mark.skipif(sys.platform == "win32", reason="a script of sh stands for cargo")
def test_a_build_that_succeeds_takes_the_reason_away(hook: ModuleType, sources: Path) -> None:
    folder = sources / "src" / "brailledesk" / "translate"
    _install(hook, sources, "editable")
    assert (folder / native.NOTE).is_file()
    built = sources / "core" / "target" / "release"
    built.mkdir(parents=True)
    (built / hook.library_name()).touch()
    _put_cargo(sources, "exit 0")
    _install(hook, sources, "editable")
    assert sorted(one.name for one in folder.iterdir()) == [hook.module_name()]


@pytest.mark.skipif(sys.platform == "win32", reason="a script of sh stands for cargo")
def test_python_itself_is_not_linked_into_the_module(hook: ModuleType, sources: Path) -> None:
    """A free-threaded Python that is one file could not be, and two of them in a program fail."""
    _put_cargo(sources, f"/usr/bin/env > {sources}/environment")
    with pytest.raises(FileNotFoundError):  # this cargo builds nothing
        _install(hook, sources, "editable")
    told = (sources / "environment").read_text().splitlines()
    assert "PYO3_BUILD_EXTENSION_MODULE=1" in told
    assert f"PYO3_PYTHON={sys.executable}" in told


def test_a_wheel_without_the_engine_has_the_reason(hook: ModuleType, sources: Path) -> None:
    included = _install(hook, sources, "standard")["force_include"]
    ((path, name),) = included.items()
    assert name == f"brailledesk/translate/{native.NOTE}"
    assert Path(path).read_text() == "no-cargo\n"


def test_an_engine_that_does_not_load_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "built_elsewhere.py").write_text("raise ImportError('wrong ELF class')\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(native, "MODULE", "built_elsewhere")
    assert _told().startswith("È stato costruito ma non si carica (wrong ELF class). Installare")


def test_a_note_that_is_no_text_is_passed_over(sources: Path) -> None:
    (sources / "src" / "brailledesk" / "translate" / native.NOTE).write_bytes(b"\xff\xfe\0")
    assert _told().startswith("Non è stato costruito quando brailledesk è stato installato.")


def test_the_magnifier_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    real = importlib.util.find_spec
    found = {one.name: one for one in doctor.examine()}["magnifier"]
    assert (found.is_present, found.detail) == (True, "")
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "pygame" else real(name)
    )
    found = {one.name: one for one in doctor.examine()}["magnifier"]
    assert (found.is_present, found.is_needed, found.detail) == (False, False, "pygame-ce")
    assert found.command == "pip install 'brailledesk[magnify]'"


def test_serial_ports_are_free_or_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    italian = catalogue("it")
    for claims, state in (([], "libere"), (["ttyUSB0"], "forse occupate da brltty")):
        seen = Survey("", None, explain_claims(claims), ())
        monkeypatch.setattr(doctor, "survey", lambda seen=seen: seen)
        found = {one.name: one for one in doctor.examine()}["ports of USB serial converters"]
        assert italian(found.state) == state
        assert italian(found.name) == "porte dei convertitori seriali USB"
