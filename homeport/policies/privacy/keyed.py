"""Random runs that a word like *token* or *clave* stands beside, however the two are joined.

``INSERT INTO keys (name, api_key) VALUES ('x', '...')``, ``- name: TOKEN`` over ``value: ...``,
*use ... as the API key*: no grammar of assignments covers them all. Here the run must look drawn
at random, because the word alone says little.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from homeport.policies.privacy.passwords import NOT_THE_SECRET
from homeport.policies.privacy.placeholders import (
    entropy,
    is_cut,
    is_drawn,
    is_named,
    is_placeholder,
    is_scrambled,
    is_uuid,
)
from homeport.policies.privacy.published import PUBLISHED_KEYS
from homeport.policies.privacy.rules import LABELLED, Hit, alternatives
from homeport.policies.privacy.stems import Fragments, Lowered

_STEMS = Fragments(
    """secret token key cred apikey passw pwd auth bearer pat tok clave contrase llave
    puk license licence licencia""".split()
)
_NAME = re.compile(
    r"(?:secret|token|apikey|passw(?:or)?d|pwd|credential|credencial|cred|contraseña|clave"
    r"|llave)(?:e?s)?|keys?(?![a-z])|(?<![a-z])(?:auth|pat|tok|puk)(?![a-z])|authorization|bearer|licencia"
)
"""What a key is called, in small letters."""

_ANY_KEY = re.compile(
    r"(?:access|account|api|app|auth|encryption|licen[cs]e|master|private|secret|service|shared"
    r"|activation|product|serial|signing|subscription|storage|env:\w{1,20})[ _\-]?$",
    re.IGNORECASE,
)
"""What makes a *key* one that opens something, whatever the value looks like."""

_OTHER_KEY = re.compile(
    alternatives(r"""
        (?:public|publishable|primary|foreign|partition|sort|cache|row|object|unique|hash|index|csrf
        idempotency|authenticity|verification|design|\(\?P?<\w{0,12}|issue
        translation|routing|dedup\w{0,12})[ _\-]?$
    """),
    re.IGNORECASE,
)
_REST = re.compile(r"[A-Za-z0-9_\-.]{0,24}+")  # of a name
_RUN = re.compile(r"[A-Za-z0-9](?<![A-Za-z0-9]{2})[\w\-+/.~]{14,}+={0,2}", re.ASCII)
_REACH = 48  # signs between the word and the run
_LONGEST = 300  # signs of a key
_AWAY = re.compile(
    alternatives(r"""
        -----|[.!?;]\s|\n\s{0,8}\n\s{0,8}\S|://|www\.|\(\?|\bdef\b|\breturn\b|\bimport\b|[#@\\/]$|\$\{?$
        sha-?\d|md5|hash|checksum|digest|commit|revision|version|integrity
        uuid|guid|fingerprint|\bids?\b
        _id\b|[a-z]Id\b|public|model|modelo|\bfile|archivo|path|\burl|src|href
        image|0x$|address|nonce
    """)
)
"""What between the two says that the run is something else, or belongs to something else."""

_CALLED = re.compile(
    r"[\"'`)]{0,3}[,;.]?\s{1,3}(?:(?:#|//|--(?!-)|<-)\s{0,2}|(?:is|was|es|era|as|como)\s"
    r"(?:(?:my|our|the|your|her|his|mi|nuestr[oa]|el|la|su|tu)\s)?)(?:[\w\-]{1,20}\s){0,3}?"
    r"(?:[\w\-]{0,12}(?:secret|token|key|password|credential)|clave|llave|contraseña)s?(?!\w)",
    re.IGNORECASE,
)
_SAYS = re.compile(r"#|//|--|<-|(?<=\s)(?:is|was|es|era|as|como)\s", re.IGNORECASE)
_WORDED = re.compile(r"\d{1,12}[a-z]+|[\d\-+/.~_T:]+|[A-Za-z]{1,20}[_.\-]?\d{1,8}")
_SERIAL = re.compile(r"(?:[A-Z0-9]{4,6}-){3,7}[A-Z0-9]{4,6}")  # of a program that was bought
_HEX = re.compile(r"[0-9a-fA-F]{20,}")


def keyed(lowered: Lowered) -> Iterator[Hit]:
    """Yield random runs up to 48 signs behind a word for a key, or with one said of them."""
    text, small = lowered.text, lowered.small
    for at in lowered.within(_STEMS):
        if (name := _NAME.match(small, at)) and not _is_other(text, name):
            yield from _behind(text, name)
        yield from _before(text, at)


def _is_other(text: str, name: re.Match[str]) -> bool:
    """Say whether the name is of something else: *public key*, *monkey*, ``token_audience``."""
    at = name.start()
    within = name[0].startswith("key") and text[at].islower() and text[at - 1 : at].isalpha()
    if within and not _ANY_KEY.search(text, max(0, at - 20), at):
        return True
    rest = _REST.match(text, name.end())
    about = rest is not None and NOT_THE_SECRET.search(rest[0]) is not None
    return about or _OTHER_KEY.search(text, max(0, at - 16), at) is not None


def _behind(text: str, name: re.Match[str]) -> Iterator[Hit]:
    end = name.end()
    at = name.start()
    any_key = name[0] not in ("key", "keys") or _ANY_KEY.search(text, max(0, at - 28), at)
    for run in _RUN.finditer(text, end, end + _REACH + _LONGEST):
        if run.start() > end + _REACH or _AWAY.search(text, end, run.start()):
            return
        value = run[0].rstrip(".:,-")
        if (any_key or not is_uuid(value)) and is_opaque(value):
            if not is_cut(text, run.start() + len(value)):
                yield Hit(run.start(), run.start() + len(value), "token", LABELLED)
            return


def _before(text: str, at: int) -> Iterator[Hit]:
    """Yield the run that the word at ``at`` is said of: *... is my API key*."""
    if not _SAYS.search(text, max(0, at - _REACH), at):
        return
    for run in _RUN.finditer(text, max(0, at - _REACH - 64), at):
        called = _CALLED.match(text, run.end())
        if called and called.end() > at and is_opaque(run[0]):
            yield Hit(run.start(), run.end(), "token", LABELLED)


def is_opaque(value: str) -> bool:
    """Say whether ``value`` may be a key once something says so: no words, no date, no example."""
    if _SERIAL.fullmatch(value):
        return entropy(value) >= 3.0
    if len(value) > _LONGEST or _WORDED.fullmatch(value) or value in PUBLISHED_KEYS:
        return False
    if is_uuid(value):
        return len(set(value)) >= 8
    digits = sum(map(str.isdigit, value))
    if digits < 2 and not (is_drawn(value) or (digits and is_scrambled(value))):
        return False
    if _HEX.fullmatch(value):
        return digits >= 3 and entropy(value) >= 2.8 and not is_placeholder(value)
    return entropy(value) >= 3.2 and not is_placeholder(value) and not is_named(value)
