"""Where the language data of Tesseract are, on Debian, other Unix systems, macOS and Windows.

The library that comes with tesserocr has no data of its own and knows no folder; the folders here
are those of the packages: Debian's (versions 4 and 5), Fedora's, Homebrew's, MacPorts', and the
installer for Windows.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from brailledesk.ingest.ocr.languages import NOT_LANGUAGES, code_of, tag_of

VARIABLE = "TESSDATA_PREFIX"
"""Environment variable: the folder of the data, or the one that holds it."""
SUFFIX = ".traineddata"
_UNIX = (
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tessdata",
    "/usr/share/tesseract/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
    "/opt/local/share/tessdata",
)
_WINDOWS = (
    ("PROGRAMFILES", "Tesseract-OCR"),
    ("PROGRAMFILES(X86)", "Tesseract-OCR"),
    ("LOCALAPPDATA", "Programs/Tesseract-OCR"),
    ("LOCALAPPDATA", "Tesseract-OCR"),
)


def find_folder(
    codes: Iterable[str] = (), environment: Mapping[str, str] | None = None
) -> Path | None:
    """The folder that has the data of all ``codes``, or else of any language; None without one.

    A folder that the environment names goes before all others.
    """
    wanted = {f"{code}{SUFFIX}" for code in codes}
    found = [folder for folder in _folders(environment or os.environ) if _names(folder)]
    whole = (folder for folder in found if wanted <= _names(folder))
    return next(whole, found[0] if found else None)


def languages_in(folder: Path | None) -> frozenset[str]:
    """The BCP 47 tags of the languages whose data are in a folder."""
    if folder is None:
        return frozenset()
    codes = {name.removesuffix(SUFFIX) for name in _names(folder)}
    return frozenset(tag_of(code) for code in codes - NOT_LANGUAGES)


def install_command(languages: Iterable[str] = ("it",), platform: str = sys.platform) -> str:
    """What brings the data of the languages here."""
    codes = [code_of(language) or language for language in languages]
    if platform == "darwin":
        return "brew install tesseract tesseract-lang"
    if platform == "win32":
        return f"winget install UB-Mannheim.TesseractOCR ({', '.join(codes)})"
    packages = [f"tesseract-ocr-{code.replace('_', '-')}" for code in codes]
    return " ".join(["sudo apt-get install", *packages])


def _folders(environment: Mapping[str, str]) -> Iterator[Path]:
    prefix = environment.get(VARIABLE)
    if prefix:
        yield Path(prefix)
        yield Path(prefix) / "tessdata"
    program = shutil.which("tesseract", path=environment.get("PATH"))
    if program:
        home = Path(program).resolve().parent
        yield home / "tessdata"
        yield home.parent / "share" / "tessdata"
    for name in _UNIX:
        yield Path(name)
    for variable, below in _WINDOWS:
        if environment.get(variable):
            yield Path(environment[variable]) / below / "tessdata"


def _names(folder: Path) -> set[str]:
    try:
        return {entry.name for entry in os.scandir(folder) if entry.name.endswith(SUFFIX)}
    except OSError:
        return set()
