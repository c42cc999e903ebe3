"""`python -m embedder.training`: draws, trains and saves the weights; `embedder.training.evaluate` scores them."""

import argparse
import hashlib
import time
from pathlib import Path

import torch

from embedder.pixels import mean_colour
from embedder.training.batches import words_of
from embedder.training.cache import fingerprint, open_cache
from embedder.training.loop import Run, Stage, train
from embedder.training.tiny import FOLDER, MEAN, WEIGHTS, save_half

# Some 8, 7 and 8 minutes on two free cores at 2.3 GHz, by the time of single steps; drawing takes 3 before that.
STAGES = (
    Stage(side=96, batch=96, steps=600, peak=3e-3, half=False),
    Stage(side=224, batch=64, steps=120, peak=1e-3, half=True),
    Stage(side=224, batch=64, steps=150, peak=1e-3, half=True),
)


def main() -> None:
    """Train as the shipped weights were trained; `--quick` is for a look at the machinery."""
    parser = argparse.ArgumentParser(prog="python -m embedder.training", description=__doc__)
    parser.add_argument("--out", type=Path, default=FOLDER / WEIGHTS, help="where the weights go")
    parser.add_argument(
        "--work",
        type=Path,
        default=Path(".local/training"),
        help="drawn pictures and checkpoints; a broken run goes on",
    )
    parser.add_argument("--pictures", type=int, default=16_384, help="how many to draw")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--quick", type=int, default=1, metavar="N", help="divide the steps by N")
    options = parser.parse_args()
    started = time.monotonic()
    torch.set_num_threads(options.threads)
    cache = open_cache(options.work / "pictures", options.pictures, mean_colour(MEAN), options.threads)
    stages = tuple(Stage(s.side, s.batch, max(1, s.steps // options.quick), s.peak, s.half) for s in STAGES)
    # A run goes on only from checkpoints of the very same run.
    identity = hashlib.sha256(repr((stages, options.seed, options.pictures, fingerprint())).encode()).hexdigest()
    checkpoints = options.work / f"checkpoints-{identity[:12]}"
    state = train(Run(stages, options.seed, checkpoints), cache, words_of(cache))
    save_half(state, options.out)
    size = options.out.stat().st_size / 1e6
    print(f"{options.out}: {size:.1f} MB after {(time.monotonic() - started) / 60:.1f} minutes")


if __name__ == "__main__":
    main()
