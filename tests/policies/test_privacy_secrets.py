"""What the secrets detector finds, and the placeholders it leaves alone.

Secrets are put together from pieces here, so that no scanner takes this file for a leak.
"""

from __future__ import annotations

import pytest

from homeport.policies.privacy.placeholders import entropy
from homeport.policies.privacy.secrets import Secrets
from homeport.types import Level, Part

_RANDOM = "wQTpHfVv6BZjELqS2JtS6b5zhx6e6zrdyF2LhXST"
_LONG = _RANDOM * 3
_HEX = "b42e3f39e6e16d5c822ac2e6ae368a1bc24fd9678bc6a6411926acdafea59851"


def found(text: str) -> set[str]:
    findings = Secrets().find(Part("p", text, "user"))
    return {text[finding.start : finding.end] for finding in findings}


ISSUED = [
    "sk-proj-" + _RANDOM,
    "sk-ant-api03-" + _RANDOM,
    "sk-" + _RANDOM,
    "hf_" + _RANDOM[:34],
    "AKIA" + "Q3EGSIB7STTJLGTR",
    "AIza" + _RANDOM[:35],
    "ghp_" + _RANDOM[:36],
    "github_pat_" + _RANDOM[:22] + "_" + _LONG[:59],
    "glpat-" + _RANDOM[:20],
    "xoxb-" + "842721847612-504992464531-" + _RANDOM[:24],
    "sk_live_" + _RANDOM[:24],
    "SG." + _RANDOM[:22] + "." + _RANDOM,
    "SK" + _HEX[:32],
    "npm_" + _RANDOM[:36],
    "pypi-AgE" + _LONG[:60],
    "dop_v1_" + _HEX,
    "eyJhbGciOiJIUzI1NiJ9." + _RANDOM + "." + _LONG[:43],
]


@pytest.mark.parametrize("key", ISSUED)
@pytest.mark.parametrize("frame", ["Use this key {} to list", "usa {} para entrar", '"{}"'])
def test_a_key_is_known_by_its_issuers_form(key: str, frame: str) -> None:
    """Prefix, alphabet and length give a key away in English, in Spanish, and in code."""
    assert key in found(frame.format(key))


GIVEN = [
    ("my password is Tiger@7345", "Tiger@7345"),
    ("mi contraseña es Dragon!6509.", "Dragon!6509"),
    ("contraseña: hola2024", "hola2024"),
    ("clave: madrid94!TN", "madrid94!TN"),
    ("username ruth13 password KOILYUpNjdtB!", "KOILYUpNjdtB!"),
    ('db_password = "cackle!"', "cackle!"),
    ("password := 'xY!zw_qrt'", "xY!zw_qrt"),
    ("pwd=`S3gura`", "S3gura"),
    ("the PIN is 4821-99", "4821-99"),
    ("def connect(passwd: str = 'cq2tPr1a2'):", "cq2tPr1a2"),
    (f'API_KEY="{_RANDOM[:20]}"', _RANDOM[:20]),
    (f"secret: {_HEX[:32]}", _HEX[:32]),
    (f"aws_secret_access_key = {_RANDOM}", _RANDOM),
    (f"use this token {_RANDOM[:24]} please", _RANDOM[:24]),
    ("postgres://ana:" + "s3cr3tWd" + "@db.internal/app", "s3cr3tWd"),
    (f"Authorization: Bearer {_RANDOM}", _RANDOM),
    (f"curl -H 'Authorization: Basic {_RANDOM[:28]}=='", _RANDOM[:28] + "=="),
    ("gpg --passphrase N1DdkUD3E73 --decrypt", "N1DdkUD3E73"),
    ("ALTER USER 'a' IDENTIFIED BY 'SqLpa5sW0rD';", "SqLpa5sW0rD"),
    ("curl -u admin:Qw3rty!x https://host", "Qw3rty!x"),
    ("--auth-token " + _RANDOM, _RANDOM),
]


@pytest.mark.parametrize(("text", "value"), GIVEN)
def test_a_secret_without_a_form_is_known_by_where_it_stands(text: str, value: str) -> None:
    """A value given to a password, a key, a header, a URL or a command is found whole."""
    assert value in found(text)


