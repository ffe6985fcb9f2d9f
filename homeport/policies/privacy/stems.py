"""Finding the labels of a text by how they begin, all of them with one look at its words.

Hundreds of words may say what a number is, and a text holds few of them. Which words it has, by
their first letters, takes one pass in C; then only those that can be there are looked for.

What several detectors ask about a text is worked out once, in its ``Lowered``, which travels
with the text as a ``Passage``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from homeport.policies.digits import has_digit
from homeport.policies.privacy.rules import lowered
from homeport.types import Part

_LETTERS: Final = "abcdefghijklmnopqrstuvwxyzßàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿ".encode("latin-1")
_WORDS: Final = bytes(code if code in _LETTERS else 32 for code in range(256))
"""A table of Latin-1: small letters stay, everything else parts words."""

_SMALL: Final = b"abcdefghijklmnopqrstuvwxyz "

_LONGEST_WORD: Final = 25  # letters; what is longer is no word
_LONG: Final = 8  # signs of the shortest run that may be a code
_DRAWN: Final = 20  # letters from which on a run may be drawn at random


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


class Fragments:
    """Words in small letters that count inside of other words as well: *token* in ``mytoken``."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = tuple((word, _longest(word)) for word in words)


def _longest(word: str) -> bytes:
    """Return the longest run of letters of ``word``, without which a text has it nowhere."""
    return max(word.encode("latin-1").translate(_WORDS).split(), key=len)


class Lowered:
    """A text in small letters, and the few facts about it that decide what is looked for.

    ``octets`` is Latin-1, sign by sign (others are ``?``), ``signs`` what of it is neither a
    plain letter nor a space, ``words`` the words of letters in order, ``vocabulary`` each of them
    once, ``bag`` the same in one piece, ``digit`` whether a digit of any script occurs, ``long``
    the runs without a space that have eight signs or more and are no plain word.
    """

    __slots__ = (
        "_openings", "_runs", "bag", "digit", "long", "octets", "signs", "small", "text",
        "vocabulary", "words",
    )  # fmt: skip

    def __init__(self, text: str) -> None:
        self.text = text
        self.small = lowered(text)
        self.octets = self.small.encode("latin-1", "replace")
        self.signs = self.octets.translate(None, _SMALL)
        self.words = self.octets.translate(_WORDS).split()
        self.vocabulary = frozenset(self.words)
        self.bag = b" ".join(self.vocabulary)
        self.digit = has_digit(text)
        self.long = [
            word
            for word in text.split()
            if len(word) >= _LONG and not (word.isalpha() and word.islower() and len(word) < _DRAWN)
        ]
        self._openings = {word[:3] for word in self.vocabulary}
        self._runs: list[tuple[int, int]] | None = None

    def begins(self, opening: bytes) -> bool:
        """Say whether any word begins with ``opening``: three small letters, or a whole word."""
        return opening in self._openings

    @property
    def runs(self) -> list[tuple[int, int]]:
        """Where the long runs stand that may be a code, and no word with a sign behind it."""
        if self._runs is None:
            self._runs = list(_places(self.text, [run for run in self.long if not _is_word(run)]))
        return self._runs

    def codes(self, shortest: int) -> list[tuple[int, int]]:
        """Return where the runs of ``shortest`` signs or more stand that are longer than a word."""
        text = self.text
        return [
            (start, end)
            for start, end in self.runs
            if end - start >= shortest
            and (end - start >= _LONGEST_WORD or not _is_word(text[start:end]))
        ]

    def has_run(self, shortest: int) -> bool:
        """Say whether any of ``runs`` has ``shortest`` signs or more."""
        return any(end - start >= shortest for start, end in self.runs)

    def within(self, fragments: Fragments) -> Iterator[int]:
        """Yield every place where one of ``fragments`` stands, word after word."""
        small, bag = self.small, self.bag
        for word, letters in fragments.words:
            if letters in bag:
                at = small.find(word)
                while at >= 0:
                    yield at
                    at = small.find(word, at + 1)

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


@dataclass(frozen=True, slots=True)
class Passage(Part):
    """A part on its way through the detectors, with what they ask about its text."""

    lowered: Lowered | None = None


def lowered_of(part: Part) -> Lowered:
    """Return what was worked out about a part's text; of a part that has nothing, work it out."""
    known = part.lowered if isinstance(part, Passage) else None
    return known if known is not None and known.text is part.text else Lowered(part.text)


def _is_word(run: str) -> bool:
    """Say whether a run is letters and perhaps a sign at its end, and no longer than words are."""
    if len(run) >= _DRAWN:
        return False
    return run.isalpha() or (run[:-1].isalpha() and not run[-1].isdigit())


def _places(text: str, runs: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Yield where each of ``runs`` stands, in order. Splitting and looking for the few of them
    is several times faster than an expression."""
    at = 0
    for run in runs:
        at = text.index(run, at)
        yield at, at + len(run)
        at += len(run)
