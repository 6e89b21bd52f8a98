"""Options that several commands share, and what comes of them.

A command takes those of a group together as ``**chosen``: the types here say what is in it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypedDict, TypeVar

import click

from brailledesk.cli.console import translator

if TYPE_CHECKING:
    from brailledesk.ingest.ocr.options import Recognition
    from brailledesk.layout import BookOptions, LayoutOptions
    from brailledesk.translate.contraction import Contraction

_ = translator()

_Command = TypeVar("_Command", bound=Callable[..., Any])
Option = Callable[[_Command], _Command]


def together(*options: Option[Any]) -> Option[Any]:
    """Several options as one decorator, in the order in which the help lists them."""

    def decorate(command: _Command) -> _Command:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


class ContractionChoices(TypedDict):
    """What :data:`contraction_options` give."""

    level: int | None
    without: tuple[str, ...]
    uncontracted: tuple[str, ...]


class PageChoices(TypedDict):
    """What :data:`page_options` give."""

    cells: int
    rows: int
    duplex: bool
    tables: str
    hyphenate: bool
    page_numbers: bool
    running_line: bool
    doubts: str


class RecognitionChoices(TypedDict):
    """What :data:`recognition_options` give."""

    ocr: bool
    ocr_engine: str
    ocr_language: tuple[str, ...]


class ConversionChoices(PageChoices, ContractionChoices, RecognitionChoices):
    """What the commands ask that turn documents into pages."""

    table: str
    format_name: str | None
    charset: str
    kind: str | None
    emphasis: bool
    foreign: tuple[str, ...]
    show: bool
    max_size: int
    progress: str | None


table_option: Option[Any] = click.option(
    "--table", "-t", default="it-6dot", help=_("Braille table: a name, a path or a query.")
)

contraction_options = together(
    click.option(
        "--level", type=click.IntRange(min=1), help=_("Contract up to this level of the table.")
    ),
    click.option(
        "--without", multiple=True, help=_("A sign not to use, by its print, as zion; repeatable.")
    ),
    click.option(
        "--uncontracted",
        multiple=True,
        type=click.Choice(["names", "codes", "foreign"]),
        help=_("Text to leave uncontracted; repeatable."),
    ),
)

file_options = together(
    table_option,
    click.option("--format", "-f", "format_name", help=_("brf, brf-plain, pef, ubrl or ebrl.")),
    click.option(
        "--charset", default="mit", help=_("Charset of a BRF: mit, nabcc or it_it_firenze.")
    ),
    click.option("--from", "kind", help=_("Format of the document: text, html, ...")),
)

flow_options = together(
    click.option(
        "--tables",
        default="auto",
        type=click.Choice(["auto", "columns", "listed", "linear", "stairstep"]),
        help=_("How tables are laid out."),
    ),
    click.option(
        "--hyphenate/--no-hyphenate", default=True, help=_("Divide words at the line end.")
    ),
    click.option("--page-numbers/--no-page-numbers", default=True, help=_("Number the pages.")),
    click.option(
        "--running-line/--no-running-line",
        default=True,
        help=_("Page numbers and title on the first line."),
    ),
    click.option(
        "--doubts",
        default="marks",
        type=click.Choice(["marks", "list", "none"]),
        help=_("Words that recognition is unsure of: marked, listed at the end, or neither."),
    ),
)
"""How text flows on a page, whatever its size."""

page_options = together(
    click.option("--cells", default=30, help=_("Cells per row, 10 to 49.")),
    click.option("--rows", default=28, help=_("Rows per page, 10 to 40.")),
    click.option("--duplex/--no-duplex", default=True, help=_("Print on both sides.")),
    flow_options,
)

text_options = together(
    click.option("--emphasis/--no-emphasis", default=False, help=_("Show italics and bold.")),
    click.option(
        "--foreign",
        multiple=True,
        help=_("Table for another language, as en=louis:en-ueb-g1.ctb; repeatable."),
    ),
    contraction_options,
)

mode_options = together(
    click.option("--sides", type=click.IntRange(1, 2), help=_("One side of the paper or both.")),
    click.option("--z-fold/--no-z-fold", default=None, help=_("Fold continuous paper in a Z.")),
    click.option("--saddle-stitch/--no-saddle-stitch", default=None, help=_("As a booklet.")),
    click.option(
        "--alignment",
        type=click.Choice(["left", "right", "inner", "outer", "centre-inner", "centre-outer"]),
        help=_("Where pages stand that are narrower than the paper."),
    ),
    click.option("--dots", type=click.Choice(["6", "8"]), help=_("Dots of a cell, 6 or 8.")),
)

recognition_options = together(
    click.option(
        "--ocr/--no-ocr", default=True, help=_("Read pages that are pictures (scans, faxes).")
    ),
    click.option(
        "--ocr-engine", default="auto", help=_("What reads pictures: auto, tesserocr, ...")
    ),
    click.option(
        "--ocr-language",
        multiple=True,
        help=_("Languages in pictures, as it+en; 3-5=en for some pages; repeatable."),
    ),
)

run_options = together(
    click.option("--show", is_flag=True, help=_("Print the pages: Braille, and print beside it.")),
    click.option(
        "--max-size", default=64, type=click.IntRange(min=1), help=_("Largest document, in MB.")
    ),
    click.option(
        "--progress",
        type=click.Choice(["lines", "bar", "none"]),
        help=_("Progress as lines, bar or none."),
    ),
)


def page_layout(
    chosen: PageChoices, *, notes: str = "document", book: BookOptions | None = None
) -> LayoutOptions:
    """The layout of pages, with what they are to have of a book's, if anything.

    Raises UsageError for numbers out of range.
    """
    from brailledesk.layout import BookOptions, LayoutOptions, NotePlace, TableStyle
    from brailledesk.pages import PageFormat
    from brailledesk.text import Doubts

    return LayoutOptions(
        page=PageFormat(chosen["cells"], chosen["rows"], chosen["duplex"]),
        is_hyphenated=chosen["hyphenate"],
        table_style=TableStyle(chosen["tables"]),
        has_page_numbers=chosen["page_numbers"],
        has_running_line=chosen["running_line"],
        doubts=Doubts(chosen["doubts"]),
        note_place=NotePlace(notes),
        book=book or BookOptions(),
    )


def parse_contraction(chosen: ContractionChoices) -> Contraction:
    """The reader's choice of signs."""
    from brailledesk.translate.contraction import Contraction, TextKind

    kinds = frozenset(map(TextKind, chosen["uncontracted"]))
    return Contraction(chosen["level"], frozenset(chosen["without"]), kinds)


def parse_recognition(chosen: RecognitionChoices) -> Recognition:
    """How pictures are read. Raises UsageError for languages that cannot be understood."""
    from brailledesk.ingest.ocr.languages import parse_languages, parse_pages
    from brailledesk.ingest.ocr.options import Recognition

    languages: tuple[str, ...] = ()
    pages = []
    for text in chosen["ocr_language"]:
        numbers, sign, names = text.rpartition("=")
        if sign:
            pages.append(parse_pages(numbers, parse_languages(names)))
        else:
            languages = parse_languages(names)
    return Recognition(
        is_on=chosen["ocr"], engine=chosen["ocr_engine"], languages=languages, pages=tuple(pages)
    )


def parse_foreign(pairs: Sequence[str]) -> dict[str, str]:
    """``en=louis:en-ueb-g1.ctb`` to a mapping. Raises UsageError."""
    from brailledesk.errors import N_, UsageError

    tables = {}
    for pair in pairs:
        language, sign, name = pair.partition("=")
        if not (language and sign and name):
            raise UsageError(
                N_("{pair} names no language and table."),
                N_("Write it as en=louis:en-ueb-g1.ctb."),
                pair=pair,
            )
        tables[language] = name
    return tables
