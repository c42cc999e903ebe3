"""Whatever goes wrong is a problem with a status, a type and the request's id, and counted without a word of input."""

import inspect
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from embedder import errors, problems
from embedder.errors import AllItemsFailed, CannotStart, EmbedderError, FailedItem, Reason, TableUnavailable
from embedder.schemas import PIXELS
from embedder.settings import EmbedderSettings
from tests.unit.embedder.stub_app import assert_problem, with_stub


class TestProblems:
    def test_a_fault_of_ours_is_a_problem_that_says_nothing_of_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        async def story(client: httpx.AsyncClient, app: FastAPI) -> None:
            def broken(*_: Any) -> None:
                raise ZeroDivisionError("secret")

            monkeypatch.setattr(app.state.readiness.service(), "texts", broken)
            answer = await client.post("/embed/text", json={"texts": ["a"]})
            assert_problem(answer, 500, "about:blank")
            assert "secret" not in answer.text

        with_stub(story)

    @pytest.mark.parametrize("offered", ["sound-id.1_2", "short", "x" * 65, "with space", "line\\nbreak", "ünsound-id"])
    def test_a_clients_request_id_is_kept_only_when_it_is_sound(self, offered: str) -> None:
        async def story(client: httpx.AsyncClient, _: FastAPI) -> None:
            answer = await client.get("/healthz", headers=[(b"X-Request-ID", offered.encode("latin-1"))])
            kept = answer.headers["x-request-id"] == offered
            assert kept is (offered == "sound-id.1_2")

        with_stub(story)

    def test_every_error_has_a_status_and_the_drawn_tree_is_true(self) -> None:
        def all_of(cls: type[EmbedderError]) -> list[type[EmbedderError]]:
            return [cls, *(one for sub in cls.__subclasses__() for one in all_of(sub))]

        drawn = [line.lstrip("│├└─ ") for line in (inspect.getdoc(errors) or "").splitlines()[2:]]
        assert sorted(drawn) == sorted(cls.__name__ for cls in all_of(EmbedderError))
        for cls in all_of(EmbedderError):
            expected_500 = cls in (EmbedderError, CannotStart, TableUnavailable)
            assert (problems.status_of(cls) == 500) is expected_500
            assert cls.__doc__

    def test_the_model_failing_on_everything_is_a_500_and_bad_input_a_422(self) -> None:
        assert AllItemsFailed([FailedItem(0, Reason.MODEL_FAILED, "x")]).ours
        assert not AllItemsFailed([FailedItem(0, Reason.CORRUPT, "x"), FailedItem(1, Reason.EMPTY, "x")]).ours

    def test_the_counts_use_the_routes_template_and_no_input(self) -> None:
        async def story(client: httpx.AsyncClient, _: FastAPI) -> None:
            await client.get("/private-name")
            await client.get("/readyz")
            await client.post("/embed/image", content=bytes(10), headers={"Content-Type": PIXELS})
            page = (await client.get("/metrics")).text
            assert 'embedder_requests_total{method="GET",route="unmatched",status="404"} 1.0' in page
            assert 'embedder_requests_total{method="POST",route="/embed/image",status="422"} 1.0' in page
            assert 'embedder_rejected_total{reason="request-invalid"} 1.0' in page
            assert "private-name" not in page
            assert "embedder_ready 1.0" in page
            assert f"embedder_queue_limit {EmbedderSettings().embed_queue_limit:.1f}" in page
            assert 'route="/readyz"' not in page, "probes are nobody's requests"

        with_stub(story)
