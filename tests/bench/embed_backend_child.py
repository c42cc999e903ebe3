"""One backend on one thread, without a service: `python -m tests.bench.embed_backend_child PROBES VECTORS ITEMS`.

The model is the one that the embedder's settings name. PROBES is an npz of pictures (N, 224, 224, 3) and texts.
"""

import json
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from embedder.backends.loading import load_model
from embedder.logs import configure_logs
from embedder.main import set_library_defaults
from embedder.settings import EmbedderSettings
from tests.bench.telling import most_mb

IMAGES, TEXTS = (1, 4, 8), (1, 16)


def main() -> None:
    """Print CPU ms an item at each batch size; write every probe's vector to VECTORS, encoded alone."""
    configure_logs("WARNING")
    probes, vectors, items = np.load(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    model = load_model(EmbedderSettings())
    pictures, tokens = list(probes["pictures"]), model.tokenize([str(text) for text in probes["texts"]])
    told: dict[str, Any] = {
        "images": {size: _cpu_ms(model.encode_images, pictures, size, items) for size in IMAGES},
        "texts": {size: _cpu_ms(model.encode_tokens, tokens, size, items) for size in TEXTS},
    }
    np.savez(
        vectors,
        pictures=np.concatenate([model.encode_images([one]) for one in pictures]),
        texts=np.concatenate([model.encode_tokens([one]) for one in tokens]),
    )
    print(json.dumps(told | {"version": model.facts.version, "mb": most_mb()}))


def _cpu_ms(encode: Callable[[Sequence[Any]], Any], given: Sequence[Any], size: int, items: int) -> float:
    """Of one item, `items` of them or a few more encoded `size` at a time; each batch has other ones."""
    batches = [[given[(at + one) % len(given)] for one in range(size)] for at in range(0, items, size)]
    encode(batches[0])
    used = time.process_time()
    for batch in batches:
        encode(batch)
    return (time.process_time() - used) * 1e3 / (len(batches) * size)


if __name__ == "__main__":
    set_library_defaults()
    main()
