"""The detector of secrets: keys, tokens, passwords, and whole private keys.

Known forms are recognised by issuer; what has no form is recognised by where it stands
(``password: ...``, ``user:...@host``, ``Bearer ...``) unless it is a placeholder. Nothing is
ever verified over the network.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from homeport.policies.privacy.keys import ISSUED, JWT
from homeport.policies.privacy.placeholders import (
    classes,
    entropy,
    is_identifier,
    is_named,
    is_placeholder,
    is_stand_in,
)
from homeport.policies.privacy.rules import (
    CERTAIN,
    CHECKED,
    LABELLED,
    SHAPED,
    Hit,
    alternatives,
    findings,
    lowered,
)
from homeport.policies.privacy.scorer import Detector
from homeport.types import Finding, Part

_LONG = re.compile(r"[A-Za-z0-9_\-.+/=~|:$%]{20,}+")
_PEM = re.compile(r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----")
_PEM_END = re.compile(r"-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----")
_PEM_BODY = re.compile(r"[\s\w+/=:,\\\-\"'.]{0,20000}+")
_DER = re.compile(
    r"(?<![\w+/])MII[A-J][A-Za-z0-9+/]{2}IBA(?:A[JK]|D)[A-Za-z0-9+/\s]{60,8000}+={0,2}"
)
"""RSA (PKCS #1) and any private key (PKCS #8) in base64: a long sequence, then version 0."""

_URL = re.compile(
    r"(?<![\w+.\-])[a-z][a-z0-9+.\-]{1,30}+://([^\s/@:\"'<>]{0,80}+):([^\s/@\"'<>]{2,200}+)@",
    re.IGNORECASE,
)
_HEADER = re.compile(
    r"\b(?:bearer|basic|negotiate|ntlm|digest|token)[ \t]+"
    r"[\"']?([A-Za-z0-9+/_.~\-%]{14,2000}+={0,2})",
    re.IGNORECASE,
)
_COMMAND = re.compile(
    r"(?:identified (?:with \w+ )?by|(?<=\s)--?(?:passphrase|pass|password|passwd|pw)[ =]"
    r"|(?<=\s)(?:-u|--user)[ =]\"?[\w.\-]{1,60}:)\s{0,3}[\"']?([^\s\"',;@]{4,200}+)",
    re.IGNORECASE,
)

_NAME = re.compile(
    r"(pa?ss?wo?r?[dt]s?|pass(?:phrase|code|in)?|pwd|(?<![a-z])(?:psw|pw|pin)(?![a-z])"
    r"|contrase[nñ]as?|clave|senha|mot de passe)"
    r"|secret|token|api|key|credentials?|creds?|auth|bearer|llave|credencial(?:es)?"
)
"""What is called a password (the group) or a key, in lower case."""

_VALUE = (
    r"\"([^\"\n]{4,200}+)\"|'([^'\n]{4,200}+)'|`([^`\n]{4,200}+)`|([^\s\"'`<>,;(){}\[\]]{4,200}+)"
)
_GIVEN = re.compile(
    r"([_\-. ]?[A-Za-z0-9_\-]{0,24}+)[\"'`\])*]{0,3}+"  # the rest of the name
    r"(\s{0,4}(?::\s?\w{1,12}(?:\[\w{1,12}\])?\s?=|:=|=>|->|!?={1,3}|:|\||,(?=\s?[\"']))\s{0,4}"
    r"|\s(?:is|es|was|era|son|are)\b[: ]{1,3}|[ \t]{1,3})"
    rf"(?:[rbfu@$(\[{{]{{0,2}}(?=[\"'`]))?(?:{_VALUE})",
    re.IGNORECASE,
)
"""How a name is given a value: the rest of the name, the sign or verb between, the value."""

_BARE = 6  # the group of a value without quotes
_VERBS = frozenset({"is", "es", "was", "era", "son", "are"})
_STEMS = tuple(
    "pa ps pw pin contrase clave senha mot secret token api key cred auth bearer llave".split()
)
"""How names begin. Finding these first is several times faster than searching for ``_NAME``."""

_SCHEMES = ("bearer ", "basic ", "negotiate ", "ntlm ", "digest ", "token ")
_NOT_THE_SECRET = re.compile(
    alternatives(r"""
        (?:ids?|name|path|file|url|uri|type|len|length|size|count|field|hint|policy|alias|arn)$
        (?:version|format|endpoint|host|port|store|ring|words?|board|down|up|code|list|map|class)$
        (?:manager|provider|expir\w*|limit|index|column|label|title|regex|pattern|algorithm)$
        (?:min|max|address|audience|mapping|enticat\w*|oriz\w*|or|ors|ity|ization)$
    """),
    re.IGNORECASE,
)
"""Endings of names that hold something about a secret, or are another word: ``author``."""

_MIXED = re.compile(r"[A-Z][a-z]*[A-Z][a-z]*[A-Z]|[a-z][^\w\s'’.,\-/][A-Za-z]")
"""Capitals and signs as no word has them."""

_SHORTEST = 20  # characters of a key that its form alone gives away


class Secrets(Detector):
    """Finds credentials."""

    name = "secrets"

    def find(self, part: Part) -> Iterator[Finding]:
        return findings(part, _hits(part.text), self.name)


def _hits(text: str) -> Iterator[Hit]:
    small = lowered(text)
    if max(map(len, text.split()), default=0) >= _SHORTEST:
        yield from chain.from_iterable(_issued(text, *m.span()) for m in _LONG.finditer(text))
    if "PRIVATE KEY" in text or "MII" in text:
        yield from _private_keys(text)
    if "://" in text and "@" in text:
        yield from _in_urls(text)
    yield from _given(text, small)
    if any(gate in small for gate in _SCHEMES):
        yield from _in_headers(text)
    if "identified" in small or " -" in text:
        yield from _in_commands(text)


def _issued(text: str, start: int, end: int) -> Iterator[Hit]:
    for pattern in (ISSUED, JWT):
        for match in pattern.finditer(text, start, end):
            if not is_stand_in(match[0]) and not is_named(match[0]):
                yield Hit(match.start(), match.end(), "api_key", CERTAIN)


def _private_keys(text: str) -> Iterator[Hit]:
    """Yield whole key blocks, up to their end line or as far as they look like one."""
    begin = _PEM.search(text)
    while begin:
        body = _PEM_BODY.match(text, begin.end())
        stop = body.end() if body else begin.end()
        last = _PEM_END.search(text, begin.end(), stop + 80)
        end = last.end() if last else stop
        yield Hit(begin.start(), end, "private_key", CERTAIN)
        begin = _PEM.search(text, end)
    for match in _DER.finditer(text):
        yield Hit(match.start(), match.end(), "private_key", CHECKED)


def _in_urls(text: str) -> Iterator[Hit]:
    for match in _URL.finditer(text):
        user, password = match.groups()
        if user != password and not is_placeholder(password):
            yield Hit(*match.span(2), "password", CHECKED)


def _in_headers(text: str) -> Iterator[Hit]:
    for match in _HEADER.finditer(text):
        if not is_placeholder(match[1]) and _is_random(match[1]):
            yield Hit(*match.span(1), "token", SHAPED)


def _in_commands(text: str) -> Iterator[Hit]:
    for match in _COMMAND.finditer(text):
        if not is_placeholder(match[1]) and not is_identifier(match[1]):
            yield Hit(*match.span(1), "password", SHAPED)


def _given(text: str, small: str) -> Iterator[Hit]:
    """Yield values that are given to a name like ``db_password`` or ``API key``."""
    for stem in _STEMS:
        at = small.find(stem)
        while at >= 0:
            if name := _NAME.match(small, at):
                yield from _assigned(text, name)
            at = small.find(stem, at + 1)


def _assigned(text: str, name: re.Match[str]) -> Iterator[Hit]:
    match = _GIVEN.match(text, name.end())
    if match and not _NOT_THE_SECRET.search(match[1]):
        yield from _value(match, password=name[1] is not None)


def _value(match: re.Match[str], *, password: bool) -> Iterator[Hit]:
    group = next(number for number in range(3, 7) if match[number] is not None)
    value = match[group].rstrip(".?") if group == _BARE else match[group]
    assigned = not match[2].isspace() and match[2].strip(": ").lower() not in _VERBS
    quoted = group != _BARE
    if _is_secret(value, password=password, assigned=assigned, quoted=quoted):
        start = match.start(group)
        yield Hit(start, start + len(value), "password" if password else "token", LABELLED)


def _is_secret(value: str, *, password: bool, assigned: bool, quoted: bool) -> bool:
    if " " in value or is_placeholder(value) or is_identifier(value):
        return False
    if password:
        return _is_password(value, assigned=assigned, quoted=quoted)
    if not assigned:
        return len(value) >= 12 and classes(value) >= 3 and _is_random(value)
    return len(value) >= 10 and not is_named(value) and _is_random(value)


def _is_password(value: str, *, assigned: bool, quoted: bool) -> bool:
    kinds = classes(value)
    digit = any(map(str.isdigit, value))
    if assigned:
        return kinds >= 2 and (quoted or digit or kinds >= 3)
    return len(value) >= 6 and kinds >= 2 and (digit or _MIXED.search(value) is not None)


def _is_random(value: str) -> bool:
    """Say whether ``value`` has the look of a generated key: mixed characters, none repeating."""
    return classes(value) >= 2 and any(map(str.isdigit, value)) and entropy(value) >= 3.0
