"""Batches."""

from __future__ import annotations

from brailledesk.errors.base import N_, BrailledeskError


class BatchError(BrailledeskError):
    exit_code = 10


class BatchIncomplete(BatchError):
    """``count`` documents of a batch failed."""

    def __init__(self, count: int) -> None:
        super().__init__(
            N_("Documents that could not be converted: {count}."),
            N_("Correct them and run the same command again: what is done is not done again."),
            count=count,
        )


class BatchInterrupted(BatchError):
    """``waiting`` documents were not begun, or were taken back."""

    exit_code = 11

    def __init__(self, waiting: int) -> None:
        super().__init__(
            N_("Interrupted; documents that are still to be done: {waiting}."),
            N_("To go on, run the same command again: what is done is not done again."),
            waiting=waiting,
        )


class BatchRunning(BatchError):
    """Another process has the journal open."""

    def __init__(self, path: str) -> None:
        super().__init__(
            N_("Another batch is writing the journal {path}."),
            N_("Wait until it ends, or choose another output folder."),
            path=path,
        )


class ExecutorNotAvailable(BatchError):
    """``executor`` cannot be used; ``remedy`` is a message with its own fields."""

    def __init__(self, executor: str, reason: str, remedy: str, **fields: object) -> None:
        super().__init__(
            N_("The executor {executor} is not available: {reason}."),
            remedy,
            executor=executor,
            reason=reason,
            **fields,
        )


class WorkerLost(BatchError):
    """The process that converted ``path`` ended: no memory was left, or a library crashed."""

    def __init__(self, path: str) -> None:
        super().__init__(
            N_("{path}: the process that converted it died."),
            N_("Memory may have run out: try it alone, or with fewer --jobs."),
            path=path,
        )


class WorkerDiffers(BatchError):
    """A worker would convert ``path`` to something else than this program would."""

    def __init__(self, path: str) -> None:
        super().__init__(
            N_("{path}: a worker has another version of brailledesk or of a table."),
            N_("Install the same version and the same tables on all workers."),
            path=path,
        )
