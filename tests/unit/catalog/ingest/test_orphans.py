"""Only what no row names, and what is older than any upload under way, is swept."""

from datetime import timedelta

import pytest

from catalog.errors import DatabaseUnavailable
from catalog.images.keys import original_key, staging_key, thumbnail_key
from tests.fakes.images import sha256_of
from tests.fakes.kitchen import Kitchen, new_image

HOUR = timedelta(hours=1)


@pytest.fixture
def kitchen() -> Kitchen:
    return Kitchen()


def leave(kitchen: Kitchen, key: str, age: timedelta = 2 * HOUR) -> str:
    kitchen.blobs.put(key, b"left", content_type="image/png")
    kitchen.blobs.modified[key] -= age
    return key


def test_what_was_given_up_goes_and_what_rows_name_stays(kitchen: Kitchen) -> None:
    image = kitchen.added(b"kept")
    kitchen.blobs.modified[image.key] -= 2 * HOUR
    kept = {image.key, leave(kitchen, thumbnail_key(kitchen.scope, image.sha256, 256))}
    leave(kitchen, staging_key(kitchen.scope))
    leave(kitchen, original_key(kitchen.scope, sha256_of(b"nobody's")))
    assert kitchen.sweep(HOUR) == 2
    assert kitchen.blobs.objects.keys() == kept


def test_thumbnails_go_with_their_original(kitchen: Kitchen) -> None:
    lost = sha256_of(b"its row was lost")
    leave(kitchen, original_key(kitchen.scope, lost))
    for side in (256, 1024):
        leave(kitchen, thumbnail_key(kitchen.scope, lost, side))
    assert kitchen.sweep(HOUR) == 1
    assert not kitchen.blobs.objects


def test_what_is_young_may_be_an_upload_under_way(kitchen: Kitchen) -> None:
    leave(kitchen, staging_key(kitchen.scope), age=HOUR / 2)
    leave(kitchen, original_key(kitchen.scope, sha256_of(b"on its way")), age=HOUR / 2)
    assert kitchen.sweep(HOUR) == 0
    assert len(kitchen.blobs.objects) == 2


def test_other_tenants_things_are_not_looked_at(kitchen: Kitchen) -> None:
    other = Kitchen()
    leave(kitchen, staging_key(other.scope))
    leave(kitchen, original_key(other.scope, sha256_of(b"theirs")))
    assert kitchen.sweep() == 0
    assert len(kitchen.blobs.objects) == 2


def test_image_in_whatever_state_keeps_its_bytes(kitchen: Kitchen) -> None:
    image = kitchen.added(b"to fail")
    kitchen.database.held.images[image.image_id] = image.now_failed("corrupt")
    kitchen.blobs.modified[image.key] -= 2 * HOUR
    assert kitchen.sweep(HOUR) == 0


def test_orphan_that_is_uploaded_again_meanwhile_is_left_alone(kitchen: Kitchen) -> None:
    key = leave(kitchen, original_key(kitchen.scope, sha256_of(b"again")))

    def upload() -> None:
        kitchen.blobs.put(key, b"again", content_type="image/png")

    kitchen.happenings.before["head originals"] = upload
    assert kitchen.sweep(HOUR) == 0
    assert kitchen.ingest.from_bytes(kitchen.scope, b"again", declared_type=None, new=new_image()).is_new
    assert kitchen.blobs.objects == {key: b"again"}


def test_nothing_goes_while_the_rows_cannot_be_asked(kitchen: Kitchen) -> None:
    leave(kitchen, original_key(kitchen.scope, sha256_of(b"who knows")))
    kitchen.happenings.failing["rows asked"] = DatabaseUnavailable()
    with pytest.raises(DatabaseUnavailable):
        kitchen.sweep(HOUR)
    assert len(kitchen.blobs.objects) == 1


def test_second_sweep_finds_nothing(kitchen: Kitchen) -> None:
    for number in range(1100):
        leave(kitchen, original_key(kitchen.scope, sha256_of(str(number).encode())))
    assert [kitchen.sweep(HOUR), kitchen.sweep(HOUR)] == [1100, 0]
