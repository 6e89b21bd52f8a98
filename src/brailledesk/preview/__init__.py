"""The room of previews: pages of Braille for people who see, the print under each sign.

In: a :class:`~brailledesk.pages.Publication` whose rows know their print spans. Out: one HTML file
that needs nothing beside it (``markup``), or a PNG for each page (``picture``).
"""
