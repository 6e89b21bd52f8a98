"""The way back as a whole: from a Braille file to print.

A BRF says neither its charset nor its table, so both are found out: by the cells, read in each way
that is possible, and the likeliest reading wins.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from brailledesk.cells import cells_from_dots
from brailledesk.errors import N_, FormatError, SourceEmpty, UsageError
from brailledesk.formats import parse_publication, sniff_format
from brailledesk.formats.brf import guess_charset
from brailledesk.layout.furniture import Place, find_furniture
from brailledesk.layout.recover import Paragraph, recover
from brailledesk.pages import Page, Publication, Row, Section, print_spans
from brailledesk.sources import MAX_SIZE, ByteStream, take_source
from brailledesk.tables import list_tables
from brailledesk.translate import BackTranslator, Doubt, DoubtReason, load_back_translator

SIX_DOT_TABLES = ("it-6dot", "it-6dot-exact")
"""The Italian tables that a six-dot file may have been written with; without evidence the first."""

EIGHT_DOT_TABLE = "it-8dot"

CONTRACTED_TABLE = "it-g2"
"""Tried where a file has the cells of contractions more often than any uncontracted Italian."""

LOWER_LEVELS = ("it-g2-2", "it-g2-1")
"""Tried where the whole contracted table does not write the cells of such a file."""

_CONTRACTED_CELLS = cells_from_dots(
    "16-126-146-1456-156-1246-12456-246-1256-345-12346-13-2456-1346-13456"
)
_CONTRACTED_SHARE = 0.02
"""Foreign letters and accents are 1 % of the cells of Italian print at most, and groups 15 %."""

_SAMPLE = 6_000
"""Cells that are read to find out charset and table."""

_LEAST_CONTRACTED = 8
"""Fewer such cells are no evidence: a foreign name may have them."""

_SHORT_SAMPLE = 600
"""Cells that tell whether a table writes a file at all."""

_NOTHING = b"\xef\xbb\xbf \t\r\n\f\0\x1a"
"""Bytes of a file that hold no cell: a byte order mark, blanks and ends."""

_CERTAIN = 12.0
"""Bits between the likeliest reading and the next for a guess to count as certain."""


@dataclass(frozen=True, slots=True)
class PlacedDoubt:
    """A doubtful span with its text and the row where it begins, both numbers from 1."""

    page: int
    row: int
    text: str
    reason: DoubtReason
    alternatives: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PrintParagraph:
    """A paragraph in print. ``typeforms`` has one for each character."""

    text: str
    typeforms: Sequence[int]
    doubts: tuple[PlacedDoubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What a Braille file says, and how it was read.

    ``charset`` is empty for formats that have none. ``is_certain`` tells whether charset and table
    were given, or left no other choice.
    """

    paragraphs: tuple[PrintParagraph, ...]
    format: str
    charset: str
    table: str
    is_certain: bool

    @property
    def text(self) -> str:
        """One line for each paragraph."""
        return "".join(f"{paragraph.text}\n" for paragraph in self.paragraphs)


@dataclass(frozen=True, slots=True)
class PrintedPages:
    """The pages of a Braille file with their print, and how it was read: see :class:`Reading`."""

    publication: Publication
    format: str
    charset: str
    table: str
    is_certain: bool


class _Guess(NamedTuple):
    """One way to read a file, its cost in bits, and what its beginning reads so."""

    cost: float
    charset: str
    table: str
    sample: str
    publication: Publication


