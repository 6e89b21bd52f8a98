"""Print what the tests need beside the package, from the dependency groups of pyproject.toml."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path


def read_groups(project: Path) -> list[str]:
    """The requirements of all dependency groups."""
    groups = tomllib.loads(project.read_text(encoding="utf-8"))["dependency-groups"]
    return [requirement for group in groups.values() for requirement in group]


if __name__ == "__main__":
    sys.stdout.write("\n".join(read_groups(Path(__file__).parent.parent / "pyproject.toml")) + "\n")
