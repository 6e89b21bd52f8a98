"""What the command sheet does, once its arguments are parsed."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from brailledesk.cli.console import put, say, translator
from brailledesk.cli.converting import format_for, report_undefined, show_pages
from brailledesk.cli.writing import (
    STANDARD,
    is_folder,
    make_folder,
    report_remarks,
    write_output,
)
from brailledesk.conversion import (
    Conversion,
    format_conversion,
    refuse_overwriting,
    transcribe,
)
from brailledesk.document import Document
from brailledesk.errors import N_, RowsFaulty, UsageError
from brailledesk.ingest.ocr.options import RECOGNITION, Recognition
from brailledesk.layout import LayoutOptions
from brailledesk.progress import Progress, silent
from brailledesk.sheets import (
    Fact,
    Profile,
    lay_out,
    read_profile,
    read_sheet_source,
    recognise,
)
from brailledesk.sheets.catalogue import FileNames, catalogue_sheets
from brailledesk.sheets.rows import read_catalogue
from brailledesk.sheets.template import read_template
from brailledesk.sheets.volume import join
from brailledesk.text import DOUBTFUL
from brailledesk.translate.contraction import Contraction

_DIGESTS = N_("Sheets")
_SUFFIXES = {"brf": ".brf", "brf-plain": ".brf", "pef": ".pef", "ubrl": ".ubrl", "ebrl": ".ebrl"}


@dataclass(frozen=True, slots=True)
class Laying:
    """How pages are made."""

    options: LayoutOptions
    table: str
    format_name: str | None
    charset: str
    has_emphasis: bool
    foreign: Mapping[str, str]
    contraction: Contraction

    def lay(self, document: Document, progress: Progress = silent) -> Conversion:
        """The pages of a document."""
        return transcribe(
            document,
            table=self.table,
            options=self.options,
            foreign=self.foreign,
            has_emphasis=self.has_emphasis,
            contraction=self.contraction,
            progress=progress,
        )

    def format(self, conversion: Conversion, name: str) -> bytes:
        """Pages as a file of the format ``name``."""
        return format_conversion(conversion, name, charset=self.charset)


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wanted, and where it goes."""

    outputs: tuple[str, ...]
    is_shown: bool
    is_json: bool
    kind: str | None
    max_size: int
    progress: Progress
    recognition: Recognition = RECOGNITION

    def check(self, sources: Sequence[str], catalogue: str | None, template: str | None) -> None:
        """Raise UsageError where arguments are missing or do not go together."""
        if bool(sources) == (catalogue is not None):
            raise UsageError(
                N_("A command makes digests of sheets, or sheets of a catalogue."),
                N_("Name either files or --catalogue."),
            )
        if template is not None and catalogue is None:
            raise UsageError(
                N_("A template needs a catalogue to fill it."), N_("Add --catalogue with a file.")
            )
        if not self.outputs and not self.is_shown and not self.is_json:
            raise UsageError(
                N_("No output was named."),
                N_("Add -o with a file or a folder, --show, or --json."),
            )
        if sources.count(STANDARD) > 1:
            raise UsageError(
                N_("Standard input can be read once only."), N_("Name - a single time.")
            )


def run_sheets(sources: Sequence[str], profile: str | None, wish: Wish, laying: Laying) -> None:
    """Digests of all sources: as JSON, as pages, in one file or one a source."""
    _ = translator()
    chosen = read_profile(Path(profile)) if profile is not None else Profile()
    for output in wish.outputs:
        for source in sources:
            if STANDARD not in {source, output}:
                refuse_overwriting(source, output)
    documents: list[tuple[str, Document]] = []
    data: list[object] = []
    names = FileNames()
    for number, source in enumerate(sources, 1):
        wish.progress(_DIGESTS, number - 1, len(sources))
        is_standard = source == STANDARD
        found = read_sheet_source(
            sys.stdin.buffer if is_standard else Path(source),
            kind=wish.kind,
            max_size=wish.max_size,
            recognition=wish.recognition,
        )
        sheets = recognise(found, chosen)
        if not sheets.sheets:
            say(
                _("{path}: no facts were found; it stays as it is.").format(path=source), sys.stderr
            )
        document = lay_out(sheets, chosen) if sheets.sheets else found.document
        name = names.take("" if is_standard else Path(source).stem, number)
        documents.append((name, document))
        products = [_facts_data(sheet.facts) for sheet in sheets.sheets]
        data.append({"source": source, "products": products})
    wish.progress(_DIGESTS, len(sources), len(sources))
    _give(documents, data, wish, laying)


