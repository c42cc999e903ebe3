"""What one sees: upright, eight bits, RGB over white, sRGB."""

from io import BytesIO
from typing import Final, cast

from PIL import Image, ImageCms

from catalog.errors import ImageRejected, RejectionReason

_WHITE: Final = (255, 255, 255)
_BAND_ROWS: Final = 512
_ORIENTATION_TAG: Final = 0x0112
_TURNS: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_WIDE_GREY: Final = frozenset({"I;16", "I;16L", "I;16B", "I;16N", "I"})
_WITH_ALPHA: Final = frozenset({"RGBA", "LA", "PA", "La", "RGBa"})
_PROFILE_SPACE: Final = {"RGB": "RGB", "RGBA": "RGB", "RGBX": "RGB", "P": "RGB", "CMYK": "CMYK"} | dict.fromkeys(
    ("1", "L", "LA", *_WIDE_GREY), "GRAY"
)


def upright(image: Image.Image) -> Image.Image:
    """The picture turned as its EXIF orientation asks. Metadata that cannot be read turns nothing."""
    try:
        turn = _TURNS.get(image.getexif().get(_ORIENTATION_TAG, 1))
    except (ArithmeticError, AttributeError, LookupError, OSError, SyntaxError, TypeError, ValueError, MemoryError):
        turn = None
    return image if turn is None else image.transpose(turn)


def flatten(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Eight-bit RGB over white. 16 bits are divided by 257; CMYK and Lab go to sRGB, other modes stay in their space.

    Raises ImageRejected(UNSUPPORTED_PIXELS) for modes without a defined white, such as floating point.
    """
    if image.mode in _WIDE_GREY:
        return _narrow(image).convert("RGB")
    if image.mode in _WITH_ALPHA or "transparency" in image.info:
        return _over_white(image if image.mode == "RGBA" else image.convert("RGBA"))
    if image.mode in {"RGB", "L", "1", "P", "YCbCr", "RGBX"}:
        return image if image.mode == "RGB" else image.convert("RGB")
    if image.mode == "CMYK":
        return _managed(image, profile) or image.convert("RGB")
    if image.mode == "LAB":
        return _transformed(image, _LAB_TO_SRGB)
    raise ImageRejected(RejectionReason.UNSUPPORTED_PIXELS, f"pixels of mode {image.mode} are not accepted")


def matching_profile(image: Image.Image) -> bytes | None:
    """The embedded ICC profile if it is for this kind of pixels and says anything but sRGB."""
    embedded = image.info.get("icc_profile")
    if not isinstance(embedded, bytes):
        return None
    try:
        profile = ImageCms.ImageCmsProfile(BytesIO(embedded)).profile
    except (OSError, TypeError, ValueError, ImageCms.PyCMSError):
        return None
    space = (profile.xcolor_space or "").strip()
    if space != _PROFILE_SPACE.get(image.mode) or "sRGB" in (profile.profile_description or ""):
        return None
    return embedded


def in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """The RGB picture moved from its profile's space to sRGB. Cheap when done after shrinking."""
    if profile is None:
        return picture
    space = ImageCms.ImageCmsProfile(BytesIO(profile)).profile.xcolor_space.strip()
    return _managed(picture.convert("L") if space == "GRAY" else picture, profile) or picture


def _narrow(image: Image.Image) -> Image.Image:
    """16 bits to 8 by rounding v ÷ 257. Pillow's own conversion to L would clip at 255."""
    wide = image if image.mode == "I" else image.convert("I")
    lowest, highest = cast(tuple[int, int], wide.getextrema())
    if lowest < 0 or highest > 65_535:
        raise ImageRejected(RejectionReason.UNSUPPORTED_PIXELS, "grey values must be whole numbers of 1 to 16 bits")
    return wide.point(_NARROWED, "L")


def _over_white(image: Image.Image) -> Image.Image:
    """Composite in bands, so that a large picture is held twice and not four times."""
    if image.getchannel("A").getextrema() == (255, 255):
        return image.convert("RGB")
    flat = Image.new("RGB", image.size, _WHITE)
    for top in range(0, image.height, _BAND_ROWS):
        band = image.crop((0, top, image.width, min(top + _BAND_ROWS, image.height)))
        flat.paste(band, (0, top), band)
    return flat


def _managed(image: Image.Image, profile: bytes | None) -> Image.Image | None:
    """Through the profile to sRGB as seen on screen; None when there is no profile or it is broken."""
    if profile is None:
        return None
    try:
        transform = ImageCms.buildTransform(
            ImageCms.ImageCmsProfile(BytesIO(profile)),
            _SRGB,
            image.mode,
            "RGB",
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
        return _transformed(image, transform)
    except (OSError, TypeError, ValueError, ImageCms.PyCMSError):
        return None


def _transformed(image: Image.Image, transform: ImageCms.ImageCmsTransform) -> Image.Image:
    return cast(Image.Image, ImageCms.applyTransform(image, transform))


_NARROWED: Final = [(value + 128) // 257 for value in range(65_536)]
_SRGB: Final = ImageCms.createProfile("sRGB")
_LAB_TO_SRGB: Final = ImageCms.buildTransform(ImageCms.createProfile("LAB"), _SRGB, "LAB", "RGB")
