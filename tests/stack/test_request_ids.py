"""One id follows a request: from the client through the gateway and the embedder into the job that it asked for."""

import json
from typing import Any
from uuid import uuid4

from tests.stack.api.founder import Tenant
from tests.stack.api.person import wait_until
from tests.stack.api.pictures import picture
from tests.stack.plugin import RunningStack

SERVICES = ("gateway", "embedder", "worker-batch")


def lines(stack: RunningStack, service: str, request_id: str) -> list[dict[str, Any]]:
    """What the service has logged of the request, in the file that it writes and in the one before."""
    log = stack.layout.log(service)
    found = []
    for path in (log.with_name(f"{log.name}.1"), log):
        if path.exists():
            whole = path.read_text(errors="replace").split("\n")[:-1]  # the last one may still be in the writing
            found += [json.loads(line) for line in whole if request_id in line and line.startswith("{")]
    return [line for line in found if line.get("request_id") == request_id]


def test_one_id_is_in_the_logs_of_every_service_and_of_the_job(stack: RunningStack, tenant: Tenant) -> None:
    chosen = f"browser.{uuid4().hex}"
    person = tenant.editor
    files = {"file": ("a.png", picture(7), "image/png")}
    answer = person.send("POST", "/api/images", files=files, headers={"X-Request-ID": chosen})
    assert answer.status_code in (201, 202), answer.text
    assert answer.headers["X-Request-ID"] == chosen

    def said() -> set[tuple[str, str, str | None]]:
        """Who said what of which route or kind of job."""
        logged = [line for service in SERVICES for line in lines(stack, service, chosen)]
        return {(line["service"], line["event"], line.get("route") or line.get("kind")) for line in logged}

    wanted = {
        ("gateway", "request", "/api/images"),
        ("embedder", "request", "/embed/image"),
        ("worker-batch", "job", "make_thumbnails"),
    }
    wait_until(said, wanted.issubset)


def test_an_id_that_could_forge_a_line_is_in_no_log(stack: RunningStack, tenant: Tenant) -> None:
    forged = f'{uuid4().hex}","level":"error'
    answer = tenant.editor.send("GET", "/api/auth/me", headers={"X-Request-ID": forged})
    minted = answer.headers["X-Request-ID"]
    assert minted != forged
    wait_until(lambda: lines(stack, "gateway", minted), bool)
    assert forged[:32] not in stack.layout.log("gateway").read_text(errors="replace")
