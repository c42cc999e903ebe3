"""How many of the true ten nearest the graph finds: the same questions with and without `exact`."""

import http.client
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from tests.bench.bench_stack import BenchStack
from tests.bench.population import Drawn
from tests.bench.questions import FILTER, LIMIT

_MOST: Final = 200


def recalls(stack: BenchStack, drawn: Sequence[Drawn], *, most: int) -> Iterator[str]:
    """Lines with the recall without and with a filter."""
    asked = drawn[:: max(1, len(drawn) // min(most, _MOST))]
    for name, options in (("", {}), (", tag and date", {"filter": FILTER})):
        share = _recall(stack, asked, options)
        print_as = f"recall@{LIMIT} by id{name}, {len(drawn):,} images, {len(asked)} questions"
        yield f"{print_as}: {share:.4f}"


def _recall(stack: BenchStack, asked: Sequence[Drawn], options: Mapping[str, Any]) -> float:
    address = stack.address("API_PUBLIC_URL")
    connection = http.client.HTTPConnection(address.host, address.port, timeout=30)
    headers = {"Authorization": f"Bearer {stack.token()}", "Content-Type": "application/json"}
    found = wanted = 0

    def hits(image_id: str, *, exact: bool) -> set[str]:
        body = json.dumps({"image_id": image_id, "limit": LIMIT, "exact": exact, "include_payload": False, **options})
        connection.request("POST", "/api/search/similar", body, headers)
        return {hit["image_id"] for hit in json.loads(connection.getresponse().read())["hits"]}

    for one in asked:
        true = hits(one.image.image_id, exact=True)
        found += len(true & hits(one.image.image_id, exact=False))
        wanted += len(true)
    connection.close()
    return found / max(1, wanted)
