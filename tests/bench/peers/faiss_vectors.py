"""faiss on vectors in a file: `python faiss_vectors.py FILE K INDEX`, in the peer's own environment."""

import json
import sys
import time

import faiss
import numpy as np


def main() -> None:
    """Print seconds and CPU seconds of one round; write each vector's K nearest others to INDEX."""
    file, k, index_file = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    vectors = np.load(file)
    begin, used = time.perf_counter(), time.process_time()
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    _, near = index.search(vectors, k + 1)
    told = {"seconds": time.perf_counter() - begin, "cpu": time.process_time() - used}
    others = [row[row != own][:k] for own, row in enumerate(near)]
    np.save(index_file, np.array(others, np.int32))
    print(json.dumps(told))


if __name__ == "__main__":
    main()
