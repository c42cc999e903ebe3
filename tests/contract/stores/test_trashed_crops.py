"""What is kept of an image in the trash is, in the real database, the very vectors and boxes that the index had."""

from catalog.images.crops import Box, CropVector, ImageVectors
from catalog.images.trash_ports import KeptVector
from tests.contract.stores.conftest import DIMENSION, Ledger
from tests.contract.stores.drawn import draw_image, draw_vector


def told(kept: KeptVector) -> tuple[object, ...]:
    """All that is kept, to be compared."""
    crops = [(crop.box, crop.vector.tobytes()) for crop in kept.vectors.crops]
    return kept.image_id, kept.model_version, kept.vectors.whole.tobytes(), crops


def test_crops_come_back_as_they_were_kept(ledger: Ledger) -> None:
    scope = ledger.tenant()
    with_crops, without = draw_image(scope, 1), draw_image(scope, 2)
    boxes = (Box(0.1234, 0.2, 0.5, 1), Box(0, 0, 0.0001, 0.3333))
    crops = tuple(CropVector(box, draw_vector(10 + at, DIMENSION)) for at, box in enumerate(boxes))
    first = KeptVector(with_crops.image_id, "v1", ImageVectors(draw_vector(1, DIMENSION), crops))
    second = KeptVector(without.image_id, "v1", ImageVectors(draw_vector(2, DIMENSION)))
    with ledger.database(scope) as tx:
        assert tx.images.add(with_crops)
        assert tx.images.add(without)
        tx.trash.keep([first, second])
    with ledger.database(scope) as tx:
        kept = tx.trash.kept([with_crops.image_id, without.image_id])
    assert {one: told(vectors) for one, vectors in kept.items()} == {
        with_crops.image_id: told(first),
        without.image_id: told(second),
    }
    bare = KeptVector(with_crops.image_id, "v2", ImageVectors(draw_vector(3, DIMENSION)))
    with ledger.database(scope) as tx:
        tx.trash.keep([bare])
        assert told(tx.trash.kept([with_crops.image_id])[with_crops.image_id]) == told(bare)
