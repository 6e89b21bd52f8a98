"""The structure of recognised pages: words with places become blocks.

The words of a page become pieces of print and go the way that those of a PDF go (``ingest.pdf``:
columns, lines, tables, paragraphs, headings, lists), so that scanned and written pages of one
document are read alike. What only scans have is here: sizes from the ink of words
(``pieces``), stamps over text (``stamps``), bullets
(``bullets``), forms (``forms``).
"""

from brailledesk.ingest.ocr.ruling import find_rules
from brailledesk.ingest.ocr.structure.blocks import blocks_of, document_of, page_text_of

__all__ = ["blocks_of", "document_of", "find_rules", "page_text_of"]
