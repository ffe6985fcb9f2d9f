"""Linear models over hashed features, small enough to ship and quick without numpy.

A row holds the weights of one feature for up to four scores: each is a number of 16 bits, one
above the other in one integer, so that one sum over the rows adds up all four at once. A file
is zlib over a header (how many scores, bits of an address, then for each score its scale and
bias as little-endian floats) and the ``2**bits`` rows. ``benchmarks/fit_privacy.py`` writes them.
"""

from __future__ import annotations

import math
import struct
import sys
import zlib
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

_HEAD = struct.Struct("<BB")
_COLUMN = struct.Struct("<ff")

ZERO: Final = 128
"""What is added to a weight to make it positive."""

FIELD: Final = 16  # bits of one score: room for the sum of 257 weights
MOST: Final = 250
"""Features that one sum may have."""

MIXER: Final = 2_654_435_761
"""Knuth's multiplier: it spreads neighbouring numbers over all addresses."""


@dataclass(frozen=True, slots=True)
class Linear:
    """Scores of features by their addresses: a bias and the scaled sum of the weights, each."""

    bits: int
    scales: tuple[float, ...]
    biases: tuple[float, ...]
    rows: array[int]

    def sums(self, addresses: Sequence[int]) -> list[float]:
        """Return for each score the scaled sum of the weights, without the bias."""
        if len(addresses) > MOST:
            parts = (addresses[:MOST], addresses[MOST:])
            return [a + b for a, b in zip(*map(self.sums, parts), strict=True)]
        total = sum(map(self.rows.__getitem__, addresses))
        zero = ZERO * len(addresses)
        return [
            scale * ((total >> FIELD * place & 0xFFFF) - zero)
            for place, scale in enumerate(self.scales)
        ]

    def scores(self, addresses: Sequence[int]) -> list[float]:
        """Return every score."""
        return [a + b for a, b in zip(self.sums(addresses), self.biases, strict=True)]

    def pack(self) -> bytes:
        """Return the file that ``load`` reads."""
        numbers = zip(self.scales, self.biases, strict=True)
        head = _HEAD.pack(len(self.scales), self.bits)
        body = b"".join(
            bytes(row >> FIELD * n & 0xFF for row in self.rows) for n in range(len(self.scales))
        )
        return zlib.compress(head + b"".join(_COLUMN.pack(*pair) for pair in numbers) + body, 9)


def load(name: str) -> Linear:
    """Read the weights that ship under ``name``; a damaged file raises ``ValueError``."""
    packed = files(__package__).joinpath("weights", name).read_bytes()
    try:
        return _unpack(zlib.decompress(packed))
    except (zlib.error, struct.error) as error:
        raise ValueError(f"the weights {name} are damaged; install homeport again") from error


def _unpack(data: bytes) -> Linear:
    count, bits = _HEAD.unpack_from(data)
    numbers = [_COLUMN.unpack_from(data, _HEAD.size + n * _COLUMN.size) for n in range(count)]
    start, size = _HEAD.size + count * _COLUMN.size, 1 << bits
    if len(data) != start + count * size:
        raise struct.error("the size does not fit the header")
    spread = bytearray(8 * size)
    for n in range(count):
        place = 2 * n if sys.byteorder == "little" else 7 - 2 * n
        spread[place::8] = data[start + n * size : start + (n + 1) * size]
    scales, biases = zip(*numbers, strict=True)
    return Linear(bits, scales, biases, array("Q", bytes(spread)))


def logistic(odds: float) -> float:
    """Return the probability for log-odds of any size."""
    if odds < -700:
        return 0.0
    return 1 / (1 + math.exp(-odds))


def odds_to_chances(odds: Sequence[float]) -> list[float]:
    """Return probabilities for log-odds against a first choice that has odds 0; it comes first."""
    top = max(0.0, *odds)
    powers = [math.exp(-top), *(math.exp(score - top) for score in odds)]
    total = math.fsum(powers)
    return [power / total for power in powers]
