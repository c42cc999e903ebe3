"""The names under which features take many images together."""

from typing import Final

WHOLE_TENANT: Final = ""
"""In place of a dataset's id: every image of the tenant."""
DEFAULT_DATASET: Final = "default"
"""The dataset of images that were given none."""
