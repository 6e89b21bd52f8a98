"""Speech through the service: marks, priorities, silence in a call, and what gives way."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Event
from typing import Any

import pytest

from brailledesk.errors import SpeechCancelled, SpeechEngineNotAvailable
from brailledesk.service.handlers import core_handlers
from brailledesk.service.handlers.speech import Voice
from brailledesk.speech.engine import Cancellation
from brailledesk.speech.order import Utterance
from tests.service.world import World, run, settle


class Words:
    """An output that hears a word each hundredth of a second; "…" lasts until it is stopped."""

    def __init__(self) -> None:
        self.spoken: list[str] = []
        self.begun = Event()
        self.is_closed = False

    def speak(
        self, utterance: Utterance, heard: Callable[[int, int], None], cancellation: Cancellation
    ) -> None:
        text = "".join(run.text for run in utterance.runs)
        self.spoken.append(text)
        place = 0
        for word in text.split(" "):
            heard(place, place + len(word))
            place += len(word) + 1
            self.begun.set()
            time.sleep(0.01)
            while word == "…" and not cancellation.is_cancelled:
                time.sleep(0.005)
            if cancellation.is_cancelled:
                raise SpeechCancelled

    def close(self) -> None:
        self.is_closed = True


def _speaking(words: Words) -> tuple[Voice, dict[str, Any]]:
    voice = Voice(lambda: words)
    return voice, {"handlers": core_handlers(voice)}


def test_a_text_and_its_marks() -> None:
    words = Words()

    async def test(world: World) -> None:
        client = await world.client(capabilities={"progress": True})
        said = await client.ask("speech/say", text="Buongiorno signor Rossi")
        assert said["isComplete"]
        assert [one["offset"] for one in said["marks"]] == [0, 11, 18]
        seconds = [one["seconds"] for one in said["marks"]]
        assert seconds == sorted(seconds)
        assert seconds[0] == 0
        assert client.told("$/progress")[-1]["total"] == 23

    run(test, **_speaking(words)[1])
    assert words.spoken == ["Buongiorno signor Rossi"]
    assert words.is_closed


@pytest.mark.parametrize("how", ["newer", "stop", "cancel", "death"])
def test_what_gives_way(how: str) -> None:
    words = Words()

    async def test(world: World) -> None:
        client, other = await world.client(), await world.client()
        number = client.start("speech/say", {"text": "uno …"})
        while not words.begun.is_set():
            await settle(20)
        if how == "newer":
            await other.ask("speech/say", text="due")
        elif how == "stop":
            await other.ask("speech/stop")
        elif how == "cancel":
            client.tell("$/cancelRequest", id=number)
        else:
            client.endpoint.close()
        if how == "cancel":
            assert (await client.reply(number))["error"]["data"]["kind"] == "RequestCancelled"
        elif how != "death":
            assert not (await client.reply(number))["result"]["isComplete"]
        said = await other.ask("speech/say", text="fine")
        assert said["isComplete"]

    run(test, **_speaking(words)[1])
    assert words.spoken[-1] == "fine"


def test_a_stop_waits_for_no_thread() -> None:
    """However much is to be said; and all of that is over, also what was only on its way."""
    words = Words()

    async def test(world: World) -> None:
        client, other = await world.client(), await world.client()
        numbers = [
            client.start("speech/say", {"text": f"… {number}", "priority": "important"})
            for number in range(40)
        ]
        while not words.begun.is_set():
            await settle(20)
        number = other.start("speech/stop", {})
        assert other.heard[-1] == {"jsonrpc": "2.0", "id": number, "result": {}}
        for number in numbers:
            assert not (await client.reply(number))["result"]["isComplete"]
        assert (await other.ask("speech/say", text="fine"))["isComplete"]

    run(test, **_speaking(words)[1])
    assert words.spoken[-1] == "fine"


def test_the_line_belongs_to_the_caller() -> None:
    words = Words()
    voice, settings = _speaking(words)

    async def test(world: World) -> None:
        client = await world.client()
        voice.follow("talk")
        said = await client.ask("speech/say", text="durante")
        assert not said["isComplete"]
        number = client.start("speech/say", {"text": "importante", "priority": "important"})
        await settle(50)
        assert words.spoken == []
        voice.follow("wrap-up")
        assert (await client.reply(number))["result"]["isComplete"]

    run(test, **settings)
    assert words.spoken == ["importante"]


def test_nothing_to_speak_with() -> None:
    def fail() -> Words:
        raise SpeechEngineNotAvailable("espeak", "gone")

    async def test(world: World) -> None:
        client = await world.client()
        error = await client.fail("speech/say", text="Rossi")
        assert error["data"]["kind"] == "SpeechEngineNotAvailable"
        assert "Rossi" not in str(error)
        assert await client.ask("speech/stop") == {}

    run(test, handlers=core_handlers(Voice(fail)))
