"""The photographs that lie in scikit-image's own wheel, so that no network is needed."""

from pathlib import Path
from typing import Final

import skimage.data
from PIL import Image

_SHIPPED: Final = Path(skimage.data.__file__).parent
# Of the stereo pair only the left one: whether the two are near-duplicates is a matter of taste.
NAMES: Final = (
    *("astronaut.png", "brick.png", "camera.png", "cell.png", "chelsea.png", "clock_motion.png", "coffee.png"),
    *("coins.png", "grass.png", "gravel.png", "hubble_deep_field.jpg", "ihc.png", "moon.png", "motorcycle_left.png"),
    *("page.png", "retina.jpg", "rocket.jpg", "text.png"),
)
_LONGEST: Final = 480


def photograph(name: str) -> Image.Image:
    """One of NAMES as RGB, its longer side 480 pixels at most."""
    with Image.open(_SHIPPED / name) as stored:
        picture = stored.convert("RGB")
    # A profile or a resolution would be kept by some formats and dropped by others.
    picture.info.clear()
    picture.thumbnail((_LONGEST, _LONGEST), Image.Resampling.LANCZOS)
    return picture
