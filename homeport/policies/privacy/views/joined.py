"""Values whose characters or groups were set apart: ``4 1 1 1``, ``4/1/1/1``, one per line,
one per table cell, ``"4111", "1111"``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from homeport.policies.privacy.rules import CHECKED
from homeport.policies.privacy.views.glance import Glance
from homeport.policies.privacy.views.view import Edit, View, edited

_CELL = r"</\w{1,8}>\s{0,8}<\w{1,8}>"
_BETWEEN = rf"((?:[^\w@]|_){{1,6}}|{_CELL}|\s{{7,40}})"
_ONE = r"[\w@+.\-/:=~]"
_LETTERS = re.compile(rf"[\w+](?<![^\W_].){_BETWEEN}{_ONE}(?>(?:\1{_ONE}(?![^\W_])){{4,}})")
"""Six characters or more with the same thing between any two of them."""

_DIGITS = re.compile(r"\d(?<![^\W_].)(?>(?:[^\w@]{1,6}\d(?![^\W_])){8,})")
"""Nine single digits or more, whatever stands between."""

_GROUPS = re.compile(
    r"[+A-Z\d](?<![^\W_].)(?:(?<=\+)[A-Z]{0,2}\d{2,8}|(?<=[A-Z])[A-Z]?\d{2,8}|(?<=\d)\d{1,7})"
    rf"{_BETWEEN}\d{{2,10}}(?>(?:\1\d{{1,10}}(?![^\W_])){{1,40}})"
)
"""Groups of digits with the same unusual thing between them."""

_CODED = re.compile(r"[%\\&#;]")
"""Signs of an escape: what stands between two of them is no group."""

_MOST_GROUPS = 9  # a long IBAN

_SHORT_WORDS = frozenset("aeouyxI")
_USUAL = frozenset(" .-")
"""What the detectors themselves expect between groups."""

_SINGLES = re.compile(r"\.x(?:\.{1,6}x){4}\.")
"""Five characters apart, in the shape of a text."""

_SET_APART = re.compile(r"\d\d(?:[^\w.,\- \n]|[^\w\n]{2}|_|\n)[^\w\n]{0,4}\d\d")


def views(glance: Glance) -> Iterator[View]:
    text = glance.text
    if _SINGLES.search(glance.words) or "</" in text:
        yield from edited(text, "joined", _singles(text))
        if glance.digits >= 9:
            yield from edited(text, "joined", _loose_digits(text))
    if glance.digits >= 9 and _apart(glance.shape) and _SET_APART.search(text):
        yield from edited(text, "joined", _groups(text), floor=CHECKED)


def _apart(shape: str) -> bool:
    return "00.00" in shape or "00..00" in shape or "00...00" in shape


def _singles(text: str) -> Iterator[Edit]:
    for match in _LETTERS.finditer(text):
        value = match[0][:: 1 + len(match[1])]
        yield Edit(*match.span(), _untied(value))


def _untied(value: str) -> str:
    """Set a short word apart that only stands beside the value: *to a D E 8 9*, *Z y vivo*."""
    if value[0] in _SHORT_WORDS and not value[1].islower():
        value = f"{value[0]} {value[1:]}"
    if value[-1] in _SHORT_WORDS and not value[-2].islower():
        value = f"{value[:-1]} {value[-1]}"
    return value


def _loose_digits(text: str) -> Iterator[Edit]:
    for match in _DIGITS.finditer(text):
        yield Edit(*match.span(), "".join(filter(str.isdigit, match[0])))


def _groups(text: str) -> Iterator[Edit]:
    for match in _GROUPS.finditer(text):
        groups = match[0].split(match[1])
        if match[1] not in _USUAL and not _CODED.search(match[1]) and _is_one_number(groups):
            yield Edit(*match.span(), " ".join(groups))


def _is_one_number(groups: list[str]) -> bool:
    """Say whether groups may be one number, and no list of many."""
    return len(groups) <= _MOST_GROUPS and max(map(len, groups)) >= 3 and sum(map(len, groups)) >= 9
