"""What a worker process holds between jobs: the runner, set once at the start."""

from catalog.jobs.runner import JobRunner

_held: list[JobRunner] = []


def hold(runner: JobRunner) -> None:
    """Keep the runner for the jobs to come."""
    _held[:] = [runner]


def runner() -> JobRunner:
    """The process's runner. Raises IndexError in a process that is no worker."""
    return _held[0]
