"""From a file to a document: pages in order, whatever happens to the processes that read them."""

from __future__ import annotations

import io
import json
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pikepdf
import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from brailledesk.conversion import transcribe
from brailledesk.document import Block, Document, PageMark, Paragraph, block_runs
from brailledesk.document import Image as ImageBlock
from brailledesk.doubts import DOUBTFUL
from brailledesk.errors import (
    PagesNotRecognised,
    RecognitionLanguageMissing,
    RecognitionNotAvailable,
    SourceWithoutText,
    UsageError,
)
from brailledesk.ingest import read_document
from brailledesk.ingest.ocr.confidence import DOUBTFUL as DOUBTFUL_CHANCE
from brailledesk.ingest.ocr.confidence import doubt, with_contexts
from brailledesk.ingest.ocr.corrections import system_lexicon
from brailledesk.ingest.ocr.faults import (
    BLANK,
    CRASHED,
    ENGINE_FAILED,
    NO_MEMORY,
    TOO_SLOW,
    PageFault,
)
from brailledesk.ingest.ocr.mend import Recognised, with_trust
from brailledesk.ingest.ocr.options import NO_RECOGNITION, Limits, Recognition
from brailledesk.ingest.ocr.page import Box, Line, PageWords, Picture, Word
from brailledesk.ingest.ocr.pipeline import recognise
from brailledesk.ingest.ocr.wire import (
    Answer,
    NotAnAnswer,
    Opened,
    Order,
    PageLost,
    PageRead,
    Stopped,
    read_answer,
    write_answer,
)
from brailledesk.ingest.ocr.worker import rules_of
from brailledesk.layout import LayoutOptions
from tests.ingest.pdf.making import make_pdf, text

from .scans import LETTER, in_pdf, install_engines, saved, scan, tiff

NUMBERS = ["zero", "uno", "due", "tre", "quattro", "cinque"]
WHOLE = " ".join(LETTER)
PROSE = text(60, 700, "Questa pagina ha il suo testo e nessuno la deve riconoscere,")


def shown(block: Block) -> str:
    return "".join(run.text for run in block_runs(block))


def words_of(document: Document) -> list[str]:
    return " ".join(map(shown, document.blocks)).split()


def order(engine: str, **options: object) -> Order:
    recognition = Recognition(engine=engine, jobs=2, **options)  # type: ignore[arg-type]
    return Order("tiff", "fax.tif", "it", recognition)


def pages(count: int) -> bytes:
    """Pages that are not blank, and small."""
    sheet = Image.new("L", (64, 64), 255)
    sheet.paste(0, (20, 20, 40, 40))
    return tiff([sheet] * count)


@pytest.fixture
def engines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    install_engines(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    return tmp_path


def told(answers: list[PageRead | PageLost]) -> list[tuple[int, str]]:
    return [
        (one.words.number, one.words.text)
        if isinstance(one, PageRead)
        else (one.number, one.fault.name)
        for one in answers
    ]


# -- what happens to processes -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("engine", "second", "tries"),
    [
        ("engine", "due", 1),
        ("dying", CRASHED, 2),
        ("dyingonce", "due", 2),
        ("raising", ENGINE_FAILED, 1),
        ("greedy", NO_MEMORY, 1),
        ("chatting", "due", 1),
    ],
)
def test_only_the_page_that_fails_is_lost(
    engines: Path, engine: str, second: str, tries: int
) -> None:
    steps: list[tuple[str, int, int]] = []
    answers = list(recognise(pages(5), order(engine), progress=lambda *step: steps.append(step)))
    assert told(answers) == [(n, second if n == 2 else NUMBERS[n]) for n in range(1, 6)]
    assert steps == [("Recognising", n, 5) for n in range(6)]
    read = (engines / "read.txt").read_text().split()
    assert sorted(read) == sorted([*"1345", *["2"] * tries])


