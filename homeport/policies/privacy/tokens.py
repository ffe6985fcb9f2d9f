"""Keys and tokens without a known form: what stands around them, or how random they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from homeport.policies.privacy.placeholders import (
    entropy,
    is_generated,
    is_named,
    is_placeholder,
    is_uuid,
)
from homeport.policies.privacy.providers import PROVIDERS
from homeport.policies.privacy.rules import LABELLED, PLAUSIBLE, Hit, alternatives

_RUN = re.compile(r"[A-Za-z0-9](?<![A-Za-z0-9]{2})[\w\-+/.~]{7,}+={0,2}", re.ASCII)
"""What may be a key: eight signs or more. (The look-behind comes late: few places get there.)"""

_BEFORE, _AFTER = 72, 48  # signs before and after a run in which its name may stand
_SIGN = re.compile(r"(?:[=:>,|(\[{]|->|\b(?:is|es|was|era|are|son)\b)[\s\"'`\\(]{0,8}$")
_WORDS = re.compile(r"[A-Z]?[a-z]+\d{0,2}|[A-Z]+(?![a-z])\d{0,2}|\d[A-Za-z]+")
_KEY = re.compile(
    alternatives(r"""
        secret|token|(?<!mon)(?<!don)(?<!tur)key(?!word|board|pad|note|stone)|credential|passw|apikey
        \bpat\b|\bauth|bearer|webhook|license|licence|signature|signing|private|access
        clave|contrase|credencial|llave|secreto
    """),
    re.IGNORECASE,
)
_CLOSE = re.compile(r"[\s=:>,|\"'`(\[{\\]{1,10}$")
_CALLED = re.compile(
    r"[\"'`]?[,.]?\s{1,3}(?:is|was|es|era)\s(?:my|our|the|your|her|his|mi|nuestr[oa]|el|la|su|tu)\s"
    r"(?:[\w\-]{1,20}\s){0,3}(?:secret|token|(?:\w{0,10})key|password|pass|credential|clave|llave)",
    re.IGNORECASE,
)
_PUBLIC = re.compile(
    alternatives(r"""
        sha-?\d{1,3}|md5|hash|checksum|digest|commit|revision|\brev\b|integrity|etag|uuid|guid|cid
        version|build|fingerprint|huella|thumbprint|\bid\b|public|public[ _-]?key|nonce|salt|blob
        model|modelo|file|archivo|path|src|href|image|base64,|isbn|doi|arxiv|sku|serial|part
    """),
    re.IGNORECASE,
)
"""Words before a random run that say it is no key: checksums, names, public halves."""

_LONGEST = 300  # signs of a key; longer runs are data


def tokens(text: str) -> Iterator[Hit]:
    """Yield runs that a name or a provider beside them makes a key, or that can be little else."""
    for match in _RUN.finditer(text):
        run = match[0]
        if any(map(str.isdigit, run)) and len(run) <= _LONGEST:
            yield from _judge(text, match.start(), run.rstrip(".:,%-"))
        elif len(run) >= 32 and _is_bare(text, match.start(), run):
            yield Hit(match.start(), match.end(), "token", PLAUSIBLE)


def _judge(text: str, start: int, run: str) -> Iterator[Hit]:
    end = start + len(run)
    if _is_provided(text, start, run):
        yield Hit(start, end, "token", LABELLED)
    elif len(run) >= 20 and _is_bare(text, start, run):
        yield Hit(start, end, "token", PLAUSIBLE)
    elif len(run) >= 16 and _CALLED.match(text, end) and _has_look(run):
        yield Hit(start, end, "token", LABELLED)


def _is_provided(text: str, start: int, run: str) -> bool:
    """Say whether a provider is named in front and the run is given to it as a key."""
    if not _has_look(run):
        return False
    before = text[max(0, start - _BEFORE) : start]
    if not _names_provider(before):
        return False
    if _SIGN.search(before):
        return "://" not in before[-12:]
    return _KEY.search(before) is not None and _CLOSE.search(before) is not None


def _has_look(run: str) -> bool:
    """Say whether ``run`` may be a key at all: letters and digits, neither words nor a date."""
    digits = sum(map(str.isdigit, run))
    if len(set(run)) < 6 or is_placeholder(run):
        return False
    if digits == len(run):
        return digits >= 15
    return digits >= 2 and not _is_worded(run)


def _is_worded(run: str) -> bool:
    return not is_uuid(run) and is_named(run)


def _names_provider(before: str) -> bool:
    words = [word.lower() for word in _WORDS.findall(before)]
    pairs = (first + second for first, second in zip(words, words[1:], strict=False))
    return not PROVIDERS.isdisjoint(words) or not PROVIDERS.isdisjoint(pairs)


def _is_bare(text: str, start: int, run: str) -> bool:
    """Say whether ``run`` is random and nothing around it says that it is public."""
    if not is_generated(run) or is_placeholder(run):
        return False
    before = text[max(0, start - 40) : start]
    word = before[max(before.rfind(" "), before.rfind("\n"), before.rfind("\t")) + 1 :]
    if "://" in word or "www." in word or "/" in word or "@" in word or "#" in word:
        return False
    return not _PUBLIC.search(before[-28:]) and text[start - 1 : start] not in ("#", "@", "\\")
