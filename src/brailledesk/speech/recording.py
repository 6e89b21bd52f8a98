"""A document as a WAV file, of any length: a sentence at a time is held, never all of it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple

from brailledesk.document import Block, Document, Paragraph, Table, block_runs, inner_blocks
from brailledesk.errors import N_, NothingToSay, SpeechFaulty, TemporaryFolderUnusable
from brailledesk.output import write_atomically
from brailledesk.progress import Progress, silent
from brailledesk.speech.audio import HEADER_BYTES, wav_header
from brailledesk.speech.engine import Cancellation, Engine, VoiceSettings
from brailledesk.speech.passage import Mark, Sentence, sentences, voice_for
from brailledesk.struck import tell_struck
from brailledesk.system_errors import reason_of
from brailledesk.text import Run

_LARGEST = (1 << 32) - (1 << 12)
"""Bytes of samples: a WAV file counts in 32 bits, so it ends at about 27 hours."""


def document_runs(document: Document) -> list[Run]:
    """The text of a document in reading order, notes last; each block ends with a line feed."""
    told = tell_struck(document)
    notes = (block for note in told.notes for block in note.blocks)
    runs: list[Run] = []
    for block in (*told.blocks, *notes):
        for leaf in _leaves(block):
            own = list(block_runs(leaf))
            if own:
                runs += own
                runs.append(Run("\n", language=own[-1].language))
    return runs


def _leaves(block: Block) -> Iterator[Block]:
    """The innermost blocks; the caption of a table comes before its cells. Any depth will do."""
    waiting = [block]
    while waiting:
        current = waiting.pop()
        inner = list(inner_blocks(current))
        if not inner:
            yield current
        elif isinstance(current, Table) and current.caption:
            yield Paragraph(current.caption)
        waiting.extend(reversed(inner))


def record(
    engine: Engine,
    runs: Iterable[Run],
    settings: VoiceSettings,
    target: Path,
    *,
    cancellation: Cancellation | None = None,
    progress: Progress = silent,
) -> tuple[Mark, ...]:
    """Speak a text into a WAV file, whole or not at all; marks for its sentences.

    Raises SpeechError, OutputError; TemporaryFolderUnusable where there is no room for what waits.
    """
    marks: list[Mark] = []
    every = list(sentences(runs, settings.language))
    if not every:
        raise NothingToSay(engine.name)
    with _waiting_file() as stream:
        stream.seek(HEADER_BYTES)
        form = _speak_into(stream, engine, every, settings, marks, cancellation, progress)
        stream.seek(0)
        size = form.frames * 2 * form.channels
        stream.write(wav_header(size, form.rate, form.channels))
        stream.seek(0)
        write_atomically(target, stream)
    return tuple(marks)


@contextmanager
def _waiting_file() -> Iterator[IO[bytes]]:
    """A file without a name in the temporary folder. Raises TemporaryFolderUnusable."""
    try:
        with tempfile.TemporaryFile(prefix="brailledesk-") as stream:
            yield stream
    except OSError as error:
        folder = tempfile.tempdir or "-"
        raise TemporaryFolderUnusable(str(folder), reason_of(error)) from None


class _Form(NamedTuple):
    """What all sentences have to have in common, and how many frames there are."""

    rate: int
    channels: int
    frames: int = 0


def _speak_into(
    stream: IO[bytes],
    engine: Engine,
    every: list[Sentence],
    settings: VoiceSettings,
    marks: list[Mark],
    cancellation: Cancellation | None,
    progress: Progress,
) -> _Form:
    """Write the samples of all sentences, and note where each begins."""
    form: _Form | None = None
    for number, sentence in enumerate(every, 1):
        audio = engine.synthesise(sentence.text, voice_for(sentence, settings), cancellation)
        before = form or _Form(audio.rate, audio.channels)
        if (audio.rate, audio.channels) != before[:2]:
            raise SpeechFaulty(engine.name, N_("its voices have different sampling rates"))
        form = before._replace(frames=before.frames + audio.frames)
        if form.frames * 2 * form.channels > _LARGEST:
            raise SpeechFaulty(engine.name, N_("the sound is too long for a WAV file"))
        stream.write(audio.samples)
        marks.append(Mark(before.frames, sentence.start, sentence.end))
        progress(N_("Speaking"), number, len(every))
    assert form is not None
    return form
