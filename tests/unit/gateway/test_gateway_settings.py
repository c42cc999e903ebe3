"""Settings: read from flat names, refused in one line that names the variable and hides its value."""

import subprocess
import sys

import pytest

from gateway.settings import Environment, SettingsUnusable, load_settings
from tests.token_bank.forge import ec_key, private_pem, public_pem, rsa_key

GOOD = {
    "JWT_PUBLIC_KEY": public_pem(rsa_key()),
    "JWT_PRIVATE_KEY": private_pem(rsa_key()),
    "JWT_ISSUER": "https://semblance.test",
    "JWT_AUDIENCE": "semblance-api",
    "SIGNING_SECRET": "0123456789abcdefghijklmnopqrstuvwxyz",
}


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in GOOD.items():
        monkeypatch.setenv(name, value)


def test_flat_names_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("API_PORT", "8123")
    monkeypatch.setenv("CORS_ORIGINS", "https://a.test, https://b.test:8443")
    monkeypatch.setenv("SEMBLANCE_ENV", "development")
    settings = load_settings()
    assert settings.api_port == 8123
    assert settings.cors_origins == ("https://a.test", "https://b.test:8443")
    assert settings.semblance_env is Environment.DEVELOPMENT


def test_an_empty_private_key_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JWT_PRIVATE_KEY", "")
    assert load_settings().jwt_private_key is None


def test_an_empty_web_root_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEB_ROOT", "")
    assert load_settings().web_root is None


@pytest.mark.parametrize("name", ["JWT_PUBLIC_KEY", "JWT_ISSUER", "JWT_AUDIENCE", "SIGNING_SECRET"])
def test_what_has_no_safe_default_must_be_there(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.delenv(name)
    with pytest.raises(SettingsUnusable, match=name):
        load_settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("API_PORT", "http"),
        ("API_PORT", "70000"),
        ("API_DRAIN_S", "21"),
        ("API_DRAIN_S", "-1"),
        ("STREAMS_PER_TENANT", "0"),
        ("API_PUBLIC_URL", "canary"),
        ("SEMBLANCE_ENV", "canary"),
        ("LOG_LEVEL", "canary"),
        ("JWT_PUBLIC_KEY", "canary"),
        ("JWT_PUBLIC_KEY", "/no/such/canary.pem"),
        ("JWT_PUBLIC_KEY", public_pem(rsa_key("small", 1024))),
        ("JWT_PRIVATE_KEY", "canary"),
        ("JWT_PRIVATE_KEY", private_pem(ec_key())),
        ("JWT_LIFE_S", "86400"),
        ("SESSION_LIFE_S", "899"),
        ("SESSION_LIFE_S", "604801"),
        ("SIGNING_SECRET", "canary"),
        ("SIGNING_SECRET", "a" * 40),
        ("SIGNING_SECRET", "0123456789abcdefghijklmnopqrstuvwxyz,"),
        ("SIGNING_SECRET", "0123456789abcdefghijklmnopqrstuvwxyz,canary"),
        ("CORS_ORIGINS", "*"),
        ("CORS_ORIGINS", "https://*.test"),
        ("CORS_ORIGINS", "app.test"),
        ("CORS_ORIGINS", "https://app.test/"),
        ("LIMIT_UPLOAD", "0"),
        ("WEB_ROOT", "/no/such/canary"),
        ("WEB_ROOT", "/etc"),
        ("BODY_TIMEOUT_S", "nan"),
    ],
)
def test_a_bad_value_is_named_and_not_shown(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsUnusable) as refused:
        load_settings()
    said = str(refused.value)
    assert said.startswith(f"{name}: ")
    assert "\n" not in said
    assert value not in said.removeprefix(name)


def test_secrets_are_not_in_the_representation() -> None:
    shown = repr(load_settings())
    assert GOOD["SIGNING_SECRET"] not in shown
    assert "PRIVATE" not in shown


def test_the_process_ends_with_one_line_and_1(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("API_PORT", "http")
    done = subprocess.run([sys.executable, "-m", "gateway"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("gateway: API_PORT: ")
    assert done.stderr.count("\n") == 1
