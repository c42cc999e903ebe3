"""Addresses of the wrong form are refused at the start, by the name of their variable."""

import pytest
from pydantic import ValidationError

from catalog.settings import CatalogSettings, one_line

COMPLETE = {
    "database_url": "postgresql://app@db/semblance",
    "redis_url": "redis://redis",
    "s3_endpoint": "http://store",
    "s3_bucket": "semblance",
    "s3_access_key": "key",
    "s3_secret_key": "secret",
    "embed_url": "http://embedder",
    "qdrant_url": "http://qdrant",
}


@pytest.mark.parametrize("url", ["", "tcp://clamd:3310", "tcp://127.0.0.1:3310", "unix:/run/clamav/clamd.ctl"])
def test_clamd_is_at_a_port_at_a_path_or_nowhere(url: str) -> None:
    assert CatalogSettings.model_validate(COMPLETE | {"clamd_url": url}).clamd_url == url


@pytest.mark.parametrize(
    "url", ["clamd:3310", "tcp://clamd", "tcp://clamd:", "http://clamd:3310", "unix:clamd.ctl", "unix:", "tcp://a b:1"]
)
def test_clamd_elsewhere(url: str) -> None:
    with pytest.raises(ValidationError) as refused:
        CatalogSettings.model_validate(COMPLETE | {"clamd_url": url})
    assert one_line(refused.value).startswith("CLAMD_URL: ")


@pytest.mark.parametrize("name", ["database_url", "redis_url", "s3_endpoint", "embed_url", "qdrant_url"])
def test_other_addresses_of_another_kind(name: str) -> None:
    with pytest.raises(ValidationError) as refused:
        CatalogSettings.model_validate(COMPLETE | {name: "ftp://elsewhere"})
    assert one_line(refused.value).startswith(f"{name.upper()}: ")
