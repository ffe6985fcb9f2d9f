"""What the canonical text no longer shows: ASCII in tag characters, bytes in variation selectors,
bits in zero-width characters, what a backspace has rubbed out, what an invisible sign parts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from homeport.policies.privacy.views.view import Draft, Edit, View, edited

_TAGS = re.compile(r"[\U000e0020-\U000e007e]{3,}+")
_SELECTORS = re.compile(r"[\ufe00-\ufe0f\U000e0100-\U000e01ef]{3,}+")
_BITS = re.compile(r"[\u200b-\u200d\u2060\ufeff]{40,}+")
_PARTING = re.compile(r"(?<=\w)[\x00-\x08\x0e-\x1f\x7f\xad\u200b-\u200f\u2060-\u2064\ufeff]+(?=\w)")
_RUBBED = re.compile(r"[^\x08\x7f][\x08\x7f]")
_BACKSPACES = re.compile(r"[\x08\x7f]")


def views(text: str) -> Iterator[View]:
    if _BACKSPACES.search(text):
        yield _rubbed_out(text)
    if not text.isascii():
        yield from edited(text, "tag characters", _tags(text), decoded=True, opaque=True)
        yield from edited(text, "variation selectors", _selectors(text), decoded=True, opaque=True)
        yield from edited(text, "zero-width bits", _bits(text), decoded=True, opaque=True)
    yield from edited(text, "parted", (Edit(*m.span(), " ") for m in _PARTING.finditer(text)))


def _rubbed_out(text: str) -> View:
    """Return the text as a terminal shows it: a backspace takes away what stands before it."""
    left: list[int] = []
    for place, sign in enumerate(text):
        if sign not in "\x08\x7f":
            left.append(place)
        elif left:
            left.pop()
    draft = Draft(text)
    begin = 0
    for index in range(1, len(left) + 1):
        if index == len(left) or left[index] != left[index - 1] + 1:
            draft.keep(left[begin], left[index - 1] + 1)
            begin = index
    return draft.view("rubbed out")


def _tags(text: str) -> Iterator[Edit]:
    for match in _TAGS.finditer(text):
        yield Edit(*match.span(), _apart(chr(ord(sign) - 0xE0000) for sign in match[0]))


def _apart(signs: Iterable[str]) -> str:
    """Write what is hidden between spaces: it does not belong to what is shown beside it."""
    return f" {''.join(signs)} "


def _selectors(text: str) -> Iterator[Edit]:
    for match in _SELECTORS.finditer(text):
        codes = [ord(sign) for sign in match[0]]
        octets = bytes(code - 0xFE00 if code < 0xFF00 else code - 0xE0100 + 16 for code in codes)
        yield Edit(*match.span(), _apart(octets.decode(errors="replace")))


def _bits(text: str) -> Iterator[Edit]:
    for match in _BITS.finditer(text):
        signs = sorted(set(match[0]))
        if len(signs) == 2:
            for zero in signs:
                bits = "".join("01"[sign != zero] for sign in match[0])
                octets = bytes(int(bits[i : i + 8], 2) for i in range(0, len(bits) - 7, 8))
                if octets.isascii():
                    yield Edit(*match.span(), _apart(octets.decode()))
                    break
