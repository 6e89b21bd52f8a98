"""The SSIP client against the real server, and against servers that break the rules."""

from __future__ import annotations

import contextlib
import queue
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from brailledesk.errors import (
    SpeechCancelled,
    SpeechEngineLost,
    SpeechEngineNotAvailable,
    SpeechFaulty,
    SpeechStalled,
    VoiceNotFound,
)
from brailledesk.speech.engine import Cancellation, VoiceSettings
from brailledesk.speech.order import Priority, Utterance
from brailledesk.speech.ssip.client import (
    ADDRESS_VARIABLE,
    BEGIN,
    CANCELLED,
    END,
    MARK,
    Event,
    SsipClient,
    server_address,
)
from brailledesk.speech.ssip.output import SsipOutput, rate_step
from brailledesk.text import Run
from tests.judges import require_program
from tests.speech import speech_dispatcher


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with speech_dispatcher.running(tmp_path_factory.mktemp("spd")) as (_process, address):
        yield address


def test_a_message_has_its_events(server: str) -> None:
    """A device that plays in no time lets the server lose later marks: the fake has those."""
    events: queue.SimpleQueue[Event | None] = queue.SimpleQueue()
    with SsipClient(server, events.put) as client:
        client.set("LANGUAGE", "it")
        client.set("SSML_MODE", "ON")
        message = client.speak('<speak><mark name="here"/>Ciao mondo.\n.\n..punti</speak>')
        seen = _until(events, message, END)
    assert [event.code for event in seen] == [BEGIN, MARK, END]
    assert seen[1].mark == "here"


def test_what_is_paused_can_be_resumed_or_cancelled(server: str) -> None:
    events: queue.SimpleQueue[Event | None] = queue.SimpleQueue()
    with SsipClient(server, events.put) as client:
        client.set_priority(Priority.MESSAGE)
        _pause(client)
        first = client.speak("uno")
        assert events.empty()
        _resume(client, events, first)
        _pause(client)
        second = client.speak("due")
        client.cancel()
        client.resume()
        assert [event.code for event in _until(events, second, CANCELLED)] == [CANCELLED]
        client.stop()


def test_the_server_knows_all_priorities_and_says_no_to_others(server: str) -> None:
    with SsipClient(server, lambda _event: None) as client:
        for priority in Priority:
            client.set_priority(priority)
        assert "espeak-ng" in client.modules()
        assert any(voice.language == "it" for voice in client.voices())
        with pytest.raises(SpeechFaulty, match="40"):
            client.set("PRIORITY", "urgent")
        client.set("LANGUAGE", "it\r\nQUIT")  # one line, whatever comes in


def test_utterances_with_marks_languages_and_characters_of_xml(server: str) -> None:
    output = SsipOutput(server)
    text = "Tizio & Caio < Sempronio. Costa € 5."
    runs = (Run(text), Run("Smart Home", language="en"), Run(" \0è \ud800pronto."))
    heard: list[tuple[int, int]] = []
    output.speak(
        Utterance(runs, Priority.MESSAGE, VoiceSettings(rate=150, volume=80, pitch=110)),
        lambda start, end: heard.append((start, end)),
        Cancellation(),
    )
    output.close()
    whole = "".join(run.text for run in runs)
    assert heard[0][0] == 0
    assert "Smart Home" in [whole[start:end] for start, end in heard]
    assert heard == sorted(heard)


def test_an_unknown_voice_names_those_there_are(server: str) -> None:
    output = SsipOutput(server)
    for settings in (VoiceSettings(voice="Nessuno"), VoiceSettings(language="xx")):
        with pytest.raises(VoiceNotFound) as caught:
            output.speak(Utterance((Run("a"),), settings=settings), _ignore, Cancellation())
        assert len(str(caught.value)) < 1500
        assert caught.value.known
    italian = Utterance((Run("a"),), settings=VoiceSettings(voice="Italian"))
    output.speak(italian, _ignore, Cancellation())
    output.close()


