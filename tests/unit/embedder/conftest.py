"""Torch's threads sleep while they wait, as in the service; spinning, they would starve all other work."""

from embedder.main import set_library_defaults

set_library_defaults()
