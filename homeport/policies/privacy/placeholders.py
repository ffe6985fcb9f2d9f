"""Telling a secret from what stands where a secret would stand."""

from __future__ import annotations

import math
import operator
import re
from collections import Counter

from homeport.policies.privacy.rules import alternatives

_STAND_IN = re.compile(
    alternatives(r"""
        (?-i:x{4,}|X{4,})|\*{3,}|\.{3,}|…|•{3,}|#{4,}|_{6,}|0{8,}|1{8,}|(?:abc|xyz){3,}|abc123xyz|xyzabc
        ([1-9b-zB-Z])\1{5,}
        (?:0123|1234|abcd)(?:4567|5678|efgh)(?:89|90|ijkl)
        [<\[({]{1,2}\s?[a-z_\- ]{3,40}[>\])}]{1,2}
        example|placeholder|redacted|insert|replace|dummy|sample|fake|lorem|foobar|todo|random|here$
        your[\-_ ]?|my[\-_](?:api|secret|key|token|pass)|change[\-_]?(?:me|it|this)|put_
        (?:1234-){2}|(?<=\w{16})abcd?123$
        ejemplo|tu[\-_](?:clave|token|contrase)|not[\-_]?(?:a[\-_]?)?real
        ^0x[0-9a-f]{1,39}$|^(?:file|env|fd|pass):
    """),
    re.IGNORECASE,
)
_EXPRESSION = re.compile(
    alternatives(r"""
        (?<![^/:=@"'({\s,;+])\$\{?[A-Za-z_]|\$\(|%\w+%|\{\{|\}\}|^\$|^@|^&|^%[sd]|^<%|^--?[A-Za-z]+$
        process\.env|os\.environ|getenv|secrets?\.|vault|config\b|^self\.|^this\.
        \w\(|\w\[|::|->|=>|==.|\w\.\w+\.\w
        \.(?:ya?ml|json|xml|pem|cer|crt|p12|jks|txt|conf|properties|ini|[jt]s|py|go|java|cs|html?)$
        ^https?:|^/[\w/]+/|^\.{0,2}/|^\w:\\|[/\\]\w+\.\w{1,5}$
    """)
)
_LETTERS = re.compile(
    r"[A-Z]?[a-z]+(?:[_\-.A-Z ][a-z]+)*|[A-Z]+(?:[_\- ][A-Z]+)*|[a-z]+[A-Z][a-zA-Z]*"
)
_USUAL = frozenset(
    """password passwd pass pwd secret token key none null true false test user admin root guest
    undefined string required optional changeme default hidden text char varchar int boolean
    username contraseña clave""".split()
)
_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
_MEMBER = re.compile(
    r"[A-Za-z]{1,16}\d{0,6}\.[A-Za-z_]{1,30}\d{0,3}[a-z_]{0,12}|\d{1,9}[a-z]{3,12}"
)
"""``np.float32``, ``X25519.KeyPair``; *000dollars*, which a comma parted from its number."""

_CAMELS = r"(?:[A-Z]?[a-z]{2,20}){1,3}\d{0,5}"
_SEGMENTS = re.compile(rf"(?:(?:{_CAMELS}|\d{{1,12}})[\-_.]){{2,6}}(?:{_CAMELS}|\d{{1,12}})")
"""``cmp2-qat-1208358310``, ``id-Gost28147-89-KeyMeshing``: words and numbers."""

_ULID = re.compile(r"0[0-9A-HJKMNP-TV-Z]{25}")
_CONSTANT = re.compile(r"[A-Z][A-Z\d]{1,20}(?:_[A-Z\d]{1,20}){2,8}")
_NAMES = (_UUID, _MEMBER, _ULID, _SEGMENTS, _CONSTANT)
_CUT = re.compile(r"\.{2,3}|…|\.{0,3}\[(?:redacted|removed|hidden|truncated|snip)", re.IGNORECASE)
_HEX = re.compile(r"(?:0x)?[0-9a-fA-F]+")
_BASE64 = re.compile(r"[A-Za-z0-9+/]+={0,2}")
_URLSAFE = re.compile(r"[A-Za-z0-9_\-]+")
_CAMEL = re.compile(r"[A-Z]?[a-z]{3,40}")
_BASE32 = re.compile(r"(?:[A-Z2-7]{16}|[A-Z2-7]{32}|[A-Z2-7]{26}|[A-Z2-7]{52,56})")
_KEY_WIDTHS = frozenset({27, 32, 40, 43, 44, 64, 70, 76, 86, 88})
"""Lengths of keys and of the lines of key files in base64: 20, 24, 32, 48 or 64 bytes."""

_DRAWN = 20  # letters from which on their capitals tell a key from a name in a program

_WORD = re.compile(r"(?<![a-z\d])[A-Z]?[a-z]{4,60}(?![a-z\d])")
_SYLLABLES = re.compile(
    r"[^aeiouy]{0,3}(?:[aeiouy]{1,3}[^aeiouy]{1,3}){1,20}[aeiouy]{0,2}", re.IGNORECASE
)


def is_placeholder(value: str) -> bool:
    """Say whether ``value`` stands for a secret without being one: a name, a variable, dots."""
    return (
        value.lower() in _USUAL
        or len(set(value)) < 5
        or _STAND_IN.search(value) is not None
        or _EXPRESSION.search(value) is not None
    )


def is_usual(value: str) -> bool:
    """Say whether ``value`` is a word that stands for any secret: ``changeme``, ``secret``."""
    return value.lower() in _USUAL


