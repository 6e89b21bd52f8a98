"""Passages, recordings and the command ``brailledesk speak``."""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
import wave
from pathlib import Path
from typing import IO

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import brailledesk
from brailledesk.cli.app import app
from brailledesk.document import Document, Paragraph, Table, TableCell, TableRow
from brailledesk.errors import (
    OutputError,
    SpeechCancelled,
    SpeechFaulty,
    TemporaryFolderUnusable,
)
from brailledesk.speech.audio import Audio
from brailledesk.speech.engine import Cancellation, Voice, VoiceSettings
from brailledesk.speech.engines import COMMAND_VARIABLE
from brailledesk.speech.espeak import EspeakEngine
from brailledesk.speech.normalise import write_out_runs
from brailledesk.speech.order import Utterance
from brailledesk.speech.passage import sentences, synthesise_passage
from brailledesk.speech.recording import document_runs, record
from brailledesk.text import Run
from tests.judges import require_program
from tests.speech.speech_dispatcher import running

TEXT = "Il Sig. Rossi paga € 5. Poi va via! E il n. 7?"


class CountingEngine:
    """As many frames as a text has characters; another voice has another rate, if asked."""

    name = "counting"

    def __init__(self, rates: dict[str, int] | None = None) -> None:
        self.rates = rates or {}
        self.voiced: list[tuple[str, str | None]] = []

    def voices(self) -> tuple[Voice, ...]:
        return ()

    def synthesise(
        self, text: str, settings: VoiceSettings, cancellation: Cancellation | None = None
    ) -> Audio:
        if cancellation:
            cancellation.check()
        self.voiced.append((settings.language, settings.voice))
        return Audio(b"\1\0" * len(text), self.rates.get(settings.language, 8000))


def test_marks_are_where_the_samples_are() -> None:
    passage = synthesise_passage(CountingEngine(), [Run(TEXT)], VoiceSettings())
    assert passage is not None
    assert [TEXT[mark.start : mark.end] for mark in passage.marks] == [
        "Il Sig. Rossi paga € 5.",
        "Poi va via!",
        "E il n. 7?",
    ]
    first = len("Il signor Rossi paga cinque euro.")
    second = first + len("Poi va via!")
    assert [mark.frame for mark in passage.marks] == [0, first, second]
    assert passage.audio.frames == second + len("E il numero sette?")
    assert passage.mark_at(first - 1) == passage.marks[0]
    assert passage.mark_at(first) == passage.marks[1]
    assert synthesise_passage(CountingEngine(), [Run(" ... ")], VoiceSettings()) is None


def test_another_language_has_another_voice() -> None:
    engine = CountingEngine()
    runs = [Run("Il nuovo "), Run("Smart Home", language="en"), Run(" è qui")]
    synthesise_passage(engine, runs, VoiceSettings(voice="paola"))
    assert engine.voiced == [("it", "paola"), ("en", None), ("it", "paola")]
    with pytest.raises(SpeechFaulty, match="sampling rates"):
        synthesise_passage(CountingEngine({"en": 16000}), runs, VoiceSettings())


@given(st.text("aà1. ,\n!?«»€/-", max_size=900))
def test_no_letter_or_digit_is_without_its_sentence(text: str) -> None:
    """Sentences follow one another, and what a reader could miss is in one of them."""
    pieces = list(sentences([Run(text)]))
    assert all(piece.start <= piece.end for piece in pieces)
    assert [piece.start for piece in pieces] == sorted(piece.start for piece in pieces)
    covered = {at for piece in pieces for at in range(piece.start, piece.end)}
    assert all(at in covered for at, sign in enumerate(text) if sign.isalnum())
    assert all(len(piece.text) <= 400 for piece in pieces)


@given(st.text("aàbB17 .,€", min_size=1, max_size=60))
def test_what_is_spoken_is_what_the_fingers_find(text: str) -> None:
    """Every cell of a letter or digit leads, by both maps, to the sentence that speaks it."""
    translation = brailledesk.translate(text)
    covered = {at for piece in sentences([Run(text)]) for at in range(piece.start, piece.end)}
    for cell, dots in enumerate(translation.cells):
        at = translation.cell_to_char[cell]
        if dots and text[at].isalnum():
            assert at in covered


def test_a_document_in_reading_order() -> None:
    cells = tuple(TableCell((Paragraph((Run(word),)),)) for word in ("Nome", "Prezzo"))
    table = Table((TableRow(cells),), caption=(Run("Listino"),))
    document = Document((Paragraph((Run("Prima"),)), table))
    assert [run.text for run in document_runs(document)] == [
        *("Prima", "\n", "Listino", "\n", "Nome", "\n", "Prezzo", "\n")
    ]


def test_a_recording_is_whole_or_not_there(tmp_path: Path) -> None:
    target = tmp_path / "a.wav"
    stages: list[tuple[str, int, int]] = []
    marks = record(
        CountingEngine(),
        [Run(TEXT)],
        VoiceSettings(),
        target,
        progress=lambda stage, done, total: stages.append((stage, done, total)),
    )
    with wave.open(str(target)) as judge:
        frames = judge.getnframes()
        assert judge.readframes(frames) == b"\1\0" * frames
    passage = synthesise_passage(CountingEngine(), [Run(TEXT)], VoiceSettings())
    assert passage is not None
    assert (passage.audio.frames, passage.marks) == (frames, marks)
    assert stages == [("Speaking", done, 3) for done in (1, 2, 3)]
    before = target.read_bytes()
    wish = Cancellation()
    wish.cancel()
    with pytest.raises(SpeechCancelled):
        record(CountingEngine(), [Run(TEXT)], VoiceSettings(), target, cancellation=wish)
    with pytest.raises(SpeechFaulty, match="nothing to say"):
        record(CountingEngine(), [Run("...")], VoiceSettings(), target)
    assert target.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["a.wav"]


