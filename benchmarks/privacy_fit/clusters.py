"""Collects the Brown clusters of ``spacy-lookups-data`` (MIT licence) for the commonest words."""

from __future__ import annotations

import gzip
import importlib.util
import json
import math
import re
import zlib
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from homeport.policies.privacy.words import fold

LANGUAGES = ("en", "es")
MOST = 30_000
"""Words of each language, the commonest first."""

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_CAPITALISED = 0.3  # what a capitalised use counts beside one in small letters


def pack() -> bytes:
    """Return the list as it ships: a cluster a line. A word of both languages is in the one of
    the language in which it has the higher rank."""
    place: dict[str, tuple[int, str, int]] = {}
    for lang in LANGUAGES:
        for rank, (word, cluster) in enumerate(_common(lang).items()):
            place[word] = min(place.get(word, (MOST, "", 0)), (rank, lang, cluster))
    lines: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
    for word, (_, lang, cluster) in sorted(place.items()):
        lines[lang, cluster].append(word)
    return zlib.compress("\n".join(" ".join(line) for line in lines.values()).encode(), 9)


def ordinary() -> set[str]:
    """Return the folded words that are mostly written in small letters."""
    found = set()
    for lang in LANGUAGES:
        small: defaultdict[str, float] = defaultdict(float)
        other: defaultdict[str, float] = defaultdict(float)
        for word, odds in _table(lang, "prob").items():
            if _WORD.fullmatch(word):
                (small if word.islower() else other)[fold(word)] += math.exp(odds)
        found |= {word for word, chance in small.items() if chance > max(other[word], 1e-6)}
    return found


def _common(lang: str) -> Mapping[str, int]:
    """Return the commonest folded words of a language with the cluster they are mostly in."""
    chances, clusters = _table(lang, "prob"), _table(lang, "cluster")
    shares: defaultdict[str, defaultdict[int, float]] = defaultdict(lambda: defaultdict(float))
    for word, cluster in clusters.items():
        if word in chances and _WORD.fullmatch(word):
            weight = 1.0 if word.islower() else _CAPITALISED
            shares[fold(word)][int(cluster)] += weight * math.exp(chances[word])
    ranked = sorted(shares, key=lambda word: -sum(shares[word].values()))[:MOST]
    return {word: max(shares[word], key=shares[word].__getitem__) for word in ranked}


@cache
def _table(lang: str, kind: str) -> Mapping[str, float]:
    spec = importlib.util.find_spec("spacy_lookups_data")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("pip install spacy-lookups-data")
    path = Path(spec.origin).parent / "data" / f"{lang}_lexeme_{kind}.json.gz"
    table: Mapping[str, float] = json.loads(gzip.decompress(path.read_bytes()))
    return table
