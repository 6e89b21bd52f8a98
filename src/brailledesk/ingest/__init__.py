"""The room of ingestion: files of the office to documents.

In: a path, bytes or a binary stream. Out: a :class:`~brailledesk.document.Document` whose blocks
know their place in the source. One module a format; each is imported when a file asks for it.
"""

from __future__ import annotations

from brailledesk.ingest.kinds import KINDS
from brailledesk.ingest.read import read_document

__all__ = ["KINDS", "read_document"]
