"""Magnification: screens and documents drawn large from their text, not from an enlarged bitmap.

``lines`` takes the lines of a screen or a document, ``reflow`` and ``page`` lay them out, the
``views`` choose what of them is seen, ``paint`` draws it into a buffer and tells what changed.
What a line says is what the line of the Braille display says. Needs the extra ``magnify``.
"""

from importlib.util import find_spec

from brailledesk.errors import MagnificationNotAvailable

for _module, _package in (("numpy", "numpy"), ("fontTools", "fonttools")):
    # Nearly all that is in here needs them: who lacks them is told what brings them.
    if find_spec(_module) is None:
        raise MagnificationNotAvailable(_package)
