"""Pages that nobody here made, with the stylesheets that they link to written into them.

So a browser and our reader see the same, wherever a page stands.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.judges import require

_LINK = re.compile(r"<link\b[^>]*>", re.IGNORECASE)
_HREF = re.compile(r"href=[\"']?([^\"'\s>]+)")
_ROOT = Path(__file__).parent.parent.parent

ADMIN_LTE = [
    "mailbox/mailbox",
    "mailbox/read-mail",
    "examples/invoice",
    "examples/contacts",
    "examples/profile",
    "examples/project-add",
    "forms/general",
    "tables/simple",
    "UI/modals",
]
DJANGO = ["login-wrong", "index", "list-found", "list", "add-wrong", "change", "history", "delete"]
FLASK = ["home", "list", "create-wrong", "edit", "details"]


@dataclass(frozen=True)
class RealPage:
    """A page as the server would have sent it, with its styles."""

    name: str
    html: str


def admin_lte() -> list[RealPage]:
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    package = cache / "brailledesk-screens" / "node_modules" / "admin-lte"
    require(package.is_dir(), "admin-lte of tests/screens/fetch.sh", "npm")
    found = []
    for name in ADMIN_LTE:
        page = package / "pages" / f"{name}.html"

        def local(link: str, page: Path = page) -> Path:
            return page.parent / link

        found.append(_read(f"admin-lte/{name}", page, local))
    return found


def django(folder: Path) -> list[RealPage]:
    _run("tests.screens.django_pages", folder)
    from tests.screens.django_pages import STYLES

    return [
        _read(f"django/{name}", folder / f"{name}.html", _under(STYLES, "/static/"))
        for name in DJANGO
    ]


def flask(folder: Path) -> list[RealPage]:
    _run("tests.screens.flask_pages", folder)
    from tests.screens.flask_pages import STYLES

    local = _under(STYLES, "/admin/static/")
    return [_read(f"flask/{name}", folder / f"{name}.html", local) for name in FLASK]


def _under(folder: Path, prefix: str) -> Callable[[str], Path]:
    return lambda link: folder / link.removeprefix(prefix)


def _run(module: str, folder: Path) -> None:
    command = [sys.executable, "-W", "ignore", "-m", module, str(folder)]
    done = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def _read(name: str, path: Path, local: Callable[[str], Path]) -> RealPage:
    def inlined(link: re.Match[str]) -> str:
        href = _HREF.search(link[0])
        if "stylesheet" not in link[0] or href is None or "://" in href[1]:
            return "" if "stylesheet" in link[0] else link[0]
        place = local(href[1].partition("?")[0])
        text = place.read_text(encoding="utf-8") if place.is_file() else ""
        return f"<style>{text}</style>"

    return RealPage(name, _LINK.sub(inlined, path.read_text(encoding="utf-8")))
