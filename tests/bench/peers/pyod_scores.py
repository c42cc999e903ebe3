"""pyod on vectors in a file: `python pyod_scores.py FILE K SCORES`, in the peer's own environment."""

import json
import sys
import time

import numpy as np
from pyod.models.knn import KNN
from pyod.models.lof import LOF


def main() -> None:
    """Write the scores of each detector to SCORES (an npz), print its seconds."""
    file, k, scores_file = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    vectors, scores, seconds = np.load(file), {}, {}
    for name, detector in (
        ("pyod KNN, mean", KNN(n_neighbors=k, method="mean", metric="cosine")),
        ("pyod KNN, largest", KNN(n_neighbors=k, method="largest", metric="cosine")),
        ("pyod LOF", LOF(n_neighbors=k, metric="cosine")),
    ):
        begin = time.perf_counter()
        detector.fit(vectors)
        seconds[name], scores[name] = time.perf_counter() - begin, detector.decision_scores_
    np.savez(scores_file, **scores)
    print(json.dumps(seconds))


if __name__ == "__main__":
    main()