def test_a_recording_that_has_no_room_is_one_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """At its end, and while it waits: whole it is in the temporary folder."""
    with pytest.raises(OutputError, match="/dev/full cannot be written: No space left"):
        record(CountingEngine(), [Run(TEXT)], VoiceSettings(), Path("/dev/full"))
    with monkeypatch.context() as patch:
        patch.setattr(tempfile, "tempdir", "/no/folder")
        with pytest.raises(TemporaryFolderUnusable, match="folder /no/folder cannot be used: No"):
            record(CountingEngine(), [Run(TEXT)], VoiceSettings(), Path("/dev/null"))

    def full(**_: object) -> IO[bytes]:
        return Path("/dev/full").open("w+b")

    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    with pytest.raises(TemporaryFolderUnusable, match="No space left") as caught:
        record(CountingEngine(), [Run("Una frase. " * 3000)], VoiceSettings(), Path("/dev/null"))
    assert caught.value.exit_code == 4


def _speak(*arguments: str, stdin: str = "", **environment: str) -> tuple[int, str, str]:
    runner = CliRunner(env={"LANGUAGE": "en", COMMAND_VARIABLE: "", **environment})
    result = runner.invoke(app, ["speak", *arguments], input=stdin)
    return result.exit_code, result.stdout, result.stderr


def test_the_command_records_a_document(tmp_path: Path) -> None:
    require_program("espeak-ng", "espeak-ng")
    source, target = tmp_path / "a.html", tmp_path / "a.wav"
    source.write_text("<h1>Titolo</h1><p>Costa € 12,50.</p>", encoding="utf-8")
    assert _speak(str(source), "-o", str(target), "--engine", "espeak") == (0, "", "")
    with wave.open(str(target)) as judge:
        assert judge.getnframes() / judge.getframerate() == pytest.approx(3.45, rel=0.1)


def test_the_command_prints_words_and_voices() -> None:
    assert _speak("--words", "Sig. Rossi") == (0, "signor Rossi\n", "")
    assert _speak("--words", stdin="n. 5\n\nart. 2\n") == (0, "numero cinque\narticolo due\n", "")
    require_program("espeak-ng", "espeak-ng")
    status, words, _ = _speak("--list-voices", "--engine", "espeak")
    assert status == 0
    assert "roa/it\tit\tItalian" in words.splitlines()


def test_the_command_says_what_is_wrong(tmp_path: Path) -> None:
    require_program("espeak-ng", "espeak-ng")
    target = str(tmp_path / "a.wav")
    for arguments, status, words in (
        (("nofile.docx",), 3, "no file nofile.docx"),
        (("ciao", "--rate", "9"), 2, "cannot be 9"),
        (("ciao", "--engine", "espeak", "--voice", "zz"), 17, "has no voice zz"),
        (("ciao", "--engine", "command"), 2, "is empty"),
        (("ciao", "--engine", "speech-dispatcher"), 2, "gives no files"),
    ):
        code, _, error = _speak(*arguments, "-o", target)
        assert (code, words in error) == (status, True), error
        assert not Path(target).exists()


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("ciao", "-o", "v.mp3"), 2, "Let it end in .wav."),
        (("ciao", "-o", "v.zzz"), 2, "v.zzz is no name for a WAV file"),
        (("", "-o", "v.wav"), 17, "Name a text or a document that has some."),
        ((" ... ",), 17, "the text has no words"),
    ],
)
def test_no_file_where_nothing_fits(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    status: int,
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    code, _, error = _speak(*arguments, "--engine", "command", "--command", "voice {text}")
    assert (code, said in error) == (status, True), error
    assert not list(tmp_path.iterdir())


def test_a_document_is_not_written_over(tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_text("Ciao.", encoding="utf-8")
    code, _, error = _speak(str(source), "-o", str(source))
    assert (code, source.read_text(encoding="utf-8")) == (2, "Ciao."), error


def test_no_log_shows_what_is_said() -> None:
    secret = Run("numero segreto 7")
    piece = next(sentences([secret]))
    for value in (Utterance((secret,)), piece, write_out_runs([secret])):
        assert "segreto" not in repr(value)


def test_the_command_speaks_aloud(tmp_path: Path) -> None:
    with running(tmp_path) as (_process, address):
        where = {"SPEECHD_ADDRESS": f"unix_socket:{address}"}
        assert _speak("Buongiorno", "--engine", "speech-dispatcher", **where) == (0, "", "")
        code, _, error = _speak("a", "--engine", "speech-dispatcher", "--ear", "left", **where)
    assert (code, "cannot choose an ear" in error) == (2, True)
    require_program("espeak-ng", "espeak-ng")
    player, heard = tmp_path / "aplay", tmp_path / "heard"
    player.write_text(f"#!/bin/sh\ncat >> {heard}\n", encoding="utf-8")
    player.chmod(0o700)
    path = f"{tmp_path}:/usr/bin:/bin"
    assert _speak("Uno. Due.", "--engine", "espeak", "--ear", "left", PATH=path) == (0, "", "")
    samples = heard.read_bytes()
    assert any(samples[0::4])
    assert not any(samples[2::4])
    assert not any(samples[3::4])


def test_wav_on_standard_output() -> None:
    require_program("espeak-ng", "espeak-ng")
    audio = EspeakEngine().synthesise("ciao", VoiceSettings())
    script = "from brailledesk.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", script, "speak", "--engine", "espeak", "-o", "-", "ciao"],
        capture_output=True,
        check=True,
        timeout=60,
    )
    with wave.open(io.BytesIO(done.stdout)) as judge:
        assert judge.readframes(judge.getnframes()) == audio.samples