@pytest.mark.parametrize(
    ("engine", "limits"),
    [("hanging", Limits(patience=3.0)), ("spinning", Limits(processor=1))],
)
def test_a_page_that_never_ends_is_given_up(engines: Path, engine: str, limits: Limits) -> None:
    assert engines.is_dir()
    answers = list(recognise(pages(3), order(engine, limits=limits)))
    # The system's own end of a process that took its seconds cannot be told from a crash.
    fault = TOO_SLOW if engine == "hanging" else CRASHED
    assert told(answers) == [(1, "uno"), (2, fault), (3, "tre")]


def test_who_stops_early_leaves_no_process_and_reads_no_further(engines: Path) -> None:
    answers = recognise(pages(40), order("engine"))
    assert isinstance(next(answers), PageRead)
    answers.close()
    read = (engines / "read.txt").read_text().split()
    assert len(read) <= 6  # two processes, and no more than two pages each that wait
    deadline = time.monotonic() + 60
    while _workers() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _workers()


def _workers() -> list[int]:
    found = []
    for child in psutil.Process().children(recursive=True):
        try:
            if "brailledesk.ingest.ocr.worker" in child.cmdline():
                found.append(child.pid)
        except psutil.Error:
            continue
    return found


def test_pages_that_are_asked_for(engines: Path) -> None:
    answers = list(recognise(pages(9), order("engine"), [7, 3]))
    assert told(answers) == [(7, "sette"), (3, "tre")]
    assert (engines / "read.txt").exists()


def test_nothing_can_be_read(engines: Path) -> None:
    assert engines.is_dir()
    with pytest.raises(UsageError, match="no recognition engine nessuno"):
        list(recognise(pages(1), order("nessuno")))
    with pytest.raises(RecognitionNotAvailable, match="absent: OSError: no licence"):
        list(recognise(pages(1), order("absent")))
    with pytest.raises(RecognitionLanguageMissing, match=r"missing: de, fr\..*deu"):
        list(recognise(pages(1), order("engine", languages=("de", "it", "fr"))))
    with pytest.raises(PagesNotRecognised, match=r"^fax.tif: the picture is damaged or cut off\."):
        list(recognise(b"II*\0rotto", order("engine")))


# -- what processes say --------------------------------------------------------------------------

_BOX = st.tuples(*[st.integers(0, 5000)] * 4).map(lambda one: Box(*one))
_WORD = st.builds(
    Word, st.text(max_size=9), _BOX, st.floats(0, 1), st.text(max_size=3),
    st.lists(st.text(max_size=3), max_size=3).map(tuple),
)  # fmt: skip
_LINE = st.builds(
    Line, st.lists(_WORD, max_size=3).map(tuple), _BOX, st.floats(0, 99), st.floats(0, 99),
    st.integers(0, 9), st.floats(0, 99),
)  # fmt: skip


def _picture(rows: int, columns: int, dots: tuple[float, float] | None) -> tuple[str, Picture]:
    return "nome", Picture(np.zeros((rows, columns), np.uint8), dots, 2, "x")


_PICTURE = st.builds(
    _picture, st.integers(1, 9), st.integers(1, 9), st.none() | st.just((300.0, 200.0)),
)  # fmt: skip
_FAULT = st.builds(
    PageFault, st.sampled_from([BLANK, CRASHED]),
    st.dictionaries(st.text(max_size=3), st.integers(0, 9) | st.text(max_size=3), max_size=2),
)  # fmt: skip
_ANSWER = st.one_of(
    st.builds(Opened, st.integers(0, 9), st.text(max_size=9)),
    st.builds(PageLost, st.integers(1, 9), _FAULT),
    st.builds(Stopped, _FAULT),
    st.builds(
        PageRead,
        st.builds(
            PageWords, st.lists(_LINE, max_size=3).map(tuple), st.integers(1, 99),
            st.integers(1, 99), st.floats(1, 999), st.integers(1, 9), st.just("x"),
            st.lists(_BOX, max_size=2).map(tuple),
        ),
        st.lists(_PICTURE, max_size=2).map(tuple),
        st.lists(_BOX, max_size=2).map(tuple),
    ),
)  # fmt: skip


