"""``brailledesk book``: a document as a talking book."""

from __future__ import annotations

from typing import Unpack

import click

from brailledesk.cli.console import reported, translator
from brailledesk.cli.options import RecognitionChoices, recognition_options, together

_ = translator()


class TalkingChoices(RecognitionChoices):
    """What the command ``book`` is asked."""

    format_name: str | None
    audio: str | None
    engine: str | None
    command: str | None
    voice: str | None
    language: str
    rate: int
    pitch: int
    volume: int
    title: str
    author: str
    publisher: str
    jobs: int | None
    kind: str | None
    max_size: int
    progress: str | None


_voice_options = together(
    click.option(
        "--engine",
        type=click.Choice(["espeak", "pyttsx3", "command"]),
        help=_("What speaks; without it, the first that is there."),
    ),
    click.option(
        "--command",
        help=_("A program of yours that speaks, as 'piper -m it.onnx -f {output}'."),
    ),
    click.option("--voice", help=_("A voice of the engine; speak --list-voices has them.")),
    click.option("--language", default="it", help=_("Language of a document that names none.")),
    click.option("--rate", default=100, help=_("Speed in percent, 50 to 400.")),
    click.option("--pitch", default=100, help=_("Pitch in percent, 0 to 200.")),
    click.option("--volume", default=100, help=_("Loudness in percent, 0 to 100.")),
)


@click.command(help=_("Make a talking book of a document: DAISY 2.02, or EPUB 3 with sound."))
@click.argument("source", help=_("The document; - is standard input."))
@click.option("--output", "-o", required=True, help=_("A folder, or a file .zip or .epub."))
@click.option(
    "--format",
    "format_name",
    type=click.Choice(["daisy202", "epub3"]),
    help=_("Format of the book; without it, the name of the output says it."),
)
@click.option(
    "--audio",
    type=click.Choice(["wav", "mp3", "opus"]),
    help=_("Format of the sound; without it, mp3 if it can be written."),
)
@_voice_options
@click.option("--title", default="", show_default=False, help=_("Title of the book."))
@click.option("--author", default="", show_default=False, help=_("Author of the book."))
@click.option("--publisher", default="", show_default=False, help=_("Who makes the talking book."))
@click.option(
    "--jobs", "-j", type=click.IntRange(1, 64), help=_("Sentences that are spoken at a time.")
)
@click.option("--from", "kind", help=_("Format of the document: text, html, ..."))
@click.option(
    "--max-size", default=64, type=click.IntRange(min=1), help=_("Largest document, in MB.")
)
@recognition_options
@click.option(
    "--progress",
    type=click.Choice(["lines", "bar", "none"]),
    help=_("Progress as lines, bar or none."),
)
def book(source: str, output: str, **chosen: Unpack[TalkingChoices]) -> None:
    with reported():
        from brailledesk.cli.talking_books import run_book

        run_book(source, output, chosen)
