"""What the catalog says to the embedder beside the question: whose words they are, and how long it waits."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import UUID

import httpx
import numpy as np
import pytest

from catalog.adapters.embedder_http import HttpEmbedder
from catalog.embeddings.model import ModelFacts, Preprocess, PreprocessMode
from catalog.embeddings.ports import Urgency
from catalog.errors import EmbedderUnavailable
from catalog.tenancy import job_scope

ACME, GLOBEX = job_scope(UUID(int=1)), job_scope(UUID(int=2))
VECTOR = np.array([1, 0], "<f4").tobytes()
FACTS = {"X-Dimension": "2", "X-Model-Name": "stub", "X-Model-Version": "0123456789ab-pad"}


@dataclass
class Asked:
    """An embedder that keeps the requests it was sent, and answers each with `status`."""

    status: int = 200
    requests: list[httpx.Request] = field(default_factory=list)

    def answer(self, request: httpx.Request) -> httpx.Response:
        """One vector."""
        self.requests.append(request)
        return httpx.Response(self.status, headers=FACTS, content=VECTOR)

    def header(self, name: str) -> list[str | None]:
        """What each request said under that name."""
        return [request.headers.get(name) for request in self.requests]


@contextmanager
def asking(asked: Asked, timeout: httpx.Timeout) -> Iterator[HttpEmbedder]:
    with httpx.Client(
        base_url="http://embedder", timeout=timeout, transport=httpx.MockTransport(asked.answer)
    ) as client:
        yield HttpEmbedder(client)


def test_a_tenants_words_have_a_partition_of_their_own_that_does_not_name_it() -> None:
    asked = Asked()
    with asking(asked, httpx.Timeout(8)) as embedder:
        for scope in (ACME, GLOBEX, ACME):
            embedder.embed_text(scope, "a red circle")
    first, second, third = asked.header("X-Cache-Partition")
    assert first == third != second
    assert first is not None
    assert len(first) == 32
    assert ACME.tenant_id.hex not in first


def test_words_that_are_nobodys_and_pixels_have_no_partition() -> None:
    asked = Asked()
    with asking(asked, httpx.Timeout(8)) as embedder:
        embedder.embed_texts(["a"], urgency=Urgency.BATCH)
        embedder.embed_pixels([b"pixels"], urgency=Urgency.BATCH)
    assert asked.header("X-Cache-Partition") == [None, None]


def test_every_call_says_how_long_its_answer_is_waited_for() -> None:
    asked = Asked()
    with asking(asked, httpx.Timeout(2.5, connect=1)) as embedder:
        embedder.embed_text(ACME, "a")
        embedder.embed_texts(["a"], urgency=Urgency.BATCH)
        embedder.embed_pixels([b"pixels"], urgency=Urgency.INTERACTIVE)
    assert asked.header("X-Timeout-Ms") == ["2500", "2500", "2500"]


def test_without_a_limit_none_is_said() -> None:
    asked = Asked()
    with asking(asked, httpx.Timeout(None)) as embedder:
        embedder.embed_text(ACME, "a")
    assert asked.header("X-Timeout-Ms") == [None]


def test_an_answer_that_came_too_late_can_be_asked_for_again() -> None:
    with asking(Asked(504), httpx.Timeout(8)) as embedder, pytest.raises(EmbedderUnavailable) as refused:
        embedder.embed_text(ACME, "a")
    assert refused.value.retry_after_s >= 1


def told(mode: str) -> httpx.Response:
    """What GET /model says of a model that wants pictures so."""
    preprocess = {"mode": mode, "mean": [0.5, 0.4, 0.3], "std": [0.25] * 3, "interpolation": "bicubic"}
    body = {
        "model_name": "x",
        "model_version": f"v-{mode}",
        "dimension": 2,
        "image_size": 224,
        "preprocess": preprocess,
    }
    return httpx.Response(200, json=body)


@pytest.mark.parametrize("mode", PreprocessMode)
def test_how_the_model_wants_pictures_is_taken_over(mode: PreprocessMode) -> None:
    with httpx.Client(base_url="http://embedder", transport=httpx.MockTransport(lambda _: told(mode))) as client:
        facts = HttpEmbedder(client).model()
    assert facts == ModelFacts("x", f"v-{mode}", 2, Preprocess(mode, (128, 102, 76)))


def test_a_way_that_is_not_known_is_refused() -> None:
    with (
        httpx.Client(base_url="http://embedder", transport=httpx.MockTransport(lambda _: told("squash"))) as client,
        pytest.raises(EmbedderUnavailable, match="not known"),
    ):
        HttpEmbedder(client).model()