def test_a_killed_server_is_connected_to_again(tmp_path: Path) -> None:
    first = tmp_path / "a"
    first.mkdir()
    with speech_dispatcher.running(first) as (process, address):
        output = SsipOutput(address)
        output.speak(Utterance((Run("uno"),)), _ignore, Cancellation())
        process.kill()
        process.wait(60)
        with pytest.raises(SpeechEngineNotAvailable):
            output.speak(Utterance((Run("due"),)), _ignore, Cancellation())
        Path(address).unlink(missing_ok=True)
        with speech_dispatcher.running(first):
            output.speak(Utterance((Run("tre"),)), _ignore, Cancellation())
        output.close()


def test_where_the_server_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ADDRESS_VARIABLE, "unix_socket:/tmp/x")
    assert server_address() == "/tmp/x"
    monkeypatch.setenv(ADDRESS_VARIABLE, "inet_socket:localhost:7000")
    assert server_address() == ("localhost", 7000)
    monkeypatch.delenv(ADDRESS_VARIABLE)
    monkeypatch.setenv("XDG_RUNTIME_DIR", "/run/user/7")
    assert server_address() == "/run/user/7/speech-dispatcher/speechd.sock"


def test_rates_on_the_scale_of_the_server() -> None:
    assert [rate_step(rate) for rate in (50, 100, 200, 400)] == [-92, 0, 64, 100]


class FakeServer:
    """Answers each line by what ``answer`` gives for it; None hangs up, "" says nothing."""

    def __init__(self, answer: Callable[[str], str | None]) -> None:
        self.lines: list[str] = []
        self._answer = answer
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address: tuple[str, int] = self._listener.getsockname()[:2]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with connection, connection.makefile("rwb") as stream:
                for line in stream:
                    self.lines.append(line.decode().strip())
                    reply = self._answer(self.lines[-1])
                    if reply is None:
                        break
                    stream.write(reply.encode())
                    stream.flush()

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(60)


@pytest.fixture
def fake() -> Iterator[Callable[[Callable[[str], str | None]], FakeServer]]:
    made: list[FakeServer] = []

    def make(answer: Callable[[str], str | None]) -> FakeServer:
        made.append(FakeServer(answer))
        return made[-1]

    yield make
    for one in made:
        one.close()


def _polite(line: str) -> str | None:
    """A server that accepts everything and never speaks."""
    if line == "QUIT":
        return None
    if line == "LIST SYNTHESIS_VOICES":
        return "249-Italian\tit\tnone\r\n249 OK VOICE LIST SENT\r\n"
    if line == ".":
        return "225-7\r\n225 OK MESSAGE QUEUED\r\n"
    return "" if line.startswith("<") else "200 OK\r\n"


MakeFake = Callable[[Callable[[str], str | None]], FakeServer]


def test_a_server_that_never_speaks_ends_in_a_time_out(fake: MakeFake) -> None:
    output = SsipOutput(fake(_polite).address, wait_seconds=0.2)
    with pytest.raises(SpeechStalled):
        output.speak(Utterance((Run("a"),)), _ignore, Cancellation())


def test_cancelling_reaches_the_server_at_once(fake: MakeFake) -> None:
    server = fake(_polite)
    output = SsipOutput(server.address)
    wish = Cancellation()
    threading.Timer(0.2, wish.cancel).start()
    with pytest.raises(SpeechCancelled):
        output.speak(Utterance((Run("a"),)), _ignore, wish)
    output.close()
    assert "CANCEL SELF" in server.lines


def test_a_server_that_does_not_answer_a_request(fake: MakeFake) -> None:
    with pytest.raises(SpeechStalled):
        SsipClient(fake(lambda _line: "").address, lambda _event: None, seconds=0.2)


def test_a_server_of_another_protocol(fake: MakeFake) -> None:
    with pytest.raises(SpeechEngineLost):
        SsipClient(fake(lambda _line: "HTTP/1.1 400 Bad Request\r\n").address, lambda _event: None)