PUBLIC = [
    "AKIA" + "IOSFODNN7EXAMPLE",
    "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    "sk-your-api-key-goes-in-this-place-1234",
    "hf_" + "requiredCharacteristicTypesForDisplay",
    "api_key = <your-key>",
    "api_key=${API_KEY}",
    'password = os.environ["PASSWORD"]',
    "const token = process.env.TOKEN2",
    "password: ********",
    "password: required",
    "password = None",
    "contraseña: obligatoria",
    "the password must be changed every 90 days",
    "my password is not working",
    "password is Password-Protected",
    "password is short",
    "La clave del éxito es la constancia",
    "the key is under the mat, keyboard = qwerty",
    "token = get_token(session)",
    "token: SalesResults-1.2",
    "secret 123456789012345",
    'key: "9df21e95-3848-409d-8f94-c675cdfee839"',
    "token_type = 'abc123DEF456'",
    "author: Smith2024x",
    "secret = 'a b c 1 2 3'",
    "password = 'two words 1'",
    "postgres://user:password@localhost/db",
    "postgres://postgres:postgres@localhost/db",
    "https://github.com/a/b and mail@example.com",
    "Bearer tokens are nice and basic authentication",
    "Bearer authenticationtokens",
    "Basic <base64-credentials-here>",
    "identified by name, identified by secretword",
    "-----BEGIN CERTIFICATE-----",
    "the word MII alone, a private key in prose",
    "a_very_long_snake_case_identifier_without_secrets",
    "secret=" + "abcdabcdabcdabcd1",
    "UHJlZmllcm8gZWwgdHJlbiBhbCBhdmnDs24sIHNlIHZlIGVsIHBhaXNhamUu",  # Spanish, in base64
    "Eerste regel: RWVuIHJlZ2VsIG9wIGVlbiByZWdlbApFbiBub2cgZWVuIGRhYXJuYSDDqQ==",
]


@pytest.mark.parametrize("text", PUBLIC)
def test_placeholders_code_and_prose_are_no_secrets(text: str) -> None:
    """What stands for a secret, names one or talks about one is not one."""
    assert set() == found(text)


def test_a_private_key_is_covered_to_its_end_line() -> None:
    """The whole block is one finding, and the text around it is not part of it."""
    begin, end = "-----BEGIN " + "RSA PRIVATE KEY-----", "-----END " + "RSA PRIVATE KEY-----"
    block = f"{begin}\nMIIBOgIBAAJBAJtFfagSXdo0\n{end}"

    assert {block} == found(f"look:\n{block}\nthanks")


def test_a_private_key_without_its_end_is_covered_as_far_as_it_goes() -> None:
    """A block that was cut off is found with all its lines."""
    block = "-----BEGIN " + "PRIVATE KEY-----\nMIIBOgIBAAJBAJtF\nfagSXdo0"

    assert {block} == found(block)


def test_two_private_keys_are_two_findings() -> None:
    """The second key is looked for after the end of the first."""
    block = "-----BEGIN " + "PRIVATE KEY-----\nMIIB\n-----END " + "PRIVATE KEY-----"

    assert 2 == len(list(Secrets().find(Part("p", f"{block}\n{block}", "user"))))


def test_a_bare_der_key_is_found() -> None:
    """A key in base64 without its lines of dashes is known by how all such keys begin."""
    body = "MIIBOgIBAAJBAJtF" + _LONG

    assert {body} == found(f"look at {body}")


def test_secrets_have_the_highest_level() -> None:
    """Whatever this detector finds is a secret."""
    findings = list(Secrets().find(Part("p", f"{ISSUED[0]} password: Tiger@7345", "user")))

    assert {Level.SECRET} == {finding.level for finding in findings}
    assert {"secrets"} == {finding.detector for finding in findings}


def test_entropy_is_shannons() -> None:
    """Eight different signs hold three bits each; one sign repeated holds none."""
    assert 3.0 == entropy("abcdefgh")
    assert 0.0 == entropy("aaaa")
    assert 0.0 == entropy("")
