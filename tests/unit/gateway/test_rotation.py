"""Keys and secrets are changed in steps during which nobody is logged out and no link goes dead."""

from collections.abc import Sequence
from itertools import pairwise
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import orjson
import pytest

from catalog.errors import CursorInvalid, ImageNotFound, NotAuthentic
from catalog.tenancy import TenantScope, caller_scope
from gateway.auth.issue import TokenIssuer
from gateway.auth.keys import private_key, public_keys
from gateway.auth.thumbnail_urls import ThumbnailUrls
from gateway.auth.tokens import TokenVerifier
from gateway.paging import Cursors, Listing
from gateway.signing import from_base64url
from tests.token_bank.forge import AUDIENCE, ISSUER, USER, Private, ec_key, private_pem, public_pem, rsa_key
from tests.unit.gateway.fakes import SECRET, an_account

NEW = SECRET[::-1]
TENANT = UUID("0b0f6f0e-7d6f-4a59-8f6d-2f4a8e0a1b11")
LISTING = Listing(TENANT, None, "-created_at")


class TestTokens:
    OLD, NEXT = ec_key(), rsa_key("next")
    # What each gateway signs with and what it knows, step by step; two steps run side by side during a rolling restart.
    STEPS = ((OLD, (OLD,)), (OLD, (OLD, NEXT)), (NEXT, (OLD, NEXT)), (NEXT, (NEXT,)))

    @pytest.mark.parametrize(("before", "after"), list(pairwise(STEPS))[:2])
    def test_neighbouring_steps_take_each_others(
        self, before: tuple[Private, Sequence[Private]], after: tuple[Private, Sequence[Private]]
    ) -> None:
        for signing, knowing in ((before, after), (after, before)):
            assert self.taken(self.issued(signing[0]), knowing[1])

    def test_name_the_new_key_once_it_signs(self) -> None:
        [kid] = public_keys(public_pem(self.NEXT))
        header = orjson.loads(from_base64url(self.issued(self.NEXT).partition(".")[0]))
        assert (header["kid"], header["alg"]) == (kid, "RS256")

    def test_of_the_old_key_end_with_it(self) -> None:
        with pytest.raises(NotAuthentic):
            self.taken(self.issued(self.OLD), [self.NEXT])

    @staticmethod
    def issued(key: Private) -> str:
        return TokenIssuer(private_key(private_pem(key)), ISSUER, AUDIENCE, 900, 3600).token_for(an_account()).text

    @staticmethod
    def taken(token: str, keys: Sequence[Private]) -> bool:
        pem = "\n".join(public_pem(key) for key in keys)
        return TokenVerifier(public_keys(pem), ISSUER, AUDIENCE, 900).caller(token).user_id == USER


class TestSigningSecret:
    def test_cursors_of_the_old_secret_are_good_while_it_stands_second(self) -> None:
        sealed = Cursors(SECRET).seal(LISTING, ["a", 1])
        assert Cursors(f"{NEW},{SECRET}").open(LISTING, sealed) == ["a", 1]
        with pytest.raises(CursorInvalid):
            Cursors(NEW).open(LISTING, sealed)

    def test_the_first_signs(self) -> None:
        both = Cursors(f"{NEW}, {SECRET}").seal(LISTING, ["a", 1])
        assert both == Cursors(NEW).seal(LISTING, ["a", 1])
        with pytest.raises(CursorInvalid):
            Cursors(SECRET).open(LISTING, both)

    def test_thumbnail_urls_of_the_old_secret_are_good_while_it_stands_second(self) -> None:
        scope = caller_scope(TENANT)
        url = ThumbnailUrls(SECRET, "http://here").url(scope, "0" * 64, 256)
        assert opened(ThumbnailUrls(f"{NEW},{SECRET}", "http://here"), url) == scope
        with pytest.raises(ImageNotFound):
            opened(ThumbnailUrls(NEW, "http://here"), url)


def opened(urls: ThumbnailUrls, url: str) -> TenantScope:
    query = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    return urls.open(
        tenant_id=TENANT, sha256="0" * 64, side=256, expires=int(query["expires"]), signature=query["signature"]
    )
