"""Documents as text, HTML or Braille, in the formats that names of outputs ask for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from brailledesk.cli.writing import STANDARD, is_folder, make_folder, write_output
from brailledesk.document import Document
from brailledesk.doubts import show_doubts
from brailledesk.errors import N_, UsageError
from brailledesk.formats import FORMATS, SUFFIXES, format_of
from brailledesk.formats.prose import format_html, format_text
from brailledesk.text import Doubts

if TYPE_CHECKING:
    from brailledesk.cli.digesting import Laying

TEXT = "text"
HTML = "html"
_PRINT = {".txt": TEXT, ".text": TEXT, ".html": HTML, ".htm": HTML}
_SUFFIXES = {TEXT: ".txt", HTML: ".html", "brf-plain": ".brf"}


def format_for(output: str, given: str | None) -> str:
    """The format of an output: what was ``given``, else what its name says; text in a folder.

    Raises UsageError.
    """
    if given is not None:
        if given not in {TEXT, HTML, *FORMATS}:
            raise UsageError(
                N_("There is no format {name}."),
                N_("Known formats: {known}."),
                name=given,
                known=", ".join([TEXT, HTML, *FORMATS]),
            )
        return given
    if output == STANDARD or is_folder(output):
        return TEXT
    suffix = PurePath(output).suffix.lower()
    if suffix not in _PRINT and suffix not in SUFFIXES:
        raise UsageError(
            N_("The name {path} does not say which format is wanted."),
            N_("Use one of {suffixes}, or name the format."),
            path=output,
            suffixes=" ".join([*_PRINT, *SUFFIXES]),
        )
    return _PRINT.get(suffix) or format_of(output)


def is_braille(name: str) -> bool:
    """Whether a format has to be laid out."""
    return name in FORMATS


def suffix_of(name: str) -> str:
    """The suffix of files of a format."""
    return _SUFFIXES.get(name, f".{name}")


def format_document(document: Document, name: str, laying: Laying | None, doubts: Doubts) -> bytes:
    """A document as text, HTML or Braille; of Braille, unknown characters are told.

    Doubtful words are shown in all of them: in print as ``doubts`` says, in Braille as ``laying``.
    """
    if laying is None or not is_braille(name):
        shown = show_doubts(document, doubts)
        return format_html(shown) if name == HTML else format_text(shown)
    from brailledesk.cli.converting import report_undefined

    conversion = laying.lay(document)
    report_undefined(conversion)
    return laying.format(conversion, name)


def write_documents(
    documents: Sequence[tuple[str, Document]],
    outputs: Sequence[tuple[str, str]],
    laying: Laying | None,
    doubts: Doubts,
) -> None:
    """Write named documents to outputs with their formats: all in a file, or each in a folder.

    All is made before anything is written.
    """
    made: list[tuple[str, bytes]] = []
    folders = [output for output, _ in outputs if is_folder(output)]
    for output, name in outputs:
        if output in folders:
            for stem, document in documents:
                path = str(Path(output) / f"{stem}{suffix_of(name)}")
                made.append((path, format_document(document, name, laying, doubts)))
        else:
            whole = whole_of(documents)
            made.append((output, format_document(whole, name, laying, doubts)))
    for folder in folders:
        make_folder(folder)
    for output, data in made:
        write_output(output, data)


def whole_of(documents: Sequence[tuple[str, Document]]) -> Document:
    """All documents as one."""
    if len(documents) == 1:
        return documents[0][1]
    from brailledesk.sheets.volume import join

    return join([document for _, document in documents])
