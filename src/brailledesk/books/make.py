"""From a document to a talking book on disk: whole, or not there at all."""

from __future__ import annotations

import datetime as dt
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from brailledesk.books import daisy, epub
from brailledesk.books.encoders import find_encoder, has_encoder
from brailledesk.books.facts import BookFacts
from brailledesk.books.script import Script
from brailledesk.books.speaking import SpokenBook, speak_script
from brailledesk.books.text import write_script
from brailledesk.document import Document
from brailledesk.errors import N_, NothingToSay, OutputError, UsageError
from brailledesk.formats.ebraille import MEDIA_TYPE
from brailledesk.output import output_fault, write_atomically
from brailledesk.progress import Progress, silent
from brailledesk.speech.engine import Cancellation, Engine, VoiceSettings, has_speech

FORMATS = ("daisy202", "epub3")
_AUDIO = {"daisy202": daisy.AUDIO_FORMATS, "epub3": epub.AUDIO_FORMATS}
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
"""The same book gives the same archive, so the parts carry no time of their own."""


@dataclass(frozen=True, slots=True)
class BookChoices:
    """What the reader wants. ``format`` is one of FORMATS, ``audio`` one of AUDIO_FORMATS.

    None leaves both to what the target's name says and what the machine has. ``title`` and
    ``author`` count more than the document's own; ``publisher`` is who makes the book. ``jobs``
    calls of the engine run at a time; ``made`` is now, if it is not given.
    """

    format: str | None = None
    audio: str | None = None
    title: str = ""
    author: str = ""
    publisher: str = ""
    jobs: int | None = None
    made: dt.datetime | None = None


def make_book(
    document: Document,
    target: Path,
    engine: Engine,
    settings: VoiceSettings | None = None,
    choices: BookChoices | None = None,
    *,
    cancellation: Cancellation | None = None,
    progress: Progress = silent,
) -> SpokenBook:
    """Speak a document into ``target``: a folder, or an archive where its name says .zip or .epub.

    The book's language is the document's; ``settings`` say how its voice speaks. Raises UsageError
    for choices that do not fit together, EncoderNotAvailable, AudioNotEncoded, SpeechError,
    OutputError; then nothing is left behind.
    """
    chosen = choices or BookChoices()
    form = format_of(target, chosen.format)
    audio = audio_of(form, chosen.audio)
    open_sound = find_encoder(audio)
    refuse_existing(target)
    if not any(has_speech(run.text) for run in document.runs()):
        raise NothingToSay(engine.name)
    script = write_script(document, chosen.title, chosen.author)
    voice = replace(settings or VoiceSettings(), language=script.language)
    facts = BookFacts(
        made=chosen.made or dt.datetime.now(dt.UTC),
        publisher=chosen.publisher,
        narrator=" ".join(filter(None, (engine.name, voice.voice))),
        source=PurePath(document.source).name,
    )
    with _workplace(target) as work:
        sound = work / epub.FOLDER if form == "epub3" else work
        sound.mkdir(exist_ok=True)
        book = speak_script(
            script,
            engine,
            voice,
            sound,
            open_sound,
            suffix=audio,
            jobs=chosen.jobs,
            cancellation=cancellation,
            progress=progress,
        )
        _write_parts(work, form, script, book, facts, audio)
        _deliver(work, target, is_epub=form == "epub3")
    return book


def format_of(target: Path, wanted: str | None = None) -> str:
    """The format of a book: what was asked for, else what the name says. Raises UsageError."""
    is_epub = target.suffix.lower() == ".epub"
    form = wanted or ("epub3" if is_epub else "daisy202")
    if form not in FORMATS:
        raise UsageError(
            N_("There is no format {name}."),
            N_("Known formats: {known}."),
            name=form,
            known=", ".join(FORMATS),
        )
    if is_epub != (form == "epub3"):
        raise UsageError(
            N_("{path} is no name for a book in the format {name}."),
            N_("EPUB 3 ends in .epub; DAISY 2.02 is a folder, or ends in .zip."),
            path=target.name,
            name=form,
        )
    return form


def audio_of(form: str, wanted: str | None = None) -> str:
    """The format of sound: what was asked for, else MP3; WAV where a DAISY book has no encoder.

    Raises UsageError for one that the format does not allow.
    """
    if wanted is None:
        return "mp3" if form == "epub3" or has_encoder("mp3") else "wav"
    if wanted not in _AUDIO[form]:
        raise UsageError(
            N_("A book in the format {name} cannot have {audio} sound."),
            N_("Known formats: {known}."),
            name=form,
            audio=wanted,
            known=", ".join(_AUDIO[form]),
        )
    return wanted


def refuse_existing(target: Path) -> None:
    """Raise OutputError where a folder has files already: a book is never mixed with others."""
    if _is_archive(target) or not target.exists():
        return
    if not target.is_dir():
        raise OutputError(str(target), N_("it is a file, and the book is a folder"))
    if any(target.iterdir()):
        raise OutputError(str(target), N_("the folder is not empty"))


def _is_archive(target: Path) -> bool:
    return target.suffix.lower() in {".zip", ".epub"}


@contextmanager
def _workplace(target: Path) -> Iterator[Path]:
    """A folder beside the target, on the same disk; what is left in it goes. Raises OutputError."""
    try:
        with tempfile.TemporaryDirectory(
            prefix=".brailledesk-", dir=target.absolute().parent, ignore_cleanup_errors=True
        ) as name:
            work = Path(name) / "book"
            work.mkdir()
            yield work
    except OSError as error:
        raise output_fault(target, error) from error


def _write_parts(
    work: Path, form: str, script: Script, book: SpokenBook, facts: BookFacts, audio: str
) -> None:
    if form == "epub3":
        parts = epub.write_epub(script, book, facts, audio)
    else:
        size = sum((work / section.audio).stat().st_size for section in book.sections)
        parts = daisy.write_daisy(script, book, facts, size)
    for name, data in parts:
        path = work / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)


def _deliver(work: Path, target: Path, *, is_epub: bool) -> None:
    """Put the finished book where it belongs, in one step."""
    if not _is_archive(target):
        if target.is_dir():
            target.rmdir()  # an empty one; not every system lets a folder take its place
        work.rename(target)
        return
    packed = work.parent / "archive"
    _pack(work, packed, is_epub=is_epub)
    with packed.open("rb") as stream:
        write_atomically(target, stream)


def _pack(work: Path, packed: Path, *, is_epub: bool) -> None:
    """An archive of a folder. Sound is packed already; of EPUB the media type comes first."""
    with zipfile.ZipFile(packed, "w") as archive:
        if is_epub:
            archive.writestr(zipfile.ZipInfo("mimetype", _ZIP_TIME), MEDIA_TYPE)
        for path in sorted(path for path in work.rglob("*") if path.is_file()):
            info = zipfile.ZipInfo(path.relative_to(work).as_posix(), _ZIP_TIME)
            is_sound = path.suffix in {".mp3", ".opus"}
            info.compress_type = zipfile.ZIP_STORED if is_sound else zipfile.ZIP_DEFLATED
            info.file_size = path.stat().st_size
            with path.open("rb") as source, archive.open(info, "w") as part:
                while piece := source.read(1 << 20):
                    part.write(piece)
