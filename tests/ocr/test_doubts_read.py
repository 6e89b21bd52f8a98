"""From the paper to the mark: what the fitted doubt calls doubtful is what readers are told.

Two spoilt pages go the whole way, through a worker of recognition and Tesseract. Beside it the same
pictures are read here, and the function that was fitted is asked word by word.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from dataclasses import dataclass, replace
from statistics import fmean

import pytest

from brailledesk.conversion import transcribe
from brailledesk.document import Document
from brailledesk.doubts import Doubts, show_doubts
from brailledesk.formats.prose import format_html, format_text
from brailledesk.ingest import read_document
from brailledesk.ingest.ocr.cleanup import read_best
from brailledesk.ingest.ocr.confidence import DOUBTFUL, doubt, with_contexts
from brailledesk.ingest.ocr.corrections import system_lexicon
from brailledesk.ingest.ocr.engines import open_engine
from brailledesk.ingest.ocr.options import Recognition
from brailledesk.ingest.ocr.pool import WorkerPool
from tests.ocr.made import made_page
from tests.ocr.plain import load

SIZE = (1240, 700)
AS_READ = Recognition(is_corrected=False)
MARKED = re.compile(r"(\S+)\u00a0\(\?\)")
ANNOUNCED = "Pagina 1: riconoscimento poco affidabile"


@dataclass(frozen=True, slots=True)
class Both:
    """A document as the product reads it, and each word with the chance that it is wrong."""

    document: Document
    chances: tuple[tuple[str, float], ...]


@pytest.fixture(scope="module")
def pages() -> dict[str, Both]:
    with pytest.MonkeyPatch.context() as patch, WorkerPool(1) as pool:
        patch.setitem(os.environ, "OMP_THREAD_LIMIT", "1")
        return {kind: _read(kind, pool) for kind in ("jpeg", "dirt")}


def _read(kind: str, pool: WorkerPool) -> Both:
    made = made_page("tuning", kind, 200, SIZE)
    name = f"pagina{made.suffix}"
    document = read_document(made.data, name=name, recognition=AS_READ, pool=pool)
    words, _ = read_best(load(made.data), open_engine("tesserocr"), ("it",))
    lexicon = system_lexicon("it")
    listed = lexicon.words if lexicon.is_large else None
    chances = tuple((word.text, doubt(word, near)) for word, near in with_contexts(words, listed))
    return Both(document, chances)


def test_the_words_over_the_fitted_threshold_are_marked_and_no_others(
    pages: dict[str, Both],
) -> None:
    both = pages["jpeg"]
    doubtful = Counter(text.rstrip(".,;:!?") for text, one in both.chances if one > DOUBTFUL)
    assert 0 < doubtful.total() < len(both.chances) / 3
    text = format_text(show_doubts(both.document)).decode()
    assert Counter(MARKED.findall(text)) == doubtful
    html = format_html(show_doubts(both.document)).decode()
    assert html.count("(?)") == doubtful.total()
    rows = [
        row.print_text
        for page in transcribe(both.document).publication.pages()
        for row in page.rows
    ]
    assert sum(row.count("(?)") for row in rows) == doubtful.total()


def test_a_page_most_of_whose_words_are_doubtful_is_announced(pages: dict[str, Both]) -> None:
    for kind, is_bad in (("jpeg", False), ("dirt", True)):
        share = fmean(chance > DOUBTFUL for _, chance in pages[kind].chances)
        assert (share > 0.5) is is_bad
        for choice in Doubts:
            text = format_text(show_doubts(pages[kind].document, choice)).decode()
            assert text.startswith(ANNOUNCED) is is_bad


def test_a_page_of_another_scan_is_another_page(pages: dict[str, Both]) -> None:
    good, bad = (pages[kind].document for kind in ("jpeg", "dirt"))
    first = replace(good, blocks=(*good.blocks, *_of_source(bad, "altra.png").blocks))
    text = format_text(show_doubts(first, Doubts.LIST)).decode()
    assert text.count("Pagina 1:") == 1
    assert text.index(ANNOUNCED) > 0
    assert "altra.png, pagina 1, riga " in text
    assert "pagina.jpg, pagina 1, riga " in text


def _of_source(document: Document, source: str) -> Document:
    """The same as if it had been read from another file."""

    def renamed(value: object) -> object:
        if isinstance(value, tuple):
            return tuple(map(renamed, value))
        names = getattr(value, "__dataclass_fields__", None)
        if names is None:
            return value
        changed = {name: renamed(getattr(value, name)) for name in names}
        return replace(value, **{**changed, **({"source": source} if "place" in names else {})})  # type: ignore[type-var]

    found = renamed(document)
    assert isinstance(found, Document)
    return found
