"""Options of the commands for books, and the layout options that come of them."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from brailledesk.cli.console import translator

if TYPE_CHECKING:
    from brailledesk.layout import BookOptions

_ = translator()


class Contents(StrEnum):
    """What the contents at the beginning of a volume list."""

    NONE = "none"
    VOLUME = "volume"
    ALL = "all"


class Notes(StrEnum):
    """Where notes stand."""

    DOCUMENT = "document"
    CHAPTER = "chapter"
    PARAGRAPH = "paragraph"
    PAGE = "page"


ContentsOption = Annotated[
    Contents,
    typer.Option(
        "--contents", help=_("Contents: none, of each volume, or of all in the first one.")
    ),
]
DepthOption = Annotated[
    int, typer.Option("--contents-depth", help=_("Deepest headings in the contents, 1 to 9."))
]
NotesOption = Annotated[
    Notes,
    typer.Option("--notes", help=_("Notes at the end of document, chapter, paragraph or page.")),
]
SheetsOption = Annotated[
    int | None,
    typer.Option(
        "--sheets", help=_("Sheets of paper a volume, 5 to 500; it ends at a chapter if it can.")
    ),
]
ChapterLevelOption = Annotated[
    int | None,
    typer.Option(
        "--chapter-level",
        help=_("Headings that begin a chapter; without it, it is found out."),
    ),
]
ChapterPagesOption = Annotated[
    bool, typer.Option("--chapter-pages", help=_("Begin each chapter on a new page."))
]
RunningChapterOption = Annotated[
    bool, typer.Option("--running-chapter", help=_("The chapter's heading on the first line."))
]
TitlePageOption = Annotated[
    bool,
    typer.Option(
        "--title-page", help=_("A title page for each volume; the options below add to it.")
    ),
]
TitleOption = Annotated[str, typer.Option("--title", help=_("Title of the book."))]
AuthorOption = Annotated[str, typer.Option("--author", help=_("Author of the book."))]
PublisherOption = Annotated[str, typer.Option("--publisher", help=_("Publisher of the print."))]
EditionOption = Annotated[str, typer.Option("--edition", help=_("Edition of the print."))]
YearOption = Annotated[str, typer.Option("--year", help=_("Year of the print."))]
InstitutionOption = Annotated[
    str, typer.Option("--institution", help=_("Who made the Braille edition."))
]
PlaceOption = Annotated[str, typer.Option("--place", help=_("Place of the Braille edition."))]
DateOption = Annotated[str, typer.Option("--date", help=_("Date of the Braille edition."))]
NoteOption = Annotated[
    bool | None,
    typer.Option(
        "--note/--no-note",
        help=_("Say before the text that a program translated it, and with which table."),
    ),
]


def book_options(
    *,
    contents: Contents,
    contents_depth: int,
    sheets: int | None,
    chapter_level: int | None,
    chapter_pages: bool,
    running_chapter: bool,
    title_page: bool,
    note: bool | None,
    facts: dict[str, str],
) -> BookOptions:
    """The options of a book; ``facts`` are the words of its title page, which any of them asks for.

    Raises UsageError for numbers out of range.
    """
    from brailledesk.layout import BookOptions, ContentsScope, TitlePage

    return BookOptions(
        contents=ContentsScope(contents.value),
        contents_depth=contents_depth,
        sheets=sheets,
        chapter_level=chapter_level,
        has_chapter_pages=chapter_pages,
        has_running_chapter=running_chapter,
        title_page=TitlePage(**facts) if title_page or any(facts.values()) else None,
        has_automatic_note=note,
    )
