"""Engines against real programs: espeak-ng, scripts that misbehave, pyttsx3 with its traps."""

from __future__ import annotations

import contextlib
import io
import json
import os
import resource
import signal
import stat
import struct
import subprocess
import sys
import textwrap
import threading
import types
import wave
from array import array
from collections.abc import Callable
from pathlib import Path
from typing import Self

import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brailledesk.doctor import examine
from brailledesk.errors import (
    SpeechCancelled,
    SpeechEngineLost,
    SpeechEngineNotAvailable,
    SpeechError,
    SpeechFaulty,
    SpeechLimited,
    SpeechStalled,
    UsageError,
    VoiceNotFound,
)
from brailledesk.speech.audio import Audio, join, read_wav, silence
from brailledesk.speech.command import CommandEngine
from brailledesk.speech.engine import Cancellation, Voice, VoiceSettings
from brailledesk.speech.engines import COMMAND_VARIABLE, find_engine, make_engine
from brailledesk.speech.espeak import EspeakEngine
from brailledesk.speech.normalise import write_out
from brailledesk.speech.player import LibraryPlayer, ProgramPlayer, find_player
from brailledesk.speech.process import RunLimits, run
from brailledesk.speech.pyttsx import PyttsxEngine
from brailledesk.speech.pyttsx_worker import answer
from tests.judges import require_program

SETTINGS = VoiceSettings()
MakeScript = Callable[[str], str]


@pytest.fixture
def script(tmp_path: Path) -> MakeScript:
    """Makes a program of lines of Python; "once" is a path that is there from the second run on."""

    def make(body: str) -> str:
        path = tmp_path / "voice"
        head = f"#!{sys.executable}\nimport os, pathlib, signal, sys, time\n"
        once = f"once = pathlib.Path({str(tmp_path / 'once')!r})\n"
        path.write_text(head + once + textwrap.dedent(body), encoding="utf-8")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        return str(path)

    return make


@pytest.fixture(scope="module")
def espeak() -> EspeakEngine:
    require_program("espeak-ng", "espeak-ng")
    return EspeakEngine()


# Measured with espeak-ng 1.51, at rates of 100 and 200.
DURATIONS = [
    ("Buongiorno, come posso aiutarla?", 2.13, 1.04),
    ("Il totale è di € 1.250,50.", 3.82, 2.13),
    ("Scade il 12/03/2026 alle ore 14:30.", 4.17, 2.30),
    ("tel. 5551234", 3.49, 1.86),
    ("Il Sig. Rossi abita in V.le Monza 12.", 2.73, 1.45),
]


@pytest.mark.parametrize(("text", "normal", "fast"), DURATIONS)
def test_durations(espeak: EspeakEngine, text: str, normal: float, fast: float) -> None:
    spoken = write_out(text).text
    for rate, seconds in ((100, normal), (200, fast)):
        audio = espeak.synthesise(spoken, VoiceSettings(rate=rate))
        assert audio.seconds == pytest.approx(seconds, rel=0.1)


