"""The reader's own font: files that may be anything, checked before they are used."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from brailledesk.errors import N_, FontFaulty
from brailledesk.system_errors import reason_of

_MAX_SIZE = 50_000_000
_SUFFIXES = frozenset({".ttf", ".otf", ".ttc", ".otc"})


def require_font(path: Path) -> None:
    """Raise FontFaulty where ``path`` is no font file that can be used."""
    from PIL import ImageFont  # noqa: PLC0415 - few have a font of their own

    if path.suffix.lower() not in _SUFFIXES:
        raise FontFaulty(str(path), N_("only TrueType and OpenType fonts can be used"))
    try:
        size = path.stat().st_size
        if size <= _MAX_SIZE:
            ImageFont.truetype(str(path), 20).getmask("A")
    except (OSError, ValueError) as error:
        reason = reason_of(error)
        raise FontFaulty(str(path), reason) from None
    if size > _MAX_SIZE:
        raise FontFaulty(str(path), N_("it is larger than 50 MB"))


def copy_fonts(paths: Sequence[Path], folder: Path) -> list[Path]:
    """Copies of the files alone in ``folder``, because fonts are looked for by folders."""
    copies = []
    for number, path in enumerate(paths):
        require_font(path)
        copy = folder / f"{number}{path.suffix.lower()}"
        shutil.copyfile(path, copy)
        copies.append(copy)
    return copies
