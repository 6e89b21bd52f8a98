"""The engines by their names, and those that this machine has."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import cast

from brailledesk.errors import N_, SpeechEngineNotAvailable, SpeechError, SpeechLimited, UsageError
from brailledesk.speech.command import CommandEngine
from brailledesk.speech.engine import Engine
from brailledesk.speech.espeak import INSTALL_COMMAND, EspeakEngine
from brailledesk.speech.pyttsx import PyttsxEngine

COMMAND_VARIABLE = "BRAILLEDESK_SPEECH_COMMAND"
"""Environment variable: the command line of the engine ``command``."""

OURS: Mapping[str, Callable[[], Engine]] = {
    "espeak": EspeakEngine,
    "pyttsx3": PyttsxEngine,
    "command": lambda: CommandEngine(os.environ.get(COMMAND_VARIABLE, "")),
}
"""The engines of this package."""
HOOK = "brailledesk_offer_speech"


def make_engine(name: str, command: str | None = None) -> Engine:
    """An engine by its name; it may still not be available when it is used.

    ``command`` is the line for the engine ``command``; without it, the environment's. Raises
    UsageError for an unknown name or a missing line, SpeechEngineNotAvailable where a plugin fails.
    """
    if name == "command" and command:
        return CommandEngine(command)
    if name in OURS:
        return OURS[name]()
    return _offered(name)


def _offered(name: str) -> Engine:
    """An engine of a plugin."""
    from brailledesk.plugins.door import open_door, words_of  # noqa: PLC0415 - few ask for one

    offers = open_door().offers(HOOK)
    if name not in offers:
        raise UsageError(
            N_("There is no speech engine {name}."),
            N_("Engines: {known}."),
            name=name,
            known=", ".join(offers),
        )
    try:
        return cast("Callable[[], Engine]", offers[name].thing)()
    except SpeechError:
        raise
    except Exception as error:
        raise SpeechEngineNotAvailable(name, words_of(error)) from error


def find_engine(name: str | None = None, command: str | None = None) -> Engine:
    """The engine of this name; without one, the user's command, else the first that has voices.

    Raises SpeechEngineNotAvailable if there is none; where one is there and fails, its own error.
    """
    if name is not None:
        return make_engine(name, command)
    if command or os.environ.get(COMMAND_VARIABLE):
        return make_engine("command", command)
    failed: SpeechError | None = None
    for candidate in ("espeak", "pyttsx3"):
        engine = make_engine(candidate)
        try:
            if engine.voices():
                return engine
        except SpeechLimited:
            raise  # another would be ended as well, or wait for what is
        except SpeechEngineNotAvailable:
            continue
        except SpeechError as error:
            failed = failed or error
    if failed is not None:
        raise failed
    raise SpeechEngineNotAvailable("espeak", N_("no engine is there"), INSTALL_COMMAND)