def run_catalogue(
    catalogue: str, template: str | None, profile: str | None, wish: Wish, laying: Laying
) -> None:
    """A sheet of every row. Raises RowsFaulty at the end, when all others have their sheets."""
    chosen = read_profile(Path(profile)) if profile is not None else Profile()
    form = read_template(Path(template)) if template is not None else None
    for output in wish.outputs:
        if output != STANDARD:
            refuse_overwriting(catalogue, output)
    rows = read_catalogue(Path(catalogue), max_size=wish.max_size, kind=wish.kind)
    report_remarks(rows.remarks)
    made = list(catalogue_sheets(rows, form, chosen))
    good = [(one.name, one.document) for one in made if one.document is not None]
    data = [
        {"row": one.row.number, "facts": _facts_data(one.facts)}
        for one in made
        if one.document is not None
    ]
    if form is None and good and not any(one.facts for one in made):
        _ = translator()
        told = _(
            "{path}: no column has the name of a fact, as Code, Name or Price;"
            " all columns stand as they are."
        )
        advice = _("Name them so, or add --template or --profile.")
        say(f"{told.format(path=catalogue)} {advice}", sys.stderr)
    _give(good, data, wish, laying)
    faults = tuple(one.fault for one in made if one.fault is not None)
    if faults:
        raise RowsFaulty(catalogue, faults, len(made))


def _facts_data(facts: Iterable[Fact]) -> list[dict[str, object]]:
    """Facts as JSON prints them; places are those of the source.

    Of what was recognised in a picture it says how sure that is, by the worst word of the value.
    """
    return [
        {
            "kind": fact.kind,
            "label": fact.label_text,
            "value": fact.text,
            "from": fact.trust.name.lower(),
            "place": fact.origin.place if fact.origin else "",
            "page": fact.origin.page if fact.origin else "",
            **_confidence(fact),
        }
        for fact in facts
    ]


def _confidence(fact: Fact) -> dict[str, object]:
    found = [run.confidence for run in fact.value if run.confidence is not None]
    worst = min(found, default=None)
    return {} if worst is None else {"confidence": worst, "is_doubtful": worst < DOUBTFUL}


def _give(
    documents: Sequence[tuple[str, Document]],
    data: Sequence[object],
    wish: Wish,
    laying: Laying,
) -> None:
    if wish.is_json:
        put(json.dumps(data, ensure_ascii=False, indent=2) + "\n")
    for _name, document in documents:
        report_remarks(document.remarks)
    if not documents:
        return
    folders = [output for output in wish.outputs if is_folder(output)]
    files = [output for output in wish.outputs if not is_folder(output)]
    if files or wish.is_shown:
        _write_volume(join([document for _name, document in documents]), files, wish, laying)
    for folder in folders:
        _write_each(documents, folder, wish, laying)


def _write_volume(document: Document, files: Sequence[str], wish: Wish, laying: Laying) -> None:
    formats = [laying.format_name or format_for(output) for output in files]
    conversion = laying.lay(document, wish.progress)
    made = [laying.format(conversion, name) for name in formats]
    for output, content in zip(files, made, strict=True):
        write_output(output, content)
    if wish.is_shown:
        show_pages(conversion)
    report_undefined(conversion)


def _write_each(
    documents: Sequence[tuple[str, Document]], folder: str, wish: Wish, laying: Laying
) -> None:
    """One file a document, in a folder that is made when the first is ready."""
    name = laying.format_name or "brf"
    for number, (stem, document) in enumerate(documents, 1):
        conversion = laying.lay(document)
        content = laying.format(conversion, name)
        make_folder(folder)
        write_output(str(Path(folder) / f"{stem}{_SUFFIXES.get(name, '.brf')}"), content)
        report_undefined(conversion)
        wish.progress(N_("Writing"), number, len(documents))
