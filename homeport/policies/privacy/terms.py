"""The user's own words: project names, clients, code names.

A text is cut into words once and each word is looked up, so thousands of terms cost what one
does. Words are compared without case and accents; spans are those of the text as sent.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from homeport.policies.privacy.canonical import canonical
from homeport.policies.privacy.rules import CERTAIN
from homeport.policies.privacy.scorer import Detector
from homeport.types import Finding, Level, Part

_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
)
"""Scripts without spaces between words, or with endings glued on: each sign is a word."""

_WORD = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+|[^\w\s]|_")


@dataclass(slots=True)
class _Node:
    """What may follow the words read so far; ``level`` is set where a term ends."""

    level: Level | None = None
    next: dict[str, _Node] = field(default_factory=dict)


class Terms(Detector):
    """Finds the words a policy lists under ``privacy.terms``, whole and in any spelling.

    *Project Falcon* is found in *PROJECT  FALCON* and in *project_falcon*, not in *falconry*.
    A term without a letter or digit is refused: it would match everywhere or nowhere.
    """

    name = "terms"

    def __init__(self, terms: Mapping[Level, Iterable[str]]) -> None:
        self._root = _Node()
        for level, phrases in terms.items():
            for phrase in phrases:
                self._add(phrase, level)
                for view in canonical(phrase)[-1:]:  # the text it is looked for in is canonical
                    self._add(view.text, level)

    def _add(self, phrase: str, level: Level) -> None:
        if not any(map(str.isalnum, phrase)):
            raise ValueError("a privacy term needs a letter or a digit; remove the empty one")
        node = self._root
        for word in _words(_folded(phrase)[0]):
            node = node.next.setdefault(word[0], _Node())
        node.level = level if node.level is None else max(level, node.level)

    def find(self, part: Part) -> Iterator[Finding]:
        folded, origin = _folded(part.text)
        words = _words(folded)
        for first, word in enumerate(words):
            if word[0] in self._root.next and (found := self._longest(words, first)):
                last, level = found
                start, end = word.start(), words[last].end()
                if origin:
                    start, end = origin[start], origin[end - 1] + 1
                yield Finding(part.path, start, end, "term", level, self.name, CERTAIN)

    def _longest(self, words: list[re.Match[str]], first: int) -> tuple[int, Level] | None:
        """Return the last word and the level of the longest term that begins at ``first``."""
        node, found = self._root, None
        for position in range(first, len(words)):
            following = node.next.get(words[position][0])
            if following is None:
                break
            node = following
            if node.level is not None:
                found = position, node.level
        return found


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