@pytest.mark.parametrize(("text", "normal", "fast"), DURATIONS)
def test_no_long_silence_inside_a_text(
    espeak: EspeakEngine, text: str, normal: float, fast: float
) -> None:
    """A window of 0.7 s without a sound would be a lost word."""
    del normal, fast
    audio = espeak.synthesise(write_out(text).text, SETTINGS)
    window = round(0.7 * audio.rate)
    for start in range(0, audio.frames - window, window // 4):
        assert not audio.cut(start, start + window).is_silent


def test_settings_of_the_voice_are_heard(espeak: EspeakEngine) -> None:
    plain = espeak.synthesise("buongiorno", SETTINGS)
    for other in (
        VoiceSettings(pitch=180),
        VoiceSettings(voice="it+f3"),
        VoiceSettings(language="en-GB"),
    ):
        assert espeak.synthesise("buongiorno", other).samples != plain.samples
    loud, soft = (
        max(array("h", espeak.synthesise("buongiorno", VoiceSettings(volume=volume)).samples))
        for volume in (100, 20)
    )
    assert loud > 2 * soft > 0
    assert espeak.synthesise("buongiorno", VoiceSettings(volume=0)).is_silent
    assert espeak.synthesise("buongiorno", VoiceSettings(language="it-CH")) == plain


@pytest.mark.parametrize("text", ["", " \n", "...", "[[", "—"])
def test_nothing_to_say_is_no_sound(espeak: EspeakEngine, text: str) -> None:
    assert espeak.synthesise(text, SETTINGS).frames == 0


@pytest.mark.parametrize("text", ["a\0b", "[[a]] b", "<speak>b</speak>", "-v en b", "\ud800 b"])
def test_text_is_only_text(espeak: EspeakEngine, text: str) -> None:
    assert espeak.synthesise(text, SETTINGS).seconds > 0.3


def test_unknown_voices_name_those_there_are(espeak: EspeakEngine) -> None:
    for settings in (
        VoiceSettings(voice="klingone"),
        VoiceSettings(voice="it+nobody"),
        VoiceSettings(language="xx"),
    ):
        with pytest.raises(VoiceNotFound, match="it") as caught:
            espeak.synthesise("a", settings)
        assert "roa/it" in caught.value.known
    with pytest.raises(VoiceNotFound, match=r"Voices that it has: roa/it, "):
        espeak.synthesise("a", VoiceSettings(voice="klingone"))


@pytest.mark.parametrize("wrong", [{"rate": 10}, {"rate": 500}, {"pitch": -1}, {"volume": 101}])
def test_numbers_out_of_range(wrong: dict[str, int]) -> None:
    with pytest.raises(UsageError, match="Choose a number from"):
        VoiceSettings(**wrong)  # type: ignore[arg-type]


def test_a_hundred_processes_leave_nothing_behind(espeak: EspeakEngine) -> None:
    """Threads and open files are as many as before; the queue's test has the thousand."""
    espeak.synthesise("uno", SETTINGS)
    before, files = set(threading.enumerate()), _open_files()
    for _number in range(100):
        espeak.synthesise("uno", SETTINGS)
    # Those of other tests may come to their end meanwhile.
    assert not set(threading.enumerate()) - before
    assert _open_files() <= files


def _open_files() -> int:
    folder = Path("/proc/self/fd")
    return len(list(folder.iterdir())) if folder.exists() else 0


VOICE = "sys.stdout.buffer.write({data!r})"
BEEP = VOICE.format(data=Audio(b"\1\0" * 100, 8000).wav())


def test_an_engine_that_is_killed_is_replaced_once(script: MakeScript) -> None:
    dying = "if not once.exists():\n    once.touch()\n    os.kill(os.getpid(), signal.SIGKILL)\n"
    assert CommandEngine(script(dying + BEEP)).synthesise("a", SETTINGS).frames == 100
    always = script("os.kill(os.getpid(), signal.SIGKILL)")
    with pytest.raises(SpeechEngineLost, match="-9"):
        CommandEngine(always).synthesise("a", SETTINGS)


def test_espeak_that_is_killed_is_replaced_once(script: MakeScript) -> None:
    program = require_program("espeak-ng", "espeak-ng")
    body = f"""\
    if "--stdin" in sys.argv and not once.exists():
        once.touch()
        os.kill(os.getpid(), signal.SIGSEGV)
    os.execv({program!r}, [{program!r}, *sys.argv[1:]])
    """
    assert EspeakEngine(script(body)).synthesise("ciao", SETTINGS).seconds > 0.3


def test_an_engine_that_hangs_is_ended_with_its_children(script: MakeScript) -> None:
    body = """\
    if child := os.fork():
        once.write_text(str(child))
    time.sleep(60)
    """
    path = script(body)
    once = Path(path).with_name("once")
    for seconds in (0.5, 5, 50):  # on a busy machine it may not have begun by then
        with pytest.raises(SpeechStalled, match=f"{seconds} s"):
            CommandEngine(path, limits=RunLimits(seconds)).synthesise("a", SETTINGS)
        if once.exists() and once.read_text():
            break
    child = int(once.read_text())
    with contextlib.suppress(psutil.NoSuchProcess):
        # Where nothing reaps orphans the dead child keeps its number.
        assert psutil.Process(child).status() in {psutil.STATUS_ZOMBIE, psutil.STATUS_DEAD}


def test_an_engine_that_closes_its_output_and_stays(script: MakeScript) -> None:
    body = "os.close(1)\ntime.sleep(60)"
    with pytest.raises(SpeechStalled):
        CommandEngine(script(body), limits=RunLimits(0.5)).synthesise("a", SETTINGS)


def test_cancelling_ends_the_process(script: MakeScript) -> None:
    body = "once.write_text(str(os.getpid()))\ntime.sleep(60)"
    engine = CommandEngine(script(body))
    once = Path(engine._command[0]).with_name("once")
    wish = Cancellation()

    def cancel_when_it_runs() -> None:
        while not once.exists() or not once.read_text():
            threading.Event().wait(0.01)
        wish.cancel()

    thread = threading.Thread(target=cancel_when_it_runs)
    thread.start()
    with pytest.raises(SpeechCancelled):
        engine.synthesise("a", SETTINGS, wish)
    thread.join()
    with pytest.raises(ProcessLookupError):
        os.kill(int(once.read_text()), signal.SIGTERM)
    with pytest.raises(SpeechCancelled):
        engine.synthesise("a", SETTINGS, wish)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("", "no WAV file"),
        ("print('hello')", "no WAV file"),
        (VOICE.format(data=silence(1, 8000).wav()), "silence for a text"),
        ("while True: sys.stdout.write('x' * 100000)", "did not stop writing"),
    ],
)
def test_what_is_no_speech_is_said_so(script: MakeScript, body: str, reason: str) -> None:
    limits = RunLimits(20, 1_000_000)
    with pytest.raises(SpeechFaulty, match=reason):
        CommandEngine(script(body), limits=limits).synthesise("a", SETTINGS)


