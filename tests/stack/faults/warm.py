"""Does once, when it is imported, what every process does first: what is forked from here has it done already."""

from typing import Final

import numpy as np

from catalog.duplicates.hamming import candidates_between, candidates_within
from catalog.settings import CatalogSettings
from catalog.wiring import open_catalog

_HASHES = np.arange(3, dtype=np.uint64)
# Nobody is there, and nobody is asked.
_NOWHERE: Final = {
    "database_url": "postgresql://nobody@127.0.0.1:1/nothing",
    "redis_url": "redis://127.0.0.1:1/0",
    "s3_endpoint": "http://127.0.0.1:1",
    "s3_access_key": "nobody",
    "s3_secret_key": "nothing",
    "s3_bucket": "nowhere",
    "qdrant_url": "http://127.0.0.1:1",
    "embed_url": "http://127.0.0.1:1",
}

candidates_within(_HASHES, 6)
candidates_between(_HASHES, _HASHES, 6)
with open_catalog(CatalogSettings.model_validate(_NOWHERE)):
    pass
