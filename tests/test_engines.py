"""A whole conversion is the same file, whichever engine serves."""

from __future__ import annotations

from pathlib import Path

import pytest

import brailledesk
from brailledesk.translate.load import ENGINE_VARIABLE
from tests.engines import ENGINES

FIXTURES = Path(__file__).parent.parent / "fixtures"
SOURCES = sorted(path for path in FIXTURES.glob("*/*") if path.is_file())


@pytest.mark.parametrize("table", ["it-6dot", "it-g2"])
@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_a_conversion_is_one(
    source: Path, table: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = set()
    for engine in ENGINES:
        monkeypatch.setenv(ENGINE_VARIABLE, engine)
        target = tmp_path / f"{engine}.brf"
        conversion = brailledesk.convert(source, target, table=table, has_emphasis=True)
        written.add((target.read_bytes(), conversion.undefined))
    assert len(written) == 1
