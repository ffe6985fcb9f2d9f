"""Passwords and keys by the name they are given to: ``db_password: ...``, ``API key = ...``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from homeport.policies.privacy.placeholders import (
    classes,
    entropy,
    is_cut,
    is_identifier,
    is_named,
    is_placeholder,
    is_scrambled,
    is_shuffled,
    is_uuid,
)
from homeport.policies.privacy.rules import LABELLED, Hit, alternatives, starts
from homeport.policies.privacy.stems import Fragments, Lowered
from homeport.policies.privacy.web_secrets import is_random

_NAME = re.compile(
    r"(pa?ss?wo?r?[dt]s?|paasw\w{0,4}|pass(?:phrase|code|in)?|pwd|pswd|p/w"
    r"|(?<![a-z])(?:psw|pw|pin|psk)(?![a-z])"
    r"|contrase[nñ]as?|clave|senha|mot de passe|kennwort|비밀번호|비번|패스워드|암호)"
    r"|authorization|secret|token|api|key|credentials?|creds?|auth|bearer|llave|credencial(?:es)?|토큰|키"
    r"|(?<![a-z])(?:nonce|salt|cookie|sess(?:ion)?|hmac|otp|totp|dsn|license)"
)
"""What is called a password (the group) or a key, in lower case."""

_VALUE = (
    r"\"([^\"\n]{4,4000}+)\"|'([^'\n]{4,4000}+)'|`([^`\n]{4,4000}+)`"
    r"|([^\s\"'`<>,;(){}\[\]]{4,4000}+)"
)
_GIVEN = re.compile(
    r"([_\-. ]?[A-Za-z0-9_\-.]{0,24}+)[\"'`\])*\\]{0,4}+"  # the rest of the name
    r"(\s{0,4}(?::\s?\w{1,12}(?:\[\w{1,12}\])?\s?=|:=|=>|->|!?={1,3}|=?:|\||,(?=\s?[\"'])|>)\s{0,6}"
    r"|\s(?:is|es|was|era|son|are)\b[: ]{1,3}|[ \t]{1,3})"
    rf"(?:[rbfu@$(\[{{\\]{{0,2}}(?=[\"'`]))?(?:{_VALUE})",
    re.IGNORECASE,
)
"""How a name is given a value: the rest of the name, the sign or verb between, the value."""

_LOOKED_AT = 200  # signs of a value that say what it is
_BARE = 6  # the group of a value without quotes
_VERBS = frozenset({"is", "es", "was", "era", "son", "are"})
_STEMS = Fragments(
    """pass pasw paasw psw pssw pswd pw pin p/w psk contrase clave senha mot kennwort secret token
    api key cred auth bearer llave nonce salt cookie sess hmac otp totp dsn license""".split()
)
_FOREIGN_STEMS = tuple("토큰 키 비밀번호 비번 패스워드 암호".split())
"""How names begin. Finding these first is several times faster than searching for ``_NAME``."""

NOT_THE_SECRET = re.compile(
    alternatives(r"""
        (?:ids?|name|path|file|url|uri|type|len|length|size|count|field|hint|policy|alias|arn)$
        (?:version|format|endpoint|host|port|store|ring|words?|board|down|up|code|list|map|class)$
        (?:manager|provider|expir\w*|limit|index|column|label|title|regex|pattern|algorithm)$
        (?:min|max|address|audience|mapping|enticat\w*|oriz\w*|or|ors|ity|ization|u?mp|ment|selector)$
    """),
    re.IGNORECASE,
)
"""Endings of names that hold something about a secret, or are another word: ``author``."""

_PUBLIC_HALF = re.compile(
    r"(?:public|publishable|authenticity|csrf|cache|partition|primary|foreign|sort)[_\-. ]?$"
    r"|\(\?P?<[a-z_]{0,8}$"
    r"|(?<![a-z])(?:mon|tur|don|hoc|joc|whis"
    r"|lac)$",
    re.IGNORECASE,
)

_MIXED = re.compile(r"[A-Z][a-z]*[A-Z][a-z]*[A-Z]|[a-z][^\w\s'’.,\-/][A-Za-z]")
"""Capitals and signs as no word has them."""


_SLASHED = re.compile(r"/[A-Za-z0-9+]{31,}={0,2}")
"""Base64 that begins with a slash, and no path."""

_NUMBERED = re.compile(r"[A-Za-z]+\d+")

_ARGUMENT = re.compile(r"-{0,2}[A-Za-z_][\w\-]{0,40}+=")
"""What is passed to a program: "pass `--jobs=4` to make"."""


def passwords(lowered: Lowered) -> Iterator[Hit]:
    """Yield values that are given to a name like ``db_password`` or ``API key``."""
    text, small = lowered.text, lowered.small
    foreign = () if small.isascii() else _FOREIGN_STEMS
    for at in chain(lowered.within(_STEMS), starts(small, foreign)):
        if name := _NAME.match(small, at):
            yield from _assigned(text, name)


def _assigned(text: str, name: re.Match[str]) -> Iterator[Hit]:
    match = _GIVEN.match(text, name.end())
    public = _PUBLIC_HALF.search(text, max(0, name.start() - 12), name.start())
    loose = match is not None and not _is_assigned(match)
    if loose and name[1] and text[name.start() - 1 : name.start()].isalpha():
        return  # a word that ends like *pass*: "surpasses Planet_2"
    if not match or public or NOT_THE_SECRET.search(match[1]):
        return
    value = next(filter(None, match.groups()[2:]))
    if loose and name[0] in ("pass", "passin") and _ARGUMENT.match(value):
        return
    if name[0] != "key" or not is_uuid(value):
        yield from _value(match, password=name[1] is not None)


def _is_assigned(match: re.Match[str]) -> bool:
    """Say whether a sign gives the value, not a verb or a mere space."""
    return not match[2].isspace() and match[2].strip(": ").lower() not in _VERBS


def _value(match: re.Match[str], *, password: bool) -> Iterator[Hit]:
    group = next(number for number in range(3, 7) if match[number] is not None)
    value = match[group].rstrip(".?") if group == _BARE else match[group]
    assigned = _is_assigned(match)
    quoted = group != _BARE
    start = match.start(group)
    if is_cut(match.string, start + len(value)):
        return
    if _is_secret(value, password=password, assigned=assigned, quoted=quoted):
        yield Hit(start, start + len(value), "password" if password else "token", LABELLED)


def _is_secret(value: str, *, password: bool, assigned: bool, quoted: bool) -> bool:
    value = value[:_LOOKED_AT]
    if password:
        given = _is_password(value, assigned=assigned, quoted=quoted)
    elif assigned:
        given = is_random(value) if len(value) >= 10 else _is_mixed(value)
        given = given and (is_uuid(value) or not is_named(value))
    else:
        given = len(value) >= 12 and classes(value) >= 3 and is_random(value)
    plain = value[1:] if _SLASHED.fullmatch(value) else value
    return given and " " not in value and not is_placeholder(plain) and not is_identifier(value)


def _is_mixed(value: str) -> bool:
    """Say whether a short value is drawn: letters of both kinds and digits, no word and number."""
    return (
        len(value) >= 8
        and classes(value) >= 3
        and entropy(value) >= 2.7
        and not _NUMBERED.fullmatch(value)
        and (is_scrambled(value) or is_shuffled(value))
    )


def _is_password(value: str, *, assigned: bool, quoted: bool) -> bool:
    kinds = classes(value)
    digit = any(map(str.isdigit, value))
    if assigned:
        return kinds >= 2 and (quoted or digit or kinds >= 3)
    return len(value) >= 6 and kinds >= 2 and (digit or _MIXED.search(value) is not None)
