"""What ``brailledesk speak`` does."""

from __future__ import annotations

import os
import sys
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from brailledesk.cli.console import say
from brailledesk.conversion import refuse_overwriting
from brailledesk.errors import N_, NothingToSay, UsageError
from brailledesk.ingest.kinds import kind_of_suffix, suffix_of
from brailledesk.ingest.read import read_document
from brailledesk.progress import Progress
from brailledesk.speech.audio import Ear
from brailledesk.speech.engine import Cancellation, Engine, VoiceSettings
from brailledesk.speech.engines import find_engine
from brailledesk.speech.normalise import write_out_runs
from brailledesk.speech.order import Priority, Utterance
from brailledesk.speech.outputs import EngineOutput, Output
from brailledesk.speech.passage import sentences
from brailledesk.speech.player import find_player
from brailledesk.speech.recording import document_runs, record
from brailledesk.speech.ssip.client import NAME as SERVER
from brailledesk.speech.ssip.output import SsipOutput
from brailledesk.text import Run

if TYPE_CHECKING:
    from brailledesk.cli.speak import VoiceChoices


def voice_settings(chosen: VoiceChoices) -> VoiceSettings:
    """The voice that was asked for. Raises UsageError for numbers out of range."""
    return VoiceSettings(
        voice=chosen["voice"],
        language=chosen["language"],
        rate=chosen["rate"],
        pitch=chosen["pitch"],
        volume=chosen["volume"],
    )


def print_voices(chosen: VoiceChoices) -> None:
    """One voice a line: its name, its language, its title."""
    server = SsipOutput() if chosen["engine"] == SERVER else None
    try:
        voices = server.voices() if server else _engine(chosen).voices()
    finally:
        if server:
            server.close()
    for voice in voices:
        say(f"{voice.name}\t{voice.language}\t{voice.title}")


def print_words(source: str, settings: VoiceSettings) -> None:
    """What a voice would be given."""
    for spoken in write_out_runs(_read(source), settings.language):
        say(spoken.text.rstrip("\n"))


def record_file(
    source: str, target: str, settings: VoiceSettings, chosen: VoiceChoices, progress: Progress
) -> None:
    """Write a WAV file; - is standard output."""
    if chosen["engine"] == SERVER:
        raise UsageError(
            N_("The engine speech-dispatcher gives no files."), N_("Choose another engine.")
        )
    _refuse_other_suffixes(target)
    refuse_overwriting(source, target)
    path = Path("/dev/stdout" if target == "-" else target)
    record(_engine(chosen), _read(source), settings, path, progress=progress)


def _refuse_other_suffixes(target: str) -> None:
    """Raise UsageError for a name that says another format; pipes and devices may have none."""
    if PurePath(target).suffix.lower() not in {"", ".wav", ".wave"}:
        raise UsageError(
            N_("{path} is no name for a WAV file, which is all that is written."),
            N_("Let it end in .wav."),
            path=target,
        )


def speak_aloud(source: str, settings: VoiceSettings, chosen: VoiceChoices, ear: str) -> None:
    """Speak, and return when it has been heard."""
    runs = _read(source)
    if next(sentences(runs, settings.language), None) is None:
        raise NothingToSay(chosen["engine"] or "")
    output = output_of(chosen["engine"], chosen["command"], ear)
    try:
        utterance = Utterance(tuple(runs), Priority.TEXT, settings, Ear(ear), is_asked=True)
        output.speak(utterance, lambda _start, _end: None, Cancellation())
    finally:
        output.close()


def output_of(engine: str | None, command: str | None, ear: str) -> Output:
    """Where sound goes. Raises UsageError, or what finding an engine or a player raises."""
    if engine != SERVER:
        return EngineOutput(find_engine(engine, command), find_player())
    if ear != Ear.BOTH.value:
        raise UsageError(
            N_("The engine speech-dispatcher cannot choose an ear."), N_("Choose another engine.")
        )
    return SsipOutput()


def _engine(chosen: VoiceChoices) -> Engine:
    return find_engine(chosen["engine"], chosen["command"])


def _read(source: str) -> list[Run]:
    """The runs of a file, of standard input, or of the argument itself.

    What looks like the name of a document is one, so that a wrong name is not spoken.
    """
    if source == "-":
        return document_runs(read_document(sys.stdin.buffer))
    is_one_word = not any(character.isspace() for character in source)
    # A text may be no path at all, of any length: os.path says so without an error.
    if os.path.exists(source) or (is_one_word and kind_of_suffix(suffix_of(source))):  # noqa: PTH110
        return document_runs(read_document(Path(source)))
    return [Run(source)]