def test_the_words_of_a_program_are_told_and_not_the_text(script: MakeScript) -> None:
    engine = CommandEngine(script("print('no model', file=sys.stderr)\nsys.exit(3)"))
    with pytest.raises(SpeechEngineLost) as caught:
        engine.synthesise("numero segreto", SETTINGS)
    assert "status 3; its words: no model" in str(caught.value)
    assert "segreto" not in str(caught.value)


def test_a_command_gets_text_and_settings_without_a_shell(script: MakeScript) -> None:
    path = script("once.write_text(repr(sys.argv[1:]) + sys.stdin.read())\n" + BEEP)
    once = Path(path).with_name("once")
    hostile = '$(touch x) `y` "z" {rate} ; rm'
    command = f"{path} --speed={{rate}} '{{text}}' {{voice}}"
    voices = [Voice("paola", "it"), Voice("riccardo", "it")]
    CommandEngine(command, voices).synthesise(hostile, VoiceSettings(rate=150, voice="riccardo"))
    assert once.read_text() == repr(["--speed=150", hostile, "riccardo"])
    CommandEngine([path]).synthesise("-a  b\0c", SETTINGS)
    assert once.read_text() == "[] -a b c\n"


def test_a_command_that_writes_a_file(script: MakeScript) -> None:
    data = Audio(b"\1\0" * 50, 8000).wav()
    engine = CommandEngine([script(f"open(sys.argv[1], 'wb').write({data!r})"), "{output}"])
    assert engine.synthesise("a", SETTINGS).frames == 50
    with pytest.raises(SpeechFaulty, match="no WAV file"):
        CommandEngine([script(""), "{output}"]).synthesise("a", SETTINGS)


@pytest.mark.parametrize("command", ["", "  ", "'unclosed", "{text}"])
def test_commands_that_cannot_be(command: str) -> None:
    with pytest.raises(UsageError):
        CommandEngine(command)


def test_a_command_says_what_it_cannot_do() -> None:
    engine = CommandEngine("voice {text}")
    with pytest.raises(UsageError, match=r"Write \{rate\}"):
        engine.synthesise("a", VoiceSettings(rate=150))
    with pytest.raises(VoiceNotFound):
        engine.synthesise("a", VoiceSettings(voice="paola"))
    with pytest.raises(SpeechFaulty, match="too long"):
        engine.synthesise("a" * 40_000, SETTINGS)
    with pytest.raises(SpeechEngineNotAvailable):
        CommandEngine("/no/such/voice").synthesise("a", SETTINGS)


def test_engines_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    assert make_engine("espeak").name == "espeak"
    with pytest.raises(UsageError, match="Engines: espeak, pyttsx3, command"):
        make_engine("festival")
    monkeypatch.setenv(COMMAND_VARIABLE, "my-voice {text}")
    assert find_engine().name == "command"
    monkeypatch.delenv(COMMAND_VARIABLE)
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(SpeechEngineNotAvailable, match="espeak"):
        EspeakEngine().synthesise("a", SETTINGS)


@pytest.mark.parametrize(
    ("body", "error", "status"),
    [
        (
            "signal.signal(signal.SIGXFSZ, signal.SIG_DFL)\nos.kill(os.getpid(), signal.SIGXFSZ)",
            SpeechLimited,
            4,
        ),
        ("sys.exit('no memory')", SpeechEngineLost, 17),
    ],
)
def test_an_engine_that_is_there_and_fails_says_why(
    monkeypatch: pytest.MonkeyPatch,
    script: MakeScript,
    body: str,
    error: type[SpeechError],
    status: int,
) -> None:
    """Not that there is none: it is ended where files may not be large, as by ulimit -f."""
    path = Path(script(body))
    path.rename(path.with_name("espeak-ng"))
    monkeypatch.setenv("PATH", str(path.parent))
    monkeypatch.delenv(COMMAND_VARIABLE, raising=False)
    monkeypatch.setitem(sys.modules, "pyttsx3", None)
    with pytest.raises(error) as caught:
        find_engine()
    assert caught.value.exit_code == status
    assert "espeak" in str(caught.value)


