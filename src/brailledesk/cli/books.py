"""Options of the commands for books, and the layout that comes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

import click

from brailledesk.cli.console import translator
from brailledesk.cli.options import ConversionChoices, Option, PageChoices, page_layout, together

if TYPE_CHECKING:
    from brailledesk.layout import BookOptions, LayoutOptions, TitlePage

_ = translator()


class BookChoices(TypedDict):
    """What :data:`book_options` give."""

    contents: str
    contents_depth: int
    notes: str
    sheets: int | None
    chapter_level: int | None
    chapter_pages: bool
    running_chapter: bool
    title_page: bool
    title: str
    author: str
    publisher: str
    edition: str
    year: str
    institution: str
    place: str
    date: str
    note: bool | None


class BookLayout(PageChoices, BookChoices):
    """What :func:`book_layout` needs of it."""


class BookConversion(ConversionChoices, BookChoices):
    """What a command asks that turns documents into books."""


def _words(name: str, help: str) -> Option[Any]:  # noqa: A002 - the word of click
    """An option for words of the title page, empty without it."""
    return click.option(name, default="", show_default=False, help=help)


book_options = together(
    click.option(
        "--contents",
        default="none",
        type=click.Choice(["none", "volume", "all"]),
        help=_("Contents: none, of each volume, or of all in the first one."),
    ),
    click.option(
        "--contents-depth", default=3, help=_("Deepest headings in the contents, 1 to 9.")
    ),
    click.option(
        "--notes",
        default="document",
        type=click.Choice(["document", "chapter", "paragraph", "page"]),
        help=_("Notes at the end of document, chapter, paragraph or page."),
    ),
    click.option(
        "--sheets",
        type=int,
        help=_("Sheets of paper a volume, 5 to 500; it ends at a chapter if it can."),
    ),
    click.option(
        "--chapter-level",
        type=int,
        help=_("Headings that begin a chapter; without it, it is found out."),
    ),
    click.option("--chapter-pages", is_flag=True, help=_("Begin each chapter on a new page.")),
    click.option(
        "--running-chapter", is_flag=True, help=_("The chapter's heading on the first line.")
    ),
    click.option(
        "--title-page",
        is_flag=True,
        help=_("A title page for each volume; the options below add to it."),
    ),
    _words("--title", help=_("Title of the book.")),
    _words("--author", help=_("Author of the book.")),
    _words("--publisher", help=_("Publisher of the print.")),
    _words("--edition", help=_("Edition of the print.")),
    _words("--year", help=_("Year of the print.")),
    _words("--institution", help=_("Who made the Braille edition.")),
    _words("--place", help=_("Place of the Braille edition.")),
    _words("--date", help=_("Date of the Braille edition.")),
    click.option(
        "--note/--no-note",
        default=None,
        help=_("Say before the text that a program translated it, and with which table."),
    ),
)


def book_layout(chosen: BookLayout) -> LayoutOptions:
    """The layout of a book. Raises UsageError for numbers out of range."""
    return page_layout(chosen, notes=chosen["notes"], book=_book(chosen))


def _book(chosen: BookChoices) -> BookOptions:
    from brailledesk.layout import BookOptions, ContentsScope

    return BookOptions(
        contents=ContentsScope(chosen["contents"]),
        contents_depth=chosen["contents_depth"],
        sheets=chosen["sheets"],
        chapter_level=chosen["chapter_level"],
        has_chapter_pages=chosen["chapter_pages"],
        has_running_chapter=chosen["running_chapter"],
        title_page=_title_page(chosen),
        has_automatic_note=chosen["note"],
    )


def _title_page(chosen: BookChoices) -> TitlePage | None:
    """The title page: any of its words asks for one."""
    from brailledesk.layout import TitlePage

    words = ("title", "author", "publisher", "edition", "year", "institution", "place", "date")
    if not chosen["title_page"] and not any(map(chosen.get, words)):
        return None
    return TitlePage(
        title=chosen["title"],
        author=chosen["author"],
        publisher=chosen["publisher"],
        edition=chosen["edition"],
        year=chosen["year"],
        institution=chosen["institution"],
        place=chosen["place"],
        date=chosen["date"],
    )
