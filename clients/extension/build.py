"""Put the browser extension together: ``python clients/extension/build.py FOLDER``.

Browsers load content scripts as plain scripts, so the modules of the reader become one file. An
administrator names the sites of the firm with ``--site``: they are then granted at installation,
and no agent is asked.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

HERE = Path(__file__).parent
CLIENT = HERE.parent / "js"
BROWSERS = ("chromium", "firefox")
_IMPORT = re.compile(r"^import\s[^;]*?\"(\./[^\"]+)\";\n", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?function|class|const)", re.MULTILINE)
_NAME = re.compile(r"^(?:async )?(?:function\*?|class|const|let) (\w+)", re.MULTILINE)
_EPOCH = (1980, 1, 1, 0, 0, 0)


def bundle(entry: Path, text: str | None = None) -> str:
    """A module and all that it imports as one script, in an order in which each is known.

    ``text`` stands for what is in ``entry``. Raises ValueError where two of them have the same name
    for something.
    """
    modules = list(_modules(entry, entry.read_text("utf-8") if text is None else text, set()))
    parts = [_EXPORT.sub("", _IMPORT.sub("", one)) for one in modules]
    names = Counter(name for part in parts for name in _NAME.findall(part))
    twice = sorted(name for name, count in names.items() if count > 1)
    if twice:
        raise ValueError(f"two modules have the same names: {', '.join(twice)}")
    return '"use strict";\n(() => {\n' + "\n".join(parts) + "})();\n"


def _modules(place: Path, text: str, known: set[Path]) -> Iterator[str]:
    """The texts of a module and of those that it imports, itself last."""
    known.add(place)
    for name in _IMPORT.findall(text):
        module = (place.parent / name).resolve()
        if module not in known:
            yield from _modules(module, module.read_text("utf-8"), known)
    yield text


def manifest(browser: str, sites: Sequence[str] = ()) -> dict[str, Any]:
    """The manifest for a browser; ``sites`` are patterns as ``https://crm.example/*``."""
    found: dict[str, Any] = json.loads((HERE / "manifest.json").read_text("utf-8"))
    if sites:
        found["host_permissions"] = list(sites)
    if browser == "firefox":
        del found["key"], found["minimum_chrome_version"]
        found["background"] = {"scripts": ["background.js"], "type": "module"}
    else:
        del found["browser_specific_settings"]
    return found


def build(folder: Path, browser: str = "chromium", sites: Sequence[str] = ()) -> None:
    """Write the extension into an empty or new folder. Raises FileExistsError if it is neither."""
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(folder)
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(manifest(browser, sites), indent=2, ensure_ascii=False)
    (folder / "manifest.json").write_text(text + "\n", "utf-8")
    (folder / "content.js").write_text(bundle(HERE / "reader" / "content.js"), "utf-8")
    (folder / "js").mkdir()
    for module in CLIENT.glob("*.js"):
        shutil.copy(module, folder / "js")
    for name in ("background.js", "frames.js", "sites.js"):
        text = (HERE / name).read_text("utf-8").replace('"../js/', '"./js/')
        (folder / name).write_text(text, "utf-8")
    for name in ("options.html", "options.css", "options.js"):
        shutil.copy(HERE / name, folder)
    for name in ("_locales", "icons"):
        shutil.copytree(HERE / name, folder / name)


def pack(folder: Path, archive: Path) -> None:
    """Put a built extension into a zip for a store; the same files give the same bytes."""
    with ZipFile(archive, "w", ZIP_DEFLATED) as out:
        for path in sorted(one for one in folder.rglob("*") if one.is_file()):
            info = ZipInfo(path.relative_to(folder).as_posix(), _EPOCH)
            out.writestr(info, path.read_bytes(), ZIP_DEFLATED)


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Put the brailledesk extension together.")
    parser.add_argument("folder", type=Path, help="where to write it: new or empty")
    parser.add_argument("--browser", choices=BROWSERS, default=BROWSERS[0])
    parser.add_argument("--site", action="append", default=[], help="https://crm.example/*")
    parser.add_argument("--zip", type=Path, help="also write a zip for a store")
    chosen = parser.parse_args()
    try:
        build(chosen.folder, chosen.browser, chosen.site)
    except FileExistsError:
        parser.error(f"{chosen.folder} is not empty")
    if chosen.zip is not None:
        pack(chosen.folder, chosen.zip)


if __name__ == "__main__":
    main()
