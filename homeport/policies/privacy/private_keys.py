"""Whole private keys: PEM, PuTTY and SSH2 files, base64 of them, JSON Web Keys, seed phrases."""

from __future__ import annotations

import re
from collections.abc import Iterator

from homeport.policies.privacy.rules import CERTAIN, CHECKED, SHAPED, Hit, alternatives

_KIND = r"[A-Z0-9 ]{0,40}PRIVATE ?KEY(?: BLOCK)?"
_PEM = re.compile(rf"-{{4,5}} ?BEGIN ?{_KIND} ?-{{4,5}}")
_PEM_END = re.compile(rf"-{{4,5}} ?END ?{_KIND} ?-{{4,5}}")
_PEM_BODY = re.compile(r"[\s\w+/=:,\\\-\"'.]{0,20000}+")
_EMPTY = re.compile(r"[\s.\-]{0,12}[a-z.\- ]{0,24}[\s.\-]{0,12}")  # or words, or dots
_PUTTY = re.compile(r"PuTTY-User-Key-File-\d:[^\n]{1,80}+\n(?:[^\n]{0,200}+\n){1,80}+")
_DER = re.compile(
    r"(?<![\w+/])M(?:II[A-J][A-Za-z0-9+/]{2}IBA(?:A[JK]|D)|I[A-J][A-Za-z0-9+/]{1,3}AgEA)"
    r"[A-Za-z0-9+/\s]{20,8000}+={0,2}"
)
"""RSA (PKCS #1) and any private key (PKCS #8) in base64: a sequence, then version 0."""

_WRAPPED = re.compile(
    r"(?<![\w+/])LS0tLS1CRUdJTi(?=[A-Za-z0-9+/]{0,60}(?:UFJJVkFUR|BSSVZBVE|QUklWQVRF))"
    r"[A-Za-z0-9+/\s]{20,12000}+={0,2}"
)
"""Base64 of a PEM block: "-----BEGIN", and "PRIVATE" at any of the three offsets."""

_JWK = re.compile(
    r"\"kty\"\s?:\s?\"(?:RSA|EC|OKP|oct)\"|\"(?:crv|n|e|alg|use|kid|x)\"\s?:\s?\"[\w\-.:]{2,600}+\""
)
_JWK_SECRET = re.compile(
    r"[\"'](?:d|k|p|q|dp|dq|qi)[\"']\s{0,3}:\s{0,3}[\"']([\w\-]{20,1500}+)[\"']"
)
_SEED_FORMS = alternatives(r"""
    (?:seed|recovery|secret|backup|mnemonic|wallet)(?: recovery| seed| backup)? (?:phrase|words?)
    mnemonic|frase (?:semilla|de recuperaci[oó]n|secreta)|palabras (?:semilla|de recuperaci[oó]n)
""")
_SEED = re.compile(
    rf"(?:{_SEED_FORMS})[^\n]{{0,40}}?[:=\n]\s{{0,3}}[\"'`(]?("
    rf"(?:[a-zà-ÿ]{{3,8}}[ ,\n]{{1,2}}){{11,23}}[a-zà-ÿ]{{3,8}})",
    re.IGNORECASE,
)


def private_keys(text: str) -> Iterator[Hit]:
    """Yield whole key blocks, up to their end line or as far as they look like one."""
    if "PRIVATE" in text:
        yield from _blocks(text)
    if "PuTTY-User" in text:
        yield from _all(_PUTTY, text, CERTAIN)
    if "MI" in text or "LS0tLS1" in text:
        yield from _all(_DER, text, CHECKED)
        yield from _all(_WRAPPED, text, CERTAIN)
    if '"kty"' in text or "'kty'" in text or _JWK.search(text):
        for match in _JWK_SECRET.finditer(text):
            yield Hit(*match.span(1), "private_key", SHAPED)


def _blocks(text: str) -> Iterator[Hit]:
    stop = 0
    begin = _PEM.search(text)
    while begin:
        body = _PEM_BODY.match(text, begin.end())
        stop = body.end() if body else begin.end()
        last = _PEM_END.search(text, begin.end(), stop + 80)
        stop = last.end() if last else stop
        if not (last and _EMPTY.fullmatch(text, begin.end(), last.start())):
            yield Hit(begin.start(), stop, "private_key", CERTAIN)
        begin = _PEM.search(text, stop)
    for match in _PEM_END.finditer(text, stop):  # a key whose beginning was cut off
        yield Hit(match.start(), match.end(), "private_key", CERTAIN)


def _all(pattern: re.Pattern[str], text: str, probability: float) -> Iterator[Hit]:
    for match in pattern.finditer(text):
        yield Hit(match.start(), match.end(), "private_key", probability)


def seed_phrases(text: str, small: str) -> Iterator[Hit]:
    """Yield the 12 to 24 words from which a wallet's keys are made, after their label."""
    if "phrase" in small or "mnemonic" in small or "frase" in small or "palabras" in small:
        for match in _SEED.finditer(text):
            yield Hit(*match.span(1), "private_key", CHECKED)
