"""The voice beside the fingers, as ``desk`` and ``serve`` ask for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

import click

from brailledesk.cli.console import translator
from brailledesk.cli.options import Option, together

if TYPE_CHECKING:
    from brailledesk.speech.choice import SpeechChoice

_ = translator()

desk_voice_options: Option[Any] = together(
    click.option(
        "--speak",
        multiple=True,
        type=click.Choice(
            ["asked", "alert", "message", "focus", "line", "typed", "status", "progress"]
        ),
        help=_("Speak this by itself, too (repeatable); asked: only the line, when s is pressed."),
    ),
    click.option(
        "--engine",
        type=click.Choice(["espeak", "pyttsx3", "command", "speech-dispatcher"]),
        help=_("What speaks; without it, the first that is there."),
    ),
    click.option("--voice", help=_("A voice of the engine; speak --list-voices has them.")),
    click.option("--rate", default=100, help=_("Speed in percent, 50 to 400.")),
    click.option(
        "--ear", default="both", type=click.Choice(["both", "left", "right"]), help=_("Where to.")
    ),
)


class DeskVoiceChoices(TypedDict):
    """What is spoken, by whom, into which ear."""

    speak: tuple[str, ...]
    engine: str | None
    voice: str | None
    rate: int
    ear: str


def speech_choice(chosen: DeskVoiceChoices) -> SpeechChoice:
    """The reader's choice; "asked" alone speaks nothing by itself. Raises UsageError."""
    from brailledesk.speech.audio import Ear
    from brailledesk.speech.choice import Shown, SpeechChoice
    from brailledesk.speech.engine import VoiceSettings

    settings = VoiceSettings(voice=chosen["voice"], rate=chosen["rate"])
    kinds = frozenset(Shown(one) for one in chosen["speak"] if one != "asked")
    return SpeechChoice(kinds, settings, Ear(chosen["ear"]))
