"""How many kinds of secrets are found, alone and in the places where people paste them.

    pip download --no-deps credsweeper && unzip ...        # a list of rules, as a scanner ships it
    python benchmarks/secret_kinds.py RULES [RULES ...] [--half 0|1] [--seed 1] [--details]

A kind is one rule of a scanner: a list of rules is read from JSON (``[{"id", "pattern"}]``) or
YAML (``[{"name", "values"}]``), and for each rule values are drawn that it would find. Half of
the kinds (``--half 1``) are held back: look at the other half while you change the detectors.
Without a list the kinds are those below, which no list of issuers has. The controls are what
resembles a secret: checksums, identifiers, placeholders, lock files, minified code, pictures.
"""

# ruff: noqa: C901, E501 - a walk over every node of an expression; tables with one form a line

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import random
import re
import string
import uuid
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as sre_parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

import yaml

from homeport.policies.privacy import DETECTORS, PrivacyScorer
from homeport.router.wire import Request, read, request_for
from homeport.types import Level


class Kind(NamedTuple):
    """A kind of secret: how one is drawn, and whether it says by itself what it is."""

    name: str
    draw: Callable[[random.Random], str]
    alone: bool


# --- values drawn from a rule's expression ----------------------------------------------------

_WORD = string.ascii_letters + string.digits
_CATEGORIES = {
    sre.CATEGORY_DIGIT: string.digits,
    sre.CATEGORY_WORD: _WORD,
    sre.CATEGORY_SPACE: " ",
    sre.CATEGORY_NOT_SPACE: _WORD,
    sre.CATEGORY_NOT_WORD: " ",
    sre.CATEGORY_NOT_DIGIT: string.ascii_lowercase,
}
_PRINTABLE = "".join(map(chr, range(32, 127)))


class Drawing:
    """Draws texts that an expression matches; what looks around is left to a later check."""

    def __init__(self, rng: random.Random, group: int | None) -> None:
        self.rng = rng
        self.group = group
        self.value = ""
        self.said: dict[int, str] = {}

    def text(self, tree: Any) -> str:
        return "".join(self._one(op, given) for op, given in tree)

    def _one(self, op: Any, given: Any) -> str:
        rng = self.rng
        if op is sre.LITERAL:
            return chr(given)
        if op is sre.NOT_LITERAL or op is sre.ANY:
            return rng.choice(_WORD)
        if op is sre.IN:
            return self._of_set(given)
        if op is sre.BRANCH:
            return self.text(rng.choice(given[1]))
        if op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            return self._repeated(*given)
        if op is sre.SUBPATTERN:
            written = self.text(given[3])
            self.said[given[0]] = written
            if given[0] == self.group:
                self.value = written
            return written
        if op is sre.ATOMIC_GROUP:
            return self.text(given)
        if op is sre.GROUPREF:
            return self.said.get(given, "")
        if op is sre.GROUPREF_EXISTS:
            return self.text(given[1] if given[0] in self.said else given[2] or [])
        return ""

    def _of_set(self, given: list[Any]) -> str:
        signs: list[str] = []
        for op, value in given:
            if op is sre.LITERAL:
                signs.append(chr(value))
            elif op is sre.RANGE:
                signs += map(chr, range(value[0], min(value[1], 126) + 1))
            elif op is sre.CATEGORY:
                signs += _CATEGORIES[value]
        if given[0][0] is sre.NEGATE:
            signs = [sign for sign in _WORD if sign not in signs] or ["a"]
        plain = [sign for sign in signs if sign in _PRINTABLE]
        frequent = [sign for sign in plain if sign.isalnum()]
        return self.rng.choice(
            frequent if frequent and self.rng.random() < 0.95 else plain or signs
        )

    def _repeated(self, low: int, high: Any, tree: Any) -> str:
        sign = len(tree) == 1 and tree[0][0] is not sre.SUBPATTERN
        if low == 0:
            return "" if sign or self.rng.random() < 0.5 else self.text(tree)
        most = min(int(high), max(low + 24, 24)) if sign and not _is_space(tree) else low
        least = max(low, min(10, most))
        return "".join(self.text(tree) for _ in range(self.rng.randint(least, most)))


