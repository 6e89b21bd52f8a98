"""Sound and its borders: exact to the sample, in order, bounded, and nothing left after a fault."""

from __future__ import annotations

import os
import stat
import threading
import wave
import zipfile
from array import array
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings

from brailledesk.books.encoders import find_encoder
from brailledesk.books.make import BookChoices, audio_of, format_of, make_book
from brailledesk.books.speaking import SpokenBook, speak_script
from brailledesk.books.text import write_script
from brailledesk.document import Document, PageMark, Paragraph
from brailledesk.errors import (
    AudioNotEncoded,
    EncoderNotAvailable,
    OutputError,
    SpeechCancelled,
    SpeechEngineLost,
    SpeechFaulty,
    UsageError,
    VoiceNotFound,
)
from brailledesk.speech.audio import Audio
from brailledesk.speech.engine import Cancellation, VoiceSettings
from brailledesk.speech.espeak import EspeakEngine
from brailledesk.text import Run
from tests.books.samples import BOOK, RATE, ToneEngine, paragraph
from tests.judges import require_program
from tests.layout.test_properties import documents

SETTINGS = VoiceSettings()
WAV = BookChoices(audio="wav")


def frames_of(path: Path) -> array[int]:
    with wave.open(str(path), "rb") as source:
        assert (source.getnchannels(), source.getsampwidth()) == (1, 2)
        assert source.getframerate() == RATE
        return array("h", source.readframes(source.getnframes()))


def check_borders(book: SpokenBook, engine: ToneEngine, folder: Path) -> None:
    """Every clip has the sound of its own phrase and nothing else, and no sound is outside."""
    for section in book.sections:
        frames = frames_of(folder / section.audio)
        assert section.clips[0].begin == 0
        assert abs(section.duration - len(frames) * 1000 / RATE) <= 0.5
        place = 0
        for clip in section.clips:
            assert abs(clip.begin - place * 1000 / RATE) <= 0.5
            wanted: list[int] = []
            for sentence in clip.phrase.spoken:
                number = engine.texts.index(sentence.text) + 1
                wanted += [number] * (10 * len(sentence.text))
            wanted += [0] * round(clip.phrase.pause * RATE)
            assert list(frames[place : place + len(wanted)]) == wanted
            place += len(wanted)
        assert place == len(frames)
        assert [clip.phrase for clip in section.clips] == section.section.phrases


def test_borders_are_where_the_samples_are(tmp_path: Path) -> None:
    engine = ToneEngine(delays=True)
    stages: list[tuple[str, int, int]] = []
    book = make_book(
        BOOK,
        tmp_path / "book",
        engine,
        choices=BookChoices(audio="wav", jobs=5),
        progress=lambda *stage: stages.append(stage),
    )
    check_borders(book, engine, tmp_path / "book")
    assert stages == [("Speaking", number, 44) for number in range(1, 45)]
    assert ("customer care", "en") in engine.spoken
    assert book.duration == sum(section.duration for section in book.sections)
    assert book.voiceless == ()


@settings(max_examples=15, deadline=None)
@given(documents)
def test_borders_of_any_document(
    tmp_path_factory: pytest.TempPathFactory, document: Document
) -> None:
    engine = ToneEngine(languages=("it",))
    folder = tmp_path_factory.mktemp("any")
    script = write_script(document)
    book = speak_script(script, engine, SETTINGS, folder, find_encoder("wav"), suffix="wav", jobs=3)
    check_borders(book, engine, folder)


def test_a_language_without_a_voice_has_the_main_one(tmp_path: Path) -> None:
    engine = ToneEngine(languages=("it",))
    book = make_book(BOOK, tmp_path / "book", engine, choices=WAV)
    assert book.voiceless == ("en",)
    assert ("customer care", "it") in engine.spoken
    with pytest.raises(VoiceNotFound):
        make_book(BOOK, tmp_path / "other", ToneEngine(languages=("fr",)), choices=WAV)
    assert [path.name for path in tmp_path.iterdir()] == ["book"]


def test_the_voice_of_the_reader_speaks_all_of_its_language(tmp_path: Path) -> None:
    """Also where the document names a country, and what the book itself says."""
    runs = (Run("Buongiorno. "), Run("Come va? ", language="it"), Run("Fine", language="en-GB"))
    document = Document((PageMark("1"), Paragraph(runs)), title="T", language="it-IT")
    engine = ToneEngine()
    settings = VoiceSettings(voice="paola", rate=150)
    make_book(document, tmp_path / "b", engine, settings, WAV)
    assert engine.voiced == {("it-IT", "paola"), ("en-GB", None)}


