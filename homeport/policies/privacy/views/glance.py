"""A first look at a text: what decides cheaply which readings are worth a closer one.

Looking for a short text in another is twenty times faster than any expression, so the
readers ask for shapes first.
"""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

from homeport.policies.digits import has_digit

_SHAPES = bytes(
    ord("0" if 48 <= code < 58 else "x" if chr(code).isalpha() else ".") for code in range(256)
)
"""A table of Latin-1, because translating bytes is ten times faster than translating text."""

_LONG = 10


class Run(NamedTuple):
    """A stretch of a text without a space."""

    start: int
    text: str


class Glance:
    """A text and, each worked out when first asked for, a few facts about it."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def small(self) -> str:
        """The text in small letters, sign by sign; as it is where that is not possible."""
        small = self.text.lower()
        return small if len(small) == len(self.text) else self.text

    @cached_property
    def digits(self) -> int:
        """How many ASCII digits occur."""
        return self.shape.count("0")

    @cached_property
    def shape(self) -> str:
        """The text with ``0`` for every ASCII digit, ``x`` for a letter, ``.`` for all others.

        One sign longer at each end, so that what is said of borders holds there too.
        """
        return f".{self.text.encode('latin-1', 'replace').translate(_SHAPES).decode('latin-1')}."

    @cached_property
    def words(self) -> str:
        """The shape without a difference between letters and digits."""
        return self.shape.replace("0", "x")

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The words between spaces, in small letters."""
        return frozenset(self.small.replace(".", " ").replace(",", " ").split())

    @cached_property
    def coded(self) -> list[Run]:
        """The dense runs with a capital or a digit, as what is encoded has them."""
        return [run for run in self.dense if not run.text.islower() or has_digit(run.text)]

    @cached_property
    def dense(self) -> list[Run]:
        """The long runs that are no plain words: capitals inside, digits, signs."""
        found, at = [], 0
        for word in [word for word in self.text.split() if len(word) >= _LONG]:
            if not _is_word(word):
                at = self.text.index(word, at)
                found.append(Run(at, word))
                at += len(word)
        return found


def _is_word(run: str) -> bool:
    plain = run.strip(".,;:!?()[]\"'*_")
    return plain.isalpha() and (plain[1:].islower() or (plain.isupper() and len(plain) < 12))
