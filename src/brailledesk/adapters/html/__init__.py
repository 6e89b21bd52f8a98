"""HTML with ARIA as a screen, as a browser's accessibility tree has it.

``page`` is the parsed page with what of it is hidden (``stylesheet``, ``style``); ``roles``,
``names``, ``states`` and ``tables`` say what an element is, by HTML-AAM 1.0, ARIA 1.2 and accname
1.2; ``tree`` makes of it nodes that stand in lines. No script runs: a page that scripts build is
to be taken from the browser as it stands (``document.documentElement.outerHTML``).
"""

from brailledesk.adapters.html.tree import read_screen

__all__ = ["read_screen"]
