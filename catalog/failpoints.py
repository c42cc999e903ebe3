"""Named places where a test can make a process die: the crash tests arm them, production never looks.

A failpoint fires when FAILPOINT_DIR is set and holds a file of its name. The file is removed first: it fires once.
What is written in the file is the name of another signal than SIGKILL, SIGSTOP for instance.
"""

import os
import signal
from pathlib import Path
from typing import Final

INGEST: Final = (
    "ingest.after_read",
    "ingest.after_inspect",
    "ingest.after_original",
    "ingest.after_row",
    "ingest.after_embed",
    "ingest.after_upsert",
    "ingest.after_searchable",
    "ingest.after_staging_delete",
)
FINISH: Final = ("finish.after_claim", "finish.after_embed", "finish.after_upsert", "finish.after_searchable")
THUMBNAILS: Final = ("thumbnails.after_claim", "thumbnails.after_first", "thumbnails.after_all")
SWEEP: Final = (
    "sweep.after_claim",
    "sweep.after_candidates",
    "sweep.after_edges",
    "sweep.after_cursor",
    "sweep.after_probe",
    "sweep.before_groups",
    "sweep.after_groups",
)
PROBE: Final = (
    "probe.after_claim",
    "probe.after_edges",
    "probe.after_marks",
    "probe.after_cursor",
    "probe.after_groups",
)
REGROUP: Final = ("regroup.before_run",)
SCORE: Final = (
    "score.after_claim",
    "score.after_reading",
    "score.after_rows",
    "score.before_switch",
    "score.after_switch",
    "score.after_forgetting",
)
NEWCOMERS: Final = ("newcomers.after_claim", "newcomers.after_rows")
REBUILD: Final = ("rebuild.after_claim", "rebuild.after_embed", "rebuild.after_points", "rebuild.after_rows")
APPLY: Final = ("apply.after_claim", "apply.after_rows", "apply.after_points", "apply.after_chunk")
UNDO: Final = ("undo.after_claim", "undo.after_rows", "undo.after_points", "undo.after_chunk")
POINTS: Final = ("points.after_kept", "points.after_points")
PURGE: Final = ("purge.after_points", "purge.after_objects")


def failpoint(name: str) -> None:
    """Die here, as by kill -9, or stop here, if a test has armed this name."""
    folder = os.environ.get("FAILPOINT_DIR")
    if folder is None:
        return
    armed = Path(folder, name)
    try:
        told = armed.read_text()
    except FileNotFoundError:
        return
    armed.unlink(missing_ok=True)
    os.kill(os.getpid(), signal.Signals[told or "SIGKILL"])
