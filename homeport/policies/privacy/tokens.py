"""Keys and tokens without a known form: what stands around them, or how random they are."""

from __future__ import annotations

import base64
import codecs
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from itertools import chain, pairwise

from homeport.policies.privacy.placeholders import (
    is_cut,
    is_drawn,
    is_generated,
    is_named,
    is_placeholder,
    is_shuffled,
    is_uuid,
)
from homeport.policies.privacy.prefixed import is_prefixed, is_reference
from homeport.policies.privacy.providers import PROVIDERS
from homeport.policies.privacy.published import PUBLISHED_KEYS
from homeport.policies.privacy.rules import LABELLED, PLAUSIBLE, Hit, alternatives
from homeport.policies.privacy.stems import Lowered

_RUN = re.compile(r"[A-Za-z0-9](?<![A-Za-z0-9]{2})[\w\-+/.~]{7,}+={0,2}", re.ASCII)
"""What may be a key: eight signs or more. (The look-behind comes late: few places get there.)"""

_BEFORE, _AFTER = 72, 48  # signs before and after a run in which its name may stand
_ROOM = 120  # signs more, for the first half of a name
_FEW_PLACES = 6
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

_BESIDE = re.compile(r"(?<![\w.\-/])([A-Za-z][A-Za-z0-9]{2,24})[ \t]{1,3}[\"'`]?$")
_HOSTS_OF_CODE = frozenset(
    """github gitlab gitea bitbucket docker dockerhub npm nuget cratesio rubygems pypi sourcegraph
    packagecloud kubernetes huggingface sentry circleci travis jenkins argo""".split()
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
    csrf|authenticity|(?-i:[a-z]Id)\b|_id\b
        model|modelo|file|archivo|path|src|href|image|base64,|isbn|doi|arxiv|sku|serial|part
        h1:$|sha\d{1,3}-$
    """),
    re.IGNORECASE,
)
"""Words before a random run that say it is no key: checksums, names, public halves."""

_DATED = re.compile(r"[\d\-+/.~]{1,14}|\d{4}-\d\d-\d\dT[\d:.]{2,20}")
_COUNTED = re.compile(r"[A-Za-z]{1,9}\d{1,4}")
_CHECKSUM = re.compile(r"sha-?\d|\bh1:$|hash|checksum|digest|commit|integrity|md5", re.IGNORECASE)
_IN_ADDRESS = re.compile(r"://(?:(?!key|token|secret|auth|sig)[^\s\"'<>]){1,70}$", re.IGNORECASE)
_ABOUT = re.compile(
    r"(?:name|ur[il]|host|version|path|file|type|arn|region|endpoint|title|label|vault|\(\?P<\w{1,20})"
    r"[\"'`\])]{0,3}\s{0,3}[=:>|]{1,3}[\s\"'`(]{0,4}$",
    re.IGNORECASE,
)
"""What says that a value is about a key, or about a service: ``key_vault_name``."""

_SSH = ("AAAAB3NzaC1", "AAAAC3NzaC1", "AAAAE2VjZHNh", "AAAAGnNr")
"""How public keys of SSH begin: the length of the name of their kind, then the name."""

_CERTIFICATE = re.compile(r"-----BEGIN [A-Z0-9 ]{0,24}(?:CERTIFICATE|PUBLIC KEY|CRL|SIGNATURE)-{5}")
_BLOCK = re.compile(r"[A-Za-z0-9+/=\s]*+")
_LONGEST_BLOCK = 16_000  # signs of a certificate
_BASE32 = re.compile(r"[A-Z2-7]+=*")
_GZIP = b"\x1f\x8b\x08"
_HEX = re.compile(r"[0-9a-fA-F]+")
_DRAWN = 20  # letters from which on a run may be drawn
_SHORTEST = 4  # letters of a provider that a name may begin with
_BEGINNINGS = frozenset(name[:_SHORTEST] for name in PROVIDERS)
_JOINED = 7  # letters of a provider and a word like *key* written as one
_OTP = 16  # signs of base32: the secret of a second factor
_LONGEST = 300  # signs of a key; longer runs are data


class _Providers:
    """Where the names of providers end in a text: near the first few places that are asked about,
    then everywhere, so that many places cost no more than one look at the text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._room = _FEW_PLACES
        self._ends: list[int] | None = None

    def near(self, start: int) -> bool:
        """Say whether one is named in front of ``start``."""
        low = max(0, start - _BEFORE)
        space = self._text.find(" ", max(0, low - _ROOM), low)
        if self._room and space >= 0:
            self._room -= 1
            return any(end >= low for end in _provider_ends(self._text, space, start))
        if self._ends is None:
            self._ends = _provider_ends(self._text, 0, len(self._text))
        return bisect_right(self._ends, start) > bisect_left(self._ends, low)


def tokens(lowered: Lowered) -> Iterator[Hit]:
    """Yield runs that a name or a provider beside them makes a key, or that can be little else."""
    providers = _Providers(lowered.text)
    for begin, end in lowered.runs:
        for match in _RUN.finditer(lowered.text, begin, end):
            if run := _keylike(match[0]):
                yield from _judge(lowered, match.start(), run, providers)


def _keylike(run: str) -> str:
    """Return what of ``run`` may be a key; nothing if none of it may."""
    if len(run) > _LONGEST:
        return ""
    if not any(map(str.isdigit, run)):
        return run if len(run) >= _DRAWN and is_drawn(run) else ""
    return "" if _DATED.fullmatch(run) else run.rstrip(".:,%-")


def _judge(lowered: Lowered, start: int, run: str, providers: _Providers) -> Iterator[Hit]:
    text, size, look = lowered.text, len(run), _has_look(run)
    if look and _is_given(text, start, run) and providers.near(start):
        yield Hit(start, start + size, "token", LABELLED)
    elif look and size >= 15 and _is_owned(text, lowered.small, start):
        yield Hit(start, start + size, "member_id", LABELLED)
    elif (size >= 20 or size == _OTP) and _is_bare(text, start, run):
        yield Hit(start, start + size, "token", PLAUSIBLE)
    elif look and size >= 16 and _CALLED.match(text, start + size):
        yield Hit(start, start + size, "token", LABELLED)


def _is_owned(text: str, small: str, start: int) -> bool:
    begin = max(0, start - _BEFORE)
    return small.find("id", begin, start) >= 0 and _OWNED.search(text, begin, start) is not None


def _is_given(text: str, start: int, run: str) -> bool:
    """Say whether a run is given to what is named in front of it as a key."""
    if is_cut(text, start + len(run)):
        return False
    before = text[max(0, start - _BEFORE) : start]
    if _CHECKSUM.search(before[-24:]) or _IN_ADDRESS.search(before) or _ABOUT.search(before):
        return False
    if before.rstrip(" \t\"'`(").endswith("\n") and _HEX.fullmatch(run):
        return False
    if _SIGN.search(before):
        return "://" not in before[-12:]
    if _KEY.search(before) and _CLOSE.search(before):
        return True
    named = _BESIDE.search(before)
    return named is not None and len(run) >= 20 and _is_key_of(named[1].lower(), run)


def _is_key_of(name: str, run: str) -> bool:
    """Say whether ``name`` right before ``run`` makes it a key: where code lives, hashes do."""
    return _is_provider(name) and not (name in _HOSTS_OF_CODE and _HEX.fullmatch(run))


def _has_look(run: str) -> bool:
    """Say whether ``run`` may be a key at all: letters and digits, neither words nor a date."""
    digits = sum(map(str.isdigit, run))
    if digits == len(run):
        known = digits >= 15
    elif _COUNTED.fullmatch(run) or is_reference(run):
        known = False
    elif digits < 2 and not is_drawn(run):
        known = len(run) >= 14 and (digits > 0 or is_shuffled(run))
    else:
        known = True
    worded = digits < len(run) and known and _is_worded(run)
    return known and not worded and len(set(run)) >= 6 and not is_placeholder(run)


def _is_worded(run: str) -> bool:
    return not is_uuid(run) and is_named(run)


def _provider_ends(text: str, start: int, end: int) -> list[int]:
    """Return where the names of providers end in ``text[start:end]``, in order."""
    found = _WORDS.finditer(text, start, end)
    words = [(match[0].lower(), match.end()) for match in found]
    pairs = ((first + second, end) for (first, _), (second, end) in pairwise(words))
    named = [end for name, end in words if _is_provider(name)]
    return sorted(chain(named, (end for name, end in pairs if name in PROVIDERS)))


def _is_provider(name: str) -> bool:
    """Say whether ``name`` is a provider's, or begins with one: ``adafruittoken``."""
    longer = len(name) >= _JOINED
    return name in PROVIDERS or (
        longer
        and name[:_SHORTEST] in _BEGINNINGS
        and any(name[:size] in PROVIDERS for size in range(_SHORTEST, len(name)))
    )


def _is_text(run: str) -> bool:
    """Say whether ``run`` encodes plain text, or a gzip of it: that is read for itself."""
    if _BASE32.fullmatch(run) and _is_plain(base64.b32decode, run + "=" * (-len(run) % 8)):
        return True
    return _is_plain(base64.urlsafe_b64decode, run.replace("+", "-").replace("/", "_") + "==")


def _is_plain(decode: Callable[[str], bytes], run: str) -> bool:
    try:
        said = decode(run)
    except ValueError:
        return False
    return said.startswith(_GZIP) or _is_printable(said)


def _is_printable(said: bytes) -> bool:
    """Say whether these are lines of text in UTF-8, perhaps cut within their last letter."""
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(said)
    except UnicodeDecodeError:
        return False
    return all(line.isprintable() for line in text.splitlines())


def _is_bare(text: str, start: int, run: str) -> bool:
    """Say whether ``run`` is random and nothing around it says that it is public."""
    before = text[max(0, start - 40) : start]
    word = before[max(before.rfind(" "), before.rfind("\n"), before.rfind("\t")) + 1 :]
    whole = word + run if word in ("/", "+") else run  # a line of a key file
    if not (is_generated(whole) or is_prefixed(run)):
        return False
    if is_reference(run) or _CHECKSUM.match(run):
        return False
    if is_placeholder(run) or run in PUBLISHED_KEYS or _is_text(run) or _is_public(text, start):
        return False
    if text.startswith("..", start + len(run)) or text.endswith("..", 0, start):
        return False
    if "://" in word or "www." in word or "@" in word or "#" in word:
        return False
    if "/" in word and len(word) > 1:
        return False
    return not _PUBLIC.search(_said(before)) and text[start - 1 : start] not in ("#", "@", "\\")


def _said(before: str) -> str:
    """Return what may name a run that stands behind ``before``: nothing of an earlier line."""
    line = before[before.rfind("\n") + 1 :]
    above = before[: -len(line)] if line else before
    named = not line.strip(" \t\"'-") and above.rstrip().endswith((":", "="))
    return (before if named else line)[-28:]


def _is_public(text: str, start: int) -> bool:
    """Say whether a run stands in a certificate or a public key, or is one of SSH."""
    if text.startswith("AAAA", start):
        return text.startswith(_SSH, start)
    begin = text.rfind("-----BEGIN", max(0, start - _LONGEST_BLOCK), start)
    head = _CERTIFICATE.match(text, begin) if begin >= 0 else None
    return head is not None and _BLOCK.fullmatch(text, head.end(), start) is not None
