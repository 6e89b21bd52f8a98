"""The page of review: what it shows, what a person does with it, and what comes of that."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from brailledesk.document import block_runs
from brailledesk.errors import CorrectionsFaulty
from brailledesk.ingest.ocr.corrections.record import Correction
from brailledesk.ingest.ocr.corrections.saved import (
    REVIEW,
    Saved,
    SourceMark,
    apply_corrections,
    format_corrections,
    mark_source,
    missing_remark,
    parse_corrections,
)
from brailledesk.ingest.ocr.page import Box, PageWords, Picture
from brailledesk.ingest.ocr.review import ReviewPage, review_html
from brailledesk.ingest.ocr.structure import blocks_of
from brailledesk.text import plain_text

from .browser import Browser, opened
from .test_structure import page, row

SOURCE = mark_source("lettera di reclamo.tif", b"the bytes of a file")
PAPER = Picture(np.full((2339, 1654), 230, np.uint8), (200, 200))


def words_of(*texts: str, doubts: Sequence[str] = (), number: int = 1) -> PageWords:
    lines = [row(120, 300 + 60 * n, text, trust=dict.fromkeys(doubts, 0.4)) for n, text in
             enumerate(texts)]  # fmt: skip
    return page(*lines, number=number)


def texts(found: PageWords) -> list[str]:
    return [" ".join(word.text for word in line.words) for line in found.lines]


LETTER = words_of(
    "La conscgna del pacco è arrivata", "al signor Bamo il giorno 12", "di ;; marzo con ritardo",
    doubts=("conscgna", "Bamo", ";;", "ritardo"),
)  # fmt: skip


STATE = "document.getElementById('state').textContent"


def _review(browser: Browser) -> None:
    """What a person does: gives up a change, corrects, accepts, removes, corrects a sure word."""
    browser.evaluate("document.getElementById('next').click()")
    assert browser.evaluate("document.activeElement.textContent") == "conscgna"
    # The place of the word in the picture is shown with it.
    here = "[...document.querySelectorAll('rect.here')].map(r => r.getAttribute('x'))"
    assert browser.evaluate(here) == [str(LETTER.lines[0].words[1].box.left - 4)]
    browser.press("Enter")
    assert browser.evaluate("document.activeElement.value") == "conscgna"
    browser.type("con segna")
    browser.press("Escape")
    browser.press("Enter")
    browser.type(" consegna ")
    browser.press("Enter")
    assert browser.evaluate("document.activeElement.textContent") == "consegna"
    browser.press("n")
    assert browser.evaluate("document.activeElement.textContent") == "Bamo"
    browser.press("a")
    assert browser.evaluate("document.activeElement.textContent") == ";;"
    browser.press("Enter")
    browser.evaluate("document.activeElement.value = ''")
    browser.press("Enter")
    assert browser.evaluate(STATE) == ";;: tolta. Da controllare: 1 su 4."
    # A word that was not doubtful can be corrected too.
    browser.press("ArrowRight")
    assert browser.evaluate("document.activeElement.textContent") == "marzo"
    browser.press("Enter")
    browser.type("marzo 2024")
    browser.press("Enter")


def test_a_person_corrects_accepts_removes_and_saves(tmp_path: Path) -> None:
    file = tmp_path / "review.html"
    file.write_bytes(review_html([ReviewPage(PAPER, LETTER)], SOURCE))
    with opened(file.as_uri(), tmp_path) as browser:
        assert browser.evaluate(STATE) == "Da controllare: 4 su 4."
        _review(browser)
        browser.press("s")
        name = browser.wait_for("Browser.downloadWillBegin")["suggestedFilename"]
        while browser.wait_for("Browser.downloadProgress")["state"] != "completed":
            pass
        shown = json.loads(browser.evaluate("document.body.dataset.corrections"))
        copied = browser.evaluate("document.getElementById('copy').value")
        assert browser.said == []
    data = (tmp_path / "downloads" / name).read_bytes()
    assert name == "lettera_di_reclamo.tif.corrections.json"
    assert copied.encode() == data
    saved = parse_corrections(data, name, SOURCE)
    assert [(one.before, one.after) for one in saved.corrections] == [
        ("conscgna", "consegna"), ("Bamo", "Bamo"), (";;", ""), ("marzo", "marzo 2024"),
    ]  # fmt: skip
    assert [one["after"] for one in shown] == ["consegna", "Bamo", "", "marzo 2024"]
    ((corrected,), missing) = apply_corrections([LETTER], saved.corrections)
    assert not missing
    assert texts(corrected) == [
        "La consegna del pacco è arrivata", "al signor Bamo il giorno 12",
        "di marzo 2024 con ritardo",
    ]  # fmt: skip
    doubtful = [w.text for line in corrected.lines for w in line.words if w.confidence < 0.75]
    assert doubtful == ["ritardo"]
    text = plain_text(run for block in blocks_of(corrected, "it") for run in block_runs(block))
    assert "marzo 2024 con" in text


def test_the_mouse_links_words_and_places_and_other_readings_are_offered(tmp_path: Path) -> None:
    first = LETTER.lines[0]
    words = tuple(
        replace(one, others=("consegna", '"><i>')) if one.text == "conscgna" else one
        for one in first.words
    )
    letter = replace(LETTER, lines=(replace(first, words=words), *LETTER.lines[1:]))
    file = tmp_path / "review.html"
    file.write_bytes(review_html([ReviewPage(PAPER, letter)], SOURCE))
    with opened(file.as_uri(), tmp_path) as browser:
        browser.point_at("rect:nth-of-type(4)")
        assert browser.evaluate("document.querySelector('button.here').textContent") == "pacco"
        browser.point_at(".text button.doubtful")
        assert browser.evaluate("[...document.querySelectorAll('rect')].findIndex("
                                "r => r.classList.contains('here'))") == 1  # fmt: skip
        browser.evaluate("document.querySelector('.text button.doubtful').click()")
        assert browser.evaluate(
            "[...document.querySelectorAll('datalist option')].map(o => o.value)"
        ) == ["consegna", '"><i>']
        assert browser.said == []


def test_what_is_to_be_checked_is_told_without_seeing() -> None:
    record = Correction(1, LETTER.lines[2].words[2].box, "rnarzo", "marzo", "word list", 0.5)
    data = review_html([ReviewPage(PAPER, LETTER, (record,))], SOURCE).decode()
    root = lxml_html.document_fromstring(data)
    told = {
        button.text: button.get("aria-description")
        for button in root.iterfind(".//button[@class='doubtful']")
    }
    assert told == {
        "conscgna": "dubbia, sicura al 40 %", "Bamo": "dubbia, sicura al 40 %",
        ";;": "dubbia, sicura al 40 %", "ritardo": "dubbia, sicura al 40 %",
        "marzo": "corretta dal programma; letta «rnarzo»",
    }  # fmt: skip
    # Every word is there, and only those to be checked are stations of the Tab key.
    words = list(root.iterfind(".//div[@class='text']//button"))
    assert [button.text for button in words] == " ".join(texts(LETTER)).split()
    assert sum(button.get("tabindex") != "-1" for button in words) == 5
    (image,) = root.iterfind(".//img")
    assert image.get("alt") == "Immagine della pagina 1"


HOSTILE = [
    "</script><script>alert(1)</script>",
    "\"'><img src=x>",
    "&lt;",
    "\x00\ud800",
    "a\u202eb",
]


def test_hostile_text_is_text() -> None:
    found = words_of("x")
    words = tuple(replace(found.lines[0].words[0], text=text, confidence=0.1, others=(text,))
                  for text in HOSTILE)  # fmt: skip
    found = replace(found, lines=(replace(found.lines[0], words=words),))
    mark = SourceMark("</title><script>\"'&", "0" * 64)
    data = review_html([ReviewPage(PAPER, found)], mark).decode()
    root = lxml_html.document_fromstring(data)
    assert len(list(root.iterfind(".//script"))) == 1
    assert [image.get("alt") for image in root.iterfind(".//img")] == ["Immagine della pagina 1"]
    assert "://" not in data
    (body,) = root.iterfind(".//body")
    facts = json.loads(body.get("data-review") or "")
    assert facts["source"]["name"] == mark.name


# -- saved files ----------------------------------------------------------------------------------

ONE = Correction(1, LETTER.lines[0].words[1].box, "conscgna", "consegna", REVIEW)


def test_a_file_comes_back_as_it_was() -> None:
    saved = Saved(SOURCE, (ONE, replace(ONE, page=3, after="")))
    assert parse_corrections(format_corrections(saved), "a.json", SOURCE) == saved


def _changed(**changes: object) -> bytes:
    data = json.loads(format_corrections(Saved(SOURCE, (ONE,))))
    for name, value in changes.items():
        home = data["corrections"][0] if name in data["corrections"][0] else data
        home[name] = value
    return json.dumps(data).encode()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "damaged"), (b"[]", "damaged"), (b"{}", "damaged"), (b"\xff\xfe", "damaged"),
        (b"[" * 100_000, "damaged"), (_changed(format="other"), "damaged"),
        (_changed(version=2), "newer version"), (_changed(page=-1), "damaged"),
        (_changed(page=True), "damaged"), (_changed(page=1e9), "damaged"),
        (_changed(box=[1, 2, 3]), "damaged"), (_changed(box=[5, 5, 1, 9]), "damaged"),
        (_changed(box="1234"), "damaged"), (_changed(after=None), "damaged"),
        (_changed(after="x" * 5_000), "damaged"), (_changed(after="a\x1b[2Jb"), "damaged"),
        (_changed(after="\ud800"), "damaged"), (_changed(corrections={}), "damaged"),
        (_changed(corrections=[1]), "damaged"), (_changed(source="x"), "damaged"),
        (b" " * 33_000_000, "too large"),
    ],
)  # fmt: skip
def test_what_no_page_of_review_wrote_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(CorrectionsFaulty, match=rf"in a\.json cannot be used: .*{reason}"):
        parse_corrections(data, "a.json", SOURCE)


def test_the_corrections_of_another_document_are_refused() -> None:
    data = format_corrections(Saved(SOURCE, (ONE,)))
    with pytest.raises(CorrectionsFaulty, match="belongs to another document"):
        parse_corrections(data, "a.json", mark_source(SOURCE.name, b"other bytes"))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(
        st.sampled_from(["format", "version", "source", "name", "sha256", "corrections", "page",
                         "box", "before", "after", "reason"]), inner, max_size=5),
    max_leaves=20,
)  # fmt: skip


@given(JSON.map(lambda value: json.dumps(value).encode()) | st.binary(max_size=60))
@settings(max_examples=150)
def test_anything_else_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(CorrectionsFaulty):
        parse_corrections(data, "a.json")


def test_a_word_that_moved_a_little_is_found_and_one_that_is_gone_is_told() -> None:
    moved = replace(ONE, box=Box(*(edge + 2 for edge in ONE.box)))
    ((found,), missing) = apply_corrections([LETTER], [moved])
    assert texts(found)[0] == "La consegna del pacco è arrivata"
    assert not missing
    gone = [
        replace(ONE, box=Box(900, 900, 950, 930)), replace(ONE, before="altro", after="diverso"),
        replace(ONE, page=7),
    ]  # fmt: skip
    ((found,), missing) = apply_corrections([LETTER], gone)
    assert found == LETTER
    assert list(missing) == gone
    (remark,) = missing_remark(missing, "a.tif")
    assert remark.describe().endswith("were left out: 3.")
    assert missing_remark((), "a.tif") == ()


def test_corrections_that_are_already_there_change_nothing() -> None:
    once = apply_corrections([LETTER], [ONE]).pages
    twice = apply_corrections(once, [ONE])
    assert twice == (once, ())


def test_a_large_picture_is_made_smaller() -> None:
    large = Picture(np.zeros((4000, 6000, 3), np.uint8))
    data = review_html([ReviewPage(large, replace(LETTER, width=6000, height=4000))], SOURCE)
    assert len(data) < 200_000
