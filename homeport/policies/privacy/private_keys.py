"""Whole private keys: PEM, PuTTY and SSH2 files, base64 of them, JSON Web Keys, seed phrases."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from homeport.policies.privacy.rules import CERTAIN, CHECKED, SHAPED, Hit, alternatives
from homeport.policies.privacy.stems import Lowered

_KIND = r"[A-Z0-9 ]{0,40}PRIVATE ?KEY(?: BLOCK)?"
_PEM = re.compile(rf"-{{4,5}} ?BEGIN ?{_KIND} ?-{{4,5}}")
_PEM_END = re.compile(rf"-{{4,5}} ?END ?{_KIND} ?-{{4,5}}")
_PEM_BODY = re.compile(r"[\s\w+/=:,\\\-\"'.]{0,20000}+")
_EMPTY = re.compile(r"[\s.\-]{0,12}[a-z.\- ]{0,24}[\s.\-]{0,12}")  # or words, or dots
_PUTTY = re.compile(r"PuTTY-User-Key-File-\d:[^\n]{1,80}+\n(?>(?:[^\n]{0,200}+\n){1,80})")
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
_JWK_OCTETS = re.compile(
    r"\"k\"\s{0,3}:\s{0,3}\"((?=[A-Za-z]{0,40}\d)(?=[a-z\d_\-]{0,40}[A-Z])[\w\-]{21,1500}+)\""
)
"""A symmetric key (RFC 7518, 6.4), whose other members stand elsewhere: 16 octets or more."""

_SEED_FORMS = alternatives(r"""
    (?:seed|recovery|secret|backup|mnemonic|wallet)(?: recovery| seed| backup)? (?:phrase|words?)
    mnemonic|frase (?:semilla|de recuperaci[oó]n|secreta)|palabras (?:semilla|de recuperaci[oó]n)
""")
_SEED = re.compile(
    rf"(?:{_SEED_FORMS})[^\n]{{0,40}}?[:=\n]\s{{0,3}}[\"'`(]?("
    rf"(?:[a-zà-ÿ]{{3,8}}[ ,\n]{{1,2}}){{11,23}}[a-zà-ÿ]{{3,8}})",
    re.IGNORECASE,
)


_FEWEST = 12  # words of a seed phrase
_DIFFERENT = 6  # of them that are different words
_PLAIN = re.compile(
    r"(?<![a-z])[a-z]{3,8}+(?>(?:(?:[ ,\n]{1,2}|\s{1,2}\d\d?[.) ]{1,2})[a-z]{3,8}+){11,})",
    re.IGNORECASE,
)
"""Twelve words of three to eight letters, as prose seldom has them in a row; perhaps numbered."""

_LETTERS = re.compile(r"[a-z]+", re.IGNORECASE)


def private_keys(text: str) -> Iterator[Hit]:
    """Yield whole key blocks, up to their end line or as far as they look like one."""
    if "PRIVATE" in text:
        yield from _blocks(text)
    if "PuTTY-User" in text:
        yield from _all(_PUTTY, text, CERTAIN)
    if "MI" in text or "LS0tLS1" in text:
        yield from _all(_DER, text, CHECKED)
        yield from _all(_WRAPPED, text, CERTAIN)
    if "'kty'" in text or ('"' in text and ('"kty"' in text or _JWK.search(text))):
        for match in _JWK_SECRET.finditer(text):
            yield Hit(*match.span(1), "private_key", SHAPED)
    if '"k"' in text and "kty" not in text:
        for match in _JWK_OCTETS.finditer(text):
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


def seed_phrases(lowered: Lowered) -> Iterator[Hit]:
    """Yield the 12 to 24 words from which a wallet's keys are made: labelled, or of the list."""
    text, small = lowered.text, lowered.small
    if len(_bip39_octets() & lowered.vocabulary) >= _DIFFERENT and _has_row(lowered):
        for run in _PLAIN.finditer(text):
            yield from _listed(run)
    if "phrase" in small or "mnemonic" in small or "frase" in small or "palabras" in small:
        for match in _SEED.finditer(text):
            yield Hit(*match.span(1), "private_key", CHECKED)


def _has_row(lowered: Lowered) -> bool:
    """Say whether as many words of the list stand in a row as a seed phrase has between its first
    and its last, which an accented letter may touch."""
    listed = map(_bip39_octets().__contains__, lowered.words)
    return b"\1" * (_FEWEST - 2) in bytes(listed)


def _listed(run: re.Match[str]) -> Iterator[Hit]:
    """Yield the stretches of twelve words or more that are all in the list of BIP 39."""
    stretch: list[re.Match[str]] = []
    for word in [*_LETTERS.finditer(run.string, *run.span()), None]:
        if word and word[0].lower() in _bip39():
            stretch.append(word)
            continue
        if len(stretch) >= _FEWEST and len({kept[0] for kept in stretch}) >= _DIFFERENT:
            yield Hit(stretch[0].start(), stretch[-1].end(), "private_key", CHECKED)
        stretch = []


@cache
def _bip39_octets() -> frozenset[bytes]:
    return frozenset(word.encode() for word in _bip39())


@cache
def _bip39() -> frozenset[str]:
    """Return the English word list of BIP 39 (MIT licence): 2,048 words."""
    packed = files(__package__).joinpath("weights/bip39.txt.z").read_bytes()
    return frozenset(zlib.decompress(packed).decode().split())
