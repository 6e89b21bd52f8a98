"""What the commands of ``brailledesk extension`` do, and the lines that tell of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from brailledesk.cli.console import translator
from brailledesk.errors import N_, UsageError
from brailledesk.service.native_host import (
    BROWSERS,
    default_id,
    found_browsers,
    install,
    remove_launcher,
    uninstall,
)


def install_lines(
    browsers: Sequence[str], user_data: str | None, ids: Sequence[str]
) -> Iterator[str]:
    """Write the manifests, and say where. Raises UsageError, SecretUnsafe or OutputError."""
    folder = _folder(browsers, user_data)
    chosen = browsers or (["chromium"] if folder else found_browsers())
    if not chosen:
        raise UsageError(
            N_("This user has run no browser that is known here."), N_("Choose one with --browser.")
        )
    told = translator()(N_("{browser}: {path}"))
    for browser in chosen:
        path = install(browser, ids or [default_id(browser)], folder)
        yield told.format(browser=BROWSERS[browser].title, path=path)


def uninstall_lines(browsers: Sequence[str], user_data: str | None) -> Iterator[str]:
    """Remove the manifests that there are. Raises UsageError or OutputError."""
    _ = translator()
    folder = _folder(browsers, user_data)
    for browser in browsers or (["chromium"] if folder else list(BROWSERS)):
        path = uninstall(browser, folder)
        if path is not None:
            told = _("{browser}: {path} was removed")
            yield told.format(browser=BROWSERS[browser].title, path=path)
    if not browsers and folder is None:
        remove_launcher()


def _folder(browsers: Sequence[str], user_data: str | None) -> Path | None:
    if user_data is None:
        return None
    if len(browsers) > 1:
        raise UsageError(N_("A folder of user data belongs to one browser."))
    return Path(user_data)
