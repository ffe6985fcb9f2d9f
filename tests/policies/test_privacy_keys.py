"""Credentials of many issuers and in many places are found whole; what resembles them is not."""

from __future__ import annotations

import random
import string

import pytest

from homeport.policies.privacy.key_forms import FORMS
from homeport.policies.privacy.keys import issued
from homeport.policies.privacy.secrets import Secrets
from homeport.types import Part

_HEX = "0123456789abcdef"
_ALL = string.ascii_letters + string.digits


def drawn(alphabet: str, size: int) -> str:
    """Return the same random signs on every run; no real key is in these tests."""
    return "".join(random.Random(f"{alphabet}{size}").choices(alphabet, k=size))


def found(text: str) -> set[str]:
    return {text[f.start : f.end] for f in Secrets().find(Part("p", text, "user"))}


HEX32, HEX40, HEX64 = drawn(_HEX, 32), drawn(_HEX, 40), drawn(_HEX, 64)
ALL20, ALL32, ALL40, ALL64 = (drawn(_ALL, size) for size in (20, 32, 40, 64))
LETTERS = drawn(string.ascii_letters, 32)
UUID = "7c9e6679-7425-40de-944b-e07fc1f90ae7"
SEED = "ladder ocean velvet salmon tiger gravity puzzle mango orbit school rabbit zebra"
_UPPER = string.ascii_uppercase + string.digits

ISSUED = [
    f"rdme_{drawn('abcdefghijkmnopqrstuvwxyz0123456789', 70)}",
    f"pul-{HEX40}",
    f"dop_v1_{HEX64}",
    f"shpat_{HEX32}",
    f"sm_pat_{drawn(_ALL, 16)}",
    f"tskey-api-{ALL20}-{ALL32}",
    f"lsv2_pt_{HEX32}_{drawn(_HEX, 10)}",
    f"xkeysib-{HEX64}-{drawn(_ALL, 16)}",
    f"pat-na1-{HEX32}",
    f"hawk.{ALL20}.{drawn(_ALL[::-1], 20)}",
    f"CCIPAT_{drawn(_ALL, 22)}_{HEX40}",
    f"access_token$production${drawn(_HEX, 16)}${HEX32}",
    f"{HEX32}-us12",
    f"v2.local.{ALL64}",
    f"LTAI{ALL20}",
]


@pytest.mark.parametrize("key", ISSUED)
@pytest.mark.parametrize(
    "frame", ["{}", "Why is {} refused?", 'k = "{}"', "usa {} para entrar", "\\n{}"]
)
def test_a_key_is_found_whole_in_any_frame(key: str, frame: str) -> None:
    """The form says enough: no label is needed, and the span is the key, prefix included."""
    assert key in found(frame.format(key))


def test_every_form_can_be_read() -> None:
    """Each line of the table has an issuer, beginnings of two signs or more, and a rest."""
    for line in FORMS.strip().splitlines():
        issuer, heads, rest = line.split(maxsplit=2)

        assert issuer[0].isalnum()
        assert rest
        assert all(len(head) >= 2 for head in heads.split(","))


def test_no_form_matches_within_a_longer_word() -> None:
    """A prefix inside a word is part of the word."""
    key = ISSUED[1]

    assert [] == list(issued(f"re{key}", 0, len(key) + 2))


