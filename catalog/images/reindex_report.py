"""A rebuild in words, for the operator who waits for it."""

from collections.abc import Sequence

from catalog.images.rebuilding import TenantRebuild
from catalog.jobs.model import ACTIVE, JobState


def is_under_way(one: TenantRebuild) -> bool:
    """True while a worker has it or will take it."""
    return one.state in ACTIVE


def progress_line(found: Sequence[TenantRebuild], *, seconds: float) -> str:
    """How far all tenants are together; `seconds` is for how long somebody has watched."""
    done = [one.progress for one in found]
    tenants = sum(not is_under_way(one) for one in found)
    seen, total = sum(one.seen for one in done), sum(max(one.total, one.seen) for one in done)
    indexed, failed = sum(one.indexed for one in done), sum(one.failed for one in done)
    removed = sum(one.removed for one in done)
    return (
        f"{tenants} of {len(found)} tenants, {seen} of {total} images: {indexed} embedded, {failed} failed, "
        f"{removed} points removed, {seconds:.0f} s{_held_up(found)}"
    )


def _held_up(found: Sequence[TenantRebuild]) -> str:
    """Why the first of those that will be tried again has failed."""
    held_up = next((one for one in found if one.state is JobState.RETRY), None)
    return "" if held_up is None else f"; {held_up.tenant} will be tried again: {held_up.error}"


def troubles(found: Sequence[TenantRebuild]) -> list[str]:
    """One line for each tenant whose index does not say what its rows say."""
    return [line for one in found if (line := _trouble(one)) is not None]


def report(found: Sequence[TenantRebuild]) -> list[str]:
    """What there is at the end, all together, and what is wrong where."""
    rows, points = (sum(getattr(one.progress, what) for one in found) for what in ("rows", "points"))
    return [f"{len(found)} tenants, {rows} searchable images, {points} points", *troubles(found)]


def _trouble(one: TenantRebuild) -> str | None:
    name, progress = one.tenant, one.progress
    if one.state is not JobState.SUCCEEDED:
        return f"{name}: given up ({one.error}); once that is mended, run this again: it goes on with what is missing"
    if progress.failed:
        return f"{name}: {progress.failed} images could not be embedded; the worker's log names them"
    # Rows were counted first: a point of an upload under way may be there before its row says so.
    if progress.points < progress.rows:
        return f"{name}: {progress.rows} searchable images and {progress.points} points; run this again"
    return None
