"""Writes the seed set: the files, and truth.json with all that is known of them."""

import hashlib
import json
from pathlib import Path
from typing import Any

from deploy.seed.files import shown_size
from deploy.seed.model import SeedFile, SeedSet

TRUTH = "truth.json"


def write(seed_set: SeedSet, folder: Path) -> Path:
    """Put every file below the folder; the path of truth.json."""
    for file in seed_set.files:
        path = folder / file.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.data)
    truth = folder / TRUTH
    truth.write_text(json.dumps(truth_of(seed_set), indent=1, ensure_ascii=False, sort_keys=True) + "\n", "utf-8")
    return truth


def truth_of(seed_set: SeedSet) -> dict[str, Any]:
    """The truth as JSON values. A file is named by its path below the folder; nothing but the planted is claimed."""
    return {
        "files": [_file(file) for file in seed_set.files],
        "groups": [
            {"tier": g.tier, "keeper": g.keeper, "members": g.members, "edits": g.edits, "hamming": g.hamming}
            for g in seed_set.groups
        ],
        "anomalies": [{"name": anomaly.name, "kind": anomaly.kind} for anomaly in seed_set.anomalies],
        "queries": [
            {
                "text": query.text,
                "claims": sorted(query.claims),
                "relevant": [file.name for file in seed_set.files if query.claims <= file.drawn.facts],
            }
            for query in seed_set.queries
        ],
    }


def _file(file: SeedFile) -> dict[str, Any]:
    width, height = shown_size(file.data)
    return {
        "name": file.name,
        "sha256": hashlib.sha256(file.data).hexdigest(),
        "bytes": len(file.data),
        "format": file.form,
        "width": width,
        "height": height,
        "dataset_id": file.drawn.dataset,
        "category_id": file.drawn.category,
        "caption": file.drawn.caption,
        "attributes": file.drawn.attributes,
        "tags": list(file.drawn.tags),
        "created_at": file.drawn.created_at.isoformat().replace("+00:00", "Z"),
    }
