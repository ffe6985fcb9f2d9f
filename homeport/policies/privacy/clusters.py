"""Which words are used alike: *sister* and *daughter*, *casero* and *inquilino*.

Clusters of common English and Spanish words by what stands beside them (Brown et al. 1992,
*Class-based n-gram models of natural language*), so that what a model learned of one word
serves the others. ``benchmarks/privacy_fit/clusters.py`` collects them.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


def cluster(word: str) -> int:
    """Return the hash of the cluster of a folded word, 0 if it is in none."""
    return _clusters().get(word, 0)


@cache
def _clusters() -> Mapping[str, int]:
    packed = files(__package__).joinpath("weights/clusters.txt.z").read_bytes()
    found: dict[str, int] = {}
    for number, line in enumerate(zlib.decompress(packed).decode().splitlines()):
        found.update(dict.fromkeys(line.split(), zlib.crc32(b"cluster %d" % number)))
    return found
