"""The benches of the embedding service: answers are read whole, texts are new, quotients are of one round."""

import json
from collections import Counter

import pytest

from tests.bench.embed_requests import Texts, form, ready, words
from tests.bench.embed_rounds import Round, quotient
from tests.bench.embed_service import Unusable, check_version
from tests.bench.generator import Outcome
from tests.bench.wire import Address, Answer, AnswerReader

_TO = Address("127.0.0.1", 8200)
_BUSY = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 7\r\nContent-Length: 4\r\n\r\nfull"
_GOOD = b"HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nyes"


def test_an_answer_is_told_once_its_last_byte_is_there() -> None:
    reader = AnswerReader()
    pieces = [_BUSY[at : at + 5] for at in range(0, len(_BUSY), 5)]
    assert [reader.feed(piece) for piece in pieces[:-1]] == [None] * (len(pieces) - 1)
    assert reader.feed(pieces[-1]) == Answer(503, 7, b"full")
    assert reader.feed(_GOOD) == Answer(200, None, b"yes")


def test_no_text_comes_twice() -> None:
    texts = Texts()
    taken = [*texts.take(3_000), *texts.take(3_000)]
    assert len(set(taken)) == 6_000
    assert {len(text.split()) for text in taken} == {6}


def test_requests_are_whole() -> None:
    for request, told in (
        (ready(_TO, bytes(2 * 150_528), priority="batch"), b"X-Image-Count: 2"),
        (form(_TO, [b"one", b"two"]), b"multipart/form-data"),
        (words(_TO, ["a boat"]), b"application/json"),
    ):
        head, _, body = request.partition(b"\r\n\r\n")
        assert f"Content-Length: {len(body)}".encode() in head
        assert told in head
    assert json.loads(words(_TO, ["a boat"]).partition(b"\r\n\r\n")[2]) == {"texts": ["a boat"]}


def test_a_quotient_is_of_one_round_and_then_the_middle_one() -> None:
    ours, theirs = [_round(10.0), _round(30.0), _round(8.0)], [_round(5.0), _round(10.0), _round(8.0)]
    assert quotient({"ours": ours, "theirs": theirs}, "ours", "theirs") == 2.0


@pytest.mark.parametrize(
    ("backend", "version"),
    [(("torch", "fp32"), "0123456789ab-pad"), (("openvino", "int8"), "0123456789ab-crop-openvino-int8")],
)
def test_a_service_with_another_backend_is_not_measured(backend: tuple[str, str], version: str) -> None:
    check_version(backend, version)
    with pytest.raises(Unusable):
        check_version(("openvino", "fp32"), version)


def _round(per_second: float) -> Round:
    outcome = Outcome([1.0], statuses=Counter({200: 1}), seconds=1 / per_second, cpu_s=0.0)
    return Round.of(outcome, cpu_s=0.1, items=1)
