"""The detector of secrets: keys, tokens, passwords, and whole private keys.

Known forms are recognised by issuer; what has no form is recognised by where it stands
(``password: ...``, ``user:...@host``, ``Bearer ...``, beside a provider's name) or by being
random, unless it is a placeholder. Nothing is ever verified over the network.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from homeport.policies.privacy.command_line import command_lines
from homeport.policies.privacy.keyed import keyed
from homeport.policies.privacy.keys import JWT, issued
from homeport.policies.privacy.passwords import passwords
from homeport.policies.privacy.placeholders import is_named, is_scrambled, is_stand_in
from homeport.policies.privacy.positional import positional
from homeport.policies.privacy.private_keys import private_keys, seed_phrases
from homeport.policies.privacy.published import PUBLISHED_KEYS
from homeport.policies.privacy.rules import CERTAIN, Hit, findings
from homeport.policies.privacy.scorer import Detector
from homeport.policies.privacy.spoken import spoken
from homeport.policies.privacy.stems import Lowered, lowered_of
from homeport.policies.privacy.tokens import tokens
from homeport.policies.privacy.web_secrets import web_secrets
from homeport.types import Finding, Part

_ISSUED = 16  # signs of a key that its form alone gives away
_OPAQUE = 15  # signs of a key that a word beside it gives away
_LONG = re.compile(r"[\w\-.+/=~|:$%!]{16,}+", re.ASCII)
_CUT = re.compile(r"\.{2,3}|…|#{3}|\*{3}|\.(?:png|jpe?g|gif|svg|css|js|html?|woff2?)\b")
"""What follows the beginning of a key that was cut short, or a file's name."""

_JOINTS = ("+", "/")
_BASE64 = re.compile(r"[A-Za-z0-9+/]+")
_SEGMENT = re.compile(r"[A-Za-z0-9]+")


class Secrets(Detector):
    """Finds credentials."""

    name = "secrets"
    steady = True

    def find(self, part: Part) -> Iterator[Finding]:
        return findings(part, _hits(lowered_of(part)), self.name)


def _hits(lowered: Lowered) -> Iterator[Hit]:
    text = lowered.text
    for begin, end in lowered.codes(_ISSUED):
        if not _is_lettered(text[begin:end]):
            yield from chain.from_iterable(
                _issued(text, *run.span()) for run in _LONG.finditer(text, begin, end)
            )
    yield from private_keys(text)
    if lowered.runs:
        yield from tokens(lowered)
    if lowered.has_run(_OPAQUE):
        yield from keyed(lowered)
    yield from web_secrets(lowered)
    yield from passwords(lowered)
    yield from spoken(text, lowered)
    yield from command_lines(lowered)
    yield from positional(text, lowered.small)
    yield from seed_phrases(lowered)


def _in_data(text: str, match: re.Match[str]) -> bool:
    """Say whether base64 goes on at both ends."""
    return (
        _BASE64.fullmatch(match[0]) is not None
        and text[match.start() - 1 : match.start()] in _JOINTS
        and text[match.end() : match.end() + 1] in _JOINTS
    )


def _is_lettered(word: str) -> bool:
    """Say whether a long word is nothing but letters: no issued form is."""
    return word.isalpha()


def _issued(text: str, start: int, end: int) -> Iterator[Hit]:
    for match in chain(issued(text, start, end), JWT.finditer(text, start, end)):
        if _CUT.match(text, match.end()) or _in_data(text, match):
            continue
        longest = max(_SEGMENT.findall(match[0]), key=len)
        if match[0] in PUBLISHED_KEYS:
            continue
        if not is_stand_in(match[0]) and (not is_named(longest) or is_scrambled(longest)):
            yield Hit(match.start(), match.end(), "api_key", CERTAIN)