def test_little_is_held_however_slow_the_writing_is(tmp_path: Path) -> None:
    """The engine is never further ahead of the file than the phrases that may wait."""
    engine = ToneEngine()
    document = Document(tuple(paragraph(f"Frase {number}.") for number in range(300)), title="T")
    ahead: list[int] = []

    def note(stage: str, done: int, total: int) -> None:
        assert (stage, total) == ("Speaking", 301)
        ahead.append(len(engine.spoken) - done)

    make_book(
        document, tmp_path / "b", engine, choices=BookChoices(audio="wav", jobs=2), progress=note
    )
    assert len(ahead) == 301
    assert max(ahead) <= 2 * 8


FAULTS = [
    SpeechEngineLost("tone", -9),
    SpeechFaulty("tone", "it gave silence for a text"),
    OSError(28, "No space left on device"),
    KeyboardInterrupt(),
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: type(fault).__name__)
@pytest.mark.parametrize("name", ["book", "book.zip", "book.epub"])
def test_after_a_fault_nothing_is_there(tmp_path: Path, name: str, fault: BaseException) -> None:
    engine = ToneEngine(faults={"Accendere.": fault})  # type: ignore[dict-item]
    before = set(threading.enumerate())
    wanted = OutputError if isinstance(fault, OSError) else type(fault)
    with pytest.raises(wanted):
        make_book(BOOK, tmp_path / name, engine, choices=BookChoices(jobs=3))
    assert list(tmp_path.iterdir()) == []
    assert set(threading.enumerate()) == before


def test_what_was_there_stays_after_a_fault(tmp_path: Path) -> None:
    target = tmp_path / "book.zip"
    target.write_bytes(b"before")
    engine = ToneEngine(faults={"Grazie.": SpeechEngineLost("tone", 1)})
    with pytest.raises(SpeechEngineLost):
        make_book(BOOK, target, engine)
    assert target.read_bytes() == b"before"
    make_book(BOOK, target, ToneEngine())
    with zipfile.ZipFile(target) as archive:
        assert archive.testzip() is None


def test_cancelling_ends_it(tmp_path: Path) -> None:
    wish = Cancellation()

    def stop(stage: str, done: int, total: int) -> None:
        assert (stage, total) == ("Speaking", 44)
        if done == 3:
            wish.cancel()

    class Obedient(ToneEngine):
        def synthesise(
            self, text: str, settings: VoiceSettings, cancellation: Cancellation | None = None
        ) -> Audio:
            assert cancellation is wish
            wish.check()
            return super().synthesise(text, settings, cancellation)

    engine = Obedient()
    choices = BookChoices(audio="wav", jobs=1)
    with pytest.raises(SpeechCancelled):
        make_book(BOOK, tmp_path / "b", engine, choices=choices, cancellation=wish, progress=stop)
    assert len(engine.spoken) < 20
    assert list(tmp_path.iterdir()) == []


def test_voices_of_different_rates_are_refused(tmp_path: Path) -> None:
    class Mixed(ToneEngine):
        def synthesise(
            self, text: str, settings: VoiceSettings, cancellation: Cancellation | None = None
        ) -> Audio:
            audio = super().synthesise(text, settings, cancellation)
            return audio if settings.language == "it" else Audio(audio.samples, 16000)

    with pytest.raises(SpeechFaulty, match="sampling rates"):
        make_book(BOOK, tmp_path / "b", Mixed(), choices=WAV)


def test_two_channels_become_one(tmp_path: Path) -> None:
    class Stereo(ToneEngine):
        def synthesise(
            self, text: str, settings: VoiceSettings, cancellation: Cancellation | None = None
        ) -> Audio:
            mono = array("h", super().synthesise(text, settings, cancellation).samples)
            both = array("h", (value for one in mono for value in (one, one)))
            return Audio(both.tobytes(), RATE, 2)

    engine = Stereo()
    book = make_book(BOOK, tmp_path / "b", engine, choices=WAV)
    check_borders(book, engine, tmp_path / "b")


def test_a_phrase_without_sound_is_a_fault(tmp_path: Path) -> None:
    class Silent(ToneEngine):
        def synthesise(
            self, text: str, settings: VoiceSettings, cancellation: Cancellation | None = None
        ) -> Audio:
            return Audio(b"", super().synthesise(text, settings, cancellation).rate)

    with pytest.raises(SpeechFaulty, match="silence"):
        make_book(BOOK, tmp_path / "b", Silent(), choices=WAV)


def test_what_no_voice_can_say_is_described(tmp_path: Path) -> None:
    """espeak-ng is silent for some letters alone; a book does not fail for it."""
    require_program("espeak-ng", "espeak-ng")
    heard: list[str] = []

    class Listening(EspeakEngine):
        def synthesise(
            self, text: str, settings: VoiceSettings, cancellation: Cancellation | None = None
        ) -> Audio:
            audio = super().synthesise(text, settings, cancellation)
            heard.append(f"{settings.language}:{text}")
            return audio

    document = Document((paragraph("\N{MODIFIER LETTER RAISED UP ARROW}"),), title="T")
    make_book(document, tmp_path / "b", Listening(), choices=BookChoices(audio="wav", jobs=1))
    assert heard == ["it:T", "en:modifier letter raised up arrow"]


