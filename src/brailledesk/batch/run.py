"""Do the jobs of a plan, and put down what is done. Nobody else writes.

For each document first a line goes into the journal, with the digest of the file that is to be, and
then the file gets its name, whole. Wherever a kill falls, the next run finds a file that is as the
journal says, or does the document again.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path

from brailledesk.batch.jobs import Failed, Job, Made, Outcome, State
from brailledesk.batch.journal import Journal
from brailledesk.batch.plan import Plan
from brailledesk.batch.workers import Result, Workers
from brailledesk.errors import N_, BrailledeskError, OutputError
from brailledesk.output import write_atomically
from brailledesk.progress import Progress, silent
from brailledesk.system_errors import reason_of

_WRITERS = 8
"""Files that are written at once: a disk is waited for, and takes several in one go."""
_LOOK = 0.5
"""Seconds until it is looked again whether the run is to stop at once."""


@dataclass(slots=True)
class Stop:
    """How often a run was asked to stop: once, it lets running jobs end; again, it ends them."""

    asked: int = 0

    def ask(self) -> None:
        """Ask once more."""
        self.asked += 1


def run_plan(
    plan: Plan,
    journal: Journal,
    workers: Workers,
    *,
    stop: Stop | None = None,
    progress: Progress = silent,
) -> list[Outcome]:
    """What became of every job, in the order of the plan.

    ``progress`` is told of jobs that this run has to do; those that an earlier run has done are not
    among them. Raises OutputError where the journal cannot be written, and ExecutorNotAvailable
    where all workers are lost; what is done then is done, as after an interruption.
    """
    refused = [Outcome(job, State.FAILED, error=error) for job, error in plan.refused]
    journal.add((job, Failed(error)) for job, error in plan.refused)
    _clear(plan.jobs)
    with ThreadPoolExecutor(_WRITERS) as writers:
        run = _Run(plan.jobs, journal, workers, writers, stop or Stop(), progress)
        return [*refused, *run.finish()]


@dataclass(slots=True)
class _Run:
    jobs: Sequence[Job]
    journal: Journal
    workers: Workers
    writers: Executor
    stop: Stop
    progress: Progress
    running: dict[Future[Result], int] = field(default_factory=dict)
    outcomes: dict[int, Outcome] = field(default_factory=dict)
    unchanged: int = 0

    def finish(self) -> list[Outcome]:
        places = iter(range(len(self.jobs)))
        while self._begin(places):
            done, _ = wait(self.running, timeout=_LOOK, return_when=FIRST_COMPLETED)
            if self.stop.asked > 1:
                self.workers.abandon()
                break
            results = self._take(done)
            self._begin(places)  # workers go on while the disk is waited for
            self._put_down(results)
        return [
            self.outcomes.get(place) or Outcome(job, State.WAITING)
            for place, job in enumerate(self.jobs)
        ]

    def _begin(self, places: Iterator[int]) -> bool:
        """Give free workers something to do; whether any job runs then."""
        free = self.workers.count_free(len(self.running))
        while free > 0 and not self.stop.asked:
            place = next(places, None)
            if place is None:
                break
            job = self.jobs[place]
            if self.journal.is_done(job):
                self.outcomes[place] = Outcome(job, State.UNCHANGED)
                self.unchanged += 1
                continue
            self.running[self.workers.submit(job)] = place
            free -= 1
        return bool(self.running)

    def _take(self, done: Iterable[Future[Result]]) -> dict[int, Result]:
        """The results of futures that are done, by the place of their job."""
        results = {}
        for future in done:
            place = self.running.pop(future)
            results[place] = self.workers.settle(self.jobs[place], future)
        return results

    def _put_down(self, results: Mapping[int, Result]) -> None:
        """A line for each in the journal, with one wait for the disk; then the files together."""
        if not results:
            return
        jobs = [self.jobs[place] for place in results]
        self.journal.add(zip(jobs, results.values(), strict=True))
        for place, outcome in zip(
            results, self.writers.map(_put, jobs, results.values()), strict=True
        ):
            self.outcomes[place] = outcome
            if outcome.error is not None and isinstance(results[place], Made):
                self.journal.add([(outcome.job, Failed(outcome.error))])
        self._tell()

    def _tell(self) -> None:
        done = len(self.outcomes) - self.unchanged
        self.progress(N_("Converting"), done, len(self.jobs) - self.unchanged)


def _put(job: Job, result: Result) -> Outcome:
    """Write what was made."""
    if isinstance(result, Failed):
        return Outcome(job, State.FAILED, error=result.error)
    try:
        _write(job.target, result)
    except BrailledeskError as error:
        return Outcome(job, State.FAILED, error=error)
    return Outcome(job, State.DONE, result.pages, result.undefined, result.remarks)


def _write(target: Path, made: Made) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(str(target), reason_of(error)) from error
    write_atomically(target, made.data)


_BESIDE = re.compile(r"\.(.+)\.[0-9a-f]{16}", re.DOTALL)


def _clear(jobs: Sequence[Job]) -> None:
    """Take away what a killed run was writing beside its outputs (see ``output``)."""
    names: dict[Path, set[str]] = {}
    for job in jobs:
        names.setdefault(job.target.parent, set()).add(job.target.name[:40])
    for folder, own in names.items():
        try:
            found = list(os.scandir(folder))
        except OSError:
            continue  # not made yet
        for entry in found:
            beside = _BESIDE.fullmatch(entry.name)
            if beside and beside[1] in own and entry.is_file(follow_symlinks=False):
                Path(entry.path).unlink(missing_ok=True)
