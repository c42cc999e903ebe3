"""Orders by two numbers, several times as fast as a lexical sort."""

import numpy as np
from numpy.typing import NDArray


def ordered(major: NDArray[np.integer], minor: NDArray[np.integer]) -> NDArray[np.int64]:
    """The order by `major`, then by `minor`, both at least 0; ties stay as they are."""
    key = major.astype(np.int64) * (int(minor.max(initial=0)) + 1) + minor
    return np.argsort(key, kind="stable")


def firsts(ascending: NDArray[np.integer]) -> NDArray[np.int64]:
    """Where each run of equal numbers begins."""
    if not len(ascending):
        return np.zeros(0, np.int64)
    return np.concatenate([[0], np.flatnonzero(np.diff(ascending)) + 1]).astype(np.int64)
