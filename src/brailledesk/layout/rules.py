"""What pages are to be like, whoever fills them."""

from __future__ import annotations

from collections.abc import Callable

from brailledesk.values import dataclass


@dataclass(frozen=True, slots=True)
class PageRules:
    """Rows of a page below its running line, and what begins a page or a chapter.

    ``is_shown`` tells of a print page's label whether the running line shows it.
    """

    height: int
    is_shown: Callable[[str], bool]
    chapter_level: int = 1
    has_chapter_pages: bool = False
