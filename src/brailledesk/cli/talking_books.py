"""What ``brailledesk book`` does."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath
from types import FrameType
from typing import TYPE_CHECKING

from brailledesk.books.make import BookChoices, audio_of, format_of, make_book, refuse_existing
from brailledesk.cli.console import progress_style, say, translator
from brailledesk.cli.options import parse_recognition
from brailledesk.cli.pacing import pace_for, tell_seconds
from brailledesk.cli.writing import is_folder
from brailledesk.conversion import refuse_overwriting
from brailledesk.document import Document
from brailledesk.doubts import show_doubts
from brailledesk.errors import N_, UsageError
from brailledesk.ingest import read_document
from brailledesk.progress import Progress
from brailledesk.speech.engine import VoiceSettings
from brailledesk.speech.engines import find_engine
from brailledesk.text import Doubts

if TYPE_CHECKING:
    from brailledesk.cli.talking import TalkingChoices

_SUFFIXES = frozenset({".zip", ".epub"})


def run_book(source: str, output: str, chosen: TalkingChoices) -> None:
    """Read, speak, write, and say what came of it. What can be refused is refused before."""
    _ = translator()
    if output == "-":
        raise UsageError(
            N_("A talking book cannot go to standard output."),
            N_("Name a folder, or a file .zip or .epub."),
        )
    _refuse_other_suffixes(output, chosen["format_name"])
    target = Path(output)
    form = format_of(target, chosen["format_name"])
    audio = audio_of(form, chosen["audio"])
    refuse_existing(target)
    refuse_overwriting(source, target)
    settings = VoiceSettings(
        voice=chosen["voice"],
        language=chosen["language"],
        rate=chosen["rate"],
        pitch=chosen["pitch"],
        volume=chosen["volume"],
    )
    engine = find_engine(chosen["engine"], chosen["command"])
    choices = BookChoices(
        format=form,
        audio=audio,
        title=chosen["title"],
        author=chosen["author"],
        publisher=chosen["publisher"],
        jobs=chosen["jobs"],
    )
    style = progress_style(chosen["progress"])
    with _ending_in_order():
        with pace_for(style) as progress:
            document = _read(source, chosen, progress)
        with pace_for(style) as progress:
            book = make_book(document, target, engine, settings, choices, progress=progress)
    for remark in document.remarks:
        say(remark.describe(_), sys.stderr)
    if book.voiceless:
        languages = ", ".join(book.voiceless)
        told = _("No voice of {languages}: spoken with the main voice.")
        say(told.format(languages=languages), sys.stderr)
    count = len(book.sections)
    told = _("{path}: {count} sections, {time}, sound {audio}")
    time = tell_seconds(book.duration / 1000)
    say(told.format(path=output, count=count, time=time, audio=audio))


def _refuse_other_suffixes(output: str, form: str | None) -> None:
    """Raise UsageError for a name that says another format than a book can have.

    A folder may have a dot in its name: who names its format, or ends it as folders do, means that.
    """
    suffix = PurePath(output).suffix.lower()
    looks_like_one = suffix[1:].isalnum() and not suffix[1:].isdigit()
    if looks_like_one and suffix not in _SUFFIXES and not (form or is_folder(output)):
        raise UsageError(
            N_("The name {path} does not say which format of a talking book is wanted."),
            N_("Let it end in .zip or .epub, or in / for a folder."),
            path=output,
        )


@contextmanager
def _ending_in_order() -> Iterator[None]:
    """The signal by which systems end programs is like Ctrl-C: nothing half-made is left."""

    def end(number: int, frame: FrameType | None) -> None:
        del number, frame
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _read(source: str, chosen: TalkingChoices, progress: Progress) -> Document:
    document = read_document(
        sys.stdin.buffer if source == "-" else Path(source),
        kind=chosen["kind"],
        language=chosen["language"],
        max_size=chosen["max_size"] * 1_000_000,
        progress=progress,
        recognition=parse_recognition(chosen),
    )
    return show_doubts(document, Doubts.NONE) if document.has_ocr else document
