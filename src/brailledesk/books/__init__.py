"""The room of talking books: a document to hear, with its text in step.

In: a :class:`~brailledesk.document.Document`, an engine of speech, a voice. Out: a book in DAISY
2.02 (a folder or a zip archive) or in EPUB 3 with media overlays (docs/decisions/0023).

``script`` has the values, ``text`` makes them of a document: the pages of text, and the phrases
that are spoken of them. ``speaking`` makes sound files of the phrases, with the exact place of
each. ``daisy`` and ``epub`` write the files around them; ``make`` does it all.
"""
