"""A first look at a text: what decides cheaply which readings are worth a closer one.

Looking for a short text in another is twenty times faster than any expression, so the
readers ask for shapes first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from homeport.policies.privacy.stems import Lowered

_SHAPES = bytes(
    ord("0" if 48 <= code < 58 else "x" if chr(code).isalpha() else ".") for code in range(256)
)
"""A table of Latin-1, because translating bytes is ten times faster than translating text."""

_LONG = 10
_DIGIT = re.compile(r"\d")


class Run(NamedTuple):
    """A stretch of a text without a space."""

    start: int
    text: str


class Glance:
    """A text and a few facts about it; the dearer ones are worked out when first asked for.

    ``small`` is the text in small letters, sign by sign. ``shape`` is the text with ``0`` for
    every ASCII digit, ``x`` for a letter, ``.`` for all others, and one ``.`` more at each end, so
    that what is said of borders holds there too; ``words`` is the same without a difference
    between letters and digits. ``digits`` counts the ASCII digits.
    """

    __slots__ = (
        "_coded", "_dense", "_vocabulary", "digits", "lowered", "shape", "small", "text", "words"
    )  # fmt: skip

    def __init__(self, lowered: Lowered) -> None:
        self.lowered = lowered
        self.text = lowered.text
        self.small = lowered.small
        self.shape = f".{lowered.octets.translate(_SHAPES).decode('latin-1')}."
        self.digits = self.shape.count("0") if lowered.digit else 0
        self.words = self.shape.replace("0", "x") if self.digits else self.shape
        self._coded: list[Run] | None = None
        self._dense: list[Run] | None = None
        self._vocabulary: frozenset[str] | None = None

    @property
    def vocabulary(self) -> frozenset[str]:
        """The words between spaces, in small letters."""
        if self._vocabulary is None:
            spaced = self.small.replace(".", " ").replace(",", " ")
            self._vocabulary = frozenset(spaced.split())
        return self._vocabulary

    @property
    def coded(self) -> list[Run]:
        """The dense runs with a capital or a digit, as what is encoded has them."""
        if self._coded is None:
            self._coded = [
                run for run in self.dense if not run.text.islower() or _DIGIT.search(run.text)
            ]
        return self._coded

    @property
    def dense(self) -> list[Run]:
        """The long runs that are no plain words: capitals inside, digits, signs."""
        if self._dense is None:
            self._dense = list(_dense(self.lowered))
        return self._dense


def _dense(lowered: Lowered) -> Iterator[Run]:
    at = 0
    for word in lowered.long:
        if len(word) >= _LONG and not _is_word(word):
            at = lowered.text.index(word, at)
            yield Run(at, word)
            at += len(word)


def _is_word(run: str) -> bool:
    if run.islower() and run.isalpha():
        return True
    plain = run.strip(".,;:!?()[]\"'*_")
    return plain.isalpha() and (plain[1:].islower() or (plain.isupper() and len(plain) < 12))
