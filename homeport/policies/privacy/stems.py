"""Finding the labels of a text by how they begin, all of them with one look at its words.

Hundreds of words may say what a number is, and a text holds few of them. Which words it has, by
their first letters, takes one pass in C; then only those that can be there are looked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from homeport.policies.privacy.rules import lowered

_LETTERS: Final = "abcdefghijklmnopqrstuvwxyzßàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿ".encode("latin-1")
_WORDS: Final = bytes(code if code in _LETTERS else 32 for code in range(256))
"""A table of Latin-1: small letters stay, everything else parts words."""

_LONGEST_WORD: Final = 25  # letters; what is longer is no word


def _word(text: str) -> bytes:
    """Return the first letters of ``text``, three at most, up to a sign or a digit."""
    return text.encode("latin-1").translate(_WORDS).split()[0][:3]


class Stems:
    """Beginnings of labels, in small letters: three Latin letters at least, or a whole word."""

    def __init__(self, stems: Iterable[str]) -> None:
        self.by_opening: dict[bytes, tuple[str, ...]] = {}
        for stem in stems:
            opening = _word(stem)
            self.by_opening[opening] = (*self.by_opening.get(opening, ()), stem)


class Lowered:
    """A text in small letters, and where in it words begin that may be labels."""

    def __init__(self, text: str) -> None:
        self.small = lowered(text)
        octets = self.small.encode("latin-1", "replace").translate(_WORDS)
        self._openings = {word[:3] for word in octets.split()}

    def starts(self, stems: Stems) -> Iterator[int]:
        """Yield every place where a word begins with one of ``stems``."""
        small = self.small
        for opening in self._openings & stems.by_opening.keys():
            for stem in stems.by_opening[opening]:
                at = small.find(stem)
                while at >= 0:
                    if not small[at - 1 : at].isalnum():
                        yield at
                    at = small.find(stem, at + 1)


def codes(text: str, shortest: int) -> list[tuple[int, int]]:
    """Return where in ``text`` the runs without a space are that may be a code, and no word.

    They have ``shortest`` signs or more, and what letters alone make is longer than any word.
    Splitting and looking for the few of them is several times faster than an expression.
    """
    found, at = [], 0
    for word in [word for word in text.split() if len(word) >= shortest]:
        if (word.isalpha() or word[:-1].isalpha()) and len(word) < _LONGEST_WORD:
            continue
        at = text.index(word, at)
        found.append((at, at + len(word)))
        at += len(word)
    return found
