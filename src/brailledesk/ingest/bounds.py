"""Bounds for a process that opens hostile files: memory and time, where the system can do that."""

from __future__ import annotations


def bound_memory(megabytes: int) -> None:
    """Let this process have so much address space, and leave no core file."""
    try:
        import resource  # noqa: PLC0415 - Unix only
    except ImportError:
        return
    for kind, limit in ((resource.RLIMIT_AS, megabytes * 1_000_000), (resource.RLIMIT_CORE, 0)):
        _, hard = resource.getrlimit(kind)
        if hard == resource.RLIM_INFINITY or limit < hard:
            resource.setrlimit(kind, (limit, limit))


def bound_time(seconds: int) -> None:
    """Let this process have so many more seconds of the processor; then the system ends it."""
    try:
        import resource  # noqa: PLC0415 - Unix only
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = int(used.ru_utime + used.ru_stime) + seconds
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    if hard == resource.RLIM_INFINITY or limit < hard:
        resource.setrlimit(resource.RLIMIT_CPU, (limit, hard))