def is_stand_in(value: str) -> bool:
    """Say whether a value with the right form shows that it is an example."""
    return _STAND_IN.search(value) is not None or entropy(value[4:]) < 2.3


def is_identifier(value: str) -> bool:
    """Say whether ``value`` reads as words: ``client_secret``, ``myPassword``, ``NOT FOUND``."""
    return _LETTERS.fullmatch(value) is not None and not is_drawn(value)


def is_named(value: str) -> bool:
    """Say whether ``value`` names a thing, ``SalesResults-1.2`` or a UUID, as no key does.

    Names are made of words: at least half of the letters stand in pronounceable runs.
    """
    if _UUID.fullmatch(value) or _MEMBER.fullmatch(value) or _ULID.fullmatch(value):
        return True
    if (
        _SEGMENTS.fullmatch(value)
        or _CONSTANT.fullmatch(value)
        or (len(value) > 27 and value.isalpha() and value.islower())
    ):
        return True
    words = [word for word in _WORD.findall(value) if _SYLLABLES.fullmatch(word)]
    return bool(words) and 2 * sum(map(len, words)) >= sum(map(str.isalpha, value))


def is_uuid(value: str) -> bool:
    """Say whether ``value`` is a UUID: a name of something, unless a label says otherwise."""
    return _UUID.fullmatch(value) is not None


def is_generated(value: str) -> bool:
    """Say whether ``value`` looks drawn at random from letters and digits, as keys are.

    Kinds of characters follow one another at random: in 62 of 100 places they change, in
    written words and names in fewer than 25. Hexadecimal digits alone are rather a checksum.
    """
    plain = value.rstrip("=")
    if _BASE32.fullmatch(plain) and sum(map(str.isdigit, plain)) >= 2:
        return entropy(plain) >= (3.7 if len(plain) > 16 else 3.4)
    if _HEX.fullmatch(plain) or is_uuid(plain) or _ULID.fullmatch(plain):
        return False
    if _is_spelled(plain):
        return False
    if _BASE64.fullmatch(value) and (len(plain) in _KEY_WIDTHS or value.endswith("=")):
        return _is_mixed(plain, shortest=20) and not is_named(plain)
    longest = max(re.split(r"[^A-Za-z0-9]", plain), key=len)
    if not _HEX.fullmatch(longest) and _is_mixed(longest, shortest=20) and not is_named(plain):
        return True
    return (
        _URLSAFE.fullmatch(plain) is not None
        and len(longest) >= 10
        and _is_mixed(plain, shortest=32, changes=0.5)
    )


def _is_spelled(value: str) -> bool:
    """Say whether ``value`` is words without spaces, as names in programs are."""
    spelled = sum(map(len, _CAMEL.findall(value)))
    digits = sum(map(str.isdigit, value))
    return spelled >= 0.6 * sum(map(str.isalpha, value)) and 8 * digits < len(value)


def is_drawn(value: str) -> bool:
    """Say whether letters alone look drawn at random: capitals anywhere, hardly a word."""
    return (
        len(value) >= _DRAWN
        and _changes(value) >= 0.22
        and entropy(value) >= 3.6
        and is_scrambled(value)
    )


def is_scrambled(value: str) -> bool:
    """Say whether fewer than half of the letters stand in what could be spoken."""
    written = value.lower() if value.isupper() else value
    spoken = (run for run in _CAMEL.findall(written) if _SYLLABLES.fullmatch(run))
    if sum(map(len, spoken)) >= 0.45 * sum(map(str.isalpha, value)):
        return False
    return not (written.islower() and written.isalpha() and _vowels(written) >= 0.3)


def _vowels(word: str) -> float:
    """Return the share of vowels: 38 of 100 letters in English, 19 where they are drawn."""
    return sum(letter in "aeiou" for letter in word) / len(word)


def is_cut(text: str, end: int) -> bool:
    """Say whether what stands before ``end`` was cut short: dots or *[Redacted]* follow."""
    return _CUT.match(text, end) is not None


def is_shuffled(value: str) -> bool:
    """Say whether capitals and small letters follow one another as in no word."""
    return _changes(value) >= 0.4


def _is_mixed(value: str, *, shortest: int, changes: float = 0.33) -> bool:
    size = len(value)
    if size < shortest or entropy(value) < min(3.9, math.log2(size) - 0.9):
        return False
    kinds = [_kind(sign) for sign in value]
    share = _changes(value)
    letters, digits = {"a", "A"} & set(kinds), kinds.count("0")
    if len(letters) == 2:
        return share >= changes and (digits >= 2 or size >= 40)
    return size >= 24 and digits >= 4 and share >= 0.25 and changes < 0.5


def _changes(value: str) -> float:
    """Return the share of places in which the kind of character changes."""
    kinds = [_kind(sign) for sign in value]
    changed: int = sum(map(operator.ne, kinds, kinds[1:]))
    return changed / max(1, len(value) - 1)


def _kind(sign: str) -> str:
    if sign.isdigit():
        return "0"
    return "a" if sign.islower() else "A" if sign.isupper() else "."


def classes(value: str) -> int:
    """Count the kinds of characters: lower case, capitals, digits, signs."""
    return (
        any(map(str.islower, value))
        + any(map(str.isupper, value))
        + any(map(str.isdigit, value))
        + (not value.isalnum())
    )


def entropy(value: str) -> float:
    """Return Shannon's entropy of the characters of ``value``, in bits per character."""
    size = len(value)
    counts = Counter(value).values()
    return -sum(n / size * math.log2(n / size) for n in counts)
