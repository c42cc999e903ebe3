"""Named tokens and Authorization headers that must all be refused alike. `hostile_tokens(forge)` is the whole bank.

Where a rule about claims or headers is the point, the token is validly signed with a trusted key.
"""

from collections.abc import Iterator

from tests.token_bank import claims, shapes
from tests.token_bank.forge import Forge

Headers = list[tuple[str, str]]


def hostile_tokens(forge: Forge) -> dict[str, str]:
    """Every token of the bank by its name."""
    bank: dict[str, str] = {}
    for section in (shapes.shapes, shapes.signatures, shapes.algorithms, claims.headers, claims.claims, claims.times):
        for name, token in section(forge):
            assert name not in bank, name
            bank[name] = token
    return bank


def hostile_headers(forge: Forge) -> dict[str, Headers]:
    """Ways to present even a good token that do not count, as lists of raw headers (an empty one: no header)."""
    return dict(_headers(forge))


def _headers(forge: Forge) -> Iterator[tuple[str, Headers]]:
    good = forge.token()
    yield "no header", []
    yield "empty header", [("Authorization", "")]
    yield "scheme alone", [("Authorization", "Bearer")]
    yield "scheme and a space", [("Authorization", "Bearer ")]
    yield "no scheme", [("Authorization", good)]
    yield "two headers, both good", [("Authorization", f"Bearer {good}"), ("Authorization", f"Bearer {good}")]
    yield "two headers, one empty", [("Authorization", f"Bearer {good}"), ("Authorization", "")]
    yield "two tokens in one header", [("Authorization", f"Bearer {good}, Bearer {good}")]
    yield "basic", [("Authorization", "Basic YWRtaW46YWRtaW4=")]
    yield "token scheme", [("Authorization", f"Token {good}")]
    yield "two spaces", [("Authorization", f"Bearer  {good}")]
    yield "tab for space", [("Authorization", f"Bearer\t{good}")]
    yield "quoted", [("Authorization", f'Bearer "{good}"')]
    yield "in a cookie", [("Cookie", f"access_token={good}; Authorization=Bearer {good}")]
    yield "in another header", [("X-Authorization", f"Bearer {good}")]
    yield "as an api key", [("X-API-Key", good)]
    yield "proxy header", [("Proxy-Authorization", f"Bearer {good}")]
    yield "tenant by header", [("X-Tenant-Id", str(forge.tenant_id)), ("X-User-Id", str(forge.user_id))]
