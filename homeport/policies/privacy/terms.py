"""The user's own words: project names, clients, code names.

A text is cut into words once and each word is looked up, so thousands of terms cost what one
does. Words are compared without case and accents; spans are those of the text as sent. In a long
term one letter may be wrong, missing or too many, or two may have changed places.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from homeport.policies.privacy.canonical import canonical
from homeport.policies.privacy.rules import CERTAIN, PLAUSIBLE
from homeport.policies.privacy.scorer import Detector
from homeport.types import Finding, Level, Part

_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
)
"""Scripts without spaces between words, or with endings glued on: each sign is a word."""

_WORD = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+|[^\w\s]|_")
_CONNECTORS = frozenset("_-.·‐‑–/")
"""Signs that may stand where a term has a space: *project_falcon*, *Project-Falcon*."""

_LONG = 8  # letters of a term in which one edit is forgiven
_EDITED, _LONGEST = 5, 40  # letters of the word in which it may be


@dataclass(slots=True)
class _Node:
    """What may follow the words read so far; ``level`` is set where a term ends."""

    level: Level | None = None
    long: bool = False
    next: dict[str, _Node] = field(default_factory=dict)


class _Match(NamedTuple):
    """The last word of a term in the text, the term's level, and how sure it is."""

    last: int
    level: Level
    probability: float


class Terms(Detector):
    """Finds the words a policy lists under ``privacy.terms``, whole and in any spelling.

    *Project Falcon* is found in *PROJECT  FALCON*, in *project_falcon*, in *ProjectFalcon* and in
    *Projet Falcon*, not in *falconry*. A term without a letter or digit is refused: it would
    match everywhere or nowhere.
    """

    name = "terms"
    steady = True

    def __init__(self, terms: Mapping[Level, Iterable[str]]) -> None:
        self._root = _Node()
        self._alike: defaultdict[str, set[str]] = defaultdict(set)
        for level, phrases in terms.items():
            for phrase in phrases:
                self._add(phrase, level)
                for view in canonical(phrase)[-1:]:  # the text it is looked for in is canonical
                    self._add(view.text, level)

    def _add(self, phrase: str, level: Level) -> None:
        if not any(map(str.isalnum, phrase)):
            raise ValueError("a privacy term needs a letter or a digit; remove the empty one")
        words = [match[0] for match in _words(_folded(phrase)[0])]
        long = sum(map(len, words)) >= _LONG
        self._insert(words, level, long=long)
        if long and len(words) > 1 and "".join(words).isalnum():
            self._insert(["".join(words)], level, long=long)

    def _insert(self, words: list[str], level: Level, *, long: bool) -> None:
        node = self._root
        for word in words:
            node = node.next.setdefault(word, _Node())
            if long and _EDITED - 1 <= len(word) <= _LONGEST and word.isalpha():
                for variant in () if word in self._alike.get(word, ()) else _variants(word):
                    self._alike[variant].add(word)
        node.level = level if node.level is None else max(level, node.level)
        node.long |= long

    def find(self, part: Part) -> Iterator[Finding]:
        folded, origin = _folded(part.text)
        matches = _words(folded)
        words = [match[0] for match in matches]
        opening = set(filter(self._opens, set(words)))
        for first, word in enumerate(words):
            if word not in opening:
                continue
            if found := max(self._reach(words, first, self._root), key=_rank, default=None):
                start, end = matches[first].start(), matches[found.last].end()
                if origin:
                    start, end = origin[start], origin[end - 1] + 1
                level, probability = found.level, found.probability
                yield Finding(part.path, start, end, "term", level, self.name, probability)

    def _opens(self, word: str) -> bool:
        """Say whether some term may begin with ``word``, or with one an edit away."""
        if word in self._root.next:
            return True
        if not _EDITED <= len(word) <= _LONGEST or not word.isalpha():
            return False
        return not self._alike.keys().isdisjoint(_variants(word))

    def _reach(
        self, words: list[str], place: int, node: _Node, *, edited: bool = False
    ) -> Iterator[_Match]:
        """Yield the terms that ``words[place:]`` continue from ``node``, with at most one edit."""
        if place >= len(words):
            return
        for following, changed in self._next(node, words[place], edited=edited):
            if following.level is not None and (following.long or not changed):
                yield _Match(place, following.level, PLAUSIBLE if changed else CERTAIN)
            yield from self._reach(words, place + 1, following, edited=changed)
            if words[place + 1 : place + 2] and words[place + 1] in _CONNECTORS:
                yield from self._reach(words, place + 2, following, edited=changed)

    def _next(self, node: _Node, word: str, *, edited: bool) -> Iterator[tuple[_Node, bool]]:
        if exact := node.next.get(word):
            yield exact, edited
        elif not edited and _EDITED <= len(word) <= _LONGEST and word.isalpha():
            for near in {n for variant in _variants(word) for n in self._alike.get(variant, ())}:
                if near in node.next and _is_one_edit(word, near):
                    yield node.next[near], True


def _rank(match: _Match) -> tuple[float, int]:
    return match.probability, match.last


def _variants(word: str) -> list[str]:
    """Return ``word`` and what is left of it without one letter.

    Two words one edit apart have a variant in common, so that looking up a few stands for
    comparing with every word there is.
    """
    return [word, *(word[:place] + word[place + 1 :] for place in range(len(word)))]


def _is_one_edit(written: str, meant: str) -> bool:
    """Say whether one letter is wrong, missing or too many, or two neighbours changed places."""
    short, long = sorted((written, meant), key=len)
    start = next((i for i, sign in enumerate(short) if sign != long[i]), len(short))
    if len(short) < len(long):
        return short[start:] == long[start + 1 :]
    swapped = short[start : start + 2] == long[start : start + 2][::-1]
    return short[start + 1 :] == long[start + 1 :] or (
        swapped and short[start + 2 :] == long[start + 2 :]
    )


def _words(folded: str) -> list[re.Match[str]]:
    return list(_WORD.finditer(folded))


def _folded(text: str) -> tuple[str, list[int] | None]:
    """Return ``text`` without case and accents, and where each of its signs came from.

    The origins are ``None`` where every sign stayed in its place.
    """
    if text.isascii():
        return text.lower(), None
    pieces = [_fold(sign) for sign in text]
    folded = "".join(pieces)
    if set(map(len, pieces)) == {1}:
        return folded, None
    return folded, [place for place, piece in enumerate(pieces) for _ in piece]


def _fold(sign: str) -> str:
    if sign < "\x80":
        return sign.lower()
    decomposed = unicodedata.normalize("NFKD", sign.casefold())
    return "".join(filter(_stays, decomposed))


def _stays(sign: str) -> bool:
    """Say whether ``sign`` carries meaning: accents and invisible signs do not."""
    return not unicodedata.combining(sign) and unicodedata.category(sign) != "Cf"
