"""Text written backwards: whole sentences, e-mail addresses, keys, numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from homeport.policies.privacy.rules import CHECKED
from homeport.policies.privacy.views.view import Draft, Edit, View, edited

_ADDRESS = re.compile(r"(?<![\w@])[a-z]{2,6}\.[\w.\-]{1,60}@[\w.+%\-]{1,64}(?![\w@])", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\w.,])[A-Za-z]?\d(?:[ .\-]?[A-Za-z0-9]){6,33}+(?![\w])")
_KEY = re.compile(r"(?<![^\s\"'=:,])[A-Za-z0-9_\-+/.~]{20,300}+(?![^\s\"',;])")
_KEY_ENDS = re.compile(
    r"(?:-ks|_[a-z]{0,4}phg|AIKA|AISA|aza?IA|Jye|-[a-z]xox|_(?:tset|evil)_[a-z]{2}|_fh|_pbs|_mpn|-talg"
    r"|tap_buhtig|[\w]*-jorp-ks|-tna-ks|\.GS|yeK)\Z"
)
_WORDS = frozenset("eht dna si ym fo ot ni rof era ruoy ed al le euq ne im se noc rop nu anu etse sol".split())
_GATES = (" eht ", " ym ", " si ", " fo ", " al ", " ed ", " im ", " se ", "mi ")
_LONGEST = 20_000
"""Characters of a text that is written backwards as a whole."""


def views(text: str) -> Iterator[View]:
    if "@" in text or _has_number(text):
        yield from edited(text, "reversed", _runs(text), floor=CHECKED)
    if _is_backwards(text):
        yield _backwards(text)


def _has_number(text: str) -> bool:
    return _NUMBER.search(text) is not None or _KEY.search(text) is not None


def _runs(text: str) -> Iterator[Edit]:
    found = [match.span() for pattern in (_ADDRESS, _NUMBER) for match in pattern.finditer(text)]
    found += [match.span() for match in _KEY.finditer(text) if _KEY_ENDS.search(match[0])]
    for start, end in sorted(found):
        yield Edit(start, end, text[start:end][::-1])


def _is_backwards(text: str) -> bool:
    if not any(gate in text for gate in _GATES):
        return False
    words = text[:_LONGEST].lower().split()
    return sum(word in _WORDS for word in words) > max(
        1, sum(word[::-1] in _WORDS and word not in _WORDS for word in words)
    )


def _backwards(text: str) -> View:
    draft = Draft(text)
    for place in range(len(text) - 1, -1, -1):
        draft.put(text[place], place, place + 1)
    return draft.view("reversed", decoded=True)
