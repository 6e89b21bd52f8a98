"""Engines: two ways to one Tesseract, which judge each other; languages; engines of others."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from brailledesk.doctor import examine
from brailledesk.errors import (
    RecognitionLanguageMissing,
    RecognitionNotAvailable,
    UsageError,
)
from brailledesk.ingest.ocr import engines, tessdata
from brailledesk.ingest.ocr.crop import CropReader
from brailledesk.ingest.ocr.engines import engine_names, open_engine
from brailledesk.ingest.ocr.languages import CODES, code_of, parse_languages, parse_pages, tag_of
from brailledesk.ingest.ocr.options import PageLanguages, Recognition
from brailledesk.ingest.ocr.page import Engine, PageWords, Picture

from .scans import LETTER, install_engines, scan


@pytest.fixture(scope="module", params=["tesserocr", "pytesseract"])
def engine(request: pytest.FixtureRequest) -> Engine:
    return open_engine(request.param)


def picture() -> Picture:
    return Picture(np.asarray(scan()), (200.0, 200.0), 3, "fax")


def test_words_with_places_and_confidence(engine: Engine) -> None:
    read = engine.read(picture(), ("it",))
    assert read.text == "\n".join(LETTER)
    assert (read.number, read.source, read.resolution) == (3, "fax", 200)
    pixels = picture().pixels
    assert (read.height, read.width) == pixels.shape
    below = 0
    for line in read.lines:
        assert below < line.baseline <= line.box.bottom + 1
        below = line.box.bottom
        right = 0
        for word in line.words:
            assert 0.6 < word.confidence <= 1
            assert word.language == "it"
            assert right < word.box.left < word.box.right
            right = word.box.right
            # The box holds the ink of the word, and is no larger than that by a few pixels.
            left, top, end, bottom = word.box
            ink = pixels[top:bottom, left:end] < 128
            assert ink.any(axis=1).mean() > 0.8
            assert ink[:, [0, 1, -2, -1]].any()


def test_baselines_and_heights_of_letters() -> None:
    read = open_engine("tesserocr").read(picture(), ("it",))
    for number, line in enumerate(read.lines):
        # Drawn with 33 pixels to the em; capitals of DejaVu Sans are 0.729 of it, an x is 0.547.
        assert line.height == pytest.approx(0.729 * 33, abs=2.5)
        assert line.x_height == pytest.approx(0.547 * 33, abs=2.5)
        assert line.baseline == pytest.approx(60 + 50 * number + 31, abs=3)


def test_a_doubtful_word_has_other_readings() -> None:
    shown = scan(("Codice IT-4471/B e 1.249,90 euro",), size=9)
    small = shown.resize((shown.width * 4 // 10, shown.height * 4 // 10))
    read = open_engine("tesserocr").read(Picture(np.asarray(small), (80.0, 80.0)), ("it",))
    words = [word for line in read.lines for word in line.words]
    assert any(word.others for word in words)
    for word in words:
        assert word.text not in word.others
        assert len(set(word.others)) == len(word.others) <= 3


def test_a_block_has_one_language() -> None:
    lines = (*LETTER, "", "The customer has written a letter", "about the goods that were damaged")
    shown = Picture(np.asarray(scan(lines)), (200.0, 200.0))
    read = open_engine("tesserocr").read(shown, ("it", "en"))
    found: dict[int, set[str]] = {}
    for line in read.lines:
        found.setdefault(line.block, set()).update(word.language for word in line.words)
    assert all(len(languages) == 1 for languages in found.values())


def test_pictures_without_words(engine: Engine) -> None:
    white = np.full((120, 300), 255, np.uint8)
    assert engine.read(Picture(white, (200.0, 200.0)), ("it",)).lines == ()
    colours = np.zeros((64, 64, 3), np.uint8)
    assert isinstance(engine.read(Picture(colours), ("it",)), PageWords)


def test_a_language_that_is_not_installed(engine: Engine) -> None:
    with pytest.raises(RecognitionLanguageMissing) as caught:
        engine.read(picture(), ("it", "fi"))
    assert "these languages are missing: fi." in str(caught.value)
    assert "tesseract-ocr-fin" in str(caught.value)
    for hostile in ("../it", "it/..", "", "it+en"):
        with pytest.raises(RecognitionLanguageMissing):
            engine.read(picture(), (hostile,))


def test_what_is_not_installed_is_told_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    def without(*missing: str) -> None:
        monkeypatch.setattr(
            engines, "find_spec", lambda name: None if name in missing else object()
        )

    without("tesserocr")
    assert open_engine().name == "pytesseract"
    without("tesserocr", "pytesseract")
    with pytest.raises(RecognitionNotAvailable, match=r"tesserocr: the package tesserocr is not"):
        open_engine()
    without("cv2")
    with pytest.raises(RecognitionNotAvailable, match=r"pip install 'brailledesk\[ocr\]'"):
        open_engine()
    monkeypatch.undo()
    monkeypatch.setenv("PATH", "")
    with pytest.raises(RecognitionNotAvailable, match="apt-get install tesseract-ocr"):
        open_engine("pytesseract")
    monkeypatch.setattr(tessdata, "_UNIX", ())
    with pytest.raises(RecognitionNotAvailable, match="no language data") as caught:
        open_engine("tesserocr")
    assert caught.value.exit_code == 3
    found = {finding.name: finding for finding in examine()}
    told = found["recognition of text in pictures"]
    assert (told.is_present, told.is_needed) == (False, False)
    assert told.command.endswith("tesseract-ocr-ita")


def test_the_program_runs_without_the_extra() -> None:
    """Without numpy and OpenCV everything else works, and recognition says what is missing."""
    script = (
        "import sys\n"
        "sys.modules['numpy'] = sys.modules['cv2'] = None\n"
        "from brailledesk.cli import main\n"
        "main()\n"
    )
    environment = {**os.environ, "LANG": "C.UTF-8", "LANGUAGE": ""}
    told = [
        subprocess.run(
            [sys.executable, "-c", script, *command],
            input=b"BM" + bytes(40), capture_output=True, check=False, env=environment, timeout=60,
        )
        for command in (["doctor"], ["ocr", "-"])
    ]  # fmt: skip
    assert b"Traceback" not in told[0].stderr + told[1].stderr
    assert b"recognition of text in pictures: missing" in told[0].stdout
    assert told[1].returncode == 3
    assert b"pip install 'brailledesk[ocr]'" in told[1].stderr


def test_doctor_names_engine_version_and_languages() -> None:
    found = {finding.name: finding for finding in examine()}
    told = found["recognition of text in pictures"]
    assert told.is_present
    assert "tesserocr tesseract 5" in told.detail
    assert {"it", "en"} <= set(found["Italian for text in pictures"].detail.split(", "))


# -- languages and their data --------------------------------------------------------------------


def test_tags_and_the_names_of_data() -> None:
    pairs = {"it": "ita", "en": "eng", "de": "deu", "fr": "fra", "it-CH": "ita", "sl": "slv"}
    assert {tag: code_of(tag) for tag in pairs} == pairs
    assert code_of("zh-Hant-TW") == "chi_tra"
    assert all(tag_of(code_of(tag)) in CODES for tag in CODES)
    assert [tag_of(code) for code in ("ita", "chi_sim", "frk")] == ["it", "zh", "frk"]
    assert [code_of(bad) for bad in ("../it", "a b", "", "x")] == ["", "", "", ""]


def test_languages_as_people_write_them() -> None:
    assert parse_languages("it") == ("it",)
    assert parse_languages("ita+ENG + it") == ("it", "en")
    with pytest.raises(UsageError):
        parse_languages("it+")
    assert parse_pages("3-5", ("en",)) == PageLanguages(3, 5, ("en",))
    asked = Recognition(
        languages=("it",), pages=(parse_pages("2", ("de",)), parse_pages("4-", ("en", "it")))
    )
    assert [asked.languages_of(page, "fr") for page in (1, 2, 3, 4, 99)] == [
        ("it",), ("de",), ("it",), ("en", "it"), ("en", "it"),
    ]  # fmt: skip
    assert replace(asked, languages=()).languages_of(1, "fr") == ("fr",)
    for wrong in ("0", "5-3", "x", "-3", ""):
        with pytest.raises(UsageError):
            parse_pages(wrong, ("it",))


def test_the_folder_of_the_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tessdata, "_UNIX", (str(tmp_path / "debian"),))
    for folder, names in (
        ("debian", ["ita", "osd"]),
        ("own/tessdata", ["ita", "deu"]),
        ("Program Files/Tesseract-OCR/tessdata", ["fra"]),
    ):
        (tmp_path / folder).mkdir(parents=True)
        for name in names:
            (tmp_path / folder / f"{name}.traineddata").touch()
    nowhere = {"PATH": ""}
    assert tessdata.find_folder((), nowhere) == tmp_path / "debian"
    own = {**nowhere, "TESSDATA_PREFIX": str(tmp_path / "own")}
    assert tessdata.find_folder((), own) == tmp_path / "own" / "tessdata"
    assert tessdata.find_folder(["ita"], own) == tmp_path / "own" / "tessdata"
    # A folder of one's own that lacks a language does not hide the system's.
    assert tessdata.find_folder(["osd"], own) == tmp_path / "debian"
    windows = {**nowhere, "PROGRAMFILES": str(tmp_path / "Program Files")}
    assert tessdata.languages_in(tessdata.find_folder(["fra"], windows)) == {"fr"}
    assert tessdata.languages_in(tmp_path / "debian") == {"it"}
    monkeypatch.setattr(tessdata, "_UNIX", ())
    assert tessdata.find_folder((), nowhere) is None
    assert tessdata.languages_in(None) == frozenset()


def test_the_command_that_brings_a_language() -> None:
    assert tessdata.install_command(["it", "de"], "linux") == (
        "sudo apt-get install tesseract-ocr-ita tesseract-ocr-deu"
    )
    assert tessdata.install_command(["zh"], "linux").endswith("tesseract-ocr-chi-sim")
    assert tessdata.install_command(["it"], "darwin") == "brew install tesseract tesseract-lang"
    assert "winget install" in tessdata.install_command(["it"], "win32")


# -- engines of other packages -------------------------------------------------------------------


def test_engines_of_other_packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install_engines(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    assert {"tesserocr", "pytesseract", "engine", "absent"} <= set(engine_names())
    assert open_engine("engine").languages() == {"it"}
    with pytest.raises(RecognitionNotAvailable, match="absent: OSError: no licence"):
        open_engine("absent")
    with pytest.raises(UsageError, match="Known engines: tesserocr, pytesseract, absent"):
        open_engine("nessuno")
    states = {finding.name: finding.is_present for finding in examine()}
    assert (states["engine engine"], states["engine absent"]) == (True, False)


# -- crops of a screen ---------------------------------------------------------------------------


def test_a_line_of_a_screen_is_read_in_this_process() -> None:
    shown = "Importo dovuto: € 1.249,90 entro il 12/03/2024"
    with CropReader() as reader:
        for margin in (4, 10):
            crop = np.asarray(scan((shown,), size=8, margin=margin))
            assert reader.read(crop).text == shown
        colours = np.stack([255 - crop, crop, crop], axis=2)
        assert reader.read(np.full((20, 200), 255, np.uint8)).lines == ()
        assert isinstance(reader.read(colours), PageWords)
