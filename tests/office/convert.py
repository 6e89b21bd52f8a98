"""Run by Debian's own Python, which has UNO: one start of LibreOffice for any number of files.

Usage: convert.py PROFILE JOBS; JOBS is JSON: [[source, [[target, filter, options], ...]], ...].
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

_SETTINGS = (
    ("/org.openoffice.Setup/L10N", "ooSetupSystemLocale"),
    ("/org.openoffice.Office.Linguistic/General", "DefaultLocale"),
)
_ITALIAN = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    + "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}"><value>it-IT</value></prop></item>'
        for path, name in _SETTINGS
    )
    + "</oor:items>"
)


def _value(name: str, value: object) -> Any:
    return PropertyValue(Name=name, Value=value)


def _connect(pipe: str) -> Any:
    resolver = uno.getComponentContext().ServiceManager.createInstance(
        "com.sun.star.bridge.UnoUrlResolver"
    )
    for _ in range(600):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.1)
    sys.exit("LibreOffice does not answer")


def _convert(desktop: Any, source: str, targets: list[Any]) -> None:
    document = desktop.loadComponentFromURL(
        Path(source).as_uri(), "_blank", 0, (_value("Hidden", True),)
    )
    for target, name, options in targets:
        given = [_value("FilterName", name)]
        if isinstance(options, str):
            given.append(_value("FilterOptions", options))
        for key, value in options.items() if isinstance(options, dict) else ():
            given.append(_value(key, value))
        document.storeToURL(Path(target).as_uri(), tuple(given))
    document.close(True)


def main(profile: str, jobs: str) -> None:
    user = Path(profile) / "user"
    user.mkdir(parents=True, exist_ok=True)
    (user / "registrymodifications.xcu").write_text(_ITALIAN, encoding="utf-8")
    pipe = f"brailledesk{os.getpid()}"
    office = subprocess.Popen(
        [
            "soffice",
            f"-env:UserInstallation={Path(profile).as_uri()}",
            "--headless",
            "--norestore",
            f"--accept=pipe,name={pipe};urp",
        ]
    )
    try:
        context = _connect(pipe)
        desktop = context.ServiceManager.createInstanceWithContext(
            "com.sun.star.frame.Desktop", context
        )
        for source, targets in json.loads(jobs):
            _convert(desktop, source, targets)
        desktop.terminate()
        office.wait(60)
    finally:
        if office.poll() is None:
            office.terminate()


main(*sys.argv[1:])
