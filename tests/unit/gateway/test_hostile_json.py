"""JSON that once made a layer below fail: refused as malformed, never a fault and never echoed."""

import json

import pytest
from starlette.testclient import TestClient

from gateway.errors import MalformedJson
from gateway.strict_json import strict_json

DEEP = "[" * 21 + "]" * 21
MALFORMED: dict[str, bytes] = {
    "NaN": b'{"number": NaN}',
    "Infinity": b'{"number": Infinity}',
    "minus Infinity": b'{"number": -Infinity}',
    "1e999": b'{"number": 1e999}',
    "-1e999": b'{"number": -1e999}',
    "2^63": b'{"count": 9223372036854775808}',
    "-2^63-1": b'{"count": -9223372036854775809}',
    "10^40": b'{"count": 1' + b"0" * 40 + b"}",
    "5000 digits": b'{"count": ' + b"9" * 5000 + b"}",
    "21 levels of lists": DEEP.encode(),
    "21 levels of objects": b'{"a":' * 21 + b"1" + b"}" * 21,
    "900 levels": b'{"text":' + b"[" * 900 + b"]" * 900 + b"}",
    "30000 levels": b"[" * 30_000 + b"]" * 30_000,
    "60000 opened": b"[" * 60_000,
    "brackets after a text with brackets": b'["]]]]' + b"\\\\" + b'",' + b"[" * 21 + b"]" * 21 + b"]",
    "name twice": b'{"text": "a", "text": "b"}',
    "name twice, once escaped": b'{"text": "a", "te\\u0078t": "b"}',
    "NUL in a text": b'{"text": "a\\u0000b"}',
    "NUL in a name": b'{"a\\u0000": 1}',
    "raw NUL": b'{"text": "a\x00b"}',
    "raw line break": b'{"text": "a\nb"}',
    "lone high surrogate": b'{"text": "\\ud800"}',
    "lone low surrogate": b'{"text": "\\udc00"}',
    "surrogates in the wrong order": b'{"text": "\\udc00\\ud800"}',
    "lone surrogate in a list": b'{"many": ["\\ud800"]}',
    "lone surrogate in a name": b'{"\\ud800": 1}',
    "raw surrogate": b'{"text": "\xed\xa0\x80"}',
    "not UTF-8": b'{"text": "\xff"}',
    "overlong": b'{"text": "\xc0\xae"}',
    "latin-1": '{"text": "é"}'.encode("latin-1"),
    "UTF-16": '{"text": "a"}'.encode("utf-16"),
    "UTF-16 without a mark": '{"text": "a"}'.encode("utf-16-le"),
    "UTF-32": '{"text": "a"}'.encode("utf-32"),
    "byte order mark": b'\xef\xbb\xbf{"text": "a"}',
    "trailing comma": b'{"text": "a",}',
    "two documents": b"{} {}",
    "comment": b"{} // x",
    "single quotes": b"{'text': 'a'}",
    "bare word": b"text",
    "blank": b"   ",
    "leading zero": b'{"count": 01}',
    "hexadecimal": b'{"count": 0x1}',
    "plus": b'{"count": +1}',
    "cut": b'{"text": "a',
    "control character": b'{"text": "\x1b[31m"}',
}
INVALID: dict[str, object] = {
    "unknown field": {"unknown": 1},
    "text for a number": {"number": "1"},
    "bool for a number": {"number": True},
    "bool for an integer": {"count": True},
    "float for an integer": {"count": 1.0},
    "text for a bool": {"flag": "true"},
    "number for a bool": {"flag": 1},
    "number for a text": {"text": 1},
    "null for a text": {"text": None},
    "object for a list": {"many": {}},
    "number in a list of texts": {"many": [1]},
    "number for a date": {"at": 0},
    "date without an offset": {"at": "2026-01-01T00:00:00"},
    "February 30": {"at": "2026-02-30T00:00:00Z"},
    "number for a UUID": {"id": 1},
    "UUID without dashes": {"id": "0b0f6f0e7d6f4a598f6d2f4a8e0a1b11"},
    "UUID in braces": {"id": "{0b0f6f0e-7d6f-4a59-8f6d-2f4a8e0a1b11}"},
    "unknown role": {"role": "root"},
    "escape character": {"text": "\x1b[31m"},
    "C1 character": {"text": "\x85"},
    "control character in a list": {"many": ["\x07"]},
    "a list": [],
    "a text": "text",
    "a number": 1,
    "null": None,
}


