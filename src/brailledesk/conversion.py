"""The main job: from a file to pages of Braille in a file.

``transcribe`` reads, translates and lays out; ``convert`` also writes. Nothing is written before
everything that can fail has been done.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from brailledesk.document import Document, Paragraph, Remark, put_before
from brailledesk.errors import N_, UsageError
from brailledesk.formats import format_of, format_publication
from brailledesk.ingest import read_document
from brailledesk.ingest.ocr.options import RECOGNITION, Recognition
from brailledesk.languages import run_translator
from brailledesk.layout import LayoutOptions, TitlePage, paginate
from brailledesk.layout.lines import LAYOUT
from brailledesk.output import write_atomically
from brailledesk.pages import PageFormat, Publication
from brailledesk.progress import Progress, silent
from brailledesk.sources import MAX_SIZE
from brailledesk.struck import tell_struck
from brailledesk.text import Run, Typeform
from brailledesk.translate import RunTranslator, Translation
from brailledesk.translate.base import PlainRunTranslator
from brailledesk.translate.contraction import ALL_SIGNS, Contraction
from brailledesk.translate.load import LOUIS_PREFIX, load_description
from brailledesk.translate.native import NativeTranslator
from brailledesk.values import dataclass, replace


@dataclass(frozen=True, slots=True)
class UndefinedCharacter:
    """A character that the table does not know, how it was shown, how often, and where first."""

    character: str
    shown_as: str
    count: int
    first_place: str


@dataclass(frozen=True, slots=True)
class Conversion:
    """What came of a source: its pages, and what could not be written as it stands.

    ``document`` and ``translate`` are what it was made of, for formats that have no pages;
    ``remarks`` are what its reader had to leave out, or has to tell.
    """

    publication: Publication
    document: Document
    translate: RunTranslator
    options: LayoutOptions
    undefined: tuple[UndefinedCharacter, ...] = ()
    remarks: tuple[Remark, ...] = ()


class _Watching:
    """A run translator that notes undefined characters while it passes translations on."""

    def __init__(self, translate: RunTranslator) -> None:
        self._translate = translate
        self.found: dict[str, UndefinedCharacter] = {}

    def __call__(self, runs: Sequence[Run]) -> Translation:
        """See :class:`~brailledesk.translate.base.RunTranslator`."""
        translation = self._translate(runs)
        for one in translation.undefined:
            known = self.found.get(one.text)
            if known is not None:
                self.found[one.text] = replace(known, count=known.count + 1)
                continue
            place = _place_of(runs, one.start)
            self.found[one.text] = UndefinedCharacter(one.text, one.shown_as, 1, place)
        return translation

    def native(self, language: str | None) -> NativeTranslator | None:
        """The engine of plain text, which has nothing undefined."""
        inner = self._translate
        return inner.native(language) if isinstance(inner, PlainRunTranslator) else None

    def is_plain(self, run: Run) -> bool:
        """Whether its typeform changes nothing of how a run is written."""
        inner = self._translate
        return isinstance(inner, PlainRunTranslator) and inner.is_plain(run)


def _place_of(runs: Sequence[Run], position: int) -> str:
    for run in runs:
        if position < len(run.text):
            return run.origin.place if run.origin else ""
        position -= len(run.text)
    return ""


def transcribe(  # noqa: PLR0913 - all of them are the reader's, by name
    source: str | Path | bytes | Document,
    *,
    table: str = "it-6dot",
    options: LayoutOptions | None = None,
    foreign: Mapping[str, str] | None = None,
    has_emphasis: bool = False,
    contraction: Contraction = ALL_SIGNS,
    engine: str | None = None,
    kind: str | None = None,
    max_size: int = MAX_SIZE,
    progress: Progress = silent,
    recognition: Recognition = RECOGNITION,
    filters: Sequence[str] = (),
) -> Conversion:
    """Read, translate and lay out a document.

    ``source`` is a path, the bytes of a document, or a document that was read or made already;
    ``kind`` names its format where the path does not.
    ``foreign`` names tables for the document's other languages; ``has_emphasis`` shows italics
    and bold; ``contraction`` is the reader's choice of signs. What a table says of itself in a line
    ``#+notice:`` opens the pages: of a system that is nobody's standard every file says so.
    ``recognition`` is how pictures of pages are read; ``filters`` are names of plugins that change
    documents, in the order in which they do.
    Raises IngestError, RecognitionNotAvailable, TableError, TranslationError or LayoutError.
    """
    translate = _Watching(
        run_translator(
            table,
            foreign=foreign,
            has_emphasis=has_emphasis,
            engine=engine,
            contraction=contraction,
        )
    )
    chosen = options or LayoutOptions()
    document = _read(source, kind, max_size, progress, recognition)
    if filters:
        from brailledesk.ingest.filters import filter_document

        document = filter_document(document, filters)
    if document.has_ocr:
        from brailledesk.doubts import show_doubts

        document = show_doubts(document, chosen.doubts)
    name, notice = _named(table, translate)
    document = _with_notice(tell_struck(document), notice)
    wanted = chosen.book.has_automatic_note
    if document.has_ocr if wanted is None else wanted:
        chosen = _with_note(chosen, document, name)
    described = f"{name} ({notice})" if notice else name
    publication = paginate(document, translate, chosen, table_name=described, progress=progress)
    found = tuple(translate.found.values())
    return Conversion(publication, document, translate, chosen, found, document.remarks)


def format_conversion(conversion: Conversion, name: str, *, charset: str = "mit") -> bytes:
    """The bytes of a conversion in a format of :data:`~brailledesk.formats.FORMATS`.

    Raises UsageError for an unknown format or charset, and for cells that a BRF cannot carry.
    """
    if name != "ebrl":
        return format_publication(conversion.publication, name, charset=charset)
    from brailledesk.formats import EbrailleFacts, format_ebraille

    options = conversion.options
    page = options.book.title_page or TitlePage()
    facts = EbrailleFacts(
        table=conversion.publication.table,
        producer=page.institution,
        author=page.author,
        year=page.year,
        image_label=options.image_label,
        has_unnamed_images=options.has_unnamed_images,
        contents_label=options.book.labels.contents,
    )
    return format_ebraille(_noted(conversion.document, options), conversion.translate, facts)


def _noted(document: Document, options: LayoutOptions) -> Document:
    """The document with the transcriber's note as its first paragraph."""
    book = options.book
    title = book.title_page.title if book.title_page else ""
    blocks = document.blocks
    if book.transcriber_note:
        words = f"{book.labels.note}: {book.transcriber_note}"
        blocks = put_before(Paragraph((Run(words, origin=LAYOUT),)), blocks)
    return replace(document, blocks=blocks, title=title or document.title)


