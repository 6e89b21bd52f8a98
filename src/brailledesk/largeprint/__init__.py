"""The room of large print: documents for people who see a little, on paper and in a browser.

In: a :class:`~brailledesk.document.Document` and the reader's choice (``options``). Out: a tagged
PDF (``pdf``), or one HTML file that needs nothing beside it (``markup``).
"""
