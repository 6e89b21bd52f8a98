"""What is asked of recognition. A value without heavy imports: every command line makes one."""

from __future__ import annotations

from typing import NamedTuple

from brailledesk.values import dataclass, field

AUTOMATIC = "auto"
"""The best engine that is there."""


class Limits(NamedTuple):
    """What reading may take, so that a hostile or endless picture ends alone.

    ``megabytes`` are of one process; ``processor`` and ``patience`` are seconds of one page, of the
    processor and of the clock. A page takes 1 to 3 s; the clock is far off, for a busy machine.
    """

    megabytes: int = 4_000
    processor: int = 120
    patience: float = 900.0


@dataclass(frozen=True, slots=True)
class PageLanguages:
    """Languages of the pages from ``first`` to ``last`` (None: to the end)."""

    first: int
    last: int | None
    languages: tuple[str, ...]

    def has(self, page: int) -> bool:
        """Whether a page is one of these."""
        return self.first <= page and (self.last is None or page <= self.last)


@dataclass(frozen=True, slots=True)
class Recognition:
    """How pictures of pages are read.

    ``is_on`` False leaves them unread. ``languages`` are BCP 47 tags, the main one first; none are
    those of the document. ``pages`` are pages with other languages. ``jobs`` are processes, None as
    many as there are cores. ``without_steps`` are steps of the clean-up that are left out;
    ``is_cleaned`` False leaves out all of them; ``keeps_pictures`` asks for their pictures, for who
    listens to pages. ``is_corrected`` False leaves words as they were read; ``corrections`` are the
    name and the content of a file of corrections that a person saved.
    """

    is_on: bool = True
    engine: str = AUTOMATIC
    languages: tuple[str, ...] = ()
    pages: tuple[PageLanguages, ...] = ()
    jobs: int | None = None
    is_cleaned: bool = True
    without_steps: tuple[str, ...] = ()
    keeps_pictures: bool = False
    is_corrected: bool = True
    corrections: tuple[str, bytes] | None = None
    limits: Limits = field(default_factory=Limits)

    def languages_of(self, page: int, document: str) -> tuple[str, ...]:
        """The languages of a page in a document of the language ``document``."""
        for one in self.pages:
            if one.has(page):
                return one.languages
        return self.languages or (document,)


RECOGNITION = Recognition()
NO_RECOGNITION = Recognition(is_on=False)
