"""From a file to a document with all that helps to find its facts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from brailledesk.document import Document
from brailledesk.errors import SourceEmpty
from brailledesk.ingest import read_document
from brailledesk.ingest.kinds import identify
from brailledesk.ingest.ocr.options import RECOGNITION, Recognition
from brailledesk.sheets.microdata import microdata_products
from brailledesk.sheets.page import read_page
from brailledesk.sheets.parts import Piece
from brailledesk.sheets.structured import ProductData, jsonld_products
from brailledesk.sources import MAX_SIZE, ByteStream, take_source
from brailledesk.struck import struck_texts


@dataclass(frozen=True, slots=True)
class SheetSource:
    """A document, its pieces in the same order, and the products that its data tell of."""

    document: Document
    pieces: tuple[Piece, ...]
    products: tuple[ProductData, ...] = ()


def read_sheet_source(
    source: Path | bytes | ByteStream,
    *,
    name: str = "",
    kind: str | None = None,
    max_size: int = MAX_SIZE,
    language: str = "it",
    recognition: Recognition = RECOGNITION,
) -> SheetSource:
    """Read a document of any kind that ``ingest`` knows, of HTML also what is not shown.

    ``recognition`` is how pictures of pages are read.
    Raises what :func:`brailledesk.ingest.read_document` raises.
    """
    label, data = take_source(source, name, max_size)
    is_blank = not data.strip(b"\xef\xbb\xbf \t\r\n\f\0")
    if is_blank or (kind or identify(label, data)) != "html":
        document = read_document(
            data,
            name=label,
            kind=kind,
            max_size=max_size,
            language=language,
            recognition=recognition,
        )
        return of_document(document)
    page = read_page(data, label, language)
    if not page.document.blocks:
        raise SourceEmpty(label)
    if page.root is None:
        return SheetSource(page.document, page.pieces)
    products = (*jsonld_products(page.root, label), *microdata_products(page.root, label))
    return SheetSource(page.document, page.pieces, products)


def of_document(document: Document) -> SheetSource:
    """A document that was read elsewhere."""
    pieces = (Piece(block, struck=struck_texts(block)) for block in document.blocks)
    return SheetSource(document, tuple(pieces))