PLACED = [
    (f"datadog_app = {HEX40}", HEX40),
    (f"ADAFRUIT: '{HEX32}'", HEX32),
    (f"the Algolia admin key is {HEX32}, rotate it", HEX32),
    (f"mailchimpToken={HEX32}", HEX32),
    (f"la clave de OpenWeather es {HEX32}", HEX32),
    (f"{ALL32} is my access token", ALL32),
    (f"https://deploy:{ALL20}@git.acme.io/app.git", ALL20),
    (f"postgres://app:{ALL20}@db.acme.io:5432/x", ALL20),
    (f"https://a.blob.core.windows.net/c?sv=1&sig={ALL40}%3D", f"{ALL40}%3D"),
    (f"Authorization: Bearer {ALL40}", ALL40),
    (f"Cookie: lang=es; sessionid={ALL32}", ALL32),
    (f"machine git.acme.io login ana password {ALL20}", ALL20),
    (f"db.acme.io:5432:app:ana:{ALL20}", ALL20),
    (f"curl -u ana:{ALL20} https://acme.io", ALL20),
    (f'{{"kty":"EC","crv":"P-256","d":"{drawn(_ALL, 43)}"}}', drawn(_ALL, 43)),
    (f"otpauth://totp/Acme:ana?secret={drawn('ABCDEFGHIJKLMNOP234567', 16)}", None),
    (
        f"https://hooks.slack.com/services/T{drawn(string.ascii_uppercase, 8)}/B{ALL20}/{ALL20}",
        None,
    ),
    (f"SELECT 1; -- CREATE USER x IDENTIFIED BY '{ALL20}'", ALL20),
    ("my wifi password is perro123", "perro123"),
    ("My bank password is Sunflower.", "Sunflower"),
    ("la contraseña del wifi es casa-azul7", "casa-azul7"),
    ("La contraseña de mi correo es «girasoles»", "girasoles"),
    ("PIN 4921", "4921"),
    ("el pin de mi tarjeta es 4921", "4921"),
    ("the alarm code is 8842", "8842"),
    ("tu código de verificación es 482913", "482913"),
    ("CVV: 123", "123"),
    (
        "my recovery phrase: " + " ".join(["ladder", "ocean", "velvet", "salmon"] * 3),
        " ".join(["ladder", "ocean", "velvet", "salmon"] * 3),
    ),
    (f"-----BEGIN PRIVATE KEY-----\n{ALL64}\n-----END PRIVATE KEY-----", None),
    (f"-----END RSA PRIVATE KEY----- {HEX32[:4]}", "-----END RSA PRIVATE KEY-----"),
    (f"2026-04-26 12:36:01 {ALL64}", ALL64),
    # a word for a key stands beside it, however they are joined
    (f"| name, api_key | 'x', '{HEX32}' |", HEX32),
    (f"- name: ACME_TOKEN\n  value: {HEX40}", HEX40),
    (f'{{"name": "API_TOKEN", "value": "{ALL20}"}}', ALL20),
    (f'variable "api_token" {{\n  default = "{HEX40}"\n}}', HEX40),
    (f'<add key="ApiKey" value="{HEX32}" />', HEX32),
    (f'client = Acme("{HEX32}")  # api key', HEX32),
    (f"use {HEX32} as the API key", HEX32),
    (f"usa {HEX32} como clave", HEX32),
    (f"el token de acceso es {UUID}", UUID),
    (f"SharedAccessKey={UUID}", UUID),
    (f"API_SECRET ?= {ALL20}", ALL20),
    (f"webhook secret {HEX32}", HEX32),
    (f"consumerSecret: '{LETTERS}'", LETTERS),
    (f"Datadog: {LETTERS}", LETTERS),
    ('<add key="Password" value="Gaviota7!" />', "Gaviota7!"),
    ("- name: DB_PASSWORD\n  value: gaviota77", "gaviota77"),
    (f"hf_{drawn(string.ascii_lowercase, 34)}", None),
    ("Activation key : ZAQWS-XCDER-VBGTR-FRTGU-KLMNX", "ZAQWS-XCDER-VBGTR-FRTGU-KLMNX"),
    (f"postgres://app:{ALL20}/+{ALL20}@db.acme.io/x", f"{ALL20}/+{ALL20}"),
    (f"https://mainnet.infura.io/v3/{HEX32}", None),
    (f"\\030AKIA{drawn(_UPPER, 16)}", f"AKIA{drawn(_UPPER, 16)}"),
    # a grammar of its own says it
    ("INSERT INTO users (login, password) VALUES ('ana', 'Gato#81kQ9')", "Gato#81kQ9"),
    ('new NetworkCredential("ana", "Gato#81kQ")', "Gato#81kQ"),
    ("echo 'Gato&81kQ' | sudo -S ls", "Gato&81kQ"),
    (f"redis-cli -h db.acme.io -a {LETTERS}", LETTERS),
    (f'jwt.encode(claims, "{LETTERS}")', LETTERS),
    ('if SECRET := getenv("PEPPER", "GEHEIMN1S"):', "GEHEIMN1S"),
    ('PASSWORD = os.environ.get("PASSWORD") or "at5G6zi!m"', "at5G6zi!m"),
    ("credenciales: ana:Gato+81kQ?", "Gato+81kQ"),
    ("My recovery code is W35OQBZOR3ZDLUE0", "W35OQBZOR3ZDLUE0"),
    ("la contraseña de administrador ahora es Gato.81kQ", "Gato.81kQ"),
    ("WIFI:T:WPA;S:casa;P:Gato81kQ;;", "Gato81kQ"),
    ("the client secret: i1ewdiBP", "i1ewdiBP"),
    ('{"k": "WrMwQfoNaHTgXU5fZvRGAD"}', "WrMwQfoNaHTgXU5fZvRGAD"),
    # the name of an issuer, known or not, right before it
    (f"acme_pat_{HEX32}", f"acme_pat_{HEX32}"),
    (f"locationiq {HEX32}", HEX32),
    # what stands a line above says nothing
    (f"- the version, 1.2.3\n- {ALL40}\n", ALL40),
    # twelve words of the list from which wallets' keys are made
    (SEED, SEED),
    ("my words: " + SEED.replace(" ", "\n"), SEED.replace(" ", "\n")),
]


