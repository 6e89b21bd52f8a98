"""Where jobs run: a Dask cluster. Its workers read the documents and send back bytes.

So they need to see the documents and the tables under the same names, and the program in the same
version; they write nothing. A worker that is lost has its jobs done by another one, and since only
the run that asked for them writes, each file is still written once.
"""

from __future__ import annotations

from concurrent.futures import CancelledError, Future
from time import monotonic
from types import TracebackType
from typing import TYPE_CHECKING, Self

from brailledesk.batch.jobs import Failed, Job
from brailledesk.batch.work import run_job_elsewhere
from brailledesk.batch.workers import Result
from brailledesk.errors import N_, ExecutorNotAvailable, WorkerLost

if TYPE_CHECKING:
    from distributed import Client

PATIENCE = 10.0
"""Seconds that a scheduler has to answer."""

_LOOK_AGAIN = 2.0
"""Seconds until the cluster is asked again how large it is: workers come and go."""


class ClusterWorkers:
    """The workers of the cluster whose scheduler has this address, as ``tcp://host:8786``.

    Raises ExecutorNotAvailable where ``distributed`` is not installed or nobody answers.
    """

    def __init__(self, address: str, patience: float = PATIENCE) -> None:
        self._address = address
        self._client = _connect(address, patience)
        # A document is no pure function's argument: it may change and keep its name.
        self._executor = self._client.get_executor(pure=False)
        self._threads = 1
        self._looked = -_LOOK_AGAIN

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.abandon()
        self._client.close()

    def count_free(self, running: int) -> int:
        """As many as the cluster has threads: of a worker that dies no waiting job is blamed."""
        if monotonic() - self._looked > _LOOK_AGAIN:
            self._looked = monotonic()
            try:
                self._threads = max(1, sum(self._client.nthreads().values()))
            except (OSError, TimeoutError):
                raise self._lost() from None
        return self._threads - running

    def submit(self, job: Job) -> Future[Result]:
        """See :class:`~brailledesk.batch.workers.Workers`."""
        future: Future[Result] = self._executor.submit(run_job_elsewhere, job)
        return future

    def settle(self, job: Job, future: Future[Result]) -> Result:
        """See :class:`~brailledesk.batch.workers.Workers`.

        A job over which several workers died in turn is told as :class:`WorkerLost`. Raises
        ExecutorNotAvailable where the scheduler is gone.
        """
        from distributed.scheduler import KilledWorker  # noqa: PLC0415 - an extra

        try:
            return future.result()
        except KilledWorker:
            return Failed(WorkerLost(str(job.source)))
        except (CancelledError, OSError):
            raise self._lost() from None

    def abandon(self) -> None:
        """See :class:`~brailledesk.batch.workers.Workers`: what comes of it, nobody takes."""
        self._executor.shutdown(wait=False)

    def _lost(self) -> ExecutorNotAvailable:
        return ExecutorNotAvailable(
            "dask",
            N_("the scheduler does not answer any more"),
            N_("Start it again at {address}, then run the same command again."),
            address=self._address,
        )


def _connect(address: str, patience: float) -> Client:
    try:
        from distributed import Client  # noqa: PLC0415 - an extra, and slow to import
    except ImportError:
        raise ExecutorNotAvailable(
            "dask",
            N_("the package distributed is not installed"),
            N_("To install it: {command}"),
            command='pip install "brailledesk[dask]"',
        ) from None
    try:
        return Client(address, timeout=patience, set_as_default=False)
    except (OSError, ValueError, TimeoutError):
        raise ExecutorNotAvailable(
            "dask",
            N_("no scheduler answers"),
            N_("Check the address {address}, and that the scheduler runs."),
            address=address,
        ) from None