@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED.keys())
def test_malformed_json_is_400(client: TestClient, body: bytes) -> None:
    answer = client.post("/api/open/echo", content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["type"]) == (400, "/problems/malformed-json")


@pytest.mark.parametrize("body", INVALID.values(), ids=INVALID.keys())
def test_json_of_another_form_is_422(client: TestClient, body: object) -> None:
    answer = client.post("/api/open/echo", content=json.dumps(body), headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/validation-failed")


def test_an_empty_body_is_422(client: TestClient) -> None:
    assert client.post("/api/open/echo").status_code == 422


class TestGoodJson:
    def test_arrives_as_it_was_meant(self, client: TestClient) -> None:
        body = {
            "text": "naïve 😀 \t\n",
            "number": -1e-400,
            "count": -(2**63),
            "flag": True,
            "id": "0b0f6f0e-7d6f-4a59-8f6d-2f4a8e0a1b11",
            "at": "2026-01-01T00:00:00+02:00",
            "role": "editor",
            "many": ["]]]]", "[[[["],
        }
        answer = client.post("/api/open/echo", json=body)
        assert answer.status_code == 200
        assert answer.json() == body | {"number": 0.0}

    @pytest.mark.parametrize("media_type", ["application/json; charset=utf-8", "Application/JSON", "application/json;"])
    def test_may_be_declared_in_these_ways(self, client: TestClient, media_type: str) -> None:
        answer = client.post("/api/open/echo", content=b"{}", headers={"Content-Type": media_type})
        assert answer.status_code == 200

    def test_may_be_twenty_levels_deep(self) -> None:
        assert strict_json(("[" * 20 + "]" * 20).encode()) == json.loads("[" * 20 + "]" * 20)

    def test_may_hold_many_brackets_in_texts_and_side_by_side(self) -> None:
        value = ["[" * 50, '"[', "\\", [], {}, *([[]] * 50)]
        assert strict_json(json.dumps(value).encode()) == value

    def test_may_spell_an_emoji_as_two_escapes(self) -> None:
        assert strict_json(b'"\\ud83d\\ude00"') == "😀"

    def test_says_what_is_wrong_without_repeating_it(self) -> None:
        with pytest.raises(MalformedJson) as refused:
            strict_json(b'{"canary": canary}')
        assert "canary" not in str(refused.value)


@pytest.mark.parametrize(
    "media_type",
    [None, "", "text/plain", "application/xml", "multipart/form-data; boundary=x", "application/json; charset=utf-16"],
)
def test_a_body_of_another_media_type_is_415(client: TestClient, media_type: str | None) -> None:
    headers = {} if media_type is None else {"Content-Type": media_type}
    answer = client.post("/api/open/echo", content=b"{}", headers=headers)
    assert (answer.status_code, answer.json()["type"]) == (415, "/problems/media-type-unsupported")


class TestAForm:
    def test_is_taken(self, client: TestClient) -> None:
        assert client.post("/api/open/form", files={"file": ("a.png", b"12345")}).json() == 5

    @pytest.mark.parametrize("media_type", ["application/json", "multipart/form-data-not", "text/plain"])
    def test_of_another_media_type_is_415(self, client: TestClient, media_type: str) -> None:
        answer = client.post("/api/open/form", content=b"{}", headers={"Content-Type": media_type})
        assert answer.status_code == 415

    @pytest.mark.parametrize(
        ("media_type", "body"),
        [
            ("multipart/form-data", b"--x--"),
            ("multipart/form-data; boundary=x", b"nothing"),
            ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data\r\n\r\nx\r\n--x--\r\n"),
            ("multipart/form-data; boundary=" + "x" * 5000, b"--x--"),
            (
                "multipart/form-data; boundary=x",
                b'--x\r\nContent-Disposition: form-data; name="\xff"\r\n\r\n--x--',
            ),
            ("application/x-www-form-urlencoded", b"file=x"),
            ("application/x-www-form-urlencoded", b"%ff=%00"),
        ],
    )
    def test_out_of_form_is_the_clients_fault(self, client: TestClient, media_type: str, body: bytes) -> None:
        answer = client.post("/api/open/form", content=body, headers={"Content-Type": media_type})
        assert answer.status_code in {400, 422}
        assert answer.headers["Content-Type"] == "application/problem+json"

    def test_of_very_many_parts_is_refused(self, client: TestClient) -> None:
        parts = b"".join(b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n' for _ in range(1100))
        headers = {"Content-Type": "multipart/form-data; boundary=x"}
        answer = client.post("/api/open/form", content=parts + b"--x--\r\n", headers=headers)
        assert answer.status_code in {400, 413}
