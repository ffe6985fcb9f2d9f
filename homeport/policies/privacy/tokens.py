"""Keys and tokens without a known form: what stands around them, or how random they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from homeport.policies.digits import has_digit
from homeport.policies.privacy.placeholders import (
    is_generated,
    is_named,
    is_placeholder,
    is_shuffled,
    is_uuid,
)
from homeport.policies.privacy.providers import PROVIDERS
from homeport.policies.privacy.published import PUBLISHED_KEYS
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
_OWNED = re.compile(
    r"(?:client|tenant|account|app(?:lication)?|org(?:ani[sz]ation)?|subscription|consumer|reporter)"
    r"[_\-. ]?id(?:entifier)?[\"'`]?\s{0,3}(?:[=:>,|]|is|es){1,3}[\s\"'`]{0,5}$",
    re.IGNORECASE,
)
"""What says that a number names an account with some service."""

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
    csrf|authenticity
        model|modelo|file|archivo|path|src|href|image|base64,|isbn|doi|arxiv|sku|serial|part
    """),
    re.IGNORECASE,
)
"""Words before a random run that say it is no key: checksums, names, public halves."""

_DATED = re.compile(r"[\d\-+/.~]{1,14}|\d{4}-\d\d-\d\dT[\d:.]{2,20}")
_CHECKSUM = re.compile(r"sha-?\d|hash|checksum|digest|commit|integrity|md5", re.IGNORECASE)
_WORDY = 32  # signs of a key that has no digit
_NAME = 24  # letters of the longest name of a provider
_JOINED = 7  # letters of a provider and a word like *key* written as one
_LONGEST = 300  # signs of a key; longer runs are data


def tokens(text: str, small: str, runs: Iterable[tuple[int, int]]) -> Iterator[Hit]:
    """Yield what a name or a provider beside it makes a key, or what can be little else.

    ``runs`` are the ``codes`` of the text of eight signs or more.
    """
    for begin, stop in runs:
        if stop - begin < _WORDY and not has_digit(text[begin:stop]):
            continue
        for match in _RUN.finditer(text, begin, stop):
            yield from _of_run(text, small, match.start(), match[0])


def _of_run(text: str, small: str, start: int, run: str) -> Iterator[Hit]:
    if len(run) > _LONGEST:
        return
    if not any(map(str.isdigit, run)):
        if len(run) >= _WORDY and _is_bare(text, start, run):
            yield Hit(start, start + len(run), "token", PLAUSIBLE)
    elif not _DATED.fullmatch(run):
        yield from _judge(text, small, start, run.rstrip(".:,%-"))


def _judge(text: str, small: str, start: int, run: str) -> Iterator[Hit]:
    end = start + len(run)
    if _is_provided(text, start, run):
        yield Hit(start, end, "token", LABELLED)
    elif len(run) >= 15 and _is_owned(text, small, start) and _has_look(run):
        yield Hit(start, end, "member_id", LABELLED)
    elif len(run) >= 20 and _is_bare(text, start, run):
        yield Hit(start, end, "token", PLAUSIBLE)
    elif len(run) >= 16 and _CALLED.match(text, end) and _has_look(run):
        yield Hit(start, end, "token", LABELLED)


def _is_owned(text: str, small: str, start: int) -> bool:
    begin = max(0, start - _BEFORE)
    return small.find("id", begin, start) >= 0 and _OWNED.search(text, begin, start) is not None


def _is_provided(text: str, start: int, run: str) -> bool:
    """Say whether a provider is named in front and the run is given to it as a key."""
    if not _has_look(run):
        return False
    before = text[max(0, start - _BEFORE) : start]
    if _CHECKSUM.search(before[-24:]):
        return False
    if _SIGN.search(before):
        given = "://" not in before[-12:]
    else:
        given = _CLOSE.search(before) is not None and _KEY.search(before) is not None
    return given and _names_provider(text, start)


def _has_look(run: str) -> bool:
    """Say whether ``run`` may be a key at all: letters and digits, neither words nor a date."""
    digits = sum(map(str.isdigit, run))
    if len(set(run)) < 6 or is_placeholder(run):
        return False
    if digits == len(run):
        return digits >= 15
    if digits < 2 and not (len(run) >= 14 and (digits or is_shuffled(run))):
        return False
    return not _is_worded(run)


def _is_worded(run: str) -> bool:
    return not is_uuid(run) and is_named(run)


def _names_provider(text: str, start: int) -> bool:
    """Say whether the name of a provider ends in the ``_BEFORE`` signs before ``start``."""
    begin = max(0, start - _BEFORE - _NAME)
    found = [
        match
        for match in _WORDS.finditer(text, begin, start)
        if match.end() >= start - _BEFORE and (match.start() > begin or not begin)
    ]
    words = [match[0].lower() for match in found]
    pairs = (first + second for first, second in pairwise(words))
    return any(map(_is_provider, words)) or any(pair in PROVIDERS for pair in pairs)


def _is_provider(name: str) -> bool:
    """Say whether ``name`` is a provider's, or begins with one: ``adafruittoken``."""
    longer = len(name) >= _JOINED
    return name in PROVIDERS or (
        longer and any(name[:size] in PROVIDERS for size in range(4, len(name)))
    )


def _is_bare(text: str, start: int, run: str) -> bool:
    """Say whether ``run`` is random and nothing around it says that it is public."""
    if not is_generated(run) or is_placeholder(run) or run in PUBLISHED_KEYS:
        return False
    if text.startswith("..", start + len(run)) or text.endswith("..", 0, start):
        return False
    before = text[max(0, start - 40) : start]
    word = before[max(before.rfind(" "), before.rfind("\n"), before.rfind("\t")) + 1 :]
    if "://" in word or "www." in word or "/" in word or "@" in word or "#" in word:
        return False
    return not _PUBLIC.search(before[-28:]) and text[start - 1 : start] not in ("#", "@", "\\")