def test_pyttsx3_speaks_long_texts_whole_and_refuses_unknown_voices(espeak: EspeakEngine) -> None:
    """Its traps: a first long text is lost, an unknown voice is English (facts of version 2.99)."""
    engine = PyttsxEngine(RunLimits(300))
    text = "La sua pratica è stata aperta ieri dal collega del secondo piano. " * 20
    audio = engine.synthesise(text, SETTINGS)
    # Its normal rate is 200 words a minute, that of espeak-ng 175.
    assert audio.seconds == pytest.approx(
        espeak.synthesise(text, VoiceSettings(rate=114)).seconds, rel=0.1
    )
    with pytest.raises(VoiceNotFound, match="roa/it"):
        engine.synthesise("a", VoiceSettings(voice="klingone"))
    with pytest.raises(UsageError):
        engine.synthesise("a", VoiceSettings(pitch=150))


@pytest.mark.parametrize(
    ("output", "most", "status", "word"),
    [
        ("/nonexistent/a.wav", resource.RLIM_INFINITY, 1, "No such file"),
        ("a.wav", 1000, -signal.SIGXFSZ, ""),
    ],
)
def test_pyttsx3_that_cannot_write_its_file_ends_at_once(
    tmp_path: Path, output: str, most: int, status: int, word: str
) -> None:
    """It waited for the end of its file for ever; of ``ulimit -f`` the signal tells."""
    require_program("espeak-ng", "espeak-ng")
    request = {"text": "ciao", "voice": "roa/it", "rate": 100, "volume": 100, "output": output}
    done = subprocess.run(
        [sys.executable, "-m", "brailledesk.speech.pyttsx_worker"],
        input=json.dumps(request),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        cwd=tmp_path,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)),
    )
    assert done.returncode == status
    assert word in done.stderr
    assert done.stdout == ""


class SlowEngine:
    """What pyttsx3 gives while espeak has not yet done what it was told: its own speed, not 200."""

    def __init__(self) -> None:
        self.set: dict[str, object] = {}

    def getProperty(self, name: str) -> int:  # noqa: N802 - its name
        return {"rate": 175, "volume": 0}[name]

    def setProperty(self, name: str, value: object) -> None:  # noqa: N802 - its name
        self.set[name] = value

    def save_to_file(self, text: str, path: str) -> None: ...

    def runAndWait(self) -> None: ...  # noqa: N802 - its name