def refuse_overwriting(source: str | Path | bytes, target: str | Path) -> None:
    """Raise UsageError where ``target`` is the file that ``source`` names: it would be lost."""
    if isinstance(source, bytes):
        return
    path, output = Path(source), Path(target)
    if path.is_file() and output.is_file() and path.samefile(output):
        raise UsageError(
            N_("{path} is the document itself and would be overwritten."),
            N_("Give the result another name."),
            path=str(target),
        )


def _read(
    source: str | Path | bytes | Document,
    kind: str | None,
    max_size: int,
    progress: Progress,
    recognition: Recognition,
) -> Document:
    if isinstance(source, Document):
        return source
    where = source if isinstance(source, bytes) else Path(source)
    return read_document(
        where, kind=kind, max_size=max_size, progress=progress, recognition=recognition
    )


def _with_notice(document: Document, notice: str | None) -> Document:
    """The document with the table's notice, uncontracted, as its first paragraph."""
    if not notice:
        return document
    run = Run(notice, Typeform.UNCONTRACTED, origin=LAYOUT)
    return replace(document, blocks=put_before(Paragraph((run,)), document.blocks))


def _with_note(options: LayoutOptions, document: Document, table_name: str) -> LayoutOptions:
    """The options with a transcriber's note that tells how the text came about."""
    labels = options.book.labels
    words = [options.book.transcriber_note, labels.automatic.format(table=table_name)]
    if document.has_ocr:
        words.append(labels.recognised)
    note = " ".join(filter(None, words))
    return replace(options, book=replace(options.book, transcriber_note=note))


def _named(table: str, translate: _Watching) -> tuple[str, str | None]:
    """The name of the table with its version, and its notice if it has one."""
    if table.startswith(LOUIS_PREFIX):
        return table, None
    native = translate.native(None)
    told = load_description(table) if native is None else native.description
    name = f"{told.name} {told.metadata.get('version', '')}".strip()
    return name, told.metadata.get("notice")


def convert(
    source: str | Path | bytes,
    target: str | Path,
    *,
    table: str = "it-6dot",
    page: PageFormat | None = None,
    options: LayoutOptions | None = None,
    format: str | None = None,  # noqa: A002 - the word that callers know
    charset: str = "mit",
    foreign: Mapping[str, str] | None = None,
    has_emphasis: bool = False,
    contraction: Contraction = ALL_SIGNS,
) -> Conversion:
    """Convert a document to a Braille file.

    The suffix of ``target`` (.brf, .pef, .ubrl, .ebrl) says the format unless ``format`` does
    ("brf", "brf-plain", "pef", "ubrl", "ebrl"). ``page`` is the geometry; ``options`` the whole
    layout profile, with contents, volumes and title pages.
    Raises any BrailledeskError; then nothing is written and what was at ``target`` stays.
    """
    name = format or format_of(str(target))
    refuse_overwriting(source, target)
    chosen = options or LayoutOptions()
    if page is not None:
        chosen = replace(chosen, page=page)
    conversion = transcribe(
        source,
        table=table,
        options=chosen,
        foreign=foreign,
        has_emphasis=has_emphasis,
        contraction=contraction,
    )
    data = format_conversion(conversion, name, charset=charset)
    write_atomically(Path(target), data)
    return conversion
