"""braille-utils as the judge of our bytes: each model, paper and mode that both know.

``known_differences.toml`` has what differs, each with its source. What it says and what is not so
any more fails the test: an entry, one of its models, a model that the judge knows by itself.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from brailledesk.devices.embossers import (
    EmbosserModel,
    encode,
    find_model,
    list_charsets,
    list_models,
    page_format,
)
from brailledesk.formats import format_pef
from brailledesk.formats.pef import parse_pef
from brailledesk.pages import Page, PageFormat, Publication, Row, Section, Volume
from tests.brailleutils import emboss

from .jobs import Wanted, aligned, make_document, possible

_KNOWN = tomllib.loads(Path(__file__).with_name("known_differences.toml").read_text("utf-8"))
_ALIGNED = {
    "braillo-200": "240mm x 12in",
    "cidat-impacto-600": "210mm x 297mm",
    "enabling-thomas": "210mm x 297mm",
    "index-basic-d-v2": "240mm x 12in",
    "index-basic-d-v4": "240mm x 12in",
    "viewplus-cub": "210mm x 297mm",
}


@dataclass(frozen=True)
class Case:
    """A job as it was encoded, and what the judge is told."""

    model: EmbosserModel
    ours: bytes
    job: tuple[str, ...]
    without: bytes
    """What is ours without the figure that a known difference takes away."""


def test_bytes_are_those_of_braille_utils(tmp_path: Path) -> None:
    cases = [case for model in list_models() for case in _cases(model, tmp_path)]
    cases += _charset_cases(tmp_path)
    cases += _exact_cases(tmp_path)
    answers = emboss([*(case.job for case in cases), *_own_jobs()])
    judged, used, wrong = set(), set(), []
    for case in cases:
        theirs = answers[case.job[0]]
        explained = _explain(case, theirs)
        if explained is None:
            wrong.append(f"{case.job[0]}: {_difference(theirs, case.ours)}")
        used |= {(name, case.model.name) for name in explained or ()}
        if isinstance(theirs, bytes):
            judged.add(case.model.name)
    assert not wrong, "\n".join([f"{len(wrong)} of {len(cases)} differ:", *wrong[:30]])
    assert {model.name for model in list_models()} - judged == set(_KNOWN["not-judged"])
    assert _stale(used, answers) == []


def _own_jobs() -> Iterator[tuple[str, ...]]:
    """Of a model that is judged as another one, or not at all, a job for itself."""
    for name in [*_KNOWN["judged-as"], *_KNOWN["not-judged"]]:
        own = find_model(name).braille_utils
        if own:
            yield f"{name} itself", own, "sheet 210mm 297mm", "-", "INNER", "0", "-", "no.pef"


def _stale(used: set[tuple[str, str]], answers: dict[str, bytes | str]) -> list[str]:
    """What the list says and what is not so: each entry, each of its models, each other name."""
    differs = [
        f"{entry['name']}: {pattern}"
        for entry in _KNOWN["difference"]
        for pattern in entry["models"]
        if not any(name == entry["name"] and fnmatch(model, pattern) for name, model in used)
    ]
    told = [entry["name"] for entry in _KNOWN["difference"] if not entry["source"].strip()]
    known = [job[0] for job in _own_jobs() if "no such embosser" not in str(answers[job[0]])]
    charsets = {charset.name for charset in list_charsets()}
    tables = [
        name
        for name, other in _KNOWN["tables"].items()
        if name not in charsets or other == name.upper()
    ]
    return [*differs, *told, *known, *tables]


def _charset_cases(folder: Path) -> Iterator[Case]:
    """Every cell in every charset, sent to a machine without commands."""
    table = "org_daisy.EmbosserTableProvider.TableType."
    names = {charset.name: table + charset.name.upper() for charset in list_charsets()}
    names |= {name: table + other for name, other in _KNOWN["tables"].items() if "." not in other}
    names |= {name: other for name, other in _KNOWN["tables"].items() if "." in other}
    model = find_model("generic")
    for charset in list_charsets():
        cells = bytes(range(len(charset.codes)))
        rows = [cells[start : start + 31] + b"\x3f" for start in range(0, len(cells), 31)]
        page = Page(tuple(map(Row, rows)))
        path = folder / f"{charset.name}.pef"
        section = Section((page,), PageFormat(35, 29, duplex=True))
        path.write_bytes(format_pef(Publication((Volume((section,)),))))
        ours = b"\r\n".join(map(charset.encode, rows)) + b"\x0c"
        features = f"table={names[charset.name]} breaks=DOS padNewline=NONE"
        name = f"charset {charset.name}"
        paper = "sheet 210mm 297mm"
        job = (name, model.braille_utils, paper, features, "INNER", "0", "-", str(path))
        yield Case(model, ours, job, ours)


def _exact_cases(folder: Path) -> Iterator[Case]:
    """A file with blanks behind rows and blank rows behind pages, which are sent as they are."""
    pages = ["⠁⠀⠀|⠀|⠃||", "|", "", "⠉|⠀⠀"]
    body = "".join(
        f"<page>{''.join(f'<row>{row}</row>' for row in page.split('|'))}</page>" for page in pages
    )
    body += (
        "<page rowgap='4'><row>⠁</row><row rowgap='9'>⠃</row><row rowgap='3'>⠉</row><row/></page>"
    )
    path = folder / "exact.pef"
    path.write_text(_PEF.format(body=body), encoding="utf-8")
    document = parse_pef(path.read_bytes(), is_exact=True)
    for name, paper in (("braillo-200", "210mm x 12in"), ("index-basic-d-v3", "210mm x 12in")):
        model = find_model(name)
        settings = Wanted(paper).settings()
        ours = b"".join(chunk.data for chunk in encode(document, model, settings).chunks())
        fed = f"tractor {paper.replace(' x ', ' ')}"
        job = (f"{name} exact", model.braille_utils, fed, "-", "INNER", "0", "-", str(path))
        yield Case(model, ours, job, ours)


_PEF = """\
<pef xmlns="http://www.daisy.org/ns/2008/pef" version="2008-1"><head><meta
xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier>x</dc:identifier><dc:format
>application/x-pef+xml</dc:format></meta></head><body><volume cols="35" rows="29" rowgap="0"
duplex="true"><section>{body}</section></volume></body></pef>
"""


def _cases(model: EmbosserModel, folder: Path) -> Iterator[Case]:
    judged_as = _KNOWN["judged-as"].get(model.name, model.braille_utils)
    if model.name in _KNOWN["not-judged"]:
        return
    plain = _without(model)
    more = aligned(_ALIGNED[model.name]) if model.name in _ALIGNED else ()
    for wanted in [*possible(model), *more]:
        settings = wanted.settings()
        ours = _bytes(wanted, model)
        # Where a figure is taken away, the page has its size without it.
        without = ours if plain is model else _bytes(wanted, plain)
        path = _pef(wanted.document, page_format(plain, settings), folder)
        alignment = settings.alignment.name.replace("CENTRE", "CENTER")
        features = wanted.features(plain)
        if model.name == "generic":  # which else ends lines as the machine that it runs on
            features += " breaks=DOS padNewline=NONE"
        job = (
            f"{model.name}: {wanted.name}",
            judged_as,
            f"{model.paper.kind.value} {wanted.paper.replace(' x ', ' ')}",
            features,
            alignment,
            str(settings.offset),
            wanted.range,
            str(path),
        )
        yield Case(model, ours, job, without)


def _bytes(wanted: Wanted, model: EmbosserModel) -> bytes:
    settings = wanted.settings()
    document = make_document(wanted.document, page_format(model, settings))
    return b"".join(chunk.data for chunk in encode(document, model, settings).chunks())


def _pef(document: str, page: PageFormat, folder: Path) -> Path:
    """The file of a document; many models have the same page."""
    path = folder / f"{document}-{page.cells}-{page.rows}.pef"
    if not path.exists():
        path.write_bytes(format_pef(make_document(document, page)))
    return path


def _without(model: EmbosserModel) -> EmbosserModel:
    """The model without the figures of which a known difference says that they make it."""
    for entry in _entries(model, "without"):
        match entry["without"]:
            case "cells.margins":
                model = replace(model, cells=replace(model.cells, margins=(0, 0, 0, 0)))
            case "modes.sides":
                model = replace(model, modes=replace(model.modes, sides=(2, 1)))
    return model


def _entries(model: EmbosserModel, key: str) -> list[dict[str, Any]]:
    return [
        entry
        for entry in _KNOWN["difference"]
        if key in entry and any(fnmatch(model.name, name) for name in entry["models"])
    ]


def _explain(case: Case, theirs: bytes | str) -> set[str] | None:
    """The known differences by which the two differ; none where they do not, None if unknown."""
    if isinstance(theirs, str):
        found = [e for e in _entries(case.model, "refusal") if re.search(e["refusal"], theirs)]
        return {entry["name"] for entry in found} or None
    if theirs == case.ours:
        return set()
    if theirs == case.without:
        return {entry["name"] for entry in _entries(case.model, "without")}
    for entry in _entries(case.model, "surplus"):
        if _is_without(theirs, bytes.fromhex(entry["surplus"]), case.without):
            return {entry["name"]}
    return None


def _is_without(theirs: bytes, surplus: bytes, ours: bytes) -> bool:
    """Whether one piece of theirs, and nothing else, is too much."""
    places = (found.start() for found in re.finditer(re.escape(surplus), theirs))
    return any(theirs[:at] + theirs[at + len(surplus) :] == ours for at in places)


def _difference(theirs: bytes | str, ours: bytes) -> str:
    if isinstance(theirs, str):
        return f"refused: {theirs}"
    pairs = enumerate(zip(theirs, ours, strict=False))
    place = next((i for i, (a, b) in pairs if a != b), min(len(theirs), len(ours)))
    near = slice(max(0, place - 30), place + 30)
    return f"at {place} of {len(theirs)}/{len(ours)}:\n  {theirs[near]!r}\n  {ours[near]!r}"
