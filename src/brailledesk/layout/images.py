"""Pictures, by their alternative text."""

from __future__ import annotations

from brailledesk.document import Image
from brailledesk.layout.lines import LAYOUT
from brailledesk.layout.options import LayoutOptions
from brailledesk.text import Run


def image_runs(image: Image, options: LayoutOptions) -> list[Run]:
    """As "[Immagine: alternative text]"; without one "[Immagine]" or, by option, nothing."""
    if not image.alternative.strip():
        is_shown = options.has_unnamed_images
        return [Run(f"[{options.image_label}]", origin=LAYOUT)] if is_shown else []
    return [
        Run(f"[{options.image_label}: ", origin=LAYOUT),
        Run(image.alternative, language=image.language, origin=image.origin),
        Run("]", origin=LAYOUT),
    ]
