"""``brailledesk speak``: a text or a document by voice, to the ear or to a file."""

from __future__ import annotations

from typing import TypedDict, Unpack

import click

from brailledesk.cli.console import progress_for, reported, translator
from brailledesk.cli.options import together

_ = translator()


class VoiceChoices(TypedDict):
    """What :data:`voice_options` give."""

    engine: str | None
    command: str | None
    voice: str | None
    language: str
    rate: int
    pitch: int
    volume: int


# Written out, because the engines themselves need not be imported for every command.
voice_options = together(
    click.option(
        "--engine",
        type=click.Choice(["espeak", "pyttsx3", "command", "speech-dispatcher"]),
        help=_("What speaks; without it, the first that is there."),
    ),
    click.option(
        "--command",
        help=_("A program of yours that speaks, as 'piper -m it.onnx -f {output}'."),
    ),
    click.option("--voice", help=_("A voice of the engine; --list-voices has them.")),
    click.option("--language", default="it", help=_("Language of what names none.")),
    click.option("--rate", default=100, help=_("Speed in percent, 50 to 400.")),
    click.option("--pitch", default=100, help=_("Pitch in percent, 0 to 200.")),
    click.option("--volume", default=100, help=_("Loudness in percent, 0 to 100.")),
)


@click.command(help=_("Speak a text or a document, or record it as a WAV file."))
@click.argument("source", default="-", help=_("A file, or a text; - is standard input."))
@click.option("--output", "-o", help=_("WAV file to write instead of speaking."))
@click.option("--list-voices", is_flag=True, help=_("Print the voices there are."))
@click.option("--words", is_flag=True, help=_("Print what would be spoken, written out."))
@click.option(
    "--ear", default="both", type=click.Choice(["both", "left", "right"]), help=_("Where to.")
)
@voice_options
@click.option(
    "--progress",
    type=click.Choice(["lines", "bar", "none"]),
    help=_("Progress as lines, bar or none."),
)
def speak(
    *,
    source: str,
    output: str | None,
    list_voices: bool,
    words: bool,
    ear: str,
    progress: str | None,
    **chosen: Unpack[VoiceChoices],
) -> None:
    with reported():
        from brailledesk.cli import speaking

        settings = speaking.voice_settings(chosen)
        if list_voices:
            speaking.print_voices(chosen)
        elif words:
            speaking.print_words(source, settings)
        elif output is not None:
            speaking.record_file(source, output, settings, chosen, progress_for(progress))
        else:
            speaking.speak_aloud(source, settings, chosen, ear)
