"""Without the packages of the extra it is said which one is missing, and what brings it."""

from __future__ import annotations

import subprocess
import sys

import pytest

_CODE = """
import sys
sys.modules[sys.argv[1]] = None
from brailledesk.errors import MagnificationNotAvailable
from brailledesk.i18n import catalogue
try:
    import brailledesk.magnify.{module}
except MagnificationNotAvailable as error:
    print(error)
    print(error.describe(catalogue("it")))
"""


@pytest.mark.parametrize("module", ["paint", "lines"])
@pytest.mark.parametrize(("missing", "package"), [("numpy", "numpy"), ("fontTools", "fonttools")])
def test_what_is_missing_is_said_with_the_command(missing: str, package: str, module: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", _CODE.format(module=module), missing],
        capture_output=True,
        text=True,
        check=True,
    )
    english, italian = ended.stdout.splitlines()
    for said in (english, italian):
        assert package in said
        assert 'pip install "brailledesk[magnify]"' in said
    assert "is missing" in english
    assert "manca il pacchetto" in italian