def read_braille(
    source: Path | bytes | ByteStream,
    *,
    name: str = "",
    table: str | None = None,
    charset: str | None = None,
    language: str = "it",
    has_rows: bool = False,
    max_size: int = MAX_SIZE,
) -> Reading:
    """Read a BRF, PEF, Unicode Braille or eBraille file as print.

    ``table`` and ``charset`` None are found out. Pages are undone: running lines go, words divided
    at line ends are joined, rows become paragraphs; ``has_rows`` keeps every row as it is. In
    eBraille a paragraph is a row.
    Raises an IngestError or FormatError for what cannot be read, TableError, or UsageError for an
    unknown charset.
    """
    label, data = take_source(source, name, max_size)
    if not data.strip(_NOTHING):
        raise SourceEmpty(label)
    guess, is_certain = _guess(data, label, table, charset)
    translator = load_back_translator(guess.table)
    kind = sniff_format(data, label)
    if kind == "ebrl":
        rows = _rows(guess.publication, translator)
        paragraphs = tuple(row for row in rows if has_rows or row.text)
    elif has_rows:
        paragraphs = tuple(_rows(guess.publication, translator))
    else:
        recovered = recover(guess.publication, _Plain(translator), language)
        pages = _PageNumbers(guess.publication)
        paragraphs = tuple(_paragraph(one, translator, pages) for one in recovered)
    return Reading(paragraphs, kind, guess.charset, guess.table, is_certain)


def read_pages(
    source: Path | bytes | ByteStream,
    *,
    name: str = "",
    table: str | None = None,
    charset: str | None = None,
    max_size: int = MAX_SIZE,
) -> PrintedPages:
    """The pages of a Braille file as they are, each row with the print that its cells stand for.

    Running lines are marked. ``table`` and ``charset`` None are found out.
    Raises UsageError for eBraille, which has no pages, and what :func:`read_braille` raises.
    """
    label, data = take_source(source, name, max_size)
    if not data.strip(_NOTHING):
        raise SourceEmpty(label)
    kind = sniff_format(data, label)
    if kind == "ebrl":
        raise UsageError(
            N_("{path} is eBraille, which has no pages."),
            N_("Use the document that it was made from."),
            path=label,
        )
    guess, is_certain = _guess(data, label, table, charset)
    translator = load_back_translator(guess.table)
    furniture, _blanks = find_furniture(guess.publication, _Plain(translator))
    running = {one.place for one in furniture}
    volumes = [
        replace(
            volume,
            sections=tuple(
                _with_print(section, Place(number, index, 0, 0), running, translator)
                for index, section in enumerate(volume.sections)
            ),
        )
        for number, volume in enumerate(guess.publication.volumes)
    ]
    known = guess.publication.table or guess.table
    publication = replace(guess.publication, volumes=tuple(volumes), table=known)
    return PrintedPages(publication, kind, guess.charset, guess.table, is_certain)


def _with_print(
    section: Section, first: Place, running: Container[Place], translator: BackTranslator
) -> Section:
    def printed(row: Row, place: Place) -> Row:
        cells = row.cells.rstrip(b"\0")
        result = translator.back_translate(cells)
        whole = (0, len(result.text))
        spans = tuple(print_spans(cells, result.cell_to_char, result.text, whole))
        return Row(cells, result.text.strip(), place in running, spans=spans)

    pages = (
        Page(
            tuple(
                printed(row, first._replace(page=number, row=index))
                for index, row in enumerate(page.rows)
            )
        )
        for number, page in enumerate(section.pages)
    )
    return replace(section, pages=tuple(pages))


# -- finding out how a file was written ------------------------------------------------------------


def _guess(data: bytes, label: str, table: str | None, charset: str | None) -> tuple[_Guess, bool]:
    """The likeliest way to read the data, and whether it is sure."""
    publications = list(_publications(data, label, charset))
    guesses = [
        _try(publication, code, name)
        for code, publication in publications
        for name in ([table] if table else _tables_for(publication))
    ]
    best = min(guesses, key=lambda one: one.cost)
    others = [one.cost for one in guesses if one.sample != best.sample]
    return best, not others or min(others) - best.cost >= _CERTAIN