# -- targets ---------------------------------------------------------------------------------------


def test_a_folder_with_files_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    engine = ToneEngine()
    for name, reason in (("full", "not empty"), ("file", "it is a file")):
        with pytest.raises(OutputError, match=reason):
            make_book(BOOK, tmp_path / name, engine)
    with pytest.raises(OutputError, match="there is no folder"):
        make_book(BOOK, tmp_path / "nowhere" / "book", engine)
    assert engine.spoken == []
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["file", "full", "mine.txt"]
    (tmp_path / "empty").mkdir()
    make_book(BOOK, tmp_path / "empty", engine, choices=WAV)
    assert (tmp_path / "empty" / "ncc.html").exists()


def test_formats_and_sound() -> None:
    assert format_of(Path("a")) == format_of(Path("a.zip")) == "daisy202"
    assert format_of(Path("a.EPUB")) == "epub3"
    wrong: list[Callable[[], str]] = [
        lambda: format_of(Path("a.epub"), "daisy202"),
        lambda: format_of(Path("a.zip"), "epub3"),
        lambda: format_of(Path("a"), "daisy3"),
        lambda: audio_of("epub3", "wav"),
        lambda: audio_of("daisy202", "opus"),
    ]
    for call in wrong:
        with pytest.raises(UsageError):
            call()
    assert audio_of("epub3") == audio_of("daisy202") == "mp3"


def test_a_book_of_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SpeechFaulty, match="nothing to say"):
        make_book(Document((paragraph("***"),), title="T"), tmp_path / "b", ToneEngine())


def test_the_same_book_is_the_same_file(tmp_path: Path) -> None:
    import datetime as dt

    made = dt.datetime(2026, 1, 2, tzinfo=dt.UTC)
    books = []
    for name in ("a.epub", "b.epub"):
        make_book(BOOK, tmp_path / name, ToneEngine(delays=True), choices=BookChoices(made=made))
        books.append((tmp_path / name).read_bytes())
    # The tones are numbered as they come, so only what is not sound can be compared.
    parts = []
    for name in ("a.epub", "b.epub"):
        with zipfile.ZipFile(tmp_path / name) as archive:
            parts.append(
                {
                    part.filename: archive.read(part)
                    for part in archive.infolist()
                    if not part.filename.endswith(".mp3")
                }
            )
    assert parts[0] == parts[1]


# -- encoders --------------------------------------------------------------------------------------


@pytest.fixture
def only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], None]:
    """Leaves one program, a script of ours, and no library that encodes."""

    def leave(name: str, body: str) -> None:
        monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
        folder = tmp_path / "programs"
        folder.mkdir()
        if name:
            path = folder / name
            path.write_text(f"#!/bin/sh\n{body}\n")
            path.chmod(path.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("PATH", f"{folder}{os.pathsep}/usr/bin-not")

    return leave


def test_without_an_encoder(tmp_path: Path, only: Callable[[str, str], None]) -> None:
    only("", "")
    with pytest.raises(EncoderNotAvailable, match=r"brailledesk\[books\]"):
        make_book(BOOK, tmp_path / "a.epub", ToneEngine())
    make_book(BOOK, tmp_path / "b", ToneEngine())
    assert (tmp_path / "b" / "s0001.wav").exists()


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("echo 'no licence' >&2; exit 3", "no licence"),
        ("exec /bin/cat >/dev/null", "could not be written: -"),  # says that all is well
    ],
)
def test_an_encoder_that_fails(
    tmp_path: Path, only: Callable[[str, str], None], body: str, said: str
) -> None:
    only("lame", body)
    with pytest.raises(AudioNotEncoded, match=said):
        make_book(BOOK, tmp_path / "a.epub", ToneEngine())
    assert [path.name for path in tmp_path.iterdir()] == ["programs"]


@pytest.mark.parametrize(("program", "audio"), [("lame", "mp3"), ("opusenc", "opus")])
def test_programs_encode(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, audio: str
) -> None:
    """A library that nobody here wrote decodes what they wrote: all of it, at its rate."""
    import soundfile

    require_program(program, {"opusenc": "opus-tools"}.get(program, program))
    if audio == "mp3":
        monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    target = tmp_path / f"sound.{audio}"
    sound = find_encoder(audio)(target, 22050)
    samples = array("h", [(-1) ** (place // 50) * 9000 for place in range(44100)])
    sound.write(samples[:30000].tobytes())
    sound.write(samples[30000:].tobytes())
    sound.close()
    decoded, rate = soundfile.read(target)
    assert abs(len(decoded) / rate - 2) < 0.15
    assert 0.1 < float((decoded**2).mean()) ** 0.5 < 0.5
