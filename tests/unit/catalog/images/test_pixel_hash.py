"""The pixel hash is of the pixels seen: not of the file, its metadata, or how it was compressed."""

from hashlib import sha256

import pytest
from PIL import Image

from catalog.images.inspection import inspect
from catalog.images.pixel_hash import hash_pixels
from tests.image_bank.forge import encoded, painted


def test_it_is_the_start_of_sha256_over_size_and_rows() -> None:
    picture = painted(90, 131, 1)
    seen = sha256("90×131".encode() + picture.tobytes()).hexdigest()
    assert hash_pixels(picture) == seen[:32]


def test_the_same_pixels_in_another_file_hash_alike() -> None:
    picture = painted(120, 80, 2)
    files = [encoded(picture, "PNG"), encoded(picture, "BMP"), encoded(picture, "TIFF")]
    assert len(set(files)) == 3
    assert len({inspect(data).pixel_hash for data in files}) == 1


def test_a_picture_stored_on_its_side_hashes_as_what_is_seen() -> None:
    picture = painted(120, 80, 3)
    sideways = picture.transpose(Image.Transpose.ROTATE_90)
    exif = Image.Exif()
    exif[0x0112] = 6
    assert inspect(encoded(sideways, "PNG", exif=exif)).pixel_hash == inspect(encoded(picture, "PNG")).pixel_hash


@pytest.mark.parametrize("row", [0, 63, 64, 99])
def test_one_level_of_one_pixel_changes_it(row: int) -> None:
    picture = painted(50, 100, 4)
    changed = picture.copy()
    red, green, blue = changed.getpixel((49, row))  # type: ignore[misc]  # of an RGB picture
    changed.putpixel((49, row), (red, green, blue ^ 1))
    assert hash_pixels(changed) != hash_pixels(picture)


def test_the_same_bytes_in_another_shape_differ() -> None:
    picture = painted(40, 90, 5)
    assert hash_pixels(Image.frombytes("RGB", (90, 40), picture.tobytes())) != hash_pixels(picture)
