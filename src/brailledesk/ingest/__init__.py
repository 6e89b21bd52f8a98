"""The room of ingestion: files of the office to documents.

In: a path or bytes. Out: a :class:`~brailledesk.document.Document` whose blocks know their place in
the source. One module a format; each is imported when a file asks for it.
"""

from __future__ import annotations

from brailledesk.ingest.read import KINDS, read_document

__all__ = ["KINDS", "read_document"]
