"""imagededup on files: `python imagededup_pictures.py FOLDER FURTHEST`, in the peer's own environment."""

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType


def _without_torch() -> None:
    """Put empty packages in the place of those that would import a plotter and networks for another use."""
    spec = importlib.util.find_spec("imagededup")
    if spec is None or spec.origin is None:
        raise SystemExit("imagededup is not installed")
    for name in ("utils", "methods"):
        package = ModuleType(f"imagededup.{name}")
        package.__path__ = [str(Path(spec.origin).parent / name)]
        sys.modules[package.__name__] = package


def main() -> None:
    """Print the pairs of file names that PHash takes for duplicates."""
    folder, furthest = sys.argv[1], int(sys.argv[2])
    _without_torch()
    from imagededup.methods.hashing import PHash

    found = PHash(verbose=False).find_duplicates(
        image_dir=folder, max_distance_threshold=furthest, num_enc_workers=0, num_dist_workers=0
    )
    print(json.dumps(sorted({(min(one, other), max(one, other)) for one, near in found.items() for other in near})))


if __name__ == "__main__":
    main()
