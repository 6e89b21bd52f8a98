"""Packages as pip leaves them: modules and a dist-info, in a folder on the path."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path


def install(
    folder: Path,
    package: str,
    modules: Mapping[str, str],
    entries: Mapping[str, str],
    *,
    group: str = "brailledesk.plugins",
) -> Path:
    """Put a package of ``modules`` (name: text) into ``folder``; ``entries`` are its plugins."""
    info = folder / f"{package.replace('-', '_')}-1.2.dist-info"
    info.mkdir(parents=True)
    for name, text in modules.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    (info / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.2\n", encoding="utf-8"
    )
    lines = [f"{name} = {value}" for name, value in entries.items()]
    text = "\n".join([f"[{group}]", *lines, ""])
    (info / "entry_points.txt").write_text(text, encoding="utf-8")
    (info / "INSTALLER").write_text("pip\n", encoding="utf-8")
    (info / "RECORD").write_text("", encoding="utf-8")
    return folder