_FLAWED = re.compile(r"^.{0,7}$|[^ -~]|(\W)\1|\.$|^\\\\")
"""What an expression allows and no issuer writes: empty parts, too few signs."""


def _is_space(tree: Any) -> bool:
    """Say whether a set is one of spaces and other signs between a name and its value."""
    op, given = tree[0]
    return op is sre.IN and any(sign == (sre.CATEGORY, sre.CATEGORY_SPACE) for sign in given)


def _kind(name: str, pattern: str) -> Kind | None:
    """Return the kind of a rule: its ``value`` or first group is what is secret."""
    pattern = pattern.replace(r"\z", r"\Z")
    flags = re.IGNORECASE if pattern.startswith("(?i)") else 0
    pattern = re.sub(r"(?<!\\)\(\?i\)", "", pattern).replace("(?s:.", "(?:.")
    try:
        expression = re.compile(pattern, flags)
        tree = sre_parser.parse(pattern, flags)
    except (re.error, OverflowError, KeyError):
        return None
    group = expression.groupindex.get("value", 1 if expression.groups else None)

    def draw(rng: random.Random) -> str:
        for _ in range(40):
            drawing = Drawing(rng, group)
            whole = drawing.text(tree).strip()
            value = drawing.value or whole
            if expression.search(f" {whole} ") and not _FLAWED.search(value):
                return value if not re.search(r"\w{3}", whole.replace(value, "", 1)) else whole
        raise ValueError(name)

    try:
        rng = random.Random(name)
        drawn = [draw(rng) for _ in range(3)]
    except (ValueError, KeyError):
        return None
    alone = not any(re.search(r"[\s=\"']", text) for text in drawn)
    return Kind(name, draw, alone)


_NO_SECRET = re.compile(
    r"(?i)\b(?:ur[li]|domain|name|host|endpoint|server|email|workspace|instance|site|username|version"
    r"|region|id)(?:[.\-/\s]?\d+)?$|client[- ]id|app[- ]id|account[- ]id|project[- ]id|[- ](?:ur[li]|id|domain)\b"
    r"|repository$|sealed|ip[ -]?v?[46]|public"
)


def kinds_of(path: Path) -> Iterator[Kind]:
    """Yield the kinds of a list of rules, without those of what is no secret."""
    rules = (json.loads if path.suffix == ".json" else yaml.safe_load)(path.read_text())
    for rule in rules:
        name = f"{path.stem}:{rule.get('id') or rule['name']}"
        patterns = [rule["pattern"]] if "pattern" in rule else rule["values"]
        if _NO_SECRET.search(name) or rule.get("type", "pattern") != "pattern":
            continue
        for number, pattern in enumerate(patterns):
            if kind := _kind(f"{name}#{number}" if number else name, pattern):
                yield kind


# --- kinds that no issuer has -----------------------------------------------------------------


def _some(alphabet: str, size: int) -> Callable[[random.Random], str]:
    return lambda rng: "".join(rng.choices(alphabet, k=size))


