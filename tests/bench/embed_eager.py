"""open_clip as its readme uses it, in a loop: `python -m tests.bench.embed_eager images|texts FILE THREADS`.

The model is the one that the embedder's settings name. FILE is JSON: paths of pictures, or texts.
"""

import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import torch
from PIL import Image

from embedder.backends.checkpoints import find_weights
from embedder.backends.networks import build
from embedder.settings import EmbedderSettings
from embedder.torchvision_ops import declare_missing_operators

declare_missing_operators()

from open_clip.transform import PreprocessCfg, image_transform_v2  # noqa: E402  asks for torchvision's operators

_WARM = 2


def main() -> None:
    """Print seconds, CPU seconds and milliseconds of every call, for each batch size."""
    what, file, threads = sys.argv[1:]
    torch.set_num_threads(int(threads))
    net, tokenizer = build(find_weights(EmbedderSettings()), "cpu")
    net.eval()
    transform = image_transform_v2(PreprocessCfg(**net.visual.preprocess_cfg), is_train=False)

    def images(paths: Sequence[str]) -> Any:
        return net.encode_image(torch.stack([transform(Image.open(path)) for path in paths]), normalize=True)

    def texts(given: Sequence[str]) -> Any:
        return net.encode_text(tokenizer(given), normalize=True)

    items = json.loads(Path(file).read_text())
    ways = {"1": (images, 1), "8": (images, 8)} if what == "images" else {"1": (texts, 1)}
    print(json.dumps({name: _timed(encode, items, size) for name, (encode, size) in ways.items()}))


@torch.inference_mode()
def _timed(encode: Callable[[Sequence[str]], Any], items: Sequence[str], size: int) -> dict[str, Any]:
    batches = [items[at : at + size] for at in range(0, len(items), size)]
    for batch in batches[:_WARM]:
        encode(batch)
    begin, used, took = time.perf_counter(), time.process_time(), []
    for batch in batches:
        since = time.perf_counter()
        encode(batch).numpy()
        took.append((time.perf_counter() - since) * 1e3)
    return {"seconds": time.perf_counter() - begin, "cpu": time.process_time() - used, "ms": took, "items": len(items)}


if __name__ == "__main__":
    main()
