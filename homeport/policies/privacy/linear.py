"""Linear models over hashed features, small enough to ship and quick without numpy.

A weights file is zlib over: the number of columns and of address bits (one byte each), for
each column a scale and a bias (two little-endian floats), then each column's ``2**bits``
weights as signed bytes. ``benchmarks/fit_privacy.py`` writes them.
"""

from __future__ import annotations

import math
import struct
import zlib
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

_HEAD = struct.Struct("<BB")
_COLUMN = struct.Struct("<ff")

MIXERS: Final = tuple((2654435761 * (2 * n + 1) ^ 0x9E3779B9 * n) & 0xFFFFFFFF | 1 for n in range(64))
"""Odd multipliers: one hash, multiplied with the n-th, gives the address in the n-th slot."""


@dataclass(frozen=True, slots=True)
class Linear:
    """One score a column: its bias and the weights at the addresses given, each scaled."""

    bits: int
    scales: tuple[float, ...]
    biases: tuple[float, ...]
    columns: tuple[array[int], ...]

    def scores(self, addresses: Sequence[int]) -> list[float]:
        """Return the score of every column."""
        return [
            bias + scale * sum(map(column.__getitem__, addresses))
            for bias, scale, column in zip(self.biases, self.scales, self.columns, strict=True)
        ]

    def score(self, addresses: Iterable[int], column: int = 0) -> float:
        """Return the score of one column."""
        weights = self.columns[column]
        return self.biases[column] + self.scales[column] * sum(map(weights.__getitem__, addresses))

    def pack(self) -> bytes:
        """Return the file that ``load`` reads."""
        head = _HEAD.pack(len(self.columns), self.bits)
        numbers = zip(self.scales, self.biases, strict=True)
        body = b"".join(column.tobytes() for column in self.columns)
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
    start = _HEAD.size + count * _COLUMN.size
    size = 1 << bits
    if len(data) != start + count * size:
        raise struct.error("the size does not fit the header")
    columns = tuple(
        array("b", data[start + n * size : start + (n + 1) * size]) for n in range(count)
    )
    scales, biases = zip(*numbers, strict=True)
    return Linear(bits, scales, biases, columns)


def logistic(odds: float) -> float:
    """Return the probability for log-odds of any size."""
    if odds < -700:
        return 0.0
    return 1 / (1 + math.exp(-odds))


def softmax(scores: Sequence[float]) -> list[float]:
    """Return probabilities in proportion to ``exp`` of the scores."""
    top = max(scores)
    powers = [math.exp(score - top) for score in scores]
    total = math.fsum(powers)
    return [power / total for power in powers]