def test_a_server_that_dies_in_the_middle_hears_the_text_again(fake: MakeFake) -> None:
    dying = iter([None])

    def answer(line: str) -> str | None:
        if line == ".":
            ending = "701-7\r\n701-1\r\n701 BEGIN\r\n702-7\r\n702-1\r\n702 END\r\n"
            return next(dying, f"225-7\r\n225 OK MESSAGE QUEUED\r\n{ending}")
        return _polite(line)

    server = fake(answer)
    output = SsipOutput(server.address)
    output.speak(Utterance((Run("ripeti"),)), _ignore, Cancellation())
    output.close()
    assert sum("ripeti" in line for line in server.lines) == 2


def test_a_wish_that_comes_too_late_does_not_hit_the_next(fake: MakeFake) -> None:
    """Its message had ended already when it was cancelled."""
    events = "701-7\r\n701-1\r\n701 BEGIN\r\n702-7\r\n702-1\r\n702 END\r\n"

    def answer(line: str) -> str | None:
        return f"225-7\r\n225 OK MESSAGE QUEUED\r\n{events}" if line == "." else _polite(line)

    output = SsipOutput(fake(answer).address)
    wish = Cancellation()

    def heard_late(_start: int, _end: int) -> None:
        time.sleep(0.2)  # the end has come meanwhile
        wish.cancel()

    with contextlib.suppress(SpeechCancelled):
        output.speak(Utterance((Run("uno"),)), heard_late, wish)
    heard: list[int] = []
    output.speak(Utterance((Run("due"),)), lambda start, _end: heard.append(start), Cancellation())
    output.close()
    assert heard == [0]


def test_each_sentence_is_reported_once_in_its_place(fake: MakeFake) -> None:
    marks = "".join(
        f"700-7\r\n700-1\r\n700-{mark}\r\n700 INDEX MARK\r\n" for mark in ("0", "1", "1", "x", "9")
    )
    events = f"701-7\r\n701-1\r\n701 BEGIN\r\n{marks}702-7\r\n702-1\r\n702 END\r\n"

    def answer(line: str) -> str | None:
        other = "702-6\r\n702-1\r\n702 END\r\n"
        return (
            f"225-7\r\n225 OK MESSAGE QUEUED\r\n{other}{events}" if line == "." else _polite(line)
        )

    server = fake(answer)
    output = SsipOutput(server.address)
    heard: list[tuple[int, int]] = []
    text = "Costa € 5. Va bene?"
    output.speak(
        Utterance((Run(text),)), lambda start, end: heard.append((start, end)), Cancellation()
    )
    output.close()
    assert [text[start:end] for start, end in heard] == ["Costa € 5.", "Va bene?"]
    spoken = '<speak><mark name="0"/>Costa cinque euro. <mark name="1"/>Va bene?</speak>'
    assert spoken in server.lines


def test_no_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    require_program("speech-dispatcher", "speech-dispatcher")
    with pytest.raises(SpeechEngineNotAvailable, match="To start it: speech-dispatcher --spawn"):
        SsipOutput(str(tmp_path / "nothing")).voices()
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(SpeechEngineNotAvailable, match="To install it: sudo apt install"):
        SsipOutput(str(tmp_path / "nothing")).voices()


def _pause(client: SsipClient) -> None:
    """The server takes it up some time after it has said yes, and tells nobody when."""
    client.pause()
    time.sleep(1)


def _resume(client: SsipClient, events: queue.SimpleQueue[Event | None], message: str) -> None:
    """Hear a message that was paused to its end; one that was resumed too soon is silent."""
    for _again in range(10):
        client.resume()
        with contextlib.suppress(queue.Empty):
            _until(events, message, END, seconds=6)
            return
        _pause(client)
    raise AssertionError("it stays silent")


def _ignore(_start: int, _end: int) -> None:
    pass


def _until(
    events: queue.SimpleQueue[Event | None], message: str, code: int, seconds: float = 60
) -> list[Event]:
    """The events of a message up to one of this kind."""
    seen: list[Event] = []
    while not seen or seen[-1].code != code:
        event = events.get(timeout=seconds)
        assert event is not None
        if event.message == message:
            seen.append(event)
    return seen