@pytest.mark.parametrize(("text", "secret"), PLACED)
def test_a_secret_without_a_form_is_found_by_its_place(text: str, secret: str | None) -> None:
    """A provider, a name, a protocol or a sentence says what the characters are."""
    assert (secret or text) in found(text)


HARMLESS = [
    HEX32,
    HEX40,
    HEX64,
    f"commit {HEX40} fixes it",
    f"sha256:{HEX64}",
    f"md5 = {HEX32}",
    "123e4567-e89b-12d3-a456-426614174000",
    "ISBN 978-3-16-148410-0, DOI 10.1000/xyz123",
    "version 1.2.3-beta.4+build.567 of Llama-3.2-11B-Vision-Instruct",
    "the password is required and must be at least 8 characters long",
    "la contraseña es obligatoria y no puede ser demasiado corta",
    "your password was changed on Tuesday",
    "pin 4 of the Arduino, pin 13",
    "https://docs.google.com/document/d/1W7KCxOxP-1Fy5EyF2lbJGE2WuKmu5v0suYqoHas1jRM",
    "https://help.okta.com and www.salesforce.com",
    "see https://acme-7.okta.com/app or acme.atlassian.net",
    f"public key: {HEX64}",
    f"cache key: {HEX40}",
    f"resp_{HEX40} chatcmpl-{ALL20} cus_{ALL20} [id=i-0{HEX32[:16]}]",
    "01ARZ3NDEKTSV4RRFFQ69G5FAV",
    f"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI{ALL40} ana",
    f"-----BEGIN CERTIFICATE-----\nMIIC{ALL40}{ALL20}\n-----END CERTIFICATE-----",
    f"github.com/a/b v1.2.3 h1:{ALL40}abc=",
    f"github {HEX40}",
    f"nokogiri (1.15.4) sha256=45{HEX64[2:]}",
    "keyVaultToStoreSecrets: cmp2-qat-1208358310",
    'SN_id = "id-Gost28147-89-None-KeyMeshing"',
    "&hf_servingcellpriorityparametersdescription_h_prio",
    f"cache key {HEX40}",
    f"TOKEN_AUDIENCE = '{UUID}'",
    f"the token, commit {HEX40}",
    "from transformers import AutoTokenizer, AutoModelForCausalLM",
    "creds = json.loads(base64.b64decode(value))",
    "const key = X25519.KeyPair; redis cluster: np.float32",
    "secret size must be at least XXH3_SECRET_SIZE_MIN",
    "Planet_1 surpasses Planet_2, and {username, password} = await",
    "You can pass `PYTHON_VERSION=x.y` to make; passing `out_type=int` does the same",
    "export OP_SERVICE_ACCOUNT_TOKEN=ops_eyJzaWduSW5BZGRyZXNzIjoiaHR0cHM6...",
    "the quick brown fox jumps over lazy dogs while seven wizards boil green frogs",
    "print(hooks.slack.com)",
    "token_type: bearer, monkeys-audio:mx64-uwp",
    "api_key = os.environ['OPENAI_API_KEY']",
    "password: ${DB_PASSWORD}",
    "AKIAIOSFODNN7EXAMPLE",
    "sk-xxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    "glc_111111111111111111111111111111111111111111",
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAUA",
    "getElementsByClassName2 and someVeryLongVariableNameInCode42",
    "-----BEGIN PRIVATE KEY-----\nanything\n-----END PRIVATE KEY-----",
]


@pytest.mark.parametrize("text", HARMLESS)
def test_what_resembles_a_secret_is_left_alone(text: str) -> None:
    """Checksums, names, versions, policies about passwords and placeholders are public."""
    assert set() == found(text)
