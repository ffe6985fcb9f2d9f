"""Secrets that only their position gives away: a column of an INSERT, the second argument of a
login, the default of a variable, what stands behind a user's name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from homeport.policies.privacy.keyed import is_opaque
from homeport.policies.privacy.placeholders import (
    classes,
    is_identifier,
    is_placeholder,
    is_scrambled,
    is_shuffled,
)
from homeport.policies.privacy.rules import LABELLED, SHAPED, Hit

_PLACES = tuple(
    (tuple(signs.split("|")), re.compile(form, re.IGNORECASE | re.VERBOSE))
    for signs, form in (
        (  # login("ana", "..."), auth=("ana", "...")
            "auth=|auth =|auth(|login(|log_in(|credential(|credentials(|sign_in(|authenticate(",
            r"""(?:credentials?|basic_?auth|auth|login|log_?in|sign_?in|authenticate|auth_?user\w{0,8})
            (?:\s{0,2}=\s{0,2})?\(\s{0,4}["'][^"'\n]{1,80}["']\s{0,2},\s{0,4}["']([^"'\n]{4,300})["']""",
        ),
        (  # echo ... | sudo -S
            "echo",
            r"""echo\s(?:-\w\s)?["']?([^\s"'|]{4,100})["']?\s?\|\s?
            (?:sudo\s[^\n]{0,20}-S|su\b|passwd)""",
        ),
        (  # credentials: ana:..., sign in as ana / ...
            "credential|creds|credencial|login|log in|acceso|sign in|entra con|entra:",
            r"""(?:credentials?|creds|credencial(?:es)?|accesos?|logins?|log[ ]in|sign[ ]in|entra)
            (?:\s(?:are|is|son|es|as|with|con|como))?\s?[:=]?\s{0,3}["'(]?
            [\w.\-]{2,40}(?:@[\w.\-]{3,60})?\s?[:/]\s?([^\s/"'()]{6,64})""",
        ),
        (  # password for ana: ..., la contraseña nueva es ...
            "passw|contrase|clave|pwd|pass ",
            r"""(?:password|passwd|contraseña|clave|pwd|pass)[\w"']{0,8}
            (?:,\s?default|\s(?:for|of|to|del?|para)\s[\w\-]{2,24}|\s(?:nueva|new)
            |\s(?:was|has[ ]been|ha[ ]sido)\s(?:changed|reset|set|cambiada)\s(?:to|a|por)
            |(?:\s[\w\-]{3,20}){0,3}\s(?:ahora|now)\s(?:is|es))
            \s{0,2}[:=]?\s{0,2}["'“«]?([^\s"'”»]{6,64})""",
        ),
        (  # redis-cli -a ..., mysql -u ana -p...
            " -",
            r"""(?:redis-cli|mysql\w{0,8}|mariadb|mongo\w{0,8}|docker[ ]login|openssl|smbclient
            |ldapsearch|gpg|zip|7z)\s[^\n|;]{0,80}?-(?:a|k|p|w|pass[ ]pass:|passphrase[ ])\s?
            ["']?([^\s"'\-]{6,100})(?!\S)""",
        ),
        ("wifi:", r"WIFI:[^\n]{0,80}?P:([^;\n]{4,64});"),
        ("thin:", r"""thin:[\w.\-]{1,40}/([^\s@"']{4,100})@"""),
        ("community", r"community\s([\w\-!@\#]{4,40})\s(?:RO|RW)\b"),
        ("add_user", r"""add_user\s[\w.\-]{1,40}\s["']?([^\s"']{4,100})"""),
        (
            "_password ",
            r"""(?:set|change)_\w{0,12}password\s[\w.\-]{1,40}\s["']?([^\s"']{4,100})""",
        ),
        ("net use", r"""net[ ]use[^\n]{0,80}/user:\S{1,40}\s([^\s"']{4,100})"""),
    )
)
"""What must occur, in small letters, and the form around a password."""

_INSERT = re.compile(r"\(([^()]{4,400}+)\)\s{0,8}values\s{0,8}\(([^()]{4,2000}+)\)", re.IGNORECASE)
_CALLED = re.compile(r"passw|pwd|passphrase|contrase|clave|secret|token|api_?key", re.IGNORECASE)
_QUOTED = re.compile(r"\s{0,4}(['\"])([^'\"\n]{4,300}+)\1\s{0,4}")
_DEFAULT = re.compile(
    r"""(?:getenv|environ(?:\.get|\.fetch)?|env(?:\.get|\.fetch)?)\s?[(\[]\s{0,2}["'](\w{2,60})["']
    \s{0,2}(?:,\s{0,2}(?:default\s?=\s?)?|[)\]]\s{0,2}(?:or|\|\||\?\?|\?:)\s{0,2})
    ["']([^"'\n]{4,300})["']""",
    re.IGNORECASE | re.VERBOSE,
)
_ASSIGNED = re.compile(
    r"(?:secret|token|passw|pwd|key|cred)\w{0,20}[\"'\])]{0,2}\s?:?=\s?\S{0,12}$"
)
_BEFORE = 60  # signs before a default in which it is assigned

_RECOVERY = re.compile(
    r"""(?:recovery|backup|reset|unlock|invit(?:e|ation)|voucher|recuperaci[oó]n|respaldo)
    [ _\-](?:codes?|key)|c[oó]digos?\sde\s(?:recuperaci[oó]n|respaldo|desbloqueo)""",
    re.IGNORECASE | re.VERBOSE,
)
_CODE = re.compile(
    r"\s?(?:is|are|es|son|[:=])[\s\"']{1,3}((?=[A-Za-z\-]{0,40}\d)[A-Za-z0-9][A-Za-z0-9\-]{6,60})"
)
_SIGNING = tuple("jwt jws jose hmac fernet aes cipher dangerous signer seriali".split())
_SIGNED = re.compile(
    r"""(?:jwt|jws|jose|hmac|fernet|aes|cipher|itsdangerous|signer|serializer)[\w.]{0,24}
    \([^()\n]{0,60}?b?["']([\w+/=\-]{16,200})["']""",
    re.IGNORECASE | re.VERBOSE,
)
_OCTETS = re.compile(
    r"""(?:aes_?|secret_?|private_?|master_?|enc\w{0,8}_?|hmac_?|signing_?)(?:key)?\w{0,12}\s{0,3}
    (?:\[\d{0,4}\])?\s{0,3}[:=]?\s{0,3}(?:new[ ])?
    (?:\[\]byte|byte\[\]|bytes|uint8_t\[\]|vec!)?\s{0,2}[({\[]{1,2}\s{0,3}
    ((?>(?:(?:0x[0-9a-f]{1,2}|\d{1,3})\s{0,12},\s{0,12}){7,}))""",
    re.IGNORECASE | re.VERBOSE,
)
"""A key in source code, one octet after the other."""


def positional(text: str, small: str) -> Iterator[Hit]:
    """Yield what a grammar of its own, not a name beside it, makes a secret."""
    for signs, form in _PLACES:
        if any(sign in small for sign in signs):
            yield from _each(form, text)
    if "values" in small and "insert" in small:
        yield from _inserted(text)
    if "env" in small:
        yield from _defaults(text)
    if "code" in small or "digo" in small or "key" in small:
        yield from _codes(text)
    if "(" in text or "{" in text:
        yield from _in_code(text, small)


def _each(pattern: re.Pattern[str], text: str) -> Iterator[Hit]:
    for match in pattern.finditer(text):
        value = match[1].rstrip(".,;:?)")
        if _is_password(value):
            start = match.start(1)
            yield Hit(start, start + len(value), "password", LABELLED)


def _is_password(value: str) -> bool:
    """Say whether ``value`` is more than a word: digits or signs, or capitals as no word has."""
    drawn = any(map(str.isdigit, value)) or classes(value) >= 3 or is_shuffled(value)
    if len(value) < 4 or is_placeholder(value) or is_identifier(value):
        return False
    return drawn and classes(value) >= 2 and not value.isdigit()


def _inserted(text: str) -> Iterator[Hit]:
    """Yield the values of columns that are called like a password."""
    for match in _INSERT.finditer(text):
        start = match.start(2)
        for name, value in zip(match[1].split(","), match[2].split(","), strict=False):
            written = _QUOTED.fullmatch(value)
            if written and _CALLED.search(name) and _is_password(written[2]):
                yield Hit(start + written.start(2), start + written.end(2), "password", SHAPED)
            start += len(value) + 1


def _defaults(text: str) -> Iterator[Hit]:
    """Yield what a variable with a telling name is when nobody set it."""
    for match in _DEFAULT.finditer(text):
        before = text[max(0, match.start() - _BEFORE) : match.start()].lower()
        value = match[2]
        if not (_CALLED.search(match[1]) or _ASSIGNED.search(before)) or is_placeholder(value):
            continue
        if _is_password(value) or is_scrambled(value):
            yield Hit(*match.span(2), "password", LABELLED)


def _codes(text: str) -> Iterator[Hit]:
    """Yield the codes with which an account is opened again."""
    for said in _RECOVERY.finditer(text):
        if code := _CODE.match(text, said.end()):
            yield Hit(*code.span(1), "password", LABELLED)


def _in_code(text: str, small: str) -> Iterator[Hit]:
    """Yield the keys that are handed to what signs and encrypts."""
    if any(name in small for name in _SIGNING):
        for call in _SIGNED.finditer(text):
            if is_opaque(call[1]):
                yield Hit(*call.span(1), "token", LABELLED)
    if "," in text and ("key" in small or "secret" in small):
        for octets in _OCTETS.finditer(text):
            if "0x" in octets[1] or "byte" in octets[0].lower():
                yield Hit(*octets.span(1), "private_key", LABELLED)
