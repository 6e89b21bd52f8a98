"""The voice of the desk in the service: of the uppermost sheet, of messages once, not in a call."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest

from brailledesk.client import calls
from brailledesk.client.plain import connect
from brailledesk.commands import Command, Key
from brailledesk.screen import Node, build_screen
from brailledesk.service.handlers import core_handlers
from brailledesk.service.handlers.speech import Voice
from brailledesk.speech.choice import Shown, SpeechChoice
from tests.desk.print_cells import cells_of
from tests.service.processes import SERVE, ended
from tests.service.test_speech_methods import Words
from tests.service.world import Wired, World, run, settle

ALL = frozenset({Shown.FOCUS, Shown.LINE, Shown.ALERT, Shown.MESSAGE})


def _speaking(test: Any, kinds: frozenset[Shown] = ALL) -> list[str]:
    """What was spoken while a test ran."""
    words = Words()
    voice = Voice(lambda: words)

    async def whole(world: World) -> None:
        voice.speak_of(world.service, SpeechChoice(kinds))
        await test(world, words.spoken, voice)

    run(whole, handlers=core_handlers(voice))
    assert words.is_closed
    return words.spoken


async def _says(spoken: list[str], text: str) -> None:
    while text not in spoken:
        await settle(50)


async def _focus(client: Wired, name: str) -> None:
    nodes = [{"id": name, "role": "button", "name": name}]
    await client.ask("screen/publish", nodes=nodes, focus=name)


def test_the_uppermost_sheet_speaks_and_no_other() -> None:
    async def test(world: World, spoken: list[str], _voice: Voice) -> None:
        low = await world.sheet("sotto", priority=10)
        high = await world.sheet("sopra", priority=90)
        await _focus(high, "Salva")
        await _says(spoken, "Salva, pulsante")
        await _focus(low, "Chiudi")
        await _focus(high, "Apri")
        await _says(spoken, "Apri, pulsante")
        assert "Chiudi, pulsante" not in spoken
        await high.ask("session/release")  # the other comes into view
        await _says(spoken, "Chiudi, pulsante")
        world.service.press(world.slot, Command(Key.SPEAK))
        while spoken.count("Chiudi, pulsante") < 2:
            await settle(50)

    _speaking(test)


def test_a_message_is_spoken_once_however_many_sheets_there_are() -> None:
    async def test(world: World, spoken: list[str], _voice: Voice) -> None:
        clients = [await world.sheet(str(number)) for number in range(3)]
        await clients[0].ask("session/release")
        await clients[0].ask("session/claim", name="di nuovo")
        await clients[1].ask("config/set", table="it-6dot")  # all have another desk now
        await clients[2].ask("message/post", text="fuoco", priority="important")
        await _says(spoken, "fuoco")
        await clients[2].ask("message/post", text="fine", priority="important")
        await _says(spoken, "fine")
        await _focus(clients[0], "Salva")
        await _says(spoken, "Salva, pulsante")
        assert spoken.count("fuoco") == 1

    _speaking(test)


def test_asked_for_only() -> None:
    async def test(world: World, spoken: list[str], voice: Voice) -> None:
        client = await world.sheet("uno")
        await _focus(client, "Salva")
        await client.ask("message/post", text="fuoco", priority="important")
        world.service.press(world.slot, Command(Key.DISMISS))
        voice.follow("talk")
        world.service.press(world.slot, Command(Key.SPEAK))
        await _says(spoken, "Salva, pulsante")

    assert _speaking(test, frozenset()) == ["Salva, pulsante"]


def test_silence_while_somebody_is_on_the_line() -> None:
    async def test(world: World, spoken: list[str], voice: Voice) -> None:
        client = await world.sheet("uno")
        voice.follow("talk")
        await _focus(client, "Salva")
        voice.follow("idle")
        await _focus(client, "Apri")
        await _says(spoken, "Apri, pulsante")

    assert "Salva, pulsante" not in _speaking(test)


def test_a_voice_that_fails_does_not_stop_the_desk() -> None:
    class Broken(Words):
        def speak(self, *_: object) -> None:
            raise ZeroDivisionError

    async def test(world: World) -> None:
        voice = Voice(Broken)
        voice.speak_of(world.service, SpeechChoice(ALL))
        client = await world.sheet("uno")
        for number in range(5):
            await client.ask("message/post", text=str(number), priority="important")
            await _focus(client, f"Salva {number}")
            world.service.press(world.slot, Command(Key.DISMISS))
        assert world.display.frame is not None
        assert world.display.frame.rows[0].startswith(cells_of("Salva 4"))

    run(test)


def test_a_voice_that_came_as_the_service_ended_is_closed() -> None:
    """However the two meet: no thread speaks on when the loop is gone."""
    early, late = Words(), Words()

    async def test() -> World:
        world = World()
        Voice(lambda: early).speak_of(world.service, SpeechChoice(ALL))
        world.service.close()  # before the loop came to anything else
        return world

    world = asyncio.run(test())
    Voice(lambda: late).speak_of(world.service, SpeechChoice(ALL))
    assert early.is_closed
    assert late.is_closed


def test_the_command_speaks(tmp_path: Path) -> None:
    """A program of the user gets the text, and a player its sound."""
    player, texts = tmp_path / "aplay", tmp_path / "texts"
    player.write_text("#!/bin/sh\ncat > /dev/null\n", encoding="utf-8")
    player.chmod(0o700)
    tone = tmp_path / "tone"
    tone.write_text(
        f"#!{sys.executable}\n"
        "import sys, wave\n"
        f"open({str(texts)!r}, 'ab').write(sys.stdin.buffer.read() + b'\\n')\n"
        "with wave.open(sys.argv[1], 'wb') as out:\n"
        "    out.setparams((1, 2, 16000, 0, 'NONE', ''))\n"
        "    out.writeframes(bytes([0, 64, 0, 192]) * 800)\n",
        encoding="utf-8",
    )
    tone.chmod(0o700)
    path = tmp_path / "own" / "s.sock"
    command = [*SERVE, "--socket", str(path), "--display", "virtual:40"]
    command += ["--speak", "focus", "--engine", "command"]
    environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    environment["BRAILLEDESK_SPEECH_COMMAND"] = f"{tone} {{output}}"
    with (
        subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as process,
        ended(process),
    ):
        assert process.stderr is not None
        assert str(path) in process.stderr.readline()
        with connect("prova", place=str(path)) as desk:
            desk.call(calls.claim("prova"))
            screen = build_screen([Node(id="a", role="button", name="Salva")], focus="a")
            desk.call(calls.publish(screen))
            end = monotonic() + 60
            while not texts.exists() or b"Salva" not in texts.read_bytes():
                assert monotonic() < end
                sleep(0.02)
        process.terminate()
        assert process.wait(20) == 0


@pytest.mark.parametrize("wrong", [["--rate", "7"], ["--ear", "left"]])
def test_a_voice_that_cannot_be_had_is_told_at_once(tmp_path: Path, wrong: list[str]) -> None:
    command = [*SERVE, "--socket", str(tmp_path / "own" / "s.sock"), "--speak", "focus"]
    command += ["--engine", "speech-dispatcher", *wrong]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
