"""Small pictures to upload: each number another one, in bytes, pixels and pHash."""

from io import BytesIO

from PIL import Image

from tests.image_bank.forge import encoded, painted


def picture(number: int, width: int = 96, height: int = 72) -> bytes:
    """A PNG of a textured picture that looks like no other number's."""
    return encoded(painted(width, height, number), "PNG")


def reencoded(data: bytes, quality: int = 92) -> bytes:
    """The same picture as a JPEG: other bytes, nearly the same pixels."""
    with Image.open(BytesIO(data)) as opened:
        return encoded(opened.convert("RGB"), "JPEG", quality=quality)
