"""What it-g2 saves on Italian that was not used for its design: the numbers that were promised."""

from __future__ import annotations

import pytest
from benchmarks.contraction import savings

from tests.judgement import KINDS, by_source, texts
from tests.judges import require, require_program

LEAST = (7.0, 18.0, 25.0)
"""Per cent of the cells of uncontracted six-dot Braille, by level, on the mean of the kinds."""
LEAST_OF_A_KIND = (7.0, 18.0, 24.0)
SAMPLE = 2_000
SENTENCES = 5_000


def _sample(kind: str) -> list[str]:
    found = texts(kind)
    package = "the texts of tests/judgement.py (bash tests/fetch-judgement.sh)"
    require(is_there=len(found) >= SENTENCES, what=f"Italian of the kind {kind}", package=package)
    return list(found[:: len(found) // SAMPLE])


def test_levels_save_what_they_promise() -> None:
    require_program("lou_translate", "liblouis-bin")
    measured = {kind: savings(_sample(kind)) for kind in KINDS}
    for kind, values in measured.items():
        short = [
            value for value, least in zip(values, LEAST_OF_A_KIND, strict=True) if value < least
        ]
        assert not short, (kind, values)
    means = [sum(values) / len(KINDS) for values in zip(*measured.values(), strict=True)]
    assert all(mean >= least for mean, least in zip(means, LEAST, strict=True)), measured


@pytest.mark.parametrize("kind", ["letters", "sheets"])
def test_the_projects_own_documents_save_too(kind: str) -> None:
    """Letters and sheets of the fixtures are full of numbers, codes and capitals."""
    level_1, level_2, level_3 = savings(by_source(kind)["fixtures"])
    assert 0 < level_1 < level_2 < level_3
    assert level_3 > 13
