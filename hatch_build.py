"""Builds the native engine (``core/``) with cargo, where cargo is there.

Without it, or where it fails, the package is installed all the same: the reference engine serves,
and ``brailledesk doctor`` says so. BRAILLEDESK_NATIVE=off leaves the engine out;
BRAILLEDESK_NATIVE=required makes a failure an error.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from packaging.tags import platform_tags

VARIABLE = "BRAILLEDESK_NATIVE"
PACKAGE = "brailledesk-native"
IN_PACKAGE = "brailledesk/translate"
IS_FREE_THREADED = bool(sysconfig.get_config_var("Py_GIL_DISABLED"))


NOTE = "_native.txt"
"""Why there is no native engine, for ``brailledesk doctor``: pip shows nothing of a build."""


class NativeNotBuilt(Exception):
    """Why there is no native engine, in one line; ``note`` is a kind and what cargo said."""

    def __init__(self, reason: str, note: str) -> None:
        super().__init__(reason)
        self.note = note


class CustomBuildHook(BuildHookInterface[Any]):
    """Adds the compiled module to a wheel, or puts it beside the sources for an editable one."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build before hatchling collects the files."""
        if self.target_name != "wheel":
            return
        root = Path(self.root)
        beside_sources = root / "src" / IN_PACKAGE / module_name()
        note = beside_sources.with_name(NOTE)
        is_editable = version == "editable"
        try:
            built = build(root / "core")
        except NativeNotBuilt as reason:
            if is_editable:
                beside_sources.unlink(missing_ok=True)  # it would be of other sources
            self._complain(str(reason))
            try:
                note.write_text(f"{reason.note}\n", encoding="utf-8")
            except OSError:  # sources that may only be read; doctor then says less
                return
            if not is_editable:
                build_data["force_include"][str(note)] = f"{IN_PACKAGE}/{NOTE}"
            return
        note.unlink(missing_ok=True)
        build_data["pure_python"] = False
        if IS_FREE_THREADED:
            build_data["infer_tag"] = True
        else:
            build_data["tag"] = f"cp311-abi3-{platform_tag()}"
        if is_editable:
            put(built, beside_sources)
        else:
            build_data["force_include"][str(built)] = f"{IN_PACKAGE}/{module_name()}"

    def _complain(self, reason: str) -> None:
        line = f"The native engine is left out ({reason}); the reference engine serves."
        if os.environ.get(VARIABLE) == "required":
            raise RuntimeError(line)
        self.app.display_warning(line)


def build(core: Path) -> Path:
    """Build the crate; the compiled library. Raises NativeNotBuilt."""
    if os.environ.get(VARIABLE) == "off":
        raise NativeNotBuilt(f"{VARIABLE} is off", "off")
    cargo = shutil.which("cargo")
    if cargo is None:
        raise NativeNotBuilt("there is no cargo, see https://rustup.rs", "no-cargo")
    command = [cargo, "build", "--release", "--locked", "--package", PACKAGE]
    # cargo reads core/.cargo/config.toml only from inside. A module has Python's functions from the
    # program that loads it: PyO3 would put all of a static libpython into one of its own version.
    python = {"PYO3_PYTHON": sys.executable, "PYO3_BUILD_EXTENSION_MODULE": "1"}
    environment = {**os.environ, **python}
    done = subprocess.run(  # noqa: S603 - a fixed command
        command, cwd=core, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.stderr.write(done.stderr)
        error = _first_error(done.stderr)
        raise NativeNotBuilt(f"cargo failed: {error}", f"failed {error}")
    target = Path(os.environ.get("CARGO_TARGET_DIR", core / "target"))
    return target / "release" / library_name()


def _first_error(output: str) -> str:
    lines = [line for line in output.splitlines() if line.startswith("error")]
    return lines[0] if lines else "it says nothing"


def library_name() -> str:
    """What cargo calls a library of Python's on this system."""
    if sys.platform == "win32":
        return "_native.dll"
    return "lib_native.dylib" if sys.platform == "darwin" else "lib_native.so"


def module_name() -> str:
    """What Python looks for on this system."""
    if IS_FREE_THREADED:
        return f"_native{sysconfig.get_config_var('EXT_SUFFIX')}"
    return "_native.pyd" if sys.platform == "win32" else "_native.abi3.so"


def platform_tag() -> str:
    """The tag of this machine."""
    if sys.platform == "darwin":
        return next(iter(platform_tags()))
    return sysconfig.get_platform().replace("-", "_").replace(".", "_")


def put(built: Path, target: Path) -> None:
    """Replace ``target`` whole: a running program may have the old file open."""
    beside = target.with_name(f".{target.name}.new")
    shutil.copyfile(built, beside)
    beside.replace(target)
