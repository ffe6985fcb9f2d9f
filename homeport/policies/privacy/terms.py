"""The user's own words: project names, clients, code names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from homeport.policies.privacy.scorer import Detector
from homeport.types import Finding, Level, Part


class Terms(Detector):
    """Finds the words a policy lists under ``privacy.terms``."""

    name = "terms"

    def __init__(self, terms: Mapping[Level, Iterable[str]]) -> None:
        self.terms = {level: tuple(words) for level, words in terms.items()}

    def find(self, part: Part) -> Iterator[Finding]:
        for level, words in self.terms.items():
            for word in words:
                start = part.text.find(word)
                if start >= 0:
                    yield Finding(part.path, start, start + len(word), "term", level, self.name, 1)
