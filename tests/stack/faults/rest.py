"""Waiting until nothing is left to do, sweeping, and then asking whether every promise was kept."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import httpx
import pytest

from tests.stack.faults.client import Picture
from tests.stack.invariants import Acknowledged, Stores, violations
from tests.stack.plugin import RunningStack

_LONGEST_S = 90
_ACTIVE = "SELECT kind, state, attempt, error FROM jobs WHERE state IN ('queued', 'running', 'retry')"
# An image that comes is compared with the others some seconds later, with those that come with it: nobody waits here.
_HURRY = """
    UPDATE jobs SET run_after = now() WHERE kind = 'probe_duplicates' AND state = 'queued' AND run_after > now()
"""
_SWEEP = """
    INSERT INTO jobs (tenant_id, id, kind, dedupe_key, payload, state)
    SELECT id, gen_random_uuid(), 'sweep_orphans', 'test', '{}', 'queued' FROM tenants
"""


def until(true: Callable[[], bool], what: str) -> None:
    """Wait for something that must come to pass."""
    deadline = time.monotonic() + _LONGEST_S
    while not true():
        if time.monotonic() > deadline:
            pytest.fail(f"it never came to pass that {what}")
        time.sleep(0.1)


@dataclass(frozen=True, slots=True)
class Rest:
    """Knows what clients were promised, and checks it when the stack is at rest."""

    stack: RunningStack
    stores: Stores
    promised: list[Acknowledged] = field(default_factory=list)

    def promise(self, tenant_id: str, picture: Picture, answer: httpx.Response) -> str:
        """Remember an answer of 2xx; the image's id."""
        assert answer.status_code in (200, 201, 202), answer.text
        image_id = str(answer.json()["image_id"])
        self.promised.append(Acknowledged(tenant_id, picture.sha256, image_id))
        return image_id

    def come(self) -> None:
        """Wait until no job is left to be done."""
        until(self._has_come, "no job was left to be done")

    def check(self) -> None:
        """Come to rest, sweep for orphans, and find every promise kept."""
        self.come()
        self.stores.execute(_SWEEP)
        self.come()
        self.judge()

    def judge(self) -> None:
        """Find every promise kept, the stack being at rest."""
        broken = violations(self.stores.found(), self.promised)
        assert not broken, "\n".join(broken)

    def _has_come(self) -> bool:
        self.stores.execute(_HURRY)
        return not self.stores.rows(_ACTIVE)
