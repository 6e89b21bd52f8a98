"""A page of review and a file of corrections, made while a document is read."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from brailledesk.cli.writing import write_output
from brailledesk.i18n import choose_language
from brailledesk.sources import take_source

if TYPE_CHECKING:
    from brailledesk.ingest.ocr.mend import Recognised
    from brailledesk.ingest.ocr.review import ReviewPage


@dataclass(frozen=True, slots=True)
class ReviewOutputs:
    """Where the page of review goes, and the corrections that the program made; None: nowhere."""

    review: str | None = None
    record: str | None = None

    @property
    def is_wanted(self) -> bool:
        """Whether anything is to be kept of pages."""
        return self.review is not None or self.record is not None


@dataclass(slots=True)
class Keeper:
    """Keeps what a review needs of each page; pictures wait on the disk, however many they are."""

    folder: Path
    pages: list[Recognised] = field(default_factory=list)

    def keep(self, page: Recognised) -> None:
        """Keep a page, and the picture that its boxes are places of."""
        import numpy as np

        for _, picture in page.pictures[-1:]:
            np.save(self._path(len(self.pages)), picture.pixels)
        self.pages.append(page._replace(pictures=()))

    def write(self, outputs: ReviewOutputs, name: str, data: bytes, language: str) -> None:
        """Write what is wanted about the file ``name`` with these bytes."""
        from brailledesk.ingest.ocr.corrections.saved import (
            Saved,
            format_corrections,
            mark_source,
        )
        from brailledesk.ingest.ocr.review import review_html

        source = mark_source(name, data)
        if outputs.record is not None:
            made = tuple(one for page in self.pages for one in page.corrections)
            write_output(outputs.record, format_corrections(Saved(source, made)))
        if outputs.review is not None:
            shown = choose_language(dict(os.environ))
            page = review_html(self._reviewed(), source, language=shown, text_language=language)
            write_output(outputs.review, page)

    def _reviewed(self) -> Iterator[ReviewPage]:
        import numpy as np

        from brailledesk.ingest.ocr.page import Picture
        from brailledesk.ingest.ocr.review import ReviewPage

        for place, page in enumerate(self.pages):
            pixels = np.load(self._path(place))
            picture = Picture(pixels, None, page.words.number, page.words.source)
            yield ReviewPage(picture, page.words, page.corrections)

    def _path(self, place: int) -> Path:
        return self.folder / f"{place}.npy"


@contextmanager
def keeper() -> Iterator[Keeper]:
    """A keeper whose pictures are gone at the end."""
    with tempfile.TemporaryDirectory(prefix="brailledesk-") as folder:
        yield Keeper(Path(folder))


def read_corrections(path: str, max_size: int) -> tuple[str, bytes]:
    """A file of saved corrections, by its name. Raises IngestError."""
    return take_source(Path(path), max_size=max_size)
