"""Outside systems as the desk's values: web pages, terminals.

In: HTML with ARIA, the grid of a text terminal. Out: a checked
:class:`~brailledesk.screen.Screen`. An adapter reads and never acts: it fetches nothing and runs no
script.
"""
