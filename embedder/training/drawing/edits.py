"""What happens to pictures on their way through the world: small edits after which a picture is still the same one."""

from io import BytesIO

import numpy as np
from PIL import Image, ImageEnhance


def reencoded(picture: Image.Image, quality: int) -> Image.Image:
    """Through JPEG and back."""
    buffer = BytesIO()
    picture.save(buffer, "JPEG", quality=quality)
    with Image.open(buffer) as copy:
        return copy.convert("RGB")


def resized(picture: Image.Image, scale: float) -> Image.Image:
    """Both sides times `scale`."""
    width, height = (max(1, round(side * scale)) for side in picture.size)
    return picture.resize((width, height), Image.Resampling.LANCZOS)


def cropped(picture: Image.Image, left: float, top: float, right: float, bottom: float) -> Image.Image:
    """Each margin is a share of the side it is taken from."""
    width, height = picture.size
    return picture.crop(
        (round(width * left), round(height * top), round(width * (1 - right)), round(height * (1 - bottom)))
    )


def brightened(picture: Image.Image, factor: float) -> Image.Image:
    """Every channel times `factor`, clipped."""
    return ImageEnhance.Brightness(picture).enhance(factor)


def tilted(picture: Image.Image, degrees: float) -> Image.Image:
    """Turned a little; the corners that come into view are cut away."""
    width, height = picture.size
    sine = abs(np.sin(np.radians(degrees)))
    turned = picture.rotate(degrees, Image.Resampling.BICUBIC)
    lost_x, lost_y = sine * height / 2, sine * width / 2
    return turned.crop((round(lost_x), round(lost_y), round(width - lost_x), round(height - lost_y)))


def edited(picture: Image.Image, rng: np.random.Generator) -> Image.Image:
    """A random everyday copy: some of crop, tilt, brightness and resize, then always JPEG."""
    if rng.random() < 0.6:
        picture = cropped(picture, *(float(share) for share in rng.uniform(0.0, 0.06, 4)))
    if rng.random() < 0.3:
        picture = tilted(picture, float(rng.uniform(-5, 5)))
    if rng.random() < 0.5:
        picture = brightened(picture, float(rng.uniform(0.8, 1.2)))
    if rng.random() < 0.6:
        picture = resized(picture, float(rng.uniform(0.5, 1.3)))
    return reencoded(picture, int(rng.integers(40, 95)))
