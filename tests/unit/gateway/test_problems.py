"""Every error on the wire: its form, its status, and that it says nothing it should not."""

import re

import pytest
from starlette.testclient import TestClient

from catalog import errors
from gateway.errors import FieldError, TooManyAttempts, ValidationFailed
from gateway.problems import answer_for, problem_of

MEMBERS = {"type", "title", "status", "detail", "instance", "request_id"}


class TestAnErrorOfTheCatalog:
    @pytest.mark.parametrize(
        ("name", "status", "slug"),
        [
            ("ImageNotFound", 404, "image-not-found"),
            ("ForeignKey", 403, "foreign-key"),
            ("CursorInvalid", 400, "cursor-invalid"),
            ("FilterInvalid", 422, "filter-invalid"),
            ("TooLarge", 413, "too-large"),
            ("UploadMissing", 404, "upload-missing"),
            ("EmbedderUnavailable", 503, "embedder-unavailable"),
        ],
    )
    def test_has_its_status_and_name(self, client: TestClient, name: str, status: int, slug: str) -> None:
        answer = client.get(f"/api/open/fail/{name}")
        assert answer.status_code == status
        assert answer.headers["Content-Type"] == "application/problem+json"
        body = answer.json()
        assert body.keys() == MEMBERS
        assert (body["type"], body["status"]) == (f"/problems/{slug}", status)
        assert body["title"] == getattr(errors, name).__doc__
        assert body["request_id"] == answer.headers["X-Request-ID"]
        assert body["instance"].endswith(body["request_id"])

    @pytest.mark.parametrize("name", ["ImageNotFound", "ForeignKey", "NotAuthentic", "IndexUnavailable"])
    def test_that_may_know_secrets_says_its_title_only(self, client: TestClient, name: str) -> None:
        assert "a-secret" not in client.get(f"/api/open/fail/{name}").text

    def test_with_half_a_surrogate_in_its_words_is_still_answered(self, client: TestClient) -> None:
        assert client.get("/api/open/fail/QueryInvalid").json()["detail"] == "words with \ufffd and a-secret"

    def test_that_is_a_rejection_has_its_reason(self, client: TestClient) -> None:
        body = client.get("/api/open/fail/rejected").json()
        assert (body["status"], body["reason"], body["detail"]) == (422, "corrupt", "the data ends early")

    def test_that_will_pass_says_when_to_come_back(self, client: TestClient) -> None:
        assert client.get("/api/open/fail/IndexUnavailable").headers["Retry-After"] == "2"


class TestAFaultOfOurs:
    @pytest.mark.parametrize("name", ["anything", "CatalogError"])
    def test_says_nothing_but_is_logged(
        self, client: TestClient, capsys: pytest.CaptureFixture[str], name: str
    ) -> None:
        answer = client.get(f"/api/open/fail/{name}")
        assert (answer.status_code, answer.json()["type"]) == (500, "/problems/server-fault")
        assert "a-secret" not in answer.text
        assert "a-secret" in capsys.readouterr().out

    def test_has_the_security_headers_too(self, client: TestClient) -> None:
        answer = client.get("/api/open/fail/anything")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["X-Request-ID"] == answer.json()["request_id"]


class TestAValidationError:
    def test_names_each_place_and_repeats_no_input(self, client: TestClient) -> None:
        body = {"text": 1, "id": "canary-1", "role": "canary-2", "at": "canary-3", "flag": "canary-4", "x": "canary-5"}
        answer = client.post("/api/open/echo", json=body)
        assert answer.status_code == 422
        assert "canary" not in answer.text
        assert {tuple(one["loc"]) for one in answer.json()["errors"]} == {("body", name) for name in body}

    def test_does_not_show_a_name_that_cannot_be_shown(self, client: TestClient) -> None:
        answer = client.post("/api/open/echo", json={"<script>": 1, "y" * 5000: 1})
        assert "script" not in answer.text
        assert "yyy" not in answer.text

    def test_lists_at_most_twenty_places(self, client: TestClient) -> None:
        answer = client.post("/api/open/echo", json={f"f{number}": 1 for number in range(500)})
        assert len(answer.json()["errors"]) == 20

    @pytest.mark.parametrize("path", ["not-a-uuid", "canary", "0" * 36])
    def test_of_a_path_repeats_no_input(self, client: TestClient, path: str) -> None:
        answer = client.get(f"/api/open/items/{path}")
        assert (answer.status_code, answer.json()["errors"][0]["loc"]) == (422, ["path", "item_id"])
        assert path not in answer.text


class TestTheForm:
    def test_of_retry_after_is_whole_seconds_and_never_none(self) -> None:
        assert problem_of(TooManyAttempts(0.2)).headers == {"Retry-After": "1"}
        assert problem_of(errors.Unavailable(retry_after_s=2.1)).headers == {"Retry-After": "3"}

    def test_of_a_detail_is_bounded(self) -> None:
        assert len(problem_of(errors.QueryInvalid("x" * 10_000)).detail) == 300

    def test_survives_any_text_in_any_place(self) -> None:
        failed = ValidationFailed([FieldError(("body", 1), "words")])
        assert re.search(rb'"errors":\[\{"loc":\["body",1\],"msg":"words"\}\]', answer_for(problem_of(failed)).body)
