"""Any kind of pixels → 8-bit RGB over white, in sRGB: what a person sees is what the model is given."""

from io import BytesIO
from typing import Final, cast

from PIL import Image, ImageCms

from embedder.errors import Reason, UnreadablePicture

_SPACES: Final = {"RGB": "RGB", "RGBA": "RGB", "P": "RGB", "CMYK": "CMYK", "L": "GRAY", "LA": "GRAY", "1": "GRAY"}
_EIGHT_BITS: Final = [(value + 128) // 257 for value in range(65536)]
_BAND_ROWS: Final = 512


def foreign_profile(picture: Image.Image) -> bytes | None:
    """The embedded ICC profile, when it is sound, made for this kind of pixels, and not sRGB itself."""
    embedded = picture.info.get("icc_profile")
    if not isinstance(embedded, bytes):
        return None
    try:
        profile = ImageCms.ImageCmsProfile(BytesIO(embedded)).profile
    except (OSError, TypeError, ValueError, ImageCms.PyCMSError):
        return None
    space = "GRAY" if _is_deep(picture) else _SPACES.get(picture.mode)
    if (profile.xcolor_space or "").strip() != space or "sRGB" in (profile.profile_description or ""):
        return None
    return embedded


def as_rgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """RGB over white: 16 bits ÷ 257, CMYK by its profile or plainly, LAB by its definition."""
    if _is_deep(picture):
        return _eight_bits(picture).convert("RGB")
    if picture.has_transparency_data:
        return _over_white(picture if picture.mode == "RGBA" else picture.convert("RGBA"))
    if picture.mode == "RGB":
        return picture  # Pillow's convert would copy it
    if picture.mode == "CMYK":
        return _through(picture, profile) or picture.convert("RGB")
    if picture.mode == "LAB":
        return _lab_to_rgb(picture)
    if picture.mode in ("RGBX", "L", "1", "P", "YCbCr"):
        return picture.convert("RGB")
    raise UnreadablePicture(Reason.UNSUPPORTED_PIXELS, "floating-point pixels have no fixed range")


def in_srgb(rgb: Image.Image, profile: bytes | None) -> Image.Image:
    """The RGB picture moved from its profile's space to sRGB; best done after shrinking, where it costs least."""
    if profile is None:
        return rgb
    is_grey = ImageCms.ImageCmsProfile(BytesIO(profile)).profile.xcolor_space.strip() == "GRAY"
    return _through(rgb.convert("L") if is_grey else rgb, profile) or rgb


def _is_deep(picture: Image.Image) -> bool:
    return picture.mode == "I" or picture.mode.startswith("I;16")


def _eight_bits(picture: Image.Image) -> Image.Image:
    """v ÷ 257, rounded, by a table. Pillow's own conversion clips at 255 instead, which leaves a white sheet."""
    wide = picture if picture.mode == "I" else picture.convert("I")
    lowest, highest = cast(tuple[int, int], wide.getextrema())
    if lowest < 0 or highest > 65535:
        raise UnreadablePicture(Reason.UNSUPPORTED_PIXELS, "pixels of more than 16 bits have no fixed range")
    return wide.point(_EIGHT_BITS, "L")


def _over_white(picture: Image.Image) -> Image.Image:
    """Laid over white in bands, so that a large picture is in memory twice and not three times."""
    if picture.getchannel("A").getextrema() == (255, 255):
        return picture.convert("RGB")
    paper = Image.new("RGB", picture.size, "white")
    for top in range(0, picture.height, _BAND_ROWS):
        band = picture.crop((0, top, picture.width, min(top + _BAND_ROWS, picture.height)))
        paper.paste(band, (0, top), band)
    return paper


def _through(picture: Image.Image, profile: bytes | None) -> Image.Image | None:
    """By the profile to sRGB as a screen shows it; None when there is none or it is broken."""
    if profile is None:
        return None
    try:
        return ImageCms.profileToProfile(
            picture,
            ImageCms.ImageCmsProfile(BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
            outputMode="RGB",
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
    except (OSError, TypeError, ValueError, ImageCms.PyCMSError):
        return None


def _lab_to_rgb(picture: Image.Image) -> Image.Image:
    rgb = ImageCms.profileToProfile(
        picture, ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB"), outputMode="RGB"
    )
    if rgb is None:
        raise UnreadablePicture(Reason.UNSUPPORTED_PIXELS, "LAB pixels cannot be converted")
    return rgb
