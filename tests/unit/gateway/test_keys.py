"""Keys: which are taken, in which forms, and under which id."""

import base64
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from gateway.auth.keys import KeyUnusable, private_key, public_keys
from tests.token_bank.forge import ec_key, private_pem, public_pem, rsa_key

# The example of RFC 7638, section 3.1.
RFC_MODULUS = (
    "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn6"
    "4tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91"
    "CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw"
)


def test_the_id_is_the_thumbprint_of_rfc_7638() -> None:

    modulus = int.from_bytes(base64.urlsafe_b64decode(RFC_MODULUS + "=="), "big")
    key = rsa.RSAPublicNumbers(65537, modulus).public_key()
    pem = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    assert list(public_keys(pem)) == ["NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"]


class TestPublicKeys:
    def test_of_both_families_may_stand_in_one_text(self) -> None:
        found = public_keys(public_pem(rsa_key()) + public_pem(ec_key()))
        assert sorted(key.algorithm for key in found.values()) == ["ES256", "RS256"]

    def test_may_be_in_a_file(self, tmp_path: Path) -> None:
        (tmp_path / "key.pem").write_text(public_pem(rsa_key()))
        assert public_keys(str(tmp_path / "key.pem")) == public_keys(public_pem(rsa_key()))

    def test_may_have_their_line_breaks_escaped(self) -> None:
        assert public_keys(public_pem(rsa_key()).replace("\n", "\\n")) == public_keys(public_pem(rsa_key()))

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "nonsense",
            "/no/such/file.pem",
            "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
            private_pem(rsa_key()),
            public_pem(rsa_key()) + private_pem(rsa_key()),
            public_pem(rsa_key("small", 1024)),
            ec.generate_private_key(ec.SECP384R1())
            .public_key()
            .public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
            .decode(),
            ed25519.Ed25519PrivateKey.generate()
            .public_key()
            .public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
            .decode(),
        ],
        ids=["empty", "nonsense", "no file", "noise", "private", "private too", "RSA-1024", "P-384", "Ed25519"],
    )
    def test_that_cannot_be_trusted_are_refused(self, text: str) -> None:
        with pytest.raises(KeyUnusable):
            public_keys(text)


class TestThePrivateKey:
    def test_has_the_id_of_its_public_half(self) -> None:
        assert private_key(private_pem(ec_key())).public.kid in public_keys(public_pem(ec_key()))

    def test_is_not_shown(self) -> None:
        assert "PRIVATE" not in repr(private_key(private_pem(ec_key())))

    def test_may_be_in_the_older_form(self) -> None:
        old = rsa_key().private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()).decode()
        assert private_key(old) == private_key(private_pem(rsa_key()))

    @pytest.mark.parametrize(
        "text",
        [
            public_pem(rsa_key()),
            private_pem(rsa_key()) + private_pem(ec_key()),
            private_pem(rsa_key("small", 1024)),
            rsa_key().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"pw")).decode(),
        ],
        ids=["public", "two", "RSA-1024", "with a password"],
    )
    def test_that_cannot_sign_is_refused(self, text: str) -> None:
        with pytest.raises(KeyUnusable):
            private_key(text)
