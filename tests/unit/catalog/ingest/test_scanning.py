"""An infected upload is refused before it is decoded, leaves a line and nothing else; nothing comes in unscanned."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from prometheus_client import REGISTRY
from structlog.testing import capture_logs

from catalog.errors import ImageInfected, ScannerUnavailable, StoreUnavailable
from catalog.images.ingest import Ingest
from catalog.images.keys import original_key
from catalog.images.model import Ingested
from catalog.images.scanning import Scanning
from catalog.telemetry import Redactor
from tests.fakes.happenings import Happenings
from tests.fakes.images import OWNER, sha256_of
from tests.fakes.kitchen import DATA, Kitchen, new_image

INFECTED = b"infected"
MALWARE = "Semblance.Test"


@dataclass(slots=True)
class MemoryScanner:
    """MalwareScanner that finds something in one kind of bytes."""

    happenings: Happenings
    scanned: list[bytes] = field(default_factory=list)

    def scan(self, data: bytes) -> str | None:
        """Look at the beginning."""
        self.happenings.happen("scan")
        self.scanned.append(data)
        return MALWARE if data.startswith(INFECTED) else None


@pytest.fixture
def kitchen() -> Kitchen:
    return Kitchen()


def scanned(kitchen: Kitchen) -> Ingest:
    return replace(kitchen.ingest, scanning=Scanning(MemoryScanner(kitchen.happenings)))


def direct(kitchen: Kitchen, data: bytes) -> Ingested:
    return scanned(kitchen).from_bytes(kitchen.scope, data, declared_type=None, new=new_image())


def staged(kitchen: Kitchen, data: bytes) -> Ingested:
    return again(kitchen, kitchen.stage(data))


def again(kitchen: Kitchen, key: str) -> Ingested:
    return scanned(kitchen).from_staging(kitchen.scope, bucket="semblance", key=key, new=new_image())


DOORS = pytest.mark.parametrize("door", [direct, staged])
Door = Callable[[Kitchen, bytes], Ingested]


def refused(kitchen: Kitchen, door: Door) -> Any:
    """Send the infected bytes; the one line that is logged."""
    with capture_logs() as lines, pytest.raises(ImageInfected):
        door(kitchen, INFECTED)
    [line] = lines
    return line


@DOORS
def test_infected_bytes_leave_nothing_and_are_not_even_decoded(kitchen: Kitchen, door: Door) -> None:
    refused(kitchen, door)
    assert (kitchen.blobs.objects, kitchen.rows, kitchen.jobs, kitchen.index.points) == ({}, [], [], {})
    assert "inspect" not in kitchen.happenings.effects


@DOORS
def test_the_audit_learns_who_and_what(kitchen: Kitchen, door: Door) -> None:
    before = REGISTRY.get_sample_value("semblance_infected_uploads_total") or 0
    line = Redactor()(None, "warning", refused(kitchen, door))
    assert line["event"] == "infected upload refused"
    assert (line["tenant_id"], line["owner_user_id"]) == (str(kitchen.scope.tenant_id), str(OWNER))
    assert (line["sha256"], line["malware"]) == (sha256_of(INFECTED), MALWARE)
    assert REGISTRY.get_sample_value("semblance_infected_uploads_total") == before + 1


@DOORS
def test_the_uploader_does_not_learn_what_was_found(kitchen: Kitchen, door: Door) -> None:
    with capture_logs(), pytest.raises(ImageInfected) as told:
        door(kitchen, INFECTED)
    assert MALWARE not in str(told.value)


@DOORS
def test_clean_bytes_are_scanned_once_before_they_are_decoded(kitchen: Kitchen, door: Door) -> None:
    assert door(kitchen, DATA).is_new
    assert [effect for effect in kitchen.happenings.effects if effect in ("scan", "inspect", "put originals")] == [
        "scan",
        "inspect",
        "put originals",
    ]


def test_the_bytes_that_were_scanned_are_kept(kitchen: Kitchen) -> None:
    key = kitchen.stage(DATA)
    kitchen.happenings.before["inspect"] = lambda: kitchen.blobs.objects.update({key: INFECTED})
    again(kitchen, key)
    assert kitchen.blobs.objects == {original_key(kitchen.scope, sha256_of(DATA)): DATA}


def test_nothing_comes_in_while_nobody_scans_and_the_same_request_works_later(kitchen: Kitchen) -> None:
    key = kitchen.stage(DATA)
    kitchen.happenings.failing["scan"] = ScannerUnavailable()
    with pytest.raises(ScannerUnavailable):
        again(kitchen, key)
    with pytest.raises(ScannerUnavailable):
        direct(kitchen, DATA)
    assert (list(kitchen.blobs.objects), kitchen.rows) == ([key], [])
    kitchen.happenings.failing.clear()
    assert again(kitchen, key).is_new
    assert key not in kitchen.blobs.objects


def test_infected_staging_that_cannot_be_emptied_is_refused_all_the_same(kitchen: Kitchen) -> None:
    key = kitchen.stage(INFECTED)
    kitchen.happenings.failing["delete staging"] = StoreUnavailable()
    with capture_logs(), pytest.raises(ImageInfected):
        again(kitchen, key)
    assert list(kitchen.blobs.objects) == [key]
    kitchen.happenings.failing.clear()
    with capture_logs(), pytest.raises(ImageInfected):
        again(kitchen, key)
    assert kitchen.blobs.objects == {}
