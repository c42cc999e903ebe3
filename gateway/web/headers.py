"""What browsers are told to allow the web app: its own files, the API, the object store, and nothing else."""

from collections.abc import Iterable, Mapping
from typing import Final
from urllib.parse import urlsplit

_CLOSED: Final = (
    *("accelerometer", "autoplay", "camera", "display-capture", "geolocation", "gyroscope", "hid"),
    *("idle-detection", "local-fonts", "magnetometer", "microphone", "midi", "payment", "publickey-credentials-get"),
    *("screen-wake-lock", "serial", "usb", "xr-spatial-tracking"),
)


def page_headers(api_url: str, store_url: str) -> Mapping[str, str]:
    """The headers of every file of the app. Uploads go straight to the store, so its origin may be connected to."""
    api = origin_of(api_url)
    policy = {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "font-src": ["'self'"],
        "manifest-src": ["'self'"],
        "worker-src": ["'self'"],
        "img-src": ["'self'", "blob:", "data:", api],
        "connect-src": ["'self'", api, *([origin_of(store_url)] if store_url else [])],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
    return {
        "Content-Security-Policy": "; ".join(f"{name} {' '.join(_once(of))}" for name, of in policy.items()),
        "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _CLOSED),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }


def origin_of(url: str) -> str:
    """`https://a.test:443/x` → `https://a.test:443`."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


def _once(sources: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(sources))