@given(st.lists(_ANSWER, max_size=3))
def test_answers_come_back_as_they_were(answers: list[Answer]) -> None:
    stream = io.BytesIO()
    for answer in answers:
        write_answer(stream, answer)
    stream.seek(0)
    for answer in answers:
        back = read_answer(stream, "x")
        if isinstance(answer, PageRead) and isinstance(back, PageRead):
            for (_, one), (_, other) in zip(answer.pictures, back.pictures, strict=True):
                assert (one.pixels == other.pixels).all()
                assert (one.resolution, one.number) == (other.resolution, other.number)
            assert back._replace(pictures=()) == answer._replace(pictures=())
        else:
            assert back == answer
    assert read_answer(stream, "x") is None


@pytest.mark.parametrize("resolution", [100.0, 300.0, 450.0, 600.0])
def test_thin_rules_are_found_in_a_smaller_picture(resolution: float) -> None:
    size = round(4 * resolution)
    pixels = np.full((size, size + 1), 250, np.uint8)
    at = round(resolution) | 1  # on an odd row, and of one pixel
    pixels[at, 20 : size - 20] = 0
    pixels[50 : size - 50, at] = 0
    across, upright = sorted(
        rules_of(Picture(pixels), resolution), key=lambda box: box.bottom - box.top
    )
    for box, wanted in (
        (across, (20, at, size - 20, at + 1)),
        (upright, (at, 50, at + 1, size - 50)),
    ):
        assert np.abs(np.subtract(box, wanted)).max() <= 4


def test_errors_cross_the_pipe() -> None:
    for error in (
        RecognitionNotAvailable("prova", "no licence", "pip check"),
        RecognitionLanguageMissing(["de", "fr"], "apt-get"),
    ):
        stream = io.BytesIO()
        write_answer(stream, Stopped(error))
        stream.seek(0)
        back = read_answer(stream, "x")
        assert isinstance(back, Stopped)
        assert isinstance(back.error, RecognitionNotAvailable)
        assert (type(back.error), str(back.error)) == (type(error), str(error))


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=6),
    max_leaves=20,
)


@given(
    st.binary()
    | st.dictionaries(
        st.sampled_from(["opened", "lacking", "lost", "fault", "read", "places", "pictures"]), _JSON
    ).map(lambda one: json.dumps(one).encode() + b"\n")
)
def test_a_worker_that_lies_is_not_believed(data: bytes) -> None:
    try:
        answer = read_answer(io.BytesIO(data), "x")
    except NotAnAnswer:
        return
    assert answer is None or isinstance(answer, Opened | Stopped | PageRead | PageLost)


# -- documents -----------------------------------------------------------------------------------


def test_confidence_means_one_thing() -> None:
    """What is doubtful by its chance to be wrong is doubtful to the reader, and nothing else is."""
    box = Box(0, 0, 60, 20)
    texts = [("cliente", 0.96), ("cl1ente", 0.91), ("xqzw", 0.4), ("12,50", 0.7), ("il", 0.95)]
    words = tuple(Word(text, box, sure) for text, sure in texts)
    page = PageWords((Line(words, box, 18.0, 14.0),), 600, 400, 300.0)
    lexicon = system_lexicon("it")
    trusted = with_trust(page, lexicon).lines[0].words
    assert [word.text for word in trusted] == [word.text for word in words]
    listed = lexicon.words if lexicon.is_large else None
    chances = [doubt(*one) for one in with_contexts(page, listed)]
    for word, chance in zip(trusted, chances, strict=True):
        assert (word.confidence < DOUBTFUL) is (chance > DOUBTFUL_CHANCE)
    by_chance = sorted(range(len(words)), key=lambda n: chances[n])
    assert by_chance == sorted(range(len(words)), key=lambda n: -trusted[n].confidence)


def test_a_scan_becomes_a_document() -> None:
    document = read_document(saved(scan()), name="lettera.png")
    assert words_of(document) == WHOLE.split()
    assert (document.has_ocr, document.language, document.source) == (True, "it", "lettera.png")
    assert not any(isinstance(block, PageMark) for block in document.blocks)
    for run in document.runs():
        assert run.confidence is not None
        assert 0.5 < run.confidence <= 1
        assert run.origin is not None
        assert (run.origin.source, run.origin.place) == ("lettera.png", "page 1")
    conversion = transcribe(document, options=LayoutOptions())
    note = conversion.options.book.transcriber_note
    assert "riconosciuto da un programma" in note


