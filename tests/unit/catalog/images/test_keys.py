"""Only a staging key that the tenant could have been given is taken; every other is refused in the same words."""

from uuid import UUID, uuid4

import pytest
from ulid import ULID

from catalog.errors import ForeignKey
from catalog.images.keys import check_staging_key, original_key, staging_key, thumbnail_key
from catalog.tenancy import job_scope

MINE = job_scope(UUID("0c5a3a52-8f9e-4d51-9a05-0d3c3a8f0001"))
THEIRS = job_scope(uuid4())
NAME = "01J8ZQ4T9N5X3R7V2B6C8D0EFG"
SHA = "a" * 64
PREFIX = f"t/{MINE.tenant_id}/staging/"


def check(key: str, bucket: str = "semblance") -> None:
    check_staging_key(MINE, bucket=bucket, key=key, own_bucket="semblance")


def test_fresh_keys_are_taken_and_differ() -> None:
    keys = {staging_key(MINE) for _ in range(100)}
    assert len(keys) == 100
    for key in keys:
        check(key)
        assert str(ULID.from_str(key.rpartition("/")[2])) == key.rpartition("/")[2]


FOREIGN = {
    "another tenant's": staging_key(THEIRS),
    "an original": original_key(MINE, SHA),
    "another tenant's original": original_key(THEIRS, SHA),
    "a thumbnail": thumbnail_key(MINE, SHA, 256),
    "nothing": "",
    "the folder": PREFIX,
    "no name": PREFIX.rstrip("/"),
    "a name of another form": f"{PREFIX}picture.png",
    "lower case": f"{PREFIX}{NAME.lower()}",
    "too long": f"{PREFIX}{NAME}0",
    "too short": f"{PREFIX}{NAME[:-1]}",
    "letters that no ULID has": f"{PREFIX}{NAME[:-1]}U",
    "later than any ULID": f"{PREFIX}8{NAME[1:]}",
    "a folder below": f"{PREFIX}{NAME}/{NAME}",
    "a way up": f"{PREFIX}../originals/{SHA}",
    "a way up and back": f"{PREFIX}../staging/{NAME}",
    "an encoded way up": f"{PREFIX}%2e%2e/{NAME}",
    "two slashes": f"{PREFIX}/{NAME}",
    "a slash before": f"/{PREFIX}{NAME}",
    "a line end": f"{PREFIX}{NAME}\n",
    "a nul": f"{PREFIX}{NAME}\x00",
    "full-width digits": f"{PREFIX}{NAME[:-1]}\uff11",
    "an upper-case tenant": f"t/{str(MINE.tenant_id).upper()}/staging/{NAME}",
    "a tenant without dashes": f"t/{MINE.tenant_id.hex}/staging/{NAME}",
    "a prefix of the tenant": f"t/{str(MINE.tenant_id)[:-1]}/staging/{NAME}",
    "a URL": f"s3://semblance/{PREFIX}{NAME}",
}


@pytest.mark.parametrize("key", FOREIGN.values(), ids=FOREIGN.keys())
def test_foreign_key(key: str) -> None:
    with pytest.raises(ForeignKey):
        check(key)


@pytest.mark.parametrize("bucket", ["", "another", "Semblance", "semblance/", "semblance\n", "../semblance"])
def test_foreign_bucket(bucket: str) -> None:
    with pytest.raises(ForeignKey):
        check(PREFIX + NAME, bucket)


def test_every_cause_has_the_same_words() -> None:
    words = set()
    for key, bucket in [*((key, "semblance") for key in FOREIGN.values()), (PREFIX + NAME, "another")]:
        with pytest.raises(ForeignKey) as refused:
            check(key, bucket)
        words.add(str(refused.value))
    assert len(words) == 1


def test_every_key_lies_under_its_tenant() -> None:
    for key in (staging_key(MINE), original_key(MINE, SHA), thumbnail_key(MINE, SHA, 256)):
        assert key.startswith(f"t/{MINE.tenant_id}/")
