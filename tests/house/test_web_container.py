"""The web container serves the app as the gateway does: the same headers, and room for the address of the API."""

import re
from pathlib import Path

import pytest
from starlette.responses import Response
from starlette.testclient import TestClient

from gateway.guards.recorder import Recorder
from gateway.web.headers import page_headers

REPOSITORY = Path(__file__).parents[2]
CONTAINER = REPOSITORY / "deploy" / "web"
SITE = (CONTAINER / "site.conf.template").read_text()


def gateway_headers(api: str) -> dict[str, str]:
    """What the gateway adds to a page, in small letters: what every answer has, and what is the app's own."""
    told = TestClient(Recorder(Response(headers=page_headers(api, "")), https=False)).get("/").headers
    return {
        name: value for name, value in told.items() if name not in {"cache-control", "content-length", "x-request-id"}
    }


def nginx_headers(api_origin: str) -> dict[str, str]:
    """What nginx adds to a page, with the variable that its map makes."""
    told = (CONTAINER / "page_headers.conf").read_text().replace("$api_origin", api_origin and f" {api_origin}")
    added = re.findall(r'^add_header (\S+) (?:"([^"]*)"|(\S+)) always;$', told, re.M)
    assert len(added) == told.count("\nadd_header ")
    return {name.lower(): quoted or bare for name, quoted, bare in added}


@pytest.mark.parametrize("api", ["", "https://api.test:8443"])
def test_nginx_says_what_the_gateway_says(api: str) -> None:
    elsewhere = api or "https://nowhere.test"
    said = gateway_headers(elsewhere)
    expected = said if api else {name: value.replace(f" {elsewhere}", "") for name, value in said.items()}
    assert nginx_headers(api) == expected
    assert len(expected) == 7


def test_every_file_of_the_app_is_sent_with_them() -> None:
    for place in ("/assets/", "/"):
        block = SITE.split(f"    location {place} {{\n", 1)[1].split("\n    }", 1)[0]
        assert "include /etc/nginx/page_headers.conf;" in block
        assert "Cache-Control" in block


def test_the_address_of_the_api_is_written_where_the_page_has_it() -> None:
    found = re.search(r"sub_filter '([^']*)' '([^']*)';", SITE)
    assert found is not None
    built, served = found.groups()
    assert built.replace('""', '"%VITE_API_BASE%"') in (REPOSITORY / "web/index.html").read_text()
    assert (REPOSITORY / "web/.env").read_text() == "VITE_API_BASE=\n", "the build leaves it empty"
    assert served == built.replace('""', '"${VITE_API_BASE}"')