_HEX = "0123456789abcdef"
_B64 = _WORD + "+/"
_FIELDS: dict[str, Callable[[random.Random], str]] = {
    "hex32": _some(_HEX, 32),
    "hex64": _some(_HEX, 64),
    "word": _some(_WORD, 40),
    "short": _some(_WORD, 20),
    "code": _some(string.ascii_uppercase + string.digits, 16),
    "b64": lambda rng: base64.b64encode(rng.randbytes(32)).decode(),
    "b64long": lambda rng: base64.b64encode(rng.randbytes(64)).decode(),
    "basic": lambda rng: base64.b64encode(
        b"deploy:" + "".join(rng.choices(_WORD, k=16)).encode()
    ).decode(),
    "b32": _some("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16),
    "pass": lambda rng: (
        rng.choice(["Sun", "river", "Gato", "qwe", "Tr0ub", "hunter"])
        + rng.choice("!#%&*+-_.")
        + "".join(rng.choices(_WORD, k=6))
        + rng.choice("!?7Z")
    ),
    "words": lambda rng: (
        "-".join(
            rng.choice("ladder ocean velvet salmon tiger gravity puzzle mango orbit zebra".split())
            for _ in range(4)
        )
        + str(rng.randrange(10, 99))
    ),
    "b58": _some("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz", 51),
    "uuid": lambda rng: str(uuid.UUID(int=rng.getrandbits(128), version=4)),
    "pin": _some(string.digits, 6),
    "host": lambda rng: rng.choice(["db", "cache", "mail", "node7"]) + ".corp.acme.io",
    "user": lambda rng: rng.choice(["app", "deploy", "root", "svc_report"]),
}

PLACED = r"""
    env: DB_PASSWORD={pass}
    env: export PGPASSWORD='{pass}'
    env: SECRET_KEY_BASE={hex64}{hex64}
    env: APP_KEY=base64:{b64}
    env: JWT_SECRET={word}
    env: ENCRYPTION_KEY={hex64}
    env: SESSION_SECRET="{short}"
    env: REDIS_PASSWORD={short}
    env: SMTP_PASS={pass}
    env: AWS_SECRET_ACCESS_KEY={word}
    env: AWS_SESSION_TOKEN={b64long}{b64long}
    env: DJANGO_SECRET_KEY='{word}{short}'
    env: COOKIE_SECRET={uuid}
    env: ADMIN_PIN={pin}
    yaml: password: {pass}
    yaml: db:\n  user: {user}\n  password: "{words}"
    yaml: client-key-data: {b64long}{b64long}
    yaml: api:\n  token: {hex32}
    yaml: data:\n  password: {basic}
    yaml: - name: SIGNING_KEY\n  value: "{word}"
    yaml: auth_token: !vault {word}
    yaml: webhook_secret: {hex64}
    yaml: redis:\n  auth: {short}
    json: {{"password": "{pass}"}}
    json: {{"auth": "{basic}"}}
    json: {{"private_key_id": "{hex32}", "client_secret": "{short}"}}
    json: {{"access_token":"{word}","expires_in":3600}}
    json: {{"refreshToken": "{uuid}"}}
    json: {{"user": "{user}", "pwd": "{pass}"}}
    json: {{"encryptionKey":"{b64}"}}
    json: {{\"apiSecret\": \"{short}\"}}
    toml: password = "{pass}"
    toml: [db]\nsecret = '{short}'
    ini: [client]\nuser={user}\npassword={pass}
    ini: aws_secret_access_key = {word}
    properties: spring.datasource.password={pass}
    properties: jwt.signing-key={b64}
    xml: <password>{pass}</password>
    xml: <add key="ApiKey" value="{hex32}" />
    xml: <connectionStrings><add connectionString="Server=x;User Id=sa;Password={pass};" /></connectionStrings>
    xml: <apiToken>{short}</apiToken>
    tfvars: db_password = "{pass}"
    hcl: secret_key = "{word}"
    uri: postgres://{user}:{short}@{host}:5432/shop
    uri: postgresql+psycopg2://{user}:{pass}@{host}/shop
    uri: mysql://{user}:{short}@{host}/shop
    uri: mongodb+srv://{user}:{short}@{host}/?retryWrites=true
    uri: redis://:{short}@{host}:6379/0
    uri: amqps://{user}:{short}@{host}/v
    uri: ftp://{user}:{short}@{host}/x
    uri: smtp://{user}:{short}@{host}:587
    uri: https://{user}:{word}@{host}/repo.git
    uri: https://{word}@{host}/repo.git
    uri: jdbc:postgresql://{host}/x?user={user}&password={short}
    uri: jdbc:sqlserver://{host};user={user};password={pass}
    uri: jdbc:oracle:thin:{user}/{short}@{host}:1521:orcl
    uri: Server={host};Database=x;Uid={user};Pwd={pass};
    uri: DefaultEndpointsProtocol=https;AccountName=x;AccountKey={b64long};EndpointSuffix=core.windows.net
    uri: Endpoint=sb://x.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey={b64}
    uri: https://x.blob.core.windows.net/c?sv=2022&se=2030&sig={b64}
    uri: https://api.acme.io/v1/items?api_key={hex32}
    uri: https://acme.io/reset?token={word}
    uri: https://s3.amazonaws.com/b/k?X-Amz-Credential=AKIAQ&X-Amz-Signature={hex64}
    uri: wss://acme.io/ws?access_token={short}
    uri: ldap://cn=admin,dc=acme:{short}@{host}
    curl: curl -u {user}:{short} https://{host}/
    curl: curl -H "Authorization: Bearer {word}" https://{host}/
    curl: curl -H 'X-Api-Key: {hex32}' https://{host}/v2
    curl: curl -H "Authorization: Basic {basic}" https://{host}/
    curl: curl -H "Authorization: Token {word}" https://{host}/
    curl: curl --user '{user}:{pass}' https://{host}
    curl: curl -H "PRIVATE-TOKEN: {short}" https://{host}
    curl: curl -d "client_secret={short}&grant_type=x" https://{host}
    curl: curl -b "session={word}" https://{host}
    curl: curl -H "x-auth-token: {uuid}" https://{host}
    shell: mysql -u {user} -p{short} shop
    shell: sshpass -p '{pass}' ssh {user}@{host}
    shell: redis-cli -h {host} -a {short}
    shell: psql "host={host} user={user} password={short}"
    shell: mongo --username {user} --password {short}
    shell: docker login -u {user} -p {short}
    shell: echo '{pass}' | sudo -S ls
    shell: vault login {short}
    shell: openssl enc -aes-256-cbc -k {short} -in a
    shell: net use z: \\{host}\x /user:{user} {pass}
    shell: aws configure set aws_secret_access_key {word}
    shell: git clone https://oauth2:{short}@{host}/x.git
    shell: helm install x --set auth.password={short}
    shell: kubectl create secret generic x --from-literal=token={short}
    shell: wget --http-password={short} https://{host}
    shell: ansible-playbook x.yml -e ansible_become_pass={pass}
    shell: rabbitmqctl add_user {user} {pass} && rabbitmqctl set_user_password {user} {short}
    sql: CREATE USER {user} IDENTIFIED BY '{pass}';
    sql: ALTER ROLE {user} WITH PASSWORD '{pass}';
    sql: ALTER LOGIN sa WITH PASSWORD = '{pass}'
    sql: INSERT INTO users (login, password) VALUES ('{user}', '{pass}');
    sql: UPDATE accounts SET password = '{short}' WHERE id = 3;
    sql: GRANT ALL ON *.* TO '{user}'@'%' IDENTIFIED BY '{short}'
    python: password = "{pass}"
    python: client = Client(api_key="{word}")
    python: conn = connect(user="{user}", passwd="{pass}")
    python: requests.get(url, auth=("{user}", "{pass}"))
    python: HEADERS = {{"Authorization": "Bearer {word}"}}
    python: os.environ["SECRET_TOKEN"] = "{short}"
    python: SECRET_KEY = os.getenv("SECRET_KEY", "{word}")
    python: fernet = Fernet(b"{b64}")  # secret key
    python: jwt.encode(claims, "{short}", algorithm="HS256")
    python: hmac.new(b"{word}", msg, sha256)
    js: const apiKey = '{hex32}';
    js: const token: string = `{word}`;
    js: headers: {{ 'X-Auth': '{word}' }}
    js: app.use(session({{ secret: '{short}' }}))
    js: mongoose.connect("mongodb://{user}:{short}@{host}/x")
    js: jwt.sign(payload, '{short}')
    js: //registry.npmjs.org/:_authToken={uuid}
    js: //{host}/npm/:_auth={basic}
    php: define('DB_PASSWORD', '{pass}');
    php: define('AUTH_KEY', '{word}{short}');
    php: $password = "{pass}";
    php: $mail->Password = '{pass}';
    java: private static final String API_KEY = "{hex32}";
    java: System.setProperty("javax.net.ssl.keyStorePassword", "{pass}");
    java: storePassword "{pass}"
    go: var apiToken = "{word}"
    go: Password: "{pass}",
    ruby: config.secret_key = '{hex64}{hex64}'
    csharp: var cs = "Data Source=x;User ID={user};Password={pass}";
    csharp: new NetworkCredential("{user}", "{pass}")
    powershell: $p = ConvertTo-SecureString '{pass}' -AsPlainText -Force
    powershell: $env:API_TOKEN = "{word}"
    rust: let secret_key = "{word}";
    swift: let apiKey = "{hex32}"
    kotlin: const val CLIENT_SECRET = "{short}"
    netrc: machine {host} login {user} password {short}
    pgpass: {host}:5432:shop:{user}:{short}
    wifi: network={{\n ssid="casa"\n psk="{pass}"\n}}
    wifi: WIFI:T:WPA;S:casa;P:{short};;
    cisco: username {user} secret {short}
    cisco: snmp-server community {short} RW
    cisco: enable secret 5 $1$abcd${short}
    ipsec: {host} %any : PSK "{short}"
    ppp: "{user}" * "{short}"
    htpasswd: {user}:$apr1${code}${short}
    shadow: {user}:$6${code}${word}{word}:18000:0:99999:7:::
    wireguard: PrivateKey = {b64}
    wireguard: PresharedKey = {b64}
    age: # secret key\nAGE-SECRET-KEY-1{hex32}{hex32}
    totp: otpauth://totp/Acme:ana?secret={b32}&issuer=Acme
    totp: 2FA secret: {b32}
    backup: My recovery code is {code}
    bitcoin: my private key is 5{b58}
    ethereum: private key: 0x{hex64}
    ethereum: PRIVATE_KEY={hex64}
    log: 2026-01-02T10:00:00Z ERROR login failed user={user} password={pass}
    log: DEBUG request headers: Authorization=Bearer {word}
    log: [info] connecting with token {word}
    log: level=debug msg="new session" session_token={short}
    log: POST /login body={{"username":"{user}","password":"{pass}"}}
    log: INFO Generated admin password: {short}
    log: GET /cb?code={word}&state=x 302
    log: WARN retry with secret={short} attempt=2
    chat EN: My password is {pass}, why can't I log in?
    chat EN: here's the api key: {word} thanks
    chat EN: use this token {word} for the demo
    chat EN: login is {user} and the password {pass}
    chat EN: the wifi password is {words}
    chat EN: Please sign in as {user} / {pass}
    chat EN: I rotated the key, the new one is {hex32}
    chat EN: the client secret we got from them: {short}
    chat EN: root pw = {pass}
    chat EN: credentials: {user}:{pass}
    chat EN: my bank PIN is {pin}
    chat EN: the admin password was changed to {pass}
    chat EN: It says invalid token but {word} is the right token
    chat EN: pass: {pass}
    chat ES: Mi contraseña es {pass}, ¿por qué no entra?
    chat ES: la clave de la api es {word}
    chat ES: usa este token {word} para la prueba
    chat ES: el usuario es {user} y la contraseña {pass}
    chat ES: la clave del wifi es {words}
    chat ES: entra con {user} / {pass}
    chat ES: cambié la llave, la nueva es {hex32}
    chat ES: el secreto de cliente que nos dieron: {short}
    chat ES: clave de root = {pass}
    chat ES: credenciales: {user}:{pass}
    chat ES: mi PIN del banco es {pin}
    chat ES: la contraseña de administrador ahora es {pass}
    chat ES: dice token inválido, pero {word} es el token correcto
    chat ES: clave: {pass}
    chat ES: te paso la contraseña nueva: {pass}
    chat ES: el código de verificación es {pin}
"""


def _placed() -> Iterator[Kind]:
    for number, line in enumerate(PLACED.strip().splitlines()):
        label, _, form = line.strip().partition(": ")
        form = form.replace(r"\n", "\n")

        def draw(rng: random.Random, form: str = form) -> str:
            def field(match: re.Match[str]) -> str:
                return _FIELDS[match[1]](rng)

            filled = re.sub(r"\{(\w+)\}", field, form.replace("{{", "\0").replace("}}", "\1"))
            return filled.replace("\0", "{").replace("\1", "}")

        yield Kind(f"placed:{label} {number}", draw, alone=False)


# --- prompts ----------------------------------------------------------------------------------

PROMPTS = {
    "bare": "{}",
    "chat EN": "Can you tell me why {} stopped working yesterday?",
    "chat ES": "No entiendo por qué {} dejó de funcionar ayer.",
    "code": 'def main():\n    run("{}", retries=3)\n    return 0\n',
    "log": "2026-01-02T10:00:00Z INFO worker[12] started with {} after 3 tries",
    "list": "Things to check:\n- the version, 1.2.3\n- {}\n- the proxy",
    "env": "DEBUG=1\nACME_API_KEY={}\nPORT=8080",
    "yaml": "service:\n  port: 8080\n  token: {}\n",
    "json": '{{"port": 8080, "secret": "{}"}}',
    "curl": 'curl -H "Authorization: Bearer {}" https://api.acme.io/v1/me',
    "key EN": "My key is {}, what should I do with it?",
    "key ES": "Mi clave es {}, ¿dónde la pongo?",
}
_OPEN = ("bare", "chat EN", "chat ES", "log", "list")
"""Prompts that say nothing about what they hold."""


def prompts(kind: Kind, text: str) -> Iterator[tuple[str, str]]:
    """Yield the prompts in which ``text`` may stand; what holds its own label has fewer."""
    for name, prompt in PROMPTS.items():
        if kind.alone or name in _OPEN:
            yield name, prompt.format(text) if name != "bare" else text


# --- what resembles a secret ------------------------------------------------------------------


def lookalikes(rng: random.Random) -> Iterator[tuple[str, str]]:
    """Yield texts without any secret."""
    octets = rng.randbytes(32)
    hex40, hex64 = octets[:20].hex(), octets.hex()
    b64 = base64.b64encode(octets).decode()
    name = str(uuid.UUID(bytes=octets[:16], version=4))
    word = "".join(rng.choices(_WORD, k=24))
    picture = base64.b64encode(b"\x89PNG\r\n\x1a\n" + rng.randbytes(600)).decode()
    sha512 = base64.b64encode(hashlib.sha512(octets).digest()).decode()
    yield from {
        "md5": f"md5sum: {hex64[:32]}  disk.iso",
        "sha1": f"{hex40}  release.tar.gz",
        "sha256": f"sha256:{hex64}",
        "commit": f"Merge commit {hex40} into main",
        "short commit": f"see {hex40[:7]} and {hex40[7:15]}",
        "git diff": f"diff --git a/x b/x\nindex {hex40[:7]}..{hex40[7:14]} 100644",
        "git log": f"commit {hex40}\nAuthor: A\n\n    fix typo",
        "uuid": f"Request {name} failed with 500",
        "uuid list": f"ids: [{name}, {uuid.UUID(bytes=octets[16:], version=4)}]",
        "uuid id": f'{{"id": "{name}", "order_id": "{name}"}}',
        "npm lock": f'"left-pad": {{"version": "1.3.0", "integrity": "sha512-{sha512}"}}',
        "yarn lock": f'  resolved "https://registry.yarnpkg.com/x/-/x-1.0.0.tgz#{hex40}"',
        "cargo lock": f'name = "serde"\nchecksum = "{hex64}"',
        "go sum": f"github.com/a/b v1.2.3 h1:{b64}",
        "poetry lock": f'{{file = "x-1.0-py3-none-any.whl", hash = "sha256:{hex64}"}}',
        "pip hash": f"x==1.0 --hash=sha256:{hex64}",
        "gem lock": f"  nokogiri (1.15.4) sha256={hex64}",
        "docker": f"FROM python:3.12@sha256:{hex64}",
        "image": f"data:image/png;base64,{picture}",
        "image css": f"background:url(data:image/gif;base64,{picture[:400]})",
        "sri": f'<script src="a.js" integrity="sha384-{sha512[:64]}" crossorigin></script>',
        "minified": "!function(e,t){var n=e.k2,r=t(n.a1b2);for(var i=0;i<r.length;i++)r[i].x3=n.q9}(w,z);",
        "asset": f"/static/js/main.{hex40[:8]}.chunk.js /css/app.{hex40[8:28]}.css",
        "youtube": f"https://www.youtube.com/watch?v={word[:11]}",
        "doc": f"https://docs.google.com/document/d/1{word}{word[:19]}/edit",
        "arxiv": "arXiv:2401.04088v1, doi:10.48550/arXiv.2401.04088",
        "isbn": "ISBN 978-3-16-148410-0",
        "tx": f"transaction 0x{hex64} was mined in block 19283746",
        "eth": f"contract at 0x{hex40}",
        "btc": f"address bc1q{hex40[:38]}",
        "ulid": "01ARZ3NDEKTSV4RRFFQ69G5FAV is a ULID",
        "objectid": f'{{"_id": {{"$oid": "{hex40[:24]}"}}}}',
        "trace": f"traceparent: 00-{hex64[:32]}-{hex40[:16]}-01",
        "trace id": f"trace_id={hex64[:32]} span_id={hex40[:16]} ok",
        "etag": f'ETag: "{hex64[:32]}"',
        "build": f"Build 20260102.{rng.randrange(99)}+{hex40[:8]}",
        "pubkey": f"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI{b64[:42]} ana",
        "certificate": f"-----BEGIN CERTIFICATE-----\nMIIC{picture[:60]}\n-----END CERTIFICATE-----",
        "fingerprint": f"SHA256:{b64[:43]} (ED25519)",
        "placeholder": "API_KEY=your-api-key-here",
        "placeholder 2": "password: <YOUR_PASSWORD>",
        "placeholder 3": "OPENAI_API_KEY=sk-xxxxxxxxxxxxxxxxxxxxxxxx",
        "placeholder 4": 'token = "REPLACE_ME_WITH_TOKEN"',
        "variable": "password: ${{ secrets.DB_PASSWORD }}",
        "variable 2": "api_key = os.environ['API_KEY']",
        "variable 3": "DB_PASSWORD=$(cat /run/secrets/db)",
        "variable 4": "secret: {{ .Values.auth.secret }}",
        "example aws": "AKIAIOSFODNN7EXAMPLE wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "code": "const token = await getToken(user); setPassword(hash(password));",
        "code 2": "def check_password(self, raw_password): return self.password == raw_password",
        "code 3": "for key, value in d.items(): keys.append(key)",
        "type": "password: string; apiKey?: string; token: Optional[str] = None",
        "schema": '{"type": "object", "required": ["password", "api_key"]}',
        "advice": "Use a strong password with at least 12 characters.",
        "consejo": "La contraseña debe tener al menos 12 caracteres y un número.",
        "question": "How do I store an API key in an environment variable?",
        "pregunta": "¿Dónde guardo el token de acceso de forma segura?",
        "css": f"--brand: #{hex40[:6]}; --shadow: rgba(0,0,0,.{hex40[:1]})",
        "key name": "KEY_ARROW_DOWN = 40; primary_key = True; keyCode == 13",
        "tokens": "max_tokens=4096, token_count: 12345, tokenizer=cl100k_base",
        "openai id": f"resp_{hex64[:48]} chatcmpl-{word} call_{word} file-{word[:22]}",
        "stripe id": f"cus_{word[:14]} pi_{word} evt_1{word[:23]}",
        "session": f"tmux session main-{hex40[:6]}, image nginx_{hex40[:12]}",
        "snowflake": f"discord message {rng.randrange(10**17, 10**18)}",
        "dna": "".join(rng.choices("ACGT", k=60)),
        "protein": "".join(rng.choices("ACDEFGHIKLMNPQRSTVWY", k=50)),
        "binary": " ".join(f"{byte:08b}" for byte in octets[:8]),
        "hexdump": f"00000000  {octets[:16].hex(' ')}  |................|",
        "crc": f"CRC32 {zlib.crc32(octets):08x}",
        "cache key": f"cache key: {hex40}",
        "public key": f"public key: {hex64}",
        "s3": f"s3://bucket/{hex40[:2]}/{hex40}/part-0000.parquet",
        "slug": f"https://medium.com/@a/how-we-scaled-it-{hex40[:12]}",
        "jira": "PROJ-12345: token refresh fails for SSO users",
        "css class": f'class="css-{word[:6].lower()} MuiButton-root-{rng.randrange(999)}"',
        "react": "useState, useEffect, getDerivedStateFromProps2, __NEXT_DATA__",
        "windows": "{6B29FC40-CA47-1067-B31D-00DD010662DA}",
        "k8s pod": f"pod web-7d4b9c{hex40[:4]}-x{hex40[4:8]} restarted",
        "terraform": f"aws_instance.web: Creation complete [id=i-0{hex40[:16]}]",
        "arn": "arn:aws:iam::123456789012:role/deploy",
        "huggingface": "meta-llama/Llama-3.2-11B-Vision-Instruct-Q4_K_M.gguf",
    }.items()  # fmt: skip


# --- measuring --------------------------------------------------------------------------------


def _request(text: str) -> Request:
    return request_for({"model": "auto", "messages": [{"role": "user", "content": text}]})


def stopped(judge: PrivacyScorer, text: str) -> bool:
    """Say whether a prompt is private."""
    return judge.score(read(_request(text))).level > Level.PUBLIC


def halved(kinds: list[Kind], half: int | None) -> list[Kind]:
    """Return one random half of the kinds, the same on every run."""
    if half is None:
        return kinds
    return [kind for kind in kinds if zlib.crc32(kind.name.encode()) % 2 == half]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rules", nargs="*", type=Path)
    parser.add_argument("--half", type=int, choices=(0, 1))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--details", action="store_true")
    options = parser.parse_args()
    judge = PrivacyScorer([DETECTORS["identifiers"](), DETECTORS["secrets"]()])
    kinds = [*_placed(), *(kind for path in options.rules for kind in kinds_of(path))]
    kinds = halved(kinds, options.half)
    total: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for kind in kinds:
        rng = random.Random(f"{options.seed}{kind.name}")
        text = kind.draw(rng)
        for place, prompt in prompts(kind, text):
            held = stopped(judge, prompt)
            total[place] += 1
            found[place] += held
            if options.details and not held:
                print(f"missed {kind.name} [{place}] {prompt[:160]!r}")
    print(f"{len(kinds)} kinds: {100 * found.total() / total.total():.1f} % of {total.total()}")
    for place, count in total.items():
        print(f"  {place:10} {100 * found[place] / count:5.1f} % of {count}")
    rng = random.Random(options.seed)
    controls = [text for _ in range(4) for text in lookalikes(rng)]
    outcome = [(name, text) for name, text in controls if stopped(judge, text)]
    print(f"look-alikes stopped: {100 * len(outcome) / len(controls):.1f} % of {len(controls)}")
    if options.details:
        for name, text in outcome:
            print(f"stopped {name} {text[:120]!r}")


if __name__ == "__main__":
    main()
