"""What is done with documents: to Braille, to text, to a short sheet. Plain functions.

Each is given what its parameters say, where the document is (bytes with a name, or a path), and who
hears how far it is.
"""

from __future__ import annotations

from brailledesk.conversion import Conversion, format_conversion, transcribe
from brailledesk.document import Document, block_runs
from brailledesk.document import Remark as DocumentRemark
from brailledesk.i18n import catalogue
from brailledesk.ingest import read_document
from brailledesk.ingest.ocr.languages import parse_languages
from brailledesk.ingest.ocr.options import Recognition
from brailledesk.layout import LayoutOptions
from brailledesk.pages import PageFormat
from brailledesk.progress import Progress
from brailledesk.service.wire.documents import (
    Convert,
    Converted,
    DoubtfulWord,
    MakeSheet,
    Paper,
    Recognise,
    Recognised,
    Remark,
    UndefinedCharacter,
)
from brailledesk.service.work.sources import taken
from brailledesk.sheets import Profile, lay_out, read_sheet_source, recognise
from brailledesk.text import DOUBTFUL

TABLE = "it-6dot"
"""What documents are written by where the client names no table."""
_RECOGNITION = Recognition(jobs=1)


def convert(params: Convert, locale: str, tell: Progress) -> Converted:
    """See the method ``document/convert``."""
    name, given = taken(params.source)
    document = read_document(given, name=name, recognition=_RECOGNITION, progress=tell)
    return _laid_out(document, params, locale, tell)


def sheet(params: MakeSheet, locale: str, tell: Progress) -> Converted:
    """See the method ``document/sheet``."""
    name, given = taken(params.source)
    found = read_sheet_source(given, name=name, recognition=_RECOGNITION)
    sheets = recognise(found)
    document = lay_out(sheets, Profile()) if sheets.sheets else found.document
    return _laid_out(document, params, locale, tell)


def ocr(params: Recognise, locale: str, tell: Progress) -> Recognised:
    """See the method ``document/ocr``."""
    name, given = taken(params.source)
    recognition = Recognition(languages=parse_languages("+".join(params.languages)), jobs=1)
    heard: list[object] = []
    document = read_document(
        given, name=name, recognition=recognition, progress=tell, on_page=heard.append
    )
    paragraphs = ["".join(run.text for run in block_runs(block)) for block in document.blocks]
    doubtful = [
        DoubtfulWord(
            page=_page(run.origin.place if run.origin else ""),
            text=run.text,
            confidence=100 * run.confidence,
        )
        for run in document.runs()
        if run.confidence is not None and run.confidence < DOUBTFUL
    ]
    return Recognised(
        text="\n\n".join(paragraphs),
        pages=len(heard),
        doubtful=doubtful,
        remarks=_remarks(document.remarks, locale),
    )


def _laid_out(
    document: Document, params: Convert | MakeSheet, locale: str, tell: Progress
) -> Converted:
    conversion = transcribe(
        document, table=params.table or TABLE, options=_options(params.paper), progress=tell
    )
    data = format_conversion(conversion, params.format)
    has_pages = params.format != "ebrl"
    return Converted(
        data=data,
        format=params.format,
        pages=sum(1 for _ in conversion.publication.pages()) if has_pages else 0,
        undefined=_undefined(conversion),
        remarks=_remarks(conversion.remarks, locale),
    )


def _options(paper: Paper | None) -> LayoutOptions | None:
    if paper is None:
        return None
    return LayoutOptions(page=PageFormat(cells=paper.width, rows=paper.height))


def _undefined(conversion: Conversion) -> list[UndefinedCharacter]:
    return [
        UndefinedCharacter(
            character=one.character,
            shown_as=one.shown_as,
            count=one.count,
            first_place=one.first_place,
        )
        for one in conversion.undefined
    ]


def _remarks(remarks: tuple[DocumentRemark, ...], locale: str) -> list[Remark]:
    words = catalogue(locale)
    found = []
    for one in remarks:
        fields = {
            name: words(value) if isinstance(value, str) else value
            for name, value in one.fields.items()
        }
        found.append(Remark(place=one.origin.place, text=words(one.message).format(**fields)))
    return found


def _page(place: str) -> int:
    """The number of a page from the name of a place, as "page 3"; 1 where it has none."""
    digits = "".join(character for character in place.partition(",")[0] if character.isdigit())
    return int(digits or 1)
