"""The reader's switches on the real table: a level is its own table, fewer signs stay decodable."""

from __future__ import annotations

import pytest

from brailledesk import Contraction, translate
from brailledesk.tables import load_table
from brailledesk.translate.back.decodability import check_decodability
from brailledesk.translate.contraction import reduced
from tests.judgement import texts

AWKWARD = "club acqua Iraq film q qu quando c è per perché élite e/o @ :con +2 bob ìo é ù nella»"


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize("level", [1, 2, 3])
def test_a_level_is_the_table_of_that_level(level: int) -> None:
    choice = Contraction(level=level)
    for line in [AWKWARD, *texts("letters")[::40]]:
        chosen = translate(line, "it-g2", contraction=choice).cells
        assert chosen == translate(line, f"it-g2-{level}").cells, line


@pytest.mark.parametrize("without", [{"qu"}, {"come", "quando"}, {"to", "te", "zione", "con"}])
def test_signs_switched_off_leave_no_two_texts_alike(without: set[str]) -> None:
    table = reduced(load_table("it-g2"), Contraction(without=frozenset(without)))
    assert not without & {rule.text for rule in table.strings if rule.level}
    assert check_decodability(table).ambiguities == ()
