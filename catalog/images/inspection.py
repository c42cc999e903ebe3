"""Looking at a picture once: what it is, its hashes, its quality and the pixels that the model is given."""

from dataclasses import dataclass
from hashlib import sha256

from catalog.embeddings.model import PADDED, Preprocess
from catalog.images.crops import Crop, cut
from catalog.images.decoding import Decoded, decode, rejecting
from catalog.images.formats import ImageFormat
from catalog.images.limits import InspectionLimits
from catalog.images.model_pixels import model_pixels, model_sized
from catalog.images.perceptual_hash import hash_picture
from catalog.images.pixel_hash import hash_pixels
from catalog.images.quality import QualityMeasures, measure, quality_score
from catalog.images.saliency import salient_boxes

__all__ = ["ImageFormat", "Inspection", "InspectionLimits", "inspect"]


@dataclass(frozen=True, slots=True)
class Inspection:
    """What one look found. Width and height are after EXIF orientation; of an animation the first frame counts.

    `sha256` is the hex hash of the bytes as given. `phash` is str(imagehash.phash(p)), 16 hex digits, where p is the
    upright picture: as Pillow decodes it for RGB and grey (an ICC profile is not applied, so that dropping it keeps
    the hash), and 8-bit RGB over white, in sRGB, for CMYK, Lab, palettes, alpha and 16 bits. `flat` hashes must never
    be matched. `turned_phashes` are those of p under the seven other symmetries of the square, joined (in the order of
    perceptual_hash). `pixel_hash` is 32 hex digits of p's size and pixels in RGB. `pixels` is 224 × 224 × 3 uint8 in
    sRGB, made as `preprocess` says (see model_pixels). `crops` are parts that stand out (see saliency), the first ones
    most.
    """

    format: ImageFormat
    content_type: str
    width: int
    height: int
    size_bytes: int
    sha256: str
    phash: str
    flat: bool
    turned_phashes: str
    pixel_hash: str
    quality_score: float
    quality_measures: QualityMeasures
    animated: bool
    pixels: bytes
    preprocess: Preprocess = PADDED
    crops: tuple[Crop, ...] = ()


def inspect(
    data: bytes,
    *,
    limits: InspectionLimits | None = None,
    declared_type: str | None = None,
    preprocess: Preprocess = PADDED,
    crops: int = 0,
) -> Inspection:
    """Decode once and say everything, with at most `crops` parts that stand out. Raises ImageRejected.

    Untrusted bytes belong in a child process (catalog.adapters.inspector): a decoder can hang, swell or crash.
    """
    decoded = decode(data, limits=limits or InspectionLimits(), declared_type=declared_type)
    with rejecting():
        return _described(data, decoded, preprocess, crops)


def _described(data: bytes, decoded: Decoded, preprocess: Preprocess, crops: int) -> Inspection:
    grey = decoded.picture.convert("L")
    hashes = hash_picture(grey)
    small = model_sized(decoded.picture, decoded.profile)
    measures = measure(grey, small)
    return Inspection(
        format=decoded.format,
        content_type=decoded.format.content_type,
        width=decoded.picture.width,
        height=decoded.picture.height,
        size_bytes=len(data),
        sha256=sha256(data).hexdigest(),
        phash=hashes.phash,
        flat=hashes.flat,
        turned_phashes=hashes.turned,
        pixel_hash=hash_pixels(decoded.picture),
        quality_score=quality_score(measures),
        quality_measures=measures,
        animated=decoded.animated,
        pixels=model_pixels(decoded.picture, decoded.profile, preprocess, sized=small),
        preprocess=preprocess,
        crops=cut(decoded.picture, decoded.profile, preprocess, salient_boxes(decoded.picture, crops)),
    )