def test_a_fax_of_several_pages_with_a_blank_back() -> None:
    front, end = scan(("Pagina prima del fax",)), scan(("Pagina terza del fax",))
    sheets = [
        sheet.resize((sheet.width, sheet.height // 2)).convert("1")
        for sheet in (front, Image.new("L", front.size, 255), end)
    ]
    data = tiff(sheets, compression="group4", dpi=(200, 100))
    heard: list[Recognised | PageLost] = []
    document = read_document(
        data, name="fax", on_page=heard.append, recognition=Recognition(keeps_pictures=True)
    )
    shape = [
        (block.label if isinstance(block, PageMark) else shown(block)) for block in document.blocks
    ]
    assert shape == ["1", "Pagina prima del fax", "2", "3", "Pagina terza del fax"]
    assert [remark.describe() for remark in document.remarks] == ["fax, page 2: the page is blank."]
    assert [isinstance(page, Recognised) for page in heard] == [True, False, True]
    first = heard[0]
    assert isinstance(first, Recognised)
    named = dict(first.pictures)
    names = list(named)
    assert (names[0], names[-1]) == ("original", "clean")
    assert named["original"].pixels.shape == (front.height // 2 * 2, front.width)
    assert len(first.places) == 4


def test_a_faulty_page_among_others_is_a_picture_and_a_remark(engines: Path) -> None:
    assert engines.is_dir()
    document = read_document(
        pages(3), name="fax.tif", recognition=Recognition(engine="raising", jobs=2)
    )
    kinds = [type(block) for block in document.blocks]
    assert kinds == [PageMark, Paragraph, PageMark, ImageBlock, PageMark, Paragraph]
    (remark,) = document.remarks
    assert remark.describe() == (
        "fax.tif, page 2: the recognition engine failed (prova: ZeroDivisionError: by zero)."
    )


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (
            saved(Image.new("L", (1, 1))),
            "the picture has 1 × 1 pixels, too few for a line of text.",
        ),
        (saved(Image.new("L", (900, 900), 250)), "the page is blank. Check that the side"),
        (
            tiff([Image.new("L", (90, 90), 255)] * 3),
            "fax, pages 1-3: the page is blank.",
        ),
        (saved(scan())[:400], "fax: the picture is damaged or cut off. Scan it again"),
        (saved(scan(), "TIFF")[:-9000], "fax: the picture is damaged or cut off."),
    ],
)
def test_files_without_a_page_that_can_be_read(data: bytes, words: str) -> None:
    with pytest.raises(PagesNotRecognised) as caught:
        read_document(data, name="fax")
    assert words in str(caught.value)
    assert caught.value.exit_code == 3


def test_a_photograph_of_no_text() -> None:
    across = np.linspace(0, 3, 800)
    hills = 120 + 60 * np.sin(across)[None, :] * np.cos(across)[:600, None]
    with pytest.raises(PagesNotRecognised, match=r"^foto: no words were found in the picture\."):
        read_document(saved(Image.fromarray(hills.astype(np.uint8)), "JPEG"), name="foto")


def test_recognition_that_is_off_or_lacks_a_language() -> None:
    data = saved(scan())
    with pytest.raises(SourceWithoutText, match="Leave out --no-ocr"):
        read_document(data, name="a.png", recognition=NO_RECOGNITION)
    with pytest.raises(RecognitionLanguageMissing, match="tesseract-ocr-fin"):
        read_document(data, name="a.png", recognition=Recognition(languages=("fi",)))
    with pytest.raises(RecognitionLanguageMissing, match=r"missing: fi\."):
        read_document(data, name="a.png", language="fi")


# -- PDF -----------------------------------------------------------------------------------------


def joined(*files: bytes) -> bytes:
    whole = pikepdf.new()
    for data in files:
        with pikepdf.open(io.BytesIO(data)) as part:
            whole.pages.extend(part.pages)
    stream = io.BytesIO()
    whole.save(stream)
    return stream.getvalue()


def test_text_and_scans_in_one_pdf_stay_in_order() -> None:
    data = joined(
        make_pdf([PROSE + text(60, 686, "e va avanti sulla pagina")]),
        in_pdf(scan()),
        make_pdf([text(60, 700, "seguente, che è di nuovo testo.")]),
    )
    document = read_document(data, name="misto.pdf")
    marks = [block.label for block in document.blocks if isinstance(block, PageMark)]
    assert marks == ["1", "2", "3"]
    at = document.blocks.index
    places = [at(block) for block in document.blocks if isinstance(block, PageMark)]
    between = document.blocks[places[1] + 1 : places[2]]
    assert " ".join(map(shown, between)).split() == WHOLE.split()
    assert all(run.confidence for block in between for run in block_runs(block))
    # The sentence around the scan is two paragraphs, and its words are sure.
    around = [*document.blocks[: places[1]], *document.blocks[places[2] + 1 :]]
    assert [shown(block) for block in around if isinstance(block, Paragraph)] == [
        "Questa pagina ha il suo testo e nessuno la deve riconoscere, e va avanti sulla pagina",
        "seguente, che è di nuovo testo.",
    ]
    assert all(run.confidence is None for block in around for run in block_runs(block))
    assert (document.has_ocr, document.remarks) == (True, ())


def stamped(words: str, sheet: Image.Image) -> bytes:
    """A scan with text of its own over it, as fax programs and archives stamp it."""
    with pikepdf.open(io.BytesIO(in_pdf(sheet))) as pdf:
        page = pdf.pages[0]
        font = pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
            )
        )
        page.Resources["/Font"] = pikepdf.Dictionary(F1=font)
        page.contents_add(f"BT /F1 8 Tf 5 5 Td ({words}) Tj ET".encode())
        stream = io.BytesIO()
        pdf.save(stream)
    return stream.getvalue()


