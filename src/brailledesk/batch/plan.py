"""What is to be done: a job for each document, and what is refused before anything begins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from brailledesk.batch.folders import Found, find_documents
from brailledesk.batch.jobs import Job, Skipped
from brailledesk.batch.manifest import Entry
from brailledesk.batch.names import name_outputs
from brailledesk.batch.recipe import Recipe, mark_of
from brailledesk.errors import N_, BrailledeskError, UsageError
from brailledesk.formats import SUFFIXES


@dataclass(frozen=True, slots=True)
class Plan:
    """``refused`` are jobs that cannot be begun, with the reason."""

    jobs: tuple[Job, ...] = ()
    refused: tuple[tuple[Job, BrailledeskError], ...] = ()
    skipped: tuple[Skipped, ...] = ()


def plan_folders(
    roots: Sequence[Path],
    output: Path,
    recipe: Recipe,
    mark: str,
    known: Mapping[str, str],
    ours: Sequence[Path] = (),
) -> Plan:
    """Jobs for all documents of files and folders, by one recipe with its mark.

    ``known`` are the names of earlier runs (:attr:`Journal.targets`); ``ours`` are files of the
    batch itself that may lie among the documents.
    """
    passed_over = [output, *ours, *(output / name for name in known.values())]
    found = find_documents(roots, frozenset(path.resolve() for path in passed_over))
    documents = [one for one in found if isinstance(one, Found)]
    names = name_outputs(documents, [suffix_of(recipe.format)] * len(documents), known)
    jobs = [
        Job(document.path, output / name, recipe, mark)
        for document, name in zip(documents, names, strict=True)
    ]
    skipped = tuple(one for one in found if isinstance(one, Skipped))
    return replace(_checked(jobs), skipped=skipped)


def plan_manifest(
    listed: Sequence[tuple[Entry, Recipe]], folder: Path, output: Path, known: Mapping[str, str]
) -> Plan:
    """Jobs for the documents of a manifest that lies in ``folder``, each with its recipe.

    Outputs stand below ``output``: a list from elsewhere must not write anywhere it likes. What a
    recipe's table lacks is told of its documents alone. Raises UsageError for an output outside.
    """
    targets = _targets(listed, folder, output, known)
    marks = _Marks()
    jobs, refused = [], []
    for (entry, recipe), target in zip(listed, targets, strict=True):
        job = Job(folder / entry.file, target, recipe)
        try:
            jobs.append(replace(job, mark=marks.of(recipe)))
        except BrailledeskError as error:
            refused.append((job, error))
    plan = _checked(jobs)
    return replace(plan, refused=(*refused, *plan.refused))


def suffix_of(format_name: str) -> str:
    """The suffix of files of a format of FORMATS."""
    plain = format_name.removesuffix("-plain")
    return next(suffix for suffix, name in SUFFIXES.items() if name == plain)


class _Marks:
    """Marks by recipe: tables are read once."""

    def __init__(self) -> None:
        self._known: dict[Recipe, str] = {}

    def of(self, recipe: Recipe) -> str:
        if recipe not in self._known:
            self._known[recipe] = mark_of(recipe)
        return self._known[recipe]


def _targets(
    listed: Sequence[tuple[Entry, Recipe]], folder: Path, output: Path, known: Mapping[str, str]
) -> list[Path]:
    """Where each entry's output goes: as it says, else as in the manifest's folder."""
    nameless = [pair for pair in listed if pair[0].output is None]
    documents = [Found(folder / entry.file, _place(entry.file)) for entry, _ in nameless]
    suffixes = [suffix_of(recipe.format) for _, recipe in nameless]
    taken = [entry.output for entry, _ in listed if entry.output is not None]
    names = iter(name_outputs(documents, suffixes, known, taken))
    return [
        output / next(names) if entry.output is None else _inside(output, entry)
        for entry, _ in listed
    ]


def _inside(output: Path, entry: Entry) -> Path:
    target = output / (entry.output or "")
    if not target.resolve().is_relative_to(output.resolve()):
        raise UsageError(
            N_("In the manifest, {place}: the output {path} is outside the output folder."),
            N_("Name it relative to that folder, or choose another one with --output."),
            place=entry.place,
            path=entry.output,
        )
    return target


def _place(file: str) -> Path:
    """Where a document's output stands: as in the manifest's folder, else at the top."""
    path = Path(file)
    return Path(path.name) if path.is_absolute() or ".." in path.parts else path


def _checked(jobs: Sequence[Job]) -> Plan:
    """The jobs without those that would overwrite a document or each other's output."""
    sources = {job.source.resolve() for job in jobs}
    counts = Counter(job.target.resolve() for job in jobs)
    refused = list(_refused(jobs, sources, counts))
    without = {id(job) for job, _ in refused}
    return Plan(tuple(job for job in jobs if id(job) not in without), tuple(refused))


def _refused(
    jobs: Sequence[Job], sources: set[Path], counts: Mapping[Path, int]
) -> Iterator[tuple[Job, BrailledeskError]]:
    for job in jobs:
        target = job.target.resolve()
        path = str(job.target)
        if target in sources:
            problem = N_("{path} is a document of this batch and would be overwritten.")
        elif counts[target] > 1:
            problem = N_("{path} is named as the output of several documents.")
        else:
            continue
        yield job, UsageError(problem, N_("Give the result another name."), path=path)