def test_pyttsx3_speaks_at_the_wanted_rate_though_espeak_is_late(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """On a busy machine it told espeak's 175, and spoke an eighth too slowly."""
    engine = SlowEngine()
    monkeypatch.setitem(sys.modules, "pyttsx3", types.SimpleNamespace(init=lambda: engine))
    request = {"text": "a", "voice": "roa/it", "rate": 150, "volume": 100, "output": "a.wav"}
    assert answer(request) == {}
    assert engine.set["rate"] == 300


def test_a_player_is_a_program_with_samples_as_its_input(script: MakeScript) -> None:
    path = script("once.write_bytes(repr(sys.argv[1:]).encode() + sys.stdin.buffer.read())")
    audio = Audio(b"\1\0\2\0", 8000, 2)
    ProgramPlayer([path, "-r", "{rate}", "-c{channels}"]).play(audio, Cancellation())
    assert Path(path).with_name("once").read_bytes() == b"['-r', '8000', '-c2']\1\0\2\0"
    with pytest.raises(SpeechEngineLost):
        ProgramPlayer([script("sys.exit(1)")]).play(audio, Cancellation())
    with pytest.raises(SpeechEngineNotAvailable):
        run("player", ["/no/such/player"], b"", RunLimits())


class FakeStream:
    """What sounddevice's RawOutputStream does, as far as it is used."""

    def __init__(self, wish: Cancellation, stop_after: int, **form: object) -> None:
        self.form = form
        self.written: list[bytes] = []
        self.is_aborted = False
        self._wish = wish
        self._stop_after = stop_after

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._wish = Cancellation()

    def write(self, samples: bytes) -> None:
        self.written.append(samples)
        if len(self.written) == self._stop_after:
            self._wish.cancel()

    def abort(self) -> None:
        self.is_aborted = True


@pytest.mark.parametrize("stop_after", [0, 3])
def test_a_library_plays_in_short_blocks(monkeypatch: pytest.MonkeyPatch, stop_after: int) -> None:
    wish = Cancellation()
    streams: list[FakeStream] = []

    def open_stream(**form: object) -> FakeStream:
        streams.append(FakeStream(wish, stop_after, **form))
        return streams[-1]

    library = types.SimpleNamespace(RawOutputStream=open_stream, PortAudioError=OSError)
    monkeypatch.setitem(sys.modules, "sounddevice", library)
    audio = Audio(bytes(range(200)) * 40, 8000, 2)
    if stop_after:
        with pytest.raises(SpeechCancelled):
            LibraryPlayer().play(audio, wish)
    else:
        LibraryPlayer().play(audio, wish)
    stream = streams[0]
    heard = b"".join(stream.written)
    assert stream.form == {"samplerate": 8000, "channels": 2, "dtype": "int16"}
    assert stream.is_aborted == bool(stop_after)
    assert heard == (audio.samples[: len(heard)] if stop_after else audio.samples)
    assert len(stream.written) == (stop_after or 13)

    def refuse(**_form: object) -> FakeStream:
        raise OSError("no device")

    library.RawOutputStream = refuse
    with pytest.raises(SpeechEngineNotAvailable, match="no device"):
        LibraryPlayer().play(audio, Cancellation())


def test_a_player_is_found_or_said_to_be_missing(
    monkeypatch: pytest.MonkeyPatch, script: MakeScript
) -> None:
    folder = Path(script("")).parent
    (folder / "voice").rename(folder / "aplay")
    monkeypatch.setenv("PATH", str(folder))
    assert isinstance(find_player(), ProgramPlayer)
    monkeypatch.setenv("PATH", "/nonexistent")
    monkeypatch.setitem(sys.modules, "sounddevice", None)
    with pytest.raises(SpeechEngineNotAvailable, match=r"brailledesk\[audio\]"):
        find_player()


def test_a_player_without_portaudio_is_not_installed_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its package is there, and says at its import that the library of the system is not."""
    module = 'raise OSError("PortAudio library not found")\n'
    (tmp_path / "sounddevice.py").write_text(module, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "sounddevice", raising=False)
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(SpeechEngineNotAvailable, match="sudo apt install libportaudio2"):
        find_player()
    found = {one.name: one.command for one in examine()}
    assert found["player of sound"] == "sudo apt install libportaudio2"


def test_wav_as_the_standard_library_reads_it() -> None:
    audio = Audio(bytes(range(120)), 11025, 2)
    with wave.open(io.BytesIO(audio.wav())) as judge:
        assert (judge.getframerate(), judge.getnchannels()) == (11025, 2)
        assert judge.readframes(1000) == audio.samples
    assert read_wav(audio.wav(), "x") == audio


@pytest.mark.parametrize(
    ("width", "raw", "samples"),
    [(1, (0, 128, 255), (-32768, 0, 32512)), (3, (-(1 << 23), 0, 256), (-32768, 0, 1))],
)
def test_other_widths(width: int, raw: tuple[int, ...], samples: tuple[int, ...]) -> None:
    stream = io.BytesIO()
    with wave.open(stream, "wb") as target:
        target.setparams((1, width, 8000, 0, "NONE", ""))
        is_signed = width > 1
        target.writeframes(
            b"".join(value.to_bytes(width, "little", signed=is_signed) for value in raw)
        )
    assert read_wav(stream.getvalue(), "x").samples == struct.pack("<3h", *samples)


@given(st.binary(max_size=200), st.integers(0, 60), st.integers(0, 44))
def test_a_damaged_wav_gives_sound_or_one_error(noise: bytes, start: int, cut: int) -> None:
    data = bytearray(Audio(bytes(40), 8000).wav())
    data[start : start + len(noise)] = noise
    for damaged in (bytes(data), bytes(data[:cut]), noise):
        try:
            audio = read_wav(damaged, "x")
        except SpeechFaulty:
            continue
        assert audio.frames * 2 * audio.channels <= 400


def test_pieces_of_different_kinds_are_not_joined() -> None:
    one = silence(1, 8000)
    assert join([one, one]).seconds == 2
    with pytest.raises(ValueError, match="one rate"):
        join([one, silence(1, 16000)])
