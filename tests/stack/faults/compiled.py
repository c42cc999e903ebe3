"""Compiles the join of hashes when it is imported: what is forked from such a process has it already."""

import numpy as np

from catalog.duplicates.hamming import candidates_between, candidates_within

_HASHES = np.arange(3, dtype=np.uint64)

candidates_within(_HASHES, 6)
candidates_between(_HASHES, _HASHES, 6)
