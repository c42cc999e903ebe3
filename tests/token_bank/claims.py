"""Validly signed tokens whose header or claims are not what they must be."""

import json
from collections.abc import Iterator

from tests.token_bank.forge import Forge, ec_key, rsa_key

Named = Iterator[tuple[str, str]]
_ABSENT: object = ...


def headers(forge: Forge) -> Named:
    """Header parameters that are missing, unknown, or would have the token bring its own key."""

    def with_header(**changes: object) -> str:
        return forge.sign(forge.header(**changes), forge.claims())

    yield "typ absent", with_header(typ=_ABSENT)
    for typ in ("JWT", "at+JWT", "JOSE", "id+jwt", "none", "application/at+jwt", "", None, 1, ["at+jwt"]):
        yield f"typ {json.dumps(typ)}", with_header(typ=typ)
    yield "kid absent", with_header(kid=_ABSENT)
    kids: tuple[object, ...] = (None, 1, [], {}, [forge.kid], "", "unknown", "../../../../dev/null", "' OR 1=1 --")
    for kid in kids:
        yield f"kid {json.dumps(kid)[:40]}", with_header(kid=kid)
    yield "kid with a space after it", with_header(kid=forge.kid + " ")
    yield "kid in the other case", with_header(kid=forge.kid.swapcase())
    yield "crit", with_header(crit=["zzz"])
    yield "crit empty", with_header(crit=[])
    yield "crit exp", with_header(crit=["exp"], exp=1)
    yield "b64 false", with_header(b64=False, crit=["b64"])
    yield "zip", with_header(zip="DEF")
    yield "enc", with_header(enc="A128GCM")
    yield "cty", with_header(cty="JWT")
    yield "jku", with_header(jku="https://attacker.test/keys")
    yield "jwk inline", with_header(jwk={"kty": "RSA", "n": "AQ", "e": "AQAB"})
    yield "x5u", with_header(x5u="https://attacker.test/cert")
    yield "x5c", with_header(x5c=["MIIB"])
    yield "unknown parameter", with_header(tenant="other")
    twice = f'{{"alg":"{forge.algorithm}","kid":"{forge.kid}","typ":"JWT","typ":"at+jwt"}}'
    yield "typ twice", forge.sign(twice.encode(), forge.claims())
    yield (
        "kid names one key, another signed",
        forge.sign(
            forge.header(), forge.claims(), ec_key("second") if forge.algorithm == "ES256" else rsa_key("second")
        ),
    )


def claims(forge: Forge) -> Named:
    """Claims that are missing, of another type, or somebody else's."""
    for name in ("iss", "aud", "sub", "tenant_id", "role", "iat", "nbf", "exp", "jti"):
        yield f"{name} absent", forge.token(**{name: _ABSENT})
        yield f"{name} null", forge.token(**{name: None})
        yield f"{name} is a list", forge.token(**{name: [forge.claims()[name]]})
        yield f"{name} is an object", forge.token(**{name: {}})
        yield f"{name} is true", forge.token(**{name: True})
    for name in ("iss", "aud", "sub", "tenant_id", "role"):
        value = str(forge.claims()[name])
        yield f"{name} empty", forge.token(**{name: ""})
        yield f"{name} with more after it", forge.token(**{name: value + "x"})
        yield f"{name} with a space", forge.token(**{name: " " + value})
        yield f"{name} with a NUL", forge.token(**{name: value + "\0"})
    yield "iss in capitals", forge.token(iss=forge.issuer.upper())
    yield "iss with a slash", forge.token(iss=forge.issuer + "/")
    yield "aud of another service", forge.token(aud="embed")
    yield "aud of several", forge.token(aud=[forge.audience, "other"])
    for name in ("sub", "tenant_id"):
        value = str(forge.claims()[name])
        yield f"{name} in capitals", forge.token(**{name: value.upper()})
        yield f"{name} in braces", forge.token(**{name: "{" + value + "}"})
        yield f"{name} without dashes", forge.token(**{name: value.replace("-", "")})
        yield f"{name} as a URN", forge.token(**{name: "urn:uuid:" + value})
    for role in ("root", "ADMIN", "Viewer", "viewer admin"):
        yield f"role {role!r}", forge.token(role=role)
    yield "jti of 129 letters", forge.token(jti="j" * 129)
    yield "jti with a line break", forge.token(jti="j\n")
    good = json.dumps(forge.claims())
    yield "role twice", forge.sign(forge.header(), good.replace('"role"', '"role": "viewer", "role"').encode())
    yield "a lone surrogate", forge.sign(forge.header(), good.replace('"viewer"', '"viewer", "x": "\\ud800"').encode())


def times(forge: Forge) -> Named:
    """Times that are of another type, out of bounds, or over."""
    now = forge.now
    for name in ("exp", "nbf", "iat", "auth_time"):
        value = forge.claims(auth_time=now)[name]
        yield f"{name} as a text", forge.token(**{name: str(value)})
        yield f"{name} as a float", forge.token(**{name: float(now) + 0.5})
        yield f"{name} negative", forge.token(**{name: -1})
        yield f"{name} beyond 64 bits", forge.token(**{name: 2**63})
        yield f"{name} of 4000 digits", forge.sign(forge.header(), _with_raw(forge, name, "9" * 4000))
        yield f"{name} Infinity", forge.sign(forge.header(), _with_raw(forge, name, "Infinity"))
        yield f"{name} NaN", forge.sign(forge.header(), _with_raw(forge, name, "NaN"))
        yield f"{name} 1e999", forge.sign(forge.header(), _with_raw(forge, name, "1e999"))
    for kind, value in {"null": None, "a list": [now], "an object": {}, "true": True}.items():
        yield f"auth_time is {kind}", forge.token(auth_time=value)
    yield "logged in in 500 s", forge.token(auth_time=now + 500)
    yield "logged in in the year 287000", forge.token(auth_time=9_000_000_000_000)
    yield "over since an hour", forge.token(iat=now - 4200, nbf=now - 4200, exp=now - 3600)
    yield "over since 40 s", forge.token(iat=now - 600, nbf=now - 600, exp=now - 40)
    yield "exp zero", forge.token(exp=0)
    yield "not yet, by 500 s", forge.token(nbf=now + 500)
    yield "issued in 500 s", forge.token(iat=now + 500, nbf=now, exp=now + 600)
    yield "issued in the year 287000", forge.token(iat=9_000_000_000_000)
    yield "life of two hours", forge.token(exp=now + 7200)
    yield "life of a year", forge.token(exp=now + 365 * 86400)
    yield "old and long-lived", forge.token(iat=now - 10_000, nbf=now - 10_000, exp=now + 600)
    yield "ends before it begins", forge.token(iat=now, nbf=now, exp=now - 1)
    yield "begins at its end", forge.token(nbf=now + 20, exp=now + 20)


def _with_raw(forge: Forge, name: str, literal: str) -> bytes:
    return json.dumps(forge.claims(**{name: "@@"})).replace('"@@"', literal).encode()
