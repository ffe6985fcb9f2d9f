"""Digits written as the letters they look like (``4l11 lO0S``), and the reverse (``gmail.c0m``).

A guess at best, so only values with a check digit or a form of their own count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from homeport.policies.privacy.rules import CHECKED
from homeport.policies.privacy.views.glance import Glance
from homeport.policies.privacy.views.view import Edit, View, edited

_SIGNS = "0-9OoQDIlLi|!SsBZzGgqAaTtEe$"
_CLUMP = re.compile(
    rf"(?<![A-Za-z0-9])(?=[^\d\s]{{0,10}}\d)[A-Z]{{0,2}}[{_SIGNS}]{{1,24}}+"
    rf"(?>(?:[ .\-](?:(?=[^\d\s]{{0,3}}\d)[{_SIGNS}]{{1,12}}+|[OoIl|SBZ]{{4}})"
    rf"(?![A-Za-z0-9])){{0,6}})"
    r"[A-Z]?(?![A-Za-z0-9])"
)
_DIGITS = str.maketrans("OoQDIlLi|!SsBZzGgqAaTtEe$", "0000111111558226994477335")
_CHECK_LETTER = 9
"""Characters of the longest number whose last letter is a check and no digit."""

_TOP = re.compile(r"(?<=[A-Za-z0-9]\.)(?=[a-z]{0,3}\d)[a-z0-9]{2,4}(?![\w.])")
_LETTERS = str.maketrans("013457", "oleast")
_NEAR_DIGIT = re.compile(
    r"\d[OoIl|SBZ!$Ei]{1,4}(?=[\d\s.,;)\-]|$)|[OIlSBZ|](?=\d\d)(?<=[\d\s.\-].)"
)

_MIXED = ("0x0", "0xx0", "000x", "00xx", "x00", "x0x")
"""Shapes of what is digits but for a few signs."""

_LONG = 13  # signs of a card, and of an IBAN behind its country
_LIKE_DIGITS = frozenset("SBZOIl|0123456789")


def views(glance: Glance) -> Iterator[View]:
    text = glance.text
    if _is_mixed(glance) and _NEAR_DIGIT.search(text):
        yield from edited(text, "letters for digits", _numbers(text), floor=CHECKED)
    if "@" in text:
        yield from edited(text, "digits for letters", _tops(text), floor=CHECKED)


def _is_mixed(glance: Glance) -> bool:
    shape = glance.shape
    return glance.digits >= 6 and any(mixed in shape for mixed in _MIXED)


def _numbers(text: str) -> Iterator[Edit]:
    for match in _CLUMP.finditer(text):
        digits = sum(map(str.isdigit, match[0]))
        size = len(match[0].replace(" ", ""))
        if digits >= 5 and (4 if size >= _LONG else 2) * digits >= size > digits:
            yield Edit(*match.span(), _read(match[0]))


def _read(written: str) -> str:
    """Read letters as digits, but not those an identifier begins or ends with."""
    head = len(written) - len(written.lstrip("ABCDEFGHJKLMNPRSTUVWXYZ"))
    letters = len(re.sub(r"\W", "", written)) - head
    if letters >= _LONG and head:  # of a card, or of an IBAN
        head = 0 if set(written[:2]) <= _LIKE_DIGITS else min(head, 2)
    tail = int(written[-1].isupper() and letters <= _CHECK_LETTER)
    middle = written[head : len(written) - tail] if head <= 4 else written
    return written[:head] + middle.translate(_DIGITS) + written[len(written) - tail :]


def _tops(text: str) -> Iterator[Edit]:
    for match in _TOP.finditer(text):
        if "@" in text[max(0, match.start() - 60) : match.start()]:
            yield Edit(*match.span(), match[0].translate(_LETTERS))
