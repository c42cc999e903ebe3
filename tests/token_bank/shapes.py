"""Tokens that are wrong in their shape, their signature or their algorithm."""

import json
from collections.abc import Iterator

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.token_bank.forge import HASHES, Forge, b64, ec_key, public_pem, rsa_key

Named = Iterator[tuple[str, str]]
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def shapes(forge: Forge) -> Named:
    """Not three strict base64url segments within the length."""
    good = forge.token()
    head, body, tail = good.split(".")
    yield "one dot", "."
    yield "two dots alone", ".."
    yield "a word", "token"
    yield "one segment", head
    yield "two segments", f"{head}.{body}"
    yield "four segments", f"{good}.{tail}"
    yield "five segments like an encrypted one", f"{head}.{body}.{tail}.{tail}.{tail}"
    yield "empty header", f".{body}.{tail}"
    yield "empty payload", f"{head}..{tail}"
    yield "empty signature", f"{head}.{body}."
    yield "leading dot", f".{good}"
    yield "trailing dot", f"{good}."
    yield "padding after the signature", f"{good}=="
    yield "padding inside", f"{head}=.{body}.{tail}"
    yield "junk after the signature", f"{good}!!!!"
    yield "space inside", f"{head}. {body}.{tail}"
    yield "standard base64 alphabet", f"{head}.{body}.{tail[:-4]}+/+/"
    yield "one-letter segments", "a.a.a"
    yield "percent-encoded dots", good.replace(".", "%2E")
    yield "quotes around", f'"{good}"'
    yield "nine KiB", forge.token(extra="x" * 9 * 1024)
    yield "header of two KiB", forge.sign(forge.header(kid="k" * 2048), forge.claims())
    yield "header not base64 of JSON", f"{b64(b'not json')}.{body}.{tail}"
    yield "header not UTF-8", forge.sign(b'{"alg":"\xff"}', forge.claims())
    yield "header is a list", forge.sign([], forge.claims())
    yield "header is null", forge.sign(None, forge.claims())
    yield "header is a number", forge.sign(1, forge.claims())
    yield "header 300 levels deep", forge.sign(b"[" * 300 + b"]" * 300, forge.claims())
    yield "header of UTF-16", forge.sign(json.dumps(forge.header()).encode("utf-16"), forge.claims())
    yield "header with a byte order mark", forge.sign(b"\xef\xbb\xbf" + json.dumps(forge.header()).encode(), {})
    yield "payload is a list", forge.sign(forge.header(), [])
    yield "payload is a text", forge.sign(forge.header(), "claims")
    yield "payload is empty", forge.sign(forge.header(), b" ")
    yield "payload 3000 levels deep", forge.sign(forge.header(), b"[" * 3000)
    yield "payload not UTF-8", forge.sign(forge.header(), b'{"iss":"\xff"}')
    yield "payload is a token", forge.sign(forge.header(), good.encode())
    yield "payload in UTF-16", forge.sign(forge.header(), json.dumps(forge.claims()).encode("utf-16"))


def signatures(forge: Forge) -> Named:
    """The signature is not the one of this message."""
    good = forge.token()
    head, body, tail = good.split(".")
    size = len(forge.signature(b""))
    yield "signature of zeros", f"{head}.{body}.{b64(bytes(size))}"
    yield "signature of ones", f"{head}.{body}.{b64(_ones(size))}"
    yield "signature cut short", f"{head}.{body}.{tail[:-8]}"
    yield "signature twice", f"{head}.{body}.{tail}{tail}"
    yield "first letter altered", f"{head}.{body}.{_other(tail[0])}{tail[1:]}"
    yield "last letter altered", good[:-1] + _other(good[-1])
    yield "loose last bits", good[:-1] + _next(good[-1])
    yield "of another token", f"{head}.{body}.{forge.token(role='admin').split('.')[2]}"
    yield "of the payload alone", f"{head}.{body}.{b64(forge.signature(body.encode()))}"
    yield "psychic, r = s = 0", f"{b64(json.dumps(forge.header(alg='ES256')))}.{body}.{b64(bytes(64))}"
    yield "DER in place of r and s", f"{head}.{body}.{b64(b'0E' + bytes(69))}"
    yield "stranger's RSA key", forge.sign(forge.header(alg="RS256"), forge.claims(), rsa_key("stranger"))
    yield "stranger's EC key", forge.sign(forge.header(alg="ES256"), forge.claims(), ec_key("stranger"))
    yield "claims swapped", f"{head}.{b64(json.dumps(forge.claims(role='admin')))}.{tail}"


def algorithms(forge: Forge) -> Named:
    """The algorithm is not the one of our record of the key."""
    _, body, tail = forge.token().split(".")
    for name in ("none", "None", "NONE", "nOnE", "", "HS256", "HS512", "RS1", "EdDSA", "dir", "A128KW", "rs256"):
        changed = b64(json.dumps(forge.header(alg=name)))
        yield f"alg {name!r} with a signature", f"{changed}.{body}.{tail}"
    for name in ("none", "None"):
        yield f"alg {name!r} unsigned", f"{b64(json.dumps(forge.header(alg=name)))}.{body}."
    for value in (None, 1, True, [], ["RS256"], {}, {"alg": "RS256"}, 1.5):
        yield f"alg {json.dumps(value)}", forge.sign(forge.header(alg=value), forge.claims())
    yield "alg absent", forge.sign(forge.header(alg=...), forge.claims())
    other = "ES256" if forge.algorithm == "RS256" else "RS256"
    yield "the other family's alg", forge.sign(forge.header(alg=other), forge.claims())
    for bits, hash_ in HASHES.items():
        yield f"PS{bits}", forge.rsa_token(f"PS{bits}", hash_, pss=True)
        if bits != "256":
            yield f"RS{bits}", forge.rsa_token(f"RS{bits}", hash_, pss=False)
    yield "ES256 by a P-384 key", _by_p384(forge)
    for name, secret in _confusions(forge).items():
        for algorithm in ("HS256", "HS384", "HS512"):
            yield f"{algorithm} with {name}", forge.hmac_token(secret, algorithm)


def _confusions(forge: Forge) -> dict[str, bytes]:
    pem, public = public_pem(forge.key), forge.key.public_key()
    return {
        "the public key's PEM": pem.encode(),
        "the public key's PEM stripped": pem.strip().encode(),
        "the public key's PEM without its frame": "".join(pem.splitlines()[1:-1]).encode(),
        "the public key's DER": public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo),
        "the public key in SSH form": public.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH),
        "the key's id": forge.kid.encode(),
        "an empty secret": b"",
        "a guessable secret": b"secret",
    }


def _by_p384(forge: Forge) -> str:
    key = ec.generate_private_key(ec.SECP384R1())
    message = f"{b64(json.dumps(forge.header(alg='ES256')))}.{b64(json.dumps(forge.claims()))}"
    return f"{message}.{b64(key.sign(message.encode(), ec.ECDSA(HASHES['256'])))}"


def _ones(size: int) -> bytes:
    return b"\xff" * size


def _other(letter: str) -> str:
    return _ALPHABET[(_ALPHABET.index(letter) + 32) % 64]


def _next(letter: str) -> str:
    """The letter with its lowest bit flipped: the same bytes to a lenient decoder."""
    return _ALPHABET[_ALPHABET.index(letter) ^ 1]
