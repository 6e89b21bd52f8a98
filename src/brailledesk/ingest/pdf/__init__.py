"""PDF: pdfium opens the file in a process of its own, and all that is read from its pages is ours.

::

    bytes ── process ──► worker (pdfium): pieces of words with place, size and font; drawn rules
    pages of pieces ── grids, columns, rows ──► lines and tables in reading order, page by page
    the pages together ── furniture, measure, notes, paragraphs ──► Document

Why it is divided so: docs/decisions/0010-pdf.md. The door is ``read.read_pdf``; nothing is imported
here, because the worker needs little of this room.
"""
