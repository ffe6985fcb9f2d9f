"""Values whose characters or groups were set apart: ``4 1 1 1``, ``4/1/1/1``, one per line,
one per table cell, ``"4111", "1111"``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from homeport.policies.privacy.views.glance import Glance
from homeport.policies.privacy.views.view import Edit, View, edited

_CELL = r"</\w{1,8}>\s{0,8}<\w{1,8}>"
_BETWEEN = rf"((?:[^\w@]|_){{1,6}}|{_CELL}|\s{{7,40}})"
_ONE = r"[\w@+.\-/:=~]"
_LETTERS = re.compile(rf"(?<![^\W_])[\w+]{_BETWEEN}{_ONE}(?:\1{_ONE}(?![^\W_])){{4,}}+")
"""Six characters or more with the same thing between any two of them."""

_DIGITS = re.compile(r"(?<![^\W_])\d(?:[^\w@]{1,6}\d(?![^\W_])){8,}+")
"""Nine single digits or more, whatever stands between."""

_GROUPS = re.compile(
    rf"(?<!\w)\+?[A-Z]{{0,2}}\d{{2,6}}{_BETWEEN}\d{{2,6}}(?:\1\d{{1,6}}(?!\w)){{1,8}}+"
)
"""Groups of digits with the same unusual thing between them."""

_USUAL = frozenset(" .-/\u00a0")
"""What the detectors themselves expect between groups."""

_SINGLES = tuple(f"{gap}x" * 5 + gap for gap in (".", "..", "...", "....", ".....", "......"))
_SET_APART = re.compile(r"\d\d(?:[^\w.,\-/ \n]|[^\w\n]{2}|_|\n)[^\w\n]{0,4}\d\d")


def views(glance: Glance) -> Iterator[View]:
    text = glance.text
    if any(run in glance.words for run in _SINGLES) or "</" in text:
        yield from edited(text, "joined", _singles(text))
        if glance.digits >= 9:
            yield from edited(text, "joined", _loose_digits(text))
    if glance.digits >= 9 and _apart(glance.shape) and _SET_APART.search(text):
        yield from edited(text, "joined", _groups(text))


def _apart(shape: str) -> bool:
    return "00.00" in shape or "00..00" in shape or "00...00" in shape


def _singles(text: str) -> Iterator[Edit]:
    for match in _LETTERS.finditer(text):
        step = 1 + len(match[1])
        yield Edit(*match.span(), match[0][::step])


def _loose_digits(text: str) -> Iterator[Edit]:
    for match in _DIGITS.finditer(text):
        yield Edit(*match.span(), "".join(filter(str.isdigit, match[0])))


def _groups(text: str) -> Iterator[Edit]:
    for match in _GROUPS.finditer(text):
        if match[1] not in _USUAL:
            yield Edit(*match.span(), match[0].replace(match[1], " "))