def _try(publication: Publication, charset: str, table: str) -> _Guess:
    rows = islice(filter(None, _cells(publication)), _SAMPLE // 10)
    result = load_back_translator(table).back_translate(b"\0".join(rows)[:_SAMPLE])
    return _Guess(result.cost, charset, table, result.text, publication)


def _publications(
    data: bytes, label: str, charset: str | None
) -> Iterator[tuple[str, Publication]]:
    """The data as pages, for each charset that it may be in."""
    if charset is not None or sniff_format(data, label) != "brf":
        yield charset or "", parse_publication(data, path=label, charset=charset)
        return
    likeliest, is_certain = guess_charset(data)
    charsets = [likeliest]
    if not is_certain:
        charsets.append("mit" if likeliest == "it_it_firenze" else "it_it_firenze")
    fault: FormatError | None = None
    count = 0
    for one in charsets:
        try:
            publication = parse_publication(data, path=label, charset=one)
        except FormatError as error:
            fault = fault or error
            continue
        count += 1
        yield one, publication
    if fault and not count:
        raise fault


def _tables_for(publication: Publication) -> Sequence[str]:
    """The tables that a file may have been written with: one, if it names it itself."""
    named = publication.table.partition(" ")[0]
    if named and named in {entry.name for entry in list_tables()}:
        return (named,)
    if any(max(row, default=0) > 0x3F for row in _cells(publication)):
        return (EIGHT_DOT_TABLE,)
    if not _seems_contracted(publication):
        return SIX_DOT_TABLES
    is_whole = not _has_foreign_cells(publication, CONTRACTED_TABLE)
    return (*SIX_DOT_TABLES, CONTRACTED_TABLE, *(() if is_whole else LOWER_LEVELS))


def _has_foreign_cells(publication: Publication, table: str) -> bool:
    rows = b"\0".join(islice(filter(None, _cells(publication)), _SHORT_SAMPLE // 10))
    result = load_back_translator(table).back_translate(rows[:_SHORT_SAMPLE])
    return any(doubt.reason is DoubtReason.FOREIGN for doubt in result.doubts)


def _seems_contracted(publication: Publication) -> bool:
    rows = b"".join(islice(_cells(publication), _SAMPLE // 10)).replace(b"\0", b"")
    count = sum(map(rows.count, _CONTRACTED_CELLS))
    return count > max(_CONTRACTED_SHARE * len(rows), _LEAST_CONTRACTED)


def _cells(publication: Publication) -> Iterator[bytes]:
    for page in publication.pages():
        for row in page.rows:
            yield row.cells.strip(b"\0")


# -- pages to print --------------------------------------------------------------------------------


class _PageNumbers:
    """Pages counted from the first of the file on."""

    def __init__(self, publication: Publication) -> None:
        self._first: dict[tuple[int, int], int] = {}
        count = 1
        for volume_number, volume in enumerate(publication.volumes):
            for section_number, section in enumerate(volume.sections):
                self._first[volume_number, section_number] = count
                count += len(section.pages)

    def of(self, volume: int, section: int, page: int) -> int:
        return self._first[volume, section] + page


class _Plain:
    """The text of short stretches of cells, as layout asks for words again and again."""

    def __init__(self, translator: BackTranslator) -> None:
        self._translator = translator
        self._known: dict[bytes, str] = {}

    def __call__(self, cells: bytes) -> str:
        text = self._known.get(cells)
        if text is None:
            text = self._known[cells] = self._translator.back_translate(cells).text
        return text


def _paragraph(
    paragraph: Paragraph, translator: BackTranslator, pages: _PageNumbers
) -> PrintParagraph:
    result = translator.back_translate(paragraph.cells)
    starts = [row.start for row in paragraph.rows]

    def placed(doubt: Doubt) -> PlacedDoubt:
        number = max(i for i, start in enumerate(starts) if start <= max(doubt.cell_start, 0))
        row = paragraph.rows[number]
        page = pages.of(row.volume, row.section, row.page)
        return _placed(doubt, result.text, page, row.row + 1)

    return PrintParagraph(
        result.text, result.typeforms, tuple(placed(doubt) for doubt in result.doubts)
    )


def _rows(publication: Publication, translator: BackTranslator) -> Iterator[PrintParagraph]:
    for number, page in enumerate(publication.pages(), 1):
        for row_number, row in enumerate(page.rows, 1):
            result = translator.back_translate(row.cells)
            doubts = (_placed(one, result.text, number, row_number) for one in result.doubts)
            yield PrintParagraph(result.text, result.typeforms, tuple(doubts))


def _placed(doubt: Doubt, text: str, page: int, row: int) -> PlacedDoubt:
    shown = text[doubt.start : doubt.end]
    return PlacedDoubt(page, row, shown, doubt.reason, doubt.alternatives)
