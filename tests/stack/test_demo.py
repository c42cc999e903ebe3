"""The demo's own path on a smaller seed set: what it promises to find is found."""

from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from deploy.demo.anomalies import score
from deploy.demo.client import Client
from deploy.demo.duplicates import detect
from deploy.demo.questions import Asker
from deploy.demo.truth import read_truth
from deploy.demo.uploading import upload_all
from deploy.seed.assembly import SMALLEST, assemble
from deploy.seed.truth import write
from tests.stack.api.founder import Founder
from tests.stack.plugin import RunningStack

# Of the right pictures that could be among the first ten. The words' share is far above what chance would give
# (about one in twenty) and below what the model card says, because this set is small.
PROMISED = {"text": 0.6, "image": 0.9, "file": 0.9, "text + filter": 0.6}
# Of planted pairs that share a group. Two of the tiers are planted few times here.
DETECTED = {"T1": 0.5, "T2": 0.9, "T3": 0.5}
# Of the landscapes that are none, among the ten oddest.
ODD = 0.6


@pytest.mark.timeout(600)
def test_the_demo_finds_what_it_promises(stack: RunningStack, founder: Founder, tmp_path: Path) -> None:
    write(assemble(SMALLEST), tmp_path)
    truth = read_truth(tmp_path / "truth.json")
    editor = founder.found().editor
    with closing(Client(stack.gateway, editor.username, editor.password)) as client:
        uploaded = upload_all(client, tmp_path, truth.pictures)
        ids = {name: image.image_id for name, image in uploaded.images.items()}
        answers = list(Asker(client, truth, ids, tmp_path).ask_all())
        detected = detect(client, truth.groups, ids)
        scored = {one.dataset: one for one in score(client, truth, ids)}
    same_bytes = sum(len(group.members) - 1 for group in truth.groups if group.tier == "T0")
    assert uploaded.statuses == Counter({201: len(truth.pictures) - same_bytes, 200: same_bytes})

    found: Counter[str] = Counter()
    possible: Counter[str] = Counter()
    for answer in answers:
        found[answer.kind] += answer.found
        possible[answer.kind] += answer.possible
    shares = {kind: found[kind] / possible[kind] for kind in PROMISED}
    print(shares)
    assert {kind: share for kind, share in shares.items() if share < PROMISED[kind]} == {}
    print({tier: str(share) for tier, share in detected.recall.items()})
    for tier, least in DETECTED.items():
        assert detected.recall[tier].right >= least * detected.recall[tier].of > 0
    assert detected.freed.resolved > 0
    print({dataset or "all": str(one.planted_first) for dataset, one in scored.items()})
    assert set(scored) == {*truth.datasets, None}
    assert scored["landscapes"].planted_first.right >= ODD * scored["landscapes"].planted_first.of > 0
