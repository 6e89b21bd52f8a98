"""What is read of a page beside its text."""

from __future__ import annotations

from brailledesk.document import block_runs
from brailledesk.sheets import digest, read_sheet_source
from brailledesk.text import Origin

PAGE = """<html lang="it"><head><meta charset="iso-8859-1"></head><body>
<h1>Lampada Lume</h1>
<p>Prezzo: 39,90 €<a role="doc-noteref" href="#n">1</a></p>
<div class="poesia"><p>Tanto gentile<br>e tanto onesta</p></div>
<aside role="doc-footnote" id="n">
<p>Con l'imballo.</p>
</aside></body></html>"""


def test_notes_and_verses_stand_on_the_lines_of_the_page() -> None:
    source = read_sheet_source(PAGE.encode("cp1252"), name="a.html")
    told = digest(source)
    assert [note.label for note in told.notes] == ["1"]
    runs = [
        *(run for block in told.blocks for run in block_runs(block)),
        *(run for note in told.notes for block in note.blocks for run in block_runs(block)),
    ]
    placed = {run.text.strip(): run.origin for run in runs if run.origin}
    assert placed["39,90 €"] == Origin("a.html", "line 3")
    assert placed["Tanto gentile\ne tanto onesta"] == Origin("a.html", "line 4")
    assert placed["Con l'imballo."] == Origin("a.html", "line 6")