def test_a_scan_with_a_stamp_is_a_scan() -> None:
    data = stamped("Fax 0001", scan())
    document = read_document(data, name="fax.pdf")
    found = words_of(document)
    assert set(WHOLE.split()) <= set(found)
    assert document.has_ocr
    left = read_document(data, name="fax.pdf", recognition=NO_RECOGNITION)
    assert words_of(left) == ["Fax", "0001"]
    assert [remark.describe() for remark in left.remarks] == [
        "fax.pdf: of these pages, which are pictures, only a few words are there: 1."
    ]


def test_a_picture_behind_text_does_not_make_it_a_scan() -> None:
    sky = Image.effect_noise((400, 300), 8)
    document = read_document(stamped("Offerta del mese", sky), name="volantino.pdf")
    assert words_of(document) == ["Offerta", "del", "mese"]
    assert (document.has_ocr, document.remarks) == (False, ())


def test_without_an_engine_a_mixed_pdf_keeps_its_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install_engines(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    absent = Recognition(engine="absent")
    scanned = in_pdf(scan())
    document = read_document(joined(make_pdf([PROSE]), scanned), name="a.pdf", recognition=absent)
    assert [remark.describe() for remark in document.remarks] == [
        "a.pdf: these pages are pictures without text, and are missing: 2.",
        "a.pdf: Text in pictures cannot be recognised by absent: OSError: no licence.",
        "a.pdf: To install it: pip check",
    ]
    with pytest.raises(RecognitionNotAvailable):
        read_document(scanned, name="a.pdf", recognition=absent)


def test_a_pdf_page_that_kills_its_process(engines: Path) -> None:
    assert engines.is_dir()
    scanned = in_pdf(scan(("riga",)))
    document = read_document(
        joined(scanned, scanned, make_pdf([PROSE])),
        name="a.pdf",
        recognition=replace(Recognition(engine="dying"), jobs=1),
    )
    assert [remark.describe() for remark in document.remarks] == [
        "a.pdf, page 2: the recognition program broke down over it, twice."
    ]
    kinds = [type(block) for block in document.blocks]
    assert kinds == [PageMark, Paragraph, PageMark, ImageBlock, PageMark, Paragraph]
