"""Markdown (CommonMark with tables): rendered by markdown-it-py, then read as HTML.

One reader of structure instead of two: what Markdown can say, HTML says too, and HTML inside
Markdown comes out right by itself.
"""

from __future__ import annotations

from markdown_it import MarkdownIt

from brailledesk.document import Document
from brailledesk.ingest.encoding import decode
from brailledesk.ingest.html import read_html_text

MAX_NESTING = 60


def read_markdown(data: bytes, path: str, language: str) -> Document:
    """A document of Markdown. Its first heading of level 1 is the title."""
    text = decode(data, path).text
    renderer = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING})
    renderer.enable(["table", "strikethrough"])
    return read_html_text(f"<body>{renderer.render(text)}</body>", path, language)
