"""What the command batch does, once its arguments are parsed."""

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from types import FrameType
from typing import Self

import click

from brailledesk.batch.folders import require_contents
from brailledesk.batch.jobs import State
from brailledesk.batch.journal import Journal
from brailledesk.batch.manifest import read_manifest
from brailledesk.batch.plan import Plan, plan_folders, plan_manifest
from brailledesk.batch.recipe import mark_of
from brailledesk.batch.report import BatchReport, format_report, tell_report
from brailledesk.batch.run import Stop, run_plan
from brailledesk.batch.workers import LocalWorkers, Workers
from brailledesk.cli.books import BookConversion
from brailledesk.cli.console import progress_style, say, translator
from brailledesk.cli.pacing import pace_for
from brailledesk.cli.recipes import recipe_of, recipe_of_entry
from brailledesk.errors import (
    N_,
    BatchIncomplete,
    BatchInterrupted,
    SourceNotFound,
    UsageError,
)
from brailledesk.output import write_atomically

JOURNAL = "brailledesk-batch.jsonl"


@dataclass(frozen=True, slots=True)
class Places:
    """Where documents come from and Braille files go."""

    roots: tuple[Path, ...]
    manifest: Path | None
    output: Path
    journal: Path

    @classmethod
    def of(
        cls, sources: Sequence[str], output: str | None, manifest: str | None, journal: str | None
    ) -> Self:
        """The places that the arguments name. Raises UsageError or SourceNotFound."""
        if bool(sources) == (manifest is not None):
            raise UsageError(
                N_("Name folders and documents, or a manifest, and not both."),
                N_("Write it as: brailledesk batch FOLDER -o BRAILLE."),
            )
        if output is None and manifest is None:
            raise UsageError(
                N_("No output folder was named."), N_("Add -o with the name of a folder.")
            )
        for source in sources:
            if not Path(source).exists():
                raise SourceNotFound(source)
        folder = Path(output) if output is not None else Path(manifest or "").parent
        return cls(
            tuple(map(Path, sources)),
            Path(manifest) if manifest is not None else None,
            folder,
            Path(journal) if journal is not None else folder / JOURNAL,
        )


def run_batch(
    places: Places,
    chosen: BookConversion,
    *,
    jobs: int | None,
    report: str | None,
    scheduler: str | None,
    is_cluster: bool,
) -> None:
    """Do the batch and tell what came of it.

    Raises BatchInterrupted or BatchIncomplete at the end, and what makes the whole impossible
    before anything is begun.
    """
    started = monotonic()
    make_plan = _planner(places, chosen)
    with _stopping() as stop, Journal(places.journal) as journal:
        plan = make_plan(journal)
        with (
            _workers(jobs, scheduler, is_cluster=is_cluster) as workers,
            pace_for(progress_style(chosen["progress"])) as progress,
        ):
            outcomes = run_plan(plan, journal, workers, stop=stop, progress=progress)
    waiting = sum(outcome.state is State.WAITING for outcome in outcomes)
    told = BatchReport(outcomes, plan.skipped, monotonic() - started, waiting > 0)
    for line in tell_report(told, translator()):
        say(line)
    if report is not None:
        write_atomically(Path(report), format_report(told))
    if waiting:
        raise BatchInterrupted(waiting)
    if told.count(State.FAILED):
        raise BatchIncomplete(told.count(State.FAILED))


def _planner(places: Places, chosen: BookConversion) -> Callable[[Journal], Plan]:
    """All that can be wrong is found before the journal is made; the rest needs its names."""
    if places.manifest is None:
        recipe = recipe_of(chosen)
        mark = mark_of(recipe)
        ours = (places.journal,)
        passed_over = {path.resolve() for path in (places.output, places.journal)}
        require_contents(places.roots, frozenset(passed_over))
        return lambda journal: plan_folders(
            places.roots, places.output, recipe, mark, _names(journal, places), ours
        )
    parameters = [
        one
        for one in click.get_current_context().command.params
        if one.name in BookConversion.__annotations__ and one.name != "progress"
    ]
    entries = read_manifest(places.manifest)
    listed = [(entry, recipe_of_entry(entry, chosen, parameters)) for entry in entries]
    folder = places.manifest.parent
    return lambda journal: plan_manifest(listed, folder, places.output, _names(journal, places))


def _names(journal: Journal, places: Places) -> dict[str, str]:
    """The names of earlier runs, as they are below the output folder."""
    output = places.output.resolve()
    return {
        source: target.relative_to(output).as_posix()
        for source, target in journal.targets.items()
        if target.is_relative_to(output)
    }


def _workers(jobs: int | None, scheduler: str | None, *, is_cluster: bool) -> Workers:
    if not is_cluster:
        return LocalWorkers(jobs or _count_cores())
    if scheduler is None:
        raise UsageError(
            N_("The address of the Dask scheduler is missing."),
            N_("Add it as --scheduler tcp://host:8786."),
        )
    from brailledesk.batch.cluster import ClusterWorkers

    workers = ClusterWorkers(scheduler)
    # What it has to say of a lost scheduler is a traceback; we say it in a sentence.
    logging.getLogger("distributed.client").setLevel(logging.CRITICAL)
    return workers


def _count_cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def _stopping() -> Iterator[Stop]:
    """Ctrl-C, and the signal by which systems end programs, stop in an orderly way."""
    stop = Stop()
    _ = translator()
    message = _(
        "Stopping: documents that are being converted are finished first."
        " Press Ctrl-C again to take them back."
    )

    def ask(number: int, frame: FrameType | None) -> None:
        del number, frame
        if not stop.asked:  # past all buffers: one of them may be just being written to
            os.write(2, f"{message}\n".encode(errors="backslashreplace"))
        stop.ask()

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
